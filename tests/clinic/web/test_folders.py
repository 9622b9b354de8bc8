"""A folder for each client: what goes into it, and what the log says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.clinic.folder import Inbox, Outbox
from sim.clinic.letters import Item, Report
from tests.clinic.web.browsing import Browser
from tests.clinic.web.conftest import Client

REPORT = Report(
    "r1",
    "rehearsal",
    "saying_no",
    "Saying no",
    "2026-11-20",
    (Item("attendance", "attendance", "It was done"),),
)
FORM = {"parts": "1", "p0-what": "exercise:breathing"}


@pytest.fixture
def own(inside: Browser, robin: Client, tmp_path: Path) -> Path:
    """A folder that only Robin sees."""
    folder = tmp_path / "for robin"
    folder.mkdir()
    inside.get(f"/clients/{robin.id}")
    inside.post(f"/clients/{robin.id}/folder", {"folder": str(folder)})
    assert "The folder is set" in inside.text
    return folder


def test_an_assignment_goes_into_the_client_s_own_folder_in_one_step(
    inside: Browser, robin: Client, own: Path, tmp_path: Path
) -> None:
    common = tmp_path / "common"
    common.mkdir()
    inside.door.desk.settings.set_folder(str(common))
    inside.get(f"/clients/{robin.id}/assign")
    inside.post(f"/clients/{robin.id}/assign", {**FORM, "do": "folder"})
    assert "It lies in the folder" in inside.text
    assert not list(common.iterdir())
    found = next(iter(Inbox(own, robin.post._shelf.notes).new()))
    letter = inside.door.desk.assignments.page(robin.id)[0].letter
    assert robin.post.take(found.raw).letter == letter


def test_every_folder_is_looked_into_though_one_is_gone(
    inside: Browser, robin: Client, own: Path, tmp_path: Path
) -> None:
    common = tmp_path / "common"
    common.mkdir()
    inside.door.desk.settings.set_folder(str(common))
    common.rmdir()
    Outbox(own).put(robin.writes(REPORT))
    inside.get("/inbox")
    inside.post("/inbox/look")
    assert "Robin has shared" in inside.text
    assert str(common) in inside.text and "Not done:" in inside.text


def test_one_s_own_letter_in_a_folder_is_no_refusal(
    inside: Browser, robin: Client, own: Path
) -> None:
    inside.get(f"/clients/{robin.id}/assign")
    inside.post(f"/clients/{robin.id}/assign", {**FORM, "do": "folder"})
    inside.get("/inbox")
    inside.post("/inbox/look")
    assert "Nothing new lies in the folder" in inside.text
    assert "refused" not in inside.text


def test_why_a_letter_was_refused_is_told_in_words(
    inside: Browser, robin: Client
) -> None:
    raw = robin.writes(REPORT)
    for _ in range(2):
        inside.get("/inbox")
        inside.post("/inbox", files=[("file", ("r.visavis", raw))])
    assert "It had been opened before" in inside.text
    inside.get("/log")
    assert "It had been opened before" in inside.text
    assert "Replayed" not in inside.text


def test_the_folder_goes_with_the_client(
    inside: Browser, robin: Client, own: Path
) -> None:
    assert inside.door.desk.settings.folders == (own,)
    inside.get(f"/clients/{robin.id}")
    inside.post(f"/clients/{robin.id}/remove", {"alias": "Robin"})
    assert not inside.door.desk.settings.folders


def test_a_folder_that_is_not_there_is_refused(inside: Browser, robin: Client) -> None:
    inside.get(f"/clients/{robin.id}")
    inside.post(f"/clients/{robin.id}/folder", {"folder": "/no/such/folder"})
    assert "there is no such folder" in inside.text
    assert inside.door.desk.settings.own_folder(robin.id) is None
