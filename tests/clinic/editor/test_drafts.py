"""Drafts are never lost to another window, and are gone when deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogue.strict import DataError
from sim.clinic.drafts import (
    KEPT_BACK,
    DraftError,
    Drafts,
    NoDraft,
    Overtaken,
)
from tests.clinic.people import Person

BODY = 'id = "own_x"\ntitle = "First"\n'


@pytest.fixture
def drafts(therapist: Person) -> Drafts:
    return Drafts(therapist.vault)


def test_what_was_saved_from_another_window_is_not_written_over(drafts: Drafts) -> None:
    draft = drafts.add(BODY)
    drafts.save(draft.id, 1, BODY + "minutes = 5\n")
    with pytest.raises(Overtaken, match="another window"):
        drafts.save(draft.id, 1, BODY + "minutes = 9\n")
    assert drafts.one(draft.id).body.endswith("minutes = 5\n")


def test_a_changed_letter_takes_the_approval_back(drafts: Drafts) -> None:
    draft = drafts.add(BODY)
    assert not drafts.ready()
    drafts.approve(draft.id, 1)
    assert [one.raw for one in drafts.ready()] == [BODY.encode()]
    drafts.save(draft.id, 1, BODY.replace("First", "Fir5t"))
    assert not drafts.ready()
    drafts.save(draft.id, 2, BODY)
    assert drafts.one(draft.id).is_ready


def test_what_was_not_seen_cannot_be_approved(drafts: Drafts) -> None:
    draft = drafts.add(BODY)
    drafts.save(draft.id, 1, BODY + "minutes = 5\n")
    with pytest.raises(Overtaken):
        drafts.approve(draft.id, 1)


def test_former_versions_can_be_gone_back_to_up_to_a_point(drafts: Drafts) -> None:
    draft = drafts.add(BODY)
    for revision in range(1, KEPT_BACK + 3):
        drafts.save(draft.id, revision, f"{BODY}minutes = {revision}\n")
    assert drafts.body_at(draft.id, KEPT_BACK) == f"{BODY}minutes = {KEPT_BACK - 1}\n"
    with pytest.raises(NoDraft, match="no longer kept"):
        drafts.body_at(draft.id, 1)


def test_what_is_deleted_is_in_no_file(drafts: Drafts, therapist: Person) -> None:
    draft = drafts.add(BODY)
    drafts.save(draft.id, 1, BODY + "minutes = 5\n")
    drafts.remove(draft.id)
    assert drafts.all() == ()
    with pytest.raises(NoDraft):
        drafts.one(draft.id)
    with pytest.raises(NoDraft):
        drafts.remove(draft.id)
    files = [one for one in Path(therapist.vault.folder).rglob("*") if one.is_file()]
    assert files and not any(b"own_x" in one.read_bytes() for one in files)


def test_what_is_no_scenario_s_text_or_too_much_is_refused(
    drafts: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    for body in ("no toml at all", 'title = "' + "x" * 2**20 + '"'):
        with pytest.raises(DataError):
            drafts.add(body)
    monkeypatch.setattr("sim.clinic.drafts.MOST_DRAFTS", 2)
    drafts.add(BODY)
    drafts.add(BODY)
    with pytest.raises(DraftError, match="Delete one"):
        drafts.add(BODY)
    assert len(drafts.all()) == 2
