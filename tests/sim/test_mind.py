"""Mind may die, hang or be slow: the room stays and the session goes on."""

from __future__ import annotations

import os
import signal
import time

import pytest

from dialogue import scenario
from sim.mind.link import MindLink
from sim.mind.messages import Prepare
from sim.rehearsal import Rehearsal
from sim.session.clock import SystemClock
from sim.session.step import replay

pytestmark = pytest.mark.eval


class Notices:
    def __init__(self):
        self.keys = []

    def on_event(self, event, state):
        return

    def on_notice(self, key):
        self.keys.append(key)


@pytest.fixture(scope="module")
def link():
    made = MindLink(Prepare(scenario="sex_hurts", seed=3))
    made.start()
    yield made
    made.close()


@pytest.fixture
def rehearsal(link):
    told = scenario.load("sex_hurts")
    made = Rehearsal(told, link, SystemClock())
    made.is_ready = getattr(link, "was_ready", False)
    made.start(3, ("feeling",), {})
    until(made, lambda: made.state.waiting == "user")
    link.was_ready = True
    return made


def until(rehearsal, is_done, longest_s=90.0):
    end = time.perf_counter() + longest_s
    while not is_done():
        rehearsal.tick()
        time.sleep(0.005)
        assert time.perf_counter() < end, "nothing came"


def kinds(rehearsal):
    return [event["event"] for event in rehearsal.log]


def test_killed_in_mid_turn_it_comes_back_and_answers(rehearsal, link):
    notices = Notices()
    rehearsal.observe(notices)
    old = link.pid
    rehearsal.say("It hurts when we have sex.")
    os.kill(old, signal.SIGKILL)
    until(rehearsal, lambda: rehearsal.state.turn == 1)
    assert link.pid != old
    assert "mind_lost" in kinds(rehearsal)
    assert "mind_restarted" in kinds(rehearsal)
    assert notices.keys == ["mind_lost"]
    assert rehearsal.state.waiting == "user"
    assert replay(rehearsal.log) == rehearsal.state


def test_leave_and_stop_work_while_mind_hangs(rehearsal, link):
    os.kill(link.pid, signal.SIGSTOP)
    try:
        rehearsal.say("Can we talk about us?")
        begin = time.perf_counter()
        rehearsal.say("Stop the session.")
        assert rehearsal.state.phase == "stopped"
        rehearsal.leave()
        took_ms = (time.perf_counter() - begin) * 1000
        assert rehearsal.state.phase == "closed"
        assert took_ms < 300
    finally:
        os.kill(link.pid, signal.SIGCONT)


def test_an_answer_to_an_older_question_is_dropped(rehearsal):
    rehearsal.say("It hurts when we have sex.")
    assert rehearsal.again(0)
    rehearsal.say("I feel lonely.")
    until(rehearsal, lambda: rehearsal.state.turn == 1)
    time.sleep(0.5)
    rehearsal.tick()
    assert rehearsal.state.memory.heard[-1] == "I feel lonely."
    assert kinds(rehearsal).count("reply") == 2


def test_a_pause_keeps_the_answer_that_comes_meanwhile(rehearsal):
    rehearsal.say("I feel lonely.")
    rehearsal.pause()
    until(rehearsal, lambda: rehearsal.state.turn == 1)
    assert rehearsal.state.phase == "paused"
    rehearsal.resume()
    assert rehearsal.state.waiting == "user"
