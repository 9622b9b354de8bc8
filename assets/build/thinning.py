"""Fewer triangles where a surface is flat: half-edge collapses by quadric error.

After Garland and Heckbert, "Surface simplification using quadric error metrics"
(SIGGRAPH 1997). A collapse moves a vertex onto a neighbour, so what is left keeps its
own normals, weights, texture places and face shapes, and nothing is interpolated.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assets.build.meshes import boundary, edges, welded
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

    Vertices that share a place are the sides of a seam: they go together, along it.

    Args:
        points: (vertices, 3), metres.
        tris: (triangles, 3), numbers of vertices.
        locked: vertices that stay.
        wanted: about as many triangles are left, more where nothing else can go.
        features: (vertices, any), whatever else should differ little between a vertex
            and the one that it moves to, as metres of a distance.
    """
    place = welded(points)
    at = np.zeros((int(place.max()) + 1, 3))
    at[place] = points
    stays = np.zeros(len(at), bool)
    stays[place[locked]] = True
    tris = _whole(tris, place)
    quadrics = _quadrics(at, place[tris])
    if not stays[(border := boundary(place[tris])).ravel()].all():
        _add_borders(quadrics, at, place[tris], border)
    for _ in range(MOST_ROUNDS):
        if len(tris) <= wanted:
            break
        ways = _ways(tris, place, stays)
        ways = ways.cheapest(_costs(ways, at, quadrics, features))
        most = (len(tris) - wanted) // 2 + 1
        target = _apart(at, place[tris], ways.start, ways.end, most)
        moved = np.nonzero(target != np.arange(len(at)))[0]
        if not len(moved):
            break
        np.add.at(quadrics, target[moved], quadrics[moved])
        tris = _whole(ways.followed(tris, target, place), place)
    return tris


def _whole(tris: Ints, place: Ints) -> Ints:
    """The triangles that have three places."""
    a, b, c = place[tris].T
    return np.asarray(tris[(a != b) & (b != c) & (c != a)])


@dataclass(frozen=True)
class _Ways:
    """Collapses that may be: each from one place to another, by one or more vertices.

    On a seam every vertex of the place that goes has its own to become.
    """

    start: Ints
    end: Ints
    pairs: Ints
    """(any, 2) numbers of vertices, which become which."""
    way: Ints
    """To which of the ways each pair belongs."""

    def cheapest(self, cost: Floats) -> _Ways:
        """One way from each place, the cheapest first."""
        order = np.argsort(cost)
        _, first = np.unique(self.start[order], return_index=True)
        chosen = order[np.sort(first)]
        number = np.full(len(cost), -1)
        number[chosen] = np.arange(len(chosen))
        kept = number[self.way] >= 0
        pairs, way = self.pairs[kept], number[self.way[kept]]
        return _Ways(self.start[chosen], self.end[chosen], pairs, way)

    def followed(self, tris: Ints, target: Ints, place: Ints) -> Ints:
        """Triangles after the places for which `target` is another one have gone."""
        gone = target[self.start] == self.end
        before, after = self.pairs[gone[self.way]].T
        becomes = np.arange(len(place))
        becomes[before] = after
        return np.asarray(becomes[tris])


def _ways(tris: Ints, place: Ints, stays: Bools) -> _Ways:
    """All ways along edges; borders and seams only along themselves."""
    count = len(place)
    pairs = edges(tris)
    pairs = np.vstack([pairs, pairs[:, ::-1]])
    pairs = pairs[~stays[place[pairs[:, 0]]]]
    code = np.unique(pairs @ [count, 1])
    pairs = np.c_[code // count, code % count]
    ends = place[pairs]
    code, way = np.unique(ends @ [count, 1], return_inverse=True)
    start, end = code // count, code % count
    sides = np.bincount(place[np.unique(tris)], minlength=count)[start]
    leave = np.unique(way * count + pairs[:, 0]) // count
    may = np.bincount(way) == sides
    may &= np.bincount(leave, minlength=len(code)) == sides
    may &= _may(np.c_[start, end], place[tris])
    number = np.cumsum(may) - 1
    kept = may[way]
    return _Ways(start[may], end[may], pairs[kept], number[way[kept]])


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


def _costs(
    ways: _Ways, at: Floats, quadrics: Floats, features: Floats | None
) -> Floats:
    """What each collapse costs: squared distances times areas, m^4."""
    form = quadrics[ways.start]
    goal = np.c_[at[ways.end], np.ones(len(ways.end))]
    cost = np.einsum("ka,kab,kb->k", goal, form, goal)
    if features is not None:
        before, after = ways.pairs.T
        apart = ((features[before] - features[after]) ** 2).sum(1)
        apart = np.bincount(ways.way, apart) / np.bincount(ways.way)
        # the first three diagonal entries are the area round a vertex, by direction
        cost += apart * np.einsum("kaa->k", form[:, :3, :3])
    # of equal costs the shorter edge: slivers shade badly
    far = ((at[ways.start] - at[ways.end]) ** 2).sum(1)
    return np.asarray(cost + 1e-5 * far * far)


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
