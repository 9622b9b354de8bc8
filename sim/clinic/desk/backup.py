"""A copy of the whole desk, as encrypted as the desk itself."""

from __future__ import annotations

import contextlib
import os
import tempfile
import zipfile
from pathlib import Path
from typing import Final

from sim.clinic.errors import ClinicError
from sim.privacy.database import files_of
from sim.privacy.vault import Vault

_HOW: Final = """\
A copy of a Vis-à-Vis desk. Everything in it is encrypted; your passphrase opens it.

To put it back: stop the app, then copy key.json and vault.db (and vault.db-wal, if it
is here) into this folder, in place of what is there:

    {folder}

Only put it back if the desk itself is lost: letters that came in since are not in it,
and your clients would have to send them again under a new number.
"""


class CannotCopy(ClinicError):
    """The copy cannot be written."""


def write_backup(vault: Vault) -> Path:
    """Write a zip file beside the vault; whoever asked has to remove it.

    Raises:
        CannotCopy: there is no room.
        VaultLocked: the vault is locked.
    """
    handle, name = tempfile.mkstemp(".zip", "backup-", vault.folder)
    path = Path(name)
    try:
        vault.run("PRAGMA wal_checkpoint(TRUNCATE)")
        # nobody writes while it is copied
        with (
            vault.together(),
            os.fdopen(handle, "wb") as file,
            zipfile.ZipFile(file, "w") as box,
        ):
            database, log, _ = files_of(vault.folder / "vault.db")
            box.writestr("READ ME.txt", _HOW.format(folder=vault.folder))
            for one in (vault.folder / "key.json", database, log):
                if one.exists() and (one.suffix or one.stat().st_size):
                    box.write(one, one.name)
    except OSError as cause:
        with contextlib.suppress(OSError):
            path.unlink()
        why = cause.strerror or type(cause).__name__
        raise CannotCopy(f"The copy cannot be written ({why}). Make room.") from cause
    return path
