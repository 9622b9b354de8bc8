"""The runtime's events, read out of one buffer that lives as long as the session."""

from __future__ import annotations

import ctypes
from typing import Any, Final

from sim.openxr.states import Happened

EVENT_UNAVAILABLE: Final = 4
"""``XR_EVENT_UNAVAILABLE``"""
_MOST: Final = 256
"""Events in one go; a runtime that never ends its list must not stop the room."""


class Events:
    """Hands out the session's events as what happened, the rest by name."""

    def __init__(self, xr: Any, instance: Any) -> None:
        """Read the events of `instance`, OpenXR's handle."""
        self._raw = xr.raw_functions
        self._instance = instance
        self._buffer = xr.EventDataBuffer()
        self._at_buffer = ctypes.byref(self._buffer)
        kinds = xr.StructureType
        self._blank = int(kinds.EVENT_DATA_BUFFER)
        self._names: dict[int, str] = {}
        self._views: dict[str, Any] = {}
        for name, constant, kind in (
            ("state", "SESSION_STATE_CHANGED", "SessionStateChanged"),
            ("space", "REFERENCE_SPACE_CHANGE_PENDING", "ReferenceSpaceChangePending"),
            ("loss", "INSTANCE_LOSS_PENDING", "InstanceLossPending"),
            ("profile", "INTERACTION_PROFILE_CHANGED", "InteractionProfileChanged"),
            ("mask", "VISIBILITY_MASK_CHANGED_KHR", "VisibilityMaskChangedKHR"),
            ("rate", "DISPLAY_REFRESH_RATE_CHANGED_FB", "DisplayRefreshRateChangedFB"),
            ("worn", "USER_PRESENCE_CHANGED_EXT", "UserPresenceChangedEXT"),
        ):
            self._names[int(getattr(kinds, f"EVENT_DATA_{constant}"))] = name
            # the same memory seen as what it is: nothing is copied or made per event
            view = getattr(xr, f"EventData{kind}").from_buffer(self._buffer)
            self._views[name] = view
        states = xr.SessionState
        self.told: dict[int, Happened] = {
            int(states.IDLE): Happened.TOLD_IDLE,
            int(states.READY): Happened.TOLD_READY,
            int(states.SYNCHRONIZED): Happened.TOLD_SYNCHRONIZED,
            int(states.VISIBLE): Happened.TOLD_VISIBLE,
            int(states.FOCUSED): Happened.TOLD_FOCUSED,
            int(states.STOPPING): Happened.TOLD_STOPPING,
            int(states.LOSS_PENDING): Happened.TOLD_LOSS_PENDING,
            int(states.EXITING): Happened.TOLD_EXITING,
        }
        self.result = 0
        """Of the last call."""

    def next(self) -> tuple[str, Any] | None:
        """The next event's name and structure; None when there is no more.

        The structure is good until the next call. An event that is not ours to know
        has the name ``other``.
        """
        self._buffer._type, self._buffer._next = self._blank, None
        self.result = int(self._raw.xrPollEvent(self._instance, self._at_buffer))
        if self.result != 0:
            return None
        name = self._names.get(int(self._buffer._type), "other")
        return name, self._views.get(name, self._buffer)

    def drain(self) -> Any:
        """Each event that waits, `_MOST` at most."""
        for _ in range(_MOST):
            event = self.next()
            if event is None:
                return
            yield event
