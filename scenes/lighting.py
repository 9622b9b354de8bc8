"""Shaders of the project, and light for people from a room's baked probes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
from panda3d.core import (
    ColorBlendAttrib,
    Geom,
    GeomNode,
    GeomTriangles,
    GeomVertexArrayFormat,
    GeomVertexData,
    GeomVertexFormat,
    NodePath,
    PTA_LVecBase3f,
    Shader,
    TransparencyAttrib,
    Vec2,
    Vec3,
)

Floats = npt.NDArray[np.float32]

SHADERS = Path(__file__).parent / "shaders"
EXPOSURE = 0.74
"""Scene light to display; one value for room and people, so both belong together."""
PROBE_HEIGHTS_M = (0.55, 1.15)
"""Heights of a seat's two probes above the floor."""


@dataclass(frozen=True, slots=True)
class SeatLight:
    """Light that reaches a person on one seat."""

    low: Floats
    """Nine SH coefficients (9, 3) at lap height, irradiance over pi."""
    high: Floats
    """The same at head height."""
    key_place: tuple[float, float, float]
    """Middle of the window in the room."""
    key_light: tuple[float, float, float]
    """What it sends towards the seat: radiance times solid angle."""


Mode = Literal["ONE", "TWO", "SHARED", "INSTANCED", "MULTIVIEW"]
"""How a picture is drawn: ONE by a camera as any, the others for a headset's eyes, see
`scenes.stereo`. The name is defined in every shader."""
LOOKS: Final[dict[str, tuple[str, str, str]]] = {
    "room": ("room.vert", "room.frag", ""),
    "veil": ("room.vert", "veil.frag", ""),
    "blob": ("blob.vert", "blob.frag", ""),
    "mirror": ("mirror.vert", "mirror.frag", ""),
    "flat": ("flat.vert", "flat.frag", ""),
    "textured": ("textured.vert", "textured.frag", ""),
    "mask": ("mask.vert", "mask.frag", ""),
    "cover": ("cover.vert", "cover.frag", ""),
    "hand": ("hand.vert", "hand.frag", ""),
    **{
        material: ("person.vert", "person.frag", material.upper())
        for material in ("skin", "mouth", "lash", "eye", "hair", "cloth")
    },
}
"""Everything that can be painted: vertex and fragment file, and one more define.

room is baked light times albedo; veil the same for cloth that fades, with the input
``there``, 0..1; mirror the glass of `scenes.mirror`; flat is a node's colour (vertex
colours, `set_color`, `set_color_scale`) without light, textured the same times its
texture; mask and cover are `scenes.stereo_cover`'s; hand is `scenes.hands`'; the rest
are the materials of people.
"""
LOOK_TAG: Final = "look"
"""By this tag a headset's camera finds its own variant of a node's shader."""
_HEADS: Final[dict[str, str]] = {
    "MULTIVIEW": "#extension GL_OVR_multiview2 : require\n"
}


def paint(node: NodePath, look: str, priority: int = 0) -> None:
    """Let `node` be drawn as `look`, one of `LOOKS`, in windows, mirrors and headsets.

    Never `set_shader` alone: a headset that draws both eyes at once would not know the
    node.

    Raises:
        KeyError: there is no such look.
    """
    node.set_shader(shader_of(look), priority)
    node.set_tag(LOOK_TAG, look)


def flat_shader() -> Shader:
    """A node's own colour, without light; use ``paint(node, "flat")``."""
    return shader_of("flat")


def textured_shader() -> Shader:
    """A node's texture and colour, without light; use ``paint(node, "textured")``."""
    return shader_of("textured")


@cache
def shader_of(look: str, mode: Mode = "ONE") -> Shader:
    """The shader of one of `LOOKS` for one way of drawing.

    Raises:
        KeyError: there is no such look.
        RuntimeError: a file of the shader is missing or empty.
    """
    vertex, fragment, define = LOOKS[look]
    head = "#version 330\n" + _HEADS.get(mode, "") + f"#define {mode}\n"
    head += f"#define {define}\n" if define else ""
    views = "layout(num_views = 2) in;\n" if mode == "MULTIVIEW" else ""
    parts = [(SHADERS / f"common.{kind}").read_text() for kind in ("vert", "frag")]
    shader = Shader.make(
        Shader.SL_GLSL,
        head + views + parts[0] + (SHADERS / vertex).read_text(),
        head + parts[1] + (SHADERS / fragment).read_text(),
    )
    if shader is None:
        raise RuntimeError(f"scenes/shaders/{fragment}: the shader was not accepted")
    return shader


