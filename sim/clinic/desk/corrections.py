"""What the therapist says in place of a grade; the grade stays beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dialogue.scorers.grades import GRADES
from sim.clinic.errors import ClinicError
from sim.privacy.shelf import Shelf

MOST_REASON: Final = 1000
"""Letters of the reason."""


class CannotCorrect(ClinicError):
    """It is no grade, or no reason was given."""


class NotHere(ClinicError):
    """There is no such report, item or correction."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction."""

    number: int
    item: str
    """Id of the item it stands beside."""
    value: str
    reason: str
    at: str


class Corrections:
    """The corrections in one open desk."""

    def __init__(self, shelf: Shelf, now: Callable[[], datetime]) -> None:
        self._shelf = shelf
        self._now = now

    def of(self, report: int) -> tuple[Correction, ...]:
        """Every correction of a report, oldest first."""
        rows = self._shelf.run(
            "SELECT number, item, value, reason, at FROM desk_corrections"
            " WHERE report = ? ORDER BY number",
            (report,),
        )
        return tuple(Correction(*row) for row in rows)

    def add(self, report: int, item: str, value: str, reason: str) -> None:
        """Put a grade beside the one that the program gave.

        Raises:
            CannotCorrect: the item is no grade, `value` is none, or without a reason.
            NotHere: there is no such item.
        """
        rows = self._shelf.run(
            "SELECT kind FROM desk_items WHERE report = ? AND id = ?", (report, item)
        )
        if not rows:
            raise NotHere("There is no such grade in this report.")
        if rows[0][0] != "grades" or value not in GRADES:
            raise CannotCorrect(f"A grade is one of {', '.join(GRADES)}.")
        reason = " ".join(reason.split())[:MOST_REASON]
        if not reason:
            raise CannotCorrect("Say in a few words why you see it otherwise.")
        self._shelf.run(
            "INSERT INTO desk_corrections (report, item, value, reason, at)"
            " VALUES (?, ?, ?, ?, ?)",
            (report, item, value, reason, self._now().isoformat(timespec="seconds")),
        )

    def undo(self, report: int, item: str) -> None:
        """Take back all corrections of one item."""
        self._shelf.run(
            "DELETE FROM desk_corrections WHERE report = ? AND item = ?", (report, item)
        )
