"""The changing room: a tall mirror behind a curtain, two seats, warm light."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from assets.build.changing_things import bench, hooks
from assets.build.furniture import (
    armchair,
    lampshade,
    moved,
    mug,
    plant,
    side_table,
    table_lamp,
)
from assets.build.layout import Layout, Seat
from assets.build.light import Lamp, Lights, Sun, Window
from assets.build.pictures import forms
from assets.build.posing import SEAT_HEIGHT_M
from assets.build.shell import Opening, pierced
from assets.build.solids import Solid, Vector, block, curtain, panel, turned
from assets.build.source import Floats
from assets.build.surfaces import braided, fabric, glowing, linen, sheer, wood

WALL = (0.54, 0.475, 0.395)
TRIM = (0.80, 0.765, 0.70)
OAK: Vector = (0.30, 0.165, 0.078)
SKY = (12.0, 12.2, 11.9)
SHEER = (1.75, 1.72, 1.60)
"""What the sheer curtain shows; the light that it lets in is `SKY`."""
SHADE = (2.2, 1.55, 0.85)
HALF_WIDTH_M = 2.4
FRONT_Y, BACK_Y = 1.45, -1.75
TALL_M = 2.6
WINDOW_Y, WINDOW_Z = (-0.10, 0.95), (1.30, 2.20)
MIRROR_WIDE_M, MIRROR_Z, MIRROR_Y = 0.96, (0.10, 1.98), 1.425
"""The glass: its width, its lower and upper edge, and where its surface stands."""
CHAIR: tuple[float, float, float] = (1.86, 0.42, -77.3)
"""Where the other sits, and the heading."""
SCONCE_X, SCONCE_Z = 0.76, 1.53


def build() -> tuple[list[Solid], Lights]:
    """All solids and the lights."""
    solids = [
        *_shell(),
        *_window(),
        *_frame(),
        *_sconce(-SCONCE_X),
        *_sconce(SCONCE_X),
        *_armchair(),
        *_side_table(2.10, -0.38),
        *bench(-0.95, BACK_Y + 0.24),
        *hooks(-0.95, BACK_Y + 0.012),
        *_doorway(0.98, BACK_Y + 0.09),
        *_plant(-1.86, -1.34),
        *_picture(),
        *_rug(),
        *_ceiling_lamp(),
        _stool(),
        _veil(),
    ]
    wide, tall = WINDOW_Y[1] - WINDOW_Y[0], WINDOW_Z[1] - WINDOW_Z[0]
    window = Window(
        (-HALF_WIDTH_M - 0.02, WINDOW_Y[0], WINDOW_Z[0]),
        (0, wide, 0),
        (0, 0, tall),
        (1, 0, 0),
        SKY,
    )
    glow = (0.62, 0.47, 0.31)
    lamps = tuple(
        Lamp((side * SCONCE_X, FRONT_Y - 0.12, SCONCE_Z + 0.12), 0.06, glow)
        for side in (-1, 1)
    )
    table = Lamp((2.10, -0.38, 0.86), 0.06, (0.36, 0.26, 0.15))
    above = Lamp((0, 0.70, TALL_M - 0.14), 0.12, (2.5, 2.1, 1.6))
    return solids, Lights(window, Sun((-1, 0, 1), (0, 0, 0)), (*lamps, table, above))


def layout() -> Layout:
    """A calm room with a tall mirror."""
    solids, lights = build()
    x, y, heading = CHAIR
    return Layout(
        "Changing room",
        "A calm room with a tall mirror behind a curtain, an armchair and a plant.",
        solids,
        textures(),
        lights,
        (Seat("partner", (x, y, 0.0), heading), Seat("own", (0.0, 0.0, 0.0), 180.0)),
        (0.0, 0.10, 1.17),
        (round(x - 0.12, 2), round(y - 0.05, 2), 1.02),
        (0.80, 0.79, 0.76),
        {
            "middle": (0.0, MIRROR_Y, sum(MIRROR_Z) / 2),
            "size": (MIRROR_WIDE_M, MIRROR_Z[1] - MIRROR_Z[0]),
            "heading_deg": 0.0,
        },
    )


def _shell() -> list[Solid]:
    wide, deep = 2 * HALF_WIDTH_M, FRONT_Y - BACK_Y
    middle = (FRONT_Y + BACK_Y) / 2
    out = [
        panel(wide, deep + 0.4, (2, 2), 0.06)
        .at((0, BACK_Y - 0.2, 0), (0, -90, 0))
        .looks((1, 1, 1), "boards"),
        panel(wide, TALL_M, cell=0.05).at((0, FRONT_Y, 0)).looks(WALL),
        panel(wide, TALL_M).at((0, BACK_Y, 0), (180, 0, 0)).looks(WALL),
        panel(deep, TALL_M).at((HALF_WIDTH_M, middle, 0), (-90, 0, 0)).looks(WALL),
        panel(wide, deep + 0.4)
        .at((0, FRONT_Y + 0.2, TALL_M), (0, 90, 0))
        .looks((0.84, 0.82, 0.78)),
    ]
    skirting = [
        block(wide, 0.025, 0.10, 0.006).at((0, FRONT_Y - 0.012, 0)),
        block(wide, 0.025, 0.10, 0.006).at((0, BACK_Y + 0.012, 0)),
        block(0.025, deep, 0.10, 0.006).at((HALF_WIDTH_M - 0.012, middle, 0)),
        block(0.025, deep, 0.10, 0.006).at((-HALF_WIDTH_M + 0.012, middle, 0)),
    ]
    out += [one.looks(TRIM) for one in skirting]
    out.append(
        _window_wall(deep).at((-HALF_WIDTH_M, middle, 0), (90, 0, 0)).looks(WALL)
    )
    return out


def _window_wall(deep: float) -> Solid:
    # turned by 90 degrees, x runs along the room from front to back
    left, right = (y - (FRONT_Y + BACK_Y) / 2 for y in WINDOW_Y)
    return pierced(deep, TALL_M, [Opening("left", left, right, *WINDOW_Z)], 0.06)


def _ceiling_lamp() -> list[Solid]:
    shade = [(0, 0), (0.10, 0.01), (0.17, 0.04), (0.19, 0.08), (0.19, 0.10), (0, 0.10)]
    return [lampshade(shade, (2.2, 1.9, 1.5), 40).at((0, 0.70, TALL_M - 0.10))]


def _window() -> list[Solid]:
    (y0, y1), (z0, z1) = WINDOW_Y, WINDOW_Z
    middle, wide = (y0 + y1) / 2, y1 - y0
    sky = panel(wide + 0.5, z1 - z0 + 0.5, cell=0.4)
    x = -HALF_WIDTH_M
    out = [
        sky.at((x - 0.06, middle, z0 - 0.25), (90, 0, 0)).looks(
            (1, 1, 1), "sheer", SHEER
        ),
        block(0.20, wide + 0.14, 0.035, 0.01).at((x + 0.05, middle, z0 - 0.04)),
    ]
    out[1] = out[1].looks(TRIM)
    for y in (y0, middle, y1):
        out.append(block(0.06, 0.045, z1 - z0, 0.01).at((x, y, z0)).looks(TRIM))
    for z in (z0 - 0.02, z1 - 0.03):
        out.append(block(0.06, wide, 0.05, 0.01).at((x, middle, z)).looks(TRIM))
    return out


def _frame() -> list[Solid]:
    """Oak round the glass, and the rail that the veil hangs from."""
    low, high = MIRROR_Z
    half, bar, deep = MIRROR_WIDE_M / 2, 0.055, 0.05
    y = FRONT_Y - deep / 2
    tall, wide = high - low + 2 * bar, MIRROR_WIDE_M + 2 * bar
    out = [
        block(bar, deep, tall, 0.012).at((side * (half + bar / 2), y, low - bar))
        for side in (-1, 1)
    ]
    out += [block(wide, deep, bar, 0.012).at((0, y, z)) for z in (low - bar, high)]
    back = panel(MIRROR_WIDE_M, high - low, cell=0.2).at((0, FRONT_Y - 0.004, low))
    rail = turned([(0, 0), (0.011, 0), (0.011, 1.3), (0, 1.3)], 14)
    knob = turned([(0, 0), (0.02, 0.008), (0.02, 0.03), (0, 0.04)], 14)
    brass = (0.42, 0.29, 0.13)
    rods = [rail.at((0.65, FRONT_Y - 0.09, 2.10), (0, 0, -90))]
    rods += [
        knob.at((side * 0.65, FRONT_Y - 0.09, 2.10), (0, 0, side * 90))
        for side in (-1, 1)
    ]
    rods += [
        block(0.02, 0.09, 0.02, 0.004).at((side * 0.6, FRONT_Y - 0.045, 2.09))
        for side in (-1, 1)
    ]
    return [
        *(one.looks((1, 1, 1), "oak") for one in out),
        back.looks((0.30, 0.30, 0.29)),
        *(one.looks(brass) for one in rods),
    ]


def _veil() -> Solid:
    """The curtain before the mirror; a front end fades it, so it casts no shade."""
    low = MIRROR_Z[0]
    cloth = curtain(MIRROR_WIDE_M + 0.20, low - 0.075, 2.10, folds=11)
    cloth = replace(cloth, points=cloth.points * [0.62, 1, 1])
    place = (0, FRONT_Y - 0.088, 0)
    cloth = cloth.at(place, (-90, 0, 0)).looks((1, 1, 1), "veil", both_sides=True)
    return replace(cloth.tiled(1.2), comes_and_goes=True)


def _sconce(x: float) -> list[Solid]:
    y = FRONT_Y - 0.12
    shade = [(0.052, 0), (0.056, 0.02), (0.056, 0.22), (0.052, 0.24)]
    plate = turned([(0, 0), (0.035, 0), (0.035, 0.015), (0, 0.015)], 20)
    arm = block(0.016, 0.12, 0.016, 0.004)
    brass = (0.42, 0.29, 0.13)
    return [
        lampshade(shade, SHADE, 28).at((x, y, SCONCE_Z)),
        plate.at((x, FRONT_Y - 0.001, SCONCE_Z - 0.03), (0, 90, 0)).looks(brass),
        arm.at((x, FRONT_Y - 0.06, SCONCE_Z - 0.04)).looks(brass),
        turned([(0, 0), (0.03, 0.0), (0.03, 0.012), (0, 0.012)], 20)
        .at((x, y, SCONCE_Z - 0.03))
        .looks(brass),
    ]


def _stool() -> Solid:
    """The user's own seat; its own texture, so that it can be made to fit."""
    top = SEAT_HEIGHT_M
    outline = [
        (0.0, 0.02),
        (0.20, 0.02),
        (0.235, 0.05),
        (0.245, 0.14),
        (0.245, top - 0.10),
        (0.235, top - 0.035),
        (0.20, top - 0.008),
        (0.12, top + 0.002),
        (0.0, top + 0.004),
    ]
    made = turned(outline, 56)
    made.uv = made.uv * [6.0, 3.0]
    # it can stand aside, so its shade on the floor is none of the bake's
    made = replace(made, comes_and_goes=True)
    return made.at((0, 0.08, 0)).looks((1, 1, 1), "stool")


