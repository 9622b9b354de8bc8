"""All panels on one board: what the window shows flat stands in the room instead."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from panda3d.core import NodePath

from scenes.boards_parts import POINTER, Hit, angles
from scenes.boards_surface import Board

ASPECT: Final = 1.6
"""Of the board: what was laid out for a wide window fits, too."""
HALF_TAN: Final = 0.5
"""Tangent of the angle from the middle to the upper edge: body text has capitals of
0.92 degrees, small text of 0.76."""
FAR_M: Final = 1.05
"""Arms do not reach it, and it stands before the knees of whoever sits across."""
DOWN_DEG: Final = 9.0
"""Of its middle: eyes rest a little below the horizon."""
SIZE_PX: Final = (1920, 1200)
BELOW_DEG: Final = 1.5
"""Left free between a face and what stands below it."""
LOWEST_DEG: Final = 44.0
"""How far down the lower edge may be: further and one bends the neck to read."""
OVER: Final = 30
SPARE: Final = 0.02
"""Of the board's width and height, round what can be pointed at."""

_Stood = tuple[tuple[float, ...], float, Sequence[float] | None, float, float]


def size_m(half_tan: float, aspect: float, far_m: float) -> tuple[float, float]:
    """Width and height of a board whose upper half is seen under `half_tan`."""
    return 2 * half_tan * far_m * aspect, 2 * half_tan * far_m


