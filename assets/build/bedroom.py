"""The corner of a bedroom with two chairs, by day and at night."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assets.build.furniture import (
    armchair,
    door,
    floor_lamp,
    moved,
    mug,
    picture,
    plant,
    rug,
    side_table,
    table_lamp,
)
from assets.build.layout import Layout, Seat
from assets.build.light import Lamp, Lights, Sun
from assets.build.pictures import art
from assets.build.shell import Opening, Shell
from assets.build.solids import Solid, Vector, block, rumpled
from assets.build.source import Floats
from assets.build.storage import books, chest
from assets.build.surfaces import diamonds, fabric, glowing, linen, outside, wood

OAK: Vector = (0.30, 0.165, 0.078)
WINDOW = Opening("left", -1.05, 0.95, 0.65, 2.2)
SHELL = Shell(
    x=(-2.3, 2.75),
    y=(-2.4, 3.2),
    tall=2.55,
    wall=(0.76, 0.71, 0.645),
    trim=(0.82, 0.79, 0.74),
    floor="boards",
    floor_repeat=(2.4, 2.6),
    openings=(WINDOW,),
)
PARTNER = Seat("partner", (-0.42, 1.50, 0.0), 6.0)
CORNER_LAMP = (-1.55, 0.98)
NIGHT_LAMP = (0.10, 2.96, 0.55)
BED_X = 1.38


@dataclass(frozen=True)
class _Hour:
    """What differs between day and night."""

    sky: Vector
    seen: Vector
    """Outside the window."""
    shade: Vector
    """Glow of lampshades."""
    lamps: tuple[Lamp, ...]
    curtain_m: float
    beyond: Vector
    sun: Sun


DAY = _Hour(
    (17.0, 16.8, 16.2),
    (1.7, 1.75, 1.8),
    (0, 0, 0),
    (),
    0.42,
    (0.80, 0.82, 0.84),
    Sun((-5, 1.7, 3.9), (9.0, 7.9, 6.5), 0.06),
)
NIGHT = _Hour(
    (0.03, 0.04, 0.07),
    (0.012, 0.016, 0.03),
    (2.3, 1.5, 0.76),
    (
        Lamp((*CORNER_LAMP, 1.50), 0.10, (1.9, 1.55, 1.12)),
        Lamp(
            (NIGHT_LAMP[0], NIGHT_LAMP[1], NIGHT_LAMP[2] + 0.33),
            0.06,
            (0.16, 0.12, 0.075),
        ),
    ),
    1.2,
    (0.05, 0.05, 0.07),
    Sun((-1, 0, 1), (0, 0, 0)),
)


def by_day() -> Layout:
    """Daylight from the side."""
    return _layout(
        "Bedroom by day",
        "A quiet bedroom corner by day: two armchairs by the window, a made bed.",
        DAY,
    )


def at_night() -> Layout:
    """The same, with the curtains drawn and two lamps on."""
    return _layout(
        "Bedroom at night",
        "The same corner at night: the curtains are drawn and two lamps are on.",
        NIGHT,
    )


def _layout(title: str, description: str, hour: _Hour) -> Layout:
    return Layout(
        title,
        description,
        _solids(hour),
        _textures(),
        Lights(
            SHELL.light(WINDOW, hour.sky),
            hour.sun,
            hour.lamps,
            key_lamp=0 if hour.lamps else None,
        ),
        (PARTNER,),
        (-0.26, -0.06, 1.19),
        (-0.40, 1.40, 1.02),
        hour.beyond,
    )


def _solids(hour: _Hour) -> list[Solid]:
    chair = armchair("chair", OAK, (0.62, 0.52, 0.40), 0.13)
    own = armchair("chair", OAK, None, 0.16)
    hung = picture(0.86, 0.62, "art", (1, 1, 1), "oak")
    return [
        *SHELL.solids(),
        *SHELL.glazed(WINDOW, hour.seen),
        *SHELL.curtains(WINDOW, (0.66, 0.60, 0.52), wide=hour.curtain_m),
        *SHELL.on(moved(door((0.68, 0.64, 0.57)), (1.2, 0, 0)), "front"),
        *SHELL.on(moved(hung, (BED_X - sum(SHELL.x) / 2, 0, 1.35)), "back"),
        *SHELL.on(moved(_wardrobe(), (0.75, 0, 0)), "right"),
        rug(2.3, 2.7).at((-0.35, 0.75, 0)),
        *moved(chair, PARTNER.place, PARTNER.heading_deg),
        *moved(own, (-0.24, -0.20, 0), 176),
        *moved(floor_lamp(hour.shade), (*CORNER_LAMP, 0)),
        *moved(side_table("oak", OAK, 0.04), (-1.16, 0.62, 0)),
        mug((0.29, 0.34, 0.32)).at((-1.10, 0.60, 0.526)),
        block(0.15, 0.21, 0.024, 0.005, 1)
        .at((-1.22, 0.68, 0.526), (25, 0, 0))
        .looks((0.34, 0.20, 0.15)),
        *_bed(),
        *moved(_night_table(), (NIGHT_LAMP[0], SHELL.y[1] - 0.01, 0)),
        *moved(table_lamp((0.50, 0.42, 0.33), hour.shade), NIGHT_LAMP),
        *_drawers(),
    ]


def _bed() -> list[Solid]:
    """Made, its head at the back wall."""
    wide, long = 1.62, 2.06
    middle = SHELL.y[1] - 0.06 - long / 2
    oak = [
        block(wide + 0.04, long, 0.20, 0.02, 1, 0.2).at((0, middle, 0.12)),
        *(
            block(0.06, 0.06, 0.14, 0.01, 1).at((side * 0.72, end, 0))
            for side in (-1, 1)
            for end in (middle - 0.9, middle + 0.9)
        ),
    ]
    head = block(wide + 0.10, 0.09, 1.02, 0.035, 2, 0.12).at(
        (0, SHELL.y[1] - 0.05, 0.05)
    )
    mattress = block(wide - 0.04, long - 0.06, 0.20, 0.05, 2, 0.14).at(
        (0, middle, 0.30)
    )
    cover = block(wide + 0.12, long * 0.73, 0.30, 0.085, 3, 0.085)
    cover = rumpled(cover.at((0, middle - long * 0.145, 0.275)), 0.022, 7.0, 3)
    fold = block(wide + 0.13, 0.34, 0.085, 0.04, 3, 0.08)
    fold = rumpled(fold, 0.012, 8.0, 5).at((0, middle + long * 0.185, 0.515))
    throw = block(wide + 0.17, 0.52, 0.325, 0.09, 3, 0.08)
    throw = rumpled(throw.at((0, middle - long * 0.34, 0.270)), 0.022, 7.0, 3)
    out = [
        *(one.looks((1, 1, 1), "oak") for one in oak),
        head.tiled(3).looks((0.50, 0.47, 0.42), "weave"),
        mattress.looks((0.78, 0.75, 0.70)),
        cover.tiled(1.2).looks((0.80, 0.77, 0.71), "linen"),
        fold.tiled(1.2).looks((0.86, 0.84, 0.80), "linen"),
        throw.tiled(3).looks((0.50, 0.36, 0.28), "weave"),
    ]
    for side in (-1, 1):
        for near, (tone, lean) in enumerate(
            (((0.82, 0.79, 0.74), -62), ((0.56, 0.55, 0.49), -56))
        ):
            soft = _pillow(0.66 - 0.12 * near, 0.44 - 0.08 * near)
            place = (side * 0.40, middle + long * 0.385 - 0.17 * near, 0.50)
            out.append(
                soft.at((0, 0, 0), (0, lean + 90, 0))
                .at(place, (side * 3, 0, 0))
                .looks(tone, "linen")
            )
    return moved(out, (BED_X, 0, 0))


def _pillow(wide: float, tall: float) -> Solid:
    """Upright, facing -y, its base at z = 0."""
    made = block(wide, 0.17, tall, 0.08, 3, 0.06)
    across, up = made.points[:, 0] / wide * 2, made.points[:, 2] / tall * 2 - 1
    full = np.sqrt(np.clip((1 - across**4) * (1 - up**4), 0.03, 1))
    made.points[:, 1] *= full
    return rumpled(made.tiled(1.2), 0.010, 14.0, 2)


def _night_table() -> list[Solid]:
    return [
        *chest(0.44, 0.55, 2),
        *(one.at((0.12, -0.2, 0.55)) for one in _two_books()),
    ]


def _two_books() -> list[Solid]:
    return [
        block(0.14, 0.20, 0.026, 0.005, 1)
        .at((0, 0, 0), (12, 0, 0))
        .looks((0.30, 0.35, 0.33)),
        block(0.13, 0.19, 0.02, 0.005, 1)
        .at((0, 0, 0.027), (-6, 0, 0))
        .looks((0.58, 0.46, 0.32)),
    ]


def _drawers() -> list[Solid]:
    """Left of the bed's lamp, with books and a plant."""
    pot = [(0, 0), (0.075, 0), (0.095, 0.16), (0.085, 0.16), (0, 0.14)]
    leaves = plant(
        pot,
        (0.62, 0.57, 0.49),
        30,
        (0.045, 0.115, 0.045),
        (0.5, 1.4),
        (0.18, 0.40),
        seed=7,
    )
    out = [
        *chest(1.05, 0.82, 3),
        *moved(leaves, (-0.32, -0.22, 0.82)),
        *books(0.02, -0.2, 0.82, 0.30, 9),
    ]
    return SHELL.on(moved(out, (-1.72, 0, 0)), "back")


