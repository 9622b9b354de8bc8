"""Where the vault's secret comes from: a passphrase, or the system keyring."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, cast

from sim.privacy.errors import KeyMissing, PassphraseNeeded
from sim.privacy.keys import Cost

PASSPHRASE_VARIABLE = "VISAVIS_PASSPHRASE"
PASSPHRASE_FD_VARIABLE = "VISAVIS_PASSPHRASE_FD"

_SERVICE = "visavis"


class Keyring(Protocol):
    """The part of a system keyring that the vault uses."""

    def get_password(self, service: str, username: str) -> str | None:
        """The stored secret, or None."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Store a secret."""

    def delete_password(self, service: str, username: str) -> None:
        """Forget a secret."""


@dataclass(frozen=True, slots=True)
class KeySource:
    """What the caller has to open a vault with."""

    passphrase: str | None = field(default=None, repr=False)
    keyring: Keyring | None = None
    """A keyring to use in place of the system's."""
    cost: Cost = field(default_factory=Cost)
    """Work for a passphrase that is set now; an existing vault keeps its own."""
    use_system_keyring: bool = False

    def ring(self) -> Keyring | None:
        """The keyring; looked for only when asked, as it may ask to be unlocked."""
        if self.keyring is None and self.use_system_keyring:
            return system_keyring()
        return self.keyring

    def with_passphrase(self, passphrase: str | None) -> KeySource:
        """The same source after asking the user."""
        return replace(self, passphrase=passphrase)


def key_source(
    passphrase: str | None = None, environ: Mapping[str, str] | None = None
) -> KeySource:
    """Collect what there is: argument, environment, descriptor, system keyring.

    A descriptor can be read once, so make the source once per process.

    Raises:
        PassphraseNeeded: ``VISAVIS_PASSPHRASE_FD`` names no readable descriptor.
    """
    environ = os.environ if environ is None else environ
    given = passphrase or environ.get(PASSPHRASE_VARIABLE) or _from_descriptor(environ)
    return KeySource(given or None, use_system_keyring=True)


def _from_descriptor(environ: Mapping[str, str]) -> str | None:
    number = environ.get(PASSPHRASE_FD_VARIABLE)
    if not number:
        return None
    try:
        with os.fdopen(int(number), "rb", closefd=False) as file:
            line = file.readline(4096).decode()
    except (OSError, ValueError) as cause:
        raise PassphraseNeeded(
            f"{PASSPHRASE_FD_VARIABLE}={number}: no readable file descriptor. "
            "Give the number of one that holds the passphrase on its first line.",
            new=False,
        ) from cause
    return line.rstrip("\r\n")


def system_keyring() -> Keyring | None:
    """The system's keyring when it works and does not keep secrets in plain files."""
    import keyring

    backend: Any = keyring.get_keyring()
    backends = getattr(backend, "backends", None) or [backend]
    for one in backends:
        module = type(one).__module__
        # keyrings.alt stores in plain or weakly hidden files: worse than asking.
        if module.startswith("keyrings.alt") or module.endswith((".fail", ".null")):
            continue
        if _works(one):
            return cast(Keyring, one)
    return None


def _works(backend: Any) -> bool:
    probe = secrets.token_hex(8)
    try:
        backend.set_password(_SERVICE, f"probe-{probe}", probe)
        kept = backend.get_password(_SERVICE, f"probe-{probe}")
        backend.delete_password(_SERVICE, f"probe-{probe}")
    except Exception:  # backends raise what their platform raises
        return False
    return bool(kept == probe)


def keyring_secret(source: KeySource, vault_id: str) -> str:
    """The secret that the keyring holds for this vault.

    Raises:
        KeyMissing: there is no keyring now, or it has forgotten the secret.
    """
    secret = None
    if (ring := source.ring()) is not None:
        secret = ring.get_password(_SERVICE, vault_id)
    if not secret:
        raise KeyMissing(
            "The vault's key was kept in the system keyring, and it is not there now. "
            "Unlock the keyring and try again; nothing was changed."
        )
    return secret


def new_keyring_secret(ring: Keyring, vault_id: str) -> str:
    """Put a fresh 256-bit secret into the keyring."""
    secret = secrets.token_hex(32)
    ring.set_password(_SERVICE, vault_id, secret)
    return secret


def forget_keyring_secret(source: KeySource, vault_id: str) -> None:
    """Remove the secret from the keyring, if one is there."""
    ring = source.ring()
    if ring is None:
        return
    try:
        ring.delete_password(_SERVICE, vault_id)
    except Exception:  # already gone, in each backend's own words
        return
