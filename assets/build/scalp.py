"""The skin that hair grows on, and the dense layer of hair that lies next to it."""

from __future__ import annotations

import numpy as np

from assets.build.hairline import hairline_height
from assets.build.meshes import (
    Patch,
    neighbour_mean,
    noise,
    normals,
    smoothed,
    step,
    unit,
)
from assets.build.parts import Part
from assets.build.source import Floats, detail
from assets.build.styles import Style


def scalp(recede_m: float) -> Patch:
    """The part of the skin that hair grows on."""
    patch = Patch.of_group("body")
    patch = patch.clipped(patch.canonical[:, 1] - 0.60).subdivided()
    at = patch.canonical
    ears = sum(
        np.linalg.norm(detail(f"ears/{side}-ear-scale-incr"), axis=1) for side in "lr"
    )
    ear = patch.maps @ (ears / np.max(ears))
    keep = np.minimum(hairline_height(at, recede_m), (0.18 - ear) * 0.1)
    x, y, z = abs(at[:, 0]), at[:, 1], at[:, 2]
    below = 0.80 + min(recede_m, 0.0) * 2.6
    brow = (y < below) & (z > 0.105)
    inner = (x < 0.055) & (z < 0.14) & (y < below) & (z > 0.02)
    return patch.clipped(np.where(brow | inner, -1, keep))


WISPY_M = (0.016, 0.017)
"""Above the hairline the layer thickens over this; the second is of long hair."""


def cap(body: Floats, weights: Floats, style: Style) -> Part:
    """Dense under-layer of short hair; u < 0 tells the shader that it is solid."""
    patch = scalp(style.recede_m)
    points, at, tris = patch.maps @ body, patch.canonical, patch.tris
    mean = neighbour_mean(tris, len(points))
    outward = unit(smoothed(normals(points, tris), mean, 6))
    edge = step(-0.001, 0.024, hairline_height(at, style.recede_m))
    sides = 0.55 + 0.45 * step(0.76, 0.84, at[:, 1])
    tufts = 1 + 0.20 * noise(at, 330, 5) + 0.12 * noise(at, 700, 6)
    height = style.under_m * edge * sides * tufts
    lifted = smoothed(points, mean, 3) + outward * (height + 0.0006)[:, None]
    shade = np.clip(0.34 + 0.26 * edge + 0.16 * (tufts - 1) / 0.3, 0, 1)
    height_over = hairline_height(at, style.recede_m)
    uv = np.c_[-1 - step(0.0, WISPY_M[style.kind == "long"], height_over), at[:, 1]]
    return Part(
        "hair",
        "hair",
        lifted,
        normals(lifted, tris),
        uv,
        tris,
        np.asarray(patch.maps @ weights),
        np.c_[np.full((len(at), 3), 0.5), shade],
    )
