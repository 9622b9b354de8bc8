"""Heads that move as the tests say: angles over time, played to a sensor.

All of it is synthetic. No recording of people in conversation is at hand here, so what
is called natural below is our own making: slow sway, turns of attention, and the small
movements that go with speech, as noise in bands of frequency.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from sim.sensors.base import Scene, Who
from sim.viewing import Viewing

EYES = (0.0, 1.2, 1.2)
"""The partner's, 1.2 m ahead of the user's at the same height."""


@dataclass
class Trace:
    """Angles in degrees, pitch up, yaw to the left, at times in seconds."""

    times: np.ndarray
    pitch: np.ndarray = field(default=None)  # type: ignore[assignment]
    yaw: np.ndarray = field(default=None)  # type: ignore[assignment]
    roll: np.ndarray = field(default=None)  # type: ignore[assignment]

    def __post_init__(self):
        for name in ("pitch", "yaw", "roll"):
            if getattr(self, name) is None:
                setattr(self, name, np.zeros_like(self.times))

    def __add__(self, other: Trace) -> Trace:
        return Trace(
            self.times,
            self.pitch + other.pitch,
            self.yaw + other.yaw,
            self.roll + other.roll,
        )


def clock(seconds: float, hz: float = 90.0, rng=None, jitter: float = 0.0):
    """Times of frames; `jitter` is the spread of one frame's length, as a share."""
    steps = np.full(round(seconds * hz), 1 / hz)
    if rng is not None and jitter:
        steps *= np.clip(rng.normal(1, jitter, steps.size), 0.3, 3)
    return 100.0 + np.cumsum(steps)


def swing(times, at_s, hz, degrees, cycles):
    """`cycles` of a movement down (or right) and back, `degrees` from top to bottom."""
    phase = (times - times[0] - at_s) * hz
    wave = -degrees * (1 - np.cos(2 * np.pi * phase)) / 2
    return np.where((phase > 0) & (phase < cycles), wave, 0.0)


def ramp(times, at_s, took_s, degrees):
    """One smooth turn by `degrees`, and no way back."""
    part = np.clip((times - times[0] - at_s) / took_s, 0, 1)
    return degrees * part**2 * (3 - 2 * part)


def band(times, rng, low_hz, high_hz, spread_deg):
    """Noise between two frequencies with a standard deviation in degrees."""
    span = times[-1] - times[0]
    count = max(8, int(span * (high_hz - low_hz)))
    hz = rng.uniform(low_hz, high_hz, count)
    phase = rng.uniform(0, 2 * np.pi, count)
    made = np.zeros_like(times)
    for one, start in zip(hz, phase, strict=True):
        made += np.sin(2 * np.pi * one * times + start)
    return spread_deg * made / max(made.std(), 1e-9)


def noise(times, rng, degrees=0.1):
    """A tracker's noise: every frame and axis on its own."""
    return Trace(*(times, *(rng.normal(0, degrees, times.size) for _ in range(3))))


def listening(times, rng):
    """A listener who does not nod: sways, looks about, shifts in the chair."""
    trace = Trace(
        times,
        band(times, rng, 0.02, 0.4, 2.0),
        band(times, rng, 0.02, 0.4, 3.0),
        band(times, rng, 0.02, 0.4, 1.5),
    )
    return trace + glances(times, rng) + noise(times, rng)


def speaking(times, rng, spread_deg=1.0):
    """A speaker: the same, and on every axis what goes along with speech."""
    along = Trace(
        times,
        band(times, rng, 0.3, 3.0, spread_deg),
        band(times, rng, 0.3, 3.0, spread_deg),
        band(times, rng, 0.3, 3.0, spread_deg * 0.8),
    )
    return listening(times, rng) + along


def glances(times, rng, every_s=6.0):
    """Looks away and back: aside, down to the hands, up, each held for a while."""
    trace, at_s = Trace(times), rng.uniform(1, every_s)
    span = times[-1] - times[0]
    while at_s < span - 6:
        side, up = rng.uniform(-35, 35), rng.uniform(-25, 12)
        out_s, held_s = rng.uniform(0.25, 0.6), rng.uniform(0.5, 3.0)
        for start, way in ((at_s, 1.0), (at_s + out_s + held_s, -1.0)):
            trace.yaw = trace.yaw + ramp(times, start, out_s, way * side)
            trace.pitch = trace.pitch + ramp(times, start, out_s, way * up)
        at_s += out_s * 2 + held_s + rng.exponential(every_s)
    return trace


def quaternion(pitch, yaw, roll):
    """w, x, y, z of a head: yaw about up, then pitch about its right, then roll."""
    a, b, c = (np.radians(one) / 2 for one in (yaw, pitch, roll))
    q = _times((np.cos(a), 0, 0, np.sin(a)), (np.cos(b), np.sin(b), 0, 0))
    return _times(q, (np.cos(c), 0, np.sin(c), 0))


def _times(p, q):
    a, b, c, d = p
    w, x, y, z = q
    return (
        a * w - b * x - c * y - d * z,
        a * x + b * w + c * z - d * y,
        a * y - b * z + c * w + d * x,
        a * z + b * y - c * x + d * w,
    )


def play(sensor, trace: Trace, *, who: Who = None, seat=(0.0, 0.0, 1.2), each=None):
    """Show a trace to one sensor; returns what it took.

    `each` may change viewing and scene before each frame.
    """
    viewing, scene = Viewing(is_worn=True, has_focus=True), Scene(who=who)
    viewing.head.is_there = True
    viewing.head.place[:] = seat
    scene.partner_eyes = EYES
    before = None
    for index, time_s in enumerate(trace.times.tolist()):
        viewing.time_s = time_s
        scene.dt_s = 0.0 if before is None else time_s - before
        if scene.dt_s > 0.25:
            scene.dt_s = 0.0
        before = time_s
        viewing.head.turn[:] = quaternion(
            trace.pitch[index], trace.yaw[index], trace.roll[index]
        )
        if each is not None:
            each(viewing, scene, index)
        sensor.observe(viewing, scene)
    return sensor.take()


def count(taken, kind: str) -> int:
    """All nods, or all shakes, whoever spoke."""
    return int(sum(n for key, n in taken.items() if key.startswith(f"{kind}_")))


Each = Callable[[Viewing, Scene, int], None]
