"""Baked arrays become Panda3D geometry: two vertex tables, one draw per part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from panda3d.core import (
    Geom,
    GeomNode,
    GeomTriangles,
    GeomVertexArrayFormat,
    GeomVertexData,
    GeomVertexFormat,
    InternalName,
    NodePath,
    PNMImage,
    StringStream,
    Texture,
)

from assets.arrays import ArraysError
from avatars.performance import ARKIT, ARKIT_INDEX

Arrays = Mapping[str, npt.NDArray[Any]]
Floats = npt.NDArray[np.float32]

MOST_TEXELS = 4096
"""On a side; the largest of the product has 1024."""
NORMAL_SCALE = 63.5
"""Normal offsets of face shapes are stored as int8 times this."""

_BOTH = {"browDown": 1.1, "noseSneer": 1.2, "cheekSquint": 1.3, "eyeSquint": 1.3}
LIVELIER: Mapping[str, float] = {
    "browInnerUp": 1.8,  # baked with 5 mm
    **{f"{n}{s}": times for n, times in _BOTH.items() for s in ("Left", "Right")},
}
"""Face shapes that moved too little to be seen from a seat, made larger; by eye."""


@dataclass(frozen=True, slots=True)
class PartName:
    """A part's name and what it is made of."""

    name: str
    material: str


def part_names(arrays: Arrays) -> tuple[PartName, ...]:
    """The parts of a body file, in drawing order."""
    return tuple(PartName(*str(entry).split(":")) for entry in arrays["parts"])


def vertex_format() -> GeomVertexFormat:
    """Positions and normals apart from the columns that shaders alone know."""
    moving = GeomVertexArrayFormat()
    moving.add_column("vertex", 3, Geom.NT_float32, Geom.C_point)
    moving.add_column("normal", 3, Geom.NT_float32, Geom.C_normal)
    still = GeomVertexArrayFormat()
    still.add_column("texcoord", 2, Geom.NT_float32, Geom.C_texcoord)
    for name in ("tint", "joints", "weights"):
        column = InternalName.make(name)
        still.add_column(column, 4, Geom.NT_uint8, Geom.C_other)
    still.add_column(InternalName.make("moves"), 2, Geom.NT_float32, Geom.C_other)
    out = GeomVertexFormat()
    out.add_array(moving)
    out.add_array(still)
    return GeomVertexFormat.register_format(out)


STILL = np.dtype(
    [
        ("uv", "<f4", 2),
        ("tint", "u1", 4),
        ("joints", "u1", 4),
        ("weights", "u1", 4),
        ("moves", "<f4", 2),
    ]
)


def moving_rows(arrays: Arrays, parts: Sequence[PartName]) -> Floats:
    """Positions and normals of `parts`, (vertices, 6)."""
    low, span = arrays["box"].astype(np.float64)
    rows = []
    for part in parts:
        at = arrays[f"{part.name}/positions"] / 65535.0 * span + low
        rows.append(np.hstack([at, arrays[f"{part.name}/normals"] / 127.0]))
    return np.vstack(rows).astype(np.float32)


def still_rows(arrays: Arrays, parts: Sequence[PartName]) -> npt.NDArray[np.void]:
    """Texture coordinates, tint, joints and weights of `parts`."""
    tables = []
    for part in parts:
        table = np.zeros(len(arrays[f"{part.name}/uv"]), STILL)
        for key in ("uv", "tint", "joints", "weights"):
            table[key] = arrays[f"{part.name}/{key}"]
        tables.append(table)
    return np.concatenate(tables)


def shape_offsets(arrays: Arrays, parts: Sequence[PartName]) -> Floats:
    """Offsets of positions and normals per face shape, (52, vertices, 6)."""
    counts = [len(arrays[f"{p.name}/positions"]) for p in parts]
    out = np.zeros((len(ARKIT), sum(counts), 6), np.float32)
    first = 0
    for part, count in zip(parts, counts, strict=True):
        starts = arrays[f"{part.name}/morph.starts"]
        index = arrays[f"{part.name}/morph.index"]
        for shape in range(len(ARKIT)):
            span = slice(int(starts[shape]), int(starts[shape + 1]))
            rows = index[span].astype(int) + first
            out[shape, rows, :3] = arrays[f"{part.name}/morph.positions"][span]
            bent = arrays[f"{part.name}/morph.normals"][span]
            out[shape, rows, 3:] = bent / NORMAL_SCALE
        first += count
    for name, times in LIVELIER.items():
        out[ARKIT_INDEX[name]] *= times
    return out


