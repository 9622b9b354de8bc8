"""The user's own clothed body: where it sits, and how it follows head and time.

It is a mirror image and nothing else: the face stays calm, the lids blink, the chest
breathes, the eyes meet themselves in the glass. What the head and, in a headset, the
hands do, the user does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from panda3d.core import NodePath, Point3

from avatars.arms import Arm
from avatars.director import Director
from avatars.gaze import EYE_DOWN_LIMIT_DEG, EYE_UP_LIMIT_DEG, EYE_YAW_LIMIT_DEG
from avatars.motion import Follower
from avatars.performance import JOINT_INDEX, Pose
from avatars.reach import Palm
from dialogue.messages import Levels
from scenes.lighting import (
    SeatLight,
    ground,
    ground_round,
    ground_standing,
    light_person,
)
from scenes.mirror import everywhere, only_in_mirrors
from scenes.room import SEAT_HEIGHT_M, Room
from sim.own_look import Look
from sim.standins import StandIns

SEAT: Final = "own"
"""The user's own seat in a room that has one."""
HEAD_PARTS: Final = ("face", "head", "mouth", "lashes", "eyes", "hair", "scarf")
"""Nobody sees these of themselves but in a mirror."""
NECK_SHARE: Final = 0.35
"""Of a turn of the head."""
PIVOT_BELOW_M, PIVOT_BEHIND_M = 0.10, 0.08
"""From between the eyes to where a head turns, about [own estimate]."""
STOOL: Final = "stool:0"
"""Name of the user's stool among a room's nodes."""
STOOL_SHADE_M: Final = 0.40
"""Radius of the soft shade round it."""
ASIDE: Final = (-0.66, -0.62, 0.0)
"""Where the stool goes for somebody who stands, metres from its place."""
LONGEST_STEP_S: Final = 0.1
"""After a longer break the arms move on as if it had been this long."""
LIFT_QUICKNESS: Final = 8.0
"""How fast baked shade comes off and on again, 1/s."""
LEAST_LIFT: Final = 0.004
"""A change of shade that nobody sees."""


@dataclass(frozen=True, slots=True)
class Head:
    """How the user's head is turned, degrees from straight ahead."""

    yaw: float = 0.0
    """Positive to the user's left, within 40."""
    pitch: float = 0.0
    """Positive up, within 30."""
    roll: float = 0.0
    """Positive tilts to the user's left, within 30."""


@dataclass(frozen=True, slots=True)
class Hands:
    """Where the user's palms are, seen from between their eyes.

    In metres and in the seat's axes, which face -y and have the user's left at +x;
    not turned with the head.
    """

    left: Palm = field(default_factory=Palm)
    right: Palm = field(default_factory=Palm)


RESTING: Final = Hands()
"""No hand is tracked, as at a desk."""


