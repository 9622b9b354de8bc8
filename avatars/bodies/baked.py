"""Bodies baked by ``assets.build``; face shapes and skinning are the GPU's work.

In a frame a body costs 8 kB: matrices of its joints and weights of its face shapes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from panda3d.core import (
    AntialiasAttrib,
    BoundingSphere,
    NodePath,
    Point3,
    Texture,
    TransparencyAttrib,
    Vec3,
)

from assets.cards import Card, card
from avatars.bodies import _arms, _dye, _mesh, read_body
from avatars.bodies._detail import Detail
from avatars.bodies._face import moves, weigh
from avatars.bodies._fingers import Fingers
from avatars.bodies._skeleton import Rest, Skeleton
from avatars.bodies._standing import SEATED_SHADE, SHADED, shade_lifted, standing
from avatars.performance import ARKIT, Pose
from avatars.reach import ArmRest, Doubles

DEFAULT_BODY = "maya"
STANCES = ("seated", "standing")
SOFT_MATERIALS = ("hair", "lash")
"""Drawn with alpha to coverage."""
UNFOLDED = (0.5, 0.5, 0.8)
"""Texel of cloth without folds: no slopes, its own colour."""
REACH = BoundingSphere(Point3(0, -0.15, 0.65), 1.3)
"""Everything a seated body can reach; culling never needs the vertices."""


def create(options: Mapping[str, Any]) -> BakedBody:
    """The body named by option ``body`` (default ``maya``), seated or standing.

    Option ``stance`` is ``seated`` (default) or ``standing``.

    Raises:
        UnknownItemError: there is no such body.
        ArraysError: its file is damaged, or its arrays do not fit together.
        ValueError: an option that does not exist, or a stance that is neither.
    """
    unknown = set(options) - {"body", "stance"}
    if unknown:
        raise ValueError(
            f"bodies.baked: unknown option {sorted(unknown)[0]!r}; "
            "allowed: body, stance"
        )
    stance = options.get("stance", "seated")
    if stance not in STANCES:
        raise ValueError(
            f"bodies.baked: stance {stance!r}; allowed: {', '.join(STANCES)}"
        )
    about = card("bodies", str(options.get("body", DEFAULT_BODY)))
    return BakedBody(about, is_standing=stance == "standing")


class BakedBody:
    """One person from a baked file; see `avatars.bodies.base.Body`."""

    def __init__(self, about: Card, *, is_standing: bool = False) -> None:
        arrays = _read(about, is_standing)
        self.about = about
        self._is_standing = is_standing
        self._node = NodePath(f"body-{about.id}")
        self._node.node().set_bounds(REACH)
        self._node.node().set_final(True)
        self._node.set_antialias(AntialiasAttrib.M_multisample)
        parts = _mesh.part_names(arrays)
        live = tuple(p for p in parts if f"{p.name}/morph.index" in arrays)
        firm = tuple(p for p in parts if p not in live)
        self._detail = Detail()
        starts, shapes = moves(_mesh.shape_offsets(arrays, live))
        for name, group in (("face", live), ("body", firm)):
            still = _mesh.still_rows(arrays, group)
            if group is live:
                still["moves"] = starts
            rest = _mesh.moving_rows(arrays, group)
            self._attach(arrays, group, _mesh.vertex_table(name, rest, still))
        self._skeleton = Skeleton(
            _rest(arrays, is_standing), hands_stay=not is_standing
        )
        self._fingers = Fingers(self._skeleton.rest, arrays, is_standing)
        self._fingers.start(self._skeleton.bind)
        self._shown = _mesh.PoseTexture()
        self._weights = np.zeros(len(ARKIT), np.float32)
        self._hair = Vec3(*arrays["hair.colour"].tolist())
        for name, value in (
            ("bones", self._shown.texture),
            ("shapes", _mesh.float_texture("shapes", shapes)),
            ("hair_colour", self._hair),
            ("hair_gloss", float(arrays["hair.gloss"])),
            ("dye", Vec3(1.0)),
            ("shade_left", 1.0),
        ):
            self._node.set_shader_input(name, value)
        heads = self._skeleton.rest.heads
        number = self._skeleton.rest.names.index
        eyes = (heads[number("eye.L")] + heads[number("eye.R")]) / 2
        self._eyes_from_head = eyes - heads[number("head")]
        self.apply(Pose())

    @property
    def node(self) -> NodePath:
        """Parent of what is seen; faces -y, origin on the floor below the hips."""
        return self._node

    def apply(self, pose: Pose) -> None:
        """Show `pose`: face, gaze, joints and hands."""
        self._fingers.update(pose, self._skeleton.bind)
        self._skeleton.solve(self._fingers.risen(pose), pose.eyes, pose.stays)
        weigh(pose.shapes, pose.eyes, self._weights)
        self._shown.show(self._skeleton.rows, self._weights)

    def seen_from(self, distance_m: float) -> None:
        """Be drawn with fewer triangles if the nearest eye is that far away, metres.

        A reflection is as far away as what it shows seems to be.
        """
        self._detail.seen_from(distance_m)

    @property
    def is_far(self) -> bool:
        """Whether it is drawn with fewer triangles."""
        return self._detail.is_far

    def wear(self, colours: dict[str, _dye.Colour]) -> None:
        """Show ``skin``, ``hair``, ``top`` and ``trousers`` in other sRGB colours.

        What `colours` lacks is shown as it was baked.
        """
        _dye.dye(self._node, colours)
        hair = colours.get("hair")
        shown = self._hair if hair is None else _dye.linear(hair)
        self._node.set_shader_input("hair_colour", shown)

    def lift_shade(self, share: float) -> None:
        """Take off the shade that thighs and resting arms cast, 0 none to 1 most."""
        if not self._is_standing:  # there it has been taken off
            left = 1.0 - share * (1.0 - SEATED_SHADE)
            for name in SHADED:
                if not (part := self._node.find(name)).is_empty():
                    part.set_shader_input("shade_left", left)

    def head_in_world(self) -> Point3:
        """Middle of the head."""
        return self._in_world(np.array([0, -0.02, 0.045], np.float32))

    def eyes_in_world(self) -> Point3:
        """The point between the eyes."""
        return self._in_world(self._eyes_from_head)

    def arms(self) -> tuple[ArmRest, ArmRest]:
        """The left and the right arm at rest, for `avatars.arms`."""
        rest = self._skeleton.rest
        return _arms.at_rest(rest, "left"), _arms.at_rest(rest, "right")

    def chest(self) -> Doubles:
        """How the trunk carries the arms, (4, 4), in the pose that is shown."""
        return self._skeleton.carried(_arms.ABOVE)

    def _in_world(self, offset: _mesh.Floats) -> Point3:
        place = self._skeleton.place("head", offset)
        top = self._node.get_top()
        return top.get_relative_point(self._node, Point3(*place))

    def _attach(
        self, arrays: _mesh.Arrays, parts: tuple[_mesh.PartName, ...], table: Any
    ) -> None:
        first = 0
        for part in parts:
            tris = arrays[f"{part.name}/tris"].astype(np.int64) + first
            node = _mesh.part_node(part.name, _mesh.part_geom(table, tris))
            if (far := arrays.get(f"{part.name}/tris.far")) is not None:
                geom = _mesh.part_geom(table, far.astype(np.int64) + first)
                self._detail.add(node, geom)
            first += len(arrays[f"{part.name}/positions"])
            node.node().set_bounds(REACH)
            node.node().set_final(True)
            node.set_tag("material", part.material)
            node.reparent_to(self._node)
            _dress(node, part, arrays)


def _read(about: Card, is_standing: bool) -> _mesh.Arrays:
    arrays = read_body(about)
    return shade_lifted(arrays) if is_standing else arrays


def _rest(arrays: _mesh.Arrays, is_standing: bool) -> Rest:
    seated = Rest(
        tuple(str(name) for name in arrays["joint.names"]),
        tuple(int(parent) for parent in arrays["joint.parents"]),
        arrays["joint.heads"],
        arrays["rest.rotations"],
        arrays["rest.places"],
    )
    return standing(seated, float(arrays["box"][0][2])) if is_standing else seated


def _dress(node: NodePath, part: _mesh.PartName, arrays: _mesh.Arrays) -> None:
    """Give a part its textures; parts without one get a neutral texel."""
    colour = _named("head" if part.name == "hands" else part.name, arrays)
    found = arrays.get(f"texture/{colour}")
    image = _plain(1.0) if found is None else _mesh.texture(colour, found, True)
    relief = arrays.get(f"texture/{colour}.relief")
    bump = _plain(0.5) if relief is None else _mesh.texture("relief", relief, False)
    node.set_shader_input("albedo_map", image)
    node.set_shader_input("relief_map", bump)
    if part.material == "cloth":
        sheet = arrays.get(f"texture/{part.name}.folds")
        flat = _plain(*UNFOLDED)
        folds = flat if sheet is None else _mesh.texture("folds", sheet, False)
        node.set_shader_input("folds_map", folds)
    if part.material in SOFT_MATERIALS:
        node.set_transparency(TransparencyAttrib.M_multisample)
        node.set_two_sided(True)
    if part.material == "cloth":
        node.set_two_sided(True)


def _named(name: str, arrays: _mesh.Arrays) -> str:
    return "body" if name == "head" and "texture/body" in arrays else name


def _plain(*colour: float) -> Texture:
    """One texel; a single value is a grey."""
    red, green, blue = colour * (3 // len(colour))
    out = Texture("plain")
    out.setup_2d_texture(1, 1, Texture.T_unsigned_byte, Texture.F_rgb)
    texel = [int(value * 255 + 0.5) for value in (blue, green, red)]  # as stored
    out.set_ram_image(bytes(texel))
    return out
