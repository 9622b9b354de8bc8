"""The keys of a window: numbers, Tab and Enter, Escape, and quick exit."""

from __future__ import annotations

from functools import partial

from sim import quick_exit
from sim.beside import LEAVE
from sim.lobby_window import LobbyWindow
from sim.window_lock import WindowLock
from sim.window_shared import Act, Shared


class WindowKeys:
    """What each key does, with the panel that is up; a lock stands above all."""

    def __init__(
        self, shared: Shared, lock: WindowLock, listed: LobbyWindow, about: Act
    ) -> None:
        """`about` shows what this is, beside what is up."""
        self._shared, self._lock, self._list = shared, lock, listed
        self._about = about
        self._escapes = quick_exit.Twice()

    def take(self) -> None:
        """Take the keys, also after something else has had them."""
        accept = self._shared.base.accept
        for number in range(10):
            accept(str(number), partial(self._number, number))
        accept("tab", partial(self._focus, 1))
        accept("shift-tab", partial(self._focus, -1))
        accept("arrow_down", partial(self._focus, 1))
        accept("arrow_up", partial(self._focus, -1))
        accept("enter", self._enter)
        accept("escape", self.escape)
        self._list.take_keys()
        accept("f1", self._about)
        accept("control-q", self._shared.ways.leave)
        accept(LEAVE, self._leave)
        accept("f12", self.quick_exit)

    def _leave(self) -> None:
        """Leave what is going on: the scene, or else the program, as the lock does."""
        ways, shared = self._shared.ways, self._shared
        is_on = shared.rehearsal is not None and shared.hud is not None
        is_on = is_on and not self._lock.is_up
        (ways.leave_scene if is_on else ways.leave)()

    def _number(self, number: int) -> None:
        panel = self._shared.panel
        if panel is None or self._lock.is_up:
            return
        if self._list.is_up(panel):
            if number:  # a nought comes as a letter
                self._list.type(str(number))
        else:
            panel.press(number)

    def _focus(self, step: int) -> None:
        if self._shared.panel is not None and not self._lock.is_up:
            self._shared.panel.focus_next(step)

    def _enter(self) -> None:
        panel = self._shared.panel
        if self._lock.is_up:
            self._lock.enter()
            return
        if self._list.is_up(panel) and self._list.enter():
            return
        # the key that ended a line must not press a button of the panel it opened
        if panel is not None and not self._shared.is_enter_used:
            panel.press_focused()

    def escape(self) -> None:
        """Pause, or go on; twice is quick exit where that holds."""
        if self.quick_escape() or self._lock.is_up:
            return
        if self._list.is_up(self._shared.panel) and self._list.clear():
            return
        rehearsal = self._shared.rehearsal
        if rehearsal is not None and not rehearsal.state.is_over:
            if rehearsal.state.phase == "paused":
                rehearsal.resume()
            else:
                rehearsal.pause()

    def quick_escape(self) -> bool:
        """Leave everything if this Escape is the second of two, where that holds."""
        shared = self._shared
        is_offered = shared.is_private or shared.app.care.is_careful
        is_quick = is_offered and self._escapes.press()
        if is_quick:
            self.quick_exit()
        return is_quick

    def quick_exit(self) -> None:
        """One act: the window is gone, then the rest is closed."""
        shared = self._shared
        shared.headset.vanish()
        quick_exit.wipe()  # the terminal that it was started from
        shared.is_done = True
        if shared.rehearsal is not None:
            shared.rehearsal.leave("quick exit")
