"""A simulated user who goes every way through an exercise, as pure steps.

Each choice is taken with all of its options, numbers with the least, the most and one
between, words with some of each kind; what can be skipped is skipped as well. Places
that look the same and came from the same choices are gone on from once.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from sim.exercises._running import Run, started, step
from sim.exercises.base import Exercise, View
from sim.session.events import Event, event

WORDS: Final = ("a lamp by the window", "it was quiet, and nobody laughed")
IN_SCENES: Final = ("", "no, not today", "why do you ask?", "thank you", "yes", "40")
"""One answer for each kind that a scene tells apart, and a number."""
MOST: Final = 4000
"""Places that are gone on from, of one exercise."""
MOST_A_STEP: Final = 200
"""Of these, places at one step: ladders can be changed in endless ways."""
MOST_ACTS: Final = 2000
"""Acts after which a way by chance counts as endless."""
SKIPS: Final = 0.05
"""Share of acts by chance that skip."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a way through an exercise has come to."""

    run: Run
    view: View
    way: tuple[Event, ...]
    """What happened since the beginning; a replay of it comes to the same place."""


def answers(view: View) -> tuple[str, ...]:
    """What a user can answer to `view`: every option, and some of each other kind."""
    options = tuple(option.id for option in view.options)
    if view.kind == "number":
        low, high = view.number[:2]
        return tuple(f"{value:g}" for value in (low, (low + high) // 2, high))
    if view.kind == "words":
        said = IN_SCENES if view.takes_number else WORDS
        return (*said, *options)
    if view.kind == "tap":
        return ("2.5", "11.0")  # the seconds since the last one
    if view.kind in ("wait", "breathe"):
        return options
    return options or ("",)


def acts(view: View) -> Iterator[Event]:
    """Everything that can happen at `view`, short of leaving."""
    for value in answers(view):
        yield event("answered", step=view.step, value=value)
    if view.kind in ("wait", "breathe"):
        yield event("time_up", step=view.step)
    yield event("skipped", step=view.step)


def begun(exercise: Exercise) -> Place:
    """The first place."""
    run = step(exercise, Run(), started(exercise))
    return Place(run, exercise.view(run.inner), ())


def after(exercise: Exercise, place: Place, happened: Event) -> Place:
    """The place that `happened` leads to from `place`."""
    run = step(exercise, place.run, happened)
    return Place(run, exercise.view(run.inner), (*place.way, happened))


def _choices(place: Place) -> frozenset[tuple[str, str]]:
    """What was answered, the last of each step; words and numbers count as given."""
    last = {str(e["step"]): str(e.get("value", "skipped")) for e in place.way}
    return frozenset(
        (name, value if value.isidentifier() else "given")
        for name, value in last.items()
    )


def places(
    exercise: Exercise, *, most: int = MOST, most_a_step: int = MOST_A_STEP
) -> Iterator[Place]:
    """Every place that can be reached, nearest first; the last step's are not over.

    Args:
        exercise: which one.
        most: how many places are gone on from.
        most_a_step: and how many at one and the same step.
    """
    first = begun(exercise)
    waiting, seen, counts = deque([first]), {_key(first)}, Counter[str]()
    while waiting and most > 0:
        place = waiting.popleft()
        yield place
        counts[place.view.step] += 1
        if place.run.is_over or counts[place.view.step] > most_a_step:
            continue
        most -= 1
        for happened in acts(place.view):
            new = after(exercise, place, happened)
            key = _key(new)
            if key not in seen:
                seen.add(key)
                waiting.append(new)


def wandered(exercise: Exercise, ways: int, seed: int = 7) -> Iterator[Place]:
    """Places on `ways` ways to the end, each chosen by chance; deeper than `places`.

    Raises:
        RuntimeError: a way came to no end after `MOST_ACTS` acts.
    """
    rng = np.random.default_rng(seed)
    for _ in range(ways):
        place = begun(exercise)
        yield place
        for _ in range(MOST_ACTS):
            if place.run.is_over:
                break
            possible = list(acts(place.view))
            # skips come last; a user who skips each other step sees little
            skips = rng.random() < SKIPS
            chosen = -1 if skips else int(rng.integers(max(1, len(possible) - 1)))
            place = after(exercise, place, possible[chosen])
            yield place
        else:
            name = exercise.info.id
            raise RuntimeError(f"{name}: no end after {MOST_ACTS} acts.")


def _key(place: Place) -> tuple[View, frozenset[tuple[str, str]]]:
    return replace(place.view, key=""), _choices(place)
