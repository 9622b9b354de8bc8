"""The standing rest pose, from the same bake as the seated one; numpy only.

Bodies are baked in a bind pose that stands with the arms held away; here the arms come
down to the sides and the soles to the floor.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from assets.arrays import Arrays
from avatars.bodies._skeleton import Rest
from avatars.turns import about, vector

Floats = npt.NDArray[np.float64]

ARM_DEG = 9.0
"""Between an upper arm and the vertical; sleeves need that much room."""
ELBOW_DEG = 12.0
"""A hanging arm is never quite straight."""
SEATED_SHADE = 0.22
"""Share of the baked shade that is left: it was cast by thighs and arms at rest."""
SHADED = ("top", "jacket", "trousers", "shoes", "hands", "prosthesis")
"""Parts that have it."""


def shade_lifted(arrays: Arrays) -> Arrays:
    """`arrays` with most of the seated shade taken off clothes and hands."""
    out = dict(arrays)
    for name in SHADED:
        if (tint := arrays.get(f"{name}/tint")) is not None:
            lifted = tint.copy()
            lifted[:, 3] = 255 - (255 - tint[:, 3].astype(int)) * SEATED_SHADE
            out[f"{name}/tint"] = lifted
    return out


def standing(rest: Rest, lowest_m: float) -> Rest:
    """`rest` upright: hips above the origin, height `lowest_m` of it on the floor."""
    names = list(rest.names)
    count = len(names)
    turns = np.tile(np.eye(3), (count, 1, 1))
    for side, sign in (("L", 1.0), ("R", -1.0)):
        _hang_arm(rest, names, turns, side, sign)
    world = np.zeros((count, 3, 3))
    places = np.zeros((count, 3))
    heads = rest.heads.astype(np.float64)
    hips = heads[names.index("spine05")]
    for joint, parent in enumerate(rest.parents):
        if parent < 0:
            world[joint] = turns[joint]
            places[joint] = heads[joint] - [hips[0], hips[1], lowest_m]
            continue
        world[joint] = world[parent] @ turns[joint]
        bone = heads[joint] - heads[parent]
        places[joint] = places[parent] + world[parent] @ bone
    return dataclasses.replace(
        rest,
        rotations=world.astype(np.float32),
        places=places.astype(np.float32),
    )


def _hang_arm(
    rest: Rest, names: list[str], turns: Floats, side: str, sign: float
) -> None:
    """Lower an arm about the shoulder, half of it by the collar bone's neighbour."""
    heads = rest.heads.astype(np.float64)
    upper, lower, wrist = (
        heads[names.index(f"{name}.{side}")]
        for name in ("upperarm01", "lowerarm01", "wrist")
    )
    down = np.array(
        [sign * np.sin(np.radians(ARM_DEG)), 0.0, -np.cos(np.radians(ARM_DEG))]
    )
    first = _between(lower - upper, down)
    shoulder = about(0.22 * vector(first))
    turns[names.index(f"shoulder01.{side}")] = shoulder
    turns[names.index(f"upperarm01.{side}")] = shoulder.T @ first
    bent = np.radians(ELBOW_DEG)
    hang = np.array([sign * 0.02, -np.sin(bent), -np.cos(bent)])
    forearm = first.T @ hang
    turns[names.index(f"lowerarm01.{side}")] = _between(wrist - lower, forearm)


def _between(one: Floats, two: Floats) -> Floats:
    """The shortest turn from one direction to another."""
    a, b = one / np.linalg.norm(one), two / np.linalg.norm(two)
    axis, cosine = np.cross(a, b), float(a @ b)
    skew = np.array(
        [[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]]
    )
    return np.asarray(np.eye(3) + skew + skew @ skew / (1.0 + cosine))
