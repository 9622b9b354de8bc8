"""From the key file and what the user has to an open database."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.privacy import keys
from sim.privacy.database import connect, damaged, files_of
from sim.privacy.errors import PassphraseNeeded, VaultDamaged, WrongPassphrase
from sim.privacy.folder import destroy, sync_folder
from sim.privacy.keys import KeyFile
from sim.privacy.sources import KeySource, keyring_secret


def remove_files(folder: Path) -> None:
    """Remove the files of a vault, the key first; for one that cannot be opened."""
    destroy(folder / "key.json")
    database = folder / "vault.db"
    for path in (*files_of(database), database.with_name("vault.db.new")):
        path.unlink(missing_ok=True)
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


def unlock(folder: Path, key_file: KeyFile, secret: str) -> tuple[Any, KeyFile]:
    """Connect with the first key that fits; settle an interrupted change.

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
        (folder / "vault.db.new").unlink(missing_ok=True)
        if len(key_file.slots) > 1:
            key_file = replace(key_file, slots=(slot,))
            keys.write_key_file(folder / "key.json", key_file)
        return connection, key_file
    raise WrongPassphrase(
        "A change of the passphrase was interrupted, and this one of the two does not "
        "open the vault. Enter the other one; nothing was changed."
    )
