"""``visavis path``: four short questions, and where they lead."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console

from sim import exercise_room, terminal
from sim.app import App, open_record
from sim.checked_in import as_json, command, taken
from sim.commands import rehearse
from sim.commands.flags import flags
from sim.commands.records import ask_passphrase
from sim.config import Config
from sim.exercises.path import EVERYTHING
from sim.lines import Keyboard, Lines, Script
from sim.privacy.vault import vault_exists
from sim.screening import ceiling
from sim.screening.care import Care
from sim.texts import text


def run(arguments: argparse.Namespace) -> int:
    """Ask, and open what is chosen; with a script or as JSON only say it."""
    if arguments.script is None and not arguments.json:
        arguments.path = True
        return rehearse.run(arguments)
    lines = Script(Path(arguments.script)) if arguments.script else None
    # a script is read by nobody
    config = Config.load({**flags(arguments), "voice": False})
    app = App(config, limit=ceiling.of_settings(config.settings))
    try:
        if not arguments.no_save:
            ask = ask_passphrase if lines is None and sys.stdin.isatty() else None
            was_here = vault_exists(app.config.home)
            app.vault = open_record(app.config, ask)
            app.is_vault_new = app.vault is not None and not was_here
            app.care = Care.of(app.vault)
        app.limit = app.limit.with_other(ceiling.of_vault(app.vault))
        return _only_say(app, lines, is_json=arguments.json)
    finally:
        app.close()


def _only_say(app: App, script: Script | None, *, is_json: bool) -> int:
    console = Console(stderr=is_json, highlight=False)
    lines: Lines = script or Keyboard()
    try:
        if isinstance(lines, Keyboard):
            terminal.consent(console, lines, app.storage, app.country)
    except terminal.Young:
        app.lead_out()
        return 0
    except terminal.Leave:
        console.print(f"\n  {text('left.body')}\n")
        return 0
    sitting = exercise_room.check_in(app, console, lines, is_json=is_json)
    chosen = taken(app, sitting)
    if is_json:
        terminal.write_json(as_json(sitting))
    elif chosen != EVERYTHING:
        console.print(f"\n  {command(chosen)}\n", markup=False)
    return 0
