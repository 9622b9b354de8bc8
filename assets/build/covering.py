"""A headscarf: a cloth laid round the head, open for the face, falling to the chest."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
import trimesh
from scipy.spatial import cKDTree
from trimesh.ray.ray_pyembree import RayMeshIntersector

from assets.build import source
from assets.build.meshes import (
    Patch,
    boundary,
    hems,
    neighbour_mean,
    noise,
    normals,
    smoothed,
    step,
    triangles,
)
from assets.build.parts import Part
from assets.build.source import SKIN_VERTICES, Bools, Floats, Ints, Rig

AROUND, DOWN = 84, 58
LOWEST_DEG = 152.0
"""How far down the cloth is cast, measured from straight up."""
REACH_M = 0.25
CENTRE_Y, CENTRE_Z = 0.66, 0.03
"""Canonical place that the cloth is cast from: the hinge of the jaw."""
OPEN_Y, OPEN_HALF_X, OPEN_UP, OPEN_DOWN = 0.7035, 0.0650, 0.0905, 0.0860
"""The face's oval, canonical metres."""
RIM_M = 0.0012
"""The cloth's edge lies so far above the skin."""
OFFSET_M = 0.007
HEM_HALF_X, HEM_FROM_Y, HEM_FALL_M = 0.150, 0.62, 0.128
"""How wide the scarf lies and how far it falls, canonical metres."""
FALL = 0.22
"""Cloth that hangs free comes in by at most this share of its fall."""
HEM_DEPTH_M = 0.006


def oval(at: Floats) -> Floats:
    """Below 1 inside the face's opening, above 1 on what the scarf covers."""
    x, y, z = at.T
    high = np.where(y > OPEN_Y, OPEN_UP, OPEN_DOWN)
    reach = np.hypot(x / OPEN_HALF_X, (y - OPEN_Y) / high)
    return np.asarray(np.where(z > 0.045, reach, 3.0))


def covered(at: Floats) -> Bools:
    """Skin that the scarf hides and that a file need not hold."""
    return np.asarray((oval(at) > 1.32) & (at[:, 1] > 0.53))


def scarf(body: Floats, rig: Rig, clothes: list[Part]) -> Part:
    """The scarf over `body` and the garments already laid on it."""
    way = _directions()
    centre = _centre(body)
    raw = _cast(body, clothes, centre, way)
    radius = _settled(raw, way)
    at = _canonical(body, centre + way * radius[:, None])
    # the edge lies on the face, tucked under the chin
    loose = step(1.02, 1.30, oval(at))
    radius = radius * loose + np.minimum(raw + 0.0045, radius) * (1 - loose)
    points = centre + way * radius[:, None]
    at = _canonical(body, points)
    low = step(0.0, 1.0, (centre[1] - points[:, 1]) / 0.16)
    keep = np.minimum(oval(at) - 1.0, _above_the_hem(at))
    patch = Patch(sp.identity(len(points)), _grid()).clipped(keep)
    points, at, low = (patch.maps @ v for v in (points, at, low[:, None]))
    mean = neighbour_mean(patch.tris, len(points))
    points = smoothed(points, mean, 3)
    turn = np.arctan2(points[:, 0] - centre[0], points[:, 2] - centre[2])
    folds = np.sin(turn * 13 + 2.2 * noise(points, 22, 3)) * low[:, 0]
    folds = 0.0040 * (folds + low[:, 0]) + 0.0012 * noise(points * [1, 0.4, 1], 70, 5)
    points = points + normals(points, patch.tris) * folds[:, None]
    points = _laid(body, points, at)
    return _part(body, rig, patch.tris, points, at)


def _laid(body: Floats, points: Floats, at: Floats) -> Floats:
    """The edge round the face comes down on the skin in a soft bend, without a gap."""
    skin = body[:SKIN_VERTICES]
    facing = normals(skin, triangles(source.base_mesh().faces["body"][:, :, 0]))
    far, near = cKDTree(skin).query(points, 4)
    share = 1 / (far + 1e-3)
    share = (share / share.sum(1, keepdims=True))[..., None]
    out = (facing[near] * share).sum(1)
    height = ((points - (skin[near] * share).sum(1)) * out).sum(1)
    edge = step(1.16, 1.0, oval(at)) * (far[:, 0] < 0.03)
    return np.asarray(points - out * ((height - RIM_M) * edge)[:, None])


def _above_the_hem(at: Floats) -> Floats:
    """Positive where the scarf reaches: a rounded edge over shoulders and chest."""
    across = (abs(at[:, 0]) / HEM_HALF_X) ** 3
    down = (np.maximum(HEM_FROM_Y - at[:, 1], 0) / HEM_FALL_M) ** 3
    return np.asarray(1.0 - across - down)


def _directions() -> Floats:
    polar = np.radians(np.linspace(0, LOWEST_DEG, DOWN))[:, None]
    turn = np.linspace(0, 2 * np.pi, AROUND, endpoint=False)[None]
    flat = [np.sin(polar) * np.sin(turn), np.cos(polar) + 0 * turn]
    way = np.stack([*flat, np.sin(polar) * np.cos(turn)], -1)
    return np.asarray(way.reshape(-1, 3))


def _grid() -> Ints:
    row, column = np.mgrid[0 : DOWN - 1, 0:AROUND]
    beside = (column + 1) % AROUND
    one, two = row * AROUND + column, row * AROUND + beside
    quads = np.stack([one, one + AROUND, two + AROUND, two], -1).reshape(-1, 4)
    tris = triangles(quads)
    tris = np.where(tris < AROUND, 0, tris)  # the crown is one vertex
    a, b, c = tris.T
    return np.asarray(tris[(a != b) & (b != c) & (c != a)])


