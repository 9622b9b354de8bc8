"""Who wears a headset is met with their own eyes, wherever those are."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import pytest
from panda3d.core import LQuaternionf, NodePath

from sim.sight import Sight


def window() -> Any:
    """What `Sight` asks of a window."""
    render = NodePath("render")
    camera = render.attach_new_node("camera")
    camera.set_pos(0, -1.5, 1.15)
    return SimpleNamespace(
        render=render, camera=camera, cam=camera.attach_new_node("cam"), win="window"
    )


def turned(sight: Sight, yaw: float, pitch: float = 0.0, roll: float = 0.0) -> None:
    turn = LQuaternionf()
    turn.set_hpr((yaw, pitch, roll))
    sight.viewing.head.turn[:] = turn[0], turn[1], turn[2], turn[3]
    sight.viewing.head.is_there = sight.viewing.is_worn = True


def test_without_a_headset_the_windows_camera_is_the_eye() -> None:
    sight = Sight(window())
    assert tuple(sight.eye()) == pytest.approx((0, -1.5, 1.15))
    assert sight.head(0.0).yaw == 0.0


def test_in_a_headset_the_tracked_head_is_the_eye() -> None:
    sight = Sight(window())
    turned(sight, 0)
    sight.viewing.head.place[:] = 0.2, -1.4, 1.3
    assert tuple(sight.eye()) == pytest.approx((0.2, -1.4, 1.3))


@pytest.mark.parametrize("heading", [0.0, 90.0, 180.0, -135.0])
def test_a_turn_to_the_left_is_one_in_every_seat(heading: float) -> None:
    """A seat with heading 0 faces -y; who looks along it has a yaw of 0."""
    sight = Sight(window())
    turned(sight, heading + 180.0 + 20.0, 10.0, -5.0)
    head = sight.head(heading)
    assert head.yaw == pytest.approx(20.0, abs=1e-3)
    assert head.pitch == pytest.approx(10.0, abs=1e-3)
    assert head.roll == pytest.approx(5.0, abs=1e-3)


def test_who_looks_behind_themselves_does_not_break_the_neck_in_the_mirror() -> None:
    sight = Sight(window())
    turned(sight, 180.0 + 170.0)
    assert sight.head(0.0).yaw == pytest.approx(40.0)


def test_taking_it_off_tells_who_keeps_something_for_each_camera() -> None:
    sight, shades = Sight(window()), []
    before = sight.changes
    eyes = (NodePath("left"), NodePath("right"))
    sight.use_eyes(eyes, "buffer", shades.append)  # type: ignore[arg-type]
    assert sight.cameras == eyes
    sight.use_window()
    assert sight.changes == before + 2
    assert shades == [0.0]  # nobody is left in the dark
    assert len(sight.cameras) == 1
    assert not math.isnan(sight.eye().x)
