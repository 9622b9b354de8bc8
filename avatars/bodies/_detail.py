"""Which of its two sets of triangles a body is drawn with."""

from __future__ import annotations

from typing import Any, Final

from panda3d.core import Geom, NodePath

FAR_M: Final = 2.7
"""From this distance of an eye on the lighter set is drawn. A headset has about 20
pixels for a degree, so a millimetre there is half of one."""
NEAR_M: Final = 2.4
"""Nearer than this the full one is; between the two it stays as it is."""


class Detail:
    """The parts of a body, each with one or two sets of triangles."""

    def __init__(self) -> None:
        self._parts: list[tuple[Any, Geom, Geom]] = []
        self.is_far = False
        """Whether the lighter set is drawn."""

    def add(self, part: NodePath, far: Geom) -> None:
        """Let `part` be drawn as `far` from far away."""
        self._parts.append((part.node(), part.node().modify_geom(0), far))

    def seen_from(self, distance_m: float) -> None:
        """Change over if the nearest eye is so far away, metres."""
        limit_m = NEAR_M if self.is_far else FAR_M
        if (distance_m > limit_m) == self.is_far or not self._parts:
            return
        self.is_far = not self.is_far
        for node, near, far in self._parts:
            node.set_geom(0, far if self.is_far else near)
