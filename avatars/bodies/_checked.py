"""Whether the arrays of a body fit together, before any of them reaches the renderer.

A row number beyond the end would be read by the graphics card without a look.
"""

from __future__ import annotations

import numpy as np

from assets.arrays import Arrays, ArraysError, take, within
from assets.hands import ANGLES, FINGERS, SHAPES, joint_names
from avatars.bodies._arms import CHAIN, KNUCKLES
from avatars.bodies._skeleton import EYE_JOINTS, SPREAD
from avatars.performance import ARKIT

MATERIALS = ("skin", "mouth", "lash", "eye", "hair", "cloth")
MOST_PARTS = 64
MOST_JOINTS = 85
"""Three texels of the bones' texture each."""
MOST_ROWS = 400_000
FARTHEST_M = 10.0
FARTHEST_RISE_M = 0.5
_ARMS = {f"{name}.{side}" for name in CHAIN + KNUCKLES for side in "LR"}
_FINGERS = {name for side in "LR" for name in joint_names(side)}
_NEEDED = {*(name for name, _, _ in SPREAD), *EYE_JOINTS, *_ARMS, *_FINGERS}


def check(arrays: Arrays) -> None:
    """Refuse a body whose arrays are missing, of another shape or point astray.

    Raises:
        ArraysError: names the array and says what is allowed.
    """
    joints = _check_skeleton(arrays)
    take(arrays, "box", "f", 2, 3)
    take(arrays, "hair.colour", "f", 3)
    take(arrays, "hair.gloss", "f")
    _check_near(arrays, "box", "joint.heads", "rest.places")
    _check_hands(arrays)
    names = _part_names(arrays)
    live = [name for name in names if f"{name}/morph.index" in arrays]
    if not live or len(live) == len(names):
        raise ArraysError("parts: one must have face shapes and one must have none.")
    for name in names:
        _check_part(arrays, name, joints)
    for name in live:
        _check_shapes(arrays, name)
    for name in arrays:
        if name.startswith("texture/"):
            take(arrays, name, "u", None)


def _part_names(arrays: Arrays) -> list[str]:
    parts = [str(entry) for entry in take(arrays, "parts", "U", None)]
    if not 1 <= len(parts) <= MOST_PARTS:
        raise ArraysError(f"parts: {len(parts)} are named; 1 to {MOST_PARTS} may be.")
    names = []
    for entry in parts:
        name, _, material = entry.partition(":")
        if not name or material not in MATERIALS or name in names:
            raise ArraysError(
                f"parts: {entry!r} must be a new name, a colon and one of "
                f"{', '.join(MATERIALS)}."
            )
        names.append(name)
    return names


def _check_skeleton(arrays: Arrays) -> int:
    names = [str(name) for name in take(arrays, "joint.names", "U", None)]
    count = len(names)
    lacking = sorted(_NEEDED - set(names))
    if count > MOST_JOINTS or lacking:
        raise ArraysError(
            f"joint.names: {count} joints, {MOST_JOINTS} at most"
            + (f"; {lacking[0]!r} is missing." if lacking else ".")
        )
    take(arrays, "joint.parents", "i", count)
    take(arrays, "joint.heads", "f", count, 3)
    take(arrays, "rest.rotations", "f", count, 3, 3)
    take(arrays, "rest.places", "f", count, 3)
    parents = within(arrays, "joint.parents", -1, count - 1).astype(int)
    above = np.arange(count)
    for _ in range(count):  # after so many steps everyone has come to a root
        above = np.where(above >= 0, parents[above], -1)
    if (above >= 0).any():
        raise ArraysError("joint.parents: a joint is its own ancestor.")
    return count


def _check_hands(arrays: Arrays) -> None:
    """A file without them is older; its hands rest straight."""
    if "hand.rest" in arrays:
        take(arrays, "hand.rest", "f", 2, len(FINGERS), len(ANGLES))
        within(arrays, "hand.rest", -180.0, 180.0)
    if "hand.rise" in arrays:
        take(arrays, "hand.rise", "f", 2, len(SHAPES), 2)
        within(arrays, "hand.rise", 0.0, FARTHEST_RISE_M)
    if "hand.joined" in arrays:
        take(arrays, "hand.joined", "f", 2, 3, 3, 3)
        within(arrays, "hand.joined", -1.001, 1.001)
        take(arrays, "hand.joined.fingers", "f", 2, len(FINGERS), len(ANGLES))
        within(arrays, "hand.joined.fingers", -180.0, 180.0)


def _check_part(arrays: Arrays, name: str, joints: int) -> None:
    rows = len(take(arrays, f"{name}/positions", "u", None, 3))
    if not 1 <= rows <= MOST_ROWS:
        raise ArraysError(f"{name}/positions: {rows} rows; 1 to {MOST_ROWS} may be.")
    within(arrays, f"{name}/positions", 0, 65535)
    take(arrays, f"{name}/normals", "i", rows, 3)
    take(arrays, f"{name}/uv", "f", rows, 2)
    for key in ("tint", "joints", "weights"):
        take(arrays, f"{name}/{key}", "u", rows, 4)
        within(arrays, f"{name}/{key}", 0, 255)
    within(arrays, f"{name}/joints", 0, joints - 1)
    for key in (f"{name}/tris", f"{name}/tris.far"):
        if key.endswith(".far") and key not in arrays:
            continue  # a file may have one set of triangles only
        if not len(take(arrays, key, "u", None, 3)):
            raise ArraysError(f"{key}: has no triangles.")
        within(arrays, key, 0, rows - 1)


def _check_shapes(arrays: Arrays, name: str) -> None:
    count = len(take(arrays, f"{name}/morph.index", "u", None))
    take(arrays, f"{name}/morph.positions", "f", count, 3)
    take(arrays, f"{name}/morph.normals", "i", count, 3)
    within(arrays, f"{name}/morph.index", 0, len(arrays[f"{name}/positions"]) - 1)
    take(arrays, f"{name}/morph.starts", "i", len(ARKIT) + 1)
    starts = within(arrays, f"{name}/morph.starts", 0, count).astype(int)
    if (np.diff(starts) < 0).any():
        raise ArraysError(f"{name}/morph.starts: must not go down.")
    _check_near(arrays, f"{name}/morph.positions")


def _check_near(arrays: Arrays, *names: str) -> None:
    for name in names:
        within(arrays, name, -FARTHEST_M, FARTHEST_M)
