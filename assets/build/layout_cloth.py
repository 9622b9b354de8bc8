"""Where cloth lies in its textures: panels cut and laid out flat, as a tailor does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from assets.build.garments import SHOULDER, WRIST
from assets.build.meshes import step
from assets.build.parts import Part
from assets.build.source import Bools, Floats, Ints

REPEATS_PER_M = 7.0
"""Of the weave's picture."""
SHEET_M = 1.2
"""Side of the sheet that all panels of a garment lie on, metres."""
ARM_M = float(np.linalg.norm(WRIST - SHOULDER))
ARMHOLE_X_M = 0.163
"""Where sleeves are set in, from the middle of the body."""
COLLAR_FROM_M = 1.14
"""Collars lie above this height of the sheet."""


def off_the_armhole(at: Floats) -> Floats:
    """Canonical metres beyond the seam of the sleeve; negative on the body."""
    x, y = abs(at[:, 0]), at[:, 1]
    below = x - 0.152 - 0.5 * np.maximum(0, 0.47 - y)
    return np.asarray(np.where(y > 0.16, np.minimum(x - ARMHOLE_X_M, below), -1.0))


def around_arm(at: Floats) -> Floats:
    """Angle about the arm's line, 0 below the arm, positive in front; radians."""
    mirrored = np.c_[abs(at[:, 0]), at[:, 1:]]
    way = (WRIST - SHOULDER) / ARM_M
    off = mirrored - SHOULDER - ((mirrored - SHOULDER) @ way)[:, None] * way
    upward = np.array([0.0, 1.0, 0.0]) - way * way[1]
    return np.asarray(np.arctan2(off @ np.cross(way, upward), -off @ upward))


def _torso(at: Floats, back: Bools) -> Floats:
    """Front and back panels: round the ribs below, over the shoulder above."""
    x, y, z = at.T
    toward = np.where(back, -z, z)
    high = step(0.40, 0.52, y)
    round_ = np.arctan2(x, np.maximum(toward + 0.02, -0.05)) * 0.15
    over = np.where(back, 0.05, 0.11) - toward
    u = round_ * (1 - high) + x * high
    return np.asarray(np.c_[u + np.where(back, 0.86, 0.30), y + 0.8 * high * over])


def _sleeve(at: Floats, middle: Floats) -> Floats:
    """Sleeves, cut open below the arm; `middle` is a near angle to unroll about."""
    turn = around_arm(at)
    turn = middle + (turn - middle + np.pi) % (2 * np.pi) - np.pi
    side = np.where(at[:, 0] > 0, 0.24, 0.78)
    return np.asarray(np.c_[turn * 0.05 + side, along_arm_free(at) * ARM_M + 0.74])


def along_arm_free(at: Floats) -> Floats:
    """0 at the shoulder, 1 at the wrist, for any place."""
    mirrored = np.c_[abs(at[:, 0]), at[:, 1:]]
    way = WRIST - SHOULDER
    return np.asarray((mirrored - SHOULDER) @ way / (way @ way))


def _leg(at: Floats, left: Bools, back: Bools) -> Floats:
    x, y, z = at.T
    side = np.where(left, 1.0, -1.0)
    toward = np.where(back, -z, z) + 0.02
    turn = np.arctan2(x - side * 0.13, np.maximum(toward, -0.03))
    column = np.where(left, 0.15, 0.73) + np.where(back, 0.29, 0.0)
    return np.asarray(np.c_[turn * 0.08 + column, y + 0.80])


def laid_out(part: Part, kind: str) -> Part:
    """`part` cut along its seams, with texture places; it must know its `at`."""
    if part.at is None:
        raise ValueError(f"{part.name}: no canonical places to lay it out by")
    corner = part.at[part.tris]
    middle = corner.mean(1)
    every = corner.reshape(-1, 3)

    def spread(values: Any) -> Any:
        return np.repeat(values, 3)

    if kind == "shoes":
        flat = np.c_[every[:, 0], every[:, 2]]
    elif kind == "trousers":
        flat = _leg(every, spread(middle[:, 0] > 0), spread(middle[:, 2] < 0.0))
    else:
        on_arm = spread(off_the_armhole(middle) > 0)
        sleeve = _sleeve(every, spread(around_arm(middle)))
        torso = _torso(every, spread(middle[:, 2] < 0.0))
        flat = np.where(on_arm[:, None], sleeve, torso)
    return _split(part, flat)


def _split(part: Part, flat: Floats) -> Part:
    """Vertices doubled where their triangles have different texture places."""
    key = np.c_[part.tris.ravel(), np.round(flat * 1e5)].astype(np.int64)
    _, first, inverse = np.unique(key, axis=0, return_index=True, return_inverse=True)
    vertex = part.tris.ravel()[first]
    tris: Ints = inverse.reshape(-1, 3)
    return replace(
        part,
        positions=part.positions[vertex],
        normals=part.normals[vertex],
        uv=flat[first] * REPEATS_PER_M,
        tris=tris,
        weights=part.weights[vertex],
        tint=None if part.tint is None else part.tint[vertex],
        at=None if part.at is None else part.at[vertex],
    )
