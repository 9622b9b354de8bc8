"""A session of ours without the rest of the program, for plays in a runtime."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import xr
from panda3d.core import load_prc_file_data

from sim.openxr.graphics import Graphics
from sim.openxr.instance import Runtime
from sim.openxr.session import Session

PRC = """
window-type offscreen
win-size 64 64
textures-power-2 none
gl-version 4 3
audio-library-name null
notify-level-device fatal
notify-level-glxdisplay error
"""


def window() -> Any:
    """A ShowBase whose window nobody sees."""
    load_prc_file_data("", PRC)
    from direct.showbase.ShowBase import ShowBase

    return ShowBase()


class Bare:
    """Frames of a session, of which nothing is drawn."""

    def __init__(self, base: Any, *, depth: bool = False) -> None:
        self.base = base
        self._depth = depth
        self.states: list[str] = []
        self.recentred = 0
        self.open()

    def open(self) -> None:
        """Open runtime and session.

        Raises:
            HeadsetUnavailable: there is no runtime or no headset.
        """
        self.runtime = Runtime(xr)
        graphics = Graphics.of(self.base, xr)
        self.session = Session(self.runtime, graphics, depth=self._depth)
        self.session.on_change = lambda old, new: self.states.append(new.name)
        self.session.on_recentred = self._recentred

    def _recentred(self) -> None:
        self.recentred += 1

    def frame(self) -> None:
        """One frame without a picture."""
        self.session.poll()
        self.session.wait()
        self.session.locate()
        self.session.end(copied=False)

    def run(self, steps: Iterable[None]) -> None:
        """Frames, as long as the user does `steps`."""
        for _ in steps:
            self.frame()

    @property
    def head(self) -> tuple[list[float], list[float]]:
        """Place and turn of the head in the play space."""
        head = self.session.views.located.head
        return head.place.tolist(), head.turn.tolist()

    def close(self) -> None:
        """Leave in good order."""
        self.session.close()
        self.runtime.close()
