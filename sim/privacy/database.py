"""The encrypted database file: opening it with a key, and what can go wrong."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from sim.privacy.errors import VaultBusy, VaultDamaged, VaultError
from sim.privacy.forgetting import wipe
from sim.privacy.schema import migrate

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_CANNOT_WRITE = ("is full", "readonly", "unable to open", "disk I/O error")


def connect(path: Path, key: bytes | bytearray) -> Any:
    """Open or make the database at `path` under a raw 256-bit `key`.

    Each statement commits by itself and is on the disk when it returns (WAL with
    ``synchronous=FULL``), so a killed process loses nothing that was appended.

    Raises:
        VaultDamaged: the file is not a database under this key.
        VaultNewer: it has tables that this program does not know.
    """
    # SQLite gives its -wal and -shm files the rights of the database file.
    with _creating(path):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o600))
    # a cache of statements would keep the text that holds the key
    connection = dbapi2.connect(
        str(path), isolation_level=None, check_same_thread=False, cached_statements=0
    )
    try:
        with reading(path):
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute("PRAGMA cipher_memory_security = ON")
            _give_key(connection, "PRAGMA key = ", key)
            for pragma in (
                "journal_mode = WAL",
                "synchronous = FULL",
                "foreign_keys = ON",
                "secure_delete = ON",
                "temp_store = MEMORY",  # nothing said may reach a temporary file
            ):
                connection.execute(f"PRAGMA {pragma}").fetchall()
            migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _give_key(
    connection: Any, words: str, key: bytes | bytearray, values: tuple[str, ...] = ()
) -> None:
    text = key.hex()
    statement = f"{words}\"x'{text}'\""
    try:
        connection.execute(statement, values)
    finally:
        wipe(text, statement)


@contextlib.contextmanager
def _creating(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as cause:
        why = cause.strerror or type(cause).__name__
        raise VaultError(
            f"{path}: cannot be written ({why}). Make room or give write access; "
            "what was recorded before is safe."
        ) from cause


def copy_under(connection: Any, path: Path, key: bytes | bytearray) -> None:
    """Write everything in `connection` to a new database at `path` under `key`."""
    with _creating(path):
        path.unlink(missing_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    with reading(path):
        _give_key(connection, "ATTACH DATABASE ? AS fresh KEY ", key, (str(path),))
        try:
            connection.execute("SELECT sqlcipher_export('fresh')").fetchall()
        finally:
            connection.execute("DETACH DATABASE fresh")


@contextlib.contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn the database's own errors into the vault's."""
    try:
        yield
    except dbapi2.OperationalError as cause:
        words = str(cause)
        if "locked" in words:
            raise VaultBusy(
                f"{path}: another program holds the file. Close it and try again."
            ) from cause
        if any(one in words for one in _CANNOT_WRITE):
            raise VaultError(
                f"{path}: cannot be written ({words}). Make room or give write access; "
                "what was recorded before is safe."
            ) from cause
        raise damaged(path, cause) from cause
    except dbapi2.IntegrityError as cause:
        raise VaultError(f"{path}: refused an entry ({cause}).") from cause
    except dbapi2.DatabaseError as cause:
        raise damaged(path, cause) from cause


def damaged(path: Path, cause: object) -> VaultDamaged:
    """The error for a file that cannot be read."""
    return VaultDamaged(
        f"{path}: the vault is damaged ({cause}). It was left as it is; put a copy "
        "back if you have one, or erase everything with 'visavis erase --all'."
    )


def files_of(path: Path) -> tuple[Path, ...]:
    """The database file and what SQLite keeps beside it."""
    return (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm")))
