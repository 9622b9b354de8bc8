"""The kitchen: a wooden table with a bench behind it, cupboards, a lamp that is on."""

from __future__ import annotations

import numpy as np

from assets.build import kitchen_units as units
from assets.build.furniture import (
    door,
    moved,
    mug,
    pendant,
    picture,
    plant,
    table,
    wooden_chair,
)
from assets.build.kitchen_units import COUNTER_Y, CREAM, SHELL, WINDOW
from assets.build.layout import Layout, Seat
from assets.build.light import Lamp, Lights, Sun
from assets.build.pictures import forms
from assets.build.posing import SEAT_HEIGHT_M
from assets.build.solids import Solid, Vector, ball, block, panel, tube, turned
from assets.build.source import Floats
from assets.build.surfaces import fabric, glowing, linen, outside, tiles, wood

SKY: Vector = (11.5, 11.1, 10.3)
SHADE: Vector = (2.4, 1.75, 1.0)
TABLE = (0.03, 0.69)
LAMP_Z = 1.70


def layout() -> Layout:
    """A lived-in kitchen, late in the day."""
    lamp = Lamp((*TABLE, LAMP_Z + 0.06), 0.10, (1.15, 0.87, 0.55))
    hood = Lamp((0.55, COUNTER_Y - 0.05, 1.46), 0.08, (0.20, 0.15, 0.09))
    return Layout(
        "Kitchen",
        "A lived-in kitchen late in the day: a wooden table, two mugs, a lamp above.",
        _solids(),
        _textures(),
        Lights(SHELL.light(WINDOW, SKY), Sun((-1, 0, 1), (0, 0, 0)), (lamp, hood)),
        (
            Seat("partner", (-0.36, 1.50, 0.0), 4.0),
            Seat("second", (0.44, 1.50, 0.0), -8.0),
        ),
        (-0.26, -0.06, 1.19),
        (-0.34, 1.40, 1.0),
        (0.80, 0.78, 0.74),
    )


def _solids() -> list[Solid]:
    x, y = TABLE
    frame = picture(0.56, 0.44, "art", (0.26, 0.14, 0.07))
    return [
        *SHELL.solids(),
        *SHELL.glazed(WINDOW, (1.75, 1.65, 1.5)),
        *SHELL.curtains(WINDOW, (0.86, 0.80, 0.70), wide=0.34, low=0.84),
        *SHELL.on(moved(door((0.62, 0.56, 0.47)), (-0.9, 0, 0)), "front"),
        *SHELL.on(moved(frame, (0.7, 0, 1.25)), "right"),
        *moved(table(1.5, 0.84), (x, y, 0)),
        *moved(_laid(), (x, y, 0.74)),
        *moved(_bench(), (0.03, 1.50, 0)),
        *moved(wooden_chair(), (-0.24, -0.20, 0), 178),
        *moved(wooden_chair(), (1.30, 0.55, 0), -62),
        *moved(pendant(SHELL.tall - LAMP_Z, 0.21, SHADE), (x, y, SHELL.tall)),
        *units.counter(),
        *units.shelf(),
        *units.fridge(),
        *units.sideboard(),
        *units.radiator(),
        *moved(_palm(), (-2.02, 2.45, 0)),
    ]


