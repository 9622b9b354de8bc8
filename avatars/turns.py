"""Turns as 3x3 matrices, as angles and as vectors; plain numpy."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]


def euler(out: Doubles, heading: float, pitch: float, roll: float) -> None:
    """Rz(heading) Rx(pitch) Ry(roll), degrees, into the 3x3 corner of `out`."""
    ch, sh = math.cos(math.radians(heading)), math.sin(math.radians(heading))
    cp, sp = math.cos(math.radians(pitch)), math.sin(math.radians(pitch))
    cr, sr = math.cos(math.radians(roll)), math.sin(math.radians(roll))
    out[0, :3] = ch * cr - sh * sp * sr, -sh * cp, ch * sr + sh * sp * cr
    out[1, :3] = sh * cr + ch * sp * sr, ch * cp, sh * sr - ch * sp * cr
    out[2, :3] = -cp * sr, sp, cp * cr


def angles(turn: Doubles) -> tuple[float, float, float]:
    """Heading, pitch and roll in degrees that `euler` makes `turn` of.

    Straight up or down, where heading and roll do the same, the roll is 0.
    """
    (a, b, _), (d, e, _), (g, h, i) = turn.tolist()
    pitch = math.asin(min(max(h, -1.0), 1.0))
    if abs(h) > 1.0 - 1e-9:
        return math.degrees(math.atan2(d, a)), math.degrees(pitch), 0.0
    heading, roll = math.atan2(-b, e), math.atan2(-g, i)
    return math.degrees(heading), math.degrees(pitch), math.degrees(roll)


def vector(turn: Doubles) -> Doubles:
    """The axis of `turn`, as long as its angle in radians, 0..pi."""
    (a, b, c), (d, e, f), (g, h, i) = turn.tolist()
    # the largest part of the quaternion first (Shepperd), so that half a turn is safe
    squares = (1 + a + e + i, 1 + a - e - i, 1 - a + e - i, 1 - a - e + i)
    largest = squares.index(max(squares))
    quaternion = (
        (squares[0], h - f, c - g, d - b),
        (h - f, squares[1], b + d, c + g),
        (c - g, b + d, squares[2], f + h),
        (d - b, c + g, f + h, squares[3]),
    )[largest]
    w, x, y, z = quaternion
    if w < 0.0:
        w, x, y, z = -w, -x, -y, -z
    sine = math.sqrt(x * x + y * y + z * z)
    if sine < 1e-12:
        return np.zeros(3)
    angle = 2.0 * math.atan2(sine, w)
    return np.array((x, y, z)) * (angle / sine)


def about(axis: Doubles) -> Doubles:
    """The turn of which `axis` is the `vector`."""
    x, y, z = axis.tolist()
    angle = math.sqrt(x * x + y * y + z * z)
    if angle < 1e-12:
        return np.eye(3)
    x, y, z = x / angle, y / angle, z / angle
    c, s = math.cos(angle), math.sin(angle)
    k = 1.0 - c
    return np.array(
        (
            (c + x * x * k, x * y * k - z * s, x * z * k + y * s),
            (y * x * k + z * s, c + y * y * k, y * z * k - x * s),
            (z * x * k - y * s, z * y * k + x * s, c + z * z * k),
        )
    )
