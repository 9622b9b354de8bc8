"""The living room: furniture, textures and lights."""

from __future__ import annotations

import numpy as np

from assets.build.furniture import door, floor_lamp, moved, plant
from assets.build.layout import Layout, Seat
from assets.build.light import Lamp, Lights, Sun, Window
from assets.build.pictures import art
from assets.build.posing import SEAT_HEIGHT_M
from assets.build.shell import Opening, pierced
from assets.build.solids import (
    Solid,
    Vector,
    block,
    curtain,
    panel,
    turned,
)
from assets.build.source import Floats
from assets.build.storage import books
from assets.build.surfaces import fabric, glowing, outside, rug, wood

WALL = (0.62, 0.565, 0.485)
TRIM = (0.84, 0.82, 0.78)
SKY = (11.0, 12.4, 13.6)
SEEN_SKY = (1.75, 1.78, 1.80)
"""What the window shows; the light that it lets in is `SKY`."""
SHADE = (2.3, 1.5, 0.72)
WINDOW_Y = (-1.35, 0.75)
WINDOW_Z = (0.80, 2.25)
FRONT_Y, BACK_Y = -3.4, 2.35
MIDDLE_Y = (FRONT_Y + BACK_Y) / 2
INSET_M = 0.001
"""Of floors from walls."""


def build() -> tuple[list[Solid], Lights]:
    """All solids and the lights."""
    solids = [
        *_shell(),
        *_window(),
        *_sofa(0.0, 1.62),
        *_table(0.62, 0.62),
        *moved(floor_lamp(SHADE), (1.58, 1.86, 0)),
        *moved(_plant(), (-2.15, 1.95, 0)),
        *_shelf(),
        *_picture(),
        *_door(),
    ]
    wide, tall = WINDOW_Y[1] - WINDOW_Y[0], WINDOW_Z[1] - WINDOW_Z[0]
    window = Window(
        (-3.02, WINDOW_Y[0], WINDOW_Z[0]), (0, wide, 0), (0, 0, tall), (1, 0, 0), SKY
    )
    sun = Sun((-5, -2.6, 3.6), (13.0, 10.6, 7.8))
    lamps = (Lamp((1.58, 1.86, 1.50), 0.09, (2.6, 1.75, 0.95)),)
    return solids, Lights(window, sun, lamps)


def layout() -> Layout:
    """A warm living room by day."""
    solids, lights = build()
    return Layout(
        "Living room",
        "A quiet living room in afternoon light: a sofa, a lamp, a plant, a window.",
        solids,
        textures(),
        lights,
        (
            Seat("partner", (-0.46, 1.50, 0.0), 4.0),
            Seat("second", (0.46, 1.50, 0.0), -6.0),
        ),
        (-0.34, -0.10, 1.19),
        (-0.44, 1.40, 1.02),
        (0.78, 0.84, 0.90),
    )


def _shell() -> list[Solid]:
    # nothing reaches beyond the walls: the sun there would shine in along the edge
    deep = BACK_Y - FRONT_Y - 2 * INSET_M
    floor = panel(6 - 2 * INSET_M, deep, (3, 2.8)).at(
        (0, FRONT_Y + INSET_M, 0), (0, -90, 0)
    )
    out = [
        floor.looks((1, 1, 1), "wood"),
        panel(6, 2.7).at((0, BACK_Y, 0)).looks(WALL),
        panel(6, 2.7).at((0, FRONT_Y, 0), (180, 0, 0)).looks(WALL),
        panel(deep, 2.7).at((3, MIDDLE_Y, 0), (-90, 0, 0)).looks(WALL),
        panel(6.4, 6.4).at((0, 2.7, 2.7), (0, 90, 0)).looks((0.86, 0.85, 0.82)),
        panel(2.9, 1.9, (1, 1))
        .at((-0.1, -0.75, 0.006), (0, -90, 0))
        .looks((1, 1, 1), "rug"),
        *_skirting(),
    ]
    left, right = (y - MIDDLE_Y for y in WINDOW_Y)
    wall = pierced(5.75, 2.7, [Opening("left", left, right, *WINDOW_Z)], 0.08)
    out.append(wall.at((-3, MIDDLE_Y, 0), (90, 0, 0)).looks(WALL))
    return out


