"""The lines are read once more when the talk is over, and nobody waits for long."""

from __future__ import annotations

import time

import pytest

from dialogue import dropins, scenario
from dialogue.messages import Safety
from dialogue.registry import MissingModel
from sim.app import debrief_event
from sim.mind.link import Lost, MindLink
from sim.mind.messages import Discard, Failed, Prepare, ReadAgain, Reread
from sim.mind.process import Mind
from sim.mind.rereading import Reader
from sim.rehearsal import Rehearsal
from sim.second_reading import WAIT_S
from sim.session.clock import SystemClock
from sim.session.rereading import SaidLine
from sim.session.step import replay
from tests.fakes import FakeClock
from tests.session.played import begin, say, score
from tests.session.stories import GOALS, ROUGH

LINE = SaidLine(1, "Hm?", "I feel sad.")


class FakeLink:
    """Remembers what was sent; `inbox` is what mind says next."""

    def __init__(self):
        self.sent, self.inbox, self.number = [], [], 0

    def next_request(self):
        self.number += 1
        return self.number

    def send(self, message):
        self.sent.append(message)

    def poll(self):
        messages, self.inbox = self.inbox, []
        return iter(messages)

    def restart(self):
        self.sent.append("restart")


@pytest.fixture
def link():
    return FakeLink()


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def rehearsal(link, clock):
    told = scenario.load("sex_hurts")
    made = Rehearsal(told, link, clock)
    made.log += begin(told, GOALS, told.opening[0])
    made.log += say(told, made.log, ROUGH)
    made.state = replay(made.log)
    made.is_ready = True
    made.set_debrief(lambda: debrief_event(made.log, told))
    return made


def kinds(rehearsal):
    return [event["event"] for event in rehearsal.log]


def asked(link):
    (message,) = [one for one in link.sent if isinstance(one, Reread)]
    return message


def outcome(rehearsal):
    (found,) = [one for one in rehearsal.log if one["event"] == "reread"]
    return found["outcome"]


def test_the_debrief_rests_on_the_second_reading(rehearsal, link):
    rehearsal.leave()
    assert rehearsal.state.phase == "closed" and "debrief" not in kinds(rehearsal)
    scores = {line.turn: score(line.said, {}) for line in asked(link).lines}
    assert list(scores) == [1, 2, 3, 4, 5, 6]
    link.inbox.append(ReadAgain(asked(link).request, scores))
    rehearsal.tick()
    assert kinds(rehearsal)[-8:] == [*["skills"] * 6, "reread", "debrief"]
    assert rehearsal.log[-1]["reading"] == "careful"
    assert rehearsal.log[-1]["costly"] == []


def test_the_partner_is_the_same_after_it(rehearsal, link):
    before = rehearsal.state.memory
    rehearsal.leave()
    scores = {line.turn: score(line.said, {}) for line in asked(link).lines}
    link.inbox.append(ReadAgain(asked(link).request, scores))
    rehearsal.tick()
    assert rehearsal.state.memory == before == replay(rehearsal.log).memory


def test_after_eight_seconds_the_debrief_comes_without_it(rehearsal, link, clock):
    rehearsal.leave()
    clock.advance(WAIT_S - 0.1)
    rehearsal.tick()
    assert rehearsal.is_reading
    clock.advance(0.2)
    rehearsal.tick()
    assert kinds(rehearsal)[-1] == "debrief" and outcome(rehearsal) == "late"
    length = len(rehearsal.log)
    link.inbox.append(ReadAgain(asked(link).request, {1: score("Hm", {})}))
    rehearsal.tick()
    assert len(rehearsal.log) == length, "what comes too late changes nothing"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (lambda request: ReadAgain(request, {}, "no weights"), "missing"),
        (lambda request: Failed(request, "RuntimeError: no"), "lost"),
        (lambda request: Lost(-9), "lost"),
    ],
)
def test_whatever_fails_leaves_the_first_reading(rehearsal, link, answer, why):
    rehearsal.leave()
    link.inbox.append(answer(asked(link).request))
    rehearsal.tick()
    made = next(one for one in rehearsal.log if one["event"] == "debrief")
    assert outcome(rehearsal) == why and made["reading"] == why
    assert len(made["costly"]) == 2


