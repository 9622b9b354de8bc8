"""A request to stop acts within 300 ms, also while mind is busy, hangs or is dead."""

import io
import os
import signal
import time

import pytest
from rich.console import Console

from dialogue import safety, scenario
from dialogue.messages import Safety
from sim import terminal
from sim.lines import Keyboard
from sim.mind.link import MindLink
from sim.mind.messages import Flagged, Prepare, Ready, Transcribed
from sim.rehearsal import Rehearsal
from sim.session.clock import SystemClock
from sim.session.rereading import lines_of
from tests.sim.test_ears import FakeLink, Scene

MOST_S = 0.3
TOLD = "sex_hurts"


def ended_after(rehearsal, text):
    begin = time.perf_counter()
    rehearsal.say(text)
    spent = time.perf_counter() - begin
    assert rehearsal.state.phase == "stopped"
    return spent


@pytest.fixture
def alive():
    """A real mind that is still loading, and a rehearsal that waits for it."""
    safety.warm()
    link = MindLink(Prepare(TOLD, 1, scorer="tfidf"))
    link.start()
    rehearsal = Rehearsal(scenario.load(TOLD), link, SystemClock())
    rehearsal.start(1, (), {})
    yield rehearsal, link.pid
    link.close()


@pytest.mark.parametrize("how", [None, signal.SIGSTOP, signal.SIGKILL])
def test_a_stop_acts_at_once_whatever_mind_does(alive, how):
    rehearsal, pid = alive
    if how is not None:
        os.kill(pid, how)
    rehearsal.tick()
    assert rehearsal.state.waiting == "partner"
    assert ended_after(rehearsal, "Stop the session please.") < MOST_S


@pytest.mark.parametrize("how", [signal.SIGSTOP, signal.SIGKILL])
def test_leaving_acts_at_once_whatever_mind_does(alive, how):
    rehearsal, pid = alive
    os.kill(pid, how)
    begin = time.perf_counter()
    rehearsal.leave()
    assert time.perf_counter() - begin < MOST_S
    assert rehearsal.state.phase == "closed"


@pytest.mark.parametrize("text", ["stop", "stob the session", "get mi out of hear"])
def test_a_stop_acts_at_once_while_the_partner_answers(text):
    scene = Scene()
    scene.rehearsal.say("I feel lonely.")
    assert scene.rehearsal.state.waiting == "partner"
    assert ended_after(scene.rehearsal, text) < MOST_S


def test_a_stop_heard_before_the_turn_is_over_acts_at_once():
    scene = Scene()
    scene.hear(30, 8)
    heard = Transcribed(scene.asked()[-1].request, "and the session please", (), 0.0)
    scene.link.inbox.append(heard)
    begin = time.perf_counter()
    scene.rehearsal.tick()
    assert scene.rehearsal.state.phase == "stopped"
    assert time.perf_counter() - begin < MOST_S


def flagged(action="check_in"):
    scene = Scene()
    scene.rehearsal.say("Depends on the day.")
    assert scene.rehearsal.state.waiting == "partner"
    form = "indirect" if action == "check_in" else "explicit"
    found = Safety("violence_from_partner", form, 0.8, action, "readers")
    scene.link.inbox.append(Flagged(scene.link.number, found))
    scene.rehearsal.tick()
    return scene.rehearsal


def test_what_the_second_reader_hears_is_asked_before_the_partner_answers():
    rehearsal = flagged()
    assert rehearsal.state.phase == "checking_in"
    assert rehearsal.state.flag.category == "violence_from_partner"
    rehearsal.check_in("go_on")
    assert rehearsal.state.phase == "talking"
    assert lines_of(rehearsal.log) == ()


def test_what_the_second_reader_hears_can_end_the_fiction():
    assert flagged("stop").state.phase == "stopped"


def test_a_late_flag_of_an_older_line_changes_nothing():
    scene = Scene()
    scene.rehearsal.say("Hello.")
    scene.link.inbox.append(
        Flagged(scene.link.number - 1, Safety("medical", "indirect", 0.8, "check_in"))
    )
    scene.rehearsal.tick()
    assert scene.rehearsal.state.phase == "talking"


def test_after_a_stop_the_terminal_names_help_and_nothing_is_scored():
    console = Console(file=io.StringIO(), width=100)
    link = FakeLink()
    told = scenario.load(TOLD)
    view = terminal.Terminal(console, told, "DE")
    rehearsal = Rehearsal(told, link, SystemClock(), observers=[view])
    rehearsal.start(1, (), {})
    link.inbox.append(Ready({}, (), {}))
    rehearsal.tick()
    ended_after(rehearsal, "I want to kill myself.")
    shown = console.file.getvalue()
    assert "The rehearsal has ended" in shown
    assert "112" in shown
    assert lines_of(rehearsal.log) == ()
    kinds = [event["event"] for event in rehearsal.log]
    assert "skills" not in kinds
    rehearsal.say("Are you there?")
    assert rehearsal.state.phase == "stopped"


def test_after_a_stop_the_terminal_offers_to_breathe_and_to_leave():
    console = Console(file=io.StringIO(), width=100)
    flag = Safety("suicidality", "explicit", 0.97, "stop")
    choices = terminal.stop_text(flag, "Sam").choices
    breathe = [item.id in terminal.CALM_OF for item in choices].index(True) + 1
    start = [item.id for item in choices].index("start") + 1
    keyboard = Keyboard(io.StringIO(f"{breathe}\n{start}\n"))
    calmed = []
    assert terminal.after_stop(console, keyboard, flag, "Sam", "DE", calmed.append)
    assert calmed
