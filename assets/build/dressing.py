"""Clothes on a body: texture places, weights, collars, and how sitting folds them."""

from __future__ import annotations

import numpy as np

from assets.build.garments import SHOULDER, WRIST, Garment, along_arm
from assets.build.meshes import neighbour_mean, normals, step, unit
from assets.build.parts import Part, joined
from assets.build.posing import Posed
from assets.build.source import Floats, Ints, Rig

CLOTH_REPEATS_PER_M = 7.0


def dressed(garment: Garment, body: Floats, rig: Rig) -> Part:
    """One garment over a body."""
    points, tris = garment.positions(body), garment.triangles()
    at = garment.patch.canonical
    at = np.vstack([at, at[garment.rim]])
    uv = _cloth_layout(at, garment.kind) * CLOTH_REPEATS_PER_M
    weights = garment.carried(rig.weights)
    if garment.kind == "top":
        weights = _off_the_legs(weights, rig)
    name = garment.name
    cloth = Part(name, "cloth", points, normals(points, tris), uv, tris, weights)
    if garment.collar > 0:
        return joined(name, [cloth, _collar(garment, cloth)])
    return cloth


COLLAR_ROWS = ((0.0, -0.1), (0.10, 0.75), (0.30, 1.0), (0.62, 0.90), (1.05, 0.10))
"""Outward and upward, in collar heights: stand, fold and fall."""
COLLAR_GAP_M = 0.001


def _collar(garment: Garment, cloth: Part) -> Part:
    """A collar that stands on the neckline and folds down, open in front."""
    at = garment.patch.canonical
    border = garment.border
    neck = ((at[:, 1] > 0.48) & (along_arm(at) < 0.05))[border].all(1)
    middle = abs(at[border, 0]).min(1)
    neck &= ~((middle < COLLAR_GAP_M + 0.004) & (at[border[:, 0], 2] > 0.03))
    edge = border[neck]
    ring = np.unique(edge)
    base = cloth.positions[ring]
    axis = (base.max(0) + base.min(0)) / 2
    out = unit((base - axis) * [1, 0, 1])
    front = step(0.3, 0.95, out[:, 2])
    up = unit(np.array([0.0, 1.0, 0.0]) - out * 0.30)
    rows = [
        base
        + out * (garment.collar * wide * (1 + 0.25 * front))[:, None]
        + up * (garment.collar * (high - 0.75 * front * (row == 4)))[:, None]
        for row, (wide, high) in enumerate(COLLAR_ROWS)
    ]
    return _strip(cloth, ring, np.searchsorted(ring, edge), rows)


def _strip(cloth: Part, ring: Ints, edge: Ints, rows: list[Floats]) -> Part:
    """A band of cloth through `rows` of points above the vertices `ring`."""
    count = len(ring)
    tris = []
    for row in range(len(rows) - 1):
        a, b = edge[:, 0] + row * count, edge[:, 1] + row * count
        tris += [np.c_[a, b, a + count], np.c_[a + count, b, b + count]]
    points, faces = np.vstack(rows), np.vstack(tris)
    rise = np.repeat(np.arange(len(rows)) * 0.012, count)[:, None] * [0.0, 1.0]
    return Part(
        cloth.name,
        "cloth",
        points,
        normals(points, faces),
        np.tile(cloth.uv[ring], (len(rows), 1)) + rise * CLOTH_REPEATS_PER_M,
        faces,
        np.tile(cloth.weights[ring], (len(rows), 1)),
    )


def _cloth_layout(at: Floats, kind: str) -> Floats:
    """Texture coordinates in metres: round the torso, the arms and the legs."""
    x, y, z = at.T
    torso = np.asarray(np.c_[np.arctan2(x, z + 0.02) * 0.15, y])
    if kind == "trousers":
        side = np.where(x > 0, 1.0, -1.0)
        return np.asarray(np.c_[np.arctan2(x - side * 0.13, z) * 0.08 + side, y])
    if kind == "shoes":
        return np.asarray(np.c_[x, z])
    along = along_arm(at)[:, None] * np.linalg.norm(WRIST - SHOULDER)
    mirrored = np.c_[abs(x), y, z]
    way = (WRIST - SHOULDER) / np.linalg.norm(WRIST - SHOULDER)
    off = mirrored - SHOULDER - ((mirrored - SHOULDER) @ way)[:, None] * way
    upward = np.array([0.0, 1.0, 0.0]) - way * way[1]
    turn = np.arctan2(off @ np.cross(way, upward), -off @ upward)
    sleeve = np.c_[turn * 0.05 * np.sign(x), along[:, 0]]
    return np.asarray(np.where(along > 0.04, sleeve, torso))


def settle(parts: list[Part], pose: Posed) -> None:
    """Smooth the trousers where sitting folds them: hips, seat and knees."""
    part = next(p for p in parts if p.name == "trousers")
    points = pose.skinned(part.positions, part.weights)
    mean = neighbour_mean(part.tris, len(points))
    _, places = pose.solve()
    crotch = places[pose.index("upperleg01.L")] * [0, 1, 1] + [0, -0.02, 0.06]
    away = np.linalg.norm((points - crotch) * [1.0, 0.8, 0.7], axis=1)
    share = step(0.17, 0.07, away)[:, None]
    for _ in range(60):
        points = points + 0.5 * share * (mean @ points - points)
    part.positions = pose.unskinned(points, part.weights)
    part.normals = normals(part.positions, part.tris)


def _off_the_legs(weights: Floats, rig: Rig) -> Floats:
    """A top hangs from waist and chest: what the legs would carry, the waist does."""
    legs = [
        k for k, n in enumerate(rig.names) if n.startswith(("upperleg", "lowerleg"))
    ]
    out = weights.copy()
    out[:, rig.names.index("spine05")] += out[:, legs].sum(1)
    out[:, legs] = 0
    return out


def worn_under(top: Part, at: Floats, opening: float) -> Part:
    """What an open jacket leaves to be seen of the top below it."""
    x, y, z = at.T
    seen = (z > 0.0) & (abs(x) < 1.5 * opening + 0.02) & (along_arm(at) < 0.0)
    seen |= (y > 0.50) & (abs(x) < 0.12)
    top.tris = top.tris[seen[top.tris].any(1)]
    return top.compacted()
