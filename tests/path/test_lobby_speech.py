"""Choosing by saying it: sure is opened, unsure is asked back, danger is heard."""

from __future__ import annotations

import time

import numpy as np
import pytest

from dialogue import scenario
from sim.audio.microphone import SoundMicrophone
from sim.audio.voice_activity import SileroDetector
from sim.ears import Ears
from sim.lobby_speech import LobbySpeech
from sim.mind.link import MindLink
from sim.mind.messages import Failed, Prepare, Ready, Recognize, Transcribed
from sim.offered import acts, exercises, talks
from sim.performer import Performer
from sim.session.clock import SystemClock
from tests.audio.conftest import spoken  # noqa: F401  (a fixture)
from tests.sim.test_ears import FakeLink

TALKS = talks(sorted(scenario.catalog(), key=lambda one: (one.difficulty, one.title)))
ITEMS = [*TALKS, *exercises(), *acts()]


class Heard:
    """A lobby that writes down what happens."""

    def __init__(self, link=None):
        self.chosen, self.told, self.flags = [], [], []
        self.link = link or FakeLink()
        self.speech = LobbySpeech(
            ITEMS,
            self.link,
            lambda item: self.chosen.append(item.id),
            lambda words, near: self.told.append((words, [one.id for one in near])),
            self.flags.append,
        )

    def say(self, *lines, confidence=1.0):
        for line in lines:
            self.speech.understand(line, confidence)
        return self


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        ("Telling your partner that sex hurts.", "sex_hurts"),
        ("number two", ITEMS[1].id), ("Lights on.", "lights_on"),
        ("leave", "leave"), ("Where do I begin?", "path"),
        ("I'd like to breathe slowly", "breathing"),
    ],
)  # fmt: skip
def test_a_title_or_a_number_opens_it(words, chosen):
    assert Heard().say(words).chosen == [chosen]


def test_what_may_be_two_things_is_asked_back_and_a_yes_takes_the_first():
    heard = Heard().say("no")
    assert not heard.chosen
    near = heard.told[-1][1]
    assert len(near) >= 2
    assert "no" in heard.told[-1][0]
    assert heard.say("yes please").chosen == near[:1]


def test_what_was_asked_back_can_be_taken_by_its_number():
    heard = Heard().say("no")
    near = heard.told[-1][1]
    assert heard.say("the second one").chosen == [near[1]]


def test_no_to_what_was_asked_back_opens_nothing_and_goes_on_listening():
    heard = Heard().say("no", "no")
    assert not heard.chosen
    assert heard.told[-1][1] == []
    assert heard.say("lights on").chosen == ["lights_on"]


def test_another_name_is_taken_in_place_of_yes_or_no():
    assert Heard().say("no", "a quiet place").chosen == ["quiet_place"]


def test_a_name_that_was_only_half_heard_is_asked_back():
    heard = Heard().say("lights on", confidence=0.3)
    assert not heard.chosen
    assert heard.told[-1][1] == ["lights_on"]
    assert heard.say("yes").chosen == ["lights_on"]


def test_what_is_not_on_the_list_is_given_back_and_opens_nothing():
    heard = Heard().say("I would like some soup")
    assert not heard.chosen
    assert "soup" in heard.told[-1][0]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.target)
def test_no_title_is_taken_for_danger_when_it_is_said(item):
    heard = Heard().say(item.title)
    assert not heard.flags
    assert heard.chosen == [item.id]


def test_words_of_danger_are_heard_here_too():
    heard = Heard().say("I want to kill myself")
    assert not heard.chosen
    assert heard.flags[0].category == "suicidality"


def test_an_answer_of_mind_is_used_and_an_older_one_is_not():
    heard = Heard()
    heard.link.inbox = [Ready({"recognizer": "fake"}, (), {})]
    heard.speech.tick()
    assert heard.speech.is_ready
    heard.speech.hear(np.zeros(16000, np.int16))
    assert isinstance(heard.link.sent[-1], Recognize)
    old = heard.link.sent[-1].request
    heard.speech.unhear()
    heard.speech.hear(np.zeros(16000, np.int16))
    heard.link.inbox = [Transcribed(old, "lights on", (), 1.0)]
    heard.speech.tick()
    assert heard.speech.heard() is None
    heard.link.inbox = [Transcribed(old + 1, "a quiet place", (), 1.0)]
    heard.speech.tick()
    heard.speech.accept(None)
    assert heard.chosen == ["quiet_place"]


def test_a_recogniser_that_fails_asks_to_say_it_again():
    heard = Heard()
    heard.speech.hear(np.zeros(16000, np.int16))
    heard.link.inbox = [Failed(1, "broken")]
    heard.speech.tick()
    heard.speech.accept(None)
    assert not heard.chosen
    assert "say it again" in heard.told[-1][0]


def test_a_microphone_that_goes_away_leaves_pointing_and_typing():
    heard = Heard()
    heard.speech.lose_microphone("it was unplugged")
    assert "point or type" in heard.told[-1][0]


@pytest.mark.model
def test_a_title_said_by_a_voice_is_heard_and_opened(spoken):  # noqa: F811
    link = MindLink(Prepare(scenario="", seed=0, recognizer="faster_whisper"))
    link.start()
    try:
        for words, chosen in (
            ("Telling your partner that sex hurts.", "sex_hurts"),
            ("Number twelve, please.", ITEMS[11].id),
            ("Where do I begin?", "path"),
        ):
            heard = Heard(link)
            quiet = np.zeros(8000, np.int16)
            sound = np.concatenate([quiet, spoken(words), np.zeros(24000, np.int16)])
            ears = Ears(
                SoundMicrophone(sound), SileroDetector(), Performer(SystemClock()),
                is_recording=True,
            )  # fmt: skip
            ears.attach(heard.speech)
            end_s = time.monotonic() + 60
            while not heard.chosen and time.monotonic() < end_s:
                ears.tick()
                heard.speech.tick()
                time.sleep(0.01)
            ears.close()
            assert heard.chosen == [chosen], heard.told
    finally:
        link.close()
