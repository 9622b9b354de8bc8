"""Nobody there: the rehearsal pauses, the screen is covered, the key is forgotten."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sim.locking import Idle, Locking
from sim.mind.messages import Answered, Ready
from sim.privacy.errors import PassphraseNeeded, VaultLocked, WrongPassphrase
from sim.privacy.keys import Cost
from sim.privacy.sources import KeySource
from sim.privacy.vault import Vault
from sim.session.clock import SystemClock
from tests.fakes import FakeClock
from tests.privacy.terminal import Person
from tests.privacy.test_vault import DictKeyring, fill
from tests.sim.test_ears import partner
from tests.sim.test_interruptions import FakeLink

CHEAP = Cost(passes=1, memory_kib=64, lanes=1)
SECRET = "a good long passphrase"
posix = pytest.mark.skipif(sys.platform == "win32", reason="terminals are posix")


def make(home: Path) -> Vault:
    return Vault.create(KeySource(SECRET, None, CHEAP), home)


def test_a_locked_vault_gives_nothing_and_opens_with_its_passphrase(home: Path) -> None:
    vault = make(home)
    fill(vault)
    vault.lock()
    with pytest.raises(VaultLocked, match="locked"):
        vault.events("aa11")
    with pytest.raises(VaultLocked):
        vault.append("aa11", 9, {"event": "utterance"})
    with pytest.raises(PassphraseNeeded):
        vault.unlock()
    with pytest.raises(WrongPassphrase):
        vault.unlock("another")
    assert vault.is_locked
    vault.unlock(SECRET)
    assert len(vault.events("aa11")) == 4
    vault.close()


def test_a_vault_of_the_keyring_opens_again_by_itself(home: Path) -> None:
    ring = DictKeyring()
    vault = Vault.create(KeySource(None, ring), home)
    vault.lock()
    vault.unlock()
    assert vault.sessions() == []
    vault.close()


@pytest.mark.skipif(sys.platform != "linux", reason="posix memory maps of linux")
def test_after_locking_the_key_is_nowhere_in_memory(home: Path) -> None:
    """Looks through all of the process's memory, as a debugger would."""
    make(home).close()
    code = Path(__file__).with_name("memory.py")
    done = subprocess.run(
        [sys.executable, str(code), str(home), SECRET],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    opened, locked = done.stdout.split()
    assert int(opened) > 0, "the search itself finds nothing"
    assert int(locked) == 0


def test_idle_is_over_after_its_minutes_and_any_change_starts_it_anew() -> None:
    clock = FakeClock()
    idle = Idle(clock, 10)
    idle.watch("a")
    clock.advance(599)
    assert not idle.is_over
    idle.watch("b")
    clock.advance(599)
    assert not idle.is_over
    idle.watch("b")
    clock.advance(1)
    assert idle.is_over
    never = Idle(clock, 0)
    clock.advance(10**6)
    assert not never.is_over


class Mouth:
    is_speaking = False


def scene(vault: Vault):
    from dialogue import scenario
    from sim.app import App
    from sim.config import Config

    app, link = App(Config.load(), vault), FakeLink()
    rehearsal = app.rehearsal(scenario.load("sex_hurts"), link)
    rehearsal.start(1, (), {})
    link.inbox = [Ready({}, (), {}), Answered(1, partner(0), None, {})]
    rehearsal.tick()
    return app, link, rehearsal


def test_a_rehearsal_is_paused_and_nothing_of_it_is_lost_by_the_lock(
    home: Path,
) -> None:
    vault = make(home)
    app, link, rehearsal = scene(vault)
    clock = FakeClock()
    locking = Locking(vault, clock, 10, lambda: app.writers)
    locking.rehearsal = rehearsal
    rehearsal.say("I feel lonely.")
    locking.cover()
    locking.tick()
    assert rehearsal.state.phase == "paused"
    assert not vault.is_locked, "the partner's answer is still to come, and is kept"
    link.inbox = [Answered(2, partner(1), None, {})]
    rehearsal.tick()
    locking.tick()
    assert vault.is_locked
    rehearsal.lose_microphone("unplugged")  # kept in memory until it can be written
    assert locking.open("another") != ""
    assert locking.open(SECRET) == ""
    rehearsal.resume()
    assert all(writer.flush() for writer in app.writers)
    kept = [event["event"] for event in vault.events(rehearsal.session)]
    assert kept == [event["event"] for event in rehearsal.log]
    assert {"paused", "microphone_lost", "resumed"} <= set(kept)
    app.close()


def test_a_mind_that_never_answers_does_not_keep_the_vault_open(home: Path) -> None:
    vault = make(home)
    app, _, rehearsal = scene(vault)
    clock = FakeClock()
    locking = Locking(vault, clock, 10, lambda: app.writers)
    locking.rehearsal = rehearsal
    rehearsal.say("I feel lonely.")
    locking.cover()
    clock.advance(60)
    locking.tick()
    assert vault.is_locked
    app.close()


def test_speaking_and_being_spoken_to_count_as_being_there(home: Path) -> None:
    vault = make(home)
    app, _, rehearsal = scene(vault)
    clock, mouth = FakeClock(), Mouth()
    locking = Locking(vault, clock, 10)
    locking.rehearsal = rehearsal
    mouth.is_speaking = True
    clock.advance(600)
    locking.watch(mouth)
    assert not locking.idle.is_over
    mouth.is_speaking = False
    clock.advance(599)
    rehearsal.hear(None)  # the microphone heard a turn
    locking.watch(mouth)
    rehearsal.unhear()
    locking.watch(mouth)
    clock.advance(599)
    assert not locking.idle.is_over
    app.close()


def test_leaving_at_the_lock_ends_calmly_and_the_session_can_be_gone_on_with(
    home: Path,
) -> None:
    vault = make(home)
    app, _, rehearsal = scene(vault)
    locking = Locking(vault, SystemClock(), 10, lambda: app.writers)
    locking.rehearsal = rehearsal
    locking.cover()
    locking.tick()
    rehearsal.leave()
    app.close()
    with Vault.open(KeySource(SECRET, None, CHEAP), home) as again:
        (info,) = again.sessions("open")
        assert [e["event"] for e in again.events(info.id)][-1] == "paused"


@posix
def test_in_a_terminal_the_screen_is_emptied_and_the_passphrase_is_not_shown(
    home: Path,
) -> None:
    make(home).close()
    person = Person(
        home,
        "rehearse",
        "--headset",
        "none",
        "--text",
        VISAVIS_PASSPHRASE=SECRET,
        VISAVIS_LOCK_MINUTES="0.03",
        TERM="xterm",
    )
    person.until("18 or over")
    shown = person.until("Type your passphrase")
    assert "\x1b[2J" in shown, "the screen was not emptied"
    person.type("not this one")
    assert "not this one" not in person.until("Please try again")
    person.type(SECRET)
    assert SECRET not in person.until("Open again")
    person.until("Type your passphrase")  # and idle once more
    person.press(b"\x03")
    seen = person.until("You left")
    assert SECRET not in seen
    assert person.end() == 0
