"""A session's life: which state it is in, and the calls that follow from it."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from sim.openxr import results, states
from sim.openxr.states import Act, Happened, State


class Life:
    """Keeps a session's state and acts on its changes."""

    def __init__(self, xr: Any) -> None:
        """Begin in `State.UNKNOWN`, with no handle yet."""
        self._xr = xr
        self._raw = xr.raw_functions
        self._stereo = xr.SessionBeginInfo(xr.ViewConfigurationType.PRIMARY_STEREO)
        self.handle: Any = None
        """OpenXR's; None before it is made and after it is given back."""
        self.state = State.UNKNOWN
        self.why = ""
        """For a log: the last call that failed, and how."""
        self.on_change: Callable[[State, State], None] = lambda old, new: None
        """Hears the old and the new state."""

    @property
    def is_running(self) -> bool:
        """Frames are to be waited for."""
        return self.state in states.RUNNING

    @property
    def is_visible(self) -> bool:
        """Somebody sees the pictures."""
        return self.state in states.VISIBLE

    @property
    def has_focus(self) -> bool:
        """Input comes to us."""
        return self.state is State.FOCUSED

    @property
    def is_lost(self) -> bool:
        """Gone without anybody's wish; close it and try again."""
        return self.state in states.LOST

    @property
    def is_runtime_lost(self) -> bool:
        """The runtime went too; close that as well and make another."""
        return self.state is State.RUNTIME_LOST

    @property
    def is_over(self) -> bool:
        """Ended by the user, the runtime or us, or lost: nothing more will come."""
        return self.state in states.FINAL

    def happen(self, happened: Happened) -> None:
        """Go where `happened` leads, and do what has to be done."""
        old = self.state
        self.state, acts = states.step(old, happened)
        for act in acts:
            self._do(act)
        if self.state is not old:
            self.on_change(old, self.state)

    def failed(self, call: str, result: int) -> None:
        """A call that a session cannot do without came back with `result`."""
        self.why = f"{call}: {results.name(self._xr, result)}"
        self.happen(results.MEANING.get(result, Happened.CALL_FAILED))

    def _do(self, act: Act) -> None:
        raw = self._raw
        match act:
            case Act.BEGIN:
                name = "xrBeginSession"
                result = raw.xrBeginSession(self.handle, ctypes.byref(self._stereo))
            case Act.END:
                name, result = "xrEndSession", raw.xrEndSession(self.handle)
            case Act.REQUEST_EXIT:
                name = "xrRequestExitSession"
                result = raw.xrRequestExitSession(self.handle)
        if int(result) < 0 and not (act is Act.BEGIN and result == results.RUNNING):
            self.failed(name, int(result))
