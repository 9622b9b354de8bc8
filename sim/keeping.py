"""What happens each time the vault is opened: old things go, notes are told."""

from __future__ import annotations

import sys

from sim.privacy import retention
from sim.privacy.consents import Consents, may
from sim.privacy.errors import VaultError
from sim.privacy.network import leaves_computer
from sim.privacy.vault import Vault
from sim.texts import text


def settle(vault: Vault) -> Vault:
    """Apply the rules for keeping, and tell what the user should know."""
    for warning in vault.warnings:
        sys.stderr.write(f"{warning}\n")
    try:
        gone = retention.apply(vault)
    except VaultError as why:  # a full disk must keep nobody from their record
        sys.stderr.write(text("privacy.not_erased", why=str(why)) + "\n")
        return vault
    if gone:
        sys.stderr.write(told_erased(gone) + "\n")
    return vault


def told_erased(count: int) -> str:
    """How many things the rules for keeping have erased, in words."""
    if count == 1:
        return text("privacy.erased_one")
    return text("privacy.erased", count=str(count))


def may_record(vault: Vault | None) -> bool:
    """Whether rehearsals are kept: neither refused nor ruled out."""
    if vault is None or not may(vault, "record"):
        return False
    return retention.rules(vault)["rehearsals"].days != 0


def may_send(vault: Vault | None, base_url: str) -> bool:
    """Whether the user's lines may go to the model server at `base_url`."""
    if not leaves_computer(base_url):
        return True
    return vault is not None and Consents(vault).is_given("network_model")
