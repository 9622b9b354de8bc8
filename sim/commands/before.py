"""``visavis before``: the private questions on request, and what is kept of them."""

from __future__ import annotations

import argparse
import sys

from rich.console import Console

from sim import quick_exit, terminal
from sim.app import App, open_record
from sim.calming import Calming
from sim.commands.records import ask_passphrase
from sim.config import Config
from sim.lines import Keyboard
from sim.privacy.vault import Vault, vault_exists
from sim.screening.answers import screen
from sim.screening.asking import Asking
from sim.screening.care import Care, forget
from sim.session.clock import SystemClock


def run(arguments: argparse.Namespace) -> int:
    """Ask, show what is kept, or forget it."""
    app = App(Config.load({"country": arguments.country}))
    try:
        if vault_exists(app.config.home):
            ask = ask_passphrase if sys.stdin.isatty() else None
            app.vault = open_record(app.config, ask)
        if arguments.forget:
            return _forget(app.vault)
        app.care = Care.of(app.vault)
        return _show(app.care) if arguments.show else _ask(app)
    finally:
        app.close()


def _ask(app: App) -> int:
    console, keyboard = Console(highlight=False), Keyboard()
    calm = Calming(console, keyboard, app.country).alone
    asking = Asking(console, keyboard, app.care, app.vault, app.country, calm)
    try:
        asking.run(SystemClock().now().date())
    except terminal.Leave:
        pass
    except KeyboardInterrupt:
        quick_exit.wipe()
    return 0


def _show(care: Care) -> int:
    kept = care.remembered
    if kept is None:
        sys.stdout.write("Nothing is kept of the private questions.\n")
        return 0
    reasons = {one.id: one.label for one in screen().reasons}
    said = {
        "careful": "talks with a partner are closed, and nothing is recorded",
        "clear": "you were asked, and everything is open",
        "skipped": f"you passed them over ({reasons.get(kept.reason, '')})",
    }[kept.outcome]
    sys.stdout.write(
        f"Kept, from {kept.day.isoformat()}: {said}. Single answers are never kept. "
        "visavis before --forget takes it back.\n"
    )
    return 0


def _forget(vault: Vault | None) -> int:
    if vault is not None:
        forget(vault)
    sys.stdout.write("Nothing is kept of the private questions now.\n")
    return 0
