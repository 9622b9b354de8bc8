"""See, correct, take along, erase, opt out: each one command, and it takes effect."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from dialogue.messages import Safety, Utterance
from sim import cli
from sim.app import App
from sim.config import Config
from sim.keeping import may_record, may_send
from sim.privacy import consents, retention
from sim.privacy.consents import Consents, Purpose, UnknownPurpose
from sim.privacy.errors import ImportRefused
from sim.privacy.export import PRIVATE, export
from sim.privacy.network import leaves_computer
from sim.privacy.notes import HIDDEN
from sim.privacy.overview import look
from sim.privacy.retention import Rule, WrongRule
from sim.privacy.taking_in import take_in
from sim.privacy.vault import Vault
from sim.progress import lobby_line
from sim.session import events
from sim.session.step import replay
from tests.privacy.test_vault import source


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def vault(home: Path):
    with Vault.create(source(), home) as made:
        yield made


@pytest.fixture
def visavis(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Runs the command here, which starts faster than a process."""
    monkeypatch.setenv("VISAVIS_PASSPHRASE", "open sesame")

    def run(*words: str) -> Done:
        capsys.readouterr()
        code = cli.main(words)
        told = capsys.readouterr()
        return Done(code, told.out, told.err)

    return run


def record(vault: Vault, session: str, on: datetime) -> None:
    """One short rehearsal."""
    vault.begin(session, "sex_hurts", "A talk", on.isoformat())
    rows = (
        events.started("sex_hurts", "A talk", "Maya", 1, (), {}),
        events.utterance(Utterance(1, "<b>It</b> hurts", "typed")),
        events.safety(1, "user", Safety()),
    )
    for seq, event in enumerate(rows):
        vault.append(session, seq, event, on.isoformat())


# consent


def test_going_on_from_the_first_screen_is_a_dated_versioned_yes(vault: Vault) -> None:
    told = Consents(vault)
    told.agree_at_start(NOW)
    told.agree_at_start(NOW + timedelta(days=1))
    assert [(one.purpose, one.version, one.is_given) for one in told.history()] == [
        ("record", 1, True),
        ("progress", 1, True),
    ]
    assert told.history()[0].at.startswith("2026-06-01")
    for never in ("network_model", "audio", "share"):
        assert not told.is_given(never), "a purpose of its own needs a yes of its own"


def test_a_yes_can_be_taken_back_and_every_answer_stays_on_record(vault: Vault) -> None:
    told = Consents(vault)
    told.answer("progress", is_given=True)
    told.answer("progress", is_given=False)
    assert not told.is_given("progress")
    told.agree_at_start()
    assert not told.is_given("progress"), "going on must not undo a no"
    assert [one.is_given for one in told.history() if one.purpose == "progress"] == [
        True,
        False,
    ]


def test_what_the_program_never_does_cannot_be_agreed_to(vault: Vault) -> None:
    with pytest.raises(UnknownPurpose, match="never does that"):
        Consents(vault).answer("audio", is_given=True)
    with pytest.raises(UnknownPurpose, match="Did you mean 'record'"):
        Consents(vault).answer("recrod", is_given=True)


