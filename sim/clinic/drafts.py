"""Scenarios that the therapist writes, as drafts in their own vault.

A draft is kept as the TOML it will be sent as, whether or not it is finished. It is
ready for a client only as long as not a letter of it differs from what was approved.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from dialogue.plain import shown
from dialogue.strict import tables_of
from sim.clinic.errors import ClinicError
from sim.privacy.shelf import Shelf

COUNTER: Final = "draft_migrations"
STEPS: Final[tuple[tuple[str, ...], ...]] = (
    (
        "CREATE TABLE desk_drafts ("
        " id TEXT PRIMARY KEY,"
        " scenario TEXT NOT NULL,"
        " title TEXT NOT NULL,"
        " revision INTEGER NOT NULL,"
        " at TEXT NOT NULL,"
        " ready TEXT NOT NULL DEFAULT '',"
        " digest TEXT NOT NULL,"
        " body TEXT NOT NULL)",
        "CREATE INDEX desk_drafts_at ON desk_drafts (at, id)",
        # what a page that is open elsewhere was made of, and a step back
        "CREATE TABLE desk_draft_past ("
        " draft TEXT NOT NULL REFERENCES desk_drafts (id) ON DELETE CASCADE,"
        " revision INTEGER NOT NULL,"
        " body TEXT NOT NULL,"
        " PRIMARY KEY (draft, revision)) WITHOUT ROWID",
    ),
)
MOST_DRAFTS: Final = 200
"""Of one therapist."""
KEPT_BACK: Final = 20
"""Revisions of a draft that can be gone back to."""
_HEAD: Final = "id, scenario, title, revision, at, ready = digest"


class DraftError(ClinicError):
    """A draft cannot be kept or found; nothing was changed."""


class NoDraft(DraftError):
    """There is no such draft."""


class Overtaken(DraftError):
    """It was saved elsewhere, such as in another window, in the meantime."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft."""

    id: str
    scenario: str
    """Id of the scenario: the name of its file."""
    title: str
    revision: int
    """Rises with every change."""
    at: str
    """Of the last change, in ISO 8601."""
    is_ready: bool
    """Approved as it stands, letter by letter."""
    body: str = ""
    """The TOML; empty in a list."""

    @property
    def name(self) -> str:
        """Name of its file, also inside an envelope."""
        return f"{self.scenario}.toml"

    @property
    def raw(self) -> bytes:
        """What goes into the file."""
        return self.body.encode()


def _now() -> datetime:
    return datetime.now(UTC)


