"""Saying nothing is a turn: the partner takes it, nothing of it is scored."""

from __future__ import annotations

from dialogue.messages import LineScore
from dialogue.partner.engine import Partner
from dialogue.partner.matching import TfidfMatcher
from dialogue.scenario import load
from dialogue.turn import TurnMaker
from sim.mind.messages import Ask, Ready
from sim.rehearsal import Rehearsal
from sim.session.clock import SystemClock
from sim.session.step import replay
from sim.typed import typed
from tests.sim.test_interruptions import Answering


class NoScorer:
    def score(self, partner_line, user_line, context=()):
        raise AssertionError("a silence has no words to score")


def open_talk():
    link = Answering(delay=1)
    rehearsal = Rehearsal(link.told, link, SystemClock())
    rehearsal.start(1, (), {})
    link.inbox.append(Ready({}, (), {}))
    wait(rehearsal)
    return rehearsal, link


def wait(rehearsal):
    for _ in range(10):
        rehearsal.tick()
    assert rehearsal.state.waiting == "user"


def test_an_empty_line_is_a_silence_that_the_partner_answers():
    for line in ("", "/silence"):
        rehearsal, link = open_talk()
        assert typed(rehearsal, line) == ""
        wait(rehearsal)
        asked = [one for one in link.sent if isinstance(one, Ask)]
        assert [one.text for one in asked] == [""]
        said = [one for one in rehearsal.log if one["event"] == "utterance"]
        assert [one["text"] for one in said] == [""]
        assert replay(rehearsal.log).turn == rehearsal.state.turn == 1


def test_a_silence_while_the_partner_answers_is_none():
    rehearsal, link = open_talk()
    typed(rehearsal, "I feel lonely.")
    typed(rehearsal, "")
    wait(rehearsal)
    assert [one.text for one in link.sent if isinstance(one, Ask)] == ["I feel lonely."]


def test_a_silence_moves_the_partner_and_is_not_scored():
    partner = Partner(load("sex_hurts"), TfidfMatcher(), 1)
    maker = TurnMaker(partner, NoScorer())
    before = partner.open().memory
    answer = maker.answer(before, " ")
    assert answer.score is None and answer.turn.text
    assert answer.turn.levels.felt_safety < before.levels.felt_safety
    assert isinstance(answer.turn.analysis.act, str)
    assert answer.turn.analysis.act == "silence"


def test_a_quiet_user_is_not_left_alone_for_being_quiet():
    partner = Partner(load("sex_hurts"), TfidfMatcher(), 2)
    turn = partner.open()
    for line in ("It hurts.", "", "Yes.", "", "I know.", "", "Hm.", "", "I see.", ""):
        if line:
            turn = partner.reply(turn.memory, line, LineScore({}))
        else:
            turn = partner.respond_to_silence(turn.memory)
        assert not turn.ending, (line, turn.text)
