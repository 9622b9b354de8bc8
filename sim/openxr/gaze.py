"""Where the eyes look, if the user has agreed to it and the headset can tell.

Without consent, that is without the setting ``eye_tracking``, the extension is not
asked for, no action for it is made, and the headset is never asked.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from typing import Any, Final

from sim.openxr.bindings import Profile
from sim.openxr.instance import EYE_GAZE
from sim.openxr.pose_reader import PoseReader
from sim.openxr.to_room import Mover
from sim.viewing import Tracked

OLDEST_S: Final = 0.2
"""A look older than this is none: the eyes were closed or lost meanwhile."""


def agreed(profiles: Iterable[Profile], *, eye_tracking: bool) -> tuple[Profile, ...]:
    """`profiles`, without that of the eyes unless it was agreed to."""
    return tuple(one for one in profiles if eye_tracking or not one.eyes)


def can_tell(xr: Any, runtime: Any) -> bool:
    """Whether this headset knows where eyes look, extension or not."""
    if not runtime.has(EYE_GAZE):
        return False
    eyes = xr.SystemEyeGazeInteractionPropertiesEXT()
    about = xr.SystemProperties(next=ctypes.cast(ctypes.pointer(eyes), ctypes.c_void_p))
    result = xr.raw_functions.xrGetSystemProperties(
        runtime.instance, runtime.system, ctypes.byref(about)
    )
    return int(result) == 0 and bool(eyes.supports_eye_gaze_interaction)


class Gaze:
    """Reads the pose of the eyes."""

    def __init__(self, xr: Any, space: Any) -> None:
        """Read the action space `space`, bound to the eyes."""
        self._taken = xr.EyeGazeSampleTimeEXT()
        self._pose = PoseReader(xr, space, self._taken)

    def locate(self, gaze: Tracked, base: Any, time_ns: int, to_room: Mover) -> None:
        """Write where the eyes look at `time_ns`, in the space `base`, into `gaze`."""
        self._taken.time = 0
        self._pose.read(gaze, base, time_ns)
        # 0 means that the runtime does not say when
        taken_ns = int(self._taken.time)
        if taken_ns and time_ns - taken_ns > OLDEST_S * 1e9:
            gaze.is_there = False
        if gaze.is_there:
            to_room.pose(gaze)

    def close(self) -> None:
        """Give the space back; more than once."""
        self._pose.close()
