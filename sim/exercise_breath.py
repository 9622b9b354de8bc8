"""The picture of a paced breath: a soft disc that grows and shrinks within a ring."""

from __future__ import annotations

from typing import Final

import numpy as np
from panda3d.core import (
    Geom,
    GeomNode,
    GeomTriangles,
    GeomVertexData,
    GeomVertexFormat,
    NodePath,
    TextNode,
    TransparencyAttrib,
)

from scenes.panels import ACCENT, BODY_SIZE, WHITE, Colour, Fonts, text_block
from sim.exercises._pacing import moment
from sim.exercises.base import Breath
from sim.texts import text

RADIUS: Final = 0.46
"""Of the ring, in half window heights."""
EMPTY: Final = 0.42
"""Size of the disc when the breath is out, of its full size."""
MIDDLE: Final = (0.0, 0.22)
EDGE: Final = 0.10
"""Share of the radius over which the disc fades out: no edge to stare at."""
AROUND: Final = 96
RING: Colour = (1.0, 1.0, 1.0, 0.55)
BACK: Colour = (0.05, 0.07, 0.08, 0.45)
DISC: Colour = (0.42, 0.72, 0.70, 0.92)


def soft_ring(inner: float, outer: float, colour: Colour, edge: float) -> NodePath:
    """A flat ring around the origin; with `inner` 0 a disc.

    `edge` is the width over which each border fades from the colour to nothing.
    """
    radii = [max(inner - edge, 0.0), inner, max(outer - edge, inner), outer]
    alphas = [1.0 if inner == 0.0 else 0.0, 1.0, 1.0, 0.0]
    turns = np.linspace(0.0, 2 * np.pi, AROUND, endpoint=False)
    kind = np.dtype([("point", "<f4", 3), ("colour", "u1", 4)])
    rows = np.zeros((4, AROUND), kind)
    for index, (radius, alpha) in enumerate(zip(radii, alphas, strict=True)):
        rows[index]["point"][:, 0] = radius * np.cos(turns)
        rows[index]["point"][:, 2] = radius * np.sin(turns)
        full = [round(255 * part) for part in (*colour[:3], colour[3] * alpha)]
        rows[index]["colour"] = full
    data = GeomVertexData("ring", GeomVertexFormat.getV3c4(), Geom.UHStatic)
    data.uncleanSetNumRows(rows.size)
    data.modifyArrayHandle(0).copyDataFrom(rows.tobytes())
    triangles = GeomTriangles(Geom.UHStatic)
    for band in range(3):
        for place in range(AROUND):
            a, b = band * AROUND + place, band * AROUND + (place + 1) % AROUND
            triangles.addVertices(a, a + AROUND, b)
            triangles.addVertices(b, a + AROUND, b + AROUND)
    geom = Geom(data)
    geom.addPrimitive(triangles)
    node = GeomNode("ring")
    node.addGeom(geom)
    path = NodePath(node)
    path.setTransparency(TransparencyAttrib.MAlpha)
    path.setTwoSided(True)
    return path


class BreathPicture:
    """A disc over the room, above the panel."""

    def __init__(self, parent: NodePath, fonts: Fonts) -> None:
        self.root = parent.attachNewNode("breath")
        self.root.setPos(MIDDLE[0], 0, MIDDLE[1])
        back = soft_ring(0.0, RADIUS * 1.12, BACK, RADIUS * 0.3)
        ring = soft_ring(RADIUS * 0.985, RADIUS, RING, RADIUS * 0.012)
        self._disc = soft_ring(0.0, RADIUS, DISC, RADIUS * EDGE)
        for order, path in enumerate((back, ring, self._disc), 10):
            path.reparentTo(self.root)
            path.setBin("fixed", order)
        self._words = {
            is_in: self._word(text(f"exercise.breathe_{key}"), fonts)
            for is_in, key in ((True, "in"), (False, "out"))
        }
        self.shown = 0.0
        """Fullness that was drawn last, 0..1."""

    def _word(self, words: str, fonts: Fonts) -> NodePath:
        size = BODY_SIZE * 1.3
        path, _ = text_block(words, fonts.bold, size, 1.0, WHITE, TextNode.ACenter)
        path.reparentTo(self.root)
        path.setPos(0, 0, -size * 0.3)
        path.setBin("fixed", 14)
        path.setColorScale(*ACCENT[:3], 1.0)
        path.hide()
        return path

    def show(self, breath: Breath, at_s: float) -> None:
        """Draw the breath as it is at `at_s`; call every frame."""
        now = moment(breath, at_s)
        self.shown = now.fullness
        self._disc.setScale(EMPTY + (1.0 - EMPTY) * now.fullness)
        for is_in, word in self._words.items():
            if is_in == now.is_in:
                word.show()
            else:
                word.hide()

    def remove(self) -> None:
        """Take it away."""
        self.root.removeNode()
