"""A mind without a process: the same partner and scorer, answering at once."""

from __future__ import annotations

from avatars.performance import PerformanceChunk
from dialogue import dropins
from dialogue.partner.engine import Partner
from dialogue.partner.matching import TfidfMatcher
from dialogue.turn import TurnMaker
from sim.mind.messages import Answered, Ask, Open, Pass, Ready, Spoken
from sim.rehearsal import Rehearsal
from sim.session.clock import SystemClock
from sim.typed import typed


class Here:
    """Stands where the link to mind stands."""

    def __init__(self, told, seed, scorer):
        self._turns = TurnMaker(Partner(told, TfidfMatcher(), seed), scorer)
        self._inbox = [Ready({"words": "authored"}, (), {})]
        self._requests = 0

    def next_request(self):
        self._requests += 1
        return self._requests

    def send(self, message):
        if isinstance(message, Open):
            answer = self._turns.open()
        elif isinstance(message, Ask):
            answer = self._turns.answer(message.memory, message.text)
        elif isinstance(message, Pass):
            answer = self._turns.pass_turn(message.memory)
        else:
            return
        turn, number = answer.turn, message.request
        # nothing of a log that is compared may depend on how long it took
        self._inbox.append(Answered(number, turn, answer.score, {}))
        end = PerformanceChunk(turn.turn, 0, True, turn.mood, None, turn.text)
        self._inbox.append(Spoken(number, end, 0.0))

    def poll(self):
        held, self._inbox = self._inbox, []
        yield from held


def scorer():
    return dropins.create("dialogue.scorers", "tfidf")


def played(told, lines, seed, with_scorer, record=None):
    """The log and the state of one session."""
    rehearsal = Rehearsal(told, Here(told, seed, with_scorer), SystemClock(), record)
    rehearsal.start(seed, told.goals[:2], {})
    rehearsal.tick()
    for line in lines:
        if rehearsal.state.is_over:
            break
        typed(rehearsal, line, "script")
        rehearsal.tick()
    rehearsal.leave("script over")
    rehearsal.settle()
    return rehearsal.log, rehearsal.state
