"""``visavis progress``: which skills have shown, and what could be next."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dialogue.progress import Trace, state
from dialogue.proposal import Proposal
from dialogue.skills import BY_ID
from sim.app import App, open_record
from sim.commands import exposure_progress
from sim.commands.records import ask_passphrase
from sim.config import Config
from sim.privacy.consents import may
from sim.privacy.vault import vault_exists
from sim.progress import Progress, parameters, plain, progress, reason
from sim.progress_table import as_json, day_of
from sim.texts import text, texts

_WEEKS_FROM: Final = 14
_MONTHS_FROM: Final = 60
"""Days from which the distance is told in weeks, and in months."""


def run(arguments: argparse.Namespace) -> int:
    """Show what the record says, or that there is none."""
    config = Config.load()
    if not vault_exists(config.home):
        return _nothing("no_vault", arguments)
    vault = open_record(config, ask_passphrase if sys.stdin.isatty() else None)
    if vault is None:
        return _nothing("not_opened", arguments)
    with vault:
        if not may(vault, "progress"):
            return _nothing("off", arguments)
        if arguments.exposure:
            return exposure_progress.show(vault, arguments)
        found = progress(vault, App(config).scenarios())
    if arguments.json:
        sys.stdout.write(json.dumps(as_json(found), ensure_ascii=False) + "\n")
    else:
        render(found, Console(highlight=False))
    return 0


def _nothing(key: str, arguments: argparse.Namespace) -> int:
    if arguments.json:
        empty = {"rehearsals": 0, "skills": [], "proposal": None}
        sys.stdout.write(json.dumps(empty) + "\n")
    key = "privacy.off_progress" if key == "off" else f"progress.{key}"
    sys.stderr.write(text(key) + "\n")
    return 0


def render(found: Progress, console: Console) -> None:
    """The table in words, and the proposal below it."""
    if not found.rehearsals:
        console.print(text("progress.too_little"))
        return
    console.print(Padding(Text(text("progress.title"), style="bold"), (1, 0, 1, 0)))
    table = Table(box=None, pad_edge=False)
    for title in texts("progress.columns"):
        table.add_column(title)
    for one in found.traces.values():
        table.add_row(
            BY_ID[one.skill].title,
            state(one, parameters().words),
            when(one, found.today),
            often(one),
        )
    console.print(table)
    console.print(Padding(Text(text("progress.words"), style="dim"), (1, 0, 0, 0)))
    if found.proposal is None:
        return
    _render_proposal(found.proposal, console)


def _render_proposal(proposal: Proposal, console: Console) -> None:
    difficulty = texts("progress.difficulty")[proposal.difficulty - 1]
    title = text("progress.next", title=proposal.title, difficulty=difficulty)
    console.print(Padding(Text(title, style="bold"), (1, 0, 0, 0)))
    goals = ", ".join(plain(goal) for goal in proposal.goals)
    for line in (
        reason(proposal),
        text("progress.goals", goals=goals),
        f"{text('briefing.not_for')}:",
    ):
        console.print(Text(line))
    for item in proposal.contraindications:
        console.print(Padding(Text(f"· {item}"), (0, 0, 0, 2)))
    console.print(Text(text("progress.free")))


def when(one: Trace, today: float) -> str:
    """When the skill was last seen, in words."""
    if one.last_day is None:
        return text("progress.never")
    days = (day_of(today) - day_of(one.last_day)).days
    if days <= 0:
        return text("progress.today")
    if days == 1:
        return text("progress.yesterday")
    if days < _WEEKS_FROM:
        return text("progress.days_ago", count=str(days))
    if days < _MONTHS_FROM:
        return text("progress.weeks_ago", count=str(days // 7))
    return text("progress.months_ago", count=str(days // 30))


def often(one: Trace) -> str:
    """How often the skill was seen, in words."""
    if not one.lines:
        return text("progress.never")
    lines = (
        text("progress.one_line")
        if one.lines == 1
        else text("progress.lines", count=str(one.lines))
    )
    if one.sessions == 1:
        return text("progress.in_one", lines=lines)
    return text("progress.in_several", lines=lines, count=str(one.sessions))
