"""What a recipe says of a room before its light is baked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assets.build.light import Lights
from assets.build.solids import Solid, Vector
from assets.build.source import Floats


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
