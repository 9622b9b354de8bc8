"""Things that stand in more than one room; metres, each at the origin."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assets.build.posing import SEAT_HEIGHT_M
from assets.build.solids import (
    Solid,
    Vector,
    block,
    leaf,
    panel,
    tube,
    turned,
)

BRASS: Vector = (0.42, 0.29, 0.13)
DARK_METAL: Vector = (0.03, 0.027, 0.024)


def moved(
    solids: Sequence[Solid], place: Vector, heading_deg: float = 0.0
) -> list[Solid]:
    """All of them turned about the origin and moved."""
    return [one.at(place, (heading_deg, 0, 0)) for one in solids]


def armchair(
    texture: str, legs: Vector, cushion: Vector | None = None, cell: float = 0.0
) -> list[Solid]:
    """Faces -y; the hips of whoever sits in it are above the origin."""
    seat, wide = SEAT_HEIGHT_M, 0.66
    out = [
        block(wide + 0.26, 0.80, 0.20, 0.05, 3, cell).at((0, 0, 0.10)),
        block(wide - 0.02, 0.68, 0.17, 0.07, 3, cell).at((0, -0.08, seat - 0.165)),
        block(wide - 0.02, 0.2, 0.46, 0.09, 3, cell).at(
            (0, 0.25, seat - 0.03), (0, -10, 0)
        ),
        block(wide + 0.26, 0.2, 0.74, 0.09, 3, cell).at((0, 0.36, 0.10)),
    ]
    for side in (-1, 1):
        rest = block(0.17, 0.80, 0.46, 0.075, 3, cell)
        out.append(rest.at((side * (wide / 2 + 0.07), 0, 0.1)))
    out = [one.tiled(3).looks((1, 1, 1), texture) for one in out]
    out += [
        block(0.05, 0.05, 0.11, 0.01).at((side * 0.36, deep, 0)).looks(legs)
        for side in (-1, 1)
        for deep in (-0.32, 0.32)
    ]
    if cushion is not None:
        soft = block(0.38, 0.12, 0.34, 0.058, 3, cell)
        out.append(
            soft.at((-0.10, 0.10, seat + 0.005), (8, -16, 4)).looks(cushion, "weave")
        )
    # as on the living room's sofa, hips are 12 cm before the middle of the seat
    return moved(out, (0, 0.12, 0))


def lampshade(
    profile: Sequence[tuple[float, float]], glow: Vector, segments: int = 32
) -> Solid:
    """Cloth round a lamp, brightest at half its height; lit by the room if it is off.

    The room needs the texture ``lampshade`` if `glow` is not 0.
    """
    made = turned(profile, segments)
    if not any(glow):
        return made.looks((0.72, 0.66, 0.55), both_sides=True)
    height = made.points[:, 2]
    made.uv = np.c_[made.uv[:, 0], (height - height.min()) / np.ptp(height)]
    return made.looks((1, 1, 1), "lampshade", glow, both_sides=True)


def floor_lamp(glow: Vector) -> list[Solid]:
    """A thin stand with a cone of cloth, 1.64 m tall; its light comes from 1.50 m.

    It is off if `glow` is 0, as a table lamp is.
    """
    foot = [(0, 0), (0.15, 0), (0.15, 0.015), (0.02, 0.03), (0.012, 0.05), (0.012, 1.4)]
    shade = [(0.24, 1.30), (0.235, 1.33), (0.165, 1.62), (0.16, 1.64)]
    return [
        turned(foot, 24).looks(DARK_METAL),
        lampshade(shade, glow),
    ]


def table_lamp(foot: Vector, glow: Vector) -> list[Solid]:
    """A round foot and a small shade, 0.39 m tall; its light comes from 0.33 m."""
    shade = [(0.11, 0), (0.108, 0.01), (0.075, 0.15), (0.07, 0.16)]
    line = [
        (0, 0),
        (0.06, 0.0),
        (0.085, 0.05),
        (0.07, 0.12),
        (0.015, 0.17),
        (0.01, 0.25),
    ]
    return [
        turned(line, 24).looks(foot),
        lampshade(shade, glow, 28).at((0, 0, 0.234)),
    ]


def side_table(texture: str, stem: Vector, cell: float = 0.0) -> list[Solid]:
    """A round top at 0.526 m on one foot; `cell` is the width of the top's rings."""
    rings = np.arange(cell, 0.185, cell) if cell else ()
    edge = [
        (0, 0),
        (0.19, 0),
        (0.20, 0.008),
        (0.20, 0.018),
        (0.19, 0.026),
        *((float(r), 0.026) for r in reversed(rings)),
        (0, 0.026),
    ]
    top = turned(edge, 40)
    top.uv = top.points[:, :2] * 1.6
    line = [(0.14, 0), (0.14, 0.012), (0.016, 0.03), (0.016, 0.50)]
    return [
        top.at((0, 0, 0.50)).looks((1, 1, 1), texture),
        turned(line, 20).looks(stem),
    ]


