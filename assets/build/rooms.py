"""Lay out and bake the rooms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from assets import folder
from assets.build import changing_room, living_room, pack
from assets.build.light import Lights, bake, probe
from assets.build.solids import Solid, Vector
from assets.build.source import Floats
from assets.build.textures import encoded


@dataclass(frozen=True)
class Seat:
    """Where somebody sits: the floor point below the hips, and the way they face."""

    name: str
    place: Vector
    heading_deg: float
    """0 faces -y; positive turns to the person's own left."""


@dataclass(frozen=True)
class Layout:
    """One room before its light is baked."""

    title: str
    description: str
    solids: list[Solid]
    textures: dict[str, Floats]
    lights: Lights
    seats: tuple[Seat, ...]
    user_eye: Vector
    user_look: Vector
    sky: Vector
    """sRGB colour where nothing is drawn."""
    mirror: Mapping[str, float | tuple[float, ...]] | None = None
    """Middle, size and heading of a mirror, as the card has them."""


def living_room_layout() -> Layout:
    """A warm living room by day."""
    solids, lights = living_room.build()
    return Layout(
        "Living room",
        "A quiet living room in afternoon light: a sofa, a lamp, a plant, a window.",
        solids,
        living_room.textures(),
        lights,
        (
            Seat("partner", (-0.46, 1.50, 0.0), 4.0),
            Seat("second", (0.46, 1.50, 0.0), -6.0),
        ),
        (-0.34, -0.10, 1.19),
        (-0.44, 1.40, 0.985),
        (0.78, 0.84, 0.90),
    )


def changing_room_layout() -> Layout:
    """A calm room with a tall mirror."""
    solids, lights = changing_room.build()
    x, y, heading = changing_room.CHAIR
    return Layout(
        "Changing room",
        "A calm room with a tall mirror behind a curtain, an armchair and a plant.",
        solids,
        changing_room.textures(),
        lights,
        (Seat("partner", (x, y, 0.0), heading), Seat("own", (0.0, 0.0, 0.0), 180.0)),
        (0.0, 0.10, 1.17),
        (round(x - 0.12, 2), round(y - 0.05, 2), 0.99),
        (0.80, 0.79, 0.76),
        {
            "middle": (0.0, changing_room.MIRROR_Y, sum(changing_room.MIRROR_Z) / 2),
            "size": (
                changing_room.MIRROR_WIDE_M,
                changing_room.MIRROR_Z[1] - changing_room.MIRROR_Z[0],
            ),
            "heading_deg": 0.0,
        },
    )


ROOMS: dict[str, Callable[[], Layout]] = {
    "living_room": living_room_layout,
    "changing_room": changing_room_layout,
}


def bake_room(name: str) -> None:
    """Bake one room and write its two files."""
    layout = ROOMS[name]()
    albedo = _reflectance(layout)
    baked = bake(layout.solids, albedo, layout.lights)
    arrays = _arrays(layout, baked.irradiance)
    for seat in layout.seats:
        for level, height in (("low", 0.55), ("high", 1.15)):
            place = (*_before(seat), height)
            arrays[f"probe/{seat.name}.{level}"] = probe(
                place, baked, layout.lights
            ).astype(np.float32)
    window = layout.lights.window
    middle = (
        np.array(window.corner) + (np.array(window.across) + np.array(window.up)) / 2
    )
    arrays["key.place"] = middle.astype(np.float32)
    area = float(np.linalg.norm(np.cross(window.across, window.up)))
    for seat in layout.seats:
        way = middle - np.array(seat.place)
        share = area * abs(way @ np.array(window.facing)) / float(way @ way) ** 1.5
        arrays[f"key.light/{seat.name}"] = (np.array(window.radiance) * share).astype(
            np.float32
        )
    arrays["sky"] = np.array(layout.sky, np.float32)
    path = folder("rooms") / f"{name}.npz"
    digest = pack.write(path, arrays)
    _write_card(name, layout, digest)
    count = sum(len(s.tris) for s in layout.solids)
    print(f"{path.name}: {count} triangles, {path.stat().st_size / 1e6:.2f} MB")


