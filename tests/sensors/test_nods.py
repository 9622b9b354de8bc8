"""Nods and shakes are found where they are, and not where a head only moves.

All traces are synthetic (`tests.sensors.traces`): the rates say how the rules do on
these, and nothing of how they do on people.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.sensors.nods import create
from tests.sensors.traces import (
    Trace,
    band,
    clock,
    count,
    glances,
    listening,
    noise,
    play,
    ramp,
    swing,
)

MONADO_HZ = 20.0
"""As Monado's null compositor paces here."""
HEADSETS = ((90.0, 0.1), (72.0, 0.1), (MONADO_HZ, 0.02))
"""Frames a second, and how unsteady they are."""


def seeds(count_: int):
    return [np.random.default_rng(seed) for seed in range(count_)]


def still(rng, hz: float, jitter: float, seconds: float = 6.0) -> Trace:
    times = clock(seconds, hz, rng, jitter)
    return noise(times, rng)


def nodding(rng, hz, jitter, *, at_hz=2.0, degrees=8.0, cycles=1.0) -> Trace:
    trace = still(rng, hz, jitter)
    begin_s = 2 + rng.uniform(0, 0.2)
    trace.pitch = trace.pitch + swing(trace.times, begin_s, at_hz, degrees, cycles)
    return trace


def shaking(rng, hz, jitter, *, at_hz=2.0, degrees=15.0, cycles=2.0) -> Trace:
    trace = still(rng, hz, jitter)
    begin_s = 2 + rng.uniform(0, 0.2)
    trace.yaw = trace.yaw + swing(trace.times, begin_s, at_hz, degrees, cycles)
    return trace


def found(kind: str, make, number: int = 20) -> float:
    """How many of `kind` there are on average."""
    return sum(count(play(create({}), make(rng)), kind) for rng in seeds(number)) / (
        number
    )


@pytest.mark.parametrize(("hz", "jitter"), HEADSETS)
@pytest.mark.parametrize("cycles", [1, 2, 4])
def test_a_nod_of_2_hz_and_8_degrees_is_one_nod_however_long(hz, jitter, cycles):
    def make(rng):
        return nodding(rng, hz, jitter, cycles=cycles)

    assert 0.95 <= found("nods", make) <= 1.05
    assert found("shakes", make) == 0


@pytest.mark.parametrize("at_hz", [1.0, 1.5, 3.0, 5.0])
@pytest.mark.parametrize("degrees", [5.0, 20.0])
def test_nods_are_found_from_slow_to_fast_and_from_small_to_large(at_hz, degrees):
    def make(rng):
        return nodding(rng, 90, 0.1, at_hz=at_hz, degrees=degrees, cycles=2)

    assert 0.9 <= found("nods", make) <= 1.1


@pytest.mark.parametrize(("hz", "jitter"), HEADSETS)
def test_a_shake_is_one_shake_and_no_nod(hz, jitter):
    def make(rng):
        return shaking(rng, hz, jitter)

    assert 0.95 <= found("shakes", make) <= 1.05
    assert found("nods", make) == 0


def test_a_nod_that_is_no_more_than_a_tremble_is_none():
    assert found("nods", lambda rng: nodding(rng, 90, 0.1, degrees=2.0, cycles=4)) == 0


def test_two_nods_apart_are_two():
    def make(rng):
        trace = nodding(rng, 90, 0.1)
        trace.pitch = trace.pitch + swing(trace.times, 4, 2, 8, 1)
        return trace

    assert found("nods", make) == pytest.approx(2, abs=0.1)


def test_a_nod_upwards_first_is_a_nod_too():
    def make(rng):
        trace = nodding(rng, 90, 0.1, cycles=2)
        trace.pitch = -trace.pitch
        return trace

    assert found("nods", make) >= 0.95


@pytest.mark.parametrize(("hz", "jitter"), HEADSETS)
def test_a_head_that_is_still_or_drifts_never_nods(hz, jitter):
    def make(rng):
        trace = still(rng, hz, jitter, 60)
        trace.pitch = trace.pitch + np.linspace(0, rng.uniform(-30, 30), len(trace.yaw))
        trace.yaw = trace.yaw + np.linspace(0, rng.uniform(-40, 40), len(trace.yaw))
        return trace

    assert found("nods", make, 5) == found("shakes", make, 5) == 0


