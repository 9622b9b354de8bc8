"""The vault: every event of every session, encrypted, as it happens."""

from __future__ import annotations

import secrets
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from sim.privacy import keys, recovery
from sim.privacy.database import connect, copy_under, files_of
from sim.privacy.errors import (
    PassphraseNeeded,
    VaultDamaged,
    VaultError,
    VaultLocked,
)
from sim.privacy.folder import (
    check_own,
    data_folder,
    destroy,
    make_private,
    mend_modes,
    sync_folder,
)
from sim.privacy.forgetting import wipe
from sim.privacy.keys import KeyFile
from sim.privacy.lock import Lock
from sim.privacy.shelf import Shelf
from sim.privacy.sources import (
    Keyring,
    KeySource,
    forget_keyring_secret,
    new_keyring_secret,
)
from sim.privacy.unlock import (
    Opened,
    remove_files,
    secret_for,
    unlock,
    unlock_with_recovery,
)


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


class Vault(Shelf):
    """An open vault. Only one process can have it open; threads may share it."""

    def __init__(
        self, folder: Path, source: KeySource, opened: Opened, lock: Lock
    ) -> None:
        """Use `Vault.open`, `Vault.create` or `open_vault`."""
        super().__init__(folder, opened.connection)
        self.is_new = False
        """Whether this start has made it."""
        self.warnings: tuple[str, ...] = ()
        """What was found wrong with the files and mended, for the user."""
        self._key_file = opened.key_file
        self._key = opened.key
        self._source = source
        self._lock = lock

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
        held = bytearray(key)
        wipe(key)
        vault = cls(folder, source, Opened(connection, key_file, held), lock)
        vault.is_new = True
        return vault

    @classmethod
    def open(
        cls, source: KeySource, home: Path | None = None, *, phrase: str = ""
    ) -> Vault:
        """Open an existing vault, with the recovery `phrase` in place of a secret.

        Raises:
            VaultError: one of its kinds; nothing was changed.
        """
        folder = vault_folder(home)
        if not (folder / "key.json").exists():
            raise VaultError(f"{folder}: there is no vault here yet.")
        check_own(folder)
        lock = Lock(folder / "lock")
        try:
            warnings = mend_modes(folder)
            key_file = keys.read_key_file(folder / "key.json")
            if not key_file.is_ready:  # the very first start was cut off: begin anew
                return cls._begin_anew(folder, source, lock)
            vault = cls(
                folder, source, _unlocked(folder, key_file, source, phrase), lock
            )
            vault.warnings = warnings
            return vault
        except BaseException:
            lock.release()
            raise

    @classmethod
    def _begin_anew(cls, folder: Path, source: KeySource, lock: Lock) -> Vault:
        for path in (*files_of(folder / "vault.db"), folder / "key.json"):
            path.unlink(missing_ok=True)
        ring = None if source.passphrase is not None else source.ring()
        if source.passphrase is None and ring is None:
            raise PassphraseNeeded("Choose a passphrase.", new=True)
        return cls._make(folder, source, ring, lock)

    # locking

    @property
    def is_locked(self) -> bool:
        """Whether it has to be opened again before anything can be read or kept."""
        return self._connection is None

    @property
    def needs_passphrase(self) -> bool:
        """Whether a passphrase opens it, rather than the system keyring."""
        return self._key_file.slots[0].kind == "passphrase"

    def lock(self) -> None:
        """Close the database and forget its key; this process stays the only one.

        What the process already read, and copies that Python or the system made of
        the key, may stay in memory until they are written over.
        """
        with self._guard:
            if self._connection is None:
                return
            self._connection.close()
            self._connection = None
            wipe(self._key)
            # not wiped: the text may be the environment's or the caller's own
            self._source = replace(self._source, passphrase=None)

    def unlock(self, passphrase: str | None = None) -> None:
        """Open the locked vault again; nothing happens if it is open.

        Raises:
            PassphraseNeeded: it has a passphrase, and none was given.
            VaultError: it does not open; it stays locked.
        """
        with self._guard:
            if self._connection is not None:
                return
            source = self._source.with_passphrase(passphrase)
            opened = _unlocked(self.folder, self._key_file, source, "")
            self._connection, self._key = opened.connection, opened.key
            self._key_file, self._source = opened.key_file, source

    # the recovery phrase

    @property
    def has_recovery(self) -> bool:
        """Whether a recovery phrase opens it."""
        return self._key_file.recovery is not None

    def new_recovery(self) -> tuple[str, ...]:
        """Make a recovery phrase and return its words, once; a former one is void.

        Raises:
            VaultLocked: the vault is locked.
        """
        words = recovery.new_words()
        with self._guard:
            if self._connection is None:
                raise VaultLocked("Open your record first.")
            key = bytes(self._key)
            slot = keys.wrap(key, " ".join(words), "recovery", self._source.cost)
            wipe(key)
            self._write_keys(replace(self._key_file, recovery=slot))
        return words

    def remove_recovery(self) -> None:
        """Let the recovery phrase open nothing any more."""
        with self._guard:
            self._write_keys(replace(self._key_file, recovery=None))

    def _write_keys(self, key_file: KeyFile) -> None:
        keys.write_key_file(self.folder / "key.json", key_file)
        self._key_file = key_file

    def erase_all(self) -> None:
        """Destroy the key, then every file; the vault is closed afterwards."""
        forget = self._key_file.slots[0].kind == "keyring"
        destroy(self.folder / "key.json")
        self.lock()
        if forget:
            forget_keyring_secret(self._source, self._key_file.vault_id)
        remove_files(self.folder)
        self._lock.release()

    def change_passphrase(self, passphrase: str) -> None:
        """Encrypt everything anew under a new key that `passphrase` opens.

        A recovery phrase ends with it: whoever knew the passphrase may know it, too.
        Killed at any point, the vault opens with the former or the new passphrase.
        """
        key = keys.new_key()
        slot = keys.wrap(key, passphrase, "passphrase", self._source.cost)
        database, draft = self.folder / "vault.db", self.folder / "vault.db.new"
        with self._guard:
            self._run("PRAGMA wal_checkpoint(TRUNCATE)")
            both = replace(self._key_file, slots=(*self._key_file.slots, slot))
            try:
                copy_under(self._connection, draft, key)
                keys.write_key_file(self.folder / "key.json", both)
            except BaseException:  # a full disk: all stays as it was
                draft.unlink(missing_ok=True)
                raise
            self._connection.close()
            self._connection = None
            for path in files_of(database)[1:]:
                path.unlink(missing_ok=True)
            draft.replace(database)
            sync_folder(self.folder)
            self._connection = connect(database, key)
            wipe(self._key)
            self._key = bytearray(key)
            wipe(key)
            if self._key_file.slots[0].kind == "keyring":
                forget_keyring_secret(self._source, self._key_file.vault_id)
            self._source = self._source.with_passphrase(passphrase)
            # the recovery phrase wraps the former key, so it ends here
            self._write_keys(replace(both, slots=(slot,), recovery=None))

    def close(self) -> None:
        """Close the vault and let other processes in; twice is harmless."""
        with self._guard:
            self.lock()
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


def _unlocked(
    folder: Path, key_file: KeyFile, source: KeySource, phrase: str
) -> Opened:
    if phrase:
        return unlock_with_recovery(folder, key_file, recovery.checked(phrase))
    return unlock(folder, key_file, secret_for(key_file, source), source.cost)
