"""Fewer triangles where a surface is flat: half-edge collapses by quadric error.

After Garland and Heckbert, "Surface simplification using quadric error metrics"
(SIGGRAPH 1997). A collapse moves a vertex onto a neighbour, so what is left keeps its
own normals, weights, texture places and face shapes, and nothing is interpolated.
"""

from __future__ import annotations

import numpy as np

from assets.build.meshes import boundary
from assets.build.parts import Part
from assets.build.source import Bools, Floats, Ints

FLIP = 0.25
"""A triangle may turn until its normal's cosine to the old one is this."""
MOST_ROUNDS = 60
SHAPE_FLOOR_M = 3e-4
"""Vertices that a face shape moves by more than this stay."""


def thinned(part: Part, at: Floats, wanted: int) -> Part:
    """`part` with about `wanted` triangles; errors are measured at places `at`.

    Seams, borders and what face shapes move stay as they are, so a part may keep more.
    """
    locked = np.zeros(len(at), bool)
    locked[boundary(part.tris).ravel()] = True
    for offset in part.morphs.values():
        locked |= np.abs(offset).max(1) > SHAPE_FLOOR_M
    part.tris = collapsed(at, part.tris, locked, wanted)
    return part.compacted()


def collapsed(points: Floats, tris: Ints, locked: Bools, wanted: int) -> Ints:
    """Triangles left after collapsing unlocked vertices, cheapest first."""
    quadrics = _quadrics(points, tris)
    for _ in range(MOST_ROUNDS):
        if len(tris) <= wanted:
            break
        vertex, onto = _cheapest(points, tris, locked, quadrics)
        target = _apart(points, tris, vertex, onto, (len(tris) - wanted) // 2 + 1)
        moved = np.nonzero(target != np.arange(len(points)))[0]
        if not len(moved):
            break
        np.add.at(quadrics, target[moved], quadrics[moved])
        tris = target[tris]
        a, b, c = tris.T
        tris = tris[(a != b) & (b != c) & (c != a)]
    return tris


def _quadrics(points: Floats, tris: Ints) -> Floats:
    """Sum of the squared-distance forms of each vertex's planes, (vertices, 4, 4)."""
    a, b, c = (points[tris[:, k]] for k in range(3))
    normal = np.cross(b - a, c - a)
    area = np.linalg.norm(normal, axis=1, keepdims=True)
    normal = normal / np.maximum(area, 1e-12)
    plane = np.c_[normal, -(normal * a).sum(1)]
    form = plane[:, :, None] * plane[:, None, :] * area[:, :, None]
    out = np.zeros((len(points), 4, 4))
    for corner in range(3):
        np.add.at(out, tris[:, corner], form)
    return out


def _cheapest(
    points: Floats, tris: Ints, locked: Bools, quadrics: Floats
) -> tuple[Ints, Ints]:
    """Each free vertex and the neighbour it moves to at least cost, cheapest first."""
    pairs = np.vstack([tris[:, [0, 1]], tris[:, [1, 2]], tris[:, [2, 0]]])
    pairs = np.vstack([pairs, pairs[:, ::-1]])
    pairs = np.unique(pairs[~locked[pairs[:, 0]]], axis=0)
    goal = np.c_[points[pairs[:, 1]], np.ones(len(pairs))]
    cost = np.einsum("ka,kab,kb->k", goal, quadrics[pairs[:, 0]], goal)
    # of equal costs the shorter edge: slivers shade badly
    far = ((points[pairs[:, 0]] - points[pairs[:, 1]]) ** 2).sum(1)
    pairs = pairs[np.argsort(cost + 1e-5 * far * far)]
    _, first = np.unique(pairs[:, 0], return_index=True)
    chosen = pairs[np.sort(first)]
    return chosen[:, 0], chosen[:, 1]


def _apart(points: Floats, tris: Ints, vertex: Ints, onto: Ints, most: int) -> Ints:
    """Where each vertex goes, for collapses that share no triangle, `most` of them."""
    target = np.arange(len(points))
    order = np.argsort(tris.ravel(), kind="stable")
    start = np.searchsorted(tris.ravel()[order], np.arange(len(points) + 1))
    around = order // 3
    used = np.zeros(len(points), bool)
    cheap = max(len(vertex) // 3, 1)
    for v, u in zip(vertex[:cheap].tolist(), onto[:cheap].tolist(), strict=True):
        ring = tris[around[start[v] : start[v + 1]]]
        if used[ring].any():
            continue
        if _is_sound(points, tris, (around, start), ring, v, u):
            target[v] = u
            used[ring] = True
            most -= 1
            if most <= 0:
                break
    return target


def _is_sound(
    points: Floats,
    tris: Ints,
    rings: tuple[Ints, Ints],
    ring: Ints,
    v: int,
    u: int,
) -> bool:
    """Whether moving `v` onto `u` keeps a manifold surface that folds nowhere."""
    around, start = rings
    other = tris[around[start[u] : start[u + 1]]]
    shared = np.intersect1d(ring.ravel(), other.ravel())
    if len(shared) != 4:  # the two ends and the two corners across the edge
        return False
    stays = ring[~(ring == u).any(1)]
    was, now = points[stays], points[np.where(stays == v, u, stays)]
    before = np.cross(was[:, 1] - was[:, 0], was[:, 2] - was[:, 0])
    after = np.cross(now[:, 1] - now[:, 0], now[:, 2] - now[:, 0])
    sizes = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    return bool(((before * after).sum(1) > FLIP * sizes + 1e-18).all())
