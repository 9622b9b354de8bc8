"""The lobby: a wide, quiet room that stands behind the panels one chooses from."""

from __future__ import annotations

import numpy as np

from assets.build.furniture import (
    armchair,
    floor_lamp,
    moved,
    plant,
    round_rug,
    side_table,
)
from assets.build.layout import Layout, Seat
from assets.build.light import Lamp, Lights, Sun
from assets.build.posing import SEAT_HEIGHT_M
from assets.build.shell import Opening, Shell
from assets.build.solids import Solid, Vector, block, turned
from assets.build.source import Floats
from assets.build.surfaces import braided, fabric, glowing, linen, sheer, tiles, wood

OAK: Vector = (0.30, 0.165, 0.078)
WINDOW = Opening("left", -1.35, 1.05, 0.12, 2.45)
SHELL = Shell(
    x=(-3.0, 3.0),
    y=(-3.0, 3.1),
    tall=2.9,
    wall=(0.74, 0.68, 0.59),
    trim=(0.82, 0.79, 0.73),
    floor="stone",
    floor_repeat=(2.0, 2.03),
    openings=(WINDOW,),
)
SKY: Vector = (9.2, 9.0, 8.5)
SHEER: Vector = (1.65, 1.62, 1.52)
SHADE: Vector = (2.2, 1.6, 0.9)
STAND = (2.25, 1.75)
COVE: Vector = (0.34, 0.25, 0.145)


def layout() -> Layout:
    """Wide, warm and still."""
    cove = tuple(
        Lamp((x, SHELL.y[1] - 0.16, SHELL.tall - 0.14), 0.05, COVE)
        for x in np.linspace(-1.5, 1.5, 5)
    )
    stand = Lamp((*STAND, 1.50), 0.10, (0.62, 0.44, 0.26))
    return Layout(
        "Lobby",
        "A wide, quiet lobby: a long seat by a wall of wood, plants, soft daylight.",
        _solids(),
        _textures(),
        Lights(SHELL.light(WINDOW, SKY), Sun((-1, 0, 1), (0, 0, 0)), (stand, *cove)),
        (
            Seat("partner", (-0.42, 1.55, 0.0), 4.0),
            Seat("second", (0.46, 1.55, 0.0), -8.0),
        ),
        (-0.28, -0.02, 1.19),
        (-0.40, 1.45, 1.02),
        (0.82, 0.81, 0.78),
    )


def _solids() -> list[Solid]:
    tall_pot = [
        (0, 0),
        (0.17, 0),
        (0.20, 0.42),
        (0.185, 0.42),
        (0.175, 0.38),
        (0, 0.38),
    ]
    palm = plant(
        tall_pot, (0.58, 0.52, 0.44), 40, (0.05, 0.12, 0.045), (0.85, 1.5), (0.7, 1.35)
    )
    broad = plant(
        tall_pot,
        (0.50, 0.33, 0.24),
        30,
        (0.045, 0.115, 0.05),
        (0.6, 1.45),
        (0.5, 1.0),
        seed=8,
    )
    low = moved(side_table("oak", OAK, 0.04), (0, 0, 0))
    chair = armchair("chair", OAK, (0.62, 0.44, 0.30), 0.16)
    return [
        *SHELL.solids(),
        *SHELL.glazed(WINDOW, SHEER, "sheer"),
        *SHELL.curtains(WINDOW, (0.72, 0.66, 0.56), wide=0.46),
        *_slats(),
        *moved(_settee(), (0.02, 1.55, 0)),
        *moved(palm, (-1.95, 2.45, 0)),
        *moved(broad, (1.85, 2.55, 0)),
        round_rug(1.55).at((-0.05, 0.55, 0)),
        *moved(floor_lamp(SHADE), (*STAND, 0)),
        *moved(low, (1.42, 1.35, 0)),
        *moved(_vase(), (1.42, 1.35, 0.526)),
        *moved(armchair("chair", OAK, None, 0.16), (-0.26, -0.16, 0), 176),
        *moved(chair, (2.05, -0.45, 0), -82),
        *moved(_console(), (0, 0, 0)),
    ]


