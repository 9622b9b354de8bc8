"""What shows where somebody points: a thin ray, a dot, and the ring of a rest.

Only when something is pointed at: a ray into the room would be a stick in somebody's
face. A look has no ray, only the dot.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from panda3d.core import (
    ColorBlendAttrib,
    Geom,
    GeomNode,
    GeomTriangles,
    GeomVertexData,
    GeomVertexFormat,
    NodePath,
    Point3,
)

from scenes.boards_parts import POINTER, premultiplied
from scenes.lighting import paint
from scenes.mirror import MIRROR_BIT
from scenes.panels import RING, Colour

Floats = npt.NDArray[np.float32]

RAY_M: Final = 0.0016
"""Half the thickness of the ray."""
FROM_M: Final = 0.06
"""From the hand to where the ray begins to be seen."""
RAY: Colour = (0.98, 0.96, 0.92, 0.7)
DOT: Colour = (0.98, 0.96, 0.92, 1.0)
EDGE: Colour = (0.12, 0.10, 0.09, 1.0)
DOT_SIZE: Final = 0.0055
"""Radius seen from a metre away; it is as large to the eye from anywhere."""
EDGE_SIZE: Final = 0.0075
RING_SIZE: Final = (0.0165, 0.0225)
SEGMENTS: Final = 48
NEAREST_M: Final = 0.2
OVER: Final = 90
"""Drawn after every board."""


class Pointers:
    """One ray, one dot, one ring; there is one pointer, as there is one mouse."""

    def __init__(self, parent: NodePath) -> None:
        """Nothing is shown until `point`; `parent` is the room."""
        self.node: NodePath = parent.attach_new_node("pointer")
        self.node.hide(MIRROR_BIT)
        self.node.set_attrib(premultiplied().get_attrib(ColorBlendAttrib))
        self.node.set_depth_write(False)
        self.node.set_two_sided(True)
        self.ray = _part(self.node, _ray(), OVER)
        self.disc: NodePath = self.node.attach_new_node("disc")
        self.disc.set_tag(POINTER, "")
        self.disc.set_depth_test(False)
        self.disc.set_depth_write(False)
        self.disc.set_two_sided(True)
        _part(self.disc, _ring(0.0, EDGE_SIZE, 1.0, EDGE), OVER + 1)
        _part(self.disc, _ring(0.0, DOT_SIZE, 1.0, DOT), OVER + 2)
        self._segments = [
            _part(self.disc, _segment(place), OVER + 1) for place in range(SEGMENTS)
        ]
        self._shown = SEGMENTS
        self._is_on_board = False
        self.hide()

    def point(
        self,
        place: Sequence[float],
        eye: Sequence[float],
        origin: Sequence[float] | None = None,
        share: float = 0.0,
    ) -> None:
        """Show that somebody points at `place`; all in the room, metres.

        Args:
            place: what is pointed at.
            eye: between the user's eyes; the dot faces it.
            origin: the hand that points; None for a look.
            share: how full the ring is, 0..1.
        """
        there = Point3(*(float(one) for one in place))
        self.node.show()
        self._draw_ray(there, origin)
        if self._is_on_board:
            self._is_on_board = False
            self.disc.reparent_to(self.node)
        self.disc.show()
        self.disc.set_pos(there)
        self.disc.look_at(Point3(*(float(one) for one in eye)))
        self.disc.set_scale(max(NEAREST_M, math.dist(place, eye)))
        self._fill(round(share * SEGMENTS))

    def draw_on(self, scene: NodePath, x: float, z: float, size: float) -> None:
        """Draw dot and ring into a board's own picture, after `point`.

        For a board that the headset lays over the room's picture, and over a dot in it.

        Args:
            scene: of the board.
            x: to the right, in half heights of the board.
            z: up.
            size: one metre at the board's distance, times that distance, in those.
        """
        self._is_on_board = True
        self.disc.reparent_to(scene)
        # one looks at its other side there
        self.disc.set_pos_hpr_scale(x, 0, z, 180, 0, 0, size, size, size)

    def hide(self) -> None:
        """Nothing is pointed at."""
        self.node.hide()
        self.disc.hide()
        self._fill(0)

    def remove(self) -> None:
        """Take it away for good."""
        self.disc.remove_node()
        self.node.remove_node()

    def _draw_ray(self, there: Point3, origin: Sequence[float] | None) -> None:
        way = None
        if origin is not None:
            start = Point3(*(float(one) for one in origin))
            way = there - start
        if way is None or way.length() < 2 * FROM_M:
            self.ray.hide()
            return
        length = way.length()
        self.ray.show()
        self.ray.set_pos(start + way * (FROM_M / length))
        self.ray.look_at(there)
        self.ray.set_scale(1.0, length - FROM_M, 1.0)

    def _fill(self, shown: int) -> None:
        if shown == self._shown:
            return
        self._shown = shown
        for index, segment in enumerate(self._segments):
            segment.show() if index < shown else segment.hide()


def _part(parent: NodePath, geom: Geom, sort: int) -> NodePath:
    node = GeomNode("part")
    node.add_geom(geom)
    made: NodePath = parent.attach_new_node(node)
    paint(made, "flat")
    made.set_bin("fixed", sort)
    return made


def _ray() -> Geom:
    """A thin rod of length 1 along +y that fades in from its beginning."""
    around = [2 * math.pi * step / 6 for step in range(6)]
    rows = [
        (RAY_M * math.cos(turn), y, RAY_M * math.sin(turn), alpha)
        for y, alpha in ((0.0, 0.0), (0.25, RAY[3]), (1.0, RAY[3]))
        for turn in around
    ]
    corners = []
    for ring in range(2):
        for step in range(6):
            a, b = ring * 6 + step, ring * 6 + (step + 1) % 6
            corners += [(a, b, a + 6), (b, b + 6, a + 6)]
    return _geom(
        np.array([row[:3] for row in rows], np.float32),
        np.array([(*RAY[:3], row[3]) for row in rows], np.float32),
        corners,
    )


def _segment(place: int) -> Geom:
    # seen from the eye that it faces, x goes to the left: turned, it runs clockwise
    return _ring(*RING_SIZE, 1.0 / SEGMENTS, RING, -place / SEGMENTS, -1.0)


def _ring(
    inner: float,
    outer: float,
    share: float,
    colour: Colour,
    start: float = 0.0,
    sign: float = 1.0,
) -> Geom:
    """A part of a ring in the plane of x and z, from its top; `share` of the whole."""
    steps = max(1, round(share * SEGMENTS))
    rows = []
    for step in range(steps + 1):
        turn = 2 * math.pi * (start + sign * share * step / steps)
        rows += [
            (radius * math.sin(turn), 0.0, radius * math.cos(turn))
            for radius in (inner, outer)
        ]
    corners = []
    for step in range(steps):
        a = 2 * step
        corners += [(a, a + 1, a + 2), (a + 2, a + 1, a + 3)]
    points = np.array(rows, np.float32)
    return _geom(points, np.tile(np.array(colour, np.float32), (len(rows), 1)), corners)


def _geom(points: Floats, colours: Floats, corners: list[tuple[int, int, int]]) -> Geom:
    data = GeomVertexData("pointer", GeomVertexFormat.get_v3c4(), Geom.UH_static)
    rows = np.zeros(len(points), [("place", "<f4", 3), ("colour", "u1", 4)])
    rows["place"] = points
    rows["colour"] = np.rint(colours * 255)
    data.unclean_set_num_rows(len(rows))
    data.modify_array_handle(0).copy_data_from(rows.tobytes())
    triangles = GeomTriangles(Geom.UH_static)
    for corner in corners:
        triangles.add_vertices(*corner)
    made = Geom(data)
    made.add_primitive(triangles)
    return made
