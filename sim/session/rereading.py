"""Which of the user's lines are read once more when the talk is over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sim.session.debrief_log import CAREFUL, tell
from sim.session.events import Event
from sim.session.recorder import branches


@dataclass(frozen=True, slots=True)
class SaidLine:
    """One line of the user with the partner's before it."""

    turn: int
    heard: str
    said: str


def lines_of(log: Iterable[Event]) -> tuple[SaidLine, ...]:
    """Lines of the last way that count and were read only once.

    None at all after a stop, and none that the safety screen had a question about.
    """
    story = tell(branches(log)[-1])
    if story.stopped:
        return ()
    return tuple(
        SaidLine(turn.turn, turn.heard, turn.said)
        for turn in story.said
        if turn.is_scored and turn.reader != CAREFUL
    )
