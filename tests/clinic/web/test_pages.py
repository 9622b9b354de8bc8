"""The pages do what they say, in words, and show nothing as anything but text."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest

from sim.clinic.drafts import Drafts
from sim.clinic.letters import (
    Answer,
    Assignment,
    Goodbye,
    Item,
    Keys,
    Report,
    Withdrawal,
)
from sim.clinic.post import Post
from sim.privacy.vault import Vault
from tests.clinic.web.browsing import PASSPHRASE, Browser
from tests.clinic.web.conftest import Client
from tests.privacy.test_vault import CHEAP, source

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"' {{ 7*7 }}"
REPORT = Report(
    "r1",
    "rehearsal",
    "saying_no",
    "Saying no",
    "2026-11-20",
    (
        Item("attendance", "attendance", "It was done", numbers={"minutes": 12.0}),
        Item("grades.request", "grades", "Asking", "Emerging", skill="request"),
        Item(
            "course.1",
            "course",
            "Ines after line 1",
            numbers={"openness": 0.5},
            turn=1,
            reason="You asked, and left room.",
        ),
        Item("quotes.1", "quotes", "You, line 1", "Could we just lie here?", turn=1),
        Item("suds.1", "suds", "Distress", numbers={"before": 60.0, "after": 35.0}),
        Item("notes.use", "notes", "Where you want to use this", "On Sunday"),
        Item("corrections.1", "corrections", "You called this wrong", "A joke"),
    ),
    12,
    note="This was hard.",
)


def drop(browser: Browser, *raws: bytes, page: str = "/inbox") -> None:
    browser.get(page)
    files = [("file", (f"{n}.visavis", raw)) for n, raw in enumerate(raws)]
    browser.post("/inbox", files=files)


def test_a_client_is_added_by_code_and_file(inside: Browser, tmp_path: Path) -> None:
    inside.get("/pair")
    inside.post("/pair", {"alias": "Robin"})
    code = re.search(r'class="code"[^>]*>([^<]+)<', inside.page.text)
    link = re.search(r'href="(/pair/[0-9a-f]+/file)"', inside.page.text)
    assert code and link and "<svg" in inside.page.text
    raw = inside.web.get(link[1]).content
    assert code[1].encode() not in raw
    with Vault.create(source(), tmp_path / "robin") as vault:
        answer = Post(vault, cost=CHEAP).accept(raw, code[1])
    drop(inside, answer.raw)
    assert "Compare these five words with Robin" in inside.text
    for word in answer.contact.phrase:
        assert word in inside.text
    ident = inside.door.desk.clients.page()[0].id
    inside.post(f"/clients/{ident}/compared")
    assert "nobody stands between you" in inside.text
    assert "Compare these five words" not in inside.text


def test_a_lost_invitation_can_be_withdrawn(inside: Browser) -> None:
    inside.get("/pair")
    inside.post("/pair", {"alias": "Robin"})
    inside.post("/pair", {"alias": "Robin", "again": ""})
    ident = inside.door.desk.post.invitations[0].id
    inside.get("/pair")
    inside.post(f"/pair/{ident}/withdraw")
    assert "holds no more" in inside.text
    inside.get(f"/pair/{ident}/file")
    assert "Invite anew" in inside.text


def test_two_clients_are_not_called_alike(inside: Browser, robin: Client) -> None:
    inside.get("/pair")
    inside.post("/pair", {"alias": "robin"})
    assert "Not done: Somebody is called 'robin' here already" in inside.text


def test_what_is_assigned_is_what_was_previewed(inside: Browser, robin: Client) -> None:
    inside.get(f"/clients/{robin.id}/assign")
    due = (datetime.now(UTC).date() + timedelta(7)).isoformat()
    form = {
        "parts": "1",
        "p0-what": "rehearsal:affection_only",
        "p0-times": "3",
        "p0-partner": "gentler",
        "p0-goals": ["request", "accepts_no"],
        "p0-set-partner": "Kim",
        "p0-rules": "counter",
        "p0-never": "always",
        "note": "Take your time.",
        "due_on": due,
        "share": ["suds", "grades"],
        "rule_out": "pain",
        "steepest": "2",
    }
    inside.post(f"/clients/{robin.id}/assign/preview", form)
    for words in ("Take your time.", "3 times", "Partner: Kim", "“always”"):
        assert words in inside.text
    inside.get(f"/clients/{robin.id}/assign")
    inside.post(f"/clients/{robin.id}/assign", {**form, "do": "send"})
    assert "Now hand it over" in inside.text
    link = re.search(r'href="(/letters/[0-9a-f]+/file)"', inside.page.text)
    assert link
    letter = robin.post.take(inside.web.get(link[1]).content).letter
    assert isinstance(letter, Assignment)
    part = letter.parts[0]
    assert (part.what, part.times, part.partner) == ("affection_only", 3, "gentler")
    assert part.goals == ("request", "accepts_no")
    assert part.setting == {"partner": "Kim"}
    assert len(part.rules) == 2
    assert (letter.note, letter.due_on) == ("Take your time.", due)
    assert (letter.share, letter.rule_out) == (("grades", "suds"), ("pain",))
    assert letter.steepest == 2

    drop(inside, robin.writes(Answer(letter.id, (), ("p1",), "Not now, please.")))
    assert "has answered" in inside.text
    inside.get(f"/assignments/{letter.id}")
    assert "declined" in inside.text and "Not now, please." in inside.text


def test_parts_come_and_go_and_nothing_typed_is_lost(
    inside: Browser, robin: Client
) -> None:
    inside.get(f"/clients/{robin.id}/assign")
    form = {"parts": "1", "p0-what": "exercise:breathing", "note": "Slowly."}
    inside.post(f"/clients/{robin.id}/assign", {**form, "do": "add"})
    assert inside.page.text.count("Conversation or exercise") == 2
    assert "Slowly." in inside.page.text
    inside.post(f"/clients/{robin.id}/assign", {**form, "parts": "2", "do": "drop-1"})
    assert inside.page.text.count("Conversation or exercise") == 1
    assert '"exercise:breathing" selected' in inside.page.text


def test_what_cannot_be_assigned_is_said_beside_the_form(
    inside: Browser, robin: Client
) -> None:
    inside.get(f"/clients/{robin.id}/assign")
    form = {"parts": "1", "note": "Kept.", "do": "send"}
    inside.post(f"/clients/{robin.id}/assign", form)
    assert "choose a conversation or an exercise" in inside.text
    assert "Kept." in inside.page.text
    more = {"p0-what": "rehearsal:saying_no", "due_on": "2020-01-01"}
    inside.post(f"/clients/{robin.id}/assign", {**form, **more})
    assert "is over" in inside.text
    assert inside.door.desk.assignments.page(robin.id) == ()


def test_one_s_own_scenario_goes_along_in_the_envelope(
    inside: Browser, robin: Client
) -> None:
    from assets import folder

    body = (folder("scenarios") / "saying_no.toml").read_text(encoding="utf-8")
    body = body.replace('id = "saying_no"', 'id = "saying_no_here"', 1)
    drafts = Drafts(inside.door.desk.vault)
    draft = drafts.add(body)
    inside.get(f"/clients/{robin.id}/assign")
    assert f"own:{draft.id}" not in inside.page.text, "it is not approved yet"
    drafts.approve(draft.id, draft.revision)
    inside.get(f"/clients/{robin.id}/assign")
    form = {"parts": "1", "p0-what": f"own:{draft.id}", "do": "send"}
    inside.post(f"/clients/{robin.id}/assign", form)
    (one,) = inside.door.desk.assignments.page(robin.id)
    taken = robin.post.take(inside.door.desk.outbox.raw(one.letter.id))
    assert taken.files == {"saying_no_here.toml": body.encode()}


def test_a_report_is_read_corrected_and_noted(inside: Browser, robin: Client) -> None:
    drop(inside, robin.writes(REPORT))
    for words in (
        "Robin has shared “Saying no”",
        "This was hard.",
        "Could we just lie here?",
        "Robin asked, and left room.",
        "50 %",
        "before: 60",
        "On Sunday",
        "A joke",
    ):
        assert words in inside.text, words
    assert "You, line 1" not in inside.text  # "you" would be the therapist
    number = inside.door.desk.reports.page(robin.id)[0].number
    form = {"item": "grades.request", "value": "Solid", "reason": "It was clear."}
    inside.post(f"/sessions/{number}/correct", form)
    assert "The program says: Emerging You say: Solid" in inside.text
    assert "It was clear." in inside.text
    inside.post(f"/sessions/{number}/undo", {"item": "grades.request"})
    assert "You say" not in inside.text
    inside.post(f"/sessions/{number}/correct", {**form, "reason": ""})
    assert "Say in a few words why" in inside.text
    inside.post(
        f"/clients/{robin.id}/notes", {"report": str(number), "body": "Ask more."}
    )
    assert "Ask more." in inside.text
    inside.get(f"/clients/{robin.id}")
    assert "Ask more." in inside.text and "Distress" in inside.text


def test_a_withdrawn_report_is_gone_from_every_page(
    inside: Browser, robin: Client
) -> None:
    drop(inside, robin.writes(REPORT))
    number = inside.door.desk.reports.page(robin.id)[0].number
    drop(inside, robin.writes(Withdrawal("r1")))
    assert "It is deleted." in inside.text
    for path in (f"/clients/{robin.id}", "/inbox", "/log", "/clients"):
        inside.get(path)
        assert "lie here" not in inside.text and "This was hard" not in inside.text
    inside.get("/log")
    assert "The client withdrew a report; it was deleted" in inside.text
    assert inside.get(f"/sessions/{number}").status_code == 409
    assert "may have withdrawn it" in inside.text


def test_several_files_are_opened_at_once_and_each_is_told_of(
    inside: Browser, robin: Client
) -> None:
    raw = robin.writes(REPORT)
    damaged = raw[:-1] + bytes([raw[-1] ^ 1])
    drop(inside, damaged, raw, b"holiday photos", raw)
    assert inside.text.count("Not done:") == 3
    assert "Robin has shared" in inside.text
    assert inside.door.desk.reports.count(robin.id) == 1


def test_the_folder_both_see_carries_letters(
    inside: Browser, robin: Client, tmp_path: Path
) -> None:
    from sim.clinic.folder import Inbox, Outbox

    shared = tmp_path / "shared"
    shared.mkdir()
    inside.get("/settings")
    inside.post("/settings/folder", {"folder": str(shared)})
    inside.get(f"/clients/{robin.id}/assign")
    form = {"parts": "1", "p0-what": "exercise:breathing", "do": "send"}
    inside.post(f"/clients/{robin.id}/assign", form)
    letter = inside.door.desk.assignments.page(robin.id)[0].letter
    back = {"back": f"/assignments/{letter.id}"}
    inside.post(f"/letters/{letter.id}/folder", back)
    assert "It lies in the folder" in inside.text
    found = next(iter(Inbox(shared, robin.post._shelf.notes).new()))
    assert robin.post.take(found.raw).letter == letter
    Outbox(shared).put(robin.writes(REPORT))
    inside.get("/inbox")
    inside.post("/inbox/look")
    assert "Robin has shared" in inside.text
    inside.get("/inbox")
    inside.post("/inbox/look")
    assert "Nothing new lies in the folder" in inside.text


def test_what_others_write_is_only_ever_text(inside: Browser, robin: Client) -> None:
    items = tuple(
        Item(f"{kind}.1", kind, EVIL, EVIL, reason=EVIL, turn=1)  # type: ignore[arg-type]
        for kind in ("grades", "quotes", "course", "notes", "corrections")
    )
    numbers = Item("suds.1", "suds", EVIL, numbers={EVIL: 1.0})
    letter = Report(
        "r1", "rehearsal", EVIL, EVIL, "2026-11-20", (*items, numbers), note=EVIL
    )
    inside.door.desk.rename(robin.id, EVIL[:50])
    drop(inside, robin.writes(letter))
    number = inside.door.desk.reports.page(robin.id)[0].number
    inside.door.desk.remarks.add(robin.id, EVIL)
    paths = ("clients", f"clients/{robin.id}", f"sessions/{number}", "inbox", "log")
    for path in paths:
        body = inside.get(f"/{path}").text
        assert "<script>alert" not in body and "<img" not in body, path
        assert "onerror=alert(2)>\"'" not in body, path
        assert " 49" not in body
    assert EVIL in unescape(inside.get(f"/sessions/{number}").text)


def test_a_client_is_deleted_only_by_name(inside: Browser, robin: Client) -> None:
    drop(inside, robin.writes(REPORT))
    inside.get(f"/clients/{robin.id}")
    inside.post(f"/clients/{robin.id}/remove", {"alias": "Robi"})
    assert "Nothing was deleted" in inside.text
    inside.post(f"/clients/{robin.id}/remove", {"alias": "robin"})
    assert "Nobody is here yet" in inside.text
    assert inside.get(f"/clients/{robin.id}").status_code == 409


def test_a_pairing_ends_from_either_side(inside: Browser, robin: Client) -> None:
    raw = robin.writes(REPORT)
    inside.get(f"/clients/{robin.id}")
    inside.post(f"/clients/{robin.id}/end")
    assert "pairing ended" in inside.text and "Assign something" not in inside.text
    link = re.search(r'href="(/letters/goodbye[^"]+/file)"', inside.page.text)
    assert link
    goodbye = robin.post.take(inside.web.get(link[1]).content).letter
    assert isinstance(goodbye, Goodbye)
    drop(inside, raw)
    assert "has ended" in inside.text
    assert inside.door.desk.reports.count(robin.id) == 0


def test_new_keys_are_handed_over_with_the_next_assignment(
    inside: Browser, robin: Client
) -> None:
    inside.get("/settings")
    inside.post("/settings/rotate")
    assert "1 letter about them wait" in inside.text
    inside.get(f"/clients/{robin.id}")
    link = re.search(r'href="(/letters/keys[^"]+/file)"', inside.page.text)
    assert link
    letter = robin.post.take(inside.web.get(link[1]).content).letter
    assert isinstance(letter, Keys)
    drop(inside, robin.writes(REPORT))
    assert "Robin has shared" in inside.text
    inside.get(f"/clients/{robin.id}")
    assert "To hand over first" not in inside.text


def test_a_new_passphrase_opens_and_the_old_one_does_not(inside: Browser) -> None:
    new = "five other quiet words"
    inside.get("/settings")
    form = {"now": "not this one", "passphrase": new, "again": new}
    inside.post("/settings/passphrase", form)
    assert "Not done" in inside.text
    inside.post("/settings/passphrase", {**form, "now": PASSPHRASE})
    assert "Your new passphrase holds" in inside.text
    inside.post("/lock")
    inside.post("/login", {"passphrase": PASSPHRASE})
    assert "Not done" in inside.text
    inside.post("/login", {"passphrase": new})
    assert "Nobody is here yet" in inside.text


def test_recovery_words_open_the_desk_once(inside: Browser) -> None:
    inside.get("/settings")
    inside.post("/settings/recovery", {"now": PASSPHRASE, "do": "new"})
    words = re.findall(r"<li>(\w+)</li>", inside.page.text)
    assert len(words) == 12
    inside.get("/settings")
    inside.post("/lock")
    inside.get("/recover")
    new = "five other quiet words"
    form = {"words": " ".join(words), "passphrase": new, "again": new}
    inside.post("/recover", {**form, "words": " ".join(reversed(words))})
    assert "Not done" in inside.text
    inside.post("/recover", form)
    assert "Nobody is here yet" in inside.text
    inside.post("/lock")
    inside.get("/recover")
    inside.post("/recover", form)
    assert "Not done" in inside.text, "they are void once used"


def test_a_backup_is_the_whole_desk_and_encrypted(
    inside: Browser, robin: Client, tmp_path: Path
) -> None:
    drop(inside, robin.writes(REPORT))
    inside.get("/settings")
    inside.post("/settings/backup")
    assert not list(inside.door.desk.vault.folder.glob("backup-*"))
    box = zipfile.ZipFile(io.BytesIO(inside.page.content))
    assert b"lie here" not in b"".join(box.read(name) for name in box.namelist())
    folder = tmp_path / "put_back" / "vault"
    folder.mkdir(parents=True, mode=0o700)
    for name in ("key.json", "vault.db"):
        (folder / name).write_bytes(box.read(name))
        (folder / name).chmod(0o600)
    with Vault.open(source(PASSPHRASE), folder.parent) as vault:
        rows = vault.run("SELECT value FROM desk_items WHERE kind = 'quotes'")
    assert rows == [("Could we just lie here?",)]


def test_settings_refuse_what_they_cannot_use(inside: Browser) -> None:
    inside.get("/settings")
    inside.post("/settings/lock", {"minutes": "9999"})
    assert "Choose one of 2, 5, 10" in inside.text
    inside.post("/settings/folder", {"folder": "/no/such/folder"})
    assert "there is no such folder" in inside.text
    inside.post("/settings/anew", {"sure": "yes"})
    assert "Nothing was changed" in inside.text
    inside.post("/settings/lock", {"minutes": "30"})
    assert inside.door.desk.settings.lock_s == 1800


def test_every_view_and_change_stands_in_the_log(
    inside: Browser, robin: Client
) -> None:
    drop(inside, robin.writes(REPORT))
    inside.get(f"/clients/{robin.id}")
    inside.get("/settings")
    log = {one.what for one in inside.door.desk.log.page()}
    assert {
        "came_in",
        "looked_at_inbox",
        "report_came",
        "looked_at_session",
        "looked_at_client",
        "looked_at_settings",
    } <= log


@pytest.mark.parametrize(
    "path",
    [
        "/sessions/99",
        "/sessions/x",
        "/clients/none",
        "/clients/none/assign",
        "/assignments/none",
        "/letters/none/file",
        "/notes/99",
        "/log?client=none",
        "/log?before=x",
        "/clients/../../etc/passwd",
        "/static/../app.py",
        "/static-fonts/%2e%2e/locales/en.toml",
    ],
)
def test_a_wrong_address_is_told_in_words(inside: Browser, path: str) -> None:
    answer = inside.get(path)
    assert answer.status_code in (404, 409, 422)
    assert "Traceback" not in answer.text and "{" not in inside.text
