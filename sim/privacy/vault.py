"""The vault: every event of every session, encrypted, as it happens."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sim.privacy import keys
from sim.privacy.database import connect, copy_under, files_of, reading
from sim.privacy.errors import (
    NoSuchSession,
    PassphraseNeeded,
    VaultDamaged,
    VaultError,
    WrongPassphrase,
)
from sim.privacy.folder import data_folder, destroy, make_private, sync_folder
from sim.privacy.keys import KeyFile
from sim.privacy.lock import Lock
from sim.privacy.notes import HIDDEN, Notes
from sim.privacy.records import APPEND, Entry, SessionInfo, Status, row
from sim.privacy.sources import (
    Keyring,
    KeySource,
    forget_keyring_secret,
    new_keyring_secret,
)
from sim.privacy.unlock import remove_files, secret_for, unlock


def vault_folder(home: Path | None = None) -> Path:
    """The vault's own folder inside the data folder."""
    return (home or data_folder()) / "vault"


def vault_exists(home: Path | None = None) -> bool:
    """Whether there is a vault to open."""
    return (vault_folder(home) / "key.json").exists()


def open_vault(source: KeySource, home: Path | None = None) -> Vault:
    """Open the vault under `home`, making it first when there is none.

    Raises:
        PassphraseNeeded: ask for one and call again; ``new`` says which kind.
        VaultError: another of its kinds; the message is for the user.
    """
    if vault_exists(home):
        return Vault.open(source, home)
    return Vault.create(source, home)


