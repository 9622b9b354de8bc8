"""What the room is seen with: a window's camera, or two eyes that a headset tracks."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from panda3d.core import GraphicsOutput, LQuaternionf, NodePath, Point3

from assets.hands import measured, palm_frame
from avatars.reach import Palm
from sim.own_body import RESTING, Hands, Head
from sim.viewing import Hand, Viewing

HEAD_YAW_DEG, HEAD_TILT_DEG = 40.0, 30.0
"""How far the image in a mirror follows a head that is turned."""
PALM, WRIST, INDEX_PROXIMAL, MIDDLE_PROXIMAL, LITTLE_PROXIMAL = 0, 1, 7, 12, 22
"""Among a hand's joints, in the order of ``XrHandJointEXT``."""
FINGER_JOINTS = np.array([2, 7, 12, 17, 22])[:, None] + np.arange(3)
"""The first three of each finger in the same order; a thumb's begin in its palm."""
LEAST_M = 0.01
"""Between knuckles; what is nearer says nothing about how a hand is turned."""


class Sight:
    """The cameras that draw the room now, and where the eyes behind them are.

    A headset that is put on or taken off changes the cameras; who keeps something for
    each of them, as a mirror does, looks at `changes`.
    """

    def __init__(self, base: Any, viewing: Viewing | None = None) -> None:
        """Begin with the window of `base`; `viewing` is what a headset fills."""
        self._base = base
        self.viewing = viewing if viewing is not None else Viewing()
        self.cameras: tuple[NodePath, ...] = (base.cam,)
        """One, or the left and the right eye."""
        self.host: GraphicsOutput = base.win
        """What they are drawn into."""
        self.shade: Callable[[float], None] | None = None
        """Darkens what the eyes see, 0..1; None for a window, which has a card."""
        self._hands = Hands()
        self.changes = 0
        """How often the cameras have changed."""
        self.is_room_hidden = False
        """Somebody wants to see the real room for a while, through the headset."""
        self.face: Callable[[], Point3 | None] = lambda: None
        """Between the eyes of whoever sits across, in the room; None for nobody."""

    @property
    def is_worn(self) -> bool:
        """Whether a headset shows the room to somebody."""
        return self.viewing.is_worn

    def use_eyes(
        self,
        cameras: tuple[NodePath, ...],
        host: GraphicsOutput,
        shade: Callable[[float], None],
    ) -> None:
        """A headset was put on."""
        self.cameras, self.host, self.shade = cameras, host, shade
        self.changes += 1

    def use_window(self) -> None:
        """The headset was taken off, or is gone."""
        if self.shade is not None:
            self.shade(0.0)
        self.cameras, self.host, self.shade = (self._base.cam,), self._base.win, None
        self.changes += 1

    def eye(self) -> Point3:
        """Between the user's eyes, in the room."""
        if self.is_worn:
            return Point3(*self.viewing.head.place.tolist())
        return Point3(self._base.camera.get_pos(self._base.render))

    def head(self, heading_deg: float) -> Head:
        """How the head is turned for somebody whose seat has this heading.

        0 faces -y, as seats do; straight ahead where no headset is worn.
        """
        if not self.is_worn or not self.viewing.head.is_there:
            return Head()
        turn = LQuaternionf(*self.viewing.head.turn.tolist())
        yaw, pitch, roll = turn.get_hpr()
        return Head(
            _within(yaw - heading_deg - 180.0, HEAD_YAW_DEG),
            _within(pitch, HEAD_TILT_DEG),
            # Panda3D's roll tilts to the right
            _within(-roll, HEAD_TILT_DEG),
        )

    def hands(self, heading_deg: float) -> Hands:
        """Where the palms are for somebody whose seat has this heading.

        Seen from between the eyes; overwritten by the next call. None is there where
        no headset is worn, or where the head is not tracked.
        """
        viewing = self.viewing
        if not self.is_worn or not viewing.head.is_there:
            return RESTING
        turn = math.radians(heading_deg)
        cos, sin = math.cos(turn), math.sin(turn)
        to_seat = np.array(((cos, sin, 0.0), (-sin, cos, 0.0), (0.0, 0.0, 1.0)))
        for hand, palm, side in (
            (viewing.left, self._hands.left, 1.0),
            (viewing.right, self._hands.right, -1.0),
        ):
            palm.is_there = _found(hand, palm, side)
            if palm.is_there:
                palm.place -= viewing.head.place
                for way in (palm.place, palm.fingers, palm.thumb):
                    way[:] = to_seat @ way
        return self._hands


def _found(hand: Hand, palm: Palm, side: float) -> bool:
    """Write into `palm` where it is in the room; False if nothing says so."""
    palm.has_fingers = False
    if hand.has_joints:
        joints = hand.joints
        palm.place[:] = joints[PALM]
        palm.fingers[:] = joints[MIDDLE_PROXIMAL] - joints[WRIST]
        palm.thumb[:] = joints[INDEX_PROXIMAL] - joints[LITTLE_PROXIMAL]
        is_sound = _is_sound(palm)
        if is_sound:
            places = joints[FINGER_JOINTS].astype(np.float64)
            wrist = joints[WRIST].astype(np.float64)
            frame = palm_frame(wrist, places[[1, 2, 4], 0], side)
            palm.has_fingers = measured(frame, places, palm.bent)
        return is_sound
    if hand.grip.is_there:
        w, x, y, z = hand.grip.turn.tolist()
        palm.place[:] = hand.grip.place
        # of a grip, OpenXR's +y goes back to the wrist, its -z to the thumb
        palm.fingers[:] = (
            -2 * (x * z + w * y),
            -2 * (y * z - w * x),
            2 * (x * x + y * y) - 1,
        )
        palm.thumb[:] = (
            2 * (x * y - w * z),
            1 - 2 * (x * x + z * z),
            2 * (y * z + w * x),
        )
        return _is_sound(palm)
    return False


def _is_sound(palm: Palm) -> bool:
    """Whether it is a hand at all: a tracker may tell points that are all one."""
    fingers, thumb = palm.fingers, palm.thumb
    along, across = float(fingers @ fingers), float(thumb @ thumb)
    between = float(fingers @ thumb)
    least = LEAST_M * LEAST_M
    if not (along > least and across > least and np.isfinite(palm.place).all()):
        return False
    return along * across - between * between > 0.1 * along * across


def _within(angle_deg: float, most_deg: float) -> float:
    around = (angle_deg + 180.0) % 360.0 - 180.0
    return min(max(around, -most_deg), most_deg)
