"""Shapes that rooms are made of; metres, Z up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from assets.build.meshes import noise, normals, unit
from assets.build.source import Floats, Ints

Vector = tuple[float, float, float]


@dataclass
class Solid:
    """One surface with its look."""

    points: Floats
    normals: Floats
    uv: Floats
    tris: Ints
    albedo: Vector = (0.8, 0.8, 0.8)
    """Linear reflectance; multiplies the texture."""
    texture: str = ""
    glow: Vector = (0.0, 0.0, 0.0)
    """Emitted radiance; anything above 0 also lets light through."""
    both_sides: bool = False
    comes_and_goes: bool = False
    """It is not always there: light falls on it and passes through."""

    def at(self, place: Vector, turn_deg: Vector = (0.0, 0.0, 0.0)) -> Solid:
        """Turned by heading, pitch, roll (as Panda3D) and moved."""
        matrix = rotation(*turn_deg)
        return replace(
            self,
            points=self.points @ matrix.T + place,
            normals=self.normals @ matrix.T,
        )

    def looks(
        self,
        albedo: Vector,
        texture: str = "",
        glow: Vector = (0.0, 0.0, 0.0),
        both_sides: bool = False,
    ) -> Solid:
        """With another colour or texture."""
        return replace(
            self, albedo=albedo, texture=texture, glow=glow, both_sides=both_sides
        )

    def tiled(self, scale: float) -> Solid:
        """With texture coordinates scaled."""
        return replace(self, uv=self.uv * scale)

    def grained(self, scale: float = 1.5) -> Solid:
        """With a texture's grain along x instead of z."""
        return replace(self, uv=self.uv[:, ::-1] * scale)


def rotation(heading: float, pitch: float, roll: float) -> Floats:
    """Panda3D's order: roll about y, then pitch about x, then heading about z."""
    h, p, r = np.radians([heading, pitch, roll])
    about_z = [[np.cos(h), -np.sin(h), 0], [np.sin(h), np.cos(h), 0], [0, 0, 1]]
    about_x = [[1, 0, 0], [0, np.cos(p), -np.sin(p)], [0, np.sin(p), np.cos(p)]]
    about_y = [[np.cos(r), 0, np.sin(r)], [0, 1, 0], [-np.sin(r), 0, np.cos(r)]]
    return np.array(about_z) @ np.array(about_x) @ np.array(about_y)


def strip(rows: int, columns: int) -> Ints:
    """Triangles of a grid of rows x columns vertices."""
    first = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).ravel()
    low = np.c_[first, first + columns, first + columns + 1]
    high = np.c_[first, first + columns + 1, first + 1]
    return np.vstack([low, high])


def quads(count: int) -> Ints:
    """Triangles of `count` loose quads, each of four vertices in a row."""
    first = np.arange(count)[:, None] * 4
    return np.vstack([first + np.array([0, 1, 2]), first + np.array([0, 2, 3])])


def panel(
    width: float,
    height: float,
    repeat: tuple[float, float] = (1, 1),
    cell: float = 0.08,
) -> Solid:
    """Upright rectangle facing -y, centred in x, its base at z = 0."""
    many, tall = max(2, int(width / cell)), max(2, int(height / cell))
    u = np.repeat(np.linspace(0, 1, many), tall)
    v = np.tile(np.linspace(0, 1, tall), many)
    points = np.c_[(u - 0.5) * width, 0 * u, v * height]
    facing = np.tile([[0.0, -1.0, 0.0]], (len(u), 1))
    uv = np.c_[u * repeat[0], v * repeat[1]]
    return Solid(points, facing, uv, strip(many, tall))