def light_person(node: NodePath, light: SeatLight) -> None:
    """Give every part of a body (tag ``material``) its shader and the seat's light."""
    for part in node.find_all_matches("**/=material"):
        paint(part, part.get_tag("material"))
    for name, values in (("probe_low", light.low), ("probe_high", light.high)):
        node.set_shader_input(name, _vectors(values))
    node.set_shader_input("probe_heights", Vec2(*PROBE_HEIGHTS_M))
    node.set_shader_input("key_place", Vec3(*light.key_place))
    node.set_shader_input("key_light", Vec3(*light.key_light))
    node.set_shader_input("exposure", EXPOSURE)


def _vectors(values: Floats) -> PTA_LVecBase3f:
    out = PTA_LVecBase3f.empty_array(len(values))
    np.asarray(memoryview(out))[:] = values
    return out


Spot = tuple[tuple[float, float, float], tuple[float, float], float]
"""Of a contact shadow: its middle, half of its width and depth, and how dark, 0..1."""


def ground(parent: NodePath, seat_height_m: float) -> NodePath:
    """Soft contact shadows under feet and seat, as a child of `parent`.

    `parent` is the body's seat: origin on the floor under the hips, facing -y.
    """
    feet: list[Spot] = [((x, -0.47, 0.012), (0.15, 0.24), 0.62) for x in (-0.17, 0.17)]
    lap: list[Spot] = [
        ((0, -0.40, 0.010), (0.44, 0.42), 0.38),
        ((0, -0.10, seat_height_m + 0.004), (0.33, 0.36), 0.70),
    ]
    return _spots(parent, feet + lap)


def ground_standing(parent: NodePath) -> NodePath:
    """Soft contact shadows under the feet of a body that stands at `parent`."""
    feet: list[Spot] = [((x, -0.05, 0.014), (0.12, 0.20), 0.5) for x in (-0.12, 0.12)]
    return _spots(parent, [*feet, ((0, -0.02, 0.012), (0.40, 0.38), 0.18)])


def ground_round(parent: NodePath, place: tuple[float, float], radius: float) -> None:
    """A soft contact shadow round a thing that stands on the floor at `place`."""
    _spots(parent, [((*place, 0.013), (radius, radius), 0.75)])


@cache
def _spot_format() -> GeomVertexFormat:
    columns = GeomVertexArrayFormat()
    columns.add_column("vertex", 3, Geom.NT_float32, Geom.C_point)
    columns.add_column("texcoord", 3, Geom.NT_float32, Geom.C_texcoord)
    return GeomVertexFormat.register_format(GeomVertexFormat(columns))


def _spots(parent: NodePath, spots: list[Spot]) -> NodePath:
    """All of them in one draw; a vertex carries its spot's darkness as a third uv."""
    table = GeomVertexData("blob", _spot_format(), Geom.UH_static)
    triangles = GeomTriangles(Geom.UH_static)
    rows: list[tuple[float, ...]] = []
    for (x, y, z), (wide, deep), strength in spots:
        first = len(rows)
        for u, v in ((0, 0), (1, 0), (1, 1), (0, 1)):
            at = (x + (2 * u - 1) * wide, y + (2 * v - 1) * deep, z)
            rows.append((*at, u, v, strength))
        triangles.add_vertices(first, first + 1, first + 2)
        triangles.add_vertices(first, first + 2, first + 3)
    table.unclean_set_num_rows(len(rows))
    made = np.array(rows, np.float32)
    table.modify_array_handle(0).copy_data_from(made.view(np.uint8))
    geom = Geom(table)
    geom.add_primitive(triangles)
    shape = GeomNode("blob")
    shape.add_geom(geom)
    node = parent.attach_new_node(shape)
    paint(node, "blob")
    node.set_transparency(TransparencyAttrib.M_alpha)
    node.set_attrib(ColorBlendAttrib.make_off())
    node.set_depth_write(False)
    node.set_depth_offset(1)
    node.set_bin("transparent", 0)
    return node
