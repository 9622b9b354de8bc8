"""Nods where frames are long, as on a computer that draws without a graphics card."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.sensors.nods import create
from tests.openxr.rehearsal_play import NOD_FRAME_S
from tests.openxr.user import NOD_DEG, NOD_S
from tests.sensors.traces import Trace, count, play

HEADS = 100


def nodding(rng: np.random.Generator, frames_s: tuple[float, float]) -> Trace:
    """The scripted user's nod, shown in frames of random lengths."""
    times, pitch = [100.0], [0.0]

    def show(angle: float) -> float:
        times.append(times[-1] + rng.uniform(*frames_s))
        pitch.append(angle)
        return times[-1]

    for _ in range(10):
        show(0.0)
    for begin, goal in ((0.0, -NOD_DEG), (-NOD_DEG, 0.0)):
        begin_s, share = times[-1], 0.0
        while share < 1.0:
            smooth = (1 - math.cos(share * math.pi)) / 2
            share = min((show(begin + smooth * (goal - begin)) - begin_s), NOD_S / 2)
            share /= NOD_S / 2
        show(goal)
    for _ in range(15):
        show(0.0)
    return Trace(np.array(times), np.array(pitch))


def found(frames_s: tuple[float, float]) -> int:
    rng = np.random.default_rng(0)
    return sum(
        count(play(create({}), nodding(rng, frames_s)), "nods") for _ in range(HEADS)
    )


@pytest.mark.parametrize("shortest_s", [0.02, 0.05, 0.1])
def test_every_nod_is_found_in_frames_that_are_short_enough(shortest_s):
    assert found((shortest_s, NOD_FRAME_S)) == HEADS


def test_in_much_longer_frames_few_are_found_and_none_twice():
    assert found((0.15, 0.35)) < HEADS / 2
