"""Collars: a stand round the neck and a leaf that falls over it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import trimesh
from scipy.spatial import cKDTree
from trimesh.ray.ray_pyembree import RayMeshIntersector

from assets.build import source
from assets.build.garments import Garment, along_arm
from assets.build.layout_cloth import COLLAR_FROM_M, REPEATS_PER_M
from assets.build.meshes import normals, step, triangles, unit
from assets.build.parts import BEYOND, Part
from assets.build.source import SKIN_VERTICES, Floats, Ints, Rig

COLUMNS = 44
GAP_M = 0.005
"""Between a stand's upper edge and the neck."""
LIES_M = 0.0035
"""Between a leaf and the cloth below it."""
LEAF_ROWS = (0.0, 0.16, 0.42, 0.72, 1.0)
NECK_SHARE = 0.35
"""How far a stand's edge follows the neck."""


def collar(garment: Garment, cloth: Part, body: Floats, rig: Rig) -> Part:
    """The collar on a top's neckline; the neckline itself if the front is closed."""
    ring, turn = _neckline(garment, cloth.positions)
    middle = cloth.positions[ring].mean(0)
    least = max(0.004, float(np.abs(turn).min())) if garment.is_open else 0.004
    angles = np.linspace(least, 2 * np.pi - least, COLUMNS)
    order = np.argsort(turn % (2 * np.pi))
    sorted_ = (turn % (2 * np.pi))[order]

    def sampled(values: Floats) -> Floats:
        table = values[ring][order]
        columns = [
            np.interp(angles, sorted_, table[:, k], period=2 * np.pi)
            for k in range(table.shape[1])
        ]
        return np.stack(columns, 1)

    base, weights = sampled(cloth.positions), sampled(cloth.weights)
    out = np.c_[np.sin(angles), 0 * angles, np.cos(angles)]
    aside = np.minimum(angles, 2 * np.pi - angles)
    tall = garment.collar * (1.25 - 0.45 * step(1.5, 0.3, aside))
    point, lean = step(1.2, 0.1, aside) ** 2, np.ones(COLUMNS)
    if garment.is_open:  # ends flat on the front's edges, over what is worn below
        end = aside - least
        tall, point = garment.collar * (0.15 + 0.85 * step(0.0, 0.9, end)), 0 * point
        lean = step(0.3, 1.6, end)
    top = _beside_the_neck(base, out, tall, middle, body, lean)
    rows = [base - [0, 0.004, 0], base * 0.5 + top * 0.5 + out * 0.0015, top]
    rows += _leaf(garment.collar, top, base, out, point, cloth)
    skin = cKDTree(body[:SKIN_VERTICES])
    neck = rig.weights[skin.query(top)[1]]
    follow = [0.0, 0.5, 1.0, 1.0, 0.8, 0.5, 0.2, 0.0, 0.0]
    carried = [
        weights + NECK_SHARE * share * (neck - weights)
        for share, _ in zip(follow, rows, strict=False)
    ]
    return _band(cloth, rows, carried)


def _neckline(garment: Garment, points: Floats) -> tuple[Ints, Floats]:
    """Border vertices of the neck and their angles, 0 in front."""
    at = garment.patch.canonical
    border = garment.border
    neck = ((at[:, 1] > 0.48) & (along_arm(at) < 0.05))[border].all(1)
    if garment.is_open:  # not the front's edges, which run up to the neck
        way = unit(at[border[:, 1]] - at[border[:, 0]])
        upright = (abs(way[:, 1]) > 0.75) & (at[border[:, 0], 2] > 0.02)
        neck &= ~upright
    ring = np.unique(border[neck])
    middle = points[ring].mean(0)
    if garment.is_open:
        middle = middle + np.array([0, 0, 0.02])
    off = points[ring] - middle
    return ring, np.asarray(np.arctan2(off[:, 0], off[:, 2]))


