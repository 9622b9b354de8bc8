"""``debrief`` and ``corrections``: look back, ask why, say that something is wrong."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from dialogue.messages import to_json
from sim.app import country_of, scenario_of
from sim.config import Config
from sim.errors import BadInput
from sim.mind.rereading import Reader
from sim.past import past_of
from sim.privacy.folder import write_private
from sim.privacy.vault import Vault
from sim.session import events
from sim.session.debrief_html import as_html
from sim.session.debrief_text import explain, render
from sim.session.debrief_why import Statement
from sim.session.events import Event
from sim.session.marking import LookingBack, corrections
from sim.session.recorder import Recorder
from sim.session.rereading import lines_of
from sim.support import help_lines, stop_text
from sim.texts import text


def debrief(vault: Vault, arguments: argparse.Namespace, session: str) -> int:
    """Show, save, ask about or correct the debrief of `session`.

    Raises:
        BadInput: a number that no statement has.
    """
    back = _looking_back(vault, session)
    if arguments.reread:
        _reread(back)
    if not _said(back, arguments):
        return 0
    if arguments.why is not None:
        explain(_about(back, arguments.why), Console())
        return 0
    if arguments.json:
        sys.stdout.write(json.dumps(to_json(back.made), ensure_ascii=False) + "\n")
    elif not arguments.html:
        render(back.made, Console(), text("debrief.hint"))
    if arguments.html:
        path = Path(arguments.html)
        try:
            write_private(path, as_html(back.made).encode())
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise BadInput(f"{path}: cannot be written ({why}).") from error
        sys.stderr.write(f"Written to {path.absolute()}; this page is not encrypted.\n")
    return 0


def list_corrections(vault: Vault, arguments: argparse.Namespace) -> int:
    """Everything that the user marked as wrong, counted by skill."""
    rows = [
        {
            "session": info.id,
            "started_at": info.started_at,
            "scenario": info.scenario,
            **dataclasses.asdict(one),
        }
        for info in vault.sessions()
        for one in corrections(vault.events(info.id))
    ]
    if arguments.json:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        return 0
    if not rows:
        sys.stdout.write("Nothing is marked as wrong.\n")
        return 0
    table = Table(box=None, pad_edge=False)
    for title in ("session", "what was said", "your words", "your note"):
        table.add_column(title)
    for row in rows:
        table.add_row(*(str(row[key]) for key in ("session", "says", "words", "note")))
    console = Console()
    console.print(table)
    counts: dict[str, int] = {}
    for row in rows:
        skill = str(row["skill"]) or "no skill"
        counts[skill] = counts.get(skill, 0) + 1
    told = ", ".join(f"{skill} {count}" for skill, count in sorted(counts.items()))
    console.print(f"{len(rows)} in all: {told}", highlight=False)
    return 0


def _looking_back(vault: Vault, session: str) -> LookingBack:
    log: list[Event] = vault.events(session)
    recorder = Recorder(vault, session=session)

    def keep(event: Event) -> None:
        recorder.record(event)
        log.append(event)

    return LookingBack(log, scenario_of(log), keep, past_of(vault, session))


def _reread(back: LookingBack) -> None:
    """Read the lines once more, here and now; without the model all stays as it is."""
    reader = Reader()
    try:
        reader.load()
    except Exception as missing:  # whatever a model library throws
        sys.stderr.write(f"Not read again: {missing}\n")
        return
    if lines := lines_of(back.log):
        sys.stderr.write(f"{text('debrief.reading')}\n")
        for event in events.read_again(reader.read(lines)):
            back.keep(event)


def _said(back: LookingBack, arguments: argparse.Namespace) -> bool:
    """Keep what the user says about it; whether to go on and show the debrief."""
    for number, is_wrong in ((arguments.wrong, True), (arguments.right, False)):
        if number is not None:
            _about(back, number)
            back.wrong(number, arguments.note, is_wrong=is_wrong)
    if arguments.use is not None and (flag := back.use(arguments.use)) is not None:
        fixed = stop_text(flag, back.made.partner)
        lines = help_lines(country_of(Config.load().settings), flag.category)
        sys.stdout.write("\n".join((fixed.title, fixed.body, *lines)) + "\n")
        return False
    return True


def _about(back: LookingBack, number: int) -> Statement:
    found = back.about(number)
    if found is None:
        most = str(len(back.made.statements))
        raise BadInput(text("debrief.no_number", number=str(number), most=most))
    return found
