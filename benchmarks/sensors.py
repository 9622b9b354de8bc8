"""How the head's sensors do on made-up heads, and what a frame of them costs.

``python -m benchmarks.sensors`` prints JSON: gestures found per gesture made, false
ones per minute, and microseconds of processor time and bytes kept per frame.
"""

from __future__ import annotations

import json
import time
import tracemalloc
from collections.abc import Callable

import numpy as np

from sim.config import Settings
from sim.sensors import Watching
from sim.sensors.nods import create
from sim.session.clock import SystemClock
from sim.viewing import Viewing
from tests.sensors.traces import (
    EYES,
    Trace,
    band,
    clock,
    count,
    listening,
    noise,
    play,
    quaternion,
    speaking,
    swing,
)

HEADS = 60
MINUTES = 20
FRAMES = 20_000
Make = Callable[[np.random.Generator], Trace]


def mean(kind: str, make: Make, heads: int) -> float:
    """Gestures of `kind` on each of `heads` made heads."""
    found = 0
    for seed in range(heads):
        found += count(play(create({}), make(np.random.default_rng(seed))), kind)
    return round(found / heads, 2)


def gesture(kind: str, hz: float, at_hz: float, degrees: float, cycles: float) -> Make:
    """A still head with one gesture, in frames of `hz` that come unevenly."""

    def make(rng: np.random.Generator) -> Trace:
        times = clock(6, hz, rng, 0.1 if hz > 30 else 0.02)
        trace = noise(times, rng)
        moved = swing(times, 2 + rng.uniform(0, 0.2), at_hz, degrees, cycles)
        axis = "pitch" if kind == "nods" else "yaw"
        setattr(trace, axis, getattr(trace, axis) + moved)
        return trace

    return make


def fidgeting(spread_deg: float) -> Make:
    """A listener without a nod who is restless."""

    def make(rng: np.random.Generator) -> Trace:
        times = clock(60, 90, rng, 0.05)
        moved = (band(times, rng, 0.5, 1.5, spread_deg) for _ in range(3))
        return listening(times, rng) + Trace(times, *moved)

    return make


def false_ones() -> dict[str, dict[str, float]]:
    """Per minute, on heads that make no gesture."""
    heads: dict[str, Make] = {
        "listening": lambda rng: listening(clock(60, 90, rng, 0.05), rng),
        "listening, 20 Hz": lambda rng: listening(clock(60, 20, rng, 0.02), rng),
        "fidgeting by 0.6 degrees": fidgeting(0.6),
        "fidgeting by 1 degree": fidgeting(1.0),
        "speaking (not counted then)": lambda rng: speaking(
            clock(60, 90, rng, 0.05), rng
        ),
    }
    return {
        name: {kind: mean(kind, make, MINUTES) for kind in ("nods", "shakes")}
        for name, make in heads.items()
    }


def cost() -> dict[str, float]:
    """Of one frame with every sensor on."""
    on = {f"watch_{one}": True for one in ("gaze", "nods", "distance", "hands", "talk")}
    watching = Watching(Settings(**on), SystemClock())
    viewing = Viewing(is_worn=True, has_focus=True)
    viewing.head.is_there = viewing.left.grip.is_there = True
    turns = [
        quaternion(5 * np.sin(at / 7), 10 * np.sin(at / 30), 0) for at in range(900)
    ]

    def run(frames: int) -> None:
        for at in range(frames):
            viewing.time_s = at / 90
            viewing.head.turn[:] = turns[at % 900]
            watching.tick(viewing, EYES, "partner")

    run(1000)
    begin = time.process_time()
    run(FRAMES)
    took_us = (time.process_time() - begin) / FRAMES * 1e6
    tracemalloc.start()
    run(100)
    before, _ = tracemalloc.get_traced_memory()
    run(2000)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return {
        "us_per_frame": round(took_us, 1),
        "bytes_kept_per_frame": round((after - before) / 2000, 2),
    }


def main() -> None:
    """Print all of it."""
    found = {
        f"{kind}, {degrees:g} degrees, {cycles:g} x, at {hz:g} Hz": {
            f"{at_hz:g} Hz": mean(
                kind, gesture(kind, hz, at_hz, degrees, cycles), HEADS
            )
            for at_hz in (0.7, 0.9, 1.2, 2.0, 3.0, 5.0)
        }
        for kind, degrees, cycles in (
            ("nods", 8.0, 1.0),
            ("nods", 5.0, 1.0),
            ("nods", 8.0, 3.0),
            ("shakes", 15.0, 2.0),
        )
        for hz in (90.0, 20.0)
    }
    told = {"found": found, "false_per_minute": false_ones(), "cost": cost()}
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
