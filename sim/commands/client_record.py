"""The record of somebody who is, or wants to be, paired with a therapist."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sim.app import open_record
from sim.commands.records import ask_passphrase
from sim.config import Config
from sim.privacy.vault import Vault
from sim.texts import text


@contextmanager
def record() -> Iterator[Vault | None]:
    """The user's record, open; None when they would rather keep nothing."""
    ask = ask_passphrase if sys.stdin.isatty() else None
    vault = open_record(Config.load(), ask)
    if vault is None:
        sys.stderr.write(text("pairing.needs_record") + "\n")
        yield None
        return
    with vault:
        yield vault
