"""From the play space, where the headset is at home, into the room, where we are.

The user sits where the room has its place for them: everything that the headset tells
is turned about the up axis and moved. In place, for a frame allocates nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from sim.viewing import Floats, Tracked


class Mover(Protocol):
    """Takes what the headset tells into the room."""

    def pose(self, tracked: Tracked) -> None:
        """Move one pose, in place."""

    def points(self, points: Floats) -> None:
        """Move places (n, 3), in place."""


class ToRoom:
    """A turn about the up axis, then a move; at first neither."""

    def __init__(self) -> None:
        self._cos, self._sin = 1.0, 0.0
        self._half = (1.0, 0.0)
        self._place = (0.0, 0.0, 0.0)
        self._turn = np.eye(3, dtype=np.float32)
        self._offset = np.zeros(3, np.float32)

    def put(self, place: Sequence[float], heading_rad: float) -> None:
        """Say where the play space's origin lies in the room, in metres.

        `heading_rad` is how it is turned there about the up axis, left positive.
        """
        self._cos, self._sin = math.cos(heading_rad), math.sin(heading_rad)
        self._half = math.cos(heading_rad / 2), math.sin(heading_rad / 2)
        x, y, z = (float(number) for number in place)
        self._place = (x, y, z)
        self._turn[:2, :2] = ((self._cos, self._sin), (-self._sin, self._cos))
        self._offset[:] = self._place

    def pose(self, tracked: Tracked) -> None:
        """Move one pose, in place."""
        place, turn = tracked.place, tracked.turn
        x, y = float(place[0]), float(place[1])
        place[0] = self._cos * x - self._sin * y + self._place[0]
        place[1] = self._sin * x + self._cos * y + self._place[1]
        place[2] += self._place[2]
        half_w, half_z = self._half
        w, x, y, z = (float(number) for number in turn)
        turn[0], turn[1] = half_w * w - half_z * z, half_w * x - half_z * y
        turn[2], turn[3] = half_w * y + half_z * x, half_w * z + half_z * w

    def points(self, points: Floats) -> None:
        """Move places (n, 3), in place."""
        np.matmul(points, self._turn, out=points)
        points += self._offset
