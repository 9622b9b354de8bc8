"""``visavis clinic``: the therapist's side, in a terminal or as an app."""

from __future__ import annotations

import argparse
import dataclasses
import getpass
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from dialogue.plain import plain
from dialogue.strict import DataError
from sim.clinic import envelopes, qr
from sim.clinic.desk.clients import Client
from sim.clinic.desk.composing import SHARE_WORDS, Chosen, compose, exercises
from sim.clinic.desk.desk import Arrived, Desk
from sim.clinic.errors import ClinicError
from sim.clinic.letters import ITEM_KINDS, Assignment
from sim.commands.records import choose_passphrase
from sim.config import Config
from sim.errors import BadInput, one_line
from sim.privacy.errors import PassphraseNeeded
from sim.privacy.folder import write_new
from sim.privacy.sources import key_source
from sim.privacy.vault import Vault, open_vault, vault_exists


def run(arguments: argparse.Namespace) -> int:
    """Do what the subcommand says."""
    home = desk_home(Config.load())
    if arguments.clinic == "serve":
        from sim.clinic.web.serving import serve

        folder = arguments.folder or ""
        return serve(home, arguments.port, is_opened=arguments.open, folder=folder)
    if arguments.clinic not in ("pair", "passphrase") and not vault_exists(home):
        raise BadInput(
            "You have no desk yet. Begin with: visavis clinic pair, or serve"
        )
    with _open(home) as vault:
        return _COMMANDS[arguments.clinic](Desk(vault), arguments)


def desk_home(config: Config) -> Path:
    """The folder that holds the therapist's own vault."""
    return config.home / "clinic"


def _open(home: Path) -> Vault:
    """Open the desk's vault; the first time it is made.

    Raises:
        VaultError: it does not open, or nobody can be asked for its passphrase.
    """
    source = key_source()
    while True:
        try:
            return open_vault(source, home)
        except PassphraseNeeded as needed:
            if not sys.stdin.isatty():
                raise
            if needed.new:
                sys.stderr.write("Choose a passphrase for your desk.\n")
                given = choose_passphrase()
            else:
                given = getpass.getpass("Passphrase of your desk: ") or None
        if given is None:
            raise BadInput("Without a passphrase nothing is kept. Nothing was done.")
        source = source.with_passphrase(given)


def _pair(desk: Desk, arguments: argparse.Namespace) -> int:
    again = desk.post.contact(arguments.alias).id if arguments.again else ""
    made = desk.invite(arguments.alias, again)
    if arguments.out:
        _write(arguments.out, made.raw)
        _say(f"Give them this file: {arguments.out}")
    else:
        for line in qr.lines(made.raw):
            # black on white whatever the terminal's own colours
            _say(f"\x1b[30;107m{line}\x1b[0m" if sys.stdout.isatty() else line)
        _say(made.raw.decode().strip())
    _say(f"Tell them this code, by voice: {made.code}")
    _say(f"It holds until {made.expires_on}. What they give you back: visavis clinic")
    _say("finish FILE")
    return 0


def _finish(desk: Desk, arguments: argparse.Namespace) -> int:
    return _told_pairing(desk, desk.finish(_read(arguments.file)))


def _told_pairing(desk: Desk, client: Client) -> int:
    words = "  ".join(desk.post.contact(client.id).phrase)
    _say(f"You are paired with {client.alias}. Compare these words with theirs:")
    _say(f"  {words}")
    return 0


def _assign(desk: Desk, arguments: argparse.Namespace) -> int:
    ident = desk.post.contact(arguments.to).id
    letter = _letter(desk, arguments)
    out = Path(arguments.out)
    if out.exists() or out.is_symlink():
        raise BadInput(f"{out}: exists already. Name a file that does not.")
    _write(arguments.out, desk.assign(letter, {}, ident))
    _say(f"Sealed for {desk.clients.one(ident).alias}: {out}")
    for one in desk.letters_for(ident):
        before = out.with_name(f"{out.stem}-first-{one.what}{out.suffix}")
        _write(str(before), desk.outbox.raw(one.id))
        _say(f"Give them this one first, about your {one.what}: {before}")
    return 0


def _letter(desk: Desk, arguments: argparse.Namespace) -> Assignment:
    setting = {}
    for one in arguments.set:
        name, sign, value = one.partition("=")
        if not sign:
            raise BadInput(f"{one!r}: say NAME=VALUE, such as partner=Kim.")
        setting[name.strip()] = value
    talk = {
        "times": arguments.times,
        "goals": _parts(arguments.goals),
        "partner": arguments.partner,
        "setting": setting,
        "rules": tuple(arguments.rule),
        "never_says": arguments.never_says,
    }
    chosen = [Chosen("rehearsal", one, **talk) for one in arguments.scenario]
    chosen += exercises(arguments.exercise, arguments.times, arguments.step)
    return compose(
        chosen,
        desk.now().date(),
        title=arguments.title,
        note=arguments.note,
        due_on=arguments.due,
        rule_out=_parts(arguments.rule_out),
        steepest=arguments.steepest,
        share=_parts(arguments.share),
    )


