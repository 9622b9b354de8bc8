"""A kept exercise, read again: what was asked, and what was answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.exercises._catalog import make
from sim.exercises._guide import ExerciseError
from sim.exercises._running import PREFIX, Run, step
from sim.exercises.base import Exercise, View
from sim.session.events import Event


@dataclass(frozen=True, slots=True)
class Told:
    """One answer that was kept."""

    asked: str
    answer: str


def is_exercise(log: Sequence[Event]) -> bool:
    """Whether `log` is an exercise's, and not a rehearsal's."""
    return bool(log) and str(log[0].get("scenario", "")).startswith(PREFIX)


def told(log: Sequence[Event]) -> tuple[Told, ...]:
    """Every answer that `log` kept, oldest first.

    An exercise that has changed since, or is gone, leaves the names of its steps.
    """
    return tuple(_told(log))


def _told(log: Sequence[Event]) -> Iterator[Told]:
    try:
        exercise: Exercise | None = make(str(log[0]["scenario"]).removeprefix(PREFIX))
    except ExerciseError:
        exercise = None
    run = Run()
    for event in log:
        value = str(event.get("value", ""))
        if event["event"] == "answered" and value and not event.get("forgotten"):
            is_on = exercise is not None and run.phase == "running"
            view = exercise.view(run.inner) if exercise and is_on else None
            yield _one(str(event["step"]), value, view)
        run = step(exercise, run, event) if exercise else run


def _one(name: str, value: str, view: View | None) -> Told:
    if view is None or view.step != name:
        return Told(name.replace("_", " ").replace(".", ": "), value)
    label = next((one.label for one in view.options if one.id == value), value)
    return Told(view.ask or name.replace("_", " "), label)