def _armchair() -> list[Solid]:
    x, y, heading = CHAIR
    return moved(armchair("chair", OAK, (0.60, 0.50, 0.36), 0.12), (x, y, 0), heading)


def _side_table(x: float, y: float) -> list[Solid]:
    top, stem = side_table("oak", OAK, 0.04)
    foot, shade = moved(table_lamp((0.50, 0.42, 0.33), SHADE), (0, 0, 0.526))
    cup = mug((0.32, 0.37, 0.35)).at((-0.11, 0.10, 0.526))
    return moved([top, stem, foot, shade, cup], (x, y, 0))


def _doorway(x: float, y: float) -> list[Solid]:
    cloth = curtain(1.15, 0.015, 2.14, folds=10)
    rail = turned([(0, 0), (0.013, 0), (0.013, 1.4), (0, 1.4)], 14)
    return [
        cloth.tiled(0.8)
        .at((x, y, 0), (90, 0, 0))
        .looks((0.80, 0.56, 0.46), "drape", both_sides=True),
        rail.at((x + 0.7, y, 2.15), (0, 0, -90)).looks((0.42, 0.29, 0.13)),
    ]


def _plant(x: float, y: float) -> list[Solid]:
    pot = [(0, 0), (0.14, 0), (0.18, 0.32), (0.165, 0.32), (0.155, 0.28), (0, 0.28)]
    return moved(plant(pot, (0.50, 0.33, 0.24), 34, (0.045, 0.105, 0.040)), (x, y, 0))


