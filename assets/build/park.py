"""Two benches in a park, under trees, on a mild and lightly clouded day."""

from __future__ import annotations

import numpy as np

from assets.build import nature
from assets.build.furniture import DARK_METAL, moved
from assets.build.layout import Layout, Seat
from assets.build.light import Lights, Sun, Window
from assets.build.posing import SEAT_HEIGHT_M
from assets.build.solids import Solid, Vector, block, box, tube, turned
from assets.build.source import Floats
from assets.build.surfaces import cloudy, foliage, gravel, lawn, thicket, wood

GREEN: Vector = (0.62, 0.60, 0.46)
HEDGE: Vector = (0.55, 0.56, 0.45)
FAR_M = 27.0
"""Nearer than what a camera still shows."""
SKY: Vector = (1.30, 1.33, 1.36)
SEEN_SKY: Vector = (1.22, 1.27, 1.33)
BRIGHT: Vector = (24.0, 22.0, 19.0)
"""The part of the sky before the sun: thin cloud, so that shadows are soft."""
SIDE = Seat("partner", (-0.38, 1.50, 0.0), 13.0)
BENCH = (-0.06, 1.56, 5.0)
"""The partner's bench; who sits there turns a little towards the user."""
OWN = (-0.24, -0.24, 160.0)


def layout() -> Layout:
    """Two benches turned a little towards each other, beside a path."""
    bright = Window(
        (-15.0, -11.5, 9.5),
        (5.4, -4.3, 0.0),
        (3.2, 3.9, 5.2),
        _towards(),
        BRIGHT,
        (7, 7),
    )
    return Layout(
        "Park bench",
        "Two benches under trees in a park, on a mild day with thin clouds.",
        _solids(),
        _textures(),
        Lights(bright, Sun((0, 0, 1), (0, 0, 0)), (), sky=SKY),
        (SIDE, Seat("second", (0.32, 1.60, 0.0), -6.0)),
        (-0.04, -0.05, 1.19),
        (-0.36, 1.42, 1.02),
        (0.80, 0.85, 0.89),
    )


def _towards() -> Vector:
    """From the bright part of the sky to the benches."""
    middle = np.array([-15.0, -11.5, 9.5]) + np.array([4.3, -0.2, 2.6])
    x, y, z = -middle / np.linalg.norm(middle)
    return float(x), float(y), float(z)


def _solids() -> list[Solid]:
    y = np.linspace(-24, 24, 72)
    way = np.c_[
        1.9 + 3.2 * np.sin(y / 8.5) * np.clip(abs(y) / 12, 0, 1), y, 0.012 + 0 * y
    ]
    return [
        nature.dome(FAR_M, SEEN_SKY),
        nature.ground(FAR_M - 0.4, "grass", 2.2),
        nature.ribbon(way, 1.7, "gravel", 1.3),
        nature.ground(2.9, "gravel", 1.3).at((0.25, 0.7, 0.010)),
        *_kerb(),
        *moved(_bench(), (*BENCH[:2], 0), BENCH[2]),
        *moved(_bench(), (*OWN[:2], 0), OWN[2]),
        *moved(nature.tree(6.2, 4.6, GREEN, 3, 2200, 0.13), (-3.4, 4.6, 0)),
        *moved(nature.tree(7.0, 5.0, GREEN, 5, 1900, 0.135), (4.6, 7.4, 0.05)),
        *moved(nature.tree(5.6, 4.4, GREEN, 8, 1200, 0.14), (-5.2, -3.4, 0)),
        *moved(nature.hedge(4.6, 0.8, 0.72, HEDGE, 2, 3400), (-1.5, 4.0, 0), 8),
        *moved(nature.hedge(3.0, 0.8, 0.85, HEDGE, 4, 1700), (4.1, 0.4, 0), -84),
        *moved(nature.hedge(3.4, 0.8, 0.9, HEDGE, 6, 1900), (-3.5, 0.9, 0), 88),
        nature.ridge(25.2, 2.2, 4.6, (0.60, 0.64, 0.56), 12),
        *nature.distant_trees(16.0, 24.0, 28, (0.50, 0.50, 0.40), 21),
        *moved(_flowers(), (-1.42, 3.42, 0), 8),
        *moved(_lamp_post(), (2.9, 3.2, 0)),
        *moved(_bin(), (2.35, 2.25, 0)),
    ]


