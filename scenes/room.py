"""Baked rooms: geometry with its light, seats, and where the user sits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from panda3d.core import (
    AntialiasAttrib,
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
from assets.cards import Card, card
from scenes._checked import loaded
from scenes.lighting import (
    EXPOSURE,
    SeatLight,
    ground,
    light_person,
    paint,
)

Arrays = Mapping[str, npt.NDArray[Any]]
Place = tuple[float, float, float]

MOST_TEXELS = 4096
"""On a side of a texture; the largest of the product has 1024."""
SEAT_HEIGHT_M = 0.44
"""Height of seats; bodies are baked to sit at this height."""
BARE_LIGHT: Final = 0.55
"""From every side where no room can be read, as irradiance over pi."""
BARE_SKY: Final = (0.62, 0.60, 0.57)
Y_00: Final = 0.282095
"""The constant spherical harmonic."""

ROW = np.dtype(
    [("point", "<f4", 3), ("uv", "<f4", 2), ("light", "<f4", 3), ("albedo", "u1", 4)]
)


@dataclass(frozen=True, slots=True)
class Seat:
    """A place to sit: the floor point under the hips and the heading in degrees."""

    name: str
    place: Place
    heading_deg: float
    """0 faces -y; positive turns to the sitter's own left."""
    light: SeatLight


@dataclass(frozen=True, slots=True)
class Room:
    """One room, ready to be drawn."""

    about: Card
    node: NodePath
    seats: dict[str, Seat]
    user_eye: Place
    """Where the user's eyes are, metres; Z up."""
    user_look: Place
    """What the user looks at by default."""
    background: Place
    """sRGB colour of what lies beyond."""

    @property
    def partner_seat(self) -> Seat:
        """The seat across from the user."""
        return self.seats["partner"]

    def sit(self, body: NodePath, seat: str = "partner") -> NodePath:
        """Put a body on a seat with the seat's light and contact shadows.

        Returns the seat's node, the body's new parent.

        Raises:
            KeyError: the room has no such seat; the message lists the seats.
        """
        if seat not in self.seats:
            raise KeyError(f"{self.about.id}: seat {seat!r} not in {list(self.seats)}")
        chosen = self.seats[seat]
        place = self.node.attach_new_node(f"seat-{seat}")
        place.set_pos(*chosen.place)
        place.set_h(chosen.heading_deg)
        body.reparent_to(place)
        light_person(body, chosen.light)
        if body.get_num_children():  # nobody to see casts no shade
            ground(place, SEAT_HEIGHT_M)
        return place


def load_room(name: str) -> Room:
    """Load a room by id.

    Raises:
        UnknownItemError: there is no such room.
        ArraysError: its file is damaged, or its arrays do not fit together.
        CardError: its card says no good place for the user or a seat.
    """
    return build_room(card("rooms", name))


def build_room(about: Card) -> Room:
    """Make the room of one card.

    Raises:
        ArraysError: its file is damaged, or its arrays do not fit together.
        CardError: its card says no good place for the user or a seat.
    """
    arrays = loaded(about)
    name = about.id
    node = NodePath(f"room-{name}")
    for group in arrays["groups"]:
        _group(str(group), arrays).reparent_to(node)
    node.set_antialias(AntialiasAttrib.M_multisample)
    paint(node, "room")
    node.set_shader_input("exposure", EXPOSURE)
    sky = arrays["sky"].tolist()
    user = about.fields["user"]
    return Room(
        about,
        node,
        _seats(about, arrays),
        _place(user["eye"]),
        _place(user["look"]),
        (sky[0], sky[1], sky[2]),
    )


def bare_room() -> Room:
    """A place with a seat, even light and no walls, for when no room can be read."""
    even = np.zeros((9, 3), np.float32)
    even[0] = BARE_LIGHT / Y_00
    light = SeatLight(even, even, (0.0, -2.0, 2.0), (0.3, 0.3, 0.3))
    seats = {"partner": Seat("partner", (-0.4, 1.45, 0.0), 4.0, light)}
    about = Card("bare", "No room", "A plain background.", Path("bare.npz"), {})
    node = NodePath("room-bare")
    node.set_shader_input("exposure", EXPOSURE)
    return Room(about, node, seats, (-0.3, -0.05, 1.19), (-0.4, 1.4, 1.02), BARE_SKY)