def _wardrobe() -> list[Solid]:
    """Its back at y = 0, facing -y."""
    body = block(1.5, 0.56, 2.1, 0.01, 1, 0.16).at((0, -0.285, 0.04))
    fronts = [
        block(0.725, 0.02, 1.96, 0.008, 1, 0.16).at((side * 0.368, -0.575, 0.11))
        for side in (-1, 1)
    ]
    knobs = [
        block(0.018, 0.03, 0.16, 0.006, 1).at((side * 0.05, -0.595, 1.0)).looks(OAK)
        for side in (-1, 1)
    ]
    white = (0.72, 0.68, 0.61)
    return [*(one.looks(white) for one in (body, *fronts)), *knobs]


def _textures() -> dict[str, Floats]:
    return {
        "boards": wood((0.64, 0.53, 0.42), planks=8, seed=3, contrast=0.2),
        "oak": wood((0.66, 0.54, 0.41), planks=1, seed=9, size=256, contrast=0.17),
        "chair": fabric((0.66, 0.49, 0.43)),
        "weave": fabric((1, 1, 1)),
        "linen": linen((1, 1, 1)),
        "outside": outside(),
        "rug": diamonds((0.76, 0.70, 0.62), (0.68, 0.57, 0.50)),
        "lampshade": glowing(),
        "art": art(
            (
                (0.90, 0.85, 0.78),
                (0.78, 0.58, 0.47),
                (0.62, 0.60, 0.58),
                (0.45, 0.46, 0.50),
            )
        ),
    }
