"""A space found in another one, each frame, into the same memory."""

from __future__ import annotations

import ctypes
from typing import Any, Final

from sim.openxr.poses import place_in, turn_in
from sim.viewing import Tracked

VALID: Final = 0x3
"""XR_SPACE_LOCATION_ORIENTATION_VALID_BIT and .._POSITION_VALID_BIT."""


class PoseReader:
    """One space; `read` allocates no structure."""

    def __init__(self, xr: Any, space: Any, chained: Any = None) -> None:
        """Locate `space`; `chained` is a structure for the runtime to fill, too."""
        self._find = xr.raw_functions.xrLocateSpace
        self._give_back = xr.raw_functions.xrDestroySpace
        self._space, self._chained = space, chained
        following = None
        if chained is not None:
            following = ctypes.cast(ctypes.pointer(chained), ctypes.c_void_p)
        self._location = xr.SpaceLocation(next=following)
        self._at = ctypes.byref(self._location)

    def read(self, tracked: Tracked, base: Any, time_ns: int) -> None:
        """Write its pose in `base` at `time_ns` into `tracked`, Z up.

        Where there is none the old numbers stay and `is_there` is False.
        """
        result = self._find(self._space, base, time_ns, self._at)
        flags = int(self._location._location_flags)
        tracked.is_there = int(result) >= 0 and flags & VALID == VALID
        if tracked.is_there:
            place_in(tracked.place, self._location.pose.position)
            turn_in(tracked.turn, self._location.pose.orientation)

    def close(self) -> None:
        """Give the space back; more than once."""
        space, self._space = self._space, None
        if space is not None:
            self._give_back(space)
