"""Books, and what books and clothes are kept in; metres."""

from __future__ import annotations

import numpy as np

from assets.build.furniture import BRASS
from assets.build.solids import Solid, Vector, ball, block, box, panel, turned

BOOKS: tuple[Vector, ...] = (
    (0.27, 0.09, 0.06),
    (0.075, 0.13, 0.145),
    (0.57, 0.45, 0.27),
    (0.11, 0.11, 0.075),
    (0.34, 0.23, 0.16),
)
"""Colours of spines, one after the other."""


def books(x: float, y: float, z: float, wide: float, seed: int = 4) -> list[Solid]:
    """A row of upright books from `x` to `x + wide`, their bottoms at `z`."""
    rng = np.random.default_rng(seed)
    out: list[Solid] = []
    end = x + wide
    while x < end:
        thick, tall = rng.uniform(0.022, 0.045), rng.uniform(0.17, 0.26)
        book = box(thick, 0.16, tall)
        out.append(book.at((x + thick / 2, y, z)).looks(BOOKS[len(out) % len(BOOKS)]))
        x += thick + 0.003
    return out


def chest(wide: float, tall: float, drawers: int, texture: str = "oak") -> list[Solid]:
    """Drawers above each other; its back at y = 0, facing -y, 45 cm deep."""
    body = block(wide, 0.43, tall - 0.12, 0.008, 1, 0.12).at((0, -0.225, 0.12))
    front = [
        block(wide - 0.04, 0.02, (tall - 0.2) / drawers - 0.015, 0.006, 1, 0.12).at(
            (0, -0.445, 0.155 + k * (tall - 0.2) / drawers)
        )
        for k in range(drawers)
    ]
    out = [one.grained().looks((1, 1, 1), texture) for one in (body, *front)]
    for side in (-1, 1):
        for deep in (-0.06, -0.39):
            leg = block(0.04, 0.04, 0.13, 0.008, 1)
            out.append(
                leg.at((side * (wide / 2 - 0.05), deep, 0)).looks((1, 1, 1), texture)
            )
        for k in range(drawers):
            knob = ball(0.014, 10).at(
                (side * wide / 4, -0.465, 0.155 + (k + 0.45) * (tall - 0.2) / drawers)
            )
            out.append(knob.looks(BRASS))
    return out


def bookcase(wide: float, tall: float, seed: int, texture: str = "oak") -> list[Solid]:
    """Full of books, with some gaps; its back at y = 0, facing -y, 30 cm deep."""
    rng = np.random.default_rng(seed)
    boards = [
        block(0.03, 0.30, tall, 0.005, 1, 0.15).at(
            (side * (wide / 2 - 0.015), -0.15, 0)
        )
        for side in (-1, 1)
    ]
    levels = np.linspace(0.06, tall - 0.03, max(3, round(tall / 0.36) + 1))
    level = [
        block(wide - 0.06, 0.29, 0.026, 0.004, 1, 0.15)
        .at((0, -0.15, float(z)))
        .grained()
        for z in levels
    ]
    back = panel(wide - 0.04, tall - 0.04, cell=0.12).at((0, -0.006, 0.04))
    out = [one.looks((1, 1, 1), texture) for one in (*boards, *level)]
    out.append(back.looks((0.44, 0.32, 0.22)))
    for number, z in enumerate(levels[:-1]):
        low = -wide / 2 + 0.05 + (0.26 if number % 3 == 1 else 0.0)
        full = (wide - 0.10) * rng.uniform(0.62, 0.9) - (0.2 if number % 3 == 1 else 0)
        out += books(low, -0.15, float(z) + 0.026, full, seed + number)
        if number % 3 == 1:
            vase = [
                (0, 0),
                (0.05, 0),
                (0.085, 0.07),
                (0.05, 0.16),
                (0.03, 0.19),
                (0.036, 0.2),
            ]
            pot = turned(vase, 24).at((low - 0.12, -0.15, float(z) + 0.026))
            out.append(pot.looks((0.50, 0.30, 0.20)))
    return out