def _before(seat: Seat) -> tuple[float, float]:
    """The floor point below a sitter's knees' half way, metres."""
    turn = np.radians(seat.heading_deg)
    x, y, _ = seat.place
    return x + 0.16 * float(np.sin(turn)), y - 0.16 * float(np.cos(turn))


def _write_card(name: str, layout: Layout, digest: str) -> None:
    card: dict[str, str | float] = {
        "id": name,
        "title": layout.title,
        "description": layout.description,
        "provenance": "Modelled, textured and lit by assets/build; all generated.",
        "licence": "CC0-1.0",
        "sha256": digest,
    }
    path = folder("rooms") / f"{name}.toml"
    pack.write_card(path, card)
    lines = [
        "",
        "[user]",
        f"eye = {list(layout.user_eye)}",
        f"look = {list(layout.user_look)}",
    ]
    for seat in layout.seats:
        lines += [
            "",
            f"[seats.{seat.name}]",
            f"place = {list(seat.place)}",
            f"heading_deg = {seat.heading_deg}",
        ]
    if layout.mirror is not None:
        lines += ["", "[mirror]"]
        for key, value in layout.mirror.items():
            shown = list(value) if isinstance(value, tuple) else value
            lines.append(f"{key} = {shown}")
    with path.open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def _reflectance(layout: Layout) -> Floats:
    means = {
        name: (np.clip(image[..., :3], 0, 1) ** 2.2).mean((0, 1))
        for name, image in layout.textures.items()
    }
    rows = []
    for solid in layout.solids:
        mean = means[solid.texture] if solid.texture else np.ones(3)
        rows.append(np.tile(np.array(solid.albedo) * mean, (len(solid.points), 1)))
    return np.vstack(rows)


def _arrays(layout: Layout, irradiance: Floats) -> pack.Arrays:
    """Solids merged by texture and sidedness, with their light."""
    out: pack.Arrays = {}
    groups: dict[str, list[tuple[Solid, Floats]]] = {}
    start = 0
    for solid in layout.solids:
        light = irradiance[start : start + len(solid.points)]
        start += len(solid.points)
        key = f"{solid.texture or 'plain'}:{int(solid.both_sides)}"
        groups.setdefault(key, []).append((solid, light))
    out["groups"] = np.array(list(groups))
    for key, members in groups.items():
        out |= {f"{key}/{k}": v for k, v in _merged(members).items()}
    for name, image in layout.textures.items():
        out[f"texture/{name}"] = np.frombuffer(encoded(image[..., :3]), np.uint8)
    return out


def _merged(members: list[tuple[Solid, Floats]]) -> pack.Arrays:
    starts = np.cumsum([0] + [len(s.points) for s, _ in members[:-1]])
    tris = [s.tris + k for (s, _), k in zip(members, starts, strict=True)]
    light, albedo = [], []
    for solid, baked in members:
        glows = sum(solid.glow) > 0
        count = len(solid.points)
        light.append(np.tile(solid.glow, (count, 1)) if glows else baked)
        shown = np.ones(3) if glows else np.array(solid.albedo)
        albedo.append(np.tile(shown, (count, 1)))
    return {
        "positions": np.vstack([s.points for s, _ in members]).astype(np.float32),
        "normals": np.round(np.vstack([s.normals for s, _ in members]) * 127).astype(
            np.int8
        ),
        "uv": np.vstack([s.uv for s, _ in members]).astype(np.float16),
        "tris": np.vstack(tris).astype(np.uint32),
        "light": np.vstack(light).astype(np.float16),
        "albedo": np.round(np.vstack(albedo) ** (1 / 2.2) * 255).astype(np.uint8),
    }
