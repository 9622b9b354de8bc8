"""Moments that were tried again, each with all its tries."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from sim.session.debrief_log import Story, Turn


@dataclass(frozen=True, slots=True)
class Try:
    """One way in which a moment went."""

    said: str
    reply: str
    openness: float
    mood: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that was tried more than once."""

    turn: int
    heard: str
    tries: tuple[Try, ...]


def moments(ways: Sequence[Story]) -> tuple[Moment, ...]:
    """Moments tried again, with every try in order."""
    found: dict[int, list[Turn]] = {}
    for former, later in itertools.pairwise(ways):
        before = {turn.turn: turn for turn in former.turns}
        # The first turn that differs is the moment; what follows follows from it.
        fresh = (
            turn
            for turn in later.turns
            if turn.said and turn.turn in before and turn != before[turn.turn]
        )
        turn = next(fresh, None)
        if turn is None:
            continue
        tries = found.setdefault(turn.turn, [])
        for one in (before[turn.turn], turn):
            if one.said and one not in tries:
                tries.append(one)
    return tuple(
        Moment(number, tries[0].heard, tuple(_try(one) for one in tries))
        for number, tries in sorted(found.items())
        if len(tries) > 1
    )


def _try(turn: Turn) -> Try:
    openness = turn.levels.openness if turn.levels else 0.0
    return Try(turn.said, turn.reply, openness, turn.mood)
