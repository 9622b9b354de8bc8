"""However the user sits, their eyes are where the room has its place for them."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from panda3d.core import NodePath

from sim.headsets._floor import Floor
from sim.viewing import Tracked

SEAT = (-0.34, -0.10, 1.19)


def window(heading_deg: float = 0.0, pitch_deg: float = 0.0) -> Any:
    render = NodePath("render")
    camera = render.attach_new_node("camera")
    camera.set_pos(*SEAT)
    camera.set_hpr(heading_deg, pitch_deg, 0)
    return SimpleNamespace(render=render, camera=camera)


def head_at(height_m: float) -> Tracked:
    """Over the middle of the play space, as after recentring, looking ahead."""
    head = Tracked(is_there=True)
    head.place[:] = 0.0, 0.0, height_m
    return head


def seated(floor: Floor, height_m: float) -> Tracked:
    head = head_at(height_m)
    floor.sit(0.0, is_seen=False)
    floor.centre(head)
    floor.sit(0.1, is_seen=False)
    floor.to_room.pose(head)
    return head


@pytest.mark.parametrize("height_m", [0.7, 1.2, 1.65])
@pytest.mark.parametrize("heading_deg", [0.0, 30.0, -120.0, 179.0])
def test_from_a_low_seat_or_on_ones_feet_one_meets_the_partner_at_eye_level(
    height_m: float, heading_deg: float
) -> None:
    floor = Floor(window(heading_deg, pitch_deg=-12.0))
    head = seated(floor, height_m)
    assert head.place.tolist() == pytest.approx(SEAT, abs=1e-5)


@pytest.mark.parametrize("heading_deg", [0.0, 30.0, -120.0, 179.0])
def test_straight_ahead_is_across_and_level_however_the_windows_view_is_tilted(
    heading_deg: float,
) -> None:
    floor = Floor(window(heading_deg, pitch_deg=-12.0))
    head = seated(floor, 1.2)
    turn = 2 * math.degrees(math.atan2(float(head.turn[3]), float(head.turn[0])))
    assert (turn - heading_deg + 180) % 360 - 180 == pytest.approx(0.0, abs=1e-3)
    assert head.turn[1] == pytest.approx(0.0, abs=1e-6)  # no tilt
    assert floor.heading_deg == pytest.approx(heading_deg, abs=1e-3)


def test_the_eyes_node_and_the_numbers_agree() -> None:
    floor = Floor(window(40.0))
    head = head_at(1.3)
    head.place[0] = 0.25  # leaning to the right
    seated(floor, 1.3)
    floor.to_room.pose(head)
    parent = floor.node.get_parent()
    drawn = parent.get_relative_point(floor.node, (0.25, 0.0, 1.3))
    assert tuple(drawn) == pytest.approx(head.place.tolist(), abs=1e-5)


def test_a_step_of_the_head_is_a_step_in_the_room() -> None:
    """Nothing is scaled, so that nothing makes one unwell."""
    floor = Floor(window(75.0))
    seated(floor, 1.2)
    one, other = head_at(1.2), head_at(1.2)
    other.place[:] += (0.1, -0.2, 0.05)
    for head in (one, other):
        floor.to_room.pose(head)
    moved = float(np.linalg.norm(other.place - one.place))
    assert moved == pytest.approx(math.sqrt(0.01 + 0.04 + 0.0025), abs=1e-5)


def test_another_seat_is_reached_through_the_dark() -> None:
    base = window()
    floor = Floor(base)
    floor.sit(0.0, is_seen=True)
    before = floor.node.get_pos()
    base.camera.set_pos(2.0, 1.0, 1.1)
    floor.sit(0.02, is_seen=True)
    floor.sit(0.04, is_seen=True)
    assert floor.node.get_pos() == before
    assert floor.dark > 0.0
    seen = []
    for step in range(3, 90):
        floor.sit(step * 0.02, is_seen=True)
        seen.append((floor.dark, floor.node.get_x()))
    moved = [dark for dark, x in seen if abs(x - 2.0) < 1e-4]
    assert moved[0] == pytest.approx(1.0)  # in the dark
    assert moved[-1] == 0.0  # and light again
    assert all(speed == 0.0 for speed in floor.speed)


def test_a_head_that_is_lost_moves_nothing() -> None:
    floor = Floor(window())
    seated(floor, 1.2)
    before = floor.node.get_pos()
    floor.centre(Tracked(is_there=False))
    assert floor.node.get_pos() == before
