"""The clients as lists need them; who is behind an alias stands in the post."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from sim.clinic.contacts import Contact
from sim.clinic.desk.log import PAGE
from sim.clinic.errors import NotPaired
from sim.privacy.shelf import Shelf

Order = Literal["alias", "new"]
_FIELDS: Final = (
    "c.id, c.alias, c.since, c.state, c.last_at, c.unread,"
    " coalesce((SELECT title FROM desk_assignments a WHERE a.client = c.id"
    "  ORDER BY a.number DESC LIMIT 1), ''),"
    " coalesce((SELECT due_on FROM desk_assignments a WHERE a.client = c.id"
    "  ORDER BY a.number DESC LIMIT 1), '')"
)


@dataclass(frozen=True, slots=True)
class Client:
    """A client in a list."""

    id: str
    alias: str
    since: str
    """ISO 8601 day of pairing."""
    state: str
    """``waiting``, ``paired`` or ``ended``."""
    last_at: str
    """When something of theirs last came in; empty: never."""
    unread: int
    """Reports that were not looked at."""
    assigned: str
    """Title of the newest assignment."""
    due_on: str
    """Its day; may be empty."""

    @property
    def is_over(self) -> bool:
        """Whether the pairing has ended."""
        return self.state == "ended"


class Clients:
    """The clients of one open desk."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def match(self, contacts: Iterable[Contact]) -> None:
        """Let the lists say what the post says."""
        here = {
            row[0]: row[1:]
            for row in self._shelf.run("SELECT id, alias, state FROM desk_clients")
        }
        with self._shelf.together():
            for one in contacts:
                if here.get(one.id) != (one.alias, one.state):
                    self.put(one)

    def put(self, contact: Contact) -> None:
        """Take a contact into the lists, or what has changed of them."""
        self._shelf.run(
            "INSERT INTO desk_clients (id, alias, since, state) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET alias = excluded.alias,"
            " since = excluded.since, state = excluded.state",
            (contact.id, contact.alias, contact.since, contact.state),
        )

    def page(
        self,
        search: str = "",
        after: tuple[str, str] = ("", ""),
        *,
        waits: bool = False,
    ) -> tuple[Client, ...]:
        """Clients in the order of their aliases, after the one with (alias, id).

        Args:
            search: letters that the alias holds.
            after: the last one of the page before.
            waits: only those of whom something waits to be read.
        """
        where, values = "(c.alias, c.id) > (?, ?)", list(after)
        if search:
            where += " AND c.alias LIKE ? ESCAPE '\\'"
            values.append(f"%{_plain(search)}%")
        if waits:
            where += " AND c.unread > 0"
        rows = self._shelf.run(
            f"SELECT {_FIELDS} FROM desk_clients c WHERE {where}"
            f" ORDER BY c.alias, c.id LIMIT {PAGE}",
            tuple(values),
        )
        return tuple(Client(*row) for row in rows)

    def one(self, ident: str) -> Client:
        """The client with this id.

        Raises:
            NotPaired: there is none.
        """
        rows = self._shelf.run(
            f"SELECT {_FIELDS} FROM desk_clients c WHERE c.id = ?", (ident,)
        )
        if not rows:
            raise NotPaired("There is no such client here. They may have been deleted.")
        return Client(*rows[0])

    def count(self) -> tuple[int, int]:
        """How many there are, and how many of them have something to read."""
        row = self._shelf.run(
            "SELECT count(*), coalesce(sum(unread > 0), 0) FROM desk_clients"
        )[0]
        return int(row[0]), int(row[1])

    def unread(self) -> int:
        """Reports of all clients that were not looked at."""
        rows = self._shelf.run("SELECT count(*) FROM desk_reports WHERE seen_at = ''")
        return int(rows[0][0])

    def heard(self, ident: str, at: str) -> None:
        """Remember when something of theirs came in."""
        self._shelf.run("UPDATE desk_clients SET last_at = ? WHERE id = ?", (at, ident))

    def remove(self, ident: str) -> None:
        """Delete a client with all that is theirs; the log keeps that they were."""
        self._shelf.run("DELETE FROM desk_clients WHERE id = ?", (ident,))


def _plain(search: str) -> str:
    return "".join(f"\\{one}" if one in "\\%_" else one for one in search)
