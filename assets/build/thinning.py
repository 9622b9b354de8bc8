"""Fewer triangles where a surface is flat: half-edge collapses by quadric error.

After Garland and Heckbert, "Surface simplification using quadric error metrics"
(SIGGRAPH 1997). A collapse moves a vertex onto a neighbour, so what is left keeps its
own normals, weights, texture places and face shapes, and nothing is interpolated.
"""

from __future__ import annotations

import numpy as np

from assets.build.meshes import boundary, edges
from assets.build.parts import BEYOND, Part
from assets.build.source import Bools, Floats, Ints

FLIP = 0.25
"""A triangle may turn until its normal's cosine to the old one is this."""
MOST_ROUNDS = 60
BORDER = 16.0
"""How much more it counts that a border keeps its line than that a surface does."""
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
    if part.at is not None:
        locked |= part.at[:, 1] >= BEYOND[1]
    part.tris = collapsed(at, part.tris, locked, wanted)
    return part.compacted()


def collapsed(
    points: Floats,
    tris: Ints,
    locked: Bools,
    wanted: int,
    features: Floats | None = None,
) -> Ints:
    """Triangles left after collapsing unlocked vertices, cheapest first.

    Args:
        points: (vertices, 3), metres.
        tris: (triangles, 3), numbers of vertices.
        locked: vertices that stay.
        wanted: about as many triangles are left, more where nothing else can go.
        features: (vertices, any), whatever else should differ little between a vertex
            and the one that it moves to, as metres of a distance.
    """
    quadrics = _quadrics(points, tris)
    if not locked[(border := boundary(tris)).ravel()].all():
        _add_borders(quadrics, points, tris, border)
    for _ in range(MOST_ROUNDS):
        if len(tris) <= wanted:
            break
        vertex, onto = _cheapest(points, tris, locked, quadrics, features)
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


def _add_borders(quadrics: Floats, points: Floats, tris: Ints, border: Ints) -> None:
    """Keep free borders where they run: planes through them, across their triangle."""
    every = {(a, b): k % len(tris) for k, (a, b) in enumerate(edges(tris).tolist())}
    own = tris[[every[a, b] for a, b in border.tolist()]]
    face = np.cross(
        points[own[:, 1]] - points[own[:, 0]], points[own[:, 2]] - points[own[:, 0]]
    )
    start, end = points[border[:, 0]], points[border[:, 1]]
    normal = np.cross(end - start, face)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
    plane = np.c_[normal, -(normal * start).sum(1)]
    long2 = ((end - start) ** 2).sum(1)
    form = BORDER * plane[:, :, None] * plane[:, None, :] * long2[:, None, None]
    for corner in (0, 1):
        np.add.at(quadrics, border[:, corner], form)


def _cheapest(
    points: Floats,
    tris: Ints,
    locked: Bools,
    quadrics: Floats,
    features: Floats | None,
) -> tuple[Ints, Ints]:
    """Each free vertex and the neighbour it moves to at least cost, cheapest first."""
    pairs = np.vstack([tris[:, [0, 1]], tris[:, [1, 2]], tris[:, [2, 0]]])
    pairs = np.vstack([pairs, pairs[:, ::-1]])
    pairs = np.unique(pairs[~locked[pairs[:, 0]]], axis=0)
    pairs = pairs[_may(pairs, tris)]
    goal = np.c_[points[pairs[:, 1]], np.ones(len(pairs))]
    cost = np.einsum("ka,kab,kb->k", goal, quadrics[pairs[:, 0]], goal)
    if features is not None:
        apart = ((features[pairs[:, 0]] - features[pairs[:, 1]]) ** 2).sum(1)
        # the first three diagonal entries are the area round a vertex, by direction
        cost += apart * np.einsum("kaa->k", quadrics[pairs[:, 0], :3, :3])
    # of equal costs the shorter edge: slivers shade badly
    far = ((points[pairs[:, 0]] - points[pairs[:, 1]]) ** 2).sum(1)
    pairs = pairs[np.argsort(cost + 1e-5 * far * far)]
    _, first = np.unique(pairs[:, 0], return_index=True)
    chosen = pairs[np.sort(first)]
    return chosen[:, 0], chosen[:, 1]


def _may(pairs: Ints, tris: Ints) -> Bools:
    """A vertex of a border moves along it only."""
    border = boundary(tris)
    ends = np.unique(border)
    along = np.vstack([border, border[:, ::-1]])
    most = int(tris.max()) + 1
    is_along = np.isin(pairs @ [most, 1], along @ [most, 1])
    return is_along | ~np.isin(pairs[:, 0], ends)


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
    # the two ends and the corners across the edge, of which a border has one
    if len(shared) != 2 + (ring == u).any(1).sum():
        return False
    stays = ring[~(ring == u).any(1)]
    was, now = points[stays], points[np.where(stays == v, u, stays)]
    before = np.cross(was[:, 1] - was[:, 0], was[:, 2] - was[:, 0])
    after = np.cross(now[:, 1] - now[:, 0], now[:, 2] - now[:, 0])
    sizes = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    return bool(((before * after).sum(1) > FLIP * sizes + 1e-18).all())