def _parts(given: str) -> tuple[str, ...]:
    return tuple(filter(None, (one.strip() for one in given.split(","))))


def _open_files(desk: Desk, arguments: argparse.Namespace) -> int:
    code, told = 0, []
    for name in arguments.file:
        try:
            arrived = desk.take(_read(name))
        except (ClinicError, DataError) as refused:
            sys.stderr.write(f"{name}: {one_line(refused)}\n")
            code = 2
            continue
        if arguments.json:
            told.append(_as_json(desk, arrived))
            continue
        _told(desk, arrived)
    if arguments.json:
        _print_json(told)
    return code


def _told(desk: Desk, arrived: Arrived) -> None:
    from sim.clinic.web.pages_inbox import words

    _say(words(arrived))
    if arrived.what == "paired":
        _told_pairing(desk, arrived.client)
    if arrived.what != "report":
        return
    head, rows = desk.reports.head(arrived.report), desk.reports.rows(arrived.report)
    _say(f"{head.done_on}, {head.minutes} min. {head.note}".rstrip())
    for kind in ITEM_KINDS:
        found = [row for row in rows if row.kind == kind]
        if not found:
            continue
        _say(f"\n{SHARE_WORDS[kind]}")
        if kind == "attendance":
            continue  # the day and the minutes stand above
        for row in found:
            numbers = (f"{name} {value:g}" for name, value in row.numbers.items())
            parts = filter(None, (row.value, ", ".join(numbers), row.reason))
            _say(f"  {row.label}: {'; '.join(parts)}")
    desk.reports.see(arrived.report)
    desk.log.add("looked_at_session", head.client, head.done_on)


def _as_json(desk: Desk, arrived: Arrived) -> dict[str, Any]:
    body: dict[str, Any] = {
        "what": arrived.what,
        "client": arrived.client.id,
        "alias": arrived.client.alias,
        "about": arrived.about,
    }
    if arrived.what == "report":
        head = desk.reports.head(arrived.report)
        rows = desk.reports.rows(arrived.report)
        body["report"] = dataclasses.asdict(head)
        body["items"] = [dataclasses.asdict(row) for row in rows]
        desk.reports.see(arrived.report)
        desk.log.add("looked_at_session", head.client, head.done_on)
    return body


def _everybody(desk: Desk) -> Iterator[Client]:
    after = ("", "")
    while found := desk.clients.page(after=after):
        yield from found
        after = (found[-1].alias, found[-1].id)


def _clients(desk: Desk, arguments: argparse.Namespace) -> int:
    desk.log.add("looked_at_clients")
    every = list(_everybody(desk))
    if arguments.json:
        _print_json([dataclasses.asdict(one) for one in every])
        return 0
    if not every:
        _say("Nobody is here yet. Begin with: visavis clinic pair --alias NAME")
    for one in every:
        waits = f"{one.unread} to read" if one.unread else one.state
        _say(f"{one.alias:<24} {waits:<12} {one.assigned}".rstrip())
    return 0


def _log(desk: Desk, arguments: argparse.Namespace) -> int:
    client = desk.post.contact(arguments.client).id if arguments.client else ""
    found = desk.log.page(client=client)
    if arguments.json:
        _print_json([dataclasses.asdict(one) for one in found])
        return 0
    for one in reversed(found):
        _say(f"{one.at[:19]}  {one.words}  {one.alias}  {one.about}".rstrip())
    return 0


def _passphrase(desk: Desk, arguments: argparse.Namespace) -> int:
    if not sys.stdin.isatty():
        raise BadInput("A passphrase is chosen at a terminal, or in the app.")
    given = choose_passphrase()
    if given is None:
        raise BadInput("No passphrase was chosen. Nothing was changed.")
    desk.vault.change_passphrase(given)
    desk.log.add("passphrase")
    _say("Your new passphrase holds.")
    return 0


def _read(name: str) -> bytes:
    try:
        with Path(name).open("rb") as file:
            return file.read(envelopes.MOST_BYTES + 1)
    except OSError as cause:
        why = cause.strerror or type(cause).__name__
        raise BadInput(f"{name}: cannot be read ({why}).") from cause


def _write(name: str, raw: bytes) -> None:
    try:
        write_new(Path(name), raw)
    except OSError as cause:
        why = cause.strerror or type(cause).__name__
        raise BadInput(
            f"{name}: cannot be written ({why}). Name a file that is not there yet."
        ) from cause


def _say(line: str) -> None:
    # the words may be a client's, and must not steer the terminal
    is_picture = line.startswith("\x1b[30;107m")
    sys.stdout.write((line if is_picture else plain(line)) + "\n")


def _print_json(body: Any) -> None:
    sys.stdout.write(json.dumps(body, ensure_ascii=False, indent=1) + "\n")


_COMMANDS: Final[dict[str, Callable[[Desk, argparse.Namespace], int]]] = {
    "pair": _pair,
    "finish": _finish,
    "assign": _assign,
    "open": _open_files,
    "clients": _clients,
    "log": _log,
    "passphrase": _passphrase,
}
