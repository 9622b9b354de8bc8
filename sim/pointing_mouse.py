"""The window's pointer, led by something else than its mouse."""

from __future__ import annotations

import math
from typing import Any, Final

from panda3d.core import MouseButton

MOVED_PX: Final = 2.0
"""A real mouse was moved by more than a shaken table."""


class Mouse:
    """The pointer of the window's input device, moved without the desktop's cursor."""

    def __init__(self, base: Any) -> None:
        self._window = base.win
        self._device = base.win.getInputDevice(0)
        self._is_leaving = False
        self._known = self._now()
        """Where it is as far as we know: where we put it, or have seen it."""

    def at(self, x: float, y: float) -> None:
        """Point at a place in half windows, also beside the window."""
        wide, tall = self._window.getXSize(), self._window.getYSize()
        self._device.setPointerInWindow((x + 1) / 2 * wide, (1 - y) / 2 * tall)
        self._known = self._now()

    def leave(self) -> None:
        """Point at nothing."""
        self._device.setPointerOutOfWindow()
        self._known = self._now()

    def press(self) -> None:
        """Press the first button."""
        self.settle()
        self._device.buttonDown(MouseButton.one())

    def release(self) -> None:
        """Let it go."""
        self._device.buttonUp(MouseButton.one())

    def cancel(self) -> None:
        """Let it go so that it is no click: what is pressed sees the pointer leave."""
        self.leave()
        self._is_leaving = True

    def settle(self) -> None:
        """A frame after `cancel`, end it; call every frame."""
        if self._is_leaving:
            self._is_leaving = False
            self.release()

    def was_moved(self) -> bool:
        """Whether the real mouse was moved since it was asked or pointed last."""
        x, y, is_in = now = self._now()
        was_moved = is_in and math.dist((x, y), self._known[:2]) > MOVED_PX
        if was_moved:
            self._known = now
        return was_moved

    def _now(self) -> tuple[float, float, bool]:
        pointer = self._device.getPointer()
        return pointer.getX(), pointer.getY(), pointer.getInWindow()