def block(
    width: float,
    depth: float,
    height: float,
    radius: float = 0.04,
    segments: int = 2,
    cell: float = 0.0,
) -> Solid:
    """Rounded box, centred in x and y, its base at z = 0.

    Args:
        width: along x.
        depth: along y.
        height: along z.
        radius: of its edges.
        segments: of half an edge's rounding.
        cell: size of the grid on its flat sides, so that light can change over them;
            0 gives one cell from edge to edge.
    """
    half = np.array([width, depth, height]) / 2
    radius = min(radius, float(half.min()))
    lines = [_lines(length - radius, segments, cell) for length in half]
    points: list[Floats] = []
    facing: list[Floats] = []
    tris: list[Ints] = []
    for axis in range(3):
        one, two = (axis + 1) % 3, (axis + 2) % 3
        (angle_one, side_one), (angle_two, side_two) = lines[one], lines[two]
        for sign in (1.0, -1.0):
            way = np.zeros((len(angle_one), len(angle_two), 3))
            way[..., axis] = sign
            way[..., one] = np.tan(angle_one)[:, None]
            way[..., two] = np.tan(angle_two)[None, :]
            way = unit(way)
            corner = np.zeros_like(way)
            corner[..., axis] = sign
            corner[..., one] = side_one[:, None]
            corner[..., two] = side_two[None, :]
            start = sum(len(p) for p in points)
            face = strip(len(angle_one), len(angle_two)) + start
            tris.append(face if sign > 0 else face[:, ::-1])
            points.append((corner * (half - radius) + way * radius).reshape(-1, 3))
            facing.append(way.reshape(-1, 3))
    at = np.vstack(points)
    uv = np.c_[at[:, 0] + at[:, 1] * 0.7, at[:, 2] + at[:, 1] * 0.5]
    lifted = at + np.array([0, 0, height / 2])
    return Solid(lifted, np.vstack(facing), uv, np.vstack(tris))


def box(width: float, depth: float, height: float) -> Solid:
    """Box with sharp edges, centred in x and y, its base at z = 0: small things."""
    half = np.array([width, depth, height]) / 2
    points, facing = [], []
    for axis in range(3):
        for sign in (1.0, -1.0):
            for one, two in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
                corner = np.zeros(3)
                corner[axis] = sign
                corner[(axis + 1) % 3], corner[(axis + 2) % 3] = one * sign, two
                points.append(corner * half + [0, 0, half[2]])
                facing.append(np.eye(3)[axis] * sign)
    tris = quads(6)
    at = np.array(points)
    uv = np.c_[at[:, 0] + at[:, 1] * 0.7, at[:, 2] + at[:, 1] * 0.5]
    return Solid(at, np.array(facing), uv, tris)


def _lines(half: float, segments: int, cell: float) -> tuple[Floats, Floats]:
    """Lean of a block's grid lines along one axis, and where they start, -1..1."""
    low, high = np.linspace(-1, 0, segments + 1), np.linspace(0, 1, segments + 1)
    many = int(2 * half / cell) if cell else 0
    flat = np.linspace(-1, 1, many + 1)[1:-1] if many > 1 else np.zeros(0)
    angles = np.r_[low, 0 * flat, high] * np.pi / 4
    ends = np.ones(segments + 1)
    return angles, np.r_[-ends, flat, ends]


def turned(profile: Sequence[tuple[float, float]], segments: int = 32) -> Solid:
    """Profile of (radius, height) points turned about the z axis."""
    line = np.array(profile, float)
    turn = np.linspace(0, 2 * np.pi, segments + 1)
    slope = np.gradient(line, axis=0)
    out = unit(np.c_[slope[:, 1], -slope[:, 0]])
    ring = np.c_[np.cos(turn), np.sin(turn)]
    points = [np.c_[r * ring, np.full(len(turn), z)] for r, z in line]
    facing = [np.c_[r * ring, np.full(len(turn), z)] for r, z in out]
    at = np.vstack(points)
    uv = np.c_[np.tile(turn / 6.28, len(line)), at[:, 2]]
    return Solid(at, np.vstack(facing), uv, strip(len(line), segments + 1)[:, ::-1])


