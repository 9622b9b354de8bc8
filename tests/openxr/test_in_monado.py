"""A session in a real runtime: seen, covered, recentred, lost, and closed anywhere."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.monado

SOON_S = 1.0
"""Longer than any close should take; a runtime that does not answer gets 2 s."""


@pytest.fixture(scope="module")
def seen(in_headset):
    """What a play of everything saw; the validation layer had nothing to say."""
    return in_headset("session_play")


def near(first, second):
    return first == pytest.approx(second, abs=1e-4)


def test_a_session_comes_to_the_user_through_every_state(seen):
    begun = seen["seen_and_covered"]["begun"]
    assert begun == ["IDLE", "READY", "SYNCHRONIZED", "VISIBLE", "FOCUSED"]


def test_the_head_is_where_the_user_has_it(seen):
    place, turn = seen["seen_and_covered"]["head"]
    where, how = seen["seen_and_covered"]["hub"]
    assert near(place, where)
    assert near(turn, how)
    assert seen["seen_and_covered"]["ahead"] == pytest.approx(45)


def test_what_covers_it_takes_it_out_of_sight_and_gives_it_back(seen):
    assert seen["seen_and_covered"]["covered"] == ["VISIBLE", "SYNCHRONIZED"]
    assert seen["seen_and_covered"]["uncovered"] == ["VISIBLE", "FOCUSED"]


def test_recentring_puts_the_user_in_the_middle_and_keeps_their_height(seen):
    for wish in ("wished", "runtime's"):
        place, turn = seen["recentred"][wish]
        assert near(place[:2], [0, 0]), wish
        assert near(turn, [1, 0, 0, 0]), wish
    assert seen["recentred"]["wished"][0][2] == pytest.approx(1.1)
    assert seen["recentred"]["runtime's"][0][2] == pytest.approx(1.3)
    moved, _ = seen["recentred"]["moved"]
    assert abs(moved[0]) > 1
    assert seen["recentred"]["times"] == [1, 2]


def test_a_runtime_that_dies_is_noticed_and_comes_back(seen):
    assert seen["lost"]["runtime"]
    assert seen["lost"]["noticed_s"] < SOON_S
    assert "opens on the screen" in seen["lost"]["none"]


def test_it_closes_quickly_in_every_state(seen):
    states = {"new", "READY", "FOCUSED", "SYNCHRONIZED", "EXITING", "killed"}
    assert set(seen["closed"]) == states
    for state, took_s in seen["closed"].items():
        assert took_s < SOON_S, state
