"""`leave` ends every exercise in one step, whatever has happened before it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.exercise_ways import answers
from dialogue.messages import Safety
from sim import quick_exit
from sim.exercises._catalog import CALMING, guides, make
from sim.exercises._running import Run, step
from sim.exercises._sitting import Sitting
from sim.exercises._typed import typed
from sim.exercises.base import Exercise, View
from sim.session.events import Event, event, safety
from tests.fakes import FakeClock

IDS = [guide.id for guide in guides()]
HINT = Safety("dissociation_panic", "indirect", 0.7, "check_in")
ACTS = (
    *("answer", "answer", "answer", "skip", "pause", "resume", "calm", "go_back"),
    *("time", "flag", "check_in on", "check_in pause", "wrong answer", "read"),
)


@cache
def made(name: str) -> Exercise:
    """The exercise `name`; it has no state of its own, so one serves all examples."""
    return make(name)


class Voice:
    """A guide's voice that is in the middle of a sentence until it is hushed."""

    is_speaking = False

    def read(self, view: View) -> None:
        self.is_speaking = True

    def hush(self) -> None:
        self.is_speaking = False


class Breath:
    """The sound of a breath."""

    is_on = False

    def begin(self, breath: object) -> None:
        self.is_on = True

    def tick(self) -> None:
        return

    def stop(self) -> None:
        self.is_on = False

    def at_s(self) -> float | None:
        return None


class Player:
    """One exercise with everything beside it, done in any order."""

    def __init__(self, exercise: Exercise) -> None:
        self.clock, self.voice, self.breath = FakeClock(), Voice(), Breath()
        self.events: list[Event] = []
        self.sitting = self.sat(exercise)
        self.sitting.start()

    def sat(self, exercise: Exercise) -> Sitting:
        sitting = Sitting(exercise, self.clock)
        sitting.set_reader(self.voice, hurries=False)
        sitting.set_pacer(self.breath)
        sitting.observe(self)
        return sitting

    def on_event(self, happened: Event, run: Run) -> None:
        self.events.append(happened)

    def on_view(self, view: View) -> None:
        return

    def act(self, name: str, number: int) -> None:
        inner = self.sitting.inner
        simple: dict[str, Callable[[], object]] = {
            "skip": self.sitting.skip,
            "pause": self.sitting.pause,
            "resume": self.sitting.resume,
            "go_back": self.sitting.go_back,
            "flag": lambda: inner.flagged(HINT) if not inner.is_over else None,
            "check_in on": lambda: self.sitting.check_in("go_on"),
            "check_in pause": lambda: self.sitting.check_in("pause"),
            "wrong answer": lambda: self.sitting.answer("no such thing"),
            "read": self.voice.hush,
        }
        if name == "answer":
            offered = answers(inner.view)
            if offered:
                self.sitting.answer(offered[number % len(offered)])
        elif name == "calm":
            calm = CALMING[number % len(CALMING)]
            self.sitting.open_calm(lambda: self.sat(made(calm)))
        elif name == "time":
            self.clock.advance(float(number))
            self.sitting.tick()
        else:
            simple[name]()


acts = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 30)), min_size=0, max_size=40
)


@pytest.mark.parametrize("name", IDS)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(done=acts, way=st.sampled_from(["leave", "/leave", "LEAVE", "button"]))
def test_leave_is_one_step_from_any_state(
    name: str, done: list[tuple[str, int]], way: str
) -> None:
    player = Player(made(name))
    for act, number in done:
        player.act(act, number)
    sitting, before = player.sitting, len(player.sitting.log)
    was_over = sitting.is_over
    if way == "button":
        sitting.leave()
    else:
        assert typed(sitting, way) == ""
    assert sitting.is_over
    assert sitting.calm is None
    assert not player.voice.is_speaking or was_over
    assert not player.breath.is_on
    if not was_over:
        assert [e["event"] for e in sitting.log[before:]] == ["left"]
        assert sitting.run.phase == "left"
    # and nothing comes after it
    told = list(player.events)
    player.clock.advance(600.0)
    sitting.tick()
    sitting.answer("")
    sitting.skip()
    sitting.resume()
    sitting.go_back()
    assert player.events == told


@pytest.mark.parametrize("name", IDS)
@settings(max_examples=20, deadline=None)
@given(done=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 30)), max_size=40))
def test_the_pure_step_has_no_state_that_left_does_not_end(
    name: str, done: list[tuple[str, int]]
) -> None:
    exercise = made(name)
    player = Player(exercise)
    for act, number in done:
        player.act(act, number)
    run = Run()
    for happened in player.sitting.log:
        run = step(exercise, run, happened)
        if not run.is_over:
            assert step(exercise, run, event("left", why="asked")).phase == "left"


@pytest.mark.parametrize("name", IDS)
def test_quick_exit_leaves_too_and_empties_the_screen(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wiped: list[bool] = []
    monkeypatch.setattr(quick_exit, "wipe", lambda: wiped.append(True))
    player = Player(made(name))
    player.act("calm", 0)
    with pytest.raises(quick_exit.QuickExit):
        typed(player.sitting, "/quit now")
    assert player.sitting.is_over
    assert wiped == [True]


@pytest.mark.parametrize("name", IDS)
def test_a_stop_by_the_safety_screen_is_one_step_too(name: str) -> None:
    exercise = made(name)
    run = step(exercise, Run(), event("session_started"))
    stop = Safety("suicidality", "explicit", 0.9, "stop")
    assert step(exercise, run, safety(1, "user", stop)).phase == "stopped"
