"""``visavis exercise``: one guided exercise, in a window or in the terminal."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from pathlib import Path

from sim.app import App, open_record
from sim.commands.exercise_window import in_window
from sim.commands.flags import flags
from sim.commands.opening import opened, order
from sim.commands.records import ask_passphrase
from sim.config import Config
from sim.exercises._guide import load
from sim.exercises._path_rules import SELF
from sim.lines import Script
from sim.own_look import look_of
from sim.privacy.vault import vault_exists
from sim.screening import ceiling
from sim.screening.care import Care


def run(arguments: argparse.Namespace) -> int:
    """Run an exercise from the words of the command line."""
    guide = load(arguments.name)  # a wrong name is said before anything is asked
    if guide.module == SELF:  # its answers lead somewhere
        from sim.commands import path

        return path.run(arguments)
    config = Config.load(flags(arguments))
    look_of(config.settings.body, config.settings.look)  # and so is a wrong look
    order(config.settings.headset)
    if config.settings.text and config.origins.get("voice") is None:
        quiet = dataclasses.replace(config.settings, voice=False)
        config = dataclasses.replace(config, settings=quiet)
    lines = Script(Path(arguments.script)) if arguments.script else None
    app = App(config, limit=ceiling.of_settings(config.settings))
    try:
        if guide.records and not arguments.no_save:
            # a script asks nothing; without a passphrase or keyring it keeps nothing
            ask = ask_passphrase if lines is None and sys.stdin.isatty() else None
            was_here = vault_exists(app.config.home)
            app.vault = open_record(app.config, ask)
            app.is_vault_new = app.vault is not None and not was_here
            app.care = Care.of(app.vault)
            if app.vault is None:
                sys.stderr.write("Nothing is kept this time.\n")
        app.limit = app.limit.with_other(ceiling.of_vault(app.vault))
        headset = opened(app) if lines is None else None
        if headset is not None:
            is_kept = not arguments.no_save
            return in_window(app, headset, arguments.name, is_kept=is_kept)
        from sim import exercise_room

        options = {"lines": lines, "json": arguments.json}
        return exercise_room.do(app, arguments.name, options)
    finally:
        app.close()
