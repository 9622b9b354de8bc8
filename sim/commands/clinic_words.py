"""The words of ``visavis clinic``: what its parser takes."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any, Final

PORT: Final = 8611
_ABOUT: Final = """\
The therapist's side: give something to practise, see what was shared.

  visavis clinic serve                        the app, in your browser
  visavis clinic pair --alias Robin --out robin.txt
  visavis clinic finish answer_of_robin.txt
  visavis clinic assign --to Robin --scenario saying_no --out robin.visavis
  visavis clinic open from_robin.visavis      read what came back
"""


def add_clinic(commands: Any, command: Callable[..., Any]) -> None:
    """Add ``clinic`` to the parser of all commands; `command` makes one of them."""
    top = commands.add_parser(
        "clinic",
        help="the therapist's side: assign, and read what was shared",
        description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.set_defaults(run="sim.commands.clinic")
    inner = top.add_subparsers(dest="clinic", metavar="WHAT", required=True)

    def one(name: str, about: str, example: str) -> Any:
        return command(inner, name, about, f"visavis clinic {example}")

    _serve(one)
    _pair(one)
    _assign(one)
    _read(one)
    one(
        "passphrase",
        "choose or change the passphrase of your desk",
        "passphrase",
    )


def _serve(one: Callable[..., Any]) -> None:
    add = one("serve", "open the app", "serve --folder ~/Shared").add_argument
    add("--port", type=int, default=PORT, help=f"of the app (default: {PORT})")
    add("--open", action="store_true", help="show it in your browser at once")
    add("--folder", metavar="SYNCED", help="a folder that you and your clients see")


def _pair(one: Callable[..., Any]) -> None:
    add = one(
        "pair",
        "invite a client: a file to give them, and a code to tell them",
        "pair --alias Robin --out robin.txt",
    ).add_argument
    add("--alias", required=True, help="what you call them; they never see it")
    add("--out", metavar="F", help="file to write (default: as a picture to scan)")
    add("--again", action="store_true", help="a known client with a new device")
    add = one(
        "finish", "take a client's answer to your invitation", "finish answer.txt"
    ).add_argument
    add("file", help="what they gave you")


def _assign(one: Callable[..., Any]) -> None:
    add = one(
        "assign",
        "give a client something to do",
        "assign --to Robin --scenario saying_no --due 2026-12-01 --out r.visavis",
    ).add_argument
    add("--to", required=True, help="alias or id")
    add("--out", required=True, metavar="F", help="sealed file to write")
    add("--scenario", action="append", default=[], help="id; repeatable")
    add("--exercise", action="append", default=[], help="id; repeatable")
    add(
        "--step",
        action="append",
        default=[],
        metavar="STEP",
        help="one of the small steps of --exercise exposure, from easy to hard, such "
        "as saying_no:tea; repeatable (default: they build their own ladder)",
    )
    add("--times", type=int, default=1, help="how often each (default: 1)")
    add("--goals", default="", help="skill ids, with commas between")
    ways = ("gentler", "as_written", "steeper")
    add("--partner", choices=ways, default="as_written", help="(default: as_written)")
    add(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="names, pronouns and facts, such as partner=Kim; repeatable",
    )
    add(
        "--rule",
        action="append",
        default=[],
        choices=("counter", "defend", "deflect", "withdraw", "propose"),
        help="what the partner never does; repeatable",
    )
    add("--never-says", default="", help="words, with commas between")
    add("--title", default="", help="(default: that of the first part)")
    add("--note", default="", help="to the client")
    add("--due", default="", metavar="DAY", help="such as 2026-11-30")
    add("--rule-out", default="", help="what it must not be about, such as pain")
    add("--steepest", type=int, default=3, help="1, 2 or 3 (default: 3)")
    add(
        "--share",
        default="attendance,grades,suds,notes",
        help="what you would like to see; the client decides (default: "
        "attendance,grades,suds,notes)",
    )


def _read(one: Callable[..., Any]) -> None:
    add = one(
        "open", "open what a client gave you, and show it", "open r.visavis"
    ).add_argument
    add("file", nargs="+", help="sealed file")
    add("--json", action="store_true", help="what was shared, as JSON")
    add = one("clients", "list your clients", "clients --json").add_argument
    add("--json", action="store_true", help="as a JSON list of objects")
    add = one("log", "show what was done, and when", "log").add_argument
    add("--client", default="", help="alias or id: only theirs")
    add("--json", action="store_true", help="as a JSON list of objects")
