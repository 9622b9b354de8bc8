"""What can go wrong with the vault, each in one clear line.

VaultError
├── PassphraseNeeded     nobody gave a passphrase and there is no system keyring
├── WrongPassphrase      the passphrase does not open this vault
├── KeyMissing           the system keyring no longer holds the key
├── VaultBusy            another process has the vault open
├── VaultDamaged         a file of the vault cannot be read; nothing was changed
├── VaultNewer           a newer Vis-à-Vis wrote it
├── VaultLocked          the vault was locked while nobody was there
├── VaultUnsafe          a file is a link or belongs to somebody else
├── NoRecovery           there is no recovery phrase, or this is not one
├── ImportRefused        the file to take in is no export of ours
├── NoSuchSession        no session has this id
└── ExportRefused        the export would overwrite a file
"""

from __future__ import annotations


class VaultError(Exception):
    """The vault cannot do what was asked; the message is one line for a person."""


class PassphraseNeeded(VaultError):
    """A passphrase is needed and none was given."""

    def __init__(self, message: str, *, new: bool) -> None:
        super().__init__(message)
        self.new = new
        """True when a passphrase is to be chosen, False when one is to be entered."""


class WrongPassphrase(VaultError):
    """The passphrase does not open this vault."""


class KeyMissing(VaultError):
    """The system keyring does not hold this vault's key."""


class VaultBusy(VaultError):
    """Another process has the vault open."""


class VaultDamaged(VaultError):
    """A file of the vault cannot be read; it is left as it is."""


class VaultNewer(VaultError):
    """A newer version of the program wrote this vault."""


class VaultLocked(VaultError):
    """The vault was locked and has to be opened again before anything else."""


class VaultUnsafe(VaultError):
    """A file or folder is a link or belongs to another user; nothing was touched."""


class NoRecovery(VaultError):
    """There is no recovery phrase for this vault, or the words are not one."""


class ImportRefused(VaultError):
    """The file to take in is not an export that this program can read."""


class NoSuchSession(VaultError):
    """No session, or more than one, has this id."""


class ExportRefused(VaultError):
    """The export would overwrite something."""
