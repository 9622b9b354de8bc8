"""What a real runtime's images hold, to the last bit, and a window that goes first."""

from __future__ import annotations

import pytest

from sim.openxr.swapchains import SRGB8_ALPHA8
from tests.openxr.pictures_play import BOARD, DEPTHS, EYES

pytestmark = pytest.mark.monado


@pytest.fixture(scope="module")
def seen(in_headset):
    return in_headset("pictures_play")


def test_each_eye_has_its_own_half_and_every_byte_as_it_was_drawn(seen):
    assert seen["format"] == SRGB8_ALPHA8
    assert seen["colour"] == [[[*EYES[0], 255]], [[*EYES[1], 255]]]


def test_depth_arrives_as_it_was_drawn(seen):
    assert seen["depth"] == [pytest.approx([depth], abs=1e-6) for depth in DEPTHS]


def test_a_board_of_a_format_without_a_size_arrives_too(seen):
    assert seen["board"] == [[[*BOARD, 255]]] * 2


def test_a_second_session_in_the_same_window_shows_the_same(seen):
    assert seen["again"] == seen["colour"]


def test_a_window_that_goes_first_ends_the_session_at_once(seen):
    assert seen["gone"]["state"] == "State.CLOSED"
    assert seen["gone"]["took_s"] < 0.1