class Vault:
    """An open vault. Only one process can have it open; threads may share it."""

    def __init__(
        self,
        folder: Path,
        key_file: KeyFile,
        source: KeySource,
        connection: Any,
        lock: Lock,
    ) -> None:
        """Use `Vault.open`, `Vault.create` or `open_vault`."""
        self.folder = folder
        self._key_file = key_file
        self._source = source
        self._connection = connection
        self._lock = lock
        self._guard = threading.RLock()
        self.notes = Notes(self._run)

    @classmethod
    def create(cls, source: KeySource, home: Path | None = None) -> Vault:
        """Make a new vault under a passphrase or, without one, the system keyring.

        Raises:
            PassphraseNeeded: there is neither.
            VaultError: files of a vault without its key file are in the way.
        """
        folder = vault_folder(home)
        ring = None if source.passphrase is not None else source.ring()
        if source.passphrase is None and ring is None:
            raise PassphraseNeeded(
                "There is no system keyring here that could keep your vault's key. "
                "Choose a passphrase (asked for at each start, and nobody can "
                "recover it), or give one in VISAVIS_PASSPHRASE.",
                new=True,
            )
        if not folder.parent.exists():
            make_private(folder.parent)
        lock = Lock(make_private(folder) / "lock")
        try:
            if (folder / "key.json").exists():
                raise VaultError(f"{folder}: there is a vault already; open that one.")
            if (folder / "vault.db").exists():
                raise VaultDamaged(
                    f"{folder / 'key.json'}: the key file is missing, so the vault "
                    "beside it cannot be read. Nothing was changed; put the key file "
                    "back, or erase everything with 'visavis erase --all'."
                )
            return cls._make(folder, source, ring, lock)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def _make(
        cls, folder: Path, source: KeySource, ring: Keyring | None, lock: Lock
    ) -> Vault:
        key, vault_id = keys.new_key(), secrets.token_hex(8)
        if source.passphrase is not None:
            slot = keys.wrap(key, source.passphrase, "passphrase", source.cost)
        else:
            assert ring is not None  # the caller has looked
            secret = new_keyring_secret(ring, vault_id)
            slot = keys.wrap(key, secret, "keyring")
        # "Not ready" first: a crash in between leaves no doubt that it is empty.
        key_file = KeyFile(vault_id, False, (slot,))
        keys.write_key_file(folder / "key.json", key_file)
        connection = connect(folder / "vault.db", key)
        key_file = replace(key_file, is_ready=True)
        keys.write_key_file(folder / "key.json", key_file)
        return cls(folder, key_file, source, connection, lock)

    @classmethod
    def open(cls, source: KeySource, home: Path | None = None) -> Vault:
        """Open an existing vault.

        Raises:
            VaultError: one of its kinds; nothing was changed.
        """
        folder = vault_folder(home)
        if not (folder / "key.json").exists():
            raise VaultError(f"{folder}: there is no vault here yet.")
        lock = Lock(folder / "lock")
        try:
            key_file = keys.read_key_file(folder / "key.json")
            if not key_file.is_ready:  # the very first start was cut off: begin anew
                for path in (*files_of(folder / "vault.db"), folder / "key.json"):
                    path.unlink(missing_ok=True)
                ring = None if source.passphrase is not None else source.ring()
                if source.passphrase is None and ring is None:
                    raise PassphraseNeeded("Choose a passphrase.", new=True)
                return cls._make(folder, source, ring, lock)
            secret = secret_for(key_file, source)
            connection, key_file = unlock(folder, key_file, secret)
            return cls(folder, key_file, source, connection, lock)
        except BaseException:
            lock.release()
            raise

    def begin(self, session: str, scenario: str, title: str, started_at: str) -> None:
        """Enter a new session into the list, as open."""
        self._run(
            "INSERT INTO sessions (id, scenario, title, started_at, status)"
            " VALUES (?, ?, ?, ?, 'open')",
            (session, scenario, title, started_at),
        )

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
        with self._guard:
            self._run("BEGIN IMMEDIATE")
            try:
                for number, event in enumerate(events, seq):
                    self._run(APPEND, row(session, number, event, at))
                self._run("COMMIT")
            except BaseException:
                self._run("ROLLBACK")
                raise

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
        self._run("VACUUM")
        self._run("PRAGMA wal_checkpoint(TRUNCATE)")

    def erase_all(self) -> None:
        """Destroy the key, then every file; the vault is closed afterwards."""
        forget = self._key_file.slots[0].kind == "keyring"
        destroy(self.folder / "key.json")
        self._connection.close()
        if forget:
            forget_keyring_secret(self._source, self._key_file.vault_id)
        remove_files(self.folder)
        self._lock.release()

    def change_passphrase(self, passphrase: str) -> None:
        """Encrypt everything anew under a new key that `passphrase` opens.

        Killed at any point, the vault opens with the former or the new passphrase.
        """
        key = keys.new_key()
        slot = keys.wrap(key, passphrase, "passphrase", self._source.cost)
        database, draft = self.folder / "vault.db", self.folder / "vault.db.new"
        with self._guard:
            self._run("PRAGMA wal_checkpoint(TRUNCATE)")
            copy_under(self._connection, draft, key)
            both = replace(self._key_file, slots=(*self._key_file.slots, slot))
            keys.write_key_file(self.folder / "key.json", both)
            self._connection.close()
            for path in files_of(database)[1:]:
                path.unlink(missing_ok=True)
            draft.replace(database)
            sync_folder(self.folder)
            self._connection = connect(database, key)
            if self._key_file.slots[0].kind == "keyring":
                forget_keyring_secret(self._source, self._key_file.vault_id)
            self._key_file = replace(both, slots=(slot,))
            keys.write_key_file(self.folder / "key.json", self._key_file)

    def is_passphrase(self, given: str) -> bool:
        """Whether `given` opens this vault; never, where the keyring holds its key."""
        slots = [slot for slot in self._key_file.slots if slot.kind == "passphrase"]
        try:
            return bool(slots and keys.unwrap(tuple(slots), given))
        except WrongPassphrase:
            return False

    @property
    def has_passphrase(self) -> bool:
        """Whether a passphrase opens it, and not the system's keyring alone."""
        return any(slot.kind == "passphrase" for slot in self._key_file.slots)

    def check(self) -> list[str]:
        """Read and verify every page; the problems found, empty when it is sound."""
        rows = self._run("PRAGMA cipher_integrity_check")
        rows += [row for row in self._run("PRAGMA quick_check") if row[0] != "ok"]
        return [str(row[0]) for row in rows]

    def close(self) -> None:
        """Close the vault and let other processes in; twice is harmless."""
        with self._guard:
            self._connection.close()
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _run(self, statement: str, values: tuple[Any, ...] = ()) -> list[Any]:
        with self._guard, reading(self.folder / "vault.db"):
            return list(self._connection.execute(statement, values).fetchall())