def _beside_the_neck(
    base: Floats,
    out: Floats,
    tall: Floats,
    middle: Floats,
    body: Floats,
    lean: Floats,
) -> Floats:
    """The stand's upper edge: above the neckline, and where it leans near the neck."""
    skin = triangles(source.base_mesh().faces["body"][:, :, 0])
    caster = RayMeshIntersector(
        trimesh.Trimesh(body[:SKIN_VERTICES], skin, process=False)
    )
    heights = base[:, 1] + tall
    start = np.c_[np.full(len(base), middle[0]), heights, np.full(len(base), middle[2])]
    _, ray, places = caster.intersects_id(
        start, out, multiple_hits=False, return_locations=True
    )
    reach = np.linalg.norm((base - start) * [1, 0, 1], axis=1)
    skin_at = reach - 0.012
    skin_at[ray] = np.linalg.norm((places - start[ray]) * [1, 0, 1], axis=1)
    wanted = np.clip(skin_at + GAP_M, reach - 0.045 * lean, reach + 0.002)
    wanted = np.maximum(wanted, skin_at + 0.003)
    kernel = np.array([0.25, 0.5, 0.25])
    padded = np.r_[wanted[:1], wanted, wanted[-1:]]
    wanted = np.maximum(np.convolve(padded, kernel, "valid"), skin_at + 0.003)
    return np.asarray(start + out * wanted[:, None])


def _leaf(
    height: float, top: Floats, base: Floats, out: Floats, point: Floats, cloth: Part
) -> list[Floats]:
    """Rows from the fold down to the leaf's edge, kept outside stand and cloth."""
    long_ = height * (2.1 + 0.8 * point)
    drop = unit(out * 0.62 - [0, 1, 0])
    aside = np.c_[np.sign(out[:, 0]), np.zeros((len(out), 2))]  # spread points
    caster = RayMeshIntersector(
        trimesh.Trimesh(cloth.positions, cloth.tris, process=False)
    )
    rows = [top + out * 0.0035 + [0, 0.0015, 0]]
    for number, share in enumerate(LEAF_ROWS[1:]):
        place = top + out * 0.006 + drop * (long_ * share)[:, None]
        place = place + aside * (0.016 * share * point)[:, None]
        inward = ((base - place) * out).sum(1) + 0.005
        above = place[:, 1] > base[:, 1]
        place = place + out * np.where(above, np.maximum(inward, 0), 0)[:, None]
        lies = LIES_M + 0.0008 * number
        rows.append(_outside(place, out, lies, caster))
    edge = rows[-1] - out * 0.003 - [0, 0.002, 0]
    return [*rows, edge]


def _outside(
    places: Floats, out: Floats, lies: float, caster: RayMeshIntersector
) -> Floats:
    """Places lifted to lie on the cloth where they would be below it."""
    up = unit(out * 0.55 + [0, 0.83, 0])
    start = places + up * 0.12
    _, ray, hits = caster.intersects_id(
        start, -up, multiple_hits=False, return_locations=True
    )
    lift = np.zeros(len(places))
    depth = ((hits - places[ray]) * up[ray]).sum(1) + lies
    lift[ray] = np.clip(depth, 0, 0.045)
    for _ in range(3):
        padded = np.r_[lift[:1], lift, lift[-1:]]
        lift = np.maximum(lift, np.convolve(padded, [0.3, 0.4, 0.3], "valid"))
    return np.asarray(places + up * lift[:, None])


def _band(cloth: Part, rows: list[Floats], weights: list[Floats]) -> Part:
    count = len(rows[0])
    first = np.arange(count - 1)
    tris = []
    for row in range(len(rows) - 1):
        a, b = first + row * count, first + 1 + row * count
        tris += [np.c_[b, a, a + count], np.c_[b, a + count, b + count]]
    points, faces = np.vstack(rows), np.vstack(tris)
    gaps = [np.linalg.norm(b - a, axis=1).mean() for a, b in pairwise(rows)]
    down = np.repeat(np.r_[0, np.cumsum(gaps)], count)
    across = np.tile(np.linspace(0.05, 0.55, count), len(rows))
    total = np.vstack(weights)
    return Part(
        cloth.name,
        "cloth",
        points,
        normals(points, faces),
        np.c_[across, COLLAR_FROM_M + 0.01 + down * 0.6] * REPEATS_PER_M,
        faces,
        total / np.maximum(total.sum(1, keepdims=True), 1e-9),
        at=np.tile(BEYOND, (len(points), 1)),
    )
