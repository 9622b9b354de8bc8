"""Choosing without a click: a pointer that rests on a button presses it.

For people who can move a mouse, a head pointer or an eye tracker that moves the mouse,
but cannot click. Off until the setting ``dwell_s`` says how long to rest. Whatever has
a button under it works: the window's own pick finds it, as for a click.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from direct.gui import DirectGuiGlobals
from panda3d.core import (
    Geom,
    GeomNode,
    GeomTriangles,
    GeomVertexData,
    GeomVertexFormat,
    NodePath,
)

from scenes.panels import RING

BEFORE_S: Final = 0.25
"""How long a pointer must stand on a button before the ring begins: one that only
passes by shows none."""
SEGMENTS: Final = 48
AWAY: Final = 0.03
"""How far a pointer that has pressed something must go before it can press again: what
comes up in the same place is not meant by whoever still rests there."""
INNER, OUTER = 0.030, 0.042
"""Radii of the ring; these and `AWAY` are in half window heights."""


class Dwell:
    """How long one target was rested on; pure, the caller tells the time."""

    def __init__(self, length_s: float) -> None:
        """`length_s` is how long to rest; 0 presses nothing, ever."""
        self.length_s = length_s
        self._target = ""
        self._since_s = 0.0
        self._is_used = False

    def at(self, target: str, now_s: float) -> float:
        """How full the ring is, 0..1, now that the pointer is on `target`.

        "" is nothing. It is 1 once: then the target is to be pressed, and the pointer
        must leave it before it can be pressed again.
        """
        if target != self._target:
            self._target, self._since_s, self._is_used = target, now_s, False
        if not target or self._is_used or self.length_s <= 0.0:
            return 0.0
        done = min(1.0, (now_s - self._since_s) / self.length_s)
        self._is_used = done >= 1.0
        return done


class Resting:
    """Watches the pointer of a window, draws the ring, presses the button."""

    def __init__(
        self, base: Any, length_s: float, clock_s: Callable[[], float]
    ) -> None:
        """Watch `base`'s pointer; `clock_s` tells the time in seconds."""
        self._base, self._clock_s = base, clock_s
        self._dwell = Dwell(length_s)
        self._ring = base.aspect2d.attachNewNode("resting")
        self._ring.setBin("fixed", 100)
        self._parts = [_segment(self._ring, place) for place in range(SEGMENTS)]
        self._place: tuple[float, float] | None = None
        self._pressed_at: tuple[float, float] | None = None
        self.done = 0.0
        """How full the ring is, 0..1."""

    def tick(self) -> None:
        """Look where the pointer is; call every frame."""
        target = self._target()
        if self._pressed_at is not None and self._place is not None:
            if math.dist(self._pressed_at, self._place) < AWAY:
                target = ""
            else:
                self._pressed_at = None
        self.done = self._dwell.at(target, self._clock_s())
        if self.done >= 1.0:
            self._pressed_at = self._place
            self._base.messenger.send(pressed(target), [None])
            self.done = 0.0
        self._draw()

    def remove(self) -> None:
        """Take the ring away."""
        self._ring.removeNode()

    def _target(self) -> str:
        """Id of the button under the pointer; "" for none."""
        watcher = self._base.mouseWatcherNode
        if not watcher.hasMouse():
            return ""
        mouse = watcher.getMouse()
        self._place = (mouse.x * self._base.getAspectRatio(), mouse.y)
        region = watcher.getOverRegion()
        name = region.getName() if region is not None else ""
        # an entry or a scale has a region, too, but nothing that a press does
        is_button = bool(name) and bool(self._base.messenger.whoAccepts(pressed(name)))
        return name if is_button else ""

    def _draw(self) -> None:
        shown = round(self.done * SEGMENTS) if self.done > self._least else 0
        if self._place is not None:
            self._ring.setPos(self._place[0], 0, self._place[1])
        for index, part in enumerate(self._parts):
            part.show() if index < shown else part.hide()

    @property
    def _least(self) -> float:
        length_s = self._dwell.length_s
        return min(0.5, BEFORE_S / length_s) if length_s > 0.0 else 1.0


def pressed(name: str) -> str:
    """The event of a click on the button `name`."""
    return f"{DirectGuiGlobals.B1CLICK}{name}"


def _segment(parent: NodePath, place: int) -> NodePath:
    """One piece of the ring, clockwise from the top."""
    angles = [2 * math.pi * (place + side) / SEGMENTS for side in (0.0, 1.0)]
    rows = np.zeros((4, 3), np.float32)
    for index, (radius, angle) in enumerate(
        (radius, angle) for radius in (INNER, OUTER) for angle in angles
    ):
        rows[index] = radius * math.sin(angle), 0.0, radius * math.cos(angle)
    data = GeomVertexData("ring", GeomVertexFormat.getV3(), Geom.UHStatic)
    data.uncleanSetNumRows(4)
    data.modifyArrayHandle(0).copyDataFrom(rows.tobytes())
    triangles = GeomTriangles(Geom.UHStatic)
    triangles.addVertices(0, 1, 2)
    triangles.addVertices(2, 1, 3)
    geom = Geom(data)
    geom.addPrimitive(triangles)
    node = GeomNode("ring")
    node.addGeom(geom)
    part = parent.attachNewNode(node)
    part.setTwoSided(True)
    part.setColor(RING)
    part.hide()
    return part
