"""What the runtime composes for the eyes, by a screenshot of it."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.monado


@pytest.fixture(scope="module")
def eyes(in_headset):
    return in_headset("composed_play", timeout_s=200)["eyes"]


def test_both_eyes_show_the_room_as_it_was_drawn(eyes):
    for eye in eyes:
        assert eye["colours"] > 5000
        assert eye["same"] > 0.99
        assert eye["upside_down"] < 0.5, "the comparison must be able to fail"


def test_the_board_is_in_both_eyes_lower_right_and_nearer_than_the_wall(eyes):
    left, right = eyes
    for eye in eyes:
        assert eye["board_px"] > 2000
        assert eye["board_x"] > 240
        assert eye["board_y"] > 270
    assert left["board_x"] > right["board_x"] + 5
    assert left["board_y"] == pytest.approx(right["board_y"], abs=2)
