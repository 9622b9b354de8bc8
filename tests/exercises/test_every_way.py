"""A simulated user goes every way through every exercise, as pure steps."""

from __future__ import annotations

import re
from functools import cache

import pytest

from benchmarks.exercise_ways import WORDS, Place, after, begun, places, wandered
from dialogue.messages import Safety
from sim.exercises._catalog import CALMING, guides, make
from sim.exercises._guide import OVER, load
from sim.exercises._running import step
from sim.exercises._sitting import Sitting
from sim.exercises.base import Exercise
from sim.session.events import event, safety
from tests.exercises.players import finish
from tests.fakes import FakeClock

IDS = [guide.id for guide in guides()]
WRITTEN = [guide.id for guide in guides() if guide.module in ("guided", "breathing")]
"""Those whose steps are shown under the names that stand in the file."""
LONGEST = 400
"""Skips after which the end must have come."""
WANDERED = 40
MOST = 800


@cache
def made(name: str) -> Exercise:
    """The exercise `name`; it has no state of its own, so one serves all tests."""
    return make(name)


@cache
def of(name: str) -> tuple[Exercise, tuple[Place, ...]]:
    exercise = made(name)
    near = places(exercise, most=MOST, most_a_step=80)
    return exercise, (*near, *wandered(exercise, WANDERED))


def open_places(name: str) -> tuple[Exercise, tuple[Place, ...]]:
    """Places that are not over, one for each look of a step."""
    exercise, found = of(name)
    looks = {
        (one.view.step, one.view.kind, len(one.view.options), bool(one.view.lines)): one
        for one in found
        if not one.run.is_over
    }
    return exercise, tuple(looks.values())


@pytest.mark.parametrize("name", IDS)
def test_the_end_can_be_reached_from_everywhere_by_skipping(name: str) -> None:
    exercise, found = open_places(name)
    for place in found:
        here = place
        for _ in range(LONGEST):
            if here.run.is_over:
                break
            skip = event("skipped", step=here.view.step)
            here = after(exercise, here, skip)
        assert here.run.phase == "done", (place.view.step, here.view.step)


@pytest.mark.parametrize("name", IDS)
def test_every_choice_there_is_leads_somewhere(name: str) -> None:
    exercise, found = of(name)
    for place in found:
        for option in place.view.options:
            inner = place.run.inner
            assert not exercise.problem(inner, option.id), (place.view.step, option)
    for place in open_places(name)[1]:
        for option in place.view.options:
            said = event("answered", step=place.view.step, value=option.id)
            assert after(exercise, place, said).run != place.run, place.view.step


@pytest.mark.parametrize("name", IDS)
def test_a_skip_is_never_refused(name: str) -> None:
    exercise, found = of(name)
    for place in found:
        if not place.run.is_over:
            skip = event("skipped", step=place.view.step)
            assert after(exercise, place, skip).run != place.run, place.view.step


@pytest.mark.parametrize("name", WRITTEN)
def test_every_step_that_is_written_is_on_some_way(name: str) -> None:
    seen = {place.view.step for place in of(name)[1]}
    assert {one.id for one in load(name).steps} <= seen


@pytest.mark.parametrize("name", IDS)
def test_every_view_says_or_asks_something_and_has_no_gaps(name: str) -> None:
    for place in of(name)[1]:
        view = place.view
        if view.kind == "over":
            assert view.step == OVER
            assert place.run.phase == "done"
            continue
        shown = (*view.lines, *view.partner_lines, view.ask)
        assert any(shown) or view.chart is not None, view.step
        for words in (*shown, *(option.label for option in view.options)):
            assert not re.search(r"[{}]|  | [.,?!]", words), (view.step, words)
        assert all((*view.lines, *view.partner_lines)), (view.step, "an empty line")
        assert len({option.id for option in view.options}) == len(view.options)
        ours = [o.label for o in view.options if not o.label.startswith(WORDS)]
        assert len(set(ours)) == len(ours), (view.step, ours)
        assert 0.0 <= view.done <= 1.0
        assert view.scene.distance_m >= 1.0


