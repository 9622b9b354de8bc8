"""What answers a question beside the scene is no line of it: the real rehearsal."""

import pytest

from avatars.performance import PerformanceChunk
from sim.comfort.tending import Comfort
from sim.config import Settings
from sim.mind.messages import Answered, Discard, Recognize, Spoken, Transcribed
from sim.session.step import replay
from sim.viewing import Viewing
from tests.comfort.front import Front
from tests.fakes import FakeClock
from tests.sim.test_ears import LOUD, QUIET, Scene, partner


class Worn(Scene):
    """A rehearsal with ears, and a headset on."""

    def __init__(self):
        super().__init__()
        last = PerformanceChunk(0, 0, True, "calm", None, "line 0")
        self.link.inbox.append(Spoken(1, last, 1.0))
        self.rehearsal.tick()
        self.clock, self.front = FakeClock(), Front()
        self.comfort = Comfort(Settings(), self.clock, self.front)
        self.viewing = Viewing(is_worn=True, has_focus=True)

    def ask(self):
        """Let time pass until the number is asked for."""
        for _ in range(100):
            self.clock.advance(0.1)
            self.comfort.tick(self.viewing, self.rehearsal)
            if self.front.up:
                return
        raise AssertionError("nothing was asked")

    def speak(self, words):
        """Say `words` into the microphone."""
        for window in [LOUD] * 20 + [QUIET] * 120:
            self.microphone.windows.append(window)
            self.ears.tick()
            for sent in self.link.sent:
                if isinstance(sent, Recognize):
                    self.link.inbox.append(Transcribed(sent.request, words, (), 0.0))
            self.link.sent = [s for s in self.link.sent if isinstance(s, Discard)]
            self.rehearsal.tick()

    def said(self):
        return [e["text"] for e in self.rehearsal.log if e["event"] == "utterance"]

    def rated(self):
        found = self.rehearsal.log
        return [e["rating"] for e in found if e["event"] == "discomfort"]


@pytest.fixture
def one():
    made = Worn()
    made.ask()
    return made


@pytest.mark.parametrize(("words", "number"), [("Three.", 3), ("five", 5), ("0", 0)])
def test_a_number_said_aloud_answers_and_is_no_line(one, words, number):
    one.speak(words)
    assert one.rated() == [number]
    assert one.said() == []
    assert one.rehearsal.is_users
    assert not one.rehearsal.is_hearing


@pytest.mark.parametrize("words", ["Fifteen.", "ten", "12"])
def test_a_number_is_not_taken_for_the_age_of_somebody_under_18(one, words):
    """The safety screen reads a bare number as an age, and would end everything."""
    one.speak(words)
    kinds = [event["event"] for event in one.rehearsal.log]
    assert "safety" not in kinds and "stopped" not in kinds
    assert one.rehearsal.state.phase == "paused"  # by the rule for ten and more
    assert kinds[-2:] == ["comfort_stopped", "paused"]


def test_without_a_question_the_screen_reads_numbers_as_before():
    one = Worn()
    one.rehearsal.say("fifteen")
    assert one.rehearsal.state.phase == "stopped"


def test_words_to_the_partner_go_to_the_partner_and_the_question_goes(one):
    one.speak("I have something hard to say.")
    assert one.said() == ["I have something hard to say."]
    one.comfort.tick(one.viewing, one.rehearsal)
    assert one.front.up is None
    assert one.rated() == [None]


def test_a_call_for_help_is_heard_while_a_question_stands(one):
    one.rehearsal.say("I want to kill myself.")
    assert one.rehearsal.state.phase == "stopped"


def test_after_an_answer_the_talk_goes_on_as_before(one):
    one.speak("two")
    one.rehearsal.say("I'm nervous.")
    number = one.link.number
    one.link.inbox.append(Answered(number, partner(1), None, {}))
    one.rehearsal.tick()
    assert one.rehearsal.state.turn == 1


def test_typed_numbers_answer_too(one):
    one.rehearsal.say("4", "typed")
    assert one.rated() == [4] and one.said() == []


def test_a_replay_of_the_log_gives_the_same_state(one):
    one.speak("two")
    one.rehearsal.say("I'm nervous.")
    assert replay(one.rehearsal.log) == one.rehearsal.state
