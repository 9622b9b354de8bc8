"""``visavis plan``: the plan that was kept last, to read, print or pass on."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from sim.app import open_record
from sim.commands.records import ask_passphrase
from sim.config import Config
from sim.errors import BadInput
from sim.exercises._catalog import make
from sim.exercises._plan import Plan
from sim.exercises._running import Run, step
from sim.exercises.base import Session
from sim.exercises.guided import Guided
from sim.exercises.planning import plan_of
from sim.exercises_kept import earlier
from sim.plan_paper import FORMATS
from sim.privacy.folder import write_private
from sim.privacy.vault import vault_exists

EXERCISE: Final = "sensate_focus"
NONE: Final = (
    "No plan has been kept yet. “visavis exercise sensate_focus” makes one, and asks "
    "what to keep.\n"
)


def run(arguments: argparse.Namespace) -> int:
    """Show the plan, or write it to a file.

    Raises:
        BadInput: the file cannot be written.
    """
    config = Config.load()
    if not vault_exists(config.home):
        sys.stderr.write(NONE)
        return 0
    vault = open_record(config, ask_passphrase if sys.stdin.isatty() else None)
    if vault is None:
        return 2
    with vault:
        found = newest(earlier(vault, EXERCISE))
    if found is None:
        sys.stderr.write(NONE)
        return 0
    day, plan = found
    page = FORMATS[arguments.format](plan, day)
    if arguments.out is None:
        sys.stdout.write(page)
        return 0
    _write(Path(arguments.out), page)
    return 0


def newest(sessions: tuple[Session, ...]) -> tuple[str, Plan] | None:
    """Day and plan of the last session in which one was kept."""
    for began, events in reversed(sessions):
        exercise, at = make(EXERCISE), Run()
        for happened in events:
            at = step(exercise, at, happened)
        if isinstance(at.inner, Guided) and not (plan := plan_of(at.inner)).is_empty:
            return began[:10], plan
    return None


def _write(path: Path, page: str) -> None:
    try:
        write_private(path, page.encode())
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise BadInput(f"{path}: cannot be written ({why}).") from error
    sys.stderr.write(f"Written to {path.absolute()}; this file is not encrypted.\n")
