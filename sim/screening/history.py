"""Sessions that no list shows, and what it takes to see them."""

from __future__ import annotations

import getpass
import os
import sys

from sim.errors import BadInput
from sim.privacy import keys
from sim.privacy.errors import WrongPassphrase
from sim.privacy.sources import PASSPHRASE_VARIABLE
from sim.privacy.vault import Vault


def check_passphrase(vault: Vault) -> None:
    """Ask for the vault's passphrase, although the vault is open.

    Whoever sits at an unlocked computer must not see what was hidden. Without a
    terminal the passphrase comes from the environment.

    Raises:
        BadInput: the vault has none, or this is not it.
    """
    if not vault.needs_passphrase:
        raise BadInput(
            "Hidden rehearsals need a vault with a passphrase; the system's keyring "
            "opens this one. To set one: visavis passphrase"
        )
    if sys.stdin.isatty():
        given = getpass.getpass("Passphrase of your vault: ")
    else:
        given = os.environ.get(PASSPHRASE_VARIABLE, "")
    key_file = keys.read_key_file(vault.folder / "key.json")
    try:
        keys.unwrap(key_file.slots, given)
    except WrongPassphrase:
        raise BadInput("That passphrase does not open your vault.") from None
