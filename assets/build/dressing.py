"""Clothes on a body: texture places, weights, collars, and how sitting folds them."""

from __future__ import annotations

import numpy as np

from assets.build.collars import collar
from assets.build.folding import round_knees
from assets.build.garments import Cut, Garment, along_arm
from assets.build.layout_cloth import laid_out
from assets.build.meshes import neighbour_mean, normals, step, welded
from assets.build.parts import Part, joined
from assets.build.posing import Posed
from assets.build.source import Floats, Rig


def dressed(garment: Garment, body: Floats, rig: Rig) -> Part:
    """One garment over a body, laid out for its textures."""
    cloth = draped(garment, body, rig)
    flat = laid_out(cloth, garment.kind)
    if garment.collar > 0:
        return joined(garment.name, [flat, collar(garment, cloth, body, rig)])
    return flat


def draped(garment: Garment, body: Floats, rig: Rig) -> Part:
    """One garment over a body, before it is cut along its seams; without a collar."""
    points, tris = garment.positions(body), garment.triangles()
    at = garment.patch.canonical
    at = np.vstack([at, at[garment.rim]])
    weights = garment.carried(rig.weights)
    if garment.kind == "top":
        weights = _off_the_legs(weights, rig)
    nowhere = np.zeros((len(points), 2))
    whole = normals(points, tris)
    return Part(garment.name, "cloth", points, whole, nowhere, tris, weights, at=at)


def settle(parts: list[Part], pose: Posed) -> None:
    """Smooth the trousers where sitting folds them: hips, seat and knees."""
    part = next(p for p in parts if p.name == "trousers")
    cut = welded(part.positions)
    tris = cut[part.tris]
    first = np.unique(cut, return_index=True)[1]
    weights = part.weights[first]
    points = pose.skinned(part.positions[first], weights)
    mean = neighbour_mean(tris, len(points))
    _, places = pose.solve()
    crotch = places[pose.index("upperleg01.L")] * [0, 1, 1] + [0, -0.02, 0.06]
    away = np.linalg.norm((points - crotch) * [1.0, 0.8, 0.7], axis=1)
    share = step(0.17, 0.07, away)[:, None]
    for _ in range(60):
        points = points + 0.5 * share * (mean @ points - points)
    points = round_knees(points, part.positions[first], mean, pose)
    part.positions = pose.unskinned(points, weights)[cut]
    part.normals = pose.unturned(normals(points, tris), weights)[cut]


def _off_the_legs(weights: Floats, rig: Rig) -> Floats:
    """A top hangs from waist and chest: what the legs would carry, the waist does."""
    legs = [
        k for k, n in enumerate(rig.names) if n.startswith(("upperleg", "lowerleg"))
    ]
    out = weights.copy()
    out[:, rig.names.index("spine05")] += out[:, legs].sum(1)
    out[:, legs] = 0
    return out


def layered(clothes: list[Part], jacket: Cut | None, has_scarf: bool) -> list[Part]:
    """The clothes, the top first, without what another one covers for good."""
    top, *others = clothes
    if has_scarf:
        top = under_a_scarf(top)
    if jacket is not None:
        top = worn_under(top, jacket.opening)
    return [top, *others]


def under_a_scarf(top: Part) -> Part:
    """A top without its neckline, which a scarf hides, so that it never comes through.

    Raises:
        ValueError: the top does not know its canonical places.
    """
    if top.at is None:
        raise ValueError(f"{top.name}: no canonical places to cut it by")
    hidden = (top.at[:, 1] > 0.530) & (abs(top.at[:, 0]) < 0.115)
    top.tris = top.tris[~hidden[top.tris].all(1)]
    return top.compacted()


def worn_under(top: Part, opening: float) -> Part:
    """What an open jacket leaves to be seen of the top below it."""
    if top.at is None:
        raise ValueError(f"{top.name}: no canonical places to cut it by")
    x, y, z = top.at.T
    half = 1.5 * opening + 0.02 + 0.045 * step(0.36, 0.48, y)
    seen = (z > 0.0) & (abs(x) < half) & (along_arm(top.at) < 0.0)
    seen |= (y > 0.46) & (abs(x) < 0.155)
    top.tris = top.tris[seen[top.tris].any(1)]
    return top.compacted()
