"""Floor, walls with their windows, and ceiling of a rectangular room; metres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from assets.build.furniture import rail
from assets.build.light import Window
from assets.build.solids import Solid, Vector, block, curtain, panel

Side = Literal["left", "right", "back", "front"]
"""Of the room as the user sees it: left is -x, back is +y, front is behind them."""
INSET_M = 0.001
"""Of floors from walls."""
HEADING: dict[Side, float] = {"left": 90, "right": -90, "back": 0, "front": 180}
INWARD: dict[Side, Vector] = {
    "left": (1, 0, 0),
    "right": (-1, 0, 0),
    "back": (0, -1, 0),
    "front": (0, 1, 0),
}


@dataclass(frozen=True)
class Opening:
    """A window in a wall: where it begins and ends, metres."""

    side: Side
    left: float
    """As seen from inside, from the middle of the wall."""
    right: float
    low: float
    high: float


def pierced(wide: float, tall: float, holes: Sequence[Opening], cell: float) -> Solid:
    """One panel with holes, so that light runs over it without seams."""
    made = panel(wide, tall, cell=cell)
    for hole in holes:
        for axis, edges in ((0, (hole.left, hole.right)), (2, (hole.low, hole.high))):
            lines = np.unique(made.points[:, axis])
            for edge in edges:
                near = lines[np.argmin(abs(lines - edge))]
                made.points[made.points[:, axis] == near, axis] = edge
    x, _, z = made.points[made.tris].mean(1).T
    is_open = np.zeros(len(x), bool)
    for hole in holes:
        across = (x > hole.left) & (x < hole.right)
        is_open |= across & (z > hole.low) & (z < hole.high)
    return replace(made, tris=made.tris[~is_open])


@dataclass(frozen=True)
class Shell:
    """An empty room."""

    x: tuple[float, float]
    y: tuple[float, float]
    tall: float
    wall: Vector
    trim: Vector
    floor: str
    """Texture of the floor."""
    floor_repeat: tuple[float, float] = (3, 3)
    ceiling: Vector = (0.85, 0.835, 0.80)
    openings: tuple[Opening, ...] = ()

    def wide(self, side: Side) -> float:
        """Length of a wall."""
        low, high = self.y if side in ("left", "right") else self.x
        return high - low

    def on(self, solids: Sequence[Solid], side: Side) -> list[Solid]:
        """Hung on a wall.

        `solids` are laid out with the wall at y = 0, the room before it (-y), and the
        middle of the wall's foot at the origin.
        """
        x, y = sum(self.x) / 2, sum(self.y) / 2
        place = {
            "left": (self.x[0], y, 0.0),
            "right": (self.x[1], y, 0.0),
            "back": (x, self.y[1], 0.0),
            "front": (x, self.y[0], 0.0),
        }[side]
        return [one.at(place, (HEADING[side], 0, 0)) for one in solids]

    def solids(self) -> list[Solid]:
        """Floor, walls, skirting and ceiling."""
        wide, deep = self.x[1] - self.x[0], self.y[1] - self.y[0]
        middle = sum(self.x) / 2
        # beyond the walls the sun would light its edge, and shine in along them
        inner = wide - 2 * INSET_M, deep - 2 * INSET_M
        floor = panel(*inner, self.floor_repeat, 0.11)
        ceiling = panel(wide + 0.1, deep + 0.1, cell=0.16)
        out = [
            floor.at((middle, self.y[0] + INSET_M, 0), (0, -90, 0)).looks(
                (1, 1, 1), self.floor
            ),
            ceiling.at((middle, self.y[1] + 0.05, self.tall), (0, 90, 0)).looks(
                self.ceiling
            ),
        ]
        for side in HEADING:
            wall = self._wall(side).looks(self.wall)
            strip_ = block(self.wide(side), 0.02, 0.09, 0.005, 1, 0.3)
            out += self.on([wall, strip_.at((0, -0.01, 0)).looks(self.trim)], side)
        return out

    def _wall(self, side: Side) -> Solid:
        holes = [one for one in self.openings if one.side == side]
        return pierced(self.wide(side), self.tall, holes, 0.11)

    def light(self, hole: Opening, radiance: Vector) -> Window:
        """The daylight that comes in through an opening."""
        edge = Solid(
            np.array(
                [
                    [hole.left, 0.02, hole.low],
                    [hole.right, 0.02, hole.low],
                    [hole.left, 0.02, hole.high],
                ]
            ),
            np.zeros((3, 3)),
            np.zeros((3, 2)),
            np.zeros((0, 3), int),
        )
        corner, across, up = self.on([edge], hole.side)[0].points
        return Window(
            _vector(corner),
            _vector(across - corner),
            _vector(up - corner),
            INWARD[hole.side],
            radiance,
        )

    def glazed(
        self, hole: Opening, glow: Vector, texture: str = "outside"
    ) -> list[Solid]:
        """Frame, sill and what is seen outside."""
        middle, wide = (hole.left + hole.right) / 2, hole.right - hole.left
        tall = hole.high - hole.low
        sky = panel(wide + 0.8, tall + 0.8, cell=0.4).at((middle, 0.32, hole.low - 0.4))
        bars = [
            block(wide + 0.14, 0.20, 0.035, 0.01).at((middle, -0.04, hole.low - 0.04))
        ]
        for x in (hole.left, middle, hole.right):
            bars.append(block(0.05, 0.06, tall, 0.01, 1, 0.2).at((x, 0, hole.low)))
        for z in (hole.low - 0.02, hole.high - 0.03):
            bars.append(block(wide, 0.06, 0.05, 0.01, 1, 0.2).at((middle, 0, z)))
        out = [sky.looks((1, 1, 1), texture, glow)]
        return self.on([*out, *(one.looks(self.trim) for one in bars)], hole.side)

    def curtains(
        self,
        hole: Opening,
        colour: Vector,
        texture: str = "linen",
        wide: float = 0.5,
        low: float = 0.02,
    ) -> list[Solid]:
        """A pair at an opening, `wide` each; half of the opening is shut."""
        high = min(hole.high + 0.16, self.tall - 0.08)
        middle, half = (hole.left + hole.right) / 2, (hole.right - hole.left) / 2
        out = []
        for side in (-1, 1):
            cloth = curtain(wide, low, high, folds=max(4, int(wide * 11)))
            place = (middle + side * (half + 0.2 - wide / 2), -0.20, 0)
            hung = cloth.at(place, (-90, 0, 0)).tiled(0.6)
            out.append(hung.looks(colour, texture, both_sides=True))
        rod = rail(2 * half + 0.6).at((middle, -0.19, high + 0.01))
        return self.on([*out, rod.looks(self.trim)], hole.side)


def _vector(values: np.ndarray) -> Vector:
    x, y, z = (round(float(one), 6) for one in values)
    return x, y, z
