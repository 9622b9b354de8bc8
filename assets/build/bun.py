"""A bun: locks wound round a knot at the back of the head."""

from __future__ import annotations

import numpy as np

from assets.build.meshes import normals, unit
from assets.build.parts import Part
from assets.build.source import Floats
from assets.build.styles import Style

RADII_M = np.array([0.038, 0.034, 0.027])
"""Half the width, height and depth."""
OUTWARD = np.array([0.0, 0.75, -0.66])
"""Which way it stands off the head."""
LOCKS, NODES = 84, 9


def bun(knot: Floats, style: Style, weights: Floats) -> list[Part]:
    """The solid core and the locks on it; `weights` of the head's skin there."""
    across = np.array([1.0, 0.0, 0.0])
    axes = np.stack([across, np.cross(OUTWARD, across), OUTWARD])
    middle = knot + OUTWARD * 0.009
    return [_core(middle, axes, weights), _locks(middle, axes, style, weights)]


def _core(middle: Floats, axes: Floats, weights: Floats) -> Part:
    rings, spokes = 9, 16
    polar = np.repeat(np.linspace(0.02, np.pi * 0.72, rings), spokes)
    turn = np.tile(np.linspace(0, 2 * np.pi, spokes, endpoint=False), rings)
    flat = np.sin(polar)
    way = np.c_[flat * np.cos(turn), flat * np.sin(turn), np.cos(polar)]
    points = middle + (way * RADII_M * 0.94) @ axes
    first = np.arange((rings - 1) * spokes)
    beside = first // spokes * spokes + (first + 1) % spokes
    one = np.c_[first, first + spokes, beside]
    tris = np.vstack([one, np.c_[beside, first + spokes, beside + spokes]])
    count = len(points)
    return Part(
        "hair",
        "hair",
        points,
        normals(points, tris),
        np.c_[np.full(count, -2.0), np.zeros(count)],
        tris,
        np.tile(weights, (count, 1)),
        np.c_[np.full((count, 3), 0.5), np.full(count, 0.5)],
    )


def _locks(middle: Floats, axes: Floats, style: Style, weights: Floats) -> Part:
    """Ribbons that wind outwards from the middle, each a part of a turn."""
    rng = np.random.default_rng(style.seed + 7)
    run = np.linspace(0, 1, NODES)[None]
    turn = rng.uniform(0, 2 * np.pi, (LOCKS, 1)) + 1.7 * run
    deep = rng.uniform(0.12, 1.9, (LOCKS, 1))
    polar = deep + 0.22 * np.sin(np.pi * run + rng.uniform(0, 6.3, (LOCKS, 1)))
    swell = 1.0 + rng.uniform(0.0, 0.09, (LOCKS, 1)) + 0.05 * np.sin(3 * polar) ** 2
    flat = np.sin(polar)
    way = np.stack([flat * np.cos(turn), flat * np.sin(turn), np.cos(polar)], -1)
    lines = middle + (way * swell[..., None] * RADII_M) @ axes
    facing = unit((way / RADII_M) @ axes)
    along = unit(np.gradient(lines, axis=1))
    across = unit(np.cross(along, facing))
    width = style.width_m * 1.15 * rng.uniform(0.7, 1.2, (LOCKS, 1, 1))
    sides = np.stack([lines - across * width / 2, lines + across * width / 2], 2)
    rounded = np.stack([facing - across * 0.35, facing + across * 0.35], 2)
    u = np.tile([0.0, 1.0], (LOCKS, NODES, 1))
    v = np.repeat((run * 0.6 + np.zeros((LOCKS, 1)))[..., None], 2, 2)
    shade = rng.uniform(0.72, 1.0, (LOCKS, 1)) * (0.8 + 0.2 * np.sin(np.pi * run))
    combed = np.repeat(along[:, :, None], 2, 2).reshape(-1, 3)
    base = (np.arange(LOCKS)[:, None] * NODES + np.arange(NODES - 1)).ravel() * 2
    return Part(
        "hair",
        "hair",
        sides.reshape(-1, 3),
        unit(rounded).reshape(-1, 3),
        np.stack([u, v], -1).reshape(-1, 2),
        np.vstack([np.c_[base, base + 1, base + 3], np.c_[base, base + 3, base + 2]]),
        np.tile(weights, (LOCKS * NODES * 2, 1)),
        np.c_[combed * 0.5 + 0.5, np.repeat(shade.reshape(-1, 1), 2, 0)],
    )