class OwnBody:
    """One body on the user's seat; nobody there for a look without a body."""

    def __init__(self, stand_ins: StandIns | None = None) -> None:
        """`stand_ins` opens bodies; without it nobody is told what cannot be read."""
        self._stand_ins = stand_ins or StandIns()
        self._bodies: dict[tuple[str, str], Any] = {}
        self._body: Any = None
        self._seat: NodePath | None = None
        self._stool: NodePath | None = None
        self._eyes = Point3(0, -0.084, 1.13)
        self.director = Director(seed=3)
        self._pose = Pose()
        self._arms: tuple[Arm, ...] = ()
        self._palm = Palm()
        self._lift, self._lifted = Follower(), 0.0
        self._last_s = 0.0

    @property
    def node(self) -> NodePath | None:
        """What is seen of the body; None for nobody."""
        return self._body.node if self._body is not None else None

    def sit(self, room: Room, look: Look, towards: Point3 | None = None) -> None:
        """Put the body on its seat in `room`; `towards` turns it there.

        A room without a seat of the user's own has no body in it.
        """
        self.leave()
        if SEAT not in room.seats:
            return
        here = room.seats[SEAT]
        self._seat = room.node.attach_new_node("seat-own-body")
        self._seat.set_pos(*here.place)
        self._seat.set_h(here.heading_deg)
        if towards is not None:
            x, y = towards.x - here.place[0], towards.y - here.place[1]
            self._seat.set_h(math.degrees(math.atan2(x, -y)))
        self._seat.set_scale(look.scale)
        self._move_stool(room, look)
        if look.is_somebody:
            self._seat_body(self._seat, look, here.light)

    def _seat_body(self, seat: NodePath, look: Look, light: SeatLight) -> None:
        made = self._made(look)
        if made.node.get_num_children() == 0:  # no body can be read: nobody to see
            return
        self._body = made
        self._body.wear(look.colours)
        self._body.node.reparent_to(seat)
        light_person(self._body.node, light)
        if look.stance == "standing":
            ground_standing(seat)
        else:
            ground(seat, SEAT_HEIGHT_M)
        self._body.apply(Pose())
        self._lift, self._lifted = Follower(), 0.0
        self._body.lift_shade(0.0)
        self._arms = tuple(Arm(rest) for rest in self._body.arms())
        eyes = self._body.eyes_in_world()
        self._eyes = seat.get_relative_point(seat.get_top(), eyes)
        self.director.set_gaze_share(1.0)
        self.director.set_mood("calm", Levels(), 0.0)

    def _made(self, look: Look) -> Any:
        key = (look.body, look.stance)
        if key not in self._bodies:
            options = {"stance": look.stance}
            self._bodies[key] = self._stand_ins.body(look.body, options)
        return self._bodies[key]

    def _move_stool(self, room: Room, look: Look) -> None:
        found = [n for n in room.node.get_children() if n.get_name() == STOOL]
        self._stool = found[0] if found else None
        if self._stool is None:
            return
        if self._stool.find("blob").is_empty():
            ground_round(self._stool, (0.0, 0.08), STOOL_SHADE_M)
        is_sitting = look.stance == "seated"
        self._stool.set_pos(*((0.0, 0.0, 0.0) if is_sitting else ASIDE))
        self._stool.set_sz(look.scale if is_sitting else 1.0)

    def show_face(self, is_shown: bool) -> None:
        """Whether others than the mirror see the head: from another's chair they do."""
        if self._body is None:
            return
        for name in HEAD_PARTS:
            part = self._body.node.find(name)
            if part.is_empty():  # not everybody has hair to show, or a scarf
                continue
            if is_shown:
                everywhere(part)
            else:
                only_in_mirrors(part)

    def leave(self) -> None:
        """Take the body away; the stool is back in its place."""
        if self._body is not None:
            self._body.node.detach_node()
            self._body = None
        if self._seat is not None:
            self._seat.remove_node()
            self._seat = None
        if self._stool is not None:
            self._stool.set_pos(0, 0, 0)
            self._stool.set_sz(1.0)
            self._stool = None

    def eye_in_room(self, head: Head) -> Point3:
        """Between the user's eyes, in the room; a turned head takes them along."""
        assert self._seat is not None  # where there is no seat there is no eye
        eye = self._eye_in_seat(head)
        return self._seat.get_parent().get_relative_point(self._seat, eye)

    def _eye_in_seat(self, head: Head) -> Point3:
        pivot = self._eyes + Point3(0, PIVOT_BEHIND_M, -PIVOT_BELOW_M)
        yaw, pitch = math.radians(head.yaw), math.radians(head.pitch)
        # in the seat's axes, which face -y: forward, then up
        ahead = PIVOT_BEHIND_M * math.cos(pitch) - PIVOT_BELOW_M * math.sin(pitch)
        up = PIVOT_BEHIND_M * math.sin(pitch) + PIVOT_BELOW_M * math.cos(pitch)
        return pivot + Point3(ahead * math.sin(yaw), -ahead * math.cos(yaw), up)

    def frame(self, now_s: float, head: Head, hands: Hands = RESTING) -> None:
        """Breathe, blink, hold the head as the user does, and the hands."""
        if self._body is None:
            return
        # straight ahead, and twice as far away as the glass: where the image's eyes are
        self.director.user_eye_in_seat(0.0, 0.0, 2.6)
        pose = turned_head(self.director.update(now_s), head, self._pose)
        step_s = min(max(now_s - self._last_s, 0.0), LONGEST_STEP_S)
        self._last_s = now_s
        for arm, palm in zip(self._arms, (hands.left, hands.right), strict=True):
            self._reach(arm, palm, head, step_s)
        self._body.apply(pose)
        self._lift_shade(step_s)

    def _reach(self, arm: Arm, palm: Palm, head: Head, step_s: float) -> None:
        """Have a hand as near to the body's eyes as the user's is to theirs."""
        assert self._seat is not None  # a body sits or stands somewhere
        here = self._palm
        here.is_there = palm.is_there
        if palm.is_there:
            here.place[:] = self._eye_in_seat(head)
            # a body that is shown larger reaches as far with less
            here.place += palm.place / self._seat.get_sz()
            here.fingers[:], here.thumb[:] = palm.fingers, palm.thumb
        here.has_fingers, here.bent[:] = palm.has_fingers, palm.bent
        arm.follow(self._pose.joints, here, self._body.chest(), step_s)
        arm.curl(self._pose, here, step_s)

    def _lift_shade(self, step_s: float) -> None:
        """Hands that leave the thighs take off what shade they cast there."""
        is_away = not all(arm.is_at_rest for arm in self._arms)
        lift = self._lift.step(float(is_away), LIFT_QUICKNESS, step_s)
        if abs(lift - self._lifted) > LEAST_LIFT:
            self._lifted = lift
            self._body.lift_shade(lift)


def turned_head(pose: Pose, head: Head, out: Pose) -> Pose:
    """`pose` with the head turned as the user's; the eyes stay on what they see.

    Returns `out`, which is filled.
    """
    np.copyto(out.shapes, pose.shapes)
    np.copyto(out.joints, pose.joints)
    np.copyto(out.eyes, pose.eyes)
    np.copyto(out.hands, pose.hands)
    turn = np.array((head.yaw, -head.pitch, head.roll), np.float32)
    out.joints[JOINT_INDEX["neck"]] += NECK_SHARE * turn
    out.joints[JOINT_INDEX["head"]] += (1.0 - NECK_SHARE) * turn
    out.eyes[:, 0] -= head.yaw
    out.eyes[:, 1] -= head.pitch
    np.clip(out.eyes[:, 0], -EYE_YAW_LIMIT_DEG, EYE_YAW_LIMIT_DEG, out=out.eyes[:, 0])
    low, high = -EYE_DOWN_LIMIT_DEG, EYE_UP_LIMIT_DEG
    np.clip(out.eyes[:, 1], low, high, out=out.eyes[:, 1])
    return out
