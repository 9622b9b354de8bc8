"""The record of somebody who is, or wants to be, paired with a therapist."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.app import open_record
from sim.clinic.client.watching import folder_named, usable
from sim.commands.records import ask_passphrase
from sim.config import Config
from sim.errors import BadInput
from sim.privacy.vault import Vault
from sim.texts import text


def where_to(out: str | None) -> Path:
    """Where a letter goes: what ``--out`` says, or the folder that both see.

    Raises:
        BadInput: neither was given.
        FolderError: the shared folder is none now.
    """
    if out:
        return Path(out)
    shared = folder_named(Config.load().settings.shared_folder)
    if shared is None:
        raise BadInput(
            "Say where to: --out FILE.visavis, or a folder you both see. To always "
            "use that folder, set shared_folder: visavis config"
        )
    return usable(shared)


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