def _slats() -> list[Solid]:
    """Upright battens on a darker board, with a shelf above that hides a light."""
    y = SHELL.y[1]
    board = block(3.72, 0.03, 2.52, 0.004, 1, 0.12).at((0, y - 0.015, 0.09))
    out = [board.looks((0.42, 0.29, 0.19))]
    for x in np.arange(-1.76, 1.761, 0.176):
        bar = block(0.135, 0.03, 2.52, 0.006, 1, 0.22).at((float(x), y - 0.045, 0.09))
        out.append(bar.tiled(1.2).looks((1, 1, 1), "oak"))
    return out


def _settee() -> list[Solid]:
    """A long low seat with a back; the hips of its sitters are above y = 0."""
    seat = SEAT_HEIGHT_M
    out = [
        block(2.2, 0.74, 0.17, 0.04, 3, 0.13).at((0, 0.08, 0.12)),
        block(2.2, 0.20, 0.50, 0.08, 3, 0.13).at((0, 0.40, 0.26), (0, -7, 0)),
    ]
    for side in (-1, 1):
        pad = block(1.08, 0.70, 0.18, 0.07, 3, 0.12)
        out.append(pad.at((side * 0.545, 0.04, seat - 0.175)))
    out = [one.tiled(3).looks((1, 1, 1), "settee") for one in out]
    for side in (-1, 1):
        for deep in (-0.2, 0.34):
            leg = turned([(0.014, 0), (0.022, 0.12)], 12)
            out.append(leg.at((side * 0.98, deep, 0)).looks(OAK))
        roll = block(0.46, 0.14, 0.36, 0.065, 3, 0.1)
        place = (side * 0.90 + 0.02, 0.20, seat - 0.005)
        colour = (0.64, 0.50, 0.34) if side < 0 else (0.56, 0.36, 0.27)
        out.append(roll.at(place, (side * -9, -17, 0)).looks(colour, "weave"))
    return out


def _vase() -> list[Solid]:
    line = [
        (0, 0),
        (0.05, 0),
        (0.075, 0.07),
        (0.045, 0.16),
        (0.028, 0.21),
        (0.034, 0.22),
    ]
    return [turned([*line, (0.022, 0.2)], 26).looks((0.50, 0.47, 0.42))]


def _console() -> list[Solid]:
    """A long low shelf under the right wall."""
    body = block(2.0, 0.36, 0.05, 0.008, 1, 0.12).grained().at((0, -0.19, 0.62))
    legs = [
        block(0.05, 0.32, 0.62, 0.008, 1, 0.15).at((side * 0.9, -0.19, 0))
        for side in (-1, 1)
    ]
    out = [one.looks((1, 1, 1), "oak") for one in (body, *legs)]
    line = [(0, 0), (0.09, 0), (0.13, 0.08), (0.10, 0.20), (0.06, 0.26), (0.055, 0.25)]
    out.append(
        turned([*line, (0, 0.2)], 28).at((-0.6, -0.19, 0.67)).looks((0.48, 0.30, 0.20))
    )
    bowl = [(0, 0.004), (0.05, 0), (0.14, 0.05), (0.17, 0.09), (0.16, 0.09), (0, 0.014)]
    out.append(turned(bowl, 32).at((0.45, -0.19, 0.67)).looks((0.42, 0.45, 0.41)))
    return SHELL.on(moved(out, (-1.2, 0, 0)), "right")


def _textures() -> dict[str, Floats]:
    return {
        "lampshade": glowing(),
        "stone": tiles((0.72, 0.68, 0.61), (0.62, 0.58, 0.52), 4, seed=11, size=512),
        "oak": wood((0.66, 0.53, 0.39), planks=1, seed=9, size=256, contrast=0.17),
        "chair": fabric((0.52, 0.56, 0.50)),
        "settee": fabric((0.56, 0.61, 0.60)),
        "weave": fabric((1, 1, 1)),
        "linen": linen((1, 1, 1)),
        "sheer": sheer(),
        "round": braided(),
    }