@pytest.mark.parametrize("name", IDS)
def test_what_asks_can_be_answered_and_says_why_not(name: str) -> None:
    exercise, found = open_places(name)
    for place in found:
        view = place.view
        if view.kind == "choice":
            wrong = exercise.problem(place.run.inner, "no such thing")
        elif view.kind == "number":
            wrong = exercise.problem(place.run.inner, f"{view.number[1] + 1:g}")
        else:
            continue
        assert wrong.endswith("."), (view.step, wrong)
        assert not re.search(r"[{}_]", wrong), (view.step, wrong)


@pytest.mark.parametrize("name", IDS)
def test_a_pause_changes_nothing_anywhere(name: str) -> None:
    exercise, found = open_places(name)
    for place in found:
        paused = after(exercise, place, event("paused"))
        assert paused.run.phase == "paused"
        ignored = event("answered", step=place.view.step, value="")
        assert step(exercise, paused.run, ignored) == paused.run
        back = after(exercise, paused, event("resumed"))
        assert (back.run, back.view) == (place.run, place.view)


@pytest.mark.parametrize("name", IDS)
def test_distress_is_heard_anywhere_and_one_can_go_on_from_it(name: str) -> None:
    exercise, found = open_places(name)
    asks = Safety("dissociation_panic", "indirect", 0.8, "check_in")
    stops = Safety("suicidality", "explicit", 0.9, "stop")
    for place in found:
        asked = after(exercise, place, safety(1, "user", asks))
        assert asked.run.phase == "checking_in"
        on = after(exercise, asked, event("checked_in", answer="go_on"))
        assert (on.run, on.view) == (place.run, place.view)
        help_ = after(exercise, asked, event("checked_in", answer="help"))
        assert help_.run.phase == "stopped"
        stopped = after(exercise, place, safety(1, "user", stops))
        assert stopped.run.phase == "stopped"
        after_it = event("answered", step=place.view.step, value="")
        assert step(exercise, stopped.run, after_it) == stopped.run


def sitting_at(name: str, place: Place) -> Sitting:
    sitting = Sitting(made(name), FakeClock())
    sitting.start()
    for happened in place.way:
        sitting._emit(happened)
    return sitting


@pytest.mark.parametrize("name", IDS)
def test_something_calming_first_comes_back_to_the_very_place(name: str) -> None:
    found = open_places(name)[1]
    for number, place in enumerate(found[:: max(1, len(found) // 8)]):
        sitting = sitting_at(name, place)
        before = sitting.view
        calm = CALMING[number % len(CALMING)]
        hurries = Sitting(made(calm), FakeClock(), hurries=True)
        sitting.open_calm(lambda one=hurries: one)
        assert sitting.run.phase == "paused"
        finish(hurries, number)
        sitting.tick()
        assert (sitting.run.phase, sitting.view) == ("running", before), calm


@pytest.mark.parametrize("name", IDS)
def test_a_replay_of_what_is_kept_comes_to_an_end_as_well(name: str) -> None:
    """The words are gone from the record, the way is not: nothing gets stuck on it."""
    exercise, found = of(name)
    ends = [place for place in found if place.run.phase == "done"]
    assert ends
    for place in ends[:: max(1, len(ends) // 50)]:
        again = begun(exercise)
        for happened in place.way:
            again = after(exercise, again, exercise.kept(happened))
        assert again.run.phase in ("done", "running")


def test_the_walk_sees_all_of_a_loop_and_both_ends_of_a_choice() -> None:
    seen = {place.view.step for place in places(make("breathing"))}
    assert {"how", "rate", "taps", "slower", "minutes", "harder", OVER} <= seen
    ways = [place.way for place in places(make("breathing"))]
    repeats = [way for way in ways if any(e.get("value") == "more" for e in way)]
    assert repeats
