"""What clients have shared: reports with their items, and corrections beside them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sim.clinic.desk.corrections import Correction, Corrections, NotHere
from sim.clinic.desk.log import PAGE
from sim.clinic.letters import Item, Report
from sim.privacy.shelf import Shelf

_HEAD: Final = (
    "r.number, r.client, c.alias, r.id, r.kind, r.what, r.title, r.done_on, r.minutes,"
    " r.assignment, r.part, r.note, r.received_at, r.seen_at"
)
_AT_ONCE: Final = 200
"""Items in one statement."""
_TIMES: Final = ("expected", "before", "during", "highest", "peak", "after", "came")
"""Names of numbers that have an order of their own; a letter sorts them by name."""


@dataclass(frozen=True, slots=True)
class Head:
    """A report in a list."""

    number: int
    """Here; the client knows it by `id`."""
    client: str
    alias: str
    id: str
    kind: str
    what: str
    title: str
    done_on: str
    minutes: int
    assignment: str
    part: str
    note: str
    received_at: str
    seen_at: str

    @property
    def is_new(self) -> bool:
        """Whether it was not looked at yet."""
        return not self.seen_at


@dataclass(frozen=True, slots=True)
class Row:
    """An item as it was shared, with the newest correction of it."""

    id: str
    kind: str
    label: str
    value: str
    numbers: dict[str, float]
    skill: str
    turn: int
    reason: str
    correction: Correction | None = None


class Reports:
    """The reports in one open desk."""

    def __init__(self, shelf: Shelf, now: Callable[[], datetime]) -> None:
        self._shelf = shelf
        self._now = now
        self._corrections = Corrections(shelf, now)

    # coming in and going

    def add(self, client: str, report: Report, sent: int) -> int:
        """Keep a report; one with the same id, sent earlier, gives way to it.

        Args:
            client: id of the sender.
            report: as it was in the letter.
            sent: the letter's number, which tells the order of sending.

        Returns:
            Its number here; 0 when the client has withdrawn or replaced it since.
        """
        if self._is_past(client, report.id, sent):
            return 0
        with self._shelf.together():
            number = self._put(client, report, sent)
            self._shelf.run("DELETE FROM desk_items WHERE report = ?", (number,))
            self._put_items(number, report.items)
            self._shelf.run(
                "DELETE FROM desk_corrections WHERE report = ? AND item NOT IN"
                " (SELECT id FROM desk_items WHERE report = ?)",
                (number, number),
            )
            self._count(client)
        return number

    def _is_past(self, client: str, ident: str, sent: int) -> bool:
        rows = self._shelf.run(
            "SELECT max(sent) FROM (SELECT sent FROM desk_withdrawn"
            " WHERE client = ? AND id = ? UNION ALL SELECT sent FROM desk_reports"
            " WHERE client = ? AND id = ?)",
            (client, ident, client, ident),
        )
        return rows[0][0] is not None and int(rows[0][0]) >= sent

    def _put(self, client: str, report: Report, sent: int) -> int:
        rows = self._shelf.run(
            "INSERT INTO desk_reports (client, id, kind, what, title, done_on, minutes,"
            " assignment, part, note, received_at, sent)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (client, id) DO UPDATE SET kind = excluded.kind,"
            " what = excluded.what, title = excluded.title,"
            " done_on = excluded.done_on, minutes = excluded.minutes,"
            " assignment = excluded.assignment, part = excluded.part,"
            " note = excluded.note, received_at = excluded.received_at,"
            " sent = excluded.sent, seen_at = '' RETURNING number",
            (
                client,
                report.id,
                report.kind,
                report.what,
                report.title,
                report.done_on,
                report.minutes,
                report.assignment,
                report.part,
                report.note,
                self._now().isoformat(timespec="seconds"),
                sent,
            ),
        )
        return int(rows[0][0])

    def _put_items(self, number: int, items: Sequence[Item]) -> None:
        """All items in few statements: one each takes a second for fifty reports."""
        marks = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        placed = list(enumerate(items))
        for start in range(0, len(placed), _AT_ONCE):
            some = placed[start : start + _AT_ONCE]
            self._shelf.run(
                f"INSERT INTO desk_items VALUES {', '.join([marks] * len(some))}",
                tuple(
                    value for place, one in some for value in _row(number, place, one)
                ),
            )

    def withdraw(self, client: str, ident: str, sent: int) -> str:
        """Delete what a client takes back, and let it not come in afterwards.

        Returns:
            The day it was about; empty if it was not here.
        """
        rows = self._shelf.run(
            "SELECT number, done_on FROM desk_reports"
            " WHERE client = ? AND id = ? AND sent <= ?",
            (client, ident, sent),
        )
        with self._shelf.together():
            self._shelf.run(
                "INSERT INTO desk_withdrawn VALUES (?, ?, ?, ?)"
                " ON CONFLICT (client, id) DO UPDATE SET"
                " sent = max(sent, excluded.sent)",
                (client, ident, sent, self._now().isoformat(timespec="seconds")),
            )
            if rows:
                self.remove(int(rows[0][0]))
        return str(rows[0][1]) if rows else ""

    def remove(self, number: int) -> None:
        """Delete a report; nothing of it stays in any file."""
        client = self.head(number).client
        self._shelf.run("DELETE FROM desk_reports WHERE number = ?", (number,))
        self._count(client)
        self._shelf.notes.clean()

    def see(self, number: int) -> None:
        """Remember that it was looked at."""
        at = self._now().isoformat(timespec="seconds")
        self._shelf.run(
            "UPDATE desk_reports SET seen_at = ? WHERE number = ?", (at, number)
        )
        self._count(self.head(number).client)

    def _count(self, client: str) -> None:
        self._shelf.run(
            "UPDATE desk_clients SET unread = (SELECT count(*) FROM desk_reports"
            " WHERE client = desk_clients.id AND seen_at = '') WHERE id = ?",
            (client,),
        )

    # looking

    def head(self, number: int) -> Head:
        """One report.

        Raises:
            NotHere: there is none with this number.
        """
        found = self._heads("WHERE r.number = ?", (number,))
        if not found:
            raise NotHere(
                "There is no such report here. The client may have withdrawn it; the "
                "log says so."
            )
        return found[0]

    def page(self, client: str, before: tuple[str, int] = ("", 0)) -> tuple[Head, ...]:
        """A client's reports, newest first, before the one with (day, number)."""
        where = "WHERE r.client = ?"
        values: tuple[object, ...] = (client,)
        if before[1]:
            where += " AND (r.done_on, r.number) < (?, ?)"
            values = (client, *before)
        return self._heads(
            f"{where} ORDER BY r.done_on DESC, r.number DESC LIMIT {PAGE}", values
        )

    def unread(self) -> tuple[Head, ...]:
        """What waits to be read, of all clients, oldest first."""
        return self._heads(
            f"WHERE r.seen_at = '' ORDER BY r.received_at, r.number LIMIT {PAGE}", ()
        )

    def count(self, client: str) -> int:
        """How many reports there are of a client."""
        rows = self._shelf.run(
            "SELECT count(*) FROM desk_reports WHERE client = ?", (client,)
        )
        return int(rows[0][0])

    def done(self, assignment: str) -> dict[str, int]:
        """How often each part of an assignment was reported."""
        rows = self._shelf.run(
            "SELECT part, count(*) FROM desk_reports"
            " WHERE assignment = ? AND assignment <> '' GROUP BY part",
            (assignment,),
        )
        return {part: int(count) for part, count in rows}

    def rows(self, number: int) -> tuple[Row, ...]:
        """The items of a report in the client's order."""
        said = {one.item: one for one in self._corrections.of(number)}
        rows = self._shelf.run(
            "SELECT id, kind, label, value, numbers, skill, turn, reason"
            " FROM desk_items WHERE report = ? ORDER BY place",
            (number,),
        )
        return tuple(
            Row(
                ident,
                kind,
                label,
                value,
                in_order(json.loads(numbers)),
                skill,
                turn,
                reason,
                said.get(ident),
            )
            for ident, kind, label, value, numbers, skill, turn, reason in rows
        )

    def _heads(self, where: str, values: Sequence[object]) -> tuple[Head, ...]:
        rows = self._shelf.run(
            f"SELECT {_HEAD} FROM desk_reports r"
            f" JOIN desk_clients c ON c.id = r.client {where}",
            tuple(values),
        )
        return tuple(Head(*row) for row in rows)


def _row(number: int, place: int, item: Item) -> tuple[object, ...]:
    return (
        number,
        place,
        item.id,
        item.kind,
        item.label,
        item.value,
        json.dumps(item.numbers),
        item.skill,
        item.turn,
        item.reason,
    )


def in_order(numbers: dict[str, float]) -> dict[str, float]:
    """Numbers of an item in the order in which they came about."""
    last = len(_TIMES)
    places = {name: place for place, name in enumerate(_TIMES)}
    names = sorted(numbers, key=lambda name: (places.get(name, last), name))
    return {name: numbers[name] for name in names}
