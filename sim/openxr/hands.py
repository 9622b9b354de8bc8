"""Bare hands: 26 joints of each, and a ray and a pinch made of them.

The joints come from ``XR_EXT_hand_tracking`` by the raw call: the wrapper of pyopenxr
1.1.6501 hands over no array for them, which the runtime refuses. A runtime without
``XR_EXT_hand_interaction`` tells joints and nothing else; there the ray goes from the
shoulder through the hand, which trembles less than a finger, and thumb and first
finger pinch.
"""

from __future__ import annotations

import ctypes
import math
from typing import Any, Final

import numpy as np

from sim.openxr.bindings import HANDS
from sim.openxr.poses import heading
from sim.openxr.presses import Trigger
from sim.openxr.to_room import Mover
from sim.viewing import JOINTS, Floats, Hand, Side, Tracked, Viewing

EXTENSION: Final = "XR_EXT_hand_tracking"
PALM, WRIST, THUMB_TIP, INDEX_PROXIMAL, INDEX_TIP = 0, 1, 5, 7, 10
"""Places in the order of ``XrHandJointEXT``."""
_VALID: Final = 0x2
"""XR_SPACE_LOCATION_POSITION_VALID_BIT."""
_STEP: Final = np.dtype(
    {
        "names": ["flags", "place"],
        "formats": [np.uint64, (np.float32, 3)],
        "offsets": [0, 24],
        "itemsize": 40,
    }
)
"""Of ``XrHandJointLocationEXT``: flags, then a pose of which the place is last."""
SHUT_M, OPEN_M = 0.015, 0.05
"""How far the tips of thumb and first finger are apart in a closed pinch, and in one
that has not begun [judgement: tips are about 8 mm thick]."""
SHOULDER_M: Final = (0.17, -0.05, -0.22)
"""From between the eyes to the right shoulder, in the axes of where the head is
heading: right, forward, up [rounded from a seated adult]."""


class Hands:
    """The trackers of both hands; none where the runtime has no such thing."""

    def __init__(self, xr: Any, runtime: Any, session: Any) -> None:
        """Track both hands in `session` where that is possible."""
        self._xr, self._session = xr, session
        self._trackers: dict[Side, Any] = {}
        self._pinches = {"left": Trigger(), "right": Trigger()}
        if not runtime.has(EXTENSION):
            return
        try:
            self._start()
        except xr.XrException:  # listed, and not for this headset
            self.close()
            return
        self._find = runtime.function("xrLocateHandJointsEXT")
        self._make_room()

    @property
    def are_tracked(self) -> bool:
        """Whether this headset can see hands at all."""
        return bool(self._trackers)

    def sync(self, viewing: Viewing, to_room: Mover) -> None:
        """Write both hands into `viewing`; call after `Actions.sync`."""
        for side in HANDS:
            hand = viewing.hand(side)
            hand.has_joints = side in self._trackers and self._see(
                self._trackers[side], hand.joints
            )
            if hand.has_joints:
                to_room.points(hand.joints)
            if hand.has_joints and not hand.aim.is_there and viewing.has_focus:
                point(hand, side, viewing.head)
                if self._pinches[side].closed(hand.select):
                    viewing.intents.append(("select", side))
            else:
                self._pinches[side].is_down = True

    def close(self) -> None:
        """Stop tracking; more than once, and also after the session is lost."""
        trackers, self._trackers = self._trackers, {}
        for tracker in trackers.values():
            try:
                self._xr.destroy_hand_tracker_ext(tracker)
            except self._xr.XrException:
                continue  # the session took it along

    def _start(self) -> None:
        xr = self._xr
        sides: tuple[tuple[Side, Any], ...] = (
            ("left", xr.HandEXT.LEFT),
            ("right", xr.HandEXT.RIGHT),
        )
        for side, which in sides:
            about = xr.HandTrackerCreateInfoEXT(which)
            self._trackers[side] = xr.create_hand_tracker_ext(
                self._session.handle, about
            )

    def _make_room(self) -> None:
        """The memory that every frame is written into."""
        xr = self._xr
        self._array = (xr.HandJointLocationEXT * JOINTS)()
        self._joints = np.frombuffer(self._array, _STEP)
        first = ctypes.cast(self._array, ctypes.POINTER(xr.HandJointLocationEXT))
        self._found = xr.HandJointLocationsEXT(
            joint_count=JOINTS, joint_locations=first
        )
        self._asked = xr.HandJointsLocateInfoEXT()
        self._found_at = ctypes.byref(self._found)
        self._asked_at = ctypes.byref(self._asked)

    def _see(self, tracker: Any, joints: Floats) -> bool:
        self._asked.base_space = self._session.spaces.play
        self._asked.time = self._session.display_time_ns
        result = self._find(tracker, self._asked_at, self._found_at)
        if int(result) != 0 or not self._found.is_active:
            return False
        if not (self._joints["flags"] & _VALID).all():
            return False
        place = self._joints["place"]
        joints[:, 0] = place[:, 0]
        np.negative(place[:, 2], out=joints[:, 1])
        joints[:, 2] = place[:, 1]
        return True


def point(hand: Hand, side: Side, head: Tracked) -> None:
    """Make a ray and a pinch of a hand's joints, in the room; in place.

    Without a head there is no shoulder, so there is no ray.
    """
    joints = hand.joints
    apart_m = float(np.linalg.norm(joints[THUMB_TIP] - joints[INDEX_TIP]))
    hand.select = min(1.0, max(0.0, (OPEN_M - apart_m) / (OPEN_M - SHUT_M)))
    hand.grip.place[:] = joints[PALM]
    hand.grip.is_there = True
    hand.aim.is_there = head.is_there
    if not head.is_there:
        return
    # where the fingers meet in a pinch; the knuckle stays still when they do
    hand.aim.place[:] = joints[INDEX_PROXIMAL]
    x, y, z = (joints[INDEX_PROXIMAL] - _shoulder(head, side)).tolist()
    _look_along(hand.aim.turn, x, y, z)


def _shoulder(head: Tracked, side: Side) -> Floats:
    right, ahead, up = SHOULDER_M
    right = -right if side == "left" else right
    turned = heading(head.turn)
    cos, sin = math.cos(turned), math.sin(turned)
    move = (cos * right - sin * ahead, sin * right + cos * ahead, up)
    return head.place + np.array(move, np.float32)


def _look_along(turn: Floats, x: float, y: float, z: float) -> None:
    """Write the turn that takes +y to (x, y, z) without rolling."""
    around = math.atan2(-x, y) / 2
    raised = math.atan2(z, math.hypot(x, y)) / 2
    cos_a, sin_a = math.cos(around), math.sin(around)
    cos_r, sin_r = math.cos(raised), math.sin(raised)
    turn[0], turn[1] = cos_a * cos_r, cos_a * sin_r
    turn[2], turn[3] = sin_a * sin_r, sin_a * cos_r
