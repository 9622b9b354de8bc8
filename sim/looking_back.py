"""The debrief in a terminal, and what the user may do about it."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from dialogue.messages import Safety
from sim.lines import Keyboard
from sim.session.debrief_text import explain
from sim.session.marking import LookingBack
from sim.texts import text


def look_back(console: Console, keyboard: Keyboard, back: LookingBack) -> Safety | None:
    """Answer ``/why``, ``/wrong`` and ``/right`` until Enter; keep a plan if told.

    Returns:
        What the safety screen found in the user's words, where that comes first.
    """
    _note(console, text("debrief.commands"))
    _note(console, text("debrief.transfer"))
    while (line := keyboard.wait()) is not None and line.strip() not in ("", "/leave"):
        words = line.strip()
        if words.startswith("/"):
            _note(console, _command(console, back, words[1:]))
            continue
        flag = back.use(words)
        if flag is not None:
            return flag
        _note(console, text("debrief.transfer_kept"))
    return None


def _command(console: Console, back: LookingBack, words: str) -> str:
    """Do what a command says; returns what to tell the user."""
    name, number, note = ([*words.split(maxsplit=2), "", "", ""])[:3]
    if name not in ("why", "wrong", "right") or not number.isdecimal():
        return text("debrief.commands")
    found = back.about(int(number))
    if found is None:
        most = str(len(back.made.statements))
        return text("debrief.no_number", number=number, most=most)
    if name == "why":
        explain(found, console)
        return ""
    back.wrong(found.number, note, is_wrong=name == "wrong")
    return text(
        "debrief.marked" if name == "wrong" else "debrief.unmarked", number=number
    )


def _note(console: Console, words: str) -> None:
    if words:
        console.print(Padding(Text(words, style="italic"), (1, 0, 0, 2)))
