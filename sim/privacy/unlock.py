"""From the key file and what the user has to an open database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.privacy import keys
from sim.privacy.database import connect, damaged, files_of
from sim.privacy.errors import (
    NoRecovery,
    PassphraseNeeded,
    VaultDamaged,
    VaultError,
    WrongPassphrase,
)
from sim.privacy.folder import destroy, sync_folder
from sim.privacy.forgetting import wipe
from sim.privacy.keys import Cost, KeyFile, Slot
from sim.privacy.sources import KeySource, keyring_secret


def remove_files(folder: Path) -> None:
    """Remove the files of a vault, the key first; for one that cannot be opened."""
    for name in ("key.json", "key.json.new"):
        destroy(folder / name)
    database = folder / "vault.db"
    for path in (*files_of(database), database.with_name("vault.db.new")):
        destroy(path)
    sync_folder(folder)


def secret_for(key_file: KeyFile, source: KeySource) -> str:
    """The secret that opens the vault, from what the caller has.

    Raises:
        PassphraseNeeded: nobody gave one.
        KeyMissing: the keyring does not hold it.
    """
    if any(slot.kind == "passphrase" for slot in key_file.slots):
        if source.passphrase is not None:
            return source.passphrase
        if key_file.slots[0].kind == "passphrase":
            raise PassphraseNeeded(
                "The vault is locked. Enter its passphrase, or give it in "
                "VISAVIS_PASSPHRASE.",
                new=False,
            )
    return keyring_secret(source, key_file.vault_id)


@dataclass(slots=True)
class Opened:
    """An open database with what opened it."""

    connection: Any
    key_file: KeyFile
    key: bytearray
    """The database's key; wiped when the vault is locked or closed."""


def unlock(folder: Path, key_file: KeyFile, secret: str, cost: Cost) -> Opened:
    """Connect with the first key that fits; settle an interrupted change.

    A passphrase that was stretched with less work than `cost` is wrapped anew.

    Raises:
        WrongPassphrase: the secret opens nothing.
        VaultDamaged: the key is right and the database cannot be read.
    """
    database = folder / "vault.db"
    opened = keys.unwrap(key_file.slots, secret)
    if not database.exists():
        raise damaged(database, "the file is missing")
    for slot, key in opened:
        try:
            connection = connect(database, key)
        except VaultDamaged:
            if len(key_file.slots) == 1:
                raise
            continue
        settled = _settled(folder, key_file, slot)
        settled = _strengthened(folder, settled, secret, key, cost)
        held = bytearray(key)
        wipe(*(one for _, one in opened))
        return Opened(connection, settled, held)
    raise WrongPassphrase(
        "A change of the passphrase was interrupted, and this one of the two does not "
        "open the vault. Enter the other one; nothing was changed."
    )


def unlock_with_recovery(folder: Path, key_file: KeyFile, phrase: str) -> Opened:
    """Connect with the key that the recovery phrase `phrase` opens.

    Raises:
        NoRecovery: there is none for this vault, or these are other words.
        VaultDamaged: the database cannot be read.
    """
    if key_file.recovery is None:
        raise NoRecovery(
            "This vault has no recovery phrase, so only its passphrase opens it."
        )
    try:
        ((_, key),) = keys.unwrap((key_file.recovery,), phrase)
    except WrongPassphrase:
        raise NoRecovery(
            "These words are a recovery phrase, but not of this vault, or not its "
            "newest one. Nothing was changed."
        ) from None
    connection = connect(folder / "vault.db", key)
    held = bytearray(key)
    wipe(key)
    return Opened(connection, _settled(folder, key_file, key_file.slots[0]), held)


def _settled(folder: Path, key_file: KeyFile, slot: Slot) -> KeyFile:
    """`key_file` with `slot` alone, after a change that was cut off."""
    (folder / "vault.db.new").unlink(missing_ok=True)
    if len(key_file.slots) == 1:
        return key_file
    # the phrase opens the former key, so it holds only if that one is still in use
    recovery = key_file.recovery if slot is key_file.slots[0] else None
    key_file = replace(key_file, slots=(slot,), recovery=recovery)
    keys.write_key_file(folder / "key.json", key_file)
    return key_file


def _strengthened(
    folder: Path, key_file: KeyFile, secret: str, key: bytes, cost: Cost
) -> KeyFile:
    """`key_file` with the passphrase stretched by at least `cost`."""
    (slot,) = key_file.slots
    if slot.kind != "passphrase" or not slot.cost.is_weaker_than(cost):
        return key_file
    stronger = keys.wrap(key, secret, "passphrase", slot.cost.at_least(cost))
    key_file = replace(key_file, slots=(stronger,))
    try:
        keys.write_key_file(folder / "key.json", key_file)
    except VaultError:  # a full disk keeps nobody out; the next start tries again
        return replace(key_file, slots=(slot,))
    return key_file
