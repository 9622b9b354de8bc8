"""What was assigned, what the client said to it, and letters not handed over yet."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from dialogue.strict import read
from sim.clinic.desk.corrections import NotHere
from sim.clinic.desk.log import PAGE
from sim.clinic.letters import Answer, Assignment
from sim.privacy.shelf import Shelf

KEPT_DAYS: Final = 30
"""That a sealed letter can be handed over once more."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """An assignment as it was sent."""

    number: int
    client: str
    letter: Assignment
    answer: Answer | None
    """None: the client has not said."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A letter that can be handed over."""

    id: str
    client: str
    alias: str
    at: str
    what: str
    """``assignment``, ``keys`` or ``goodbye``."""


class Assignments:
    """The assignments in one open desk."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def add(self, client: str, letter: Assignment) -> None:
        """Keep what was sent."""
        self._shelf.run(
            "INSERT INTO desk_assignments (id, client, made_on, due_on, title, body)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                letter.id,
                client,
                letter.made_on,
                letter.due_on,
                letter.title,
                json.dumps(asdict(letter), ensure_ascii=False),
            ),
        )

    def answer(self, client: str, letter: Answer) -> bool:
        """Keep what a client said to an assignment of theirs; False: there is none."""
        rows = self._shelf.run(
            "UPDATE desk_assignments SET answer = ? WHERE id = ? AND client = ?"
            " RETURNING number",
            (json.dumps(asdict(letter)), letter.assignment, client),
        )
        return bool(rows)

    def page(self, client: str, before: int = 0) -> tuple[Assigned, ...]:
        """A client's assignments, newest first, before the one with this number."""
        where = "client = ? AND number < ?" if before else "client = ?"
        rows = self._shelf.run(
            "SELECT number, client, body, answer FROM desk_assignments"
            f" WHERE {where} ORDER BY number DESC LIMIT {PAGE}",
            (client, before) if before else (client,),
        )
        return tuple(_read(row) for row in rows)

    def one(self, ident: str) -> Assigned:
        """The assignment with this id.

        Raises:
            NotHere: there is none.
        """
        rows = self._shelf.run(
            "SELECT number, client, body, answer FROM desk_assignments WHERE id = ?",
            (ident,),
        )
        if not rows:
            raise NotHere("There is no such assignment here.")
        return _read(rows[0])


class Outbox:
    """Sealed letters until they are handed over, and a while longer."""

    def __init__(self, shelf: Shelf, now: Callable[[], datetime]) -> None:
        self._shelf = shelf
        self._now = now
        self.tidy()

    def add(self, ident: str, client: str, what: str, raw: bytes) -> None:
        """Keep a sealed letter under an id."""
        self._shelf.run(
            "INSERT OR REPLACE INTO desk_outbox VALUES (?, ?, ?, ?, ?)",
            (ident, client, self._now().isoformat(timespec="seconds"), what, raw),
        )

    def raw(self, ident: str) -> bytes:
        """The letter's bytes.

        Raises:
            NotHere: it is not kept any more.
        """
        rows = self._shelf.run("SELECT raw FROM desk_outbox WHERE id = ?", (ident,))
        if not rows:
            raise NotHere(
                f"This letter is not kept any more: that is done for {KEPT_DAYS} days. "
                "Assign it anew."
            )
        return bytes(rows[0][0])

    def to(self, ident: str) -> str:
        """Id of the client it is for; empty when it is not kept any more."""
        rows = self._shelf.run("SELECT client FROM desk_outbox WHERE id = ?", (ident,))
        return str(rows[0][0]) if rows else ""

    def has(self, ident: str) -> bool:
        """Whether it is still kept."""
        return bool(self._shelf.run("SELECT 1 FROM desk_outbox WHERE id = ?", (ident,)))

    def others(self, client: str) -> tuple[Sealed, ...]:
        """Letters to a client about keys or the pairing, that may wait."""
        rows = self._shelf.run(
            "SELECT o.id, o.client, c.alias, o.at, o.what FROM desk_outbox o"
            " JOIN desk_clients c ON c.id = o.client WHERE o.what <> 'assignment'"
            f" AND o.client = ? ORDER BY o.at LIMIT {PAGE}",
            (client,),
        )
        return tuple(Sealed(*row) for row in rows)

    def drop(self, ident: str) -> None:
        """Keep it no longer."""
        self._shelf.run("DELETE FROM desk_outbox WHERE id = ?", (ident,))

    def drop_all(self, client: str, what: str) -> None:
        """Keep none of this kind any longer."""
        self._shelf.run(
            "DELETE FROM desk_outbox WHERE client = ? AND what = ?", (client, what)
        )

    def tidy(self) -> None:
        """Drop what is older than `KEPT_DAYS`."""
        until = (self._now() - timedelta(days=KEPT_DAYS)).isoformat(timespec="seconds")
        self._shelf.run("DELETE FROM desk_outbox WHERE at < ?", (until,))


def _read(row: Any) -> Assigned:
    number, client, body, answer = row
    return Assigned(
        number,
        client,
        read(Assignment, json.loads(body), "assignment"),
        read(Answer, json.loads(answer), "answer") if answer else None,
    )
