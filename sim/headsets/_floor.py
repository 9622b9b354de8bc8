"""Where the play space lies in the room: the user sits where the room has their place.

The eyes come to the height that the room has for them, however the user sits: a partner
across is at eye level for somebody on a sofa, on a high chair and upright in bed. Only
the height and the heading are taken: for somebody who lies flat the room stays upright.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from panda3d.core import NodePath, Vec3

from sim.comfort.moving import Standing
from sim.openxr.to_room import ToRoom
from sim.viewing import Tracked


class Floor:
    """The node below which the eyes are, and the same as numbers."""

    def __init__(self, base: Any) -> None:
        """Begin at the middle of the room; `base.camera` is the user's seat."""
        self._base = base
        self.node: NodePath = base.render.attach_new_node("play-space")
        self.to_room = ToRoom()
        self._standing: Standing | None = None
        self._wanted = np.zeros(3)
        self._below_m = 0.0
        """From the room's place for the eyes down to the play space's zero."""

    @property
    def dark(self) -> float:
        """How dark it must be now because the place changes, 0..1."""
        return self._standing.level if self._standing is not None else 0.0

    @property
    def speed(self) -> tuple[float, float]:
        """How fast the view moves by itself: metres and degrees a second."""
        here = self._standing
        return (here.speed_m_s, here.turn_deg_s) if here is not None else (0.0, 0.0)

    @property
    def eye(self) -> tuple[float, float, float]:
        """Where the room has its place for the user's eyes, metres."""
        at = self._base.camera.get_pos(self._base.render)
        return at.x, at.y, at.z

    @property
    def heading_deg(self) -> float:
        """Where somebody who sits there looks, 0 along +y, left positive."""
        ahead = self._base.render.get_relative_vector(self._base.camera, Vec3.forward())
        return math.degrees(math.atan2(-ahead.x, ahead.y))

    def centre(self, head: Tracked) -> None:
        """The user sits upright now, with the eyes at `head`, in the play space."""
        if head.is_there:
            self._below_m = float(head.place[2])
            self._put()

    def sit(self, now_s: float, *, is_seen: bool) -> None:
        """Follow the room's place for the user; call every frame."""
        if self._standing is None:
            self._standing = Standing(np.array(self.eye), self.heading_deg)
        self._wanted[:] = self.eye
        self._standing.go(self._wanted, self.heading_deg, is_seen=is_seen)
        self._standing.tick(now_s)
        self._put()

    def _put(self) -> None:
        if self._standing is None:
            return
        x, y, z = (float(one) for one in self._standing.place)
        heading = self._standing.heading_deg
        self.node.set_pos(x, y, z - self._below_m)
        self.node.set_h(heading)
        self.to_room.put((x, y, z - self._below_m), math.radians(heading))

    def remove(self) -> None:
        """Give the node back."""
        self.node.remove_node()