def _bench() -> list[Solid]:
    """Slats on two iron frames; hips of its sitters are above y = 0."""
    top = SEAT_HEIGHT_M
    slats = [
        block(1.9, 0.088, 0.032, 0.010, 1, 0.2).at((0, -0.22 + 0.099 * k, top - 0.034))
        for k in range(5)
    ]
    for k in range(4):
        slat = block(1.9, 0.024, 0.082, 0.010, 1, 0.2)
        rise = 0.55 + 0.105 * k
        slats.append(slat.at((0, 0.235 + 0.22 * (rise - 0.44), rise), (0, -12, 0)))
    out = [one.grained().looks((1, 1, 1), "slat") for one in slats]
    for x in (-0.74, 0.74):
        leg = tube(
            [
                (x, -0.25, 0),
                (x, -0.24, 0.25),
                (x, -0.22, top - 0.045),
                (x, 0.20, top - 0.045),
            ],
            [0.021] * 4,
        )
        post = tube(
            [(x, 0.30, 0), (x, 0.23, 0.25), (x, 0.25, top), (x, 0.385, 0.93)],
            [0.021] * 4,
        )
        arm = tube(
            [
                (x, -0.22, top - 0.05),
                (x, -0.23, 0.60),
                (x, -0.17, 0.65),
                (x, 0.26, 0.665),
            ],
            [0.017] * 4,
        )
        out += [one.looks(DARK_METAL) for one in (leg, post, arm)]
    return out


def _kerb() -> list[Solid]:
    """Setts round the gravel, open where the path comes in."""
    stone: Vector = (0.36, 0.34, 0.31)
    out = []
    rng = np.random.default_rng(6)
    for k in range(84):
        turn = 2 * np.pi * k / 84
        x, y = 0.25 + 2.92 * np.cos(turn), 0.7 + 2.92 * np.sin(turn)
        if x > 1.2:
            continue
        share = float(rng.uniform(0.85, 1.15))
        sett = box(0.19, 0.11, 0.045).at((0, 0, -0.012), (np.degrees(turn) + 90, 0, 0))
        colour = (stone[0] * share, stone[1] * share, stone[2] * share)
        out.append(sett.at((float(x), float(y), 0.0)).looks(colour))
    return out


def _flowers() -> list[Solid]:
    """A low bed before the hedge."""
    rng = np.random.default_rng(9)
    out = nature.hedge(3.6, 0.5, 0.34, HEDGE, 11, 900)
    tones: tuple[Vector, ...] = (
        (0.72, 0.62, 0.76),
        (0.80, 0.74, 0.62),
        (0.70, 0.45, 0.42),
    )
    for k in range(44):
        head = nature.leaves(5, (0.03, 0.03, 0.018), 0.030, 100 + k, 0.2)
        x, y = rng.uniform(-1.75, 1.75), rng.uniform(-0.24, 0.16)
        tall = float(0.30 + 0.12 * rng.uniform() - 0.5 * y * y)
        out.append(
            head.at((float(x), float(y), tall)).looks(tones[k % 3], both_sides=True)
        )
    return out


def _lamp_post() -> list[Solid]:
    pole = turned(
        [(0, 0), (0.09, 0), (0.08, 0.25), (0.04, 0.4), (0.03, 2.9), (0.05, 2.95)], 16
    )
    glass = turned([(0.05, 2.95), (0.11, 3.05), (0.13, 3.3), (0.03, 3.3)], 16)
    roof = turned([(0.16, 3.3), (0.15, 3.33), (0.02, 3.45), (0, 3.46)], 16)
    return [
        pole.looks(DARK_METAL),
        glass.looks((0.62, 0.60, 0.54), both_sides=True),
        roof.looks(DARK_METAL),
    ]


def _bin() -> list[Solid]:
    can = turned([(0, 0.05), (0.17, 0.05), (0.19, 0.72), (0.17, 0.72), (0.16, 0.4)], 24)
    return [can.looks((0.06, 0.085, 0.065), both_sides=True)]


def _textures() -> dict[str, Floats]:
    return {
        "sky": cloudy(),
        "grass": lawn(),
        "gravel": gravel(),
        "leaves": foliage(),
        "bush": thicket(),
        "bark": wood((0.42, 0.36, 0.30), planks=1, seed=4, size=256, contrast=0.5),
        "slat": wood((0.56, 0.44, 0.33), planks=1, seed=15, size=256, contrast=0.25),
    }
