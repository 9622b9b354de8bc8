"""What the room is seen with: a window's camera, or two eyes that a headset tracks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from panda3d.core import GraphicsOutput, LQuaternionf, NodePath, Point3

from sim.own_body import Head
from sim.viewing import Viewing

HEAD_YAW_DEG, HEAD_TILT_DEG = 40.0, 30.0
"""How far the image in a mirror follows a head that is turned."""


class Sight:
    """The cameras that draw the room now, and where the eyes behind them are.

    A headset that is put on or taken off changes the cameras; who keeps something for
    each of them, as a mirror does, looks at `changes`.
    """

    def __init__(self, base: Any, viewing: Viewing | None = None) -> None:
        """Begin with the window of `base`; `viewing` is what a headset fills."""
        self._base = base
        self.viewing = viewing if viewing is not None else Viewing()
        self.cameras: tuple[NodePath, ...] = (base.cam,)
        """One, or the left and the right eye."""
        self.host: GraphicsOutput = base.win
        """What they are drawn into."""
        self.shade: Callable[[float], None] | None = None
        """Darkens what the eyes see, 0..1; None for a window, which has a card."""
        self.changes = 0
        """How often the cameras have changed."""
        self.is_room_hidden = False
        """Somebody wants to see the real room for a while, through the headset."""
        self.face: Callable[[], Point3 | None] = lambda: None
        """Between the eyes of whoever sits across, in the room; None for nobody."""

    @property
    def is_worn(self) -> bool:
        """Whether a headset shows the room to somebody."""
        return self.viewing.is_worn

    def use_eyes(
        self,
        cameras: tuple[NodePath, ...],
        host: GraphicsOutput,
        shade: Callable[[float], None],
    ) -> None:
        """A headset was put on."""
        self.cameras, self.host, self.shade = cameras, host, shade
        self.changes += 1

    def use_window(self) -> None:
        """The headset was taken off, or is gone."""
        if self.shade is not None:
            self.shade(0.0)
        self.cameras, self.host, self.shade = (self._base.cam,), self._base.win, None
        self.changes += 1

    def eye(self) -> Point3:
        """Between the user's eyes, in the room."""
        if self.is_worn:
            return Point3(*self.viewing.head.place.tolist())
        return Point3(self._base.camera.get_pos(self._base.render))

    def head(self, heading_deg: float) -> Head:
        """How the head is turned for somebody whose seat has this heading.

        0 faces -y, as seats do; straight ahead where no headset is worn.
        """
        if not self.is_worn or not self.viewing.head.is_there:
            return Head()
        turn = LQuaternionf(*self.viewing.head.turn.tolist())
        yaw, pitch, roll = turn.get_hpr()
        return Head(
            _within(yaw - heading_deg - 180.0, HEAD_YAW_DEG),
            _within(pitch, HEAD_TILT_DEG),
            # Panda3D's roll tilts to the right
            _within(-roll, HEAD_TILT_DEG),
        )


def _within(angle_deg: float, most_deg: float) -> float:
    around = (angle_deg + 180.0) % 360.0 - 180.0
    return min(max(around, -most_deg), most_deg)