def _skirting() -> list[Solid]:
    wide, deep = 6.0, BACK_Y - FRONT_Y
    strips = [
        block(wide, 0.025, 0.09, 0.006).at((0, BACK_Y - 0.015, 0)),
        block(wide, 0.025, 0.09, 0.006).at((0, FRONT_Y + 0.015, 0)),
        block(0.025, deep, 0.09, 0.006).at((2.985, MIDDLE_Y, 0)),
        block(0.025, deep, 0.09, 0.006).at((-2.985, MIDDLE_Y, 0)),
    ]
    return [one.looks(TRIM) for one in strips]


def _window() -> list[Solid]:
    (y0, y1), (z0, z1) = WINDOW_Y, WINDOW_Z
    middle, wide = (y0 + y1) / 2, y1 - y0
    sky = panel(wide + 0.7, z1 - z0 + 0.7, cell=0.4)
    out = [
        sky.at((-3.28, middle, z0 - 0.3), (90, 0, 0)).looks(
            (1, 1, 1), "outside", SEEN_SKY
        ),
        block(0.22, wide + 0.16, 0.04, 0.01).at((-2.94, middle, z0 - 0.05)).looks(TRIM),
    ]
    out[0] = out[0].looks((1, 1, 1), "outside", SEEN_SKY)
    for y in (y0, middle, y1):
        bar = block(0.06, 0.05, z1 - z0, 0.01)
        out.append(bar.at((-3.0, y, z0)).looks(TRIM))
    for z in (z0 - 0.02, (z0 + z1) / 2, z1 - 0.03):
        out.append(block(0.06, wide, 0.05, 0.01).at((-3.0, middle, z)).looks(TRIM))
    for y in (y0 - 0.22, y1 + 0.24):
        cloth = curtain(0.56, 0.04, 2.42)
        out.append(cloth.at((-2.86, y, 0)).looks((0.74, 0.69, 0.58), both_sides=True))
    rail = turned([(0, 0), (0.012, 0), (0.012, wide + 1.3), (0, wide + 1.3)], 12)
    out.append(rail.at((-2.87, middle + wide / 2 + 0.65, 2.43), (0, 90, 0)).looks(TRIM))
    return out


def _sofa(x: float, y: float, width: float = 1.9) -> list[Solid]:
    cloth: Vector = (1, 1, 1)
    seat, cell = SEAT_HEIGHT_M, 0.12
    out = [block(width + 0.3, 0.86, 0.20, 0.05, cell=cell).at((0, 0, 0.10))]
    for side in (-1, 1):
        place = side * width / 4
        out.append(
            block(width / 2 - 0.01, 0.70, 0.17, 0.07, cell=cell).at(
                (place, -0.08, seat - 0.165)
            )
        )
        back = block(width / 2 - 0.01, 0.2, 0.44, 0.09, cell=cell)
        out.append(back.at((place, 0.27, seat - 0.03), (0, -10, 0)))
        out.append(
            block(0.20, 0.86, 0.48, 0.08, cell=cell).at(
                (side * (width / 2 + 0.08), 0, 0.1)
            )
        )
    out.append(block(width + 0.3, 0.2, 0.72, 0.08, cell=cell).at((0, 0.38, 0.10)))
    out = [s.tiled(3).looks(cloth, "fabric") for s in out]
    legs = [
        block(0.06, 0.06, 0.11, 0.01)
        .at((side * width / 2, depth, 0))
        .looks((0.07, 0.035, 0.02))
        for side in (-1, 1)
        for depth in (-0.34, 0.34)
    ]
    cushions = [
        block(0.40, 0.13, 0.38, 0.065)
        .at((-0.80, 0.02, seat), (24, -20, 6))
        .looks((0.54, 0.19, 0.09), "weave"),
        block(0.42, 0.14, 0.40, 0.07)
        .at((0.74, 0.05, seat), (-14, -18, 6))
        .looks((0.66, 0.53, 0.33), "weave"),
    ]
    return [s.at((x, y, 0)) for s in out + legs + cushions]


