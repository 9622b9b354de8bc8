"""A second, lighter set of triangles for a person who is seen from farther away.

It uses the vertices of the first one, fewer of them, so a file holds nothing of it but
numbers of vertices, and a body that changes over keeps its face, pose and light.
"""

from __future__ import annotations

import numpy as np

from assets.build.meshes import welded
from assets.build.parts import Part, white
from assets.build.posing import Posed
from assets.build.source import Bools, Floats
from assets.build.thinning import collapsed

FAR = {
    "face": 1700,
    "head": 750,
    "hands": 900,
    "mouth": 200,
    "lashes": 96,
    "eyes": 280,
    "hair": 2800,
    "scarf": 1300,
    "top": 1300,
    "jacket": 1400,
    "trousers": 800,
    "shoes": 420,
    "prosthesis": 320,
}
"""Triangles of each part."""
UNDER = {"top": 600}
"""The same below a jacket."""
SHAPED = 1.0
"""How much it counts that neighbours move apart with a face shape."""
TURNED_M = 0.006
"""A normal that differs by one counts as so many metres; shading shows it."""
CARRIED_M = 0.02
"""The same for joints that carry a vertex: an elbow must bend."""
SHADED_M = 0.01
"""The same for baked shade and the direction of hair."""
PAINTED_M = 0.03
"""The same for a picture's width: brows and lips are painted."""


def add_far(parts: list[Part], pose: Posed) -> None:
    """Give every part its second set of triangles; the seated shape is what is kept."""
    is_layered = any(part.name == "jacket" for part in parts)
    shared = _shared(parts)
    for part in parts:
        wanted = (FAR | UNDER if is_layered else FAR).get(part.name)
        if wanted is not None and len(part.tris) > wanted:
            at = pose.skinned(part.positions, part.weights)
            part.far = collapsed(
                at, part.tris, shared[part.name], wanted, _features(part)
            )


def _shared(parts: list[Part]) -> dict[str, Bools]:
    """By part the vertices whose place another part has too, as face and head do."""
    place = welded(np.vstack([part.positions for part in parts]))
    number = np.repeat(np.arange(len(parts)), [len(p.positions) for p in parts])
    least, most = np.full(place.max() + 1, len(parts)), np.full(place.max() + 1, -1)
    np.minimum.at(least, place, number)
    np.maximum.at(most, place, number)
    both = (least < most)[place]
    return {part.name: both[number == k] for k, part in enumerate(parts)}


def _features(part: Part) -> Floats:
    """What should differ little between a vertex that goes and its neighbour."""
    columns = [
        part.normals * TURNED_M,
        part.weights * CARRIED_M,
        white(part) * SHADED_M,
        part.uv * PAINTED_M,
    ]
    columns += [offset * SHAPED for offset in part.morphs.values()]
    return np.hstack(columns)
