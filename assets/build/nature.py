"""What stands outdoors: ground, grass, trees, hedges and the sky; metres."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from assets.build.meshes import noise, normals, unit
from assets.build.solids import Solid, Vector, ball, quads, strip, tube
from assets.build.source import Floats

HAZE: Vector = (0.30, 0.34, 0.34)
"""What is added to the colour of what is farthest away."""
LUMPS = (
    (0.28, 0.22, 0.33),
    (0.30, 0.24, 0.32),
    (0.52, 0.18, 0.30),
    (0.58, 0.17, 0.29),
    (0.76, 0.05, 0.25),
)
"""Of a far crown: height, distance from its middle and radius, of its whole height."""
LEAF_BENT = 0.35
"""How far a leaf's middle stands out, as a share of its width."""


def ground(far: float, texture: str, tile_m: float) -> Solid:
    """A round, level field; its grid is finest about the origin."""
    many = max(8, int(9 * np.log(far / 0.4)))
    rings = np.r_[0.0, np.geomspace(0.4, far, many)]
    turn = np.linspace(0, 2 * np.pi, 73)
    ring = np.c_[np.cos(turn), np.sin(turn), 0 * turn]
    points = (rings[:, None, None] * ring).reshape(-1, 3)
    facing = np.tile([[0.0, 0.0, 1.0]], (len(points), 1))
    made = Solid(points, facing, points[:, :2] / tile_m, strip(len(rings), len(turn)))
    return made.looks((1, 1, 1), texture)


def ribbon(middle: Floats, wide: float, texture: str, tile_m: float) -> Solid:
    """A path along the points `middle` (x, y, z)."""
    along = unit(np.gradient(middle, axis=0))
    across = np.c_[along[:, 1], -along[:, 0], 0 * along[:, 0]]
    shares = np.linspace(-0.5, 0.5, 7)
    points = (
        middle[:, None] + across[:, None] * (shares * wide)[None, :, None]
    ).reshape(-1, 3)
    facing = np.tile([[0.0, 0.0, 1.0]], (len(points), 1))
    tris = strip(len(middle), len(shares))[:, ::-1]
    return Solid(points, facing, points[:, :2] / tile_m, tris).looks((1, 1, 1), texture)


def leaves(
    count: int, radii: Vector, size: float, seed: int, hollow: float = 0.55
) -> Solid:
    """Loose leaves that fill an ellipsoid about the origin; texture u is their tint.

    Each is a bent diamond; its normals lean outwards, so that the whole is lit as one.
    """
    rng = np.random.default_rng(seed)
    way = unit(rng.normal(size=(count, 3)))
    lumps = 1 + 0.22 * noise(way, 3.2, seed)
    far = rng.uniform(hollow**3, 1, count) ** (1 / 3) * lumps
    middle = way * far[:, None] * radii
    return _scattered(middle, unit(way / np.array(radii)), size, rng)


def leaves_on(solid: Solid, count: int, size: float, seed: int) -> Solid:
    """Loose leaves on the surface of `solid`, as those of `leaves`."""
    rng = np.random.default_rng(seed)
    tris = solid.tris[rng.integers(0, len(solid.tris), count)]
    shares = rng.dirichlet((1, 1, 1), count)[..., None]
    middle = (solid.points[tris] * shares).sum(1)
    out = unit((solid.normals[tris] * shares).sum(1))
    return _scattered(middle + out * size * 0.2, out, size, rng)


def _scattered(
    middle: Floats, out: Floats, size: float, rng: np.random.Generator
) -> Solid:
    count = len(middle)
    one = unit(rng.normal(size=(count, 3)))
    two = unit(np.cross(one, out + 0.4 * rng.normal(size=(count, 3))))
    long = size * rng.uniform(0.7, 1.3, count)[:, None]
    bent = np.cross(one, two) * long * LEAF_BENT
    side = two * long * 0.5
    long_way = one * long
    around = (middle - long_way, middle + side + bent, middle + long_way)
    corners = np.stack([*around, middle - side + bent], 1)
    facing = unit(out + [0, 0, 0.25] + 0.25 * rng.normal(size=(count, 3)))
    # some extent, or some drivers read the texture at random
    spread = np.array([[0, 0], [0.02, 0], [0.02, 0.02], [0, 0.02]])
    tint = (rng.uniform(0.02, 0.96, (count, 1, 2)) + spread).reshape(-1, 2)
    points, normal = corners.reshape(-1, 3), np.repeat(facing, 4, 0)
    return Solid(points, normal, tint, quads(count), both_sides=True)


