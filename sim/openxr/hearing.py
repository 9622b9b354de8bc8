"""What the runtime tells a session, and who is told of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.openxr.events import Events
from sim.openxr.spaces import Spaces
from sim.openxr.states import Happened
from sim.openxr.wishes import Wishes


class Hearing(Wishes):
    """Takes in events; the callbacks may be set at any time."""

    _events: Events
    spaces: Spaces

    def __init__(self, xr: Any) -> None:
        """Nobody listens yet."""
        super().__init__(xr)
        self.on_recentred: Callable[[], None] = lambda: None
        """The play space has moved; called by the first `locate` in the new one."""
        self.on_profile: Callable[[], None] = lambda: None
        """Another controller, or hands, or none."""
        self.on_mask: Callable[[int], None] = lambda eye: None
        """An eye's `visibility_mask` is another now."""
        self.is_worn: bool | None = None
        """Whether somebody wears it; None where the headset cannot tell."""

    def poll(self) -> None:
        """Take in what the runtime tells, and act on it."""
        if self.handle is None:
            return
        for name, event in self._events.drain():
            self._take(name, event)
        result = self._events.result
        if result < 0:
            self.failed("xrPollEvent", result)

    def _take(self, name: str, event: Any) -> None:
        match name:
            case "state":
                told = self._events.told.get(int(event._state))
                if told is not None and event.session in (None, self.handle):
                    self.happen(told)
            case "loss":
                self.happen(Happened.RUNTIME_LOSS_PENDING)
            case "space":
                self.spaces.will_change(
                    int(event._reference_space_type), int(event.change_time)
                )
            case "profile":
                self.on_profile()
            case "mask":
                self.on_mask(int(event.view_index))
            case "worn":
                self.is_worn = bool(event.is_user_present)
