"""How much of the surroundings each vertex sees in the seated pose."""

from __future__ import annotations

import numpy as np
import trimesh
from trimesh.ray.ray_pyembree import RayMeshIntersector

from assets.build.meshes import step, unit, welded
from assets.build.parts import Part, white
from assets.build.posing import SEAT_HEIGHT_M, Posed
from assets.build.skin import inside_mouth
from assets.build.source import Floats, Ints

RAYS = 72
REACH_M = 0.9
"""Surfaces farther away do not shade; the room's own light covers those."""
LEAST = {"hair": 0.35, "cloth": 0.15}
"""Of the light that gets in where no ray gets out: what surfaces near by send on."""
SEE_THROUGH = ("lash", "eye")


def darken(parts: list[Part], pose: Posed) -> None:
    """Write openness (1 free, 0 enclosed) into each part's tint alpha."""
    placed = [
        (p, pose.skinned(p.positions, p.weights), pose.turned(p.normals, p.weights))
        for p in parts
    ]
    caster = RayMeshIntersector(_scene(placed))
    for part, points, facing in placed:
        tint = white(part).copy()
        seen = _openness(part, points, facing, caster)
        if part.name == "head":
            seen = np.maximum(seen, _cavity(part))
        tint[:, 3] *= seen if part.material == "hair" else _shared(seen, points)
        part.tint = tint


def _shared(values: Floats, points: Floats) -> Floats:
    """The same value on all vertices of one place, so that no seam is seen."""
    place = welded(points)
    count = np.bincount(place)
    return np.asarray((np.bincount(place, values) / count)[place])


def _scene(placed: list[tuple[Part, Floats, Floats]]) -> trimesh.Trimesh:
    meshes = [
        trimesh.Trimesh(points, part.tris, process=False)
        for part, points, _ in placed
        if part.material not in SEE_THROUGH
    ]
    for size, middle in (
        ((3.0, 0.02, 3.0), (0, -0.01, 0.5)),
        ((1.2, SEAT_HEIGHT_M - 0.02, 0.62), (0, SEAT_HEIGHT_M / 2 - 0.01, -0.02)),
        ((1.2, 0.45, 0.15), (0, SEAT_HEIGHT_M + 0.22, -0.30)),
    ):
        box = trimesh.creation.box(size)
        box.apply_translation(middle)
        meshes.append(box)
    return trimesh.util.concatenate(meshes)


def _openness(
    part: Part, points: Floats, facing: Floats, caster: RayMeshIntersector
) -> Floats:
    if part.material == "eye":
        return np.ones(len(points))
    rng = np.random.default_rng(2)
    lift = 0.006 if part.material in ("hair", "cloth") else 0.004
    start = points + facing * lift
    helper = np.where(abs(facing[:, :1]) > 0.8, [[0.0, 1, 0]], [[1.0, 0, 0]])
    one = unit(np.cross(facing, helper))
    two = np.cross(facing, one)
    total = np.zeros(len(points))
    for k in range(RAYS):
        u = (k + rng.random(len(points))) / RAYS
        angle = 2 * np.pi * rng.random(len(points))
        side = np.sqrt(u)[:, None]
        way = one * np.cos(angle)[:, None] * side + two * np.sin(angle)[:, None] * side
        way = way + facing * np.sqrt(1 - u)[:, None]
        total += _free(caster, start, way)
    open_ = total / RAYS
    if part.material == "mouth":
        return _in_the_mouth(part)
    least = LEAST.get(part.material, 0.0)
    return least + (1 - least) * _blurred(open_, part.tris)


def _in_the_mouth(part: Part) -> Floats:
    """Rays find a closed mouth; what matters is the open one: dark towards the back."""
    depth = part.positions[:, 2].max() - part.positions[:, 2]
    is_tongue = part.uv[:, 0] > 0.5
    tongue = 0.12 + 0.60 * step(0.045, 0.006, depth)
    return np.where(is_tongue, tongue, 0.10 + 0.72 * step(0.032, 0.001, depth))


def _cavity(head: Part) -> Floats:
    """Least openness of skin in the mouth, darker towards the throat; 0 elsewhere."""
    inside = np.clip(inside_mouth(head.uv) * 1.5, 0, 1)
    depth = head.positions[inside > 0.9, 2].max() - head.positions[:, 2]
    return np.asarray(inside * (0.03 + 0.55 * step(0.045, 0.004, depth)))


def _free(caster: RayMeshIntersector, start: Floats, way: Floats) -> Floats:
    hit, ray, places = caster.intersects_id(
        start, way, multiple_hits=False, return_locations=True
    )
    free = np.ones(len(start))
    if len(hit):
        distance = np.linalg.norm(places - start[ray], axis=1)
        free[ray] = np.clip(distance / REACH_M, 0, 1) ** 2
    return free


def _blurred(values: Floats, tris: Ints) -> Floats:
    total, count = values.copy(), np.ones(len(values))
    for a, b in ((0, 1), (1, 2), (2, 0)):
        np.add.at(total, tris[:, a], values[tris[:, b]])
        np.add.at(count, tris[:, a], 1)
    return np.asarray(total / count)
