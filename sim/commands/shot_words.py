"""The words of ``shot``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def add_shot(commands: Any, command: Callable[..., Any]) -> None:
    """Add it to the parser of all commands; `command` makes one of them."""
    one = command(
        commands,
        "shot",
        "draw a picture of a room and whoever sits there, without a display",
        "visavis shot kitchen --people grace,luca --state warm --out kitchen.png",
    )
    add = one.add_argument
    add("room", help="room id; visavis list rooms shows them")
    add(
        "--people",
        default="",
        metavar="ID,ID",
        help="who sits there, the partner's seat first (default: nobody)",
    )
    add(
        "--state",
        default="calm",
        metavar="STATE",
        help="how they feel, such as hurt; one for all, or one for each with commas "
        "between (default: calm)",
    )
    add(
        "--camera",
        default="seat",
        metavar="VIEW",
        help="face, seat (what the user sees) or room (default: seat)",
    )
    add(
        "--eye",
        default="middle",
        metavar="EYE",
        help="left, right or middle, as the eyes of a headset are (default: middle)",
    )
    add(
        "--size",
        default="1280x720",
        metavar="WxH",
        help="in pixels, 16 to 4096 each way (default: 1280x720)",
    )
    add("--seed", type=int, default=0, help="another moment of the same (default: 0)")
    add("--out", required=True, metavar="FILE", help="picture to write: .png or .jpg")
    one.set_defaults(run="sim.commands.shot")