def rumpled(solid: Solid, depth: float, pitch: float, seed: int = 0) -> Solid:
    """Soft: moved in and out by up to `depth` metres, `pitch` waves per radian metre.

    Points at the same place stay together, and normals follow.
    """
    points = solid.points + solid.normals * (
        depth * noise(solid.points * [1.0, 1.0, 0.6], pitch, seed)[:, None]
    )
    places, which = np.unique(np.round(solid.points, 5), axis=0, return_inverse=True)
    which = which.reshape(-1)
    joined = np.zeros_like(places)
    joined[which] = points
    facing = normals(joined, which[solid.tris])
    return replace(solid, points=joined[which], normals=facing[which])


def ball(radius: float, segments: int = 16, tall: float = 1.0) -> Solid:
    """A ball about the origin, `tall` times as high as wide."""
    turn = np.linspace(0, np.pi, segments // 2 + 1)
    line = [(radius * np.sin(t), -radius * tall * np.cos(t)) for t in turn]
    return turned(line, segments)


def tube(path: Sequence[Vector], radius: Sequence[float], segments: int = 8) -> Solid:
    """A round rod along `path`, one radius per point; open at its ends."""
    line = np.array(path, float)
    along = unit(np.gradient(line, axis=0))
    helper = np.eye(3)[np.argmin(abs(along).sum(0))]
    one = unit(np.cross(along, helper))
    two = np.cross(along, one)
    turn = np.linspace(0, 2 * np.pi, segments + 1)[None, :, None]
    out = one[:, None] * np.cos(turn) + two[:, None] * np.sin(turn)
    points = line[:, None] + out * np.array(radius, float)[:, None, None]
    uv = np.stack(np.broadcast_arrays(turn[..., 0] / 6.28, points[..., 2]), -1)
    tris = strip(len(line), segments + 1)
    return Solid(points.reshape(-1, 3), out.reshape(-1, 3), uv.reshape(-1, 2), tris)


def curtain(width: float, low: float, high: float, folds: int = 6) -> Solid:
    """Hanging cloth in waves along y, facing +x, centred."""
    many, tall = 8 * folds + 1, 12
    u, z = np.meshgrid(
        np.linspace(-0.5, 0.5, many), np.linspace(low, high, tall), indexing="ij"
    )
    phase = u * 2 * np.pi * folds
    points = np.c_[(0.045 * np.sin(phase)).ravel(), (u * width).ravel(), z.ravel()]
    slope = 0.045 * np.cos(phase) * 2 * np.pi * folds / width
    facing = unit(np.c_[np.ones(u.size), -slope.ravel(), np.zeros(u.size)])
    return Solid(points, facing, points[:, 1:] * 3, strip(many, tall), both_sides=True)


def leaf(bearing: float, rise: float, length: float) -> Solid:
    """One drooping leaf that starts at the origin."""
    u = np.linspace(0, 1, 12)
    half = 0.055 * np.sin(np.pi * np.clip(u * 0.94 + 0.06, 0, 1)) ** 0.8
    half = half * np.clip(np.sin(np.pi * u) ** 0.6, 0, 1)
    out = length * u * np.cos(rise) * (1 + 0.5 * u)
    droop = 0.42 * u * np.sqrt(max(0.0, 1.4 - rise))
    up = length * u * np.sin(rise) * (1 - droop)
    way = np.array([np.cos(bearing), np.sin(bearing)])
    across = np.array([-way[1], way[0]])
    rows, facing = [], []
    for sign in (-1, 0, 1):
        flat = out[:, None] * way + sign * half[:, None] * across
        rows.append(np.c_[flat, up + abs(sign) * half * 0.35])
        lean = way * -0.4 + sign * 0.4 * across
        facing.append(np.tile([[*lean, 0.9]], (12, 1)))
    points = np.vstack(rows)
    tris = strip(3, 12)[:, ::-1]
    return Solid(points, unit(np.vstack(facing)), points[:, :2], tris, both_sides=True)
