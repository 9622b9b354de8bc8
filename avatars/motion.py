"""Smooth signals: followers, wandering noise, bells. Plain numpy, no clock of its own.

Every class keeps its arrays and writes into them, so a frame allocates nothing.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def ease(x: float) -> float:
    """Minimum-jerk step from 0 at `x` <= 0 to 1 at `x` >= 1.

    Reaching hands follow this profile (Flash & Hogan 1985); for heads, lids and faces
    it is ours.
    """
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    return x * x * x * (x * (6.0 * x - 15.0) + 10.0)


def bell(x: float) -> float:
    """Raised cosine: 1 at 0, 0 at -1 and 1 and beyond."""
    return 0.5 + 0.5 * math.cos(math.pi * x) if -1.0 < x < 1.0 else 0.0


class Follower:
    """A number that eases towards its target without overshoot (critically damped)."""

    __slots__ = ("speed", "value")

    def __init__(self, value: float = 0.0) -> None:
        self.value = value
        self.speed = 0.0

    def step(self, target: float, quickness: float, dt_s: float) -> float:
        """Advance `dt_s` seconds; about 90 % of the way after 3.9 / `quickness` s."""
        gap = self.value - target
        push = (self.speed + quickness * gap) * dt_s
        decay = math.exp(-quickness * dt_s)
        self.value = target + (gap + push) * decay
        self.speed = (self.speed - quickness * push) * decay
        return self.value


class Followers:
    """Many numbers that ease towards their targets, each at its own quickness."""

    __slots__ = ("_decay", "_gap", "_push", "speed", "value")

    def __init__(self, shape: int | tuple[int, ...]) -> None:
        self.value: Floats = np.zeros(shape, np.float32)
        self.speed: Floats = np.zeros(shape, np.float32)
        self._gap = np.zeros(shape, np.float32)
        self._push = np.zeros(shape, np.float32)
        self._decay = np.zeros(shape, np.float32)

    def step(self, target: Floats, quickness: Floats, dt_s: float) -> Floats:
        """Advance `dt_s` seconds towards `target`; exact for any step length."""
        gap, push, decay = self._gap, self._push, self._decay
        np.subtract(self.value, target, out=gap)
        np.multiply(quickness, gap, out=push)
        push += self.speed
        push *= dt_s
        np.multiply(quickness, -dt_s, out=decay)
        np.exp(decay, out=decay)
        gap += push
        gap *= decay
        np.add(target, gap, out=self.value)
        push *= quickness
        self.speed -= push
        self.speed *= decay
        return self.value


class Drift:
    """Channels that wander in about -1..1 and never come round again.

    Each channel passes through random knots by a Catmull-Rom spline, and every knot
    has its own distance to the next, so there is no period to notice.
    """

    __slots__ = ("_at", "_cubic", "_knots", "_rate", "_rng", "_span", "_work", "value")

    def __init__(
        self, channels: int, period_s: tuple[float, float], rng: np.random.Generator
    ) -> None:
        self._rng = rng
        self._span = period_s
        self._knots = rng.uniform(-1.0, 1.0, (4, channels)).astype(np.float32)
        self._rate = (1.0 / rng.uniform(*period_s, channels)).astype(np.float32)
        self._at = rng.uniform(0.0, 1.0, channels).astype(np.float32)
        self._cubic = np.zeros((4, channels), np.float32)
        self._work = np.zeros(channels, np.float32)
        self.value: Floats = np.zeros(channels, np.float32)
        for channel in range(channels):
            self._bend(channel)

    def step(self, dt_s: float) -> Floats:
        """Advance and return the channels."""
        at, out = self._at, self.value
        np.multiply(self._rate, dt_s, out=self._work)
        at += self._work
        while at.max() >= 1.0:
            for channel in np.flatnonzero(at >= 1.0):
                self._next_knot(int(channel))
        cubic, square, line, start = self._cubic
        np.multiply(cubic, at, out=out)
        out += square
        out *= at
        out += line
        out *= at
        out += start
        return out

    def _next_knot(self, channel: int) -> None:
        """Drop the oldest knot of one channel and draw a new one and a new span."""
        knots = self._knots[:, channel]
        knots[:3] = knots[1:]
        knots[3] = self._rng.uniform(-1.0, 1.0)
        rest_s = (self._at[channel] - 1.0) / self._rate[channel]
        self._rate[channel] = 1.0 / self._rng.uniform(*self._span)
        self._at[channel] = rest_s * self._rate[channel]
        self._bend(channel)

    def _bend(self, channel: int) -> None:
        """The Catmull-Rom cubic between the middle two knots of one channel."""
        a, b, c, d = self._knots[:, channel].tolist()
        self._cubic[:, channel] = (
            1.5 * (b - c) + 0.5 * (d - a),
            a - 2.5 * b + 2.0 * c - 0.5 * d,
            0.5 * (c - a),
            b,
        )
