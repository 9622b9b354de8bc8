"""The words of ``visavis clinic``: what its parser takes."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any, Final

PORT: Final = 8611
_ABOUT: Final = """\
The therapist's side: give something to practise, see what was shared.

  visavis clinic serve                        the app, in your browser
  visavis clinic pair --alias Robin           a code and a file for a new client
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
    _serve(command(inner, "serve", "open the app", "visavis clinic serve"))


def _serve(one: Any) -> None:
    one.add_argument(
        "--port", type=int, default=PORT, help=f"of the app (default: {PORT})"
    )
    one.add_argument("--open", action="store_true", help="show it in your browser")
