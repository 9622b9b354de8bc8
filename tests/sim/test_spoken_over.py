"""Who is spoken over knows what was not heard, and may come back to it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from avatars.performance import PerformanceChunk, Speech
from dialogue import scenario
from dialogue.partner.engine import Partner
from dialogue.partner.matching import TfidfMatcher
from sim.mind.messages import Answered, Open, Ready, Spoken
from sim.performer import Performer
from sim.rehearsal import Rehearsal
from sim.session.step import replay
from tests.fakes import FakeClock
from tests.partner.marks import mark
from tests.partner.players import SKILLED
from tests.sim.test_ears import FakeLink


class FakeSpeaker:
    """Plays phrases one after another, as far as it is told to."""

    def __init__(self) -> None:
        self.queue: list[tuple[int, int]] = []
        self.is_stopped = False

    def play(self, turn, index, samples, rate_hz):
        self.queue.append((turn, index))

    def poll(self):
        return

    def stop(self):
        self.queue.clear()
        self.is_stopped = True

    @property
    def is_playing(self):
        return bool(self.queue)

    def position(self):
        return (*self.queue[0], 0.1) if self.queue else None


def spoken_turn():
    """A turn of three pieces, as the real partner makes one."""
    partner = Partner(scenario.load("desire_differs"), TfidfMatcher(), seed=3)
    memory = partner.open().memory
    for line in SKILLED:
        turn = partner.reply(memory, line, mark(line))
        if len(turn.segments) >= 2 and turn.segments[-1].kind == "forward":
            return partner, turn
        memory = turn.memory
    raise AssertionError("no turn of several pieces")


def scene():
    partner, turn = spoken_turn()
    turn = replace(turn, turn=0)
    link, speaker = FakeLink(), FakeSpeaker()
    mouth = Performer(FakeClock(), speaker=speaker)
    told = scenario.load("desire_differs")
    rehearsal = Rehearsal(told, link, FakeClock(), mouth=mouth)
    rehearsal.start(1, (), {})
    link.inbox.append(Ready({}, (), {}))
    rehearsal.tick()
    number = next(item.request for item in link.sent if isinstance(item, Open))
    link.inbox.append(Answered(number, turn, None, {}))
    rehearsal.tick()
    silence = np.zeros(2400, np.int16)
    for index, part in enumerate(turn.segments):
        speech = Speech(silence, 24000, (), (), part.text)
        chunk = PerformanceChunk(0, index, False, "calm", speech, part.text)
        link.inbox.append(Spoken(number, chunk, 1.0))
    rehearsal.tick()
    return partner, turn, rehearsal, mouth, speaker


def test_what_was_drowned_out_was_not_said():
    partner, turn, rehearsal, mouth, speaker = scene()
    mouth.frame()  # the first phrase begins
    rehearsal.interrupt()
    first, *rest = turn.segments
    assert speaker.is_stopped
    cut = rehearsal.log[-1]
    assert cut["event"] == "cut_off"
    assert cut["unheard"] == [part.line_id for part in rest]
    assert rehearsal.state.lines[-1] == f"{first.text} …"
    after = partner.reply(rehearsal.state.memory, "Sorry, go on?", mark("Sorry"))
    for part in rest:
        assert after.memory.said.count(part.line_id) <= 1
    assert after.memory.unheard == ()


def test_a_replay_knows_it_too():
    _, _, rehearsal, mouth, _ = scene()
    mouth.frame()
    rehearsal.interrupt()
    assert replay(rehearsal.log) == rehearsal.state


def test_a_question_that_was_not_heard_is_not_open():
    partner, turn, *_ = scene()
    last = turn.segments[-1].line_id
    memory = replace(turn.memory, unheard=(last,))
    assert turn.memory.open_question
    heard = partner.reply(memory, "It was raining when I came home.", mark(""))
    assert not heard.analysis.answers_open_question


def test_a_line_spoken_to_its_end_was_said():
    _, turn, rehearsal, mouth, speaker = scene()
    for _ in turn.segments:
        mouth.frame()
        speaker.queue.pop(0)
    rehearsal.interrupt()
    assert rehearsal.log[-1]["event"] != "cut_off"
    assert rehearsal.state.lines[-1] == turn.text