def _picture() -> list[Solid]:
    x, y = HALF_WIDTH_M - 0.015, 0.32
    frame = block(0.80, 0.03, 0.58, 0.006).at((x, y, 1.26), (-90, 0, 0))
    sheet = panel(0.72, 0.50, cell=0.1).at((x - 0.017, y, 1.30), (-90, 0, 0))
    return [frame.looks((1, 1, 1), "oak"), sheet.looks((1, 1, 1), "art")]


def _rug() -> list[Solid]:
    made = turned(
        [(0, 0.008), *((r, 0.008) for r in np.linspace(0.1, 0.86, 12))][::-1], 72
    )
    made = replace(made, normals=np.tile([[0.0, 0.0, 1.0]], (len(made.points), 1)))
    made.uv = made.points[:, :2] / 1.72 + 0.5
    return [made.at((0, 0.22, 0)).looks((1, 1, 1), "round")]


def textures() -> dict[str, Floats]:
    """All textures of the room, sRGB."""
    return {
        "boards": wood((0.66, 0.56, 0.45), planks=8, seed=3),
        "oak": wood((0.66, 0.54, 0.41), planks=1, seed=9, size=256),
        "chair": fabric((0.50, 0.55, 0.50)),
        "stool": fabric((0.72, 0.55, 0.42)),
        "weave": fabric((1, 1, 1)),
        "veil": linen((0.78, 0.71, 0.62)),
        "drape": linen((1, 1, 1)),
        "round": braided(),
        "sheer": sheer(),
        "lampshade": glowing(),
        "art": forms(),
    }