def _laid() -> list[Solid]:
    """What stands on the table, clear of the line between two faces."""
    bowl = [(0, 0.004), (0.05, 0), (0.11, 0.035), (0.145, 0.075), (0.138, 0.077)]
    fruit = [
        (0.045, 0.02, (0.42, 0.10, 0.045)),
        (-0.05, 0.035, (0.50, 0.34, 0.06)),
        (0.0, -0.055, (0.30, 0.33, 0.08)),
    ]
    out = [turned([*bowl, (0.10, 0.03), (0, 0.012)], 32).looks((0.50, 0.47, 0.42))]
    for x, y, colour in fruit:
        out.append(ball(0.042, 16, 0.94).at((x, y, 0.062)).looks(colour))
    out = moved(out, (0.50, 0.10, 0))
    cloth = panel(0.36, 0.92, (1, 2), 0.06).at((0.50, -0.46, 0.002), (0, -90, 0))
    out.append(cloth.tiled(3).looks((0.62, 0.56, 0.46), "weave"))
    out += [
        mug((0.29, 0.34, 0.32)).at((-0.16, 0.22, 0)),
        mug((0.55, 0.27, 0.16)).at((-0.42, -0.22, 0)),
    ]
    jug = [
        (0, 0),
        (0.05, 0),
        (0.06, 0.06),
        (0.035, 0.13),
        (0.042, 0.155),
        (0.036, 0.155),
    ]
    out.append(turned([*jug, (0.028, 0.13)], 24).at((0.62, 0.27, 0)).looks(CREAM))
    rng = np.random.default_rng(2)
    for _ in range(9):
        turn, lean = rng.uniform(0, 6.28), rng.uniform(0.02, 0.09)
        tip = (
            0.62 + lean * np.cos(turn),
            0.27 + lean * np.sin(turn),
            rng.uniform(0.22, 0.30),
        )
        stem = tube([(0.62, 0.27, 0.10), tip], [0.002, 0.0015], 5)
        out.append(stem.looks((0.09, 0.15, 0.06)))
        flower = ball(0.016, 8, 0.8).at(tip)
        out.append(flower.looks((0.62, 0.55, 0.72) if turn > 2 else (0.72, 0.66, 0.50)))
    return out


def _bench() -> list[Solid]:
    """A long seat with a back; the hips of its sitters are above y = 0."""
    top = SEAT_HEIGHT_M
    seat = block(1.70, 0.50, 0.03, 0.012, 2, 0.09).grained()
    out = [seat.at((0, -0.01, top - 0.065))]
    for height in (0.58, 0.74):
        slat = block(1.62, 0.02, 0.10, 0.009, 2, 0.1)
        slat = slat.grained()
        out.append(slat.at((0, 0.215 + (height - 0.44) * 0.12, height), (0, -7, 0)))
    for side in (-1, 1):
        post = block(0.045, 0.045, 0.88, 0.012, 2, 0.15)
        out.append(post.at((side * 0.80, 0.19, 0), (0, -5, 0)))
        out.append(
            block(0.045, 0.045, top - 0.06, 0.012, 2).at((side * 0.80, -0.21, 0))
        )
        out.append(block(0.03, 0.42, 0.04, 0.008, 1).at((side * 0.80, -0.01, 0.2)))
    out = [one.looks((1, 1, 1), "oak") for one in out]
    for x, colour in ((-0.405, (0.42, 0.47, 0.43)), (0.405, (0.60, 0.42, 0.30))):
        pad = block(0.78, 0.45, 0.045, 0.02, 2, 0.09).at((x, -0.02, top - 0.04))
        out.append(pad.tiled(3).looks(colour, "weave"))
    return out


def _palm() -> list[Solid]:
    pot = [(0, 0), (0.13, 0), (0.17, 0.30), (0.155, 0.30), (0.145, 0.26), (0, 0.26)]
    return plant(
        pot, (0.55, 0.33, 0.21), 26, (0.045, 0.11, 0.038), (0.8, 1.45), (0.5, 1.0)
    )


def _textures() -> dict[str, Floats]:
    return {
        "tiles": tiles((0.70, 0.62, 0.53), (0.55, 0.49, 0.42), 4, size=512),
        "splash": tiles((0.86, 0.84, 0.77), (0.72, 0.69, 0.62), 4, seed=2),
        "oak": wood((0.68, 0.55, 0.41), planks=1, seed=9, size=256, contrast=0.17),
        "table": wood((0.62, 0.47, 0.33), planks=4, seed=5, contrast=0.2),
        "weave": fabric((1, 1, 1)),
        "linen": linen((1, 1, 1)),
        "outside": outside((1.0, 0.95, 0.86)),
        "lampshade": glowing(),
        "art": forms(),
    }
