"""What a typed line does: words to the partner, or a command such as ``/pause``."""

from __future__ import annotations

import difflib
from collections.abc import Callable

from dialogue.messages import Source
from sim import quick_exit
from sim.rehearsal import Rehearsal
from sim.support import CALM_OF, answer_check_in, choice_of, fixed_text
from sim.texts import text

COMMANDS: dict[str, str] = {
    "pause": "stop everything where it is",
    "resume": "go on after a pause",
    "calm": "something calming first: breathing; /calm grounding, muscles, quiet_place",
    "silence": "say nothing for a moment; so does an empty line",
    "skip": "let your partner move on",
    "again": "try your last line again; /again 3 goes back to your third line",
    "leave": "end the rehearsal now",
    "quit now": "empty this screen at once and close everything",
    "why": "why your partner answered so",
    "about": "what this is, and what it is not",
    "people": "people you can talk to, with numbers",
    "help": "show these commands",
}


Calm = Callable[[str], str]
"""Opens something calming by its id, "" for the first one; returns what to tell."""


def typed(
    rehearsal: Rehearsal, line: str, source: Source = "typed", calm: Calm | None = None
) -> str:
    """Do what `line` says; returns what to tell the user, or an empty string.

    Args:
        rehearsal: the rehearsal.
        line: what was typed.
        source: whether a person or a script typed it.
        calm: opens something calming; the rehearsal is paused before.

    Raises:
        QuickExit: everything must be gone at once; the rehearsal is left.
    """
    if quick_exit.is_asked(line):
        _quick_exit(rehearsal)
    line = line.strip()
    if not line:
        return _empty(rehearsal, source)
    if line.startswith("/"):
        return _command(rehearsal, line[1:], source, calm)
    if rehearsal.state.phase == "checking_in":
        return _check_in(rehearsal, line, calm)
    if rehearsal.state.phase == "paused":
        return text("calming.paused")
    rehearsal.say(line, source)
    return ""


def _empty(rehearsal: Rehearsal, source: Source) -> str:
    if rehearsal.state.phase == "paused":
        rehearsal.resume()
    else:
        rehearsal.be_silent(source)
    return ""


def _check_in(rehearsal: Rehearsal, line: str, calm: Calm | None) -> str:
    flag = rehearsal.state.flag
    if flag is None:
        return ""
    fixed = fixed_text(flag, rehearsal.scenario.persona.name)
    if choice := choice_of(line, fixed):
        if choice == "quick_exit":
            _quick_exit(rehearsal)
        answer_check_in(rehearsal, choice)
        return calm(CALM_OF[choice]) if calm is not None and choice in CALM_OF else ""
    # other words: they are heard, and screened like any other line
    before = rehearsal.state.phase
    rehearsal.say(line)
    if rehearsal.state.phase == before:
        return text("terminal.choose", most=str(len(fixed.choices)))
    return ""


def _quick_exit(rehearsal: Rehearsal) -> None:
    quick_exit.wipe()
    rehearsal.leave("quick exit")
    raise quick_exit.QuickExit


def _command(
    rehearsal: Rehearsal, words: str, source: Source, calm: Calm | None
) -> str:
    name, _, argument = words.partition(" ")
    name = name.lower()
    if name == "pause":
        rehearsal.pause()
    elif name == "resume":
        rehearsal.resume()
    elif name == "calm" and calm is not None:
        rehearsal.pause()
        return calm(argument.strip())
    elif name == "silence":
        rehearsal.be_silent(source)
    elif name == "skip":
        rehearsal.skip()
    elif name == "leave":
        rehearsal.leave()
    elif name in rehearsal.pages:
        return "\n".join(rehearsal.pages[name]())
    elif name == "again":
        return _again(rehearsal, argument.strip())
    elif name == "help":
        return "\n".join(f"/{key:<8}{what}" for key, what in COMMANDS.items())
    else:
        near = difflib.get_close_matches(name, COMMANDS, 1)
        hint = f" Did you mean /{near[0]}?" if near else ""
        return f"There is no /{name}.{hint} /help lists what there is."
    return ""


def _again(rehearsal: Rehearsal, argument: str) -> str:
    if not argument:
        return "" if rehearsal.again() else "There is nothing to try again yet."
    lines = rehearsal.state.turn
    if not argument.isdecimal() or not 1 <= int(argument) <= max(lines, 0):
        if lines < 1:
            return "There is nothing to try again yet."
        return f"/again takes the number of one of your lines, 1 to {lines}."
    # the user's line k answers the partner's turn k - 1
    rehearsal.again(int(argument) - 1)
    return ""
