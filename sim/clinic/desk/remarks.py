"""The therapist's own notes on a client; nobody else ever sees them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sim.clinic.desk.corrections import NotHere
from sim.clinic.desk.log import PAGE
from sim.clinic.errors import ClinicError
from sim.privacy.shelf import Shelf

MOST_LETTERS: Final = 20_000


class EmptyNote(ClinicError):
    """There is nothing in it, or too much."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One note."""

    number: int
    client: str
    report: int | None
    """Number of the report it is about."""
    at: str
    body: str


class Remarks:
    """The notes in one open desk."""

    def __init__(self, shelf: Shelf, now: Callable[[], datetime]) -> None:
        self._shelf = shelf
        self._now = now

    def add(self, client: str, body: str, report: int | None = None) -> None:
        """Write a note.

        Raises:
            EmptyNote: there is nothing in it, or more than `MOST_LETTERS`.
        """
        self._shelf.run(
            "INSERT INTO desk_notes (client, report, at, body) VALUES (?, ?, ?, ?)",
            (client, report, self._now().isoformat(timespec="seconds"), _fit(body)),
        )

    def change(self, number: int, body: str) -> None:
        """Write it anew; its day stays.

        Raises:
            EmptyNote: there is nothing in it, or more than `MOST_LETTERS`.
        """
        self._shelf.run(
            "UPDATE desk_notes SET body = ? WHERE number = ?", (_fit(body), number)
        )

    def remove(self, number: int) -> None:
        """Delete a note; nothing of it stays in any file."""
        self._shelf.run("DELETE FROM desk_notes WHERE number = ?", (number,))
        self._shelf.notes.clean()

    def one(self, number: int) -> Remark:
        """The note with this number.

        Raises:
            NotHere: there is none.
        """
        rows = self._shelf.run(
            "SELECT number, client, report, at, body FROM desk_notes WHERE number = ?",
            (number,),
        )
        if not rows:
            raise NotHere("There is no such note here.")
        return Remark(*rows[0])

    def page(self, client: str, before: int = 0) -> tuple[Remark, ...]:
        """Notes on a client, newest first, before the one with this number."""
        rows = self._shelf.run(
            "SELECT number, client, report, at, body FROM desk_notes"
            " WHERE client = ? AND number < ? ORDER BY number DESC"
            f" LIMIT {PAGE}",
            (client, before or 2**62),
        )
        return tuple(Remark(*row) for row in rows)

    def of_report(self, report: int) -> tuple[Remark, ...]:
        """Notes on one report, oldest first."""
        rows = self._shelf.run(
            "SELECT number, client, report, at, body FROM desk_notes"
            f" WHERE report = ? ORDER BY number LIMIT {PAGE}",
            (report,),
        )
        return tuple(Remark(*row) for row in rows)


def _fit(body: str) -> str:
    body = body.strip().replace("\r\n", "\n")
    if not body:
        raise EmptyNote("The note is empty. Write something, or leave the page.")
    if len(body) > MOST_LETTERS:
        raise EmptyNote(f"A note has {MOST_LETTERS} letters at most.")
    return body
