"""Lay out and bake the rooms."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from assets import folder
from assets.build import (
    bedroom,
    changing_room,
    kitchen,
    living_room,
    lobby,
    office,
    pack,
    park,
)
from assets.build.layout import Layout, Seat
from assets.build.light import bake
from assets.build.probes import probe
from assets.build.solids import Solid
from assets.build.source import Floats
from assets.build.textures import encoded

ROOMS: dict[str, Callable[[], Layout]] = {
    "living_room": living_room.layout,
    "changing_room": changing_room.layout,
    "kitchen": kitchen.layout,
    "bedroom": bedroom.by_day,
    "bedroom_night": bedroom.at_night,
    "office": office.layout,
    "park": park.layout,
    "lobby": lobby.layout,
}


def bake_room(name: str, into: Path | None = None) -> None:
    """Bake one room and write its two files, into ``assets/rooms`` if not said."""
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
    key_place, arriving = layout.lights.key()
    arrays["key.place"] = key_place.astype(np.float32)
    for seat in layout.seats:
        light = arriving(seat.place)
        arrays[f"key.light/{seat.name}"] = light.astype(np.float32)
    arrays["sky"] = np.array(layout.sky, np.float32)
    path = (into or folder("rooms")) / f"{name}.npz"
    _write_card(path, layout, pack.write(path, arrays))
    count = sum(len(s.tris) for s in layout.solids)
    print(f"{path.name}: {count} triangles, {path.stat().st_size / 1e6:.2f} MB")


def _before(seat: Seat) -> tuple[float, float]:
    """The floor point below a sitter's knees' half way, metres."""
    turn = np.radians(seat.heading_deg)
    x, y, _ = seat.place
    return x + 0.16 * float(np.sin(turn)), y - 0.16 * float(np.cos(turn))


def _write_card(data: Path, layout: Layout, digest: str) -> None:
    card: dict[str, str | float] = {
        "id": data.stem,
        "title": layout.title,
        "description": layout.description,
        "provenance": "Modelled, textured and lit by assets/build; all generated.",
        "licence": "CC0-1.0",
        "sha256": digest,
    }
    path = data.with_suffix(".toml")
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