def _table(x: float, y: float) -> list[Solid]:
    edge = [(0, 0), (0.39, 0), (0.41, 0.012), (0.41, 0.028), (0.39, 0.04), (0, 0.04)]
    top = turned(edge, 48)
    top.uv = top.points[:, :2] * 1.2
    out = [top.at((0, 0, 0.38)).looks((1, 1, 1), "table")]
    for corner in range(3):
        turn = corner * 2.1 + 0.5
        leg = turned([(0.02, 0), (0.028, 0.39)], 12)
        place = (0.27 * np.cos(turn), 0.27 * np.sin(turn), 0)
        out.append(leg.at(place).looks((0.17, 0.075, 0.032)))
    outline = [(0, 0), (0.035, 0), (0.042, 0.03), (0.042, 0.085), (0.038, 0.085)]
    mug = turned([*outline, (0.036, 0.02), (0, 0.015)], 24)
    out.append(mug.at((-0.14, 0.10, 0.42)).looks((0.72, 0.66, 0.58)))
    book = block(0.2, 0.28, 0.035, 0.006)
    out.append(book.at((0.12, 0.05, 0.42), (20, 0, 0)).looks((0.075, 0.15, 0.15)))
    small = block(0.15, 0.21, 0.022, 0.005)
    out.append(small.at((0.11, 0.06, 0.455), (4, 0, 0)).looks((0.55, 0.42, 0.26)))
    return [s.at((x, y, 0)) for s in out]


def _plant() -> list[Solid]:
    pot = [(0, 0), (0.15, 0), (0.20, 0.34), (0.18, 0.34), (0.17, 0.30), (0, 0.30)]
    green = (0.035, 0.10, 0.028)
    clay = (0.60, 0.55, 0.47)
    return plant(pot, clay, 30, green, (0.6, 1.35), (0.45, 0.9), seed=4)


def _shelf() -> list[Solid]:
    wood: Vector = (0.21, 0.095, 0.04)
    out = [block(1.3, 0.24, 0.035, 0.006).at((-1.45, 2.23, 1.52)).looks(wood)]
    out += books(-2.02, 2.21, 1.555, 0.50)
    vase = [(0, 0), (0.05, 0), (0.085, 0.07), (0.05, 0.16), (0.03, 0.19), (0.036, 0.2)]
    out.append(turned(vase, 28).at((-1.05, 2.21, 1.555)).looks((0.34, 0.13, 0.075)))
    return out


def _picture() -> list[Solid]:
    frame = block(0.92, 0.03, 0.68, 0.006).at((0.72, 2.335, 1.22))
    art = panel(0.84, 0.60, cell=0.2).at((0.72, 2.318, 1.26))
    return [frame.looks((0.105, 0.05, 0.025)), art.looks((1, 1, 1), "art")]


def _door() -> list[Solid]:
    return [one.at((1.2, FRONT_Y, 0), (180, 0, 0)) for one in door((0.6, 0.55, 0.47))]


def textures() -> dict[str, Floats]:
    """All textures of the room, sRGB."""
    return {
        "wood": wood((0.52, 0.36, 0.23), planks=6, seed=1),
        "table": wood((0.60, 0.42, 0.27), planks=3, seed=5, size=256),
        "fabric": fabric((0.43, 0.50, 0.52)),
        "weave": fabric((1, 1, 1)),
        "rug": rug(),
        "outside": outside(),
        "lampshade": glowing(),
        "art": art(),
    }
