"""The log: who came in, what was looked at, sent, received, corrected or withdrawn.

It is only ever added to, and holds no words of a client: ids, days and counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sim.privacy.shelf import Shelf

PAGE: Final = 50
"""Rows of any list that are read at once."""

WORDS: Final[dict[str, str]] = {
    "came_in": "Logged in",
    "locked": "Locked the desk",
    "idle_lock": "The desk locked itself",
    "looked_at_clients": "Looked at the list of clients",
    "looked_at_client": "Looked at a client",
    "looked_at_session": "Looked at a session",
    "looked_at_inbox": "Looked at the inbox",
    "looked_at_log": "Looked at the log",
    "looked_at_settings": "Looked at the settings",
    "invited": "Invited somebody",
    "uninvited": "Withdrew an invitation",
    "paired": "Paired",
    "compared": "Compared the five words",
    "renamed": "Gave another name",
    "assigned": "Sealed an assignment",
    "handed_over": "Took a sealed letter along",
    "put_in_folder": "Put a sealed letter in the folder",
    "report_came": "A report came in",
    "answer_came": "An answer to an assignment came in",
    "withdrawn": "The client withdrew a report; it was deleted",
    "withdrawn_unseen": "The client withdrew a report that was not here",
    "keys_came": "The client's new keys came in",
    "goodbye_came": "The client ended the pairing",
    "refused": "A letter was refused",
    "corrected": "Corrected a score",
    "correction_undone": "Took a correction back",
    "noted": "Wrote a note",
    "note_changed": "Changed a note",
    "note_removed": "Removed a note",
    "report_removed": "Deleted a report",
    "ended": "Ended the pairing",
    "client_removed": "Deleted a client and all of theirs",
    "rotated": "Made new keys",
    "began_anew": "Ended every pairing and made new keys",
    "passphrase": "Changed the passphrase",
    "recovery": "Made recovery words",
    "recovery_removed": "Let the recovery words open nothing",
    "backup": "Made a backup",
    "settings": "Changed a setting",
    "scenario": "Changed a scenario",
}

REFUSED: Final[dict[str, str]] = {
    "NotAnEnvelope": "It was no letter",
    "Damaged": "It was damaged or changed",
    "NotForYou": "It was sealed for somebody else, or changed",
    "UnknownSender": "Its sender is not paired with you",
    "Revoked": "The pairing with its sender has ended",
    "Replayed": "It had been opened before",
    "Newer": "It needs a newer program",
    "Older": "It was sealed in an older way than before",
    "Unreadable": "Its content did not fit",
    "NotAnInvitation": "It was no whole answer to an invitation",
    "WrongCode": "It was answered with another code",
    "TooManyTries": "The code was tried too often",
    "Expired": "The invitation had ended",
    "Used": "The invitation had been answered, or was not made here",
}
"""Why a letter was refused, by the name of the error that stands in the log."""

CAME: Final = (
    "paired",
    "report_came",
    "answer_came",
    "withdrawn",
    "withdrawn_unseen",
    "keys_came",
    "goodbye_came",
    "refused",
)
SHOWN_CAME: Final = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log."""

    number: int
    at: str
    what: str
    client: str
    """Id; empty when it is about nobody."""
    alias: str
    """Empty, too, when the client has been deleted."""
    about: str

    @property
    def words(self) -> str:
        """What happened, in words."""
        return WORDS.get(self.what, self.what)

    @property
    def on_what(self) -> str:
        """What it is about, in words; a day stays as it is."""
        return REFUSED.get(self.about, self.about)


class Log:
    """The log of one open desk."""

    def __init__(self, shelf: Shelf, now: Callable[[], datetime]) -> None:
        self._shelf = shelf
        self._now = now

    def add(self, what: str, client: str = "", about: str = "") -> None:
        """Write down that `what`, one of `WORDS`, happened."""
        self._shelf.run(
            "INSERT INTO desk_log (at, what, client, about) VALUES (?, ?, ?, ?)",
            (self._now().isoformat(timespec="seconds"), what, client, about),
        )

    def came(self) -> tuple[Entry, ...]:
        """What came in lately, newest first."""
        # a look for each kind reads a dozen rows; one for all reads everything there is
        newest = " UNION ALL ".join(
            "SELECT number FROM (SELECT number FROM desk_log WHERE what = ?"
            f" ORDER BY number DESC LIMIT {SHOWN_CAME})"
            for _ in CAME
        )
        return self._entries(f"WHERE l.number IN ({newest})", CAME, SHOWN_CAME)

    def page(self, before: int = 0, client: str = "") -> tuple[Entry, ...]:
        """The newest entries, or those before the one with this number."""
        where = "WHERE 1"
        values: list[int | str] = []
        if before:
            where += " AND l.number < ?"
            values.append(before)
        if client:
            where += " AND l.client = ?"
            values.append(client)
        return self._entries(where, values, PAGE)

    def _entries(
        self, where: str, values: Sequence[int | str], most: int
    ) -> tuple[Entry, ...]:
        rows = self._shelf.run(
            "SELECT l.number, l.at, l.what, l.client, coalesce(c.alias, ''), l.about"
            " FROM desk_log l LEFT JOIN desk_clients c ON c.id = l.client"
            f" {where} ORDER BY l.number DESC LIMIT {most}",
            tuple(values),
        )
        return tuple(Entry(*row) for row in rows)
