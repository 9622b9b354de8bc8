"""Somebody under 18 is led out, and the vault made for this start goes with them."""

from __future__ import annotations

import contextlib

from sim.privacy.vault import Vault


def leave_nothing(vault: Vault) -> None:
    """Destroy the vault's key, every file of it, and its folder.

    The data folder goes too where nothing else is in it.
    """
    folder = vault.folder
    vault.erase_all()
    for path in folder.iterdir():  # the lock and drafts; the key and data are gone
        path.unlink()
    folder.rmdir()
    with contextlib.suppress(OSError):  # the user's settings stand in it
        folder.parent.rmdir()