def _place(values: Any) -> Place:
    return float(values[0]), float(values[1]), float(values[2])


def _seats(about: Card, arrays: Arrays) -> dict[str, Seat]:
    out = {}
    for name, fields in about.fields["seats"].items():
        light = SeatLight(
            arrays[f"probe/{name}.low"],
            arrays[f"probe/{name}.high"],
            _place(arrays["key.place"].tolist()),
            _place(arrays[f"key.light/{name}"].tolist()),
        )
        place, heading = _place(fields["place"]), float(fields["heading_deg"])
        out[name] = Seat(name, place, heading, light)
    return out


def _format() -> GeomVertexFormat:
    array = GeomVertexArrayFormat()
    array.add_column("vertex", 3, Geom.NT_float32, Geom.C_point)
    array.add_column("texcoord", 2, Geom.NT_float32, Geom.C_texcoord)
    array.add_column(InternalName.make("light"), 3, Geom.NT_float32, Geom.C_other)
    array.add_column(InternalName.make("albedo"), 4, Geom.NT_uint8, Geom.C_other)
    out = GeomVertexFormat()
    out.add_array(array)
    return GeomVertexFormat.register_format(out)


def _group(group: str, arrays: Arrays) -> NodePath:
    """One draw: everything of the room that shares a texture."""
    texture, two_sided = group.split(":")
    points = arrays[f"{group}/positions"]
    rows = np.zeros(len(points), ROW)
    rows["point"], rows["uv"] = points, arrays[f"{group}/uv"]
    rows["light"] = arrays[f"{group}/light"]
    rows["albedo"][:, :3] = arrays[f"{group}/albedo"]
    table = GeomVertexData(group, _format(), Geom.UH_static)
    table.unclean_set_num_rows(len(rows))
    table.modify_array_handle(0).copy_data_from(rows.view(np.uint8))
    primitive = GeomTriangles(Geom.UH_static)
    primitive.set_index_type(Geom.NT_uint32)
    tris = np.ascontiguousarray(arrays[f"{group}/tris"], np.uint32).reshape(-1)
    indices = primitive.modify_vertices()
    indices.unclean_set_num_rows(tris.size)
    indices.modify_handle().copy_data_from(tris.view(np.uint8))
    geom = Geom(table)
    geom.add_primitive(primitive)
    node = GeomNode(group)
    node.add_geom(geom)
    path = NodePath(node)
    path.set_two_sided(two_sided == "1")
    path.set_shader_input("albedo_map", _texture(texture, arrays))
    return path


def _texture(name: str, arrays: Arrays) -> Texture:
    out = Texture(name)
    if f"texture/{name}" not in arrays:
        out.setup_2d_texture(1, 1, Texture.T_unsigned_byte, Texture.F_rgb)
        out.set_ram_image(b"\xff\xff\xff")
        return out
    image, raw = PNMImage(), arrays[f"texture/{name}"].tobytes()
    # the size is read first: a picture of a kilobyte can unpack to gigabytes
    is_known = raw.startswith(b"\xff\xd8")
    is_read = is_known and image.read_header(StringStream(raw), f"{name}.jpg")
    if is_read and max(image.get_x_size(), image.get_y_size()) > MOST_TEXELS:
        raise ArraysError(f"texture {name!r}: more than {MOST_TEXELS} texels a side")
    if not is_read or not image.read(StringStream(raw), f"{name}.jpg"):
        raise ArraysError(f"texture {name!r}: not a readable JPEG; bake the room again")
    out.load(image)
    out.set_format(Texture.F_srgb)
    out.set_wrap_u(Texture.WM_repeat)
    out.set_wrap_v(Texture.WM_repeat)
    out.set_minfilter(Texture.FT_linear_mipmap_linear)
    out.set_anisotropic_degree(4)
    return out