def test_who_goes_at_once_waits_for_nothing(rehearsal, link):
    rehearsal.leave()
    rehearsal.settle()
    assert kinds(rehearsal)[-1] == "debrief" and not rehearsal.is_reading
    assert isinstance(link.sent[-1], Discard)
    rehearsal.settle()
    assert kinds(rehearsal).count("debrief") == 1


def test_going_back_to_a_moment_drops_the_reading(rehearsal, link):
    rehearsal.emit({"event": "ended", "ending": "", "epilogue": ""})
    assert rehearsal.is_reading
    assert rehearsal.again(1)
    assert not rehearsal.is_reading and "debrief" not in kinds(rehearsal)


def test_nothing_is_read_again_after_a_stop(rehearsal, link):
    rehearsal.say("Stop the session.")
    rehearsal.leave()
    assert not any(isinstance(one, Reread) for one in link.sent)


def test_a_flagged_line_is_never_read_again(rehearsal, link):
    flag = Safety("medical", "indirect", 0.7, "check_in", "pain")
    flagged = {"event": "safety", "turn": 2, "who": "user", "action": flag.action}
    rehearsal.log.append(flagged)
    rehearsal.leave()
    assert [line.turn for line in asked(link).lines] == [1, 3, 4, 5, 6]


def test_without_mind_the_debrief_comes_at_once(rehearsal, link):
    rehearsal.is_ready = False
    rehearsal.leave()
    assert kinds(rehearsal)[-1] == "debrief" and link.sent == []


# in mind


class Wire:
    def __init__(self):
        self.sent = []

    def send(self, message):
        self.sent.append(message)


class Scorer:
    def __init__(self, error=None):
        self.error = error

    def score_many(self, pairs):
        if self.error:
            raise self.error
        return [score(said, {"feeling": ""}) for _, said in pairs]


def answer(monkeypatch, make):
    """What mind answers to a `Reread` with a scorer that `make` makes."""
    monkeypatch.setattr(dropins, "create", lambda package, name: make())
    mind = Mind(Wire())
    mind._parts = object()
    mind._answer(Reread(4, (LINE,)))
    return mind._connection.sent


def refuse():
    raise MissingModel("mpnet: run scripts/fetch-model mpnet")


def test_mind_reads_with_the_careful_scorer(monkeypatch):
    (made,) = answer(monkeypatch, Scorer)
    assert made.request == 4 and made.scores[1].has("feeling")


def test_mind_says_what_is_missing(monkeypatch):
    (made,) = answer(monkeypatch, refuse)
    assert made == ReadAgain(4, {}, "mpnet: run scripts/fetch-model mpnet")


def test_a_scorer_that_breaks_costs_the_reading_and_not_mind(monkeypatch):
    (made,) = answer(monkeypatch, lambda: Scorer(RuntimeError("tensor")))
    assert made == Failed(4, "RuntimeError: tensor")


def test_nothing_is_loaded_before_it_is_asked(monkeypatch):
    made = []
    monkeypatch.setattr(dropins, "create", lambda *given: made.append(given))
    Mind(Wire())
    Reader()
    assert made == []


def test_a_reading_that_nobody_wants_stops(monkeypatch):
    monkeypatch.setattr(dropins, "create", lambda package, name: Scorer())
    assert Reader().read((LINE,) * 9, lambda: True) == {}


@pytest.mark.eval
def test_a_real_mind_reads_again_and_keeps_the_session():
    told = scenario.load("sex_hurts")
    link = MindLink(Prepare(scenario="sex_hurts", seed=3, reader="fused"))
    link.start()
    try:
        made = Rehearsal(told, link, SystemClock())
        made.set_debrief(lambda: debrief_event(made.log, told))
        made.start(3, ("feeling",), {})
        end = time.perf_counter() + 120
        while made.state.waiting != "user" and time.perf_counter() < end:
            made.tick()
        made.say("I feel sad, and I miss you.")
        while made.state.turn < 1 and time.perf_counter() < end:
            made.tick()
        made.leave()
        while made.is_reading and time.perf_counter() < end:
            made.tick()
            time.sleep(0.01)
    finally:
        link.close()
    if made.parts.get("scorer") != "fused":
        pytest.skip("the weights of fused are not here")
    assert outcome(made) == "done" and made.log[-1]["reading"] == "careful"
