"""Pauses, losses and early words: nothing is lost, nobody is stuck."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest

from avatars.performance import PerformanceChunk
from dialogue import scenario
from sim import cli, terminal
from sim.app import country_of
from sim.audio.speaker import DeviceSpeaker
from sim.config import Settings
from sim.ears import Ears
from sim.lines import Keyboard
from sim.mind.link import Lost
from sim.mind.messages import (
    Answered,
    Ask,
    Failed,
    Open,
    Ready,
    Spoken,
    Transcribed,
)
from sim.mind.process import _speak
from sim.performer import Performer
from sim.privacy.keys import Cost
from sim.privacy.sources import KeySource
from sim.privacy.vault import Vault, vault_folder
from sim.rehearsal import HANG_S, Rehearsal
from sim.session.clock import SystemClock
from sim.session.events import event
from sim.sound import Sound
from tests.fakes import FakeClock
from tests.sim.test_ears import FakeLink, FakeMicrophone, Scene, partner


class Notices:
    def __init__(self):
        self.keys, self.kinds = [], []

    def on_event(self, event, state):
        self.kinds.append((event["event"], state.phase))

    def on_notice(self, key):
        self.keys.append(key)


class Answering(FakeLink):
    """A mind that answers each request a few ticks after it was asked."""

    def __init__(self, ending_at=99, delay=5):
        super().__init__()
        self.ending_at, self.delay = ending_at, delay
        self.told = scenario.load("sex_hurts")
        self.turn, self.due, self.asked = 0, [], []

    def send(self, message):
        super().send(message)
        if isinstance(message, Ask | Open):
            turn, self.turn = partner(self.turn), self.turn + 1
            if turn.turn == self.ending_at:
                turn = replace(turn, ending=self.told.endings[0].id)
            self.asked.append(getattr(message, "text", ""))
            number = message.request
            end = PerformanceChunk(turn.turn, 0, True, "calm", None, turn.text)
            self.due = [[self.delay, Answered(number, turn, None, {})],
                        [2 * self.delay, Spoken(number, end, 0)]]  # fmt: skip

    def poll(self):
        for item in self.due:
            item[0] -= 1
        ready = [item[1] for item in self.due if item[0] <= 0]
        self.due = [item for item in self.due if item[0] > 0]
        self.inbox += ready
        return super().poll()


def talk(link, typed, mouth=None):
    rehearsal = Rehearsal(link.told, link, SystemClock(), mouth=mouth)
    rehearsal.start(1, (), {})
    link.inbox.append(Ready({}, (), {}))
    told = []
    terminal.run(rehearsal, Keyboard(io.StringIO(typed)), told.append, mouth)
    return rehearsal, told


def test_lines_typed_while_the_partner_answers_wait_and_are_said_in_order():
    link = Answering()
    talk(link, "I feel lonely.\nI miss you.\n")
    assert link.asked == ["", "I feel lonely.", "I miss you."]


def test_a_stop_typed_while_the_partner_answers_does_not_wait():
    link = Answering(delay=50)
    rehearsal, _ = talk(link, "Stop the session.\n")
    assert link.asked == [""]
    assert rehearsal.state.phase == "stopped"


class CountingSpeaker:
    lost = ""

    def __init__(self):
        self.played = []
        self.is_playing = False

    def play(self, turn, index, samples, rate_hz):
        self.played.append((turn, index))

    def stop(self):
        return

    def poll(self):
        return

    def position(self):
        return None


def test_last_words_are_waited_for_before_the_terminal_ends():
    link = Answering(ending_at=1)
    performer = Performer(SystemClock(), speaker=CountingSpeaker())
    shown = []
    performer.on_phrase = lambda words, is_first: shown.append(words)
    rehearsal, _ = talk(link, "I feel lonely.\n", performer)
    assert shown[-1] == "line 1"
    assert rehearsal.state.ending


def test_a_speaker_that_goes_away_leaves_captions_and_the_session():
    sound = Sound(Performer(SystemClock()))
    speaker = DeviceSpeaker(None, sound._speaker_lost)

    class Gone:
        active = False
        time = 0.0

        def abort(self, ignore_errors):
            return

        close = abort

    speaker._stream = Gone()
    sound._speaker = sound.performer.speaker = speaker
    link = FakeLink()
    rehearsal = Rehearsal(scenario.load("sex_hurts"), link, SystemClock())
    notices = Notices()
    rehearsal.observe(notices)
    rehearsal.start(1, (), {})
    sound.attach(rehearsal)
    shown = []
    sound.performer.on_phrase = lambda words, is_first: shown.append(words)
    sound.performer._texts[0, 1] = "and this."
    sound.performer.frame()
    assert notices.keys == ["speaker_lost"]
    assert shown == ["and this."]
    sound.performer.frame()


def test_a_voice_that_fails_costs_no_words():
    class Broken:
        def synthesize(self, text, mood):
            raise RuntimeError("no sound")
            yield

    (only,) = _speak(1, partner(3), Broken())
    assert only.chunk.last
    assert only.chunk.text == "line 3"


def test_without_a_recogniser_in_mind_one_types_and_mind_stays():
    scene = Scene()
    scene.rehearsal.parts = {"recognizer": "none"}
    scene.hear(30, 30)
    assert not scene.ears.is_listening
    assert scene.asked() == []
    assert scene.rehearsal.log[-1]["event"] == "microphone_lost"


def test_an_utterance_that_cannot_be_recognised_costs_no_restart():
    scene = Scene()
    notices = Notices()
    scene.rehearsal.observe(notices)
    scene.hear(30, 8)
    scene.link.inbox.append(Failed(scene.asked()[-1].request, "broken"))
    scene.rehearsal.tick()
    scene.hear(0, 40)
    assert notices.keys == ["not_heard"]
    assert scene.rehearsal.is_ready


def test_a_long_pause_after_half_a_sentence_is_no_lost_mind():
    clock = FakeClock()
    link, microphone = FakeLink(), FakeMicrophone()
    rehearsal = Rehearsal(scenario.load("sex_hurts"), link, clock)
    ears = Ears(microphone, lambda window: float(window.any()), Performer(clock))
    ears.attach(rehearsal)
    rehearsal.start(1, (), {})
    link.inbox = [Ready({}, (), {}), Answered(1, partner(0), None, {})]
    rehearsal.tick()
    loud, quiet = np.full(512, 9000, np.int16), np.zeros(512, np.int16)
    microphone.windows = [loud] * 30 + [quiet] * 8
    ears.tick()
    assert rehearsal.is_hearing
    rehearsal.pause()
    ears.tick()
    clock.advance(HANG_S + 1)
    rehearsal.tick()
    assert rehearsal.is_ready


def flagged(rehearsal, action="check_in"):
    said = {"turn": 1, "text": "I can't any more.", "source": "typed", "speech": None}
    flag = {"category": "suicidality", "form": "indirect", "p": 0.5, "rule": ""}
    rehearsal.emit(event("utterance", **said))
    rehearsal.emit(event("safety", turn=1, who="user", action=action, **flag))


def test_words_spoken_during_a_check_in_are_not_said_to_the_partner_later():
    scene = Scene()
    flagged(scene.rehearsal)
    scene.hear(30, 40)
    asked = scene.asked()[-1].request  # only an order would count
    scene.rehearsal.check_in("go_on")
    number = scene.link.number
    late = Transcribed(asked, "And another thing.", (), 1.0)
    scene.link.inbox += [late, Answered(number, partner(1), None, {})]
    scene.rehearsal.tick()
    scene.hear(0, 5)
    assert scene.rehearsal.state.waiting == "user"
    assert len(scene.asked()) == 1
    said = [e["text"] for e in scene.rehearsal.log if e["event"] == "utterance"]
    assert said == ["I can't any more."]


def test_a_session_cut_off_in_a_check_in_asks_it_again():
    scene = Scene()
    flagged(scene.rehearsal)
    again = Rehearsal(scenario.load("sex_hurts"), FakeLink(), FakeClock())
    notices = Notices()
    again.observe(notices)
    again.take_up(scene.rehearsal.log)
    assert notices.kinds[-1] == ("resumed", "checking_in")


def test_a_call_for_help_counts_after_the_last_line_too():
    scene = Scene()
    scene.rehearsal.emit(event("ended", ending="x", epilogue=""))
    scene.rehearsal.say("That was nice.")
    assert scene.rehearsal.state.phase == "ended"
    scene.rehearsal.say("I want to kill myself tonight.")
    assert scene.rehearsal.state.phase == "stopped"


def test_a_mind_that_cannot_be_started_again_is_said_to_be_gone():
    scene = Scene()
    notices = Notices()
    scene.rehearsal.observe(notices)

    def fail():
        raise OSError("no more processes")

    scene.link.restart = fail
    scene.link.inbox.append(Lost(-9))
    scene.rehearsal.tick()
    assert scene.rehearsal.is_broken
    assert notices.keys == ["mind_lost", "mind_gone"]


def test_bytes_that_are_no_text_end_no_keyboard():
    keyboard = Keyboard(
        io.TextIOWrapper(io.BytesIO(b"f\xfcr dich\nyes\n"), "utf-8", "strict")
    )
    assert keyboard.wait() == "f\ufffdr dich"
    assert keyboard.wait() == "yes"
    assert keyboard.wait() is None


def test_a_language_without_a_country_names_none(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert country_of(Settings()) == ""
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert country_of(Settings()) == "DE"


def test_flags_without_a_command_belong_to_a_rehearsal(monkeypatch):
    seen = []
    monkeypatch.setattr("sim.commands.rehearse.run", lambda words: seen.append(words))
    cli.main(["--text", "--seed", "3"])
    assert seen[0].text
    assert seen[0].seed == 3


SECRET = "a good long passphrase"


@pytest.fixture
def finished(home):
    """A vault with one session that was left."""
    with Vault.create(KeySource(SECRET, cost=Cost(1, 8, 1)), home) as vault:
        vault.begin("2026-ended", "sex_hurts", "Title", "2026-11-23T05:00:00")
        scene = Scene()
        scene.rehearsal.leave()
        vault.append_all("2026-ended", 0, scene.rehearsal.log)
    return home


def test_a_session_that_was_left_is_not_gone_on_with(finished, monkeypatch, capsys):
    monkeypatch.setenv("VISAVIS_PASSPHRASE", SECRET)
    words = ["rehearse", "--resume", "2026", "--headset", "none", "--text"]
    assert cli.main(words) == 2
    assert "visavis debrief 2026-ended" in capsys.readouterr().err


def test_a_vault_whose_passphrase_is_lost_can_be_erased(finished, monkeypatch, capsys):
    monkeypatch.setenv("VISAVIS_PASSPHRASE", "something else")
    assert cli.main(["erase", "--all", "--yes"]) == 0
    assert not list(vault_folder(finished).glob("vault.db*"))


def test_a_vault_whose_key_is_lost_can_be_erased(finished, monkeypatch, capsys):
    (vault_folder(finished) / "key.json").unlink()
    assert cli.main(["erase", "--all", "--yes"]) == 0
    assert not list(vault_folder(finished).glob("vault.db*"))
