"""The user's hands as they are tracked, and what they hold, shown plainly.

Grey and of one piece, for nobody's skin is guessed. A hand is made of rounded rods
between its 26 joints, a controller of three; the points go to the graphics card each
frame and nothing else does. Mirrors do not show them: there one's own body is seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, Literal, Protocol

import numpy as np
import numpy.typing as npt
from panda3d.core import (
    Geom,
    GeomEnums,
    GeomNode,
    GeomTriangles,
    GeomVertexArrayFormat,
    GeomVertexData,
    GeomVertexFormat,
    InternalName,
    NodePath,
    OmniBoundingVolume,
    PTA_LVecBase3f,
    Vec3,
)

from scenes.lighting import EXPOSURE, paint
from scenes.mirror import MIRROR_BIT

Floats = npt.NDArray[np.float32]
Side = Literal["left", "right"]
Rod = tuple[int, int, float, float]
"""Two points, and the thickness at each in metres."""

POINTS: Final = 26
"""Of one hand, in the order of ``XrHandJointEXT``: palm, wrist, thumb (4), then five
joints of each finger from the palm to its tip."""
TONE: Final = (0.36, 0.34, 0.32)
"""Linear; warm grey, a little darker than the panels."""
SIDES, RINGS = 10, 4
"""Of a rod: round it, and from its middle to a pole."""
WRIST_M, PALM_M, KNUCKLE_M = 0.021, 0.016, 0.0115
FINGER_M: Final = (0.0105, 0.0095, 0.0085, 0.0075)
"""Thickness from the knuckle to the tip."""
LITTLE: Final = 0.88
"""How much thinner the little finger is."""
HANDLE: Final = (
    ((0.0, -0.055, 0.0), 0.017),
    ((0.0, 0.045, 0.0), 0.019),
    ((0.0, 0.075, -0.012), 0.024),
)
"""A controller: points along the grip, and how thick it is there, metres."""


def _hand_rods() -> tuple[Rod, ...]:
    palm, wrist = 0, 1
    fingers = [range(first, first + 5) for first in (6, 11, 16, 21)]
    rods: list[Rod] = [(wrist, palm, WRIST_M, PALM_M)]
    for joint, thick in ((2, 0.015), (3, 0.0125)):
        rods.append((wrist if joint == 2 else 2, joint, WRIST_M * 0.8, thick))
    rods += [(3, 4, 0.0125, 0.0105), (4, 5, 0.0105, 0.0085), (palm, 3, PALM_M, 0.012)]
    for index, finger in enumerate(fingers):
        thin = LITTLE if index == 3 else 1.0
        base, knuckle = finger[0], finger[1]
        rods.append((wrist, base, WRIST_M * 0.75, 0.013 * thin))
        rods.append((base, knuckle, 0.013 * thin, KNUCKLE_M * thin))
        rods.append((palm, knuckle, PALM_M, KNUCKLE_M * thin))
        for (a, b), (near, far) in zip(
            pairwise(finger[1:]), pairwise(FINGER_M), strict=True
        ):
            rods.append((a, b, near * thin, far * thin))
    for one, other in pairwise(fingers):
        rods.append((one[1], other[1], KNUCKLE_M, KNUCKLE_M))
    return tuple(rods)


def _handle_rods() -> tuple[Rod, ...]:
    thick = [size for _, size in HANDLE]
    return tuple(
        (index, index + 1, thick[index], thick[index + 1])
        for index in range(len(HANDLE) - 1)
    )


class Pose(Protocol):
    """Where something is, in the room; `sim.viewing.Tracked`."""

    is_there: bool
    place: Floats
    turn: Floats


class Hand(Protocol):
    """What is known of one hand; `sim.viewing.Hand`."""

    @property
    def grip(self) -> Pose:
        """Its palm."""

    has_joints: bool
    joints: Floats


class Rods:
    """One thing made of rods, hidden until it is put somewhere."""

    def __init__(self, parent: NodePath, name: str, rods: Sequence[Rod]) -> None:
        """Make it below `parent`, whose coordinates its points have."""
        node = GeomNode(name)
        node.add_geom(_geom(rods))
        node.set_bounds(OmniBoundingVolume())
        node.set_final(True)
        self.node: NodePath = parent.attach_new_node(node)
        self._points = PTA_LVecBase3f.empty_array(POINTS)
        self._view: Floats = np.asarray(memoryview(self._points))
        paint(self.node, "hand")
        self.node.set_shader_input("points", self._points)
        self.node.set_shader_input("tone", Vec3(*TONE))
        self.node.set_shader_input("exposure", EXPOSURE)
        self.node.hide()
        self.is_shown = False

    def put(self, points: Floats) -> None:
        """Show it with its points there."""
        self._view[: len(points)] = points
        if not self.is_shown:
            self.is_shown = True
            self.node.show()

    def hide(self) -> None:
        """Show it no more."""
        if self.is_shown:
            self.is_shown = False
            self.node.hide()


class ShownHands:
    """Both hands, as joints or as what they hold."""

    def __init__(self, parent: NodePath) -> None:
        """Nothing is shown until `follow`; `parent` is the room."""
        self.node: NodePath = parent.attach_new_node("hands")
        self.node.hide(MIRROR_BIT)
        sides: tuple[Side, Side] = ("left", "right")
        self._hands = {one: Rods(self.node, one, _hand_rods()) for one in sides}
        self._handles = {one: Rods(self.node, one, _handle_rods()) for one in sides}
        self._local = np.array([place for place, _ in HANDLE], np.float32)
        self._moved = np.empty_like(self._local)

    def follow(self, left: Hand, right: Hand, *, are_bare: bool = True) -> None:
        """Show what is known of both hands now; call every frame.

        With a body to show the hands these are not `are_bare`: what they hold is left.
        """
        self._follow("left", left, are_bare)
        self._follow("right", right, are_bare)

    def hide(self) -> None:
        """Show neither."""
        for rods in (*self._hands.values(), *self._handles.values()):
            rods.hide()

    def remove(self) -> None:
        """Take them away for good."""
        self.node.remove_node()

    def _follow(self, side: Side, hand: Hand, are_bare: bool) -> None:
        if hand.has_joints:
            if are_bare:
                self._hands[side].put(hand.joints)
            else:
                self._hands[side].hide()
            self._handles[side].hide()
            return
        self._hands[side].hide()
        if not hand.grip.is_there:
            self._handles[side].hide()
            return
        np.matmul(self._local, _turning(hand.grip.turn).T, out=self._moved)
        self._moved += hand.grip.place
        self._handles[side].put(self._moved)


def _turning(turn: Floats) -> Floats:
    """The matrix of a unit quaternion ``w, x, y, z``."""
    w, x, y, z = (float(number) for number in turn)
    return np.array(
        (
            (1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)),
            (2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)),
            (2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)),
        ),
        np.float32,
    )


def _geom(rods: Sequence[Rod]) -> Geom:
    sphere, parts, corners = _capsule()
    count = len(sphere)
    rows = np.zeros((len(rods) * count, 9), np.float32)
    triangles = GeomTriangles(Geom.UH_static)
    for index, rod in enumerate(rods):
        part = rows[index * count : (index + 1) * count]
        part[:, :3], part[:, 3:7], part[:, 7] = sphere, rod, parts
        for corner in corners + index * count:
            triangles.add_vertices(*corner.tolist())
    array = GeomVertexArrayFormat()
    array.add_column(InternalName.get_vertex(), 3, GeomEnums.NT_float32, Geom.C_point)
    array.add_column(
        InternalName.make("ends"), 4, GeomEnums.NT_float32, GeomEnums.C_other
    )
    array.add_column(
        InternalName.get_texcoord(), 2, GeomEnums.NT_float32, GeomEnums.C_texcoord
    )
    layout = GeomVertexFormat.register_format(GeomVertexFormat(array))
    data = GeomVertexData("rods", layout, Geom.UH_static)
    data.unclean_set_num_rows(len(rows))
    data.modify_array_handle(0).copy_data_from(rows.tobytes())
    made = Geom(data)
    made.add_primitive(triangles)
    return made


def _capsule() -> tuple[Floats, Floats, npt.NDArray[np.int64]]:
    """Points on the unit sphere, which end each belongs to, and the triangles."""
    half = np.linspace(0.0, np.pi / 2, RINGS)
    heights = np.concatenate([-half[::-1], half])
    belongs = np.concatenate([np.zeros(RINGS), np.ones(RINGS)])
    around = np.linspace(0.0, 2 * np.pi, SIDES, endpoint=False)
    points = [
        (np.cos(up) * np.cos(turn), np.cos(up) * np.sin(turn), np.sin(up))
        for up in heights
        for turn in around
    ]
    corners = []
    for ring in range(len(heights) - 1):
        for step in range(SIDES):
            a, b = ring * SIDES + step, ring * SIDES + (step + 1) % SIDES
            corners += [(a, b, a + SIDES), (b, b + SIDES, a + SIDES)]
    return (
        np.array(points, np.float32),
        np.repeat(belongs, SIDES).astype(np.float32),
        np.array(corners, np.int64),
    )
