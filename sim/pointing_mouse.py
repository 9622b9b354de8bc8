"""The window's pointer, led by something else than its mouse."""

from __future__ import annotations

from typing import Any

from panda3d.core import ButtonEvent, MouseButton


class Mouse:
    """The pointer of the window's input device, moved without the desktop's cursor."""

    def __init__(self, base: Any) -> None:
        self._window = base.win
        self._device = base.win.getInputDevice(0)
        self._is_leaving = False
        self._kept_out: set[str] = set()
        """Buttons of the real mouse that were pressed in vain."""

    def at(self, x: float, y: float) -> None:
        """Point at a place in half windows, also beside the window."""
        wide, tall = self._window.getXSize(), self._window.getYSize()
        self._device.setPointerInWindow((x + 1) / 2 * wide, (1 - y) / 2 * tall)

    def leave(self) -> None:
        """Point at nothing."""
        self._device.setPointerOutOfWindow()

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

    def keep_out(self) -> None:
        """Let the real mouse press nothing; before anything else of a frame.

        What it held down before may still be let go.
        """
        if not self._device.hasButtonEvent():
            return
        for event in self._device.getButtonEvents().events:
            if not MouseButton.isMouseButton(event.button):
                self._give_back(event)
                continue
            name = event.button.getName()
            if event.type != ButtonEvent.T_up:
                self._kept_out.add(name)
            elif name in self._kept_out:
                self._kept_out.discard(name)
            else:
                self._give_back(event)

    def let_in(self) -> None:
        """The real mouse is the window's own again, whatever it holds down."""
        self._kept_out.clear()

    def _give_back(self, event: Any) -> None:
        """Let the window have an event that was looked at."""
        device, kinds = self._device, ButtonEvent
        if event.type == kinds.T_keystroke:
            device.keystroke(event.keycode, event.time)
            return
        give = {
            kinds.T_down: device.buttonDown,
            kinds.T_resume_down: device.buttonResumeDown,
            kinds.T_up: device.buttonUp,
            kinds.T_raw_down: device.rawButtonDown,
            kinds.T_raw_up: device.rawButtonUp,
        }.get(event.type)
        if give is not None:  # letters that are being composed come again when done
            give(event.button, event.time)
