"""OpenXR's axes into ours and back.

OpenXR has x right, y up, -z forward and quaternions x, y, z, w; the room has x right,
y forward, z up and quaternions w, x, y, z. Arrays are written in place: a frame
allocates nothing.
"""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.viewing import Floats

Anything = npt.NDArray[Any]


def place_in(place: Floats, position: Any) -> None:
    """Write an ``XrVector3f`` as a place, in metres."""
    place[0], place[1], place[2] = position.x, -position.z, position.y


def turn_in(turn: Floats, orientation: Any) -> None:
    """Write an ``XrQuaternionf`` as a turn."""
    turn[0], turn[1] = orientation.w, orientation.x
    turn[2], turn[3] = -orientation.z, orientation.y


STEEP: Final = 0.5
"""Cosine of a pitch (60 degrees) from which on it is hard to say which way is ahead."""


def pose_out(pose: Any, place: Anything, turn: Anything) -> None:
    """Write a place and a turn into an ``XrPosef``."""
    position, orientation = pose.position, pose.orientation
    position.x, position.y, position.z = place[0], place[2], -place[1]
    orientation.w, orientation.x = turn[0], turn[1]
    orientation.y, orientation.z = turn[3], -turn[2]


def heading(turn: Anything) -> float:
    """Where a turn looks, about the up axis, in radians, left positive.

    Where it looks steeply up or down, the top of the head says it, too: whoever lies
    flat looks at the ceiling, and their feet are ahead.
    """
    w, x, y, z = (float(number) for number in turn)
    right, ahead, up = 2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)
    flat = math.hypot(right, ahead)
    if flat < STEEP:
        top_right, top_ahead = 2 * (x * z + w * y), 2 * (y * z - w * x)
        right, ahead = right * flat - top_right * up, ahead * flat - top_ahead * up
    return math.atan2(-right, ahead)


def upright(radians: float) -> Floats:
    """The turn about the up axis that has `heading` `radians`."""
    return np.array((math.cos(radians / 2), 0, 0, math.sin(radians / 2)), np.float32)


def turned(turn: Anything, place: Anything) -> Floats:
    """`place` turned by `turn`; allocates, so not for every frame."""
    w, axis = float(turn[0]), np.asarray(turn[1:], np.float64)
    point = np.asarray(place, np.float64)
    twice = 2 * np.cross(axis, point)
    result: Floats = (point + w * twice + np.cross(axis, twice)).astype(np.float32)
    return result


def after(first: Anything, second: Anything) -> Floats:
    """The turn `first` in the axes of `second`: Hamilton product second x first."""
    a, b = np.asarray(second, np.float64), np.asarray(first, np.float64)
    scalar = a[0] * b[0] - a[1:] @ b[1:]
    vector = a[0] * b[1:] + b[0] * a[1:] + np.cross(a[1:], b[1:])
    result: Floats = np.array((scalar, *vector), np.float32)
    return result