def test_a_purpose_that_has_changed_is_asked_about_again(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Consents(vault)
    told.agree_at_start()
    assert told.due() == ()
    assert may_record(vault)
    changed = Purpose("record", 2, is_asked_at_start=True)
    monkeypatch.setattr(consents, "PURPOSES", (changed, *consents.PURPOSES[1:]))
    monkeypatch.setattr(consents, "BY_ID", {**consents.BY_ID, "record": changed})
    assert told.due() == (changed,)
    assert not may_record(vault), "an old yes does not cover it"
    told.answer("record", is_given=True)
    assert told.due() == ()
    assert may_record(vault)


def test_a_no_to_recording_keeps_nothing_of_a_rehearsal(vault: Vault) -> None:
    app = App(Config.load(), vault)
    assert app.record is vault
    Consents(vault).answer("record", is_given=False)
    assert app.record is None
    assert "nothing is written down" in app.storage


def test_a_no_to_progress_shows_none(
    vault: Vault, visavis, monkeypatch: pytest.MonkeyPatch
) -> None:
    def looked(*_: object) -> None:
        raise AssertionError("the record was read for it")

    app = App(Config.load(), vault)
    assert app.history is vault
    Consents(vault).answer("progress", is_given=False)
    assert app.history is None
    # the command first: it takes the function along when it is imported
    monkeypatch.setattr("sim.commands.progress.progress", looked)
    monkeypatch.setattr("sim.progress.progress", looked)
    assert lobby_line(vault, ()) == ""
    vault.close()
    done = visavis("progress")
    assert done.returncode == 0
    assert "opted out" in done.stderr


@pytest.mark.parametrize(
    ("address", "leaves"),
    [
        ("", False),
        ("localhost:8080/v1", False),
        ("http://127.0.0.1:11434/v1", False),
        ("http://[::1]:9/v1", False),
        ("192.168.1.7:8080/v1", True),
        ("https://models.example/v1", True),
        ("http://localhost.example/v1", True),
        ("http://localhost@models.example/v1", True),
        ("http://[", True),
    ],
)
def test_lines_leave_the_computer_only_after_a_yes(
    vault: Vault, address: str, leaves: bool
) -> None:
    assert leaves_computer(address) is leaves
    assert may_send(vault, address) is not leaves
    assert may_send(None, address) is not leaves
    Consents(vault).answer("network_model", is_given=True)
    assert may_send(vault, address)
    config = Config.load({"words": "openai_compatible", "base_url": address})
    assert App(config, vault).words == "openai_compatible"
    Consents(vault).answer("network_model", is_given=False)
    assert App(config, vault).words == ("authored" if leaves else "openai_compatible")


# how long


def test_old_rehearsals_go_when_their_time_is_over(vault: Vault) -> None:
    for days in (1, 29, 31, 400):
        record(vault, f"d{days}", NOW - timedelta(days=days))
    assert retention.apply(vault, NOW) == 0
    retention.set_rule(vault, "rehearsals", Rule(30))
    assert retention.apply(vault, NOW) == 2
    assert [one.id for one in vault.sessions()] == ["d1", "d29"]
    retention.set_rule(vault, "rehearsals", Rule(0))
    assert not may_record(vault)
    assert retention.apply(vault, NOW) == 2
    assert vault.sessions() == []


def test_hidden_rehearsals_and_answers_go_too(vault: Vault) -> None:
    record(vault, "old1", NOW - timedelta(days=90))
    vault.notes.hide("old1")
    vault.notes.keep("before", {"outcome": "careful"})
    retention.set_rule(vault, "rehearsals", Rule(30))
    retention.set_rule(vault, "answers", Rule(30))
    later = datetime.now(UTC) + timedelta(days=31)
    assert retention.apply(vault, later) == 2
    assert vault.notes.get("before") is None
    assert vault.notes.get(HIDDEN) == []
    assert retention.rules(vault)["rehearsals"] == Rule(30)


def test_a_rule_is_said_in_words() -> None:
    assert retention.rule_of("always") == Rule(None)
    assert retention.rule_of("nothing") == Rule(0)
    assert retention.rule_of("90 days") == retention.rule_of("90") == Rule(90)
    for wrong in ("", "-1", "0", "3651", "90 years", "ninety"):
        with pytest.raises(WrongRule, match="from 1 to 3650"):
            retention.rule_of(wrong)


def test_the_rules_are_applied_whenever_the_vault_is_opened(
    vault: Vault, visavis
) -> None:
    record(vault, "old1", datetime.now(UTC) - timedelta(days=40))
    record(vault, "new1", datetime.now(UTC))
    vault.close()
    done = visavis("keep", "rehearsals", "50", "days")
    assert "for 50 days" in done.stderr
    with Vault.open(source(), vault.folder.parent) as again:
        assert len(again.sessions()) == 2
        retention.set_rule(again, "rehearsals", Rule(30))
    done = visavis("sessions", "--json")
    assert [one["id"] for one in json.loads(done.stdout)] == ["new1"]
    assert "One thing older than you wanted to keep was erased." in done.stderr


# see, take along


def test_the_overview_names_everything_and_no_word_that_was_said(
    vault: Vault, visavis
) -> None:
    record(vault, "aa11", NOW)
    Consents(vault).agree_at_start(NOW)
    found = look(vault)
    assert (found.rehearsals, found.lines, found.has_recovery) == (1, 1, False)
    vault.close()
    shown = visavis("privacy").stdout
    for words in ("1 rehearsal", "until you erase them", "visavis export", "See it",
                  "Correct it", "Take it along", "Erase it", "Opt out"):  # fmt: skip
        assert words in shown, words
    assert "hurts" not in shown
    body = json.loads(visavis("privacy", "--json").stdout)
    assert body["rules"] == {"rehearsals": "always", "answers": "always"}
    assert {one["purpose"] for one in body["agreed"]} == set(consents.BY_ID)


def test_consent_is_one_command(vault: Vault, visavis) -> None:
    vault.close()
    assert visavis("consent", "no", "record").returncode == 0
    answers = json.loads(visavis("consent", "--json").stdout)
    assert [(one["purpose"], one["is_given"]) for one in answers] == [("record", False)]
    assert visavis("consent", "yes", "audio").returncode == 2
    assert visavis("consent", "yes").returncode == 2


def test_everything_is_taken_to_another_computer(vault: Vault, tmp_path: Path) -> None:
    record(vault, "aa11", NOW)
    record(vault, "bb22", NOW)
    vault.close_session("bb22", NOW.isoformat())
    mark = {"event": "marked_wrong", "statement": "x", "says": "it", "is_wrong": True}
    vault.append("bb22", 3, mark, NOW.isoformat())
    Consents(vault).agree_at_start(NOW)
    Consents(vault).answer("network_model", is_given=True)
    out = tmp_path / "all.json"
    export(vault, out, progress={"rehearsals": 2})
    with Vault.create(source("other"), tmp_path / "other") as there:
        record(there, "cc33", NOW)
        taken = take_in(there, out, replay)
        assert (taken.sessions, taken.known) == (2, 0)
        assert {one.id for one in there.sessions()} == {"aa11", "bb22", "cc33"}
        assert there.entries("bb22") == vault.entries("bb22")
        assert there.info("bb22").status == "closed"
        assert Consents(there).is_given("progress")
        assert not Consents(there).is_given("network_model"), "asked there again"
        again = take_in(there, out, replay)
        assert (again.sessions, again.known) == (0, 2)
        assert there.check() == []


def test_what_is_private_is_taken_along_only_when_asked(
    vault: Vault, tmp_path: Path
) -> None:
    record(vault, "aa11", NOW)
    record(vault, "hid1", NOW)
    vault.notes.hide("hid1")
    vault.notes.keep("before", {"outcome": "careful"})
    export(vault, tmp_path / "a.json")
    plain = (tmp_path / "a.json").read_text()
    assert "hid1" not in plain
    assert not any(f'"{name}"' in plain for name in PRIVATE)
    export(vault, tmp_path / "b.json", with_hidden=True)
    whole = json.loads((tmp_path / "b.json").read_text())
    assert [one["id"] for one in whole["sessions"]] == ["aa11", "hid1"]
    with Vault.create(source("other"), tmp_path / "other") as there:
        take_in(there, tmp_path / "b.json", replay)
        assert [one.id for one in there.sessions()] == ["aa11"], "hidden stays hidden"


def test_what_is_taken_along_can_be_read(vault: Vault, visavis, tmp_path: Path) -> None:
    record(vault, "aa11", NOW)
    Consents(vault).agree_at_start(NOW)
    vault.close()
    page, text = tmp_path / "a.html", tmp_path / "a.md"
    assert visavis("export", str(page), "--format", "html").returncode == 0
    assert visavis("export", str(text), "--format", "markdown").returncode == 0
    html = page.read_text()
    assert "&lt;b&gt;It&lt;/b&gt; hurts" in html, "what was said is text, never markup"
    assert "<script" not in html and "default-src 'none'" in html
    assert "yes to record (version 1)" in text.read_text()
    body = tmp_path / "a.json"
    assert visavis("export", str(body)).returncode == 0
    whole = json.loads(body.read_text())
    assert whole["progress"]["rehearsals"] >= 0
    assert [one["purpose"] for one in whole["notes"]["consents"]] == [
        "record",
        "progress",
    ]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda body: b"",
        lambda body: body[: len(body) // 2],
        lambda body: b"[" * 100_000,
        lambda body: b'{"format": "theirs", "sessions": []}',
        lambda body: body.replace(b"visavis-export-2", b"visavis-export-9"),
        lambda body: body.replace(b'"seq": 1', b'"seq": 7'),
        lambda body: body.replace(b'"id": "aa11"', b'"id": "../../x"'),
        lambda body: body.replace(b'"status": "open"', b'"status": "gone"'),
        lambda body: body.replace(b'"turn": 1', b'"turn": NaN'),
        lambda body: body.replace(b'"session_started"', b'"utterance"'),
        lambda body: body.replace(b'"2026-06-01T12:00:00+00:00"', b'"some day"'),
        lambda body: body.replace(b'"notes": {', b'"notes": {"A B": 1, '),
    ],
)  # fmt: skip
def test_a_file_that_is_no_whole_export_changes_nothing(
    vault: Vault, tmp_path: Path, spoil
) -> None:
    record(vault, "aa11", NOW)
    Consents(vault).agree_at_start(NOW)
    path = tmp_path / "all.json"
    export(vault, path)
    spoiled = spoil(path.read_bytes())
    assert spoiled != path.read_bytes()
    path.write_bytes(spoiled)
    with Vault.create(source("other"), tmp_path / "other") as there:
        with pytest.raises(ImportRefused, match="Nothing was changed"):
            take_in(there, path, replay)
        assert there.sessions() == []
        assert there.notes.all() == {}
