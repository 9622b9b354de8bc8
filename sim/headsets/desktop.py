"""The desktop as a headset: a window, one camera, mouse and keyboard."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

from panda3d.core import WindowProperties, load_prc_file_data

from sim.beside import Beside
from sim.headsets.base import HeadsetUnavailable
from sim.quick_exit import TITLE
from sim.sight import Sight
from sim.viewing import Viewing

PRC = """
win-size 1280 720
framebuffer-multisample 1
multisamples 4
textures-power-2 none
transform-cache 0
text-minfilter linear_mipmap_linear
audio-library-name null
sync-video 1
notify-level-display error
notify-level-device error
notify-level-glxdisplay error
"""
NO_DISPLAY = "There is no display here, so the rehearsal runs in this terminal."


class Desktop:
    """One window with the room behind the panels."""

    def __init__(self, size: tuple[int, int] = (1280, 720), title: str = TITLE) -> None:
        self._size = size
        self.title = title
        self._is_open = False
        self.base: Any = None
        self.beside = Beside()
        self.viewing = Viewing()
        self.sight: Sight
        """What the room is seen with; there once the window is open."""
        self.on_worn: Callable[[bool], None] = lambda is_worn: None
        self.on_intent: Callable[[str], None] = lambda intent: None
        """Never called: a window is not worn, and its keys are the panels'."""

    def open(self) -> None:
        """Open the window.

        Raises:
            HeadsetUnavailable: there is no display, or it cannot draw.
        """
        if sys.platform.startswith("linux") and not (
            os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
        ):
            raise HeadsetUnavailable(NO_DISPLAY)
        load_prc_file_data("visavis", PRC)
        load_prc_file_data("visavis", "win-size {} {}".format(*self._size))
        load_prc_file_data("visavis", f"window-title {self.title}")
        from direct.showbase.ShowBase import ShowBase

        try:
            self.base = ShowBase(windowType="onscreen")
        except Exception as error:  # ShowBase raises the bare class
            raise HeadsetUnavailable(
                f"No window can be opened here ({error}), so the rehearsal runs in "
                "this terminal."
            ) from None
        self.base.disableMouse()
        self.base.setBackgroundColor(0.10, 0.09, 0.08)
        self.base.exitFunc = None
        self.base.userExit = self._closed
        self._is_open = True
        self.sight = Sight(self.base, self.viewing)
        self.set_title(self.title)

    def recentre(self) -> None:
        """Nothing: a window's view stays where it is."""

    can_see_through = False
    is_headset = False

    def see_through(self, *, is_on: bool) -> bool:
        """Nothing: the real room is beside the screen."""
        return False

    def breathe(self, *, is_in: bool) -> None:
        """Nothing: there is nothing in the hands."""

    def set_title(self, title: str) -> None:
        """Name the window."""
        self.title = title
        properties = WindowProperties()
        properties.setTitle(title)
        self.base.win.requestProperties(properties)

    def vanish(self) -> None:
        """Take the window off the screen before anything else is done."""
        self._is_open = False
        if self.base is not None and self.base.win is not None:
            self.base.closeWindow(self.base.win)
            self.base.graphicsEngine.renderFrame()  # the window goes with this call

    def begin(self) -> None:
        """Nothing: a window waits while it draws."""

    def frame(self) -> bool:
        """Take input and draw; False once the window was closed."""
        if self._is_open:
            self.base.taskMgr.step()
        return self._is_open

    def close(self) -> None:
        """Close the window."""
        self._is_open = False
        if self.base is not None:
            self.base.destroy()
            self.base = None

    def _closed(self) -> None:
        self._is_open = False


def create(options: Mapping[str, Any]) -> Desktop:
    """Make the desktop headset.

    Args:
        options: `width` and `height` of the window in pixels, and its `title`.
    """
    size = int(options.get("width", 1280)), int(options.get("height", 720))
    return Desktop(size, str(options.get("title", TITLE)))