def _centre(body: Floats) -> Floats:
    at = source.base_mesh().positions[:SKIN_VERTICES]
    near = abs(at[:, 1] - CENTRE_Y) < 0.02
    shift = (body[:SKIN_VERTICES] - at)[near & (at[:, 2] > -0.05)].mean(0)
    return np.asarray(np.array([0.0, CENTRE_Y, CENTRE_Z]) + shift * [0, 1, 1])


def _cast(body: Floats, clothes: list[Part], centre: Floats, way: Floats) -> Floats:
    """How far out the outermost surface lies in each direction."""
    meshes = [
        trimesh.Trimesh(
            body[:SKIN_VERTICES],
            triangles(source.base_mesh().faces["body"][:, :, 0]),
            process=False,
        )
    ]
    meshes += [trimesh.Trimesh(p.positions, p.tris, process=False) for p in clothes]
    caster = RayMeshIntersector(trimesh.util.concatenate(meshes))
    start = centre + way * REACH_M
    _, ray, places = caster.intersects_id(
        start, -way, multiple_hits=False, return_locations=True
    )
    radius = np.full(len(way), 0.05)
    radius[ray] = np.linalg.norm(places - centre, axis=1)
    return radius


def _settled(radius: Floats, way: Floats) -> Floats:
    """The radii of cloth: off the skin, no pits, hanging where nothing holds it."""
    table = radius.reshape(DOWN, AROUND).copy()
    out, up = (
        v.reshape(DOWN, AROUND) for v in (np.hypot(way[:, 0], way[:, 2]), way[:, 1])
    )
    for _ in range(3):  # bridge ears, chin and eye sockets
        wide = np.maximum(np.roll(table, 1, 1), np.roll(table, -1, 1))
        table = np.maximum(table, wide - 0.002)
        table[1:-1] = np.maximum(table[1:-1], np.minimum(table[:-2], table[2:]))
    table += OFFSET_M + 0.006 * step(-0.35, -0.75, up)
    for row in range(DOWN // 3, DOWN):
        rho, y = table[row - 1] * out[row - 1], table[row - 1] * up[row - 1]
        fall = y - table[row] * up[row]
        least = (rho - FALL * np.maximum(fall, 0)) / np.maximum(out[row], 1e-3)
        table[row] = np.clip(np.maximum(table[row], least), 0, REACH_M)
    for _ in range(6):
        beside = (np.roll(table, 1, 1) + np.roll(table, -1, 1)) / 2
        table[1:-1] = (table[1:-1] * 2 + table[:-2] + table[2:]) / 4
        table = np.maximum(
            table * 0.5 + beside * 0.5, radius.reshape(DOWN, AROUND) + 0.004
        )
    return table.ravel()


def _canonical(body: Floats, points: Floats) -> Floats:
    """Places as if the face were the canonical one: one scale and shift per axis."""
    at = source.base_mesh().positions[:SKIN_VERTICES]
    face = (at[:, 1] > 0.60) & (at[:, 1] < 0.80) & (at[:, 2] > 0.05)
    out = points.copy()
    for axis in range(3):
        slope, shift = np.polyfit(body[:SKIN_VERTICES][face, axis], at[face, axis], 1)
        out[:, axis] = points[:, axis] * slope + shift
    return out


def _part(body: Floats, rig: Rig, tris: Ints, points: Floats, at: Floats) -> Part:
    border = boundary(tris)
    rim = np.unique(border)
    inner = points[rim] - normals(points, tris)[rim] * HEM_DEPTH_M
    count = len(points)
    points, at = np.vstack([points, inner]), np.vstack([at, at[rim]])
    tris = np.vstack([tris, hems(border, rim, count)])
    centre = _centre(body)
    turn = np.arctan2(points[:, 0], points[:, 2] - centre[2])
    uv = np.c_[turn * 0.11, points[:, 1] + 0.3 * points[:, 2]] * 7.0
    return Part(
        "scarf",
        "cloth",
        points,
        normals(points, tris),
        uv,
        tris,
        _carried(rig, points, centre[1]),
        None,
        _moved(body, points, at),
    )


def _carried(rig: Rig, points: Floats, jaw: float) -> Floats:
    """The head carries the top, the chest what lies on it."""
    low = step(jaw - 0.03, jaw - 0.14, points[:, 1])[:, None]
    weights = np.zeros((len(points), len(rig.names)))
    column = rig.names.index
    weights[:, [column("head")]] = 1 - low
    weights[:, [column("neck01")]] = low * (1 - low)
    weights[:, [column("spine01")]] = low * low
    return weights


def _moved(body: Floats, points: Floats, at: Floats) -> dict[str, Floats]:
    """The edge round the face follows jaw and cheeks."""
    far, near = cKDTree(body[:SKIN_VERTICES]).query(points, 4)
    share = 1 / (far + 2e-3)
    share /= share.sum(1, keepdims=True)
    near_face = step(1.9, 1.05, oval(at))[:, None]
    out = {}
    for name, offset in source.face_units().items():
        here = (offset[near] * share[..., None]).sum(1) * near_face
        out[name] = np.where(np.abs(here).max(1, keepdims=True) > 2e-4, here, 0.0)
    return out
