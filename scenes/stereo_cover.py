"""What lies over both eyes: a fade to plain, a calmer edge, and what lenses hide.

All of it is drawn by the cameras of a headset alone; in a window or a mirror these
nodes are nowhere.

The calmer edge follows the eye, but what it shows stays where it is in the room: a dim
grid with a horizon. Something at rest behind the edge of the view lessens discomfort,
and something that turns with the head makes it worse where little happens (EVIDENCE
section 2: Somrak 2021; Meta's advice on an independent visual background).
"""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from panda3d.core import (
    CardMaker,
    CullBinManager,
    DepthTestAttrib,
    Geom,
    GeomNode,
    GeomTriangles,
    GeomVertexData,
    GeomVertexFormat,
    NodePath,
    OmniBoundingVolume,
    PTA_LVecBase4f,
    TransparencyAttrib,
    Vec3,
    Vec4,
)

from scenes.lighting import paint

COLOUR: Final = (0.16, 0.14, 0.12)
"""Warm and dark, as lids that close."""
BIN: Final = "eyes-cover"
BIN_SORT: Final = 100
"""After all bins of the room and its panels."""
LEAST_DEG, MOST_DEG = 10.0, 80.0


class Cover:
    """Fade, edge and masks of both eyes."""

    def __init__(self, parent: NodePath) -> None:
        """Hang it below `parent`, a node of the scene that the eyes see."""
        CullBinManager.get_global_ptr().add_bin(BIN, CullBinManager.BT_fixed, BIN_SORT)
        self._root = parent.attach_new_node("cover")
        self._values = PTA_LVecBase4f.empty_array(1)
        """How dark it is, how strong the edge, and where that begins, radians."""
        self._shade, self._strength, self._angle = 0.0, 0.0, 0.0
        maker = CardMaker("cover")
        maker.set_frame(-1, 1, -1, 1)
        self._card = self._root.attach_new_node(maker.generate())
        paint(self._card, "cover")
        self._card.set_shader_input("cover", self._values)
        self._card.set_shader_input("plain", Vec3(*COLOUR))
        self._card.set_transparency(TransparencyAttrib.M_alpha)
        self._card.set_depth_write(False)
        self._card.set_depth_test(False)
        self._card.set_bin(BIN, 0)
        _everywhere(self._card)
        self._masks: list[NodePath | None] = [None, None]
        self._show()

    def shade(self, level: float) -> None:
        """Darken everything, 0..1."""
        wanted = min(max(float(level), 0.0), 1.0)
        if wanted != self._shade:  # it is asked for in every frame
            self._shade = wanted
            self._show()

    def vignette(self, strength: float, angle_deg: float) -> None:
        """Calm what is farther than `angle_deg` from the middle, 0..1."""
        wanted = min(max(float(strength), 0.0), 1.0)
        angle = math.radians(min(max(float(angle_deg), LEAST_DEG), MOST_DEG))
        if (wanted, angle) != (self._strength, self._angle):
            self._strength, self._angle = wanted, angle
            self._show()

    def _show(self) -> None:
        self._values.set_element(0, Vec4(self._shade, self._strength, self._angle, 0))
        if self._shade > 0 or self._strength > 0:
            self._card.unstash()
        else:
            self._card.stash()

    def set_mask(self, eye: int, vertices: npt.NDArray[Any], indices: Any) -> None:
        """Hide triangles on the plane one metre ahead from `eye`; none for no mask."""
        old = self._masks[eye]
        if old is not None:
            old.remove_node()
            self._masks[eye] = None
        if len(indices) < 3:
            return
        node = self._root.attach_new_node(_triangles(vertices, indices))
        paint(node, "mask")
        node.set_shader_input("for_eye", eye)
        node.set_two_sided(True)
        node.set_attrib(DepthTestAttrib.make(DepthTestAttrib.M_always))
        node.set_bin("background", -1000)
        _everywhere(node)
        self._masks[eye] = node

    def remove(self) -> None:
        """Take it away."""
        self._root.remove_node()


def _everywhere(node: NodePath) -> None:
    """Its place in the picture has nothing to do with its place in the room."""
    node.node().set_bounds(OmniBoundingVolume())
    node.node().set_final(True)


def _triangles(vertices: npt.NDArray[Any], indices: Any) -> GeomNode:
    flat = np.zeros((len(vertices), 3), np.float32)
    flat[:, 0], flat[:, 2] = vertices[:, 0], vertices[:, 1]
    table = GeomVertexData("mask", GeomVertexFormat.get_v3(), Geom.UH_static)
    table.unclean_set_num_rows(len(flat))
    table.modify_array_handle(0).copy_data_from(flat.view(np.uint8))
    primitive = GeomTriangles(Geom.UH_static)
    for index in indices:
        primitive.add_vertex(int(index))
    geom = Geom(table)
    geom.add_primitive(primitive)
    node = GeomNode("mask")
    node.add_geom(geom)
    return node
