"""What a bake is made of: parts of a body, each one draw with one material."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from assets.build.source import Floats, Ints

Material = Literal["skin", "mouth", "lash", "eye", "hair", "cloth"]

BEYOND = (0.0, 9.0, 0.0)
"""Canonical place of what is sewn on, such as collars: it has none on the body."""


@dataclass
class Part:
    """One mesh in the bind pose: metres, Y up, facing +Z."""

    name: str
    material: Material
    positions: Floats
    normals: Floats
    uv: Floats
    """v runs up."""
    tris: Ints
    weights: Floats
    """(vertices, joints), rows sum to 1."""
    tint: Floats | None = None
    """(vertices, 4) 0..1: rgb is the hair's direction (0.5 is zero) or white, a is
    how much light reaches the place. None: white."""
    morphs: dict[str, Floats] = field(default_factory=dict)
    """Position offsets per face shape."""
    morph_normals: dict[str, Floats] = field(default_factory=dict)
    at: Floats | None = None
    """Canonical places, where the making needs them; no file holds these."""
    far: Ints | None = None
    """Fewer triangles of the same vertices, for farther away; see `distant`."""

    def compacted(self) -> Part:
        """Without vertices that no triangle uses, and without `far`."""
        used, inverse = np.unique(self.tris, return_inverse=True)
        return Part(
            self.name,
            self.material,
            self.positions[used],
            self.normals[used],
            self.uv[used],
            inverse.reshape(-1, 3),
            self.weights[used],
            None if self.tint is None else self.tint[used],
            {k: v[used] for k, v in self.morphs.items()},
            {k: v[used] for k, v in self.morph_normals.items()},
            None if self.at is None else self.at[used],
        )


def joined(name: str, parts: list[Part]) -> Part:
    """Several parts of one material as one."""
    starts = np.cumsum([0] + [len(p.positions) for p in parts])
    keys = list(dict.fromkeys(k for p in parts for k in p.morphs))

    def stacked(attribute: str, key: str) -> Floats:
        zero = [np.zeros_like(p.positions) for p in parts]
        found = [
            getattr(p, attribute).get(key, z) for p, z in zip(parts, zero, strict=True)
        ]
        return np.vstack(found)

    return Part(
        name,
        parts[0].material,
        np.vstack([p.positions for p in parts]),
        np.vstack([p.normals for p in parts]),
        np.vstack([p.uv for p in parts]),
        np.vstack([p.tris + s for p, s in zip(parts, starts, strict=False)]),
        np.vstack([p.weights for p in parts]),
        np.vstack([white(p) for p in parts]),
        {k: stacked("morphs", k) for k in keys},
        {k: stacked("morph_normals", k) for k in keys},
        None if parts[0].at is None else np.vstack([_place(p) for p in parts]),
    )


def _place(part: Part) -> Floats:
    return np.zeros_like(part.positions) if part.at is None else part.at


def white(part: Part) -> Floats:
    """The part's tint, white where it has none."""
    return np.ones((len(part.positions), 4)) if part.tint is None else part.tint