class Drafts:
    """The drafts in one open vault."""

    def __init__(self, shelf: Shelf, now: Callable[[], datetime] = _now) -> None:
        """Make the table, if this vault has none yet."""
        shelf.add_tables(COUNTER, STEPS)
        self._shelf = shelf
        self._now = now

    def all(self) -> tuple[Draft, ...]:
        """Every draft without its body, the newest first."""
        rows = self._shelf.run(f"SELECT {_HEAD} FROM desk_drafts ORDER BY at DESC, id")
        return tuple(_head(row) for row in rows)

    def ready(self) -> tuple[Draft, ...]:
        """Those that may be assigned, with their bodies, by title."""
        rows = self._shelf.run(
            f"SELECT {_HEAD}, body FROM desk_drafts"
            " WHERE ready = digest ORDER BY title, id"
        )
        return tuple(_whole(row) for row in rows)

    def one(self, ident: str) -> Draft:
        """A draft with its body.

        Raises:
            NoDraft: there is none.
        """
        rows = self._shelf.run(
            f"SELECT {_HEAD}, body FROM desk_drafts WHERE id = ?",
            (ident,),
        )
        if not rows:
            raise NoDraft("There is no such scenario here. It may have been deleted.")
        return _whole(rows[0])

    def add(self, body: str) -> Draft:
        """Keep a new draft.

        Raises:
            DraftError: there are `MOST_DRAFTS` already.
            DataError: it is no TOML, or longer than a scenario may be.
        """
        scenario, title = _named(body)
        ident = secrets.token_hex(8)
        with self._shelf.together():
            if self._count() >= MOST_DRAFTS:
                raise DraftError(
                    f"There are {MOST_DRAFTS} drafts already. Delete one that you no "
                    "longer need."
                )
            self._shelf.run(
                "INSERT INTO desk_drafts (id, scenario, title, revision, at, digest,"
                " body) VALUES (?, ?, ?, 1, ?, ?, ?)",
                (ident, scenario, title, self._at(), digest(body), body),
            )
        return self.one(ident)

    def save(self, ident: str, revision: int, body: str) -> Draft:
        """Write `body` in place of revision `revision`.

        Raises:
            NoDraft: there is none.
            Overtaken: another revision stands there now.
            DataError: it is no TOML, or longer than a scenario may be.
        """
        scenario, title = _named(body)
        with self._shelf.together():
            self._check(ident, revision)
            self._shelf.run(
                "INSERT INTO desk_draft_past SELECT id, revision, body"
                " FROM desk_drafts WHERE id = ?",
                (ident,),
            )
            self._shelf.run(
                "DELETE FROM desk_draft_past WHERE draft = ? AND revision <= ?",
                (ident, revision - KEPT_BACK),
            )
            self._shelf.run(
                "UPDATE desk_drafts SET scenario = ?, title = ?, at = ?, digest = ?,"
                " body = ?, revision = revision + 1 WHERE id = ?",
                (scenario, title, self._at(), digest(body), body, ident),
            )
        return self.one(ident)

    def body_at(self, ident: str, revision: int) -> str:
        """The TOML as it was at a revision, if it is one of the last `KEPT_BACK`.

        Raises:
            NoDraft: it is not kept.
        """
        now = self.one(ident)
        if now.revision == revision:
            return now.body
        rows = self._shelf.run(
            "SELECT body FROM desk_draft_past WHERE draft = ? AND revision = ?",
            (ident, revision),
        )
        if not rows:
            raise NoDraft("That version is no longer kept. Open the scenario anew.")
        return str(rows[0][0])

    def approve(self, ident: str, revision: int) -> Draft:
        """Let it be assigned, as it stands.

        Raises:
            NoDraft: there is none.
            Overtaken: another revision stands there now.
        """
        with self._shelf.together():
            self._check(ident, revision)
            self._shelf.run(
                "UPDATE desk_drafts SET ready = digest WHERE id = ?", (ident,)
            )
        return self.one(ident)

    def remove(self, ident: str) -> None:
        """Delete it, and leave nothing of it in the vault's files.

        Raises:
            NoDraft: there is none.
        """
        self.one(ident)
        self._shelf.run("DELETE FROM desk_drafts WHERE id = ?", (ident,))
        self._shelf.notes.clean()

    def _check(self, ident: str, revision: int) -> None:
        stands = self.one(ident).revision
        if stands != revision:
            raise Overtaken(
                "This scenario was saved in another window since you opened it here. "
                "Neither version is lost: keep yours as a copy, or open it anew."
            )

    def _count(self) -> int:
        return int(self._shelf.run("SELECT count(*) FROM desk_drafts")[0][0])

    def _at(self) -> str:
        return self._now().isoformat(timespec="seconds")


def digest(body: str) -> str:
    """By which it is known that nothing was changed (SHA-256, hexadecimal)."""
    return sha256(body.encode()).hexdigest()


def _named(body: str) -> tuple[str, str]:
    """Id and title of a scenario.

    Raises:
        DataError: it is no TOML, or longer than a scenario may be.
    """
    tables = tables_of(body.encode())
    return shown(tables.get("id", ""), 80), shown(tables.get("title", ""), 120)


def _head(row: tuple[object, ...]) -> Draft:
    ident, scenario, title, revision, at, ready = row
    return Draft(
        str(ident), str(scenario), str(title), int(str(revision)), str(at), bool(ready)
    )


def _whole(row: tuple[object, ...]) -> Draft:
    head = _head(row[:6])
    return Draft(
        head.id,
        head.scenario,
        head.title,
        head.revision,
        head.at,
        head.is_ready,
        str(row[6]),
    )