def mug(colour: Vector) -> Solid:
    """A mug without a handle, 8 cm tall."""
    line = [
        (0, 0),
        (0.034, 0),
        (0.04, 0.03),
        (0.04, 0.08),
        (0.036, 0.08),
        (0.034, 0.02),
    ]
    return turned(line, 22).looks(colour)


def plant(
    pot: Sequence[tuple[float, float]],
    clay: Vector,
    leaves: int,
    green: Vector,
    rise: tuple[float, float] = (0.7, 1.4),
    long: tuple[float, float] = (0.45, 0.95),
    spread: float = 0.2,
    seed: int = 11,
) -> list[Solid]:
    """A pot (its profile ends at the soil) with drooping leaves.

    `rise` is in radians, `long` in metres; `spread` is how far leaves differ in
    brightness.
    """
    out = [turned(pot, 28).looks(clay)]
    soil = pot[-1][1]
    rng = np.random.default_rng(seed)
    for _ in range(leaves):
        blade = leaf(rng.uniform(0, 6.28), rng.uniform(*rise), rng.uniform(*long))
        share = rng.uniform(1 - spread, 1 + spread)
        red, middle, blue = green
        colour = (red * share, middle * share, blue * share)
        out.append(blade.at((0, 0, soil)).looks(colour, both_sides=True))
    return out


def picture(
    wide: float, tall: float, texture: str, frame: Vector, wood: str = ""
) -> list[Solid]:
    """A framed sheet whose back is at y = 0, facing -y, its base at z = 0."""
    edge = block(wide, 0.03, tall, 0.006, 2).at((0, -0.015, 0))
    sheet = panel(wide - 0.08, tall - 0.08, cell=0.1).at((0, -0.032, 0.04))
    return [edge.looks(frame, wood), sheet.looks((1, 1, 1), texture)]


def rail(long: float, radius: float = 0.012) -> Solid:
    """A rod along x, centred."""
    rod = turned([(0, 0), (radius, 0), (radius, long), (0, long)], 12)
    return rod.at((long / 2, 0, 0), (0, 0, -90))


def door(albedo: Vector) -> list[Solid]:
    """A closed door with its frame; its back at y = 0, facing -y."""
    leaf_ = block(0.86, 0.04, 2.02, 0.006, 1, 0.2).at((0, -0.02, 0)).looks(albedo)
    bars = [
        block(0.07, 0.06, 2.09, 0.008, 1).at((side * 0.465, -0.03, 0))
        for side in (-1, 1)
    ]
    bars.append(block(1.0, 0.06, 0.07, 0.008, 1).at((0, -0.03, 2.02)))
    panels = [
        block(0.58, 0.012, tall, 0.005, 1).at((0, -0.042, base)).looks(albedo)
        for base, tall in ((0.18, 0.66), (0.98, 0.88))
    ]
    knob = tube(
        [(0, 0, 0), (0, -0.05, 0), (0.02, -0.06, 0), (0.12, -0.06, 0)], [0.01] * 4
    )
    lighter = tuple(min(1.0, one * 1.15) for one in albedo)
    frame = [one.looks((lighter[0], lighter[1], lighter[2])) for one in bars]
    return [leaf_, *frame, *panels, knob.at((-0.36, -0.04, 1.02)).looks(BRASS)]