def test_a_look_to_the_door_and_back_is_no_shake_and_no_nod():
    def make(rng):
        trace = still(rng, 90, 0.1, 10)
        for at_s, way in ((2.0, 60.0), (2.6 + rng.uniform(0.3, 3), -60.0)):
            trace.yaw = trace.yaw + ramp(trace.times, at_s, 0.5, way)
        return trace

    assert found("shakes", make) == found("nods", make) == 0


def test_a_look_down_at_the_hands_and_up_is_no_nod():
    def make(rng):
        trace = still(rng, 90, 0.1, 10)
        for at_s, way in ((2.0, -25.0), (2.6 + rng.uniform(0.5, 3), 25.0)):
            trace.pitch = trace.pitch + ramp(trace.times, at_s, 0.4, way)
        return trace

    assert found("nods", make) == 0


@pytest.mark.parametrize("heading", [0.0, 90.0, 180.0])
def test_it_counts_the_same_whichever_way_one_sits_and_tilts(heading):
    def make(rng):
        trace = nodding(rng, 90, 0.1, cycles=2)
        trace.yaw = trace.yaw + heading
        trace.pitch = trace.pitch - 20
        return trace

    assert found("nods", make) >= 0.95
    assert found("shakes", make) == 0


def test_listening_without_a_nod_counts_almost_none():
    """Ten minutes in all: sway, glances, and a tracker's noise."""

    def make(rng):
        return listening(clock(60, 90, rng, 0.05), rng)

    assert found("nods", make, 10) <= 0.2  # a minute
    assert found("shakes", make, 10) <= 0.1


def test_a_restless_listener_is_rarely_taken_to_nod():
    """Fidgeting on every axis at 0.5 to 1.5 Hz, by 0.6 degrees of spread."""

    def make(rng):
        times = clock(60, 90, rng, 0.05)
        fidget = (band(times, rng, 0.5, 1.5, 0.6) for _ in range(3))
        return listening(times, rng) + Trace(times, *fidget)

    assert found("nods", make, 10) <= 0.7  # a minute
    assert found("shakes", make, 10) <= 0.1


def test_nods_among_glances_are_still_found():
    """A nod every eight seconds in a minute of looking about; at least 3 in 4."""

    def make(rng):
        times = clock(60, 90, rng, 0.05)
        trace = noise(times, rng) + glances(times, rng, 12)
        for at_s in range(4, 60, 8):
            trace.pitch = trace.pitch + swing(times, at_s, 2.5, 8, 2)
        return trace

    assert found("nods", make, 10) >= 7 * 0.75


def test_while_the_user_speaks_nothing_is_counted():
    trace = nodding(np.random.default_rng(1), 90, 0.1, cycles=3)

    assert count(play(create({}), trace, who="user"), "nods") == 0
    assert play(create({}), trace, who="partner")["nods_listening"] == 1
    assert play(create({}), trace)["nods_silent"] == 1


def test_a_gap_in_the_tracking_makes_no_nod_of_two_halves():
    trace = still(np.random.default_rng(2), 90, 0.1)
    middle = len(trace.times) // 2
    trace.pitch = trace.pitch + np.where(np.arange(len(trace.times)) < middle, -9.0, 0)
    trace.pitch[: middle // 2] += 9.0

    def lose(viewing, scene, index):
        viewing.head.is_there = abs(index - middle) > 20

    assert count(play(create({}), trace, each=lose), "nods") == 0


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.floats(-180, 180), min_size=2, max_size=120),
    st.lists(st.floats(-90, 90), min_size=2, max_size=120),
)
def test_no_movement_breaks_it_and_counts_are_never_negative(yaw, pitch):
    size = min(len(yaw), len(pitch))
    times = clock(size / 30, 30)[:size]
    trace = Trace(times, np.array(pitch[: len(times)]), np.array(yaw[: len(times)]))
    taken = play(create({}), trace)

    assert all(value >= 0 for value in taken.values())
    # a nod takes two strokes, and a stroke at least 0.06 s
    assert count(taken, "nods") <= len(times) / 30 / 0.12 + 1