def core(radii: Vector, seed: int, segments: int = 12) -> Solid:
    """The dim inside of a crown or hedge, so that one does not see through it."""
    made = ball(1.0, segments)
    shape = made.points * (0.70 + 0.16 * noise(made.points, 3.2, seed)[:, None])
    points = shape * radii
    facing = unit(made.points / np.array(radii))
    return replace(made, points=points, normals=facing, uv=made.uv * [3, 2])


def tree(
    tall: float, wide: float, green: Vector, seed: int, count: int, size: float
) -> list[Solid]:
    """A broad-leaved tree with its foot at the origin."""
    rng = np.random.default_rng(seed)
    lean = rng.uniform(-0.2, 0.2, 2)
    fork = tall * 0.42
    heights = np.array([-0.1, 0.15, 0.6, fork * 0.7, fork, tall * 0.72])
    line = [(lean[0] * (h / fork) ** 2, lean[1] * (h / fork) ** 2, h) for h in heights]
    girth = tall * 0.030
    trunk = tube(line, [girth * k for k in (1.7, 1.25, 1.0, 0.85, 0.75, 0.2)], 12)
    trunk.uv = trunk.uv * [2, 0.7]
    out = [trunk.looks((1, 1, 1), "bark")]
    parts = 5
    for k in range(parts + 1):
        turn = 2 * np.pi * k / parts + rng.uniform(-0.4, 0.4)
        off = 0.0 if k == parts else wide * rng.uniform(0.26, 0.36)
        top = tall * (0.84 if k == parts else rng.uniform(0.56, 0.74))
        middle = (
            lean[0] + off * float(np.cos(turn)),
            lean[1] + off * float(np.sin(turn)),
            top,
        )
        if k < parts:
            start = (lean[0] * 0.8, lean[1] * 0.8, fork * rng.uniform(0.8, 1.05))
            bough = tube([start, middle], [girth * 0.45, girth * 0.15], 7)
            out.append(bough.looks((1, 1, 1), "bark"))
        half = wide * rng.uniform(0.25, 0.31)
        radii = (half, half, half * 0.78)
        share = float(rng.uniform(0.85, 1.15))
        colour = (green[0] * share, green[1] * share, green[2] * share)
        crown = leaves(count // (parts + 1), radii, size, seed * 10 + k, 0.72)
        out.append(crown.at(middle).looks(colour, "leaves", both_sides=True))
        dark = (green[0] * 0.62, green[1] * 0.62, green[2] * 0.62)
        out.append(core(radii, seed * 10 + k).at(middle).looks(dark, "bush"))
    return out


def hedge(
    long: float, deep: float, tall: float, green: Vector, seed: int, count: int
) -> list[Solid]:
    """A clipped but not sharp hedge along x, its foot at z = 0."""
    out: list[Solid] = []
    many = max(2, round(long / (tall * 0.9)))
    rng = np.random.default_rng(seed)
    for k in range(many):
        x = (k + 0.5) / many * long - long / 2
        radii = (long / many * 0.85, deep / 2 * rng.uniform(0.9, 1.15), tall * 0.56)
        place = (x, float(rng.uniform(-0.08, 0.08)), tall * 0.46)
        share = float(rng.uniform(0.88, 1.12))
        colour = (green[0] * share, green[1] * share, green[2] * share)
        soft = leaves(count // many, radii, 0.065, seed * 7 + k, 0.8)
        out.append(soft.at(place).looks(colour, "leaves", both_sides=True))
        dark = (green[0] * 0.62, green[1] * 0.62, green[2] * 0.62)
        out.append(core(radii, seed * 7 + k).at(place).looks(dark, "bush"))
    return out


def distant_trees(
    near: float, far: float, count: int, green: Vector, seed: int
) -> list[Solid]:
    """Trees and shrubs at `near` to `far` metres all round; paler with distance."""
    rng = np.random.default_rng(seed)
    out: list[Solid] = []
    for k in range(count):
        turn = 2 * np.pi * (k + rng.uniform(-0.3, 0.3)) / count
        reach = rng.uniform(near, far)
        haze = (reach - near) / (far - near + 1e-6)
        share = float(rng.uniform(0.80, 1.12)) * (1 - 0.55 * haze)
        red, middle, blue = (
            share * c + h * haze for c, h in zip(green, HAZE, strict=True)
        )
        place = (reach * np.sin(turn), reach * np.cos(turn), 0.0)
        tall = rng.uniform(2.6, 3.8) if k % 3 else rng.uniform(4.6, 6.4)
        for solid, leafy in _crowns(
            tall, 10 - round(3 * haze), rng, seed * 100 + k * 8
        ):
            look = "leaves" if leafy else "bush"
            made = solid.at(place).looks((red, middle, blue), look, both_sides=leafy)
            out.append(made)
    return out


def _crowns(
    tall: float, segments: int, rng: np.random.Generator, seed: int
) -> list[tuple[Solid, bool]]:
    """Lumps that make a crown down to the ground; whether each is loose leaves."""
    out: list[tuple[Solid, bool]] = []
    start = rng.uniform(0, 2 * np.pi)
    for k, (up, off, size) in enumerate(LUMPS):
        half = size * tall * rng.uniform(0.85, 1.15)
        turn = start + 2.2 * k + rng.uniform(-0.3, 0.3)
        made = ball(1.0, segments)
        bumps = 1 + 0.22 * noise(made.points, 3.0, seed + k)
        bumps = bumps + 0.07 * noise(made.points, 9.0, seed + k)
        points = made.points * bumps[:, None] * (half, half, half * 0.9)
        facing = normals(points, made.tris)
        uv = made.uv * [6, 2.5]
        across = off * tall
        place = (across * float(np.cos(turn)), across * float(np.sin(turn)), up * tall)
        solid = replace(made, points=points, normals=facing, uv=uv).at(place)
        out += [(solid, False), (leaves_on(solid, 26, 0.32, seed + k), True)]
    return out


def ridge(reach: float, low: float, high: float, green: Vector, seed: int) -> Solid:
    """A line of far trees all round, `low` to `high` metres tall."""
    turn = np.linspace(0, 2 * np.pi, 145)
    ring = np.c_[np.cos(turn), np.sin(turn), 0 * turn]
    wave = 0.5 + 0.35 * noise(ring, 9.0, seed) + 0.3 * noise(ring, 34.0, seed + 1)
    tall = low + (high - low) * np.clip(wave, 0, 1)
    rows = []
    for share in np.linspace(0, 1, 5):
        out = reach + 0.9 * share**3
        rows.append(np.c_[ring[:, :2] * out, tall * share - 0.2])
    points = np.vstack(rows)
    facing = unit(np.c_[-points[:, :2] / reach, np.full(len(points), 0.45)])
    uv = np.c_[np.tile(turn * 4.5, 5), points[:, 2] / 3]
    made = Solid(points, facing, uv, strip(5, 145)[:, ::-1], both_sides=True)
    return made.looks(green, "bush", both_sides=True)


def dome(radius: float, glow: Vector, texture: str = "sky") -> Solid:
    """The sky as seen from inside; v runs from the horizon to straight above."""
    up = np.linspace(-0.12, np.pi / 2, 14)
    turn = np.linspace(0, 2 * np.pi, 49)
    points = np.stack(
        [
            radius * np.cos(up)[:, None] * np.cos(turn),
            radius * np.cos(up)[:, None] * np.sin(turn),
            radius * np.sin(up)[:, None] * np.ones(49),
        ],
        -1,
    ).reshape(-1, 3)
    v = np.clip(up / (np.pi / 2), 0.01, 0.99)
    uv = np.stack(
        [np.tile(turn / np.pi, (len(up), 1)), np.tile(v[:, None], (1, 49))], -1
    ).reshape(-1, 2)
    made = Solid(points, -unit(points), uv, strip(14, 49))
    return made.looks((1, 1, 1), texture, glow, both_sides=True)
