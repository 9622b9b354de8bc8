"""What lies in an open vault: sessions, their events, and the few other things."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.privacy.database import reading
from sim.privacy.errors import NoSuchSession, VaultLocked
from sim.privacy.notes import HIDDEN, Notes
from sim.privacy.records import APPEND, Entry, SessionInfo, Status, row
from sim.privacy.schema import migrate


class Shelf:
    """Reads and writes the tables of one open database; threads may share it."""

    def __init__(self, folder: Path, connection: Any) -> None:
        """Use `sim.privacy.vault.Vault`, which opens and locks it."""
        self.folder = folder
        self._connection: Any = connection
        """None while the vault is locked."""
        self._guard = threading.RLock()
        self._is_together = False
        self._is_to_truncate = False
        self.notes = Notes(self._run, self._truncate)

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Keep what is written inside as a whole; an error inside, and none of it is.

        One inside another belongs to the outer. Other threads wait.
        """
        with self._guard:
            if self._is_together:
                yield
                return
            self._run("BEGIN IMMEDIATE")
            self._is_together = True
            try:
                yield
                self._run("COMMIT")
            except BaseException:
                # a full disk may have ended it already
                if self._connection is not None and self._connection.in_transaction:
                    self._run("ROLLBACK")
                raise
            finally:
                self._is_together = False
            if self._is_to_truncate:
                self._truncate()

    def begin(self, session: str, scenario: str, title: str, started_at: str) -> None:
        """Enter a new session into the list, as open."""
        self._run(
            "INSERT INTO sessions (id, scenario, title, started_at, status)"
            " VALUES (?, ?, ?, ?, 'open')",
            (session, scenario, title, started_at),
        )

    def take_in(self, info: SessionInfo, entries: Sequence[Entry]) -> None:
        """Enter a whole session that was recorded elsewhere, all of it or nothing.

        Raises:
            VaultError: there is a session with its id.
        """
        with self.together():
            self.begin(info.id, info.scenario, info.title, info.started_at)
            for one in entries:
                self._run(APPEND, row(info.id, one.seq, one.event, one.at))
            if info.status == "closed":
                self.close_session(info.id)

    def append(
        self, session: str, seq: int, event: Mapping[str, Any], at: str = ""
    ) -> None:
        """Write one event; when this returns it survives a power cut.

        Raises:
            VaultError: the session is unknown or `seq` is taken.
        """
        self._run(APPEND, row(session, seq, event, at))

    def append_all(
        self, session: str, seq: int, events: Sequence[Mapping[str, Any]], at: str = ""
    ) -> None:
        """Write several events, all or none, for the price of one write to the disk.

        They are numbered from `seq` on.

        Raises:
            VaultError: the session is unknown or a number is taken.
        """
        with self.together():
            for number, event in enumerate(events, seq):
                self._run(APPEND, row(session, number, event, at))

    def entries(self, session: str) -> list[Entry]:
        """The events of a session in order, with number and time.

        Raises:
            NoSuchSession: there is none with this id.
        """
        self.info(session)
        rows = self._run(
            "SELECT seq, at, body FROM events WHERE session = ? ORDER BY seq",
            (session,),
        )
        return [Entry(seq, at, json.loads(body)) for seq, at, body in rows]

    def events(self, session: str) -> list[dict[str, Any]]:
        """The events of a session in order, as they were recorded."""
        return [entry.event for entry in self.entries(session)]

    def last_seq(self, session: str) -> int:
        """Number of the last event; -1 when there is none."""
        rows = self._run(
            "SELECT coalesce(max(seq), -1) FROM events WHERE session = ?", (session,)
        )
        return int(rows[0][0])

    def sessions(
        self, status: Status | None = None, *, with_hidden: bool = False
    ) -> list[SessionInfo]:
        """All sessions, oldest first; only the open or closed ones if asked.

        Those that the user has hidden are left out, unless asked for.
        """
        hidden = () if with_hidden else self.notes.get(HIDDEN) or ()
        rows = self._run(
            "SELECT id, scenario, title, started_at, status,"
            " (SELECT count(DISTINCT turn) FROM events"
            "  WHERE session = sessions.id AND kind = 'utterance')"
            " FROM sessions WHERE ? IS NULL OR status = ? ORDER BY rowid",
            (status, status),
        )
        return [SessionInfo(*row) for row in rows if row[0] not in hidden]

    def info(self, session: str) -> SessionInfo:
        """One session by its id, by the first letters of it, or ``last``.

        A hidden one is only found by its whole id.

        Raises:
            NoSuchSession: none fits, or several do.
        """
        every = self.sessions()
        if session == "last" and every:
            return every[-1]
        fits = [one for one in every if session and one.id.startswith(session)]
        exact = [one for one in self.sessions(with_hidden=True) if one.id == session]
        if len(exact or fits) != 1:
            what = "several sessions begin so" if fits else "no session has this id"
            raise NoSuchSession(f"{session!r}: {what}. 'visavis sessions' lists them.")
        return (exact or fits)[0]

    def close_session(self, session: str, ended_at: str = "") -> None:
        """Mark a session as finished, so that it is not offered for resuming."""
        self._run(
            "UPDATE sessions SET status = 'closed', ended_at = ? WHERE id = ?",
            (ended_at, session),
        )

    def reopen_session(self, session: str) -> None:
        """Mark a finished session as open: it goes on after all."""
        self._run(
            "UPDATE sessions SET status = 'open', ended_at = '' WHERE id = ?",
            (session,),
        )

    def erase_session(self, session: str) -> None:
        """Remove a session for good: rows zeroed, file rewritten without them.

        Raises:
            NoSuchSession: there is none with exactly this id.
        """
        if session not in {one.id for one in self.sessions(with_hidden=True)}:
            raise NoSuchSession(f"{session!r}: no session has this id.")
        self._run("DELETE FROM sessions WHERE id = ?", (session,))
        hidden: list[str] = self.notes.get(HIDDEN) or []
        if session in hidden:  # not even its id stays
            self.notes.keep(HIDDEN, [one for one in hidden if one != session])
        self._run("VACUUM")
        self._truncate()

    def check(self) -> list[str]:
        """Read and verify every page; the problems found, empty when it is sound."""
        rows = self._run("PRAGMA cipher_integrity_check")
        rows += [row for row in self._run("PRAGMA quick_check") if row[0] != "ok"]
        return [str(row[0]) for row in rows]

    def add_tables(self, counter: str, steps: Sequence[Sequence[str]]) -> None:
        """Make tables beside the vault's own, or bring them to their newest version.

        Args:
            counter: table that remembers which of `steps` were taken.
            steps: statements per version, see `sim.privacy.schema`.

        Raises:
            VaultNewer: a newer program has taken further steps.
            VaultLocked: the vault is locked.
        """
        self._run("SELECT 1")
        with self._guard, reading(self.folder / "vault.db"):
            migrate(self._connection, steps, counter)

    def run(self, statement: str, values: tuple[Any, ...] = ()) -> list[Any]:
        """Execute one statement on tables of `add_tables`; its rows.

        Raises:
            VaultLocked: the vault is locked.
            VaultError: the database refuses it.
        """
        return self._run(statement, values)

    def _truncate(self) -> None:
        """Take what was removed out of the write-ahead file, too."""
        self._is_to_truncate = self._is_together  # which does it at its end
        if not self._is_together:
            self._run("PRAGMA wal_checkpoint(TRUNCATE)")

    def _run(self, statement: str, values: tuple[Any, ...] = ()) -> list[Any]:
        with self._guard, reading(self.folder / "vault.db"):
            if self._connection is None:
                raise VaultLocked(
                    "Your record is locked. Open it again to go on; nothing is lost."
                )
            return list(self._connection.execute(statement, values).fetchall())
