"""``privacy``, ``consent``, ``keep``, ``recovery``, ``import``: the user's rights."""

from __future__ import annotations

import argparse
import dataclasses
import getpass
import json
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from sim.app import open_record
from sim.clinic.client.sharing import reports
from sim.commands.records import ask_passphrase, choose_passphrase
from sim.commands.share import told
from sim.config import Config
from sim.errors import BadInput
from sim.keeping import told_erased
from sim.lines import Keyboard
from sim.own_data import make_recovery, rows, told_rule
from sim.privacy import consents, retention
from sim.privacy.consents import Consents
from sim.privacy.overview import look
from sim.privacy.sources import key_source
from sim.privacy.taking_in import take_in
from sim.privacy.vault import Vault, vault_exists
from sim.session.step import replay
from sim.terminal import Leave
from sim.texts import text


def run(arguments: argparse.Namespace) -> int:
    """Do what the subcommand says."""
    config = Config.load()
    if arguments.command == "recovery" and arguments.action == "use":
        return _use_recovery(config)
    is_there = vault_exists(config.home)
    if not is_there and arguments.command == "privacy":
        sys.stdout.write("{}\n" if arguments.json else "")
        sys.stderr.write(text("privacy.nothing") + "\n")
        return 0
    if not is_there and arguments.command != "import":
        raise BadInput(f"{config.home}: there is no vault yet; nothing has been kept.")
    vault = open_record(config, ask_passphrase if sys.stdin.isatty() else None)
    if vault is None:
        return 2
    with vault:
        command = {
            "privacy": _privacy,
            "consent": _consent,
            "keep": _keep,
            "recovery": _recovery,
            "import": _import,
        }[arguments.command]
        return command(vault, arguments)


def _privacy(vault: Vault, arguments: argparse.Namespace) -> int:
    found = look(vault)
    if arguments.json:
        body: dict[str, Any] = dataclasses.asdict(found)
        body["shared"] = [dataclasses.asdict(one) for one in reports(vault)]
        body["rules"] = {kind: rule.word for kind, rule in found.rules.items()}
        sys.stdout.write(json.dumps(body, ensure_ascii=False, default=str) + "\n")
        return 0
    console = Console(highlight=False)
    shared = [told(one) for one in reports(vault)]
    parts = rows(found)
    if shared:
        parts.append((text("sharing.list_title"), [*shared, text("sharing.how_back")]))
    for title, lines in parts:
        console.print(Padding(Text(title, style="bold"), (1, 0, 0, 0)))
        for line in lines:
            console.print(Padding(Text(line), (0, 0, 0, 2)))
    return 0


def _consent(vault: Vault, arguments: argparse.Namespace) -> int:
    told = Consents(vault)
    if arguments.answer is None:
        answers = [dataclasses.asdict(one) for one in told.history()]
        if arguments.json:
            sys.stdout.write(json.dumps(answers, indent=1) + "\n")
            return 0
        for one in look(vault).agreed:
            answer = {None: "not asked", True: "yes", False: "no"}[one.is_given]
            answer = answer if one.is_here else text("privacy.not_here")
            purpose = text(f"privacy.{one.purpose}")
            sys.stdout.write(f"{one.purpose:<14} {answer:<10} {purpose}\n")
        return 0
    if arguments.purpose is None:
        raise BadInput(f"Say what for: {', '.join(consents.BY_ID)}.")
    is_given = arguments.answer == "yes"
    told.answer(arguments.purpose, is_given=is_given)
    purpose = text(f"privacy.{arguments.purpose}")
    sys.stderr.write(
        text("privacy.gave" if is_given else "privacy.took", purpose=purpose)
    )
    sys.stderr.write("\n")
    if arguments.purpose == "record" and not is_given:
        sys.stderr.write(text("privacy.took_record") + "\n")
    return 0


def _keep(vault: Vault, arguments: argparse.Namespace) -> int:
    rule = retention.rule_of(" ".join(arguments.rule))
    retention.set_rule(vault, arguments.kind, rule)
    gone = retention.apply(vault)
    sys.stderr.write(text("privacy.set_rule", rule=told_rule(rule)) + "\n")
    if gone:
        sys.stderr.write(told_erased(gone) + "\n")
    return 0


def _recovery(vault: Vault, arguments: argparse.Namespace) -> int:
    if arguments.action == "remove":
        key = "recovery.removed" if vault.has_recovery else "recovery.none"
        vault.remove_recovery()
        sys.stderr.write(text(key) + "\n")
        return 0
    if not sys.stdin.isatty():
        raise BadInput("The words are shown once, to a person: use a terminal for it.")
    try:
        return 0 if make_recovery(Console(highlight=False), Keyboard(), vault) else 1
    except Leave:
        sys.stderr.write(text("recovery.dropped") + "\n")
        return 1


def _use_recovery(config: Config) -> int:
    """Open the vault with the words, and put a new passphrase in place of the old."""
    is_asked = sys.stdin.isatty()
    # a script gives the words on one line and the passphrase on the next
    phrase = getpass.getpass(text("recovery.use")) if is_asked else _line()
    with Vault.open(key_source(), config.home, phrase=phrase) as vault:
        passphrase = choose_passphrase() if is_asked else _line()
        if not passphrase:
            raise BadInput("No passphrase was chosen. Nothing was changed.")
        vault.change_passphrase(passphrase)
    sys.stderr.write(text("recovery.used") + "\n")
    return 0


def _line() -> str:
    return sys.stdin.readline().rstrip("\r\n")


def _import(vault: Vault, arguments: argparse.Namespace) -> int:
    taken = take_in(vault, Path(arguments.file), replay)
    count = f"{taken.sessions} rehearsal{'s'[: taken.sessions != 1]}"
    sys.stderr.write(text("privacy.taken_in", count=count) + "\n")
    if taken.known:
        known = f"{taken.known} rehearsal{'s'[: taken.known != 1]}"
        sys.stderr.write(text("privacy.taken_known", count=known) + "\n")
    return 0