def wooden_chair(texture: str = "oak") -> list[Solid]:
    """A kitchen chair, facing -y; hips are above the origin, 4 cm before its middle."""
    top = SEAT_HEIGHT_M
    seat = block(0.46, 0.44, 0.03, 0.012, 2, 0.1).at((0, 0.03, top - 0.03))
    parts, level = [seat], []
    for side in (-1, 1):
        parts.append(
            block(0.036, 0.036, top - 0.02, 0.01, 1).at((side * 0.19, -0.16, 0))
        )
        post = block(0.034, 0.034, 0.90, 0.01, 1, 0.15)
        parts.append(post.at((side * 0.19, 0.21, 0), (0, -4, 0)))
        level.append(block(0.02, 0.36, 0.03, 0.006, 1).at((side * 0.19, 0.02, 0.22)))
    for height in (0.60, 0.76):
        slat = block(0.38, 0.018, 0.085, 0.008, 1, 0.1)
        level.append(slat.at((0, 0.21 + (height - 0.1) * 0.07, height), (0, -4, 0)))
    parts = [one.tiled(1.5) for one in parts] + [one.grained() for one in level]
    return [one.looks((1, 1, 1), texture) for one in parts]


def table(
    wide: float, deep: float, texture: str = "table", legs: str = "oak"
) -> list[Solid]:
    """A table with four legs, 0.74 m high."""
    top = block(wide, deep, 0.034, 0.012, 2, 0.08).at((0, 0, 0.706))
    top.uv = top.points[:, [1, 0]] * 0.9
    out = [top.looks((1, 1, 1), texture)]
    for side in (-1, 1):
        apron = block(wide - 0.24, 0.02, 0.08, 0.005, 1, 0.15)
        place = (0.0, side * (deep / 2 - 0.09), 0.628)
        out.append(apron.at(place).grained().looks((1, 1, 1), legs))
        for end in (-1, 1):
            leg = turned([(0.022, 0), (0.034, 0.5), (0.034, 0.706)], 12)
            place = (side * (wide / 2 - 0.09), end * (deep / 2 - 0.09), 0.0)
            out.append(leg.at(place).looks((1, 1, 1), legs))
    return out


def pendant(drop: float, radius: float, glow: Vector) -> list[Solid]:
    """A lamp that hangs `drop` metres below the origin, from a cord."""
    tall = radius * 0.72
    line = [
        (radius * float(np.cos(a)), tall * float(np.sin(a)))
        for a in np.linspace(0.0, 1.4, 9)
    ]
    cord = tube([(0, 0, 0), (0, 0, tall - drop)], [0.004, 0.004], 6)
    rose = turned([(0, -0.03), (0.05, -0.025), (0.055, 0), (0, 0)], 20)
    return [
        lampshade(line, glow).at((0, 0, -drop)),
        cord.looks(DARK_METAL),
        rose.looks((0.7, 0.68, 0.64)),
    ]


def rug(wide: float, deep: float, texture: str = "rug") -> Solid:
    """A rug round the origin, its long side along x."""
    made = panel(wide, deep, (1, 1), 0.09).at((0, -deep / 2, 0.006), (0, -90, 0))
    return made.looks((1, 1, 1), texture)


def round_rug(radius: float, texture: str = "round") -> Solid:
    """A round rug about the origin."""
    rings = [(float(r), 0.008) for r in np.linspace(radius, 0.1, 11)]
    made = turned([*rings, (0, 0.008)], 56)
    made.normals = np.tile([[0.0, 0.0, 1.0]], (len(made.points), 1))
    made.uv = made.points[:, :2] / (2 * radius) + 0.5
    return made.looks((1, 1, 1), texture)
