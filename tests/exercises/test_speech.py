"""Exercises by microphone: shown before it is taken, asked about if half heard."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from dialogue.messages import Safety
from sim.audio.wav import Pcm
from sim.ears import Ears
from sim.exercise_speech import Speaking
from sim.exercises._catalog import make
from sim.exercises._reading import Reading
from sim.exercises._sitting import Sitting
from sim.exercises._spoken import HOLD_S, HOLD_WORDS_S
from sim.exercises._typed import typed
from sim.mind.link import Lost
from sim.mind.messages import Discard, Ready, Recognize, Speak, Transcribed
from sim.performer import Performer
from sim.texts import text
from tests.fakes import FakeClock
from tests.sim.test_ears import FakeLink, FakeMicrophone

LOUD = np.full(512, 9000, np.int16)
QUIET = np.zeros(512, np.int16)
HEARS = Ready({"voice": "none", "recognizer": "whisper"}, (), {})


class Talk:
    """One exercise with a microphone, a mind that says what it is told, and a clock."""

    def __init__(self, name: str, *, with_voice: bool = False) -> None:
        self.link, self.microphone = FakeLink(), FakeMicrophone()
        self.clock, self.shown = FakeClock(), ""
        performer = Performer(self.clock)
        self.sitting = Sitting(make(name), self.clock)
        reading = Reading(self.link, performer, "kokoro") if with_voice else None
        self.reading = reading
        self.sitting.set_reader(reading, hurries=False)
        self.speaking = Speaking(
            self.sitting, self.link, self.clock, self.act, self.show, reading
        )
        self.ears = Ears(self.microphone, lambda window: float(window.any()), performer)
        self.ears.is_heard = self.speaking.is_guide_heard
        self.ears.attach(self.speaking)
        self.link.inbox.append(HEARS)
        self.sitting.start()
        self.tick()

    def act(self, line: str) -> str:
        return typed(self.sitting, line, lambda name: Sitting(make(name), self.clock))

    def show(self, words: str) -> None:
        self.shown = words

    def tick(self, after_s: float = 0.0) -> None:
        self.clock.advance(after_s)
        self.ears.tick()
        if self.reading is not None:
            self.reading.tick()
        self.speaking.tick()

    def sound(self, loud: int, quiet: int) -> None:
        self.microphone.windows += [LOUD] * loud + [QUIET] * quiet
        self.tick()

    def asked(self) -> list[Recognize]:
        return [item for item in self.link.sent if isinstance(item, Recognize)]

    def say(self, words: str, confidence: float = 0.8) -> None:
        """Say something and be silent, until the turn is over."""
        self.sound(30, 8)
        request = self.asked()[-1].request
        self.link.inbox.append(Transcribed(request, words, (), 1.0, confidence))
        self.tick()
        self.sound(0, 60)
        self.tick()

    @property
    def step(self) -> str:
        return self.sitting.inner.view.step


def test_an_answer_is_shown_and_then_taken() -> None:
    talk = Talk("breathing")
    talk.say("Start now, for one minute.")
    assert talk.shown == "I heard: “Start now, for one minute”"
    assert talk.step == "how"
    talk.tick(HOLD_S - 0.1)
    assert talk.step == "how"
    talk.tick(0.2)
    assert (talk.step, talk.shown) == ("breathe", "")


@pytest.mark.parametrize("words", ["No.", "Change that.", "That's wrong."])
def test_what_was_heard_wrongly_can_be_taken_back_by_voice(words: str) -> None:
    talk = Talk("breathing")
    talk.say("Start now")
    talk.say(words)
    talk.tick(HOLD_S * 3)
    assert talk.step == "how"
    assert talk.shown == text("speaking.changed")
    talk.say("Choose pace and time")
    talk.tick(HOLD_S)
    assert talk.step == "rate"


def test_and_by_a_key() -> None:
    talk = Talk("breathing")
    assert not talk.speaking.change()
    talk.say("Start now")
    assert talk.speaking.change()
    talk.tick(HOLD_S * 3)
    assert talk.step == "how"


def test_an_answer_by_hand_overtakes_what_was_heard() -> None:
    talk = Talk("breathing")
    talk.say("Start now")
    typed(talk.sitting, "2")
    talk.tick(HOLD_S * 3)
    assert (talk.step, talk.shown) == ("rate", "")


def test_another_answer_replaces_the_one_that_stands_there() -> None:
    talk = Talk("breathing")
    talk.say("Start now")
    talk.say("Choose pace and time")
    talk.tick(HOLD_S)
    assert talk.step == "rate"


@pytest.mark.parametrize(("reply", "step"), [("Yes.", "breathe"), ("No.", "how")])
def test_what_was_half_heard_is_asked_about_and_waits(reply: str, step: str) -> None:
    talk = Talk("breathing")
    talk.say("Start now", 0.2)
    assert talk.shown.startswith("Did you say “Start now, for one minute”?")
    talk.tick(60.0)
    assert talk.step == "how"
    talk.say(reply, 0.3)
    assert talk.step == step


def test_nothing_that_fits_changes_nothing_and_says_so() -> None:
    talk = Talk("breathing")
    talk.say("I had potatoes for lunch.")
    assert "none of the answers" in talk.shown
    talk.tick(10.0)
    assert talk.step == "how"
    talk.say("")
    assert talk.shown == text("speaking.again")


def test_commands_act_at_once_and_leave_ends_it() -> None:
    talk = Talk("muscles")
    talk.say("Go on.")
    talk.tick(HOLD_S)
    assert talk.step == "hands"
    talk.say("Skip.")
    assert talk.step == "hands_go"
    talk.say("Pause.")
    assert talk.sitting.run.phase == "paused"
    talk.say("My dog is barking.")
    assert talk.sitting.run.phase == "paused"
    talk.say("Go on.")
    assert talk.sitting.run.phase == "running"
    talk.say("Something calming.")
    assert talk.sitting.calm is not None
    talk.say("Back.")
    assert talk.sitting.calm is None
    talk.say("Leave.")
    assert talk.sitting.run.phase == "left"


def test_open_answers_are_taken_as_said_with_time_to_read_them() -> None:
    talk = Talk("grounding")
    talk.say("Go on.")
    talk.tick(HOLD_S)
    talk.say("a green cup and my own hand")
    talk.tick(HOLD_WORDS_S - 0.1)
    assert talk.sitting.log[-1]["step"] == "arrive"
    talk.tick(0.2)
    assert talk.sitting.log[-1]["value"] == "a green cup and my own hand"


@pytest.mark.parametrize("name", ["breathing", "grounding", "muscles"])
def test_distress_said_anywhere_stops_at_once_and_is_not_asked_about(
    name: str,
) -> None:
    talk = Talk(name)
    talk.say("I want to kill myself", 0.3)
    assert talk.sitting.run.phase == "stopped"


def test_a_stop_that_is_said_stops_at_once() -> None:
    talk = Talk("grounding")
    typed(talk.sitting, "")
    talk.say("Stop!", 0.4)
    assert talk.sitting.run.phase == "stopped"


def test_a_check_in_is_answered_in_its_own_words() -> None:
    from dialogue.messages import Safety

    talk = Talk("grounding")
    asks = Safety("dissociation_panic", "indirect", 0.8, "check_in")
    talk.sitting.flagged(asks)
    talk.say("I'm okay, go on")
    talk.tick(HOLD_S)
    assert talk.sitting.run.phase == "running"


def test_who_goes_on_speaking_is_heard_to_the_end() -> None:
    talk = Talk("grounding")
    talk.sound(30, 8)
    talk.sound(30, 0)
    first = talk.asked()[0].request
    assert Discard(first) in talk.link.sent
    talk.link.inbox.append(Transcribed(first, "half of it", (), 1.0))
    talk.tick()
    assert "half of it" not in talk.shown


def test_the_guide_falls_silent_for_the_user_and_reads_again_if_it_was_nothing() -> (
    None
):
    talk = Talk("breathing", with_voice=True)
    assert talk.reading is not None
    talk.reading._is_lost, talk.reading._is_ready = False, True
    talk.reading.read(talk.sitting.view)
    read = [item for item in talk.link.sent if isinstance(item, Speak)]
    assert talk.reading.is_speaking
    talk.sound(30, 8)
    assert not talk.reading.is_speaking
    request = talk.asked()[-1].request
    talk.link.inbox.append(Transcribed(request, "", (), 1.0))
    talk.tick()
    talk.sound(0, 60)
    again = [item for item in talk.link.sent if isinstance(item, Speak)]
    assert len(again) == len(read) + 1
    assert again[-1].text == read[-1].text


def _lose(talk: Talk) -> None:
    talk.microphone.lost = "it was unplugged"


def _lose_mind(talk: Talk) -> None:
    talk.link.inbox.append(Lost(1))


@pytest.mark.parametrize("lose", [_lose, _lose_mind])
def test_without_microphone_or_mind_typing_and_leaving_go_on(
    lose: Callable[[Talk], None],
) -> None:
    talk = Talk("breathing")
    lose(talk)
    talk.tick()
    talk.tick()
    assert talk.shown == text("trouble.microphone_lost")
    typed(talk.sitting, "2")
    assert talk.step == "rate"
    typed(talk.sitting, "leave")
    assert talk.sitting.is_over


def test_after_the_end_nothing_is_heard_any_more() -> None:
    talk = Talk("breathing")
    talk.sitting.leave()
    talk.sound(30, 60)
    assert not talk.asked()


# with real voices, a WAV microphone and the recogniser


LINES = ("The second one.", "Six a minute.", "One minute.", "That is enough.")


@pytest.mark.model
def test_an_exercise_is_done_by_a_recorded_voice(tmp_path, monkeypatch) -> None:
    """Lines said by a shipped voice, heard from a WAV file as from a microphone."""
    import io

    from rich.console import Console

    from benchmarks.heard import Loop
    from sim.app import App
    from sim.audio.wav import Writer
    from sim.config import Config
    from sim.exercise_room import sit
    from sim.lines import Keyboard

    loop = Loop()
    path = tmp_path / "said.wav"
    gap: Pcm = np.zeros(16_000 * 6, np.int16)
    with Writer(path, 16_000) as file:
        for line in LINES:
            file.write(loop._spoken(line, "theo"))
            file.write(gap)
        file.write(gap)
    app = App(Config.load({"mic": str(path), "voice": False}))
    out = io.StringIO()
    console = Console(file=out, width=200)
    try:
        made = sit(
            app,
            make("breathing"),
            Keyboard(io.StringIO("")),
            console,
            is_script=False,
            options={"json": False},
        )
    finally:
        app.close()
    answers = [e["value"] for e in made.log if e["event"] == "answered"]
    assert answers[:3] == ["choose", "6", "1"], out.getvalue()
    assert "I heard: “Choose pace and time”" in out.getvalue()


def test_what_calms_after_a_stop_is_heard_and_read_too() -> None:
    talk = Talk("functionality", with_voice=True)
    assert talk.reading is not None
    talk.reading._is_lost, talk.reading._is_ready = False, True
    talk.sitting.flagged(Safety("suicidality", "explicit", 0.9, "stop"))
    assert talk.sitting.is_over
    calm = Sitting(make("breathing"), talk.clock)
    calm.set_reader(talk.reading, hurries=False)
    talk.speaking.follow(calm, lambda line: typed(calm, line))
    calm.start()
    assert "Sit so that" in talk.link.sent[-1].text
    talk.speaking.interrupt()  # somebody who knows it does not wait for the words
    talk.tick()
    talk.say("Start now")
    talk.tick(HOLD_S)
    assert calm.view.step == "breathe"
    talk.say("Leave")
    talk.tick(HOLD_S)
    assert calm.run.phase == "left"


# a rating, and a question beside the exercise


def at_a_rating() -> Talk:
    """An exercise in which a number from 0 to 100 is asked for."""
    talk = Talk("exposure")
    for _ in range(40):
        if talk.sitting.view.kind == "number":
            return talk
        view = talk.sitting.view
        words = "I will blush." if view.kind == "words" else ""
        talk.act(view.options[0].id if view.options else words)
        talk.tick()
    raise AssertionError("no number was asked for")


@pytest.mark.parametrize(
    ("words", "number"),
    [("Thirty.", 30), ("thirty-five", 35), ("about thirty five", 35)],
)
def test_a_number_that_is_said_sets_the_scale_is_read_back_and_taken(words, number):
    talk, seen = at_a_rating(), []
    talk.speaking.on_number = seen.append
    before = talk.sitting.view
    talk.say(words)
    assert seen == [number]
    assert talk.shown == text("speaking.heard", words=str(number))
    assert talk.sitting.view == before, "it can still be taken back"
    talk.tick(HOLD_S)
    assert talk.sitting.view != before


class Asked:
    """A question beside the exercise that takes one word."""

    def __init__(self):
        self.took = []

    def reads(self, words):
        return words == "four"

    def take(self, words):
        self.took.append(words)


def test_what_answers_a_question_beside_it_is_no_answer_to_the_step():
    talk = at_a_rating()
    talk.sitting.pause()  # as a question in its place does
    talk.sitting.aside = asked = Asked()
    talk.say("four")
    assert asked.took == ["four"]
    talk.tick(HOLD_S)
    assert talk.sitting.run.phase == "paused"
    talk.say("seventy")
    assert asked.took == ["four"]
