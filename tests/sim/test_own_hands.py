"""In a headset the hands of one's own body are where the user's are."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from panda3d.core import LQuaternionf, NodePath, Point3

from assets.arrays import ArraysError
from avatars.arms import FOUND_S, LOST_S
from avatars.bodies import baked
from avatars.director import Director
from avatars.performance import Pose
from avatars.reach import Palm
from dialogue.messages import Levels
from scenes.room import load_room
from sim.own_body import Hands, Head, OwnBody, turned_head
from sim.own_look import Look
from sim.sight import Sight
from sim.standins import StandIns
from sim.texts import text
from sim.viewing import Hand

STEP_S = 1 / 30
CHEEK = (0.09, -0.02, -0.07)
"""From between the eyes to a palm beside the left cheek."""
AT = np.array((0.4, -1.2, 1.3))
"""Of a user's eyes in the room."""


@pytest.fixture(scope="module")
def room() -> Any:
    return load_room("changing_room")


@pytest.fixture
def body(room: Any) -> OwnBody:
    made = OwnBody()
    made.sit(room, Look("ines", height=175))
    return made


def cheek(*, is_there: bool = True) -> Hands:
    hands = Hands()
    hands.left.is_there = is_there
    hands.left.place[:] = CHEEK
    hands.left.fingers[:], hands.left.thumb[:] = (0, 0, 1), (-0.2, 1, 0)
    return hands


def live(
    body: OwnBody, hands: Hands, head: Head, start_s: float, time_s: float
) -> float:
    for k in range(math.ceil(time_s / STEP_S) + 1):
        body.frame(start_s + k * STEP_S, head, hands)
    return start_s + time_s


def palm_in_room(body: OwnBody) -> np.ndarray:
    shown = body._body
    rest = shown._skeleton.rest
    wrist, knuckle = (
        rest.heads[rest.names.index(name)] for name in ("wrist.L", "finger3-1.L")
    )
    place = shown._skeleton.place("wrist.L", (knuckle - wrist) / 2)
    top = shown.node.get_top()
    return np.array(top.get_relative_point(shown.node, Point3(*place)))


@pytest.mark.parametrize("head", [Head(), Head(25.0, -10.0, 5.0)])
def test_a_hand_at_the_users_cheek_is_at_the_bodys_cheek(
    body: OwnBody, room: Any, head: Head
) -> None:
    live(body, cheek(), head, 0.0, 2 * FOUND_S)
    eye = np.array(body.eye_in_room(head))
    turn = math.radians(room.seats["own"].heading_deg)
    x, y, z = CHEEK
    wanted = (
        x * math.cos(turn) - y * math.sin(turn),
        x * math.sin(turn) + y * math.cos(turn),
        z,
    )
    assert np.linalg.norm(palm_in_room(body) - eye - wanted) < 0.01
    assert math.dist(body._body.eyes_in_world(), eye) < 0.04


def test_with_no_hand_tracked_the_body_is_what_its_director_has_it_do(
    body: OwnBody,
) -> None:
    alone, out = Director(seed=3), Pose()
    alone.set_gaze_share(1.0)
    alone.set_mood("calm", Levels(), 0.0)
    for k in range(60):
        head = Head(yaw=k / 10)
        body.frame(k * STEP_S, head)
        alone.user_eye_in_seat(0.0, 0.0, 2.6)
        turned_head(alone.update(k * STEP_S), head, out)
        assert np.array_equal(body._pose.joints, out.joints)
    assert body._lifted == 0.0


def test_baked_shade_comes_off_with_the_hands_and_returns_with_them(
    body: OwnBody,
) -> None:
    def left() -> float:
        part = body._body.node.find("hands")
        given = part.get_shader_input("shade_left")
        return float(given.get_vector()[0])

    assert left() == 1.0
    now_s = live(body, cheek(), Head(), 0.0, 2.0)
    assert left() < 0.3
    live(body, cheek(is_there=False), Head(), now_s, LOST_S + 2.0)
    assert left() > 0.98


def test_another_body_begins_with_its_arms_at_rest(body: OwnBody, room: Any) -> None:
    live(body, cheek(), Head(), 0.0, 1.0)
    body.sit(room, Look("maya"))
    assert all(arm.is_at_rest for arm in body._arms)
    body.frame(1.1, Head(), cheek())


