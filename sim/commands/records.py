"""``sessions``, ``replay``, ``export``, ``erase`` and their like: the vault's own."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import getpass
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dialogue.scenario import catalog
from dialogue.strict import DataError
from sim.app import open_record
from sim.commands.debriefs import debrief, list_corrections
from sim.config import Config
from sim.errors import BadInput, one_line
from sim.exercises._told import is_exercise, told
from sim.privacy.consents import may
from sim.privacy.errors import PassphraseNeeded, VaultBusy, VaultError
from sim.privacy.export import export
from sim.privacy.lock import Lock
from sim.privacy.unlock import remove_files
from sim.privacy.vault import Vault, vault_exists, vault_folder
from sim.progress import progress
from sim.progress_table import as_json
from sim.screening.history import check_passphrase
from sim.session.events import INTERNAL, Event
from sim.texts import text


def run(arguments: argparse.Namespace) -> int:
    """Do what the subcommand says."""
    config = Config.load()
    if not vault_exists(config.home):
        database = vault_folder(config.home) / "vault.db"
        if arguments.command == "erase" and arguments.all and database.exists():
            lost = VaultError(f"{database}: its key file is missing.")
            return _erase_unopened(config, arguments, lost)
        if arguments.command in ("sessions", "corrections", "erase") and not getattr(
            arguments, "session", None
        ):
            sys.stdout.write("[]\n" if getattr(arguments, "json", False) else "")
            sys.stderr.write("There is no vault yet: nothing has been kept.\n")
            return 0
        raise BadInput(f"{config.home}: there is no vault yet; nothing has been kept.")
    try:
        vault = open_record(config, ask_passphrase if sys.stdin.isatty() else None)
    except VaultBusy:
        raise
    except VaultError as why:
        if arguments.command == "erase" and arguments.all:
            return _erase_unopened(config, arguments, why)
        raise
    if vault is None:
        return 2
    with vault:
        command = {
            "sessions": _sessions,
            "replay": _replay,
            "debrief": _debrief,
            "corrections": list_corrections,
            "export": _export,
            "erase": _erase,
            "close": _close,
            "passphrase": _passphrase,
        }[arguments.command]
        return command(vault, arguments)


def ask_passphrase(why: PassphraseNeeded | VaultError) -> str | None:
    """Ask at the terminal; an empty answer means to go on without keeping anything."""
    if not (isinstance(why, PassphraseNeeded) and why.new):
        return getpass.getpass("Passphrase of your vault: ") or None
    sys.stderr.write(
        "Choose a passphrase for your encrypted record. Without it nobody can read "
        "what you said, and nobody can get it back for you.\n"
        "Press Enter alone to practise without keeping anything.\n"
    )
    return choose_passphrase()


def choose_passphrase() -> str | None:
    """Ask for a new passphrase twice, until both are the same; None for none."""
    while True:
        first = getpass.getpass("New passphrase: ")
        if not first:
            return None
        if getpass.getpass("The same again: ") == first:
            return first
        sys.stderr.write("These two differ. Once more.\n")


def find_session(vault: Vault, given: str | None) -> str:
    """The session whose id begins with `given`; the last one for None.

    Raises:
        BadInput: there is none.
    """
    if given:
        return vault.info(given).id
    infos = vault.sessions()
    if not infos:
        raise BadInput("The vault holds no session yet. Begin with: visavis rehearse")
    return max(infos, key=lambda info: info.started_at).id


def _sessions(vault: Vault, arguments: argparse.Namespace) -> int:
    if arguments.hidden:
        check_passphrase(vault)
    infos = vault.sessions(with_hidden=arguments.hidden)
    if arguments.json:
        rows = [dataclasses.asdict(info) for info in infos]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        return 0
    if not infos:
        sys.stdout.write("No rehearsal is kept yet.\n")
        return 0
    table = Table(box=None, pad_edge=False)
    for title in ("id", "when", "conversation", "your lines", ""):
        table.add_column(title)
    for info in infos:
        status = "not finished" if info.status == "open" else ""
        when = info.started_at[:16].replace("T", " ")
        table.add_row(info.id, when, info.title, str(info.turns), status)
    Console().print(table)
    return 0


def _replay(vault: Vault, arguments: argparse.Namespace) -> int:
    session = find_session(vault, arguments.session)
    log: list[Event] = vault.events(session)
    console = Console()
    if arguments.json:
        for event in log:
            if event["event"] not in INTERNAL:
                sys.stdout.write(json.dumps(event, ensure_ascii=False) + "\n")
        return 0
    return (_retell if is_exercise(log) else _again)(console, log)


def _again(console: Console, log: list[Event]) -> int:
    """A rehearsal, line by line."""
    name = str(log[0].get("partner", "Partner")) if log else ""
    for event in log:
        kind = event["event"]
        if kind == "utterance":
            console.print(f"[bold]You[/bold]  {event['text']}", highlight=False)
        elif kind == "reply":
            console.print(f"[bold]{name}[/bold]  {event['text']}", highlight=False)
        elif kind == "state":
            for reason in event["reasons"]:
                console.print(f"    [dim]{reason['text']}[/dim]", highlight=False)
        elif kind in ("paused", "resumed", "branched", "skipped", "left", "ended"):
            console.print(f"    [dim]({kind})[/dim]")
    return 0


def _retell(console: Console, log: list[Event]) -> int:
    """An exercise has no lines: what was asked and what was kept of the answers."""
    found = told(log)
    for one in found:
        console.print(Text(one.asked, style="dim"))
        console.print(Text(f"    {one.answer}"))
    if not found:
        console.print(text("exercise.kept_none"))
    return 0


def _debrief(vault: Vault, arguments: argparse.Namespace) -> int:
    session = find_session(vault, arguments.session)
    log: list[Event] = vault.events(session)
    if is_exercise(log) and not arguments.json:
        Console().print(text("exercise.no_debrief"))
        return _retell(Console(), log)
    return debrief(vault, arguments, session)


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise BadInput(f"{path}: cannot be written ({why}).") from error


def _progress(vault: Vault) -> dict[str, Any] | None:
    """What the rehearsals showed; None where the user has opted out of it."""
    if not may(vault, "progress"):
        return None
    try:
        return as_json(progress(vault, tuple(catalog())))
    except DataError:  # a damaged scenario must keep nobody from their own words
        return None


def _export(vault: Vault, arguments: argparse.Namespace) -> int:
    path = Path(arguments.file)
    if arguments.hidden:
        check_passphrase(vault)
    with _writing(path):
        count = export(
            vault,
            path,
            arguments.format,
            tuple(arguments.session),
            progress=_progress(vault),
            with_hidden=arguments.hidden,
        )
    sys.stderr.write(
        f"{count} rehearsal{'s' if count != 1 else ''} written to {arguments.file}. "
        "The file is not encrypted.\n"
    )
    return 0


def _erase(vault: Vault, arguments: argparse.Namespace) -> int:
    if not arguments.all and not arguments.session:
        raise BadInput("Say which session to erase, or --all for everything.")
    what = "everything" if arguments.all else f"session {arguments.session}"
    if not _is_sure(what, arguments):
        return 0
    if arguments.all:
        vault.erase_all()
    else:
        vault.erase_session(vault.info(arguments.session).id)
    sys.stderr.write(f"Erased: {what}.\n")
    return 0


def _is_sure(what: str, arguments: argparse.Namespace) -> bool:
    if arguments.yes:
        return True
    if not sys.stdin.isatty():
        raise BadInput(f"To erase {what} without being asked, add --yes.")
    sys.stderr.write(f"Erase {what}? This cannot be undone. Type yes: ")
    if sys.stdin.readline().strip().lower() != "yes":
        sys.stderr.write("Nothing was erased.\n")
        return False
    return True


def _erase_unopened(
    config: Config, arguments: argparse.Namespace, why: VaultError
) -> int:
    """Erase a vault that nobody can open any more: erasing needs no passphrase."""
    sys.stderr.write(f"The vault cannot be opened: {one_line(why)}\n")
    if not _is_sure("everything", arguments):
        return 0
    lock = Lock(vault_folder(config.home) / "lock")
    try:
        remove_files(vault_folder(config.home))
    finally:
        lock.release()
    sys.stderr.write("Erased: everything.\n")
    return 0


def _close(vault: Vault, arguments: argparse.Namespace) -> int:
    vault.close_session(find_session(vault, arguments.session))
    return 0


def _passphrase(vault: Vault, arguments: argparse.Namespace) -> int:
    first = getpass.getpass("New passphrase: ")
    if not first or getpass.getpass("The same again: ") != first:
        raise BadInput("The two differ or are empty; the passphrase was not changed.")
    had_recovery = vault.has_recovery
    vault.change_passphrase(first)
    sys.stderr.write("The passphrase was changed.\n")
    if had_recovery:
        sys.stderr.write(text("recovery.ended") + "\n")
    return 0
