"""The vault's tables, as the steps that lead to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.privacy.errors import VaultNewer

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE sessions ("
        " id TEXT PRIMARY KEY,"
        " scenario TEXT NOT NULL,"
        " title TEXT NOT NULL,"
        " started_at TEXT NOT NULL,"
        " status TEXT NOT NULL CHECK (status IN ('open', 'closed')),"
        " ended_at TEXT)",
        "CREATE TABLE events ("
        " session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,"
        " seq INTEGER NOT NULL,"
        " kind TEXT NOT NULL,"
        " turn INTEGER,"
        " at TEXT NOT NULL,"
        " body TEXT NOT NULL,"
        " PRIMARY KEY (session, seq)) WITHOUT ROWID",
    ),
    # small things kept beside the sessions, each under its name: `sim.privacy.notes`
    (
        "CREATE TABLE notes ("
        " name TEXT PRIMARY KEY,"
        " at TEXT NOT NULL,"
        " body TEXT NOT NULL) WITHOUT ROWID",
    ),
)
"""One tuple of statements per version; a change of the tables appends one."""


def migrate(
    connection: Any,
    steps: Sequence[Sequence[str]] = MIGRATIONS,
    counter: str = "migrations",
) -> None:
    """Bring the tables to the newest version, each step whole or not at all.

    Args:
        connection: an open database.
        steps: statements per version.
        counter: table that remembers which of `steps` were taken.

    Raises:
        VaultNewer: the vault has steps that this program does not know.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(
            f"CREATE TABLE IF NOT EXISTS {counter} (version INTEGER PRIMARY KEY)"
        )
        have = connection.execute(
            f"SELECT coalesce(max(version), 0) FROM {counter}"
        ).fetchone()[0]
        if have > len(steps):
            raise VaultNewer(
                f"The vault was written by a newer Vis-à-Vis (version {have}, this one "
                f"knows {len(steps)}). Update the program; nothing was changed."
            )
        for version, statements in enumerate(steps[have:], have + 1):
            for statement in statements:
                connection.execute(statement)
            connection.execute(f"INSERT INTO {counter} VALUES (?)", (version,))
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
