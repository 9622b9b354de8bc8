"""A neutral room in place of the one where somebody was, while all is locked.

Whoever puts the headset on then sees a room, a seat and the lock: not where a talk took
place, nor with whom.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from scenes.room import Room
from sim.comfort.moving import OUT_S
from sim.stage_set import LOBBY
from sim.standins import StandIns


class Neutral:
    """Comes at once, out of the dark, and goes so, too."""

    def __init__(self, base: Any, stand_ins: StandIns | None = None) -> None:
        """Nothing is loaded before `make_ready`, or before it is wanted."""
        self._base = base
        self._stand_ins = stand_ins or StandIns()
        self._room: Room | None = None
        self._since_s = -math.inf
        self.is_on = False
        """It stands there, and no other room may be seen."""

    def make_ready(self) -> None:
        """Load its room, which takes longer than a frame."""
        self._room = self._room or self._stand_ins.room(LOBBY)

    @property
    def background(self) -> tuple[float, float, float]:
        """What is behind it; only while it `is_on`."""
        assert self._room is not None
        return self._room.background

    def frame(
        self, now_s: float, eye: Sequence[float], heading_deg: float, *, is_on: bool
    ) -> float:
        """Stand there or not; how dark it is meanwhile, 0..1. Call every frame.

        Args:
            now_s: seconds of a clock that only grows.
            eye: of the seat, in the room, metres.
            heading_deg: where the seat looks.
            is_on: whether the room is to be neutral.
        """
        if is_on != self.is_on:
            self.is_on, self._since_s = is_on, now_s
            if is_on:
                self._show(eye, heading_deg)
            else:
                self.hide()
        passed = (now_s - self._since_s) / OUT_S
        return 1.0 - min(max(passed, 0.0), 1.0)

    def _show(self, eye: Sequence[float], heading_deg: float) -> None:
        """Put its seat where the user's is: the view is level, and nothing moves."""
        self.make_ready()
        room = self._room
        assert room is not None  # made just now
        own, look = room.user_eye, room.user_look
        turn_deg = math.degrees(math.atan2(own[0] - look[0], look[1] - own[1]))
        room.node.reparent_to(self._base.render)
        room.node.set_h(heading_deg - turn_deg)
        turned = room.node.get_mat().xform_vec((own[0], own[1], own[2]))
        x, y, z = (float(at) - part for at, part in zip(eye, turned, strict=True))
        room.node.set_pos(x, y, z)

    def hide(self) -> None:
        """The other room may be seen again."""
        self.is_on = False
        if self._room is not None:
            self._room.node.detach_node()