def test_where_no_body_can_be_read_nobody_is_on_the_seat(
    monkeypatch: pytest.MonkeyPatch, room: Any
) -> None:
    def unreadable(*_: Any) -> None:
        raise ArraysError("it is cut off")

    told: list[str] = []
    monkeypatch.setattr(baked, "create", unreadable)
    body = OwnBody(StandIns(told.append))
    body.sit(room, Look("maya"))
    body.show_face(is_shown=True)
    body.frame(0.0, Head(), cheek())  # every frame before a mirror
    assert text("standin.no_body") in told
    assert body.node is None
    assert body._seat is not None
    assert body._seat.get_num_children() == 0, "nobody casts a shadow"
    body.eye_in_room(Head())  # one sees from there all the same


# what a headset says


def worn(heading_deg: float) -> Sight:
    """A headset on somebody who looks along a seat with this heading."""
    render = NodePath("render")
    camera = render.attach_new_node("camera")
    base = SimpleNamespace(render=render, camera=camera, cam=camera, win=None)
    sight = Sight(base)
    sight.viewing.is_worn = sight.viewing.head.is_there = True
    sight.viewing.head.place[:] = AT
    sight.viewing.head.turn[:] = list(turn_of(heading_deg + 180.0))
    return sight


def turn_of(*hpr: float) -> LQuaternionf:
    turn = LQuaternionf()
    turn.set_hpr((*hpr, 0.0, 0.0)[:3])
    return turn


def in_room(heading_deg: float, way: tuple[float, float, float]) -> np.ndarray:
    """From a seat's axes to the room's."""
    return np.array(turn_of(heading_deg).xform(Point3(*way)))


def hold(hand: Hand, heading_deg: float) -> None:
    """A controller held upright, its user's knuckles ahead."""
    hand.grip.is_there = True
    hand.grip.place[:] = AT + in_room(heading_deg, (0.2, -0.4, -0.3))
    # OpenXR's -z, the thumb, is our +y; its +y, back to the wrist, our +z
    up = LQuaternionf()
    up.set_from_axis_angle(90.0, Point3(1, 0, 0))
    hand.grip.turn[:] = list(up * turn_of(heading_deg + 180.0))


@pytest.mark.parametrize("heading", [0.0, 90.0, -135.0])
def test_a_controller_is_where_it_is_for_every_seat(heading: float) -> None:
    sight = worn(heading)
    hold(sight.viewing.left, heading)
    palm = sight.hands(heading).left
    assert palm.place == pytest.approx((0.2, -0.4, -0.3), abs=1e-5)
    assert palm.fingers == pytest.approx((0, -1, 0), abs=1e-5)
    assert palm.thumb == pytest.approx((0, 0, 1), abs=1e-5)
    assert not sight.hands(heading).right.is_there


@pytest.mark.parametrize("heading", [0.0, 90.0, -135.0])
def test_a_bare_hand_is_known_by_its_knuckles(heading: float) -> None:
    sight = worn(heading)
    hand = sight.viewing.right
    hand.has_joints = True
    for joint, way in (
        (0, (-0.2, -0.3, -0.2)),
        (1, (-0.2, -0.25, -0.2)),
        (12, (-0.2, -0.35, -0.2)),
        (7, (-0.17, -0.35, -0.2)),
        (22, (-0.23, -0.35, -0.2)),
    ):
        hand.joints[joint] = AT + in_room(heading, way)
    palm = sight.hands(heading).right
    assert palm.is_there
    assert palm.place == pytest.approx((-0.2, -0.3, -0.2), abs=1e-5)
    assert palm.fingers[1] < -0.05
    assert palm.thumb[0] > 0.05


def test_no_hand_is_there_without_a_headset_a_head_or_a_sound_hand() -> None:
    sight = worn(0.0)
    hold(sight.viewing.left, 0.0)
    assert sight.hands(0.0).left.is_there
    sight.viewing.head.is_there = False
    assert not sight.hands(0.0).left.is_there
    sight.viewing.head.is_there, sight.viewing.is_worn = True, False
    assert not sight.hands(0.0).left.is_there
    sight.viewing.is_worn = True
    sight.viewing.left.grip.place[0] = math.nan
    assert not sight.hands(0.0).left.is_there
    sight.viewing.left.has_joints = True
    assert not sight.hands(0.0).left.is_there, "26 points that are all one"
    assert isinstance(sight.hands(0.0).left, Palm)