class UiBoard(Board):
    """The window's panels on a board, and back.

    Meanwhile `base.getAspectRatio` says the board's shape, so that panels are laid out
    for it; events of the window do not change that.
    """

    def __init__(self, base: Any) -> None:
        """`base` keeps its panels in the window until `show`."""
        self._base, self.name = base, "panels"
        self.size_px, self.size_m = SIZE_PX, size_m(HALF_TAN, ASPECT, FAR_M)
        self._half_x = 0.0
        self.scene: NodePath = base.aspect2d
        self._begin(base.render2d, self._camera_of(base.render2d, 0.0), OVER)
        self._is_taken = self._is_clear = False
        self._filled: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
        self._filled_at = -1
        self._stood: _Stood | None = None

    @property
    def is_taken(self) -> bool:
        """Whether the panels are with the board, not in the window."""
        return self._is_taken

    def show(self) -> None:
        """Take the panels out of the window."""
        if not self._is_taken:
            self._is_taken = True
            self._in_window(is_there=False)
            self._base.getAspectRatio = _shape
            self._base.adjustWindowAspectRatio(ASPECT)
        if not self._is_clear:
            super().show()

    def hide(self, *, at_once: bool = True) -> None:
        """Give them back."""
        super().hide(at_once=at_once)
        if self._is_taken:
            self._is_taken = False
            del self._base.getAspectRatio  # the window's own answers again
            self._base.adjustWindowAspectRatio(self._base.getAspectRatio())
            self._in_window(is_there=True)

    def clear_view(self, *, is_clear: bool) -> None:
        """Let the room be seen without panels; they stay with the board."""
        self._is_clear = is_clear
        if is_clear:
            super().hide()
        elif self._is_taken:
            super().show()

    def hit(self, origin: Sequence[float], way: Sequence[float]) -> Hit | None:
        """Where a ray meets what stands on it; a ray beside that goes on into the room.

        So nobody who looks at a face over a panel has a dot on it.
        """
        found = super().hit(origin, way)
        if found is None:
            return None
        left, right, low, high = self._where_filled()
        is_on = left <= found.u <= right and low <= found.v <= high
        return found if is_on else None

    def _where_filled(self) -> tuple[float, float, float, float]:
        """Left, right, low and high of what stands there, 0..1, with a little room."""
        if self._filled_at != self.drawn:
            self._filled_at = self.drawn
            self._filled = (1.0, 0.0, 1.0, 0.0)  # nothing
            if (edges := self._edges()) is not None:
                left, right, low, high = ((edge + 1.0) / 2.0 for edge in edges)
                self._filled = (left - SPARE, right + SPARE, low - SPARE, high + SPARE)
        return self._filled

    def _edges(self) -> tuple[float, float, float, float] | None:
        """Left, right, low and high of what is read there, -1..1; a pointer is not."""
        seen = [
            bounds
            for node in self.scene.getChildren()
            if not (node.isHidden() or node.hasTag(POINTER))
            and (bounds := node.getTightBounds(self._base.render2d)) is not None
        ]
        if not seen:
            return None
        return (
            min(near.x for near, _ in seen),
            max(far.x for _, far in seen),
            min(near.z for near, _ in seen),
            max(far.z for _, far in seen),
        )

    def stand(
        self,
        eye: Sequence[float],
        heading_deg: float,
        face: Sequence[float] | None = None,
        chin_m: float = 0.12,
        lift_deg: float = 0.0,
    ) -> None:
        """Stand before `eye`; with `face`, clear of somebody who is looked at.

        The board goes down until its content is below the chin. Where that were too
        far down, it stands to the right of the face.

        Args:
            eye: in the room, metres.
            heading_deg: where the user's seat looks.
            face: between the eyes of the other; None for nobody.
            chin_m: how far below those the chin is.
            lift_deg: how far above the horizon somebody looks who leans back.
        """
        self._stood = (tuple(eye), heading_deg, face, chin_m, lift_deg)
        down = DOWN_DEG - lift_deg
        if face is not None and not self._is_beside(eye, heading_deg, face, chin_m):
            down, heading_deg = self._clear_of(eye, heading_deg, face, chin_m, down)
        self.place(eye, heading_deg, far_m=FAR_M, down_deg=down)

    def _clear_of(
        self,
        eye: Sequence[float],
        heading_deg: float,
        face: Sequence[float],
        chin_m: float,
        down: float,
    ) -> tuple[float, float]:
        """How far down, and which way, no content is before a face."""
        low, high, left, _ = self._filled_deg()
        _, chin_deg = angles(eye, _below(face, chin_m))
        lower = max(down, high + BELOW_DEG - chin_deg)
        if lower - low <= LOWEST_DEG or lower == down:
            return lower, heading_deg
        at_deg, _ = angles(eye, face)
        half = math.degrees(math.atan2(chin_m, math.dist(eye, face)))
        # `left` is negative: the content's edge, from the board's middle
        return down, at_deg - half - BELOW_DEG + left

    def _filled_deg(self) -> tuple[float, float, float, float]:
        """Angles from the middle to the content's lower, upper, left and right edge."""
        edges = self._edges()
        if edges is None:
            return 0.0, 0.0, 0.0, 0.0
        left, right, low, high = edges
        tangents = (low, high, left * ASPECT, right * ASPECT)
        low, high, left, right = (
            math.degrees(math.atan(one * HALF_TAN)) for one in tangents
        )
        return low, high, left, right

    def _is_beside(
        self,
        eye: Sequence[float],
        heading_deg: float,
        face: Sequence[float],
        chin_m: float,
    ) -> bool:
        """Whether content that stands there is left or right of a face."""
        _, _, left, right = self._filled_deg()
        at_deg, _ = angles(eye, face)
        half = math.degrees(math.atan2(chin_m, math.dist(eye, face)))
        # headings grow to the left, the content's angles to the right
        aside = (heading_deg - at_deg + 180.0) % 360.0 - 180.0
        return aside - left < -half or aside - right > half

    def _has_changed(self, now_s: float) -> bool:
        """As on any board; what would come before a face now lets it stand anew."""
        before = self._changes.layout
        has_changed = super()._has_changed(now_s)
        if self._changes.layout != before and self._stood is not None:
            eye, _, face, chin_m, _ = self._stood
            if face is not None and self._is_before(eye, face, chin_m):
                self.stand(*self._stood)
                self._share = 0.0  # it comes there, and does not jump
                self._fade()
        return has_changed

    def _is_before(
        self, eye: Sequence[float], face: Sequence[float], chin_m: float
    ) -> bool:
        """Whether content is before a face, where the board stands now."""
        low, high, _, _ = self._filled_deg()
        down = -self.node.getP()
        _, chin_deg = angles(eye, _below(face, chin_m))
        if self._is_beside(eye, self.node.getH(), face, chin_m):
            return False
        return low < high and high - down > chin_deg

    def _in_window(self, *, is_there: bool) -> None:
        if self._base.cam2d is None:  # the window has gone, and its camera with it
            return
        node = self._base.cam2d.node()
        for index in range(node.getNumDisplayRegions()):
            node.getDisplayRegion(index).setActive(is_there)

    def remove(self) -> None:
        """Give the panels back for good."""
        self.hide()
        super().remove()


def _shape(win: Any = None) -> float:
    """The board's shape in place of the window's."""
    del win
    return ASPECT


def _below(point: Sequence[float], by_m: float) -> tuple[float, float, float]:
    x, y, z = (float(part) for part in point)
    return x, y, z - by_m
