"""Small things that the vault keeps beside the sessions, each under its name.

The user's answers before a rehearsal, what they have ruled out, which sessions are
hidden: encrypted like everything else, and gone with `forget`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

HIDDEN = "hidden_sessions"
"""Name of the note that holds the ids of the sessions no list shows."""

POST = "post."
"""What the post between client and therapist keeps begins so: `sim.clinic.post`."""
PEER = "post.peer."
"""Somebody one is paired with: what they are called here, and their public keys."""

Run = Callable[[str, tuple[Any, ...]], list[Any]]


def is_for_here_only(name: str) -> bool:
    """Whether a note is of no use elsewhere: private keys, and what was opened.

    No export ever holds one, not even with everything hidden: whoever had the keys
    could read and write in the user's name.
    """
    return name.startswith(POST) and not name.startswith(PEER)


class Notes:
    """The notes of one open vault."""

    def __init__(self, run: Run, truncate: Callable[[], None]) -> None:
        """`run` executes one statement and returns its rows.

        `truncate` takes what was removed out of every file.
        """
        self._run = run
        self._truncate = truncate

    def get(self, name: str) -> Any:
        """The note's value; None where there is none."""
        rows = self._run("SELECT body FROM notes WHERE name = ?", (name,))
        return json.loads(rows[0][0]) if rows else None

    def keep(self, name: str, value: Any) -> None:
        """Write `value`, any JSON, in place of what the note held."""
        body = json.dumps(value, ensure_ascii=False)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        self._run(
            "INSERT INTO notes (name, at, body) VALUES (?, ?, ?)"
            " ON CONFLICT (name) DO UPDATE SET at = excluded.at, body = excluded.body",
            (name, at, body),
        )

    def forget(self, name: str) -> None:
        """Remove the note; nothing where there is none."""
        self.drop(name)
        self.clean()

    def drop(self, name: str) -> None:
        """Remove a note that is no secret, without looking after its traces."""
        self._run("DELETE FROM notes WHERE name = ?", (name,))

    def clean(self) -> None:
        """Leave nothing of what notes held before in any file."""
        self._truncate()

    def all(self) -> dict[str, Any]:
        """Every note by its name, for an export and for the user to see."""
        rows = self._run("SELECT name, body FROM notes ORDER BY name", ())
        return {name: json.loads(body) for name, body in rows}

    def beginning(self, prefix: str) -> dict[str, Any]:
        """The notes whose names begin with `prefix`, in the order of their names."""
        rows = self._run(
            "SELECT name, body FROM notes WHERE name >= ? AND name < ? ORDER BY name",
            (prefix, prefix + "\U0010ffff"),
        )
        return {name: json.loads(body) for name, body in rows}

    def times(self) -> dict[str, str]:
        """When each note was last written, in ISO 8601."""
        return dict(self._run("SELECT name, at FROM notes ORDER BY name", ()))

    def hide(self, session: str) -> None:
        """Let no list show `session`; it is still found by its whole id."""
        self.keep(HIDDEN, sorted({*(self.get(HIDDEN) or ()), session}))