def vertex_table(
    name: str, moving: Floats, still: npt.NDArray[np.void]
) -> GeomVertexData:
    """A filled vertex table."""
    table = GeomVertexData(name, vertex_format(), Geom.UH_static)
    table.unclean_set_num_rows(len(moving))
    table.modify_array_handle(0).copy_data_from(np.ascontiguousarray(moving))
    table.modify_array_handle(1).copy_data_from(still.view(np.uint8))
    return table


def part_geom(table: GeomVertexData, tris: npt.NDArray[Any]) -> Geom:
    """What draws `tris` (row numbers) of a vertex table."""
    primitive = GeomTriangles(Geom.UH_static)
    wide = int(tris.max()) >= 65535
    primitive.set_index_type(Geom.NT_uint32 if wide else Geom.NT_uint16)
    rows = np.ascontiguousarray(tris, np.uint32 if wide else np.uint16)
    indices = primitive.modify_vertices()
    indices.unclean_set_num_rows(rows.size)
    indices.modify_handle().copy_data_from(rows.reshape(-1).view(np.uint8))
    geom = Geom(table)
    geom.add_primitive(primitive)
    return geom


def part_node(name: str, geom: Geom) -> NodePath:
    """A node that draws `geom`."""
    node = GeomNode(name)
    node.add_geom(geom)
    return NodePath(node)


BONE_TEXELS = 256
"""Width of the texture that holds a skeleton's matrix rows; 204 are used."""


class PoseTexture:
    """What a body sends to the graphics card in a frame: two rows of float texels.

    The first holds the rows of matrices, the second the weights of face shapes, as
    blue. They are fetched by number in the vertex shader.
    """

    def __init__(self) -> None:
        self.texture = _floats("pose", BONE_TEXELS, 2)
        raw = memoryview(self.texture.modify_ram_image())
        rows, weights = np.frombuffer(raw, np.float32).reshape(2, -1)
        self._rows, self._weights = rows, weights.reshape(-1, 4)[:, 0]

    def show(self, rows: Floats, weights: Floats) -> None:
        """Let the next frame have `rows` (any, 4) and `weights` (52,)."""
        self._rows[: rows.size] = rows.reshape(-1)
        self._weights[: weights.size] = weights
        self.texture.modify_ram_image()  # says that it has changed


def float_texture(name: str, texels: Floats) -> Texture:
    """A table (height, width, 4) whose texels are fetched by number."""
    out = _floats(name, texels.shape[1], texels.shape[0])
    # pictures are stored blue, green, red, alpha
    stored = np.ascontiguousarray(texels[..., [2, 1, 0, 3]], np.float32)
    out.set_ram_image(stored.tobytes())
    return out


def _floats(name: str, width: int, height: int) -> Texture:
    out = Texture(name)
    out.setup_2d_texture(width, height, Texture.T_float, Texture.F_rgba32)
    out.set_minfilter(Texture.FT_nearest)
    out.set_magfilter(Texture.FT_nearest)
    out.set_compression(Texture.CM_off)
    out.set_clear_color((0, 0, 0, 0))
    return out


def texture(name: str, data: npt.NDArray[np.uint8], is_colour: bool) -> Texture:
    """A texture from PNG or JPEG bytes; colours are stored as sRGB.

    Raises:
        ArraysError: it is no picture, or larger than `MOST_TEXELS` on a side.
    """
    image = PNMImage()
    raw = data.tobytes()
    kind = "png" if raw[:4] == b"\x89PNG" else "jpg"
    # the size is read first: a picture of a kilobyte can unpack to gigabytes
    is_known = raw.startswith((b"\x89PNG", b"\xff\xd8"))
    is_read = is_known and image.read_header(StringStream(raw), f"{name}.{kind}")
    if is_read and max(image.get_x_size(), image.get_y_size()) > MOST_TEXELS:
        raise ArraysError(f"texture {name!r}: more than {MOST_TEXELS} texels a side")
    if not is_read or not image.read(StringStream(raw), f"{name}.{kind}"):
        raise ArraysError(f"texture {name!r}: not a readable {kind} image; bake again")
    out = Texture(name)
    out.load(image)
    if is_colour:
        alpha = image.has_alpha()
        out.set_format(Texture.F_srgb_alpha if alpha else Texture.F_srgb)
    # No anisotropy: Mesa 22's software renderer is twenty times slower with it.
    out.set_minfilter(Texture.FT_linear_mipmap_linear)
    return out
