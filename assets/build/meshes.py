"""Mesh operations that the bake shares: patches of the base mesh, cuts, smoothing."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import scipy.sparse as sp
from scipy.ndimage import distance_transform_edt

from assets.build.source import VERTICES, Floats, Ints, base_mesh


def triangles(quads: Ints) -> Ints:
    """Two triangles per quad."""
    return np.vstack([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])


class Patch:
    """A mesh whose vertices are linear combinations of the base mesh's vertices.

    Because cuts and subdivisions are linear, one patch made on the canonical mesh
    fits every body: ``patch.maps @ body_vertices``.
    """

    def __init__(self, maps: sp.csr_matrix, tris: Ints) -> None:
        self.maps = maps.tocsr()
        self.tris = tris

    @classmethod
    def of_group(cls, name: str) -> Patch:
        """All faces of one group of the base mesh."""
        tris = triangles(base_mesh().faces[name][:, :, 0])
        used, inverse = np.unique(tris, return_inverse=True)
        maps = sp.csr_matrix(
            (np.ones(len(used)), (np.arange(len(used)), used)), (len(used), VERTICES)
        )
        return cls(maps, inverse.reshape(-1, 3))

    @property
    def canonical(self) -> Floats:
        """Vertices in the canonical pose, where regions are tested."""
        return np.asarray(self.maps @ base_mesh().positions)

    def clipped(self, keep: Floats) -> Patch:
        """The part where `keep` (one value per vertex) is positive, cut exactly."""
        count = len(keep)
        cuts: dict[tuple[int, int], int] = {}
        rows: list[tuple[int, int, float]] = []
        tris: list[tuple[int, int, int]] = []

        def cut(a: int, b: int) -> int:
            key = (min(a, b), max(a, b))
            if key not in cuts:
                cuts[key] = count + len(rows)
                rows.append((a, b, keep[a] / (keep[a] - keep[b])))
            return cuts[key]

        inside = keep > 0
        for corner in self.tris:
            a, b, c = (int(v) for v in corner)
            many = int(inside[a]) + int(inside[b]) + int(inside[c])
            while many in (1, 2) and bool(inside[a]) != (many == 1):
                a, b, c = b, c, a
            if many == 3:
                tris.append((a, b, c))
            elif many == 1:
                tris.append((a, cut(a, b), cut(a, c)))
            elif many == 2:
                x, y = cut(b, a), cut(c, a)
                tris += [(b, c, y), (b, y, x)]
        extra = sp.lil_matrix((len(rows), count))
        for row, (a, b, share) in enumerate(rows):
            extra[row, a], extra[row, b] = 1 - share, share
        maps = sp.vstack([sp.identity(count), extra.tocsr()]) @ self.maps
        return Patch(maps, np.array(tris)).compacted()

    def compacted(self) -> Patch:
        """Without vertices that no triangle uses."""
        used, inverse = np.unique(self.tris, return_inverse=True)
        return Patch(self.maps[used], inverse.reshape(-1, 3))

    def subdivided(self) -> Patch:
        """Each triangle split into four at the middles of its edges."""
        count = self.maps.shape[0]
        middles: dict[tuple[int, int], int] = {}
        tris: list[tuple[int, int, int]] = []

        def middle(a: int, b: int) -> int:
            return middles.setdefault((min(a, b), max(a, b)), count + len(middles))

        for corner in self.tris:
            a, b, c = (int(v) for v in corner)
            x, y, z = middle(a, b), middle(b, c), middle(c, a)
            tris += [(a, x, z), (x, b, y), (z, y, c), (x, y, z)]
        ends = np.array(list(middles))
        row = np.arange(len(ends))
        half = sp.csr_matrix(
            (np.full(2 * len(ends), 0.5), (np.r_[row, row], ends.T.ravel())),
            (len(ends), count),
        )
        return Patch(sp.vstack([sp.identity(count), half]) @ self.maps, np.array(tris))


def normals(points: Floats, tris: Ints) -> Floats:
    """Area-weighted unit vertex normals."""
    out = np.zeros_like(points)
    a, b, c = points[tris[:, 0]], points[tris[:, 1]], points[tris[:, 2]]
    faces = np.cross(b - a, c - a)
    for corner in range(3):
        np.add.at(out, tris[:, corner], faces)
    return unit(out)


def unit(vectors: Floats) -> Floats:
    """Vectors of length one; a zero vector stays zero."""
    return np.asarray(
        vectors / (np.linalg.norm(vectors, axis=-1, keepdims=True) + 1e-12)
    )


def edges(tris: Ints) -> Ints:
    """Directed edges of all triangles."""
    return np.vstack([tris[:, [0, 1]], tris[:, [1, 2]], tris[:, [2, 0]]])


def boundary(tris: Ints) -> Ints:
    """Directed edges that only one triangle has."""
    every = edges(tris)
    _, first, count = np.unique(
        np.sort(every, 1), axis=0, return_index=True, return_counts=True
    )
    return np.asarray(every[first[count == 1]])


def hems(border: Ints, rim: Ints, first: int) -> Ints:
    """Triangles that turn a border inwards; `rim` vertices follow from row `first`."""
    inner = np.searchsorted(rim, border) + first
    a, b = border.T
    return np.vstack([np.c_[b, a, inner[:, 0]], np.c_[b, inner[:, 0], inner[:, 1]]])


def welded(points: Floats) -> Ints:
    """For each point the number of its place; points within 1 micrometre share one."""
    _, inverse = np.unique(np.round(points, 6), axis=0, return_inverse=True)
    return np.asarray(inverse.reshape(-1))


def neighbour_mean(tris: Ints, count: int) -> sp.csr_matrix:
    """Matrix that averages neighbours; border vertices see only the border."""
    border = boundary(tris)
    on_border = np.zeros(count, bool)
    on_border[border.ravel()] = True
    every = edges(tris)
    every = np.vstack([every, every[:, ::-1]])
    rim = np.vstack([border, border[:, ::-1]])
    pairs = np.vstack([every[~on_border[every[:, 0]]], rim])
    table = sp.csr_matrix((np.ones(len(pairs)), pairs.T), (count, count))
    table.data[:] = 1
    degree = np.asarray(table.sum(1)).ravel()
    return sp.diags(1 / np.maximum(degree, 1)) @ table


def smoothed(
    points: Floats, mean: sp.csr_matrix, rounds: int, share: float = 0.5
) -> Floats:
    """Laplacian smoothing."""
    for _ in range(rounds):
        points = points + share * (mean @ points - points)
    return points


def step(low: float | Floats, high: float | Floats, x: Floats) -> Floats:
    """Smooth step from 0 at `low` to 1 at `high`; runs backwards if low > high."""
    t = np.clip((x - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


def noise(points: Floats, frequency: float, seed: int = 0) -> Floats:
    """Cheap smooth noise in about -1..1: six plane waves."""
    rng = np.random.default_rng(seed)
    total = np.zeros(len(points))
    for _ in range(6):
        way = rng.normal(size=3)
        way /= np.linalg.norm(way)
        pitch, phase = frequency * rng.uniform(0.6, 1.6), rng.uniform(0, 6.28)
        total += np.sin(points @ way * pitch + phase)
    return total / 6


def uv_bake(
    uv: Floats, values: Floats, tris: Ints, size: int, box: tuple[float, ...]
) -> Floats:
    """Image (row 0 is v = 0) of per-vertex values over the UV rectangle `box`."""
    image = np.full((size, size, values.shape[1]), np.nan)
    x0, y0, x1, y1 = box
    places = (uv - [x0, y0]) / [x1 - x0, y1 - y0] * size
    for tri in tris:
        _fill(image, places[tri], values[tri])
    holes = np.isnan(image[..., 0])
    nearest = distance_transform_edt(holes, return_distances=False, return_indices=True)
    return np.asarray(image[nearest[0], nearest[1]])


def _fill(image: Floats, corners: Floats, values: Floats) -> None:
    a, b, c = corners
    low = np.maximum(np.floor(corners.min(0)).astype(int), 0)
    high = np.minimum(np.ceil(corners.max(0)).astype(int), image.shape[0] - 1)
    area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
    if (high < low).any() or abs(area) < 1e-9:
        return
    x, y = np.meshgrid(
        np.arange(low[0], high[0] + 1) + 0.5, np.arange(low[1], high[1] + 1) + 0.5
    )
    w1 = ((x - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (y - a[1])) / area
    w2 = ((b[0] - a[0]) * (y - a[1]) - (x - a[0]) * (b[1] - a[1])) / area
    weights = np.stack([1 - w1 - w2, w1, w2], -1)
    inside = (weights > -0.02).all(-1)
    target = image[low[1] : high[1] + 1, low[0] : high[0] + 1]
    target[inside] = weights[inside] @ values


Field = Callable[[Floats], Floats]
"""A value per point."""
