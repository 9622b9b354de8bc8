"""What is said and asked of keeping where there is nothing to keep it in."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sim.exercises.base import Before, Info, Option, View
from sim.texts import text

KEEP: Final = "keep"
"""Id of the step that asks what shall be kept."""
NOTHING: Final = "nothing"


def as_told(info: Info, told: Before) -> Info:
    """`info` as it holds for this user: opened, assigned, or with no record."""
    records = info.records if told.has_record else ()
    if told.given is not None and not info.records:
        records = (text("assigned.day_kept"),)
    is_locked = info.is_locked and not told.is_unlocked
    return replace(info, is_locked=is_locked, records=records)


def without_record(view: View) -> View:
    """The step `KEEP` where nothing is written down: it says so, and goes on.

    What came before its last paragraph, which speaks of keeping, stays.
    """
    lines = (*view.lines[:-1], text("exercise.no_record"))
    go_on = Option(NOTHING, text("exercise.go_on"))
    return replace(view, lines=lines, ask="", options=(go_on,))
