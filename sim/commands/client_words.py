"""The words of ``pair``, ``open``, ``assignments`` and ``share``: the client's side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.clinic.letters import ITEM_KINDS


def add_client(commands: Any, command: Callable[..., Any]) -> None:
    """Add them to the parser of all commands; `command` makes one of them."""
    _pair(commands, command)
    _assignments(commands, command)
    _share(commands, command)


def _pair(commands: Any, command: Callable[..., Any]) -> None:
    one = command(
        commands,
        "pair",
        "pair with your therapist, or show whom you are paired with",
        "visavis pair invitation.txt --code 7KQ-4MD-2XWP --out answer.txt",
    )
    add = one.add_argument
    add("invitation", nargs="?", help="file, or the line itself; none: show")
    add("--code", help="what your therapist told you (default: ask)")
    add("--out", metavar="FILE", help="your answer, for your therapist")
    add("--alias", default="", help="what to call them here (default: therapist)")
    add("--same", metavar="NAME", help="you compared the five words, and they agree")
    add("--end", metavar="NAME", help="end a pairing; --out: a letter that says so")
    one.set_defaults(run="sim.commands.pair")
    one = command(
        commands,
        "open",
        "open a sealed letter, such as an assignment",
        "visavis open homework.visavis",
    )
    one.add_argument("letter", help="file, or a folder that both of you see")
    one.set_defaults(run="sim.commands.pair")


def _assignments(commands: Any, command: Callable[..., Any]) -> None:
    one = command(
        commands,
        "assignments",
        "show what your therapist has given you, and what you take on of it",
        "visavis assignments decline 1.2",
    )
    add = one.add_argument
    acts = ("show", "decline", "take", "tell", "drop")
    add(
        "action",
        nargs="?",
        choices=acts,
        default="show",
        help="decline: leave a part out; take: take it on again; tell: a letter that "
        "says which; drop: keep an assignment no longer (default: show)",
    )
    add("which", nargs="?", help="2 for the second one, 2.1 for its first part")
    add("--out", metavar="FILE", help="with tell: file or shared folder")
    add("--note", default="", help="with tell: your own words to them")
    add("--yes", action="store_true", help="with tell: do not ask")
    add("--json", action="store_true", help="as a JSON list of objects")
    one.set_defaults(run="sim.commands.assignments")


def _share(commands: Any, command: Callable[..., Any]) -> None:
    one = command(
        commands,
        "share",
        "share what you choose of a session, or take it back",
        "visavis share 2026-11 --out report.visavis",
    )
    add = one.add_argument
    add("session", nargs="?", help="id or its beginning; none: the last")
    add("--out", metavar="FILE", help="sealed file, or a folder that both of you see")
    add("--to", metavar="NAME", help="who gets it (default: the only one)")
    add("--items", help=f"kinds or ids with commas between: {', '.join(ITEM_KINDS)}")
    add("--without", action="append", default=[], metavar="ID", help="not this one")
    add("--note", default="", help="your own words to them")
    add("--yes", action="store_true", help="do not ask before it is sealed")
    add("--list", action="store_true", help="what you have shared, and when")
    add("--withdraw", metavar="REPORT", help="take a report back")
    add("--json", action="store_true", help="what could go, or with --list what went")
    one.set_defaults(run="sim.commands.share")
