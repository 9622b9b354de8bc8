"""What is said to pause, to leave and to go on: in a talk, in a pause, in the list."""

from __future__ import annotations

import pytest

from dialogue.messages import Memory
from sim.lobby_speech import LobbySpeech
from sim.mind.messages import Discard, Transcribed
from sim.orders import order, order_in_pause
from tests.sim.test_ears import FakeLink, Scene


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("Pause.", "pause"),
        ("pause, please", "pause"),
        ("Can we pause?", "pause"),
        ("Leave.", "leave"),
        ("Leave the rehearsal.", "leave"),
        ("Go on.", ""),
        ("Leave me alone.", ""),
        ("I need a pause from all of this.", ""),
        ("Should I leave?", ""),
        ("Stop.", ""),
        ("", ""),
    ],
)
def test_an_order_in_a_talk_is_all_that_was_said(words, meant):
    assert order(words) == meant


def test_unsure_words_that_are_like_an_order_pause_and_sure_ones_do_not():
    assert order("Pauses.", 0.4) == "pause"
    assert order("Pauses.", 0.9) == ""
    assert order("Leave her.", 0.46) == "pause"
    assert order("Leave her.", 0.9) == ""
    assert order("Leave her out of this.", 0.4) == ""


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("Go on.", "resume"),
        ("Continue.", "resume"),
        ("leave", "leave"),
        ("Stop.", "leave"),
        ("I want to leave.", "leave"),
        ("Stop it, Rex!", ""),
        ("Go on then, tell her I am busy.", ""),
        ("pause", ""),
    ],
)
def test_a_pause_has_orders_of_its_own(words, meant):
    assert order_in_pause(words) == meant


def test_in_a_pause_leave_is_understood_as_whisper_writes_it():
    assert order_in_pause("Leave her.", 0.46) == "leave"
    assert order_in_pause("Leave her.", 0.9) == ""


def test_in_a_pause_a_word_that_was_hardly_heard_is_no_order():
    assert order_in_pause("Leave.", 0.2) == ""
    assert order_in_pause("Go on.", 0.4) == "resume"


class Played(Scene):
    """A scene in which the user speaks."""

    def say(self, words, confidence=1.0):
        self.hear(30, 8)
        number = self.asked()[-1].request
        self.link.inbox.append(Transcribed(number, words, (), 1.0, confidence))
        self.rehearsal.tick()
        self.ears.tick()
        self.hear(0, 40)

    @property
    def said(self):
        return [e["text"] for e in self.rehearsal.log if e["event"] == "utterance"]

    @property
    def phase(self):
        return self.rehearsal.state.phase


def test_pause_said_pauses_at_once_and_is_no_line():
    scene = Played()
    scene.hear(30, 8)  # before the turn is over
    number = scene.asked()[-1].request
    scene.link.inbox.append(Transcribed(number, "Pause.", (), 1.0, 0.9))
    scene.rehearsal.tick()
    assert scene.phase == "paused"
    assert scene.said == []
    assert Discard(number) in scene.link.sent


def test_words_that_are_only_like_an_order_wait_for_the_end_of_the_turn():
    scene = Played()
    scene.hear(30, 8)
    number = scene.asked()[-1].request
    scene.link.inbox.append(Transcribed(number, "Leave her", (), 1.0, 0.4))
    scene.rehearsal.tick()
    assert scene.phase == "talking"
    scene.ears.tick()
    scene.hear(0, 40)
    assert scene.phase == "paused"
    assert scene.said == []


def test_go_on_said_in_a_pause_goes_on_with_the_scene():
    scene = Played()
    scene.say("Pause.")
    scene.say("Go on.")
    assert scene.phase == "talking"
    assert scene.rehearsal.state.waiting == "user"
    assert scene.said == []


def test_what_is_said_in_a_pause_is_told_to_nobody_and_kept_nowhere():
    scene = Played()
    scene.rehearsal.pause()
    scene.ears.tick()
    before = list(scene.rehearsal.log)
    scene.say("I hate all of this, stop it!")
    assert scene.phase == "paused"
    assert scene.rehearsal.log == before
    recognised = scene.asked()[-1]
    assert Discard(recognised.request) in scene.link.sent
    assert recognised.memory == Memory()


def test_what_was_begun_before_the_pause_is_no_order_in_it():
    scene = Played()
    scene.hear(30, 0)
    scene.rehearsal.pause()
    scene.hear(0, 40)
    assert scene.asked() == []


def test_what_was_begun_in_the_pause_is_not_said_after_it():
    scene = Played()
    scene.rehearsal.pause()
    scene.ears.tick()
    scene.hear(30, 0)
    scene.rehearsal.resume()
    scene.hear(0, 40)
    assert scene.said == []
    assert scene.asked() == []


@pytest.mark.parametrize("is_paused", [False, True])
def test_leave_said_leaves(is_paused):
    scene = Played()
    if is_paused:
        scene.rehearsal.pause()
        scene.ears.tick()
    scene.say("Leave.")
    assert scene.phase == "closed"
    assert scene.said == []


def test_stop_said_in_a_talk_still_ends_the_fiction():
    scene = Played()
    scene.say("Stop.")
    assert scene.phase == "stopped"


def test_the_same_words_typed_do_the_same():
    scene = Played()
    scene.rehearsal.say("pause")
    assert scene.phase == "paused"
    scene.rehearsal.resume()
    scene.rehearsal.say("leave")
    assert scene.phase == "closed"


def test_a_pause_lets_a_reply_that_was_asked_for_come_back():
    scene = Played()
    scene.rehearsal.say("I feel lonely.")
    assert scene.rehearsal.state.waiting == "partner"
    scene.rehearsal.pause()
    scene.ears.tick()
    scene.say("Go on.")
    assert scene.phase == "talking"
    last = scene.link.sent[-1]
    assert getattr(last, "text", "") == "I feel lonely."


def test_pause_said_to_the_list_ends_the_listening():
    ended = []
    speech = LobbySpeech(
        (), FakeLink(), lambda item: None, lambda *_: None, lambda found: None
    )
    speech.on_pause = lambda: ended.append(True)
    speech.understand("Pause.")
    assert ended == [True]
