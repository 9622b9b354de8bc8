"""``visavis assignments``: what was assigned, and what is taken on of it."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from sim.clinic.client import telling
from sim.clinic.client.counting import times_done
from sim.clinic.client.kept import Assignments, Kept
from sim.clinic.client.sharing import Sharing, answer
from sim.clinic.client.task import Task
from sim.clinic.letters import Part
from sim.clinic.post import Post
from sim.commands.client_record import record, where_to
from sim.config import Config
from sim.errors import BadInput
from sim.lines import Keyboard
from sim.privacy.vault import Vault
from sim.session.clock import SystemClock
from sim.setting import of_settings
from sim.share_text import ask_to_agree, is_sure
from sim.texts import text


def run(arguments: argparse.Namespace) -> int:
    """Do what the subcommand says."""
    with record() as vault:
        return 2 if vault is None else _run(vault, arguments)


def _run(vault: Vault, arguments: argparse.Namespace) -> int:
    if arguments.action == "show":
        return _show(vault, arguments)
    if not arguments.which:
        raise BadInput("Say which one: 1 for the first, 1.2 for its second part.")
    assignments = Assignments(vault)
    kept, part = assignments.find(arguments.which)
    if arguments.action == "tell":
        return _tell(vault, kept, arguments)
    if arguments.action == "drop":
        assignments.drop(kept)
        note = text("assigned.dropped", title=telling.title(kept))
        sys.stderr.write(f"{note}\n")
        return 0
    is_declined = arguments.action == "decline"
    for one in (part,) if part else kept.letter.parts:
        kept = assignments.decline(kept, one.id, is_declined=is_declined)
        key = "assigned.declined_now" if is_declined else "assigned.taken_now"
        sys.stderr.write(text(key, title=_title(kept, one)) + "\n")
    number = arguments.which.partition(".")[0]
    sys.stderr.write(text("assigned.tell_hint", number=number) + "\n")
    return 0


def _title(kept: Kept, part: Part) -> str:
    return telling.part_title(Task(kept, part), of_settings(Config.load().settings))


# show


def _show(vault: Vault, arguments: argparse.Namespace) -> int:
    every = Assignments(vault).all()
    if arguments.which:
        every = (Assignments(vault).find(arguments.which)[0],)
    if arguments.json:
        rows = [_as_json(vault, one) for one in every]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        return 0
    console = Console(highlight=False)
    if not every:
        sys.stderr.write(text("assigned.none") + "\n")
        return 0
    for one in every:
        show_one(console, vault, one)
    _say(console, text("assigned.hint"))
    return 0


def _as_json(vault: Vault, kept: Kept) -> dict[str, Any]:
    done = times_done(vault, kept)
    return {
        "number": _number(vault, kept),
        "taken_on": kept.taken_on,
        "declined": kept.declined,
        "done": {one.id: done[one.id] for one in kept.letter.parts},
        **asdict(kept.letter),
    }


def _number(vault: Vault, kept: Kept) -> int:
    return [one.key for one in Assignments(vault).all()].index(kept.key) + 1


def show_one(console: Console, vault: Vault, kept: Kept) -> None:
    """One assignment with its parts, numbered as the command takes them."""
    done = times_done(vault, kept)
    number = _number(vault, kept)
    today = SystemClock().now().date()
    first, *lines = telling.heading(kept, done, today)
    console.print(Padding(Text(f"{number}  {first}", style="bold"), (1, 0, 0, 2)))
    for line in lines:
        _say(console, line)
    for place, part in enumerate(kept.letter.parts, 1):
        _part(console, Task(kept, part), f"{number}.{place}", done)
    _say(console, telling.wishes(kept))
    _say(console, text("assigned.where", number=f"{number}.1"))


def _part(console: Console, task: Task, number: str, done: Counter[str]) -> None:
    own = of_settings(Config.load().settings)
    told = telling.told_talk(task, own) if task.is_talk else None
    title = told.title if told is not None else telling.part_title(task, own)
    state = telling.state(task.part, task.kept, done[task.part.id])
    line = Text(f"{number}  {title}", style="bold")
    line.append(f" · {state}", style="dim")
    console.print(Padding(line, (1, 0, 0, 4)))
    for given in telling.given(task, told):
        console.print(Padding(Text(given), (0, 0, 0, 9)))


# tell


def _tell(vault: Vault, kept: Kept, arguments: argparse.Namespace) -> int:
    where = where_to(arguments.out)
    post = Post(vault)
    sharing = Sharing(vault, post)
    console, keyboard = Console(highlight=False), Keyboard()
    ask_to_agree(console, keyboard, sharing)
    letter = answer(kept, arguments.note)
    name = post.contact(kept.sender).alias
    own = of_settings(Config.load().settings)
    _say(console, telling.answer_line(kept, letter, name, own))
    if letter.note:
        _say(console, text("sharing.your_note", note=letter.note))
    if not (arguments.yes or is_sure(console, keyboard, name)):
        sys.stderr.write(text("sharing.cancelled") + "\n")
        return 1
    path = sharing.tell(kept, where, arguments.note)
    sys.stderr.write(text("assigned.told", path=str(path)) + "\n")
    return 0


def _say(console: Console, words: str) -> None:
    console.print(Padding(Text(words), (0, 0, 0, 5)))
