"""Speech becomes turns; a microphone that goes away costs nothing that was said."""

from __future__ import annotations

import numpy as np

from dialogue import scenario
from dialogue.messages import Memory, PartnerTurn
from sim.ears import Ears
from sim.mind.messages import Answered, Discard, Ready, Recognize, Transcribed
from sim.performer import Performer
from sim.rehearsal import Rehearsal
from tests.fakes import FakeClock

LOUD = np.full(512, 9000, np.int16)
QUIET = np.zeros(512, np.int16)


class FakeLink:
    """A mind that answers what a test puts into it."""

    def __init__(self):
        self.sent = []
        self.inbox = []
        self.number = 0

    def send(self, message):
        self.sent.append(message)

    def next_request(self):
        self.number += 1
        return self.number

    def poll(self):
        messages, self.inbox = self.inbox, []
        return iter(messages)

    def restart(self):
        return


class FakeMicrophone:
    def __init__(self):
        self.lost = ""
        self.windows = []

    def start(self):
        return

    def read(self):
        windows, self.windows = self.windows, []
        return tuple(windows)

    def close(self):
        return


def partner(turn):
    return PartnerTurn(
        turn, f"line {turn}", (), "ask", "", "opening", "calm", Memory().levels, (),
        None, Memory(turn=turn),
    )  # fmt: skip


class Scene:
    def __init__(self):
        self.link, self.microphone = FakeLink(), FakeMicrophone()
        clock = FakeClock()
        self.rehearsal = Rehearsal(scenario.load("sex_hurts"), self.link, clock)
        self.ears = Ears(
            self.microphone, lambda window: float(window.any()), Performer(clock)
        )
        self.ears.attach(self.rehearsal)
        self.rehearsal.start(1, (), {})
        self.link.inbox.append(Ready({}, (), {}))
        self.rehearsal.tick()
        self.link.inbox.append(Answered(1, partner(0), None, {}))
        self.rehearsal.tick()

    def hear(self, loud, quiet):
        self.microphone.windows += [LOUD] * loud + [QUIET] * quiet
        self.ears.tick()

    def asked(self):
        return [item for item in self.link.sent if isinstance(item, Recognize)]

    def answer(self, text):
        number = self.asked()[-1].request
        self.link.inbox += [
            Transcribed(number, text, (), 1.0),
            Answered(number, partner(self.rehearsal.state.turn + 1), None, {}),
        ]
        self.rehearsal.tick()
        self.ears.tick()


def test_what_was_prepared_at_a_pause_is_used_when_the_turn_ends():
    scene = Scene()
    scene.hear(30, 8)
    assert len(scene.asked()) == 1
    scene.answer("I feel lonely.")
    assert scene.rehearsal.state.turn == 0
    scene.hear(0, 30)
    assert scene.rehearsal.state.turn == 1
    assert scene.rehearsal.log[-2]["event"] == "reply"
    assert len(scene.asked()) == 1


def test_a_speaker_who_goes_on_is_not_answered():
    scene = Scene()
    scene.hear(30, 8)
    scene.answer("I feel")
    scene.hear(30, 0)
    assert any(isinstance(item, Discard) for item in scene.link.sent)
    scene.hear(0, 8)
    scene.answer("I feel lonely when we don't talk.")
    scene.hear(0, 60)
    said = [e["text"] for e in scene.rehearsal.log if e["event"] == "utterance"]
    assert said == ["I feel lonely when we don't talk."]


def test_a_stop_request_is_heard_before_the_turn_ends():
    scene = Scene()
    scene.hear(30, 8)
    scene.answer("Stop. Stop the session.")
    assert scene.rehearsal.state.phase == "stopped"


def test_a_lost_microphone_offers_typing_and_keeps_the_session():
    scene = Scene()
    scene.hear(30, 8)
    scene.microphone.lost = "it was unplugged"
    scene.ears.tick()
    assert scene.rehearsal.log[-1]["event"] == "microphone_lost"
    assert not scene.ears.is_listening
    scene.rehearsal.say("I can type instead.")
    assert scene.rehearsal.state.waiting == "partner"


def test_noise_without_words_is_no_turn():
    scene = Scene()
    scene.hear(30, 8)
    scene.link.inbox.append(Transcribed(scene.asked()[-1].request, "", (), 1.0))
    scene.rehearsal.tick()
    scene.hear(0, 40)
    assert scene.rehearsal.state.waiting == "user"
    assert not [e for e in scene.rehearsal.log if e["event"] == "utterance"]


def test_a_microphone_that_goes_away_while_it_is_lent_is_told_of_to_both():
    scene, other = Scene(), Scene()
    scene.ears.lend(other.rehearsal, lambda: False)
    scene.microphone.lost = "it was unplugged"
    scene.ears.tick()
    assert other.rehearsal.log[-1]["event"] == "microphone_lost"
    assert all(one["event"] != "microphone_lost" for one in scene.rehearsal.log)
    scene.ears.take_back()
    assert scene.rehearsal.log[-1]["event"] == "microphone_lost"
