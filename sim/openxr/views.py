"""Where the head and the two eyes are, and what each eye sees."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from sim.openxr import poses
from sim.viewing import Floats, Tracked

EYES: Final = 2
_VALID: Final = 0b0011
"""Orientation and position can be used; the same bits in views and in spaces."""
_TRACKED: Final = 0b1100
"""Orientation and position are being measured."""
_WIDEST: Final = 1.5
"""Half an eye's field of view, radians; a broken runtime may say more than 90°."""


def _turns() -> Floats:
    return np.tile(np.array((1, 0, 0, 0), np.float32), (EYES, 1))


def _tangents() -> Floats:
    return np.tile(np.array((-1, 1, 1, -1), np.float32), (EYES, 1))


@dataclass(slots=True)
class Located:
    """Head and eyes in play space, Z up; one object, overwritten at each look."""

    head: Tracked = field(default_factory=Tracked)
    """Between the eyes; `is_there` says whether place and turn are of now."""
    place: Floats = field(default_factory=lambda: np.zeros((EYES, 3), np.float32))
    """Of the left and the right eye, in metres."""
    turn: Floats = field(default_factory=_turns)
    tangents: Floats = field(default_factory=_tangents)
    """Left, right, up, down of each eye; left and down are negative."""
    is_tracked: bool = False
    """Both are measured, not guessed, at this moment."""


class Views:
    """Looks where the eyes are; keeps its structures from frame to frame."""

    def __init__(self, xr: Any, session: Any) -> None:
        """Look in `session`, OpenXR's handle."""
        self._raw = xr.raw_functions
        self._session = session
        self.views = (xr.View * EYES)()
        self.fovs = (xr.Fovf * EYES)()
        """As last told and good; the frame is ended with these."""
        self.poses = (xr.Posef * EYES)()
        for eye in range(EYES):
            self.views[eye].type = xr.StructureType.VIEW
            self.poses[eye].orientation.w = 1
        self._info = xr.ViewLocateInfo()
        self._state = xr.ViewState()
        self._location = xr.SpaceLocation()
        self._count = ctypes.c_uint32(EYES)
        self._at = tuple(
            ctypes.byref(one)
            for one in (self._info, self._state, self._count, self._location)
        )
        self._told = _numbers(self.views, xr.View)
        self._kept_poses = np.frombuffer(self.poses, np.float32).reshape(EYES, 7)
        self._kept_fovs = np.frombuffer(self.fovs, np.float32).reshape(EYES, 4)
        self._pose = self._location.pose
        self._position = self._pose.position
        self._orientation = self._pose.orientation
        self.located = Located()

    def look(self, time_ns: int, head: Any, play: Any) -> int:
        """Write `located` for `time_ns`; what is not known keeps its last value.

        Args:
            time_ns: of display.
            head: the view space's handle.
            play: the handle of the space that places are wanted in.

        Returns:
            The first result that is no success, or 0.
        """
        at_info, at_state, at_count, at_location = self._at
        self._info.display_time = time_ns
        self._info.space = play
        result = int(
            self._raw.xrLocateViews(
                self._session, at_info, at_state, EYES, at_count, self.views
            )
        )
        if result >= 0:
            self._see(int(self._state._view_state_flags))
        located = int(self._raw.xrLocateSpace(head, play, time_ns, at_location))
        if located >= 0:
            self._nod(int(self._location._location_flags))
        else:
            self.located.head.is_there = False
        return result if result < 0 else located

    def _see(self, flags: int) -> None:
        self.located.is_tracked = flags & _TRACKED == _TRACKED
        if flags & _VALID != _VALID or self._count.value < EYES:
            self.located.is_tracked = False
            return
        told, located = self._told, self.located
        fovs = told[:, 7:]
        if not (np.isfinite(told).all() and np.abs(fovs).max() < _WIDEST):
            return
        self._kept_poses[:] = told[:, :7]
        self._kept_fovs[:] = fovs
        np.tan(fovs, out=located.tangents)
        # pose: x y z w of the turn, then x y z of the place
        located.turn[:, 0] = told[:, 3]
        located.turn[:, 1] = told[:, 0]
        np.negative(told[:, 2], out=located.turn[:, 2])
        located.turn[:, 3] = told[:, 1]
        located.place[:, 0] = told[:, 4]
        np.negative(told[:, 6], out=located.place[:, 1])
        located.place[:, 2] = told[:, 5]

    def _nod(self, flags: int) -> None:
        head = self.located.head
        head.is_there = flags & _VALID == _VALID
        if head.is_there:
            poses.place_in(head.place, self._position)
            poses.turn_in(head.turn, self._orientation)


def _numbers(views: Any, kind: Any) -> Floats:
    """The floats of each view as one row: turn (4), place (3), fields of view (4)."""
    size = ctypes.sizeof(kind)
    start = int(kind.pose.offset)
    raw = np.frombuffer(views, np.uint8).reshape(EYES, size)
    assert kind.fov.offset == start + 7 * 4
    rows: Floats = raw[:, start : start + 11 * 4].view(np.float32)
    return rows
