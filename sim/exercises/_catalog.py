"""All exercises there are, and how one is made."""

from __future__ import annotations

from dialogue import dropins
from sim.exercises._guide import ExerciseError, Guide, files, load
from sim.exercises.base import Before, Exercise

NOTHING_BEFORE = Before()
CALMING = ("breathing", "grounding", "muscles", "quiet_place")
"""What is offered when something gets too much, in this order."""


def guides() -> tuple[Guide, ...]:
    """Every exercise's file, by id.

    Raises:
        ExerciseError: one of the files is wrong.
    """
    return tuple(load(path) for path in files())


def make(name: str, before: Before = NOTHING_BEFORE) -> Exercise:
    """The exercise `name`, an id or the path of a TOML file.

    Args:
        name: which one.
        before: what it is told of its user.

    Raises:
        ExerciseError: there is no such exercise, or its file is wrong.
    """
    guide = load(name)
    if guide.module not in dropins.names(__package__):
        raise ExerciseError(
            f"{guide.id}: module {guide.module!r} is not one of "
            f"{', '.join(dropins.names(__package__))}."
        )
    made: Exercise = dropins.create(
        __package__, guide.module, {"guide": guide, "before": before}
    )
    return made


def calming() -> tuple[Guide, ...]:
    """What can be done to come to rest, in the order of `CALMING`."""
    found = {guide.id: guide for guide in guides() if guide.family == "calming"}
    first = [found.pop(name) for name in CALMING if name in found]
    return (*first, *found.values())
