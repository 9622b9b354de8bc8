"""The living room: furniture, textures and lights."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter

from assets.build.light import Lamp, Lights, Sun, Window
from assets.build.posing import SEAT_HEIGHT_M
from assets.build.solids import (
    Solid,
    Vector,
    block,
    curtain,
    leaf,
    panel,
    turned,
)
from assets.build.source import Floats
from assets.build.textures import Colour, grid

WALL = (0.62, 0.565, 0.485)
TRIM = (0.84, 0.82, 0.78)
SKY = (11.0, 12.4, 13.6)
SHADE = (2.3, 1.5, 0.72)
WINDOW_Y = (-1.35, 0.75)
WINDOW_Z = (0.80, 2.25)


def build() -> tuple[list[Solid], Lights]:
    """All solids and the lights."""
    solids = [
        *_shell(),
        *_window(),
        *_sofa(0.0, 1.62),
        *_table(0.62, 0.62),
        *_lamp(1.58, 1.86),
        *_plant(-2.15, 1.95),
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


def _shell() -> list[Solid]:
    floor = panel(6, 6.2, (3, 3)).at((0, -3.4, 0), (0, -90, 0))
    out = [
        floor.looks((1, 1, 1), "wood"),
        panel(6, 2.7).at((0, 2.35, 0)).looks(WALL),
        panel(6, 2.7).at((0, -3.4, 0), (180, 0, 0)).looks(WALL),
        panel(5.9, 2.7).at((3, -0.5, 0), (-90, 0, 0)).looks(WALL),
        panel(6.4, 6.4).at((0, 2.7, 2.7), (0, 90, 0)).looks((0.86, 0.85, 0.82)),
        panel(2.9, 1.9, (1, 1))
        .at((-0.1, -0.75, 0.006), (0, -90, 0))
        .looks((1, 1, 1), "rug"),
        block(6, 0.025, 0.09, 0.006).at((0, 2.335, 0)).looks(TRIM),
    ]
    (y0, y1), (z0, z1) = WINDOW_Y, WINDOW_Z
    for low, high, base, top in (
        (-3.4, y0, 0, 2.7),
        (y1, 2.35, 0, 2.7),
        (y0, y1, 0, z0),
        (y0, y1, z1, 2.7),
    ):
        wall = panel(high - low, top - base)
        out.append(wall.at((-3, (low + high) / 2, base), (90, 0, 0)).looks(WALL))
    return out


def _window() -> list[Solid]:
    (y0, y1), (z0, z1) = WINDOW_Y, WINDOW_Z
    middle, wide = (y0 + y1) / 2, y1 - y0
    sky = panel(wide + 0.7, z1 - z0 + 0.7, cell=0.4)
    out = [
        sky.at((-3.28, middle, z0 - 0.3), (90, 0, 0)).looks((1, 1, 1), glow=SKY),
        block(0.22, wide + 0.16, 0.04, 0.01).at((-2.94, middle, z0 - 0.05)).looks(TRIM),
    ]
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
    seat = SEAT_HEIGHT_M
    out = [block(width + 0.3, 0.86, 0.20, 0.05).at((0, 0, 0.10))]
    for side in (-1, 1):
        place = side * width / 4
        out.append(
            block(width / 2 - 0.01, 0.70, 0.17, 0.07).at((place, -0.08, seat - 0.165))
        )
        back = block(width / 2 - 0.01, 0.2, 0.44, 0.09)
        out.append(back.at((place, 0.27, seat - 0.03), (0, -10, 0)))
        out.append(
            block(0.20, 0.86, 0.48, 0.08).at((side * (width / 2 + 0.08), 0, 0.1))
        )
    out.append(block(width + 0.3, 0.2, 0.72, 0.08).at((0, 0.38, 0.10)))
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


def _lamp(x: float, y: float) -> list[Solid]:
    foot = [(0, 0), (0.15, 0), (0.15, 0.015), (0.02, 0.03), (0.012, 0.05), (0.012, 1.4)]
    shade = turned([(0.24, 1.30), (0.235, 1.33), (0.165, 1.62), (0.16, 1.64)], 32)
    return [
        turned(foot, 24).at((x, y, 0)).looks((0.03, 0.027, 0.024)),
        shade.at((x, y, 0)).looks((1, 1, 1), glow=SHADE, both_sides=True),
    ]


def _plant(x: float, y: float) -> list[Solid]:
    outline = [(0, 0), (0.15, 0), (0.20, 0.34), (0.18, 0.34), (0.17, 0.30), (0, 0.30)]
    out = [turned(outline, 28).looks((0.60, 0.55, 0.47))]
    rng = np.random.default_rng(4)
    for _ in range(30):
        blade = leaf(
            rng.uniform(0, 6.28), rng.uniform(0.6, 1.35), rng.uniform(0.45, 0.9)
        )
        green = rng.uniform(0.8, 1.15)
        colour = (0.035 * green, 0.10 * green, 0.028 * green)
        out.append(blade.at((0, 0, 0.30)).looks(colour, both_sides=True))
    return [s.at((x, y, 0)) for s in out]


def _shelf() -> list[Solid]:
    wood: Vector = (0.21, 0.095, 0.04)
    out = [block(1.3, 0.24, 0.035, 0.006).at((-1.45, 2.23, 1.52)).looks(wood)]
    rng = np.random.default_rng(4)
    colours: tuple[Vector, ...] = (
        (0.27, 0.09, 0.06),
        (0.075, 0.13, 0.145),
        (0.57, 0.45, 0.27),
        (0.11, 0.11, 0.075),
        (0.34, 0.23, 0.16),
    )
    x = -2.02
    for number in range(13):
        thick, tall = rng.uniform(0.022, 0.045), rng.uniform(0.17, 0.26)
        book = block(thick, 0.16, tall, 0.004)
        out.append(book.at((x + thick / 2, 2.21, 1.555)).looks(colours[number % 5]))
        x += thick + 0.003
    vase = [(0, 0), (0.05, 0), (0.085, 0.07), (0.05, 0.16), (0.03, 0.19), (0.036, 0.2)]
    out.append(turned(vase, 28).at((-1.05, 2.21, 1.555)).looks((0.34, 0.13, 0.075)))
    return out


def _picture() -> list[Solid]:
    frame = block(0.92, 0.03, 0.68, 0.006).at((0.72, 2.335, 1.22))
    art = panel(0.84, 0.60, cell=0.2).at((0.72, 2.318, 1.26))
    return [frame.looks((0.105, 0.05, 0.025)), art.looks((1, 1, 1), "art")]


def _door() -> list[Solid]:
    door = block(0.95, 0.05, 2.05, 0.01).at((1.2, -3.38, 0)).looks((0.55, 0.50, 0.43))
    knob = turned([(0, 0), (0.03, 0.01), (0.03, 0.04), (0, 0.05)], 16)
    handle = knob.at((0.82, -3.34, 1.0), (0, -90, 0)).looks((0.3, 0.24, 0.14))
    return [door, handle]


def textures() -> dict[str, Floats]:
    """All textures of the room, sRGB."""
    return {
        "wood": wood((0.52, 0.36, 0.23), planks=6, seed=1),
        "table": wood((0.60, 0.42, 0.27), planks=3, seed=5, size=256),
        "fabric": fabric((0.43, 0.50, 0.52)),
        "weave": fabric((1, 1, 1)),
        "rug": rug(),
        "art": art(),
    }


def wood(base: Colour, planks: int, seed: int, size: int = 512) -> Floats:
    """Planks that run up the image."""
    rng = np.random.default_rng(seed)
    grain = gaussian_filter(rng.normal(size=(size, size)), (30, 1.2), mode="wrap")
    grain /= abs(grain).max()
    column = np.arange(size)
    tint = rng.uniform(0.82, 1.12, planks)[column * planks // size]
    seam = np.where((column * planks % size) < planks * 1.2, 0.55, 1)
    shade = np.clip(1 + 0.32 * grain, 0, 2) * tint * seam
    return np.asarray(np.array(base) * shade[..., None])


def fabric(colour: Colour, size: int = 256) -> Floats:
    """A plain upholstery weave."""
    rng = np.random.default_rng(2)
    y, x = grid(size, size)
    grain = gaussian_filter(rng.normal(size=(size, size)), 1, mode="wrap")
    grain /= abs(grain).max()
    weave = 0.08 * np.sin(x * np.pi / 2) * np.sin(y * np.pi / 2)
    return np.asarray(np.array(colour) * (0.90 + weave + 0.14 * grain)[..., None])


def rug(size: int = 512) -> Floats:
    """A bordered rug with small diamonds."""
    y, x = grid(size, size)
    y, x = y / size * 2 - 1, x / size * 2 - 1
    edge = np.maximum(abs(x), abs(y))
    out = np.tile(np.array([0.78, 0.71, 0.60]), (size, size, 1))
    out[(edge > 0.86) & (edge < 0.93)] = (0.55, 0.34, 0.27)
    out[(edge > 0.80) & (edge < 0.83)] = (0.25, 0.33, 0.38)
    diamond = abs((x * 4) % 1 - 0.5) + abs((y * 6) % 1 - 0.5)
    out[(diamond < 0.16) & (edge < 0.76)] = (0.25, 0.33, 0.38)
    out[(diamond > 0.28) & (diamond < 0.33) & (edge < 0.76)] = (0.55, 0.34, 0.27)
    grain = np.random.default_rng(0).normal(size=(size, size, 1)).clip(-1, 1)
    return np.asarray(out * (0.93 + 0.10 * grain))


def art(height: int = 256, width: int = 512) -> Floats:
    """Hills and a low sun, soft-edged."""
    y, x = grid(height, width)
    y, x = y / height, x / width * 1.4
    out = np.tile(np.array([0.90, 0.84, 0.74]), (height, width, 1))

    def paint(inside: Floats, colour: Colour) -> None:
        share = np.clip(inside * height + 0.5, 0, 1)[..., None]
        out[:] = out * (1 - share) + np.array(colour) * share

    paint(0.14 - np.hypot(x - 0.95, y - 0.34), (0.83, 0.52, 0.34))
    paint(y - 0.62 - 0.06 * np.sin(x * 4), (0.42, 0.50, 0.47))
    paint(y - 0.76 - 0.05 * np.sin(x * 5 + 1), (0.29, 0.37, 0.38))
    return out
