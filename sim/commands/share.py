"""``visavis share``: what goes to a therapist, item by item; and taking it back."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from rich.console import Console

from sim.app import scenario_of
from sim.clinic.client.report import NothingToShare, Offered, offer, report
from sim.clinic.client.sharing import Shared, Sharing
from sim.clinic.contacts import Contact
from sim.clinic.letters import ITEM_KINDS
from sim.clinic.post import Post
from sim.commands.client_record import record, where_to
from sim.commands.records import find_session
from sim.errors import BadInput
from sim.lines import Keyboard
from sim.privacy.vault import Vault
from sim.screening.care import Care
from sim.share_text import ask_to_agree, decide, fewer, pick, recipient, show
from sim.terminal import Leave
from sim.texts import text


def run(arguments: argparse.Namespace) -> int:
    """Do what the words say."""
    with record() as vault:
        if vault is None:
            return 2
        try:
            return _run(vault, arguments)
        except Leave:
            sys.stderr.write(text("sharing.cancelled") + "\n")
            return 1


def _run(vault: Vault, arguments: argparse.Namespace) -> int:
    post = Post(vault)
    sharing = Sharing(vault, post)
    if arguments.list:
        return _list(sharing, is_json=arguments.json)
    if arguments.withdraw:
        path = sharing.withdraw(arguments.withdraw, where_to(arguments.out))
        sys.stderr.write(text("sharing.withdrawn", path=str(path)) + "\n")
        return 0
    if Care.of(vault).is_careful:
        raise NothingToShare(text("sharing.careful"))
    offered = offer(vault, find_session(vault, arguments.session), scenario_of)
    if arguments.json:
        rows = [asdict(one) for one in offered.items]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        return 0
    to = recipient(post, arguments.to)
    return _send(sharing, offered, to, arguments)


def _send(
    sharing: Sharing, offered: Offered, to: Contact, arguments: argparse.Namespace
) -> int:
    where = where_to(arguments.out)
    console, keyboard = Console(highlight=False), Keyboard()
    ask_to_agree(console, keyboard, sharing)
    if before := sharing.of(offered.info.id):
        ids = ", ".join(one.id for one in before)
        sys.stderr.write(text("sharing.again", ids=ids) + "\n")
    chosen = _chosen(console, keyboard, offered, arguments)
    made = report(offered, chosen, to, arguments.note)
    show(console, made, to.alias)
    while not arguments.yes:
        wanted = decide(console, keyboard, to.alias)
        if wanted == "not_now":
            sys.stderr.write(text("sharing.cancelled") + "\n")
            return 1
        if wanted == "send":
            break
        made = report(offered, fewer(console, keyboard, made), to, arguments.note)
        show(console, made, to.alias)
    path = sharing.send(made, offered.info.id, to, where)
    key = "sharing.sent_folder" if where.is_dir() else "sharing.sent"
    sys.stderr.write(text(key, name=to.alias, path=str(path)) + "\n")
    sys.stderr.write(text("sharing.take_back", id=made.id) + "\n")
    return 0


def _chosen(
    console: Console,
    keyboard: Keyboard,
    offered: Offered,
    arguments: argparse.Namespace,
) -> frozenset[str]:
    if arguments.items is not None:
        chosen = _named(offered, arguments.items)
    elif sys.stdin.isatty() and not arguments.yes:
        chosen = pick(console, keyboard, offered)
    else:
        chosen = offered.beforehand
    for one in arguments.without:
        _check(offered, one)
    return chosen - set(arguments.without)


def _named(offered: Offered, given: str) -> frozenset[str]:
    """The items that words of ``--items`` mean: kinds, and ids of single ones."""
    chosen: set[str] = set()
    for word in filter(None, map(str.strip, given.split(","))):
        if word in ITEM_KINDS:
            chosen |= {one.id for one in offered.of(word)}
        else:
            chosen.add(_check(offered, word))
    return frozenset(chosen)


def _check(offered: Offered, ident: str) -> str:
    if ident not in {one.id for one in offered.items}:
        known = ", ".join((*ITEM_KINDS, *(one.id for one in offered.items)))
        raise BadInput(f"{ident!r:.60} is not in this one. There are: {known}.")
    return ident


def _list(sharing: Sharing, *, is_json: bool) -> int:
    every = sharing.all()
    if is_json:
        rows = [asdict(one) for one in every]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        return 0
    for line in map(told, every):
        sys.stdout.write(f"{line}\n")
    if not every:
        sys.stderr.write(text("sharing.list_none") + "\n")
    return 0


def told(one: Shared) -> str:
    """One report that was shared, in a line."""
    kinds = ", ".join(text(f"sharing.{kind}").lower() for kind in one.kinds)
    line = text(
        "sharing.was_sent",
        day=one.sent_on[:10],
        title=one.title,
        name=one.name,
        kinds=kinds,
    )
    if one.withdrawn_on:
        gone = text("sharing.is_withdrawn", day=one.withdrawn_on[:10])
        return f"{one.id}  {line}; {gone}"
    return f"{one.id}  {line}"
