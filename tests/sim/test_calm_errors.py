"""What goes wrong is one calm line: no traceback, no silence, nothing half kept."""

from __future__ import annotations

import logging
import subprocess
import sys
import time

import pytest

from dialogue import scenario
from sim import cli
from sim.app import App
from sim.config import Config
from sim.mind.link import Lost, MindLink
from sim.mind.messages import Answered, Prepare, Ready
from sim.privacy.errors import VaultError, VaultLocked
from sim.privacy.keys import Cost
from sim.privacy.sources import KeySource
from sim.privacy.vault import Vault
from sim.rehearsal import Rehearsal
from sim.session.events import event
from sim.writer import Writer
from tests.fakes import FakeClock
from tests.sim.test_ears import FakeLink, Scene, partner
from tests.sim.test_interruptions import Notices

SECRET = "a good long passphrase"


@pytest.fixture
def vault(home):
    with Vault.create(KeySource(SECRET, cost=Cost(1, 8, 1)), home) as made:
        yield made


class Disk:
    """A recorder on a disk that is full until there is room."""

    def __init__(self, error=None):
        self.error = error or VaultError("vault.db: cannot be written (disk is full).")
        self.has_room = False
        self.kept = []

    def record(self, event):
        if not self.has_room:
            raise self.error
        self.kept.append(event["event"])


def test_an_event_that_could_not_be_kept_is_not_passed_over_at_the_end():
    for error in (VaultError("disk is full"), OSError("disk is full")):
        writer = Writer(Disk(error))
        writer.record({"event": "left"})
        with pytest.raises(type(error), match="is full"):
            writer.close()


def test_a_full_disk_is_told_once_and_the_talk_goes_on_and_catches_up(monkeypatch):
    monkeypatch.setattr("sim.writer.RETRY_S", 0.02)
    disk = Disk()
    writer = Writer(disk)
    assert writer.news() == ""
    writer.record({"event": "utterance"})
    assert not writer.flush()
    assert [writer.news(), writer.news()] == ["not_kept", ""]
    assert writer.record({"event": "reply"}) == 1
    disk.has_room = True
    deadline = time.monotonic() + 10
    while not writer.flush() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert disk.kept == ["utterance", "reply"]
    assert [writer.news(), writer.news()] == ["kept_again", ""]
    writer.close()


def test_a_fault_of_the_program_is_no_full_disk():
    writer = Writer(Disk(ValueError("no kind")))
    writer.record({"event": "utterance"})
    writer.flush()
    with pytest.raises(ValueError, match="no kind"):
        writer.record({"event": "left"})
    writer.close()


def test_what_waits_for_a_locked_vault_is_written_once_it_is_open():
    disk = Disk(VaultLocked("locked"))
    writer = Writer(disk)
    writer.record({"event": "microphone_lost"})
    assert not writer.flush()
    assert writer.news() == ""
    disk.has_room = True
    writer.retry()
    assert writer.flush()
    assert disk.kept == ["microphone_lost"]
    writer.close()


def test_a_session_that_was_erased_while_the_disk_was_full_leaves_nothing_waiting():
    disk = Disk()
    writer = Writer(disk)
    writer.record({"event": "utterance"})
    writer.flush()
    writer.forget()
    disk.has_room = True
    writer.record({"event": "left"})
    writer.close()
    assert disk.kept == []


def test_a_session_that_goes_on_after_its_end_is_open_again(vault):
    app = App(Config.load(), vault)
    link = FakeLink()
    rehearsal = app.rehearsal(scenario.load("sex_hurts"), link)
    rehearsal.start(1, (), {})
    link.inbox = [Ready({}, (), {}), Answered(1, partner(0), None, {})]
    rehearsal.tick()
    rehearsal.say("I feel lonely.")
    link.inbox = [Answered(2, partner(1), None, {})]
    rehearsal.tick()
    rehearsal.emit(event("ended", ending="x", epilogue=""))
    (info,) = vault.sessions()
    assert info.status == "closed"
    assert rehearsal.again(0)
    (info,) = vault.sessions()
    assert info.status == "open"
    rehearsal.leave()
    (info,) = vault.sessions()
    assert info.status == "closed"
    app.vault = None
    app.close()


def test_a_page_that_cannot_be_written_is_the_users_to_mend(
    vault, monkeypatch, capsys, tmp_path
):
    vault.begin("2026-one", "sex_hurts", "Title", "2026-11-23T05:00:00")
    vault.append_all("2026-one", 0, Scene().rehearsal.log)
    vault.close()
    monkeypatch.setenv("VISAVIS_PASSPHRASE", SECRET)
    nowhere = str(tmp_path / "nowhere" / "page.html")
    assert cli.main(["debrief", "--html", nowhere]) == 2
    assert cli.main(["export", nowhere]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert all("cannot be written" in line for line in lines)


def test_a_closed_input_is_nobody_to_ask(home):
    done = subprocess.run(
        f"{sys.executable} -m sim sessions <&-",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr == "There is no vault yet: nothing has been kept.\n"


def test_a_reader_that_goes_away_hears_no_complaint():
    done = subprocess.run(
        f"{sys.executable} -m sim list models --json | head -c 1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "["
    assert done.stderr == ""


def test_a_mind_that_cannot_load_ends_without_a_traceback(capfd):
    before = logging.getLogger().level
    logging.getLogger().setLevel(logging.CRITICAL)
    link = MindLink(Prepare(scenario="no_such_scenario", seed=1))
    try:
        link.start()
        end, found = time.perf_counter() + 60, []
        while not found and time.perf_counter() < end:
            found = list(link.poll())
            time.sleep(0.01)
    finally:
        link.close()
        logging.getLogger().setLevel(before)
    assert found == [Lost(1)]
    assert "Traceback" not in capfd.readouterr().err


def test_a_part_that_is_missing_in_mind_is_said_once():
    link = FakeLink()
    rehearsal = Rehearsal(scenario.load("sex_hurts"), link, FakeClock())
    notices = Notices()
    rehearsal.observe(notices)
    rehearsal.start(1, (), {})
    link.inbox = [Ready({}, ("words transformers_local: no weights",), {})]
    rehearsal.tick()
    assert notices.keys == ["plain_words"]


def test_the_end_of_input_at_a_question_is_leaving(monkeypatch, capsys):
    def end(words):
        raise EOFError

    monkeypatch.setattr("sim.commands.rehearse.run", end)
    assert cli.main(["rehearse"]) == 130
    assert capsys.readouterr().err == ""
