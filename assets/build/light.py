"""Bake a room's light with rays: per-vertex irradiance and probes for people.

Light from the window, the sun and the lamp is sampled directly (little noise); what
surfaces reflect follows by gathering over the hemisphere, bounce by bounce.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
import trimesh
from trimesh.ray.ray_pyembree import RayMeshIntersector

from assets.build.meshes import edges, unit
from assets.build.solids import Solid, Vector
from assets.build.source import Bools, Floats, Ints

GATHER_RAYS = 256
BOUNCES = 4


@dataclass(frozen=True)
class Window:
    """A rectangle of sky: corner and two edges, metres; radiance it sends in."""

    corner: Vector
    across: Vector
    up: Vector
    facing: Vector
    radiance: Vector
    samples: tuple[int, int] = (9, 7)


@dataclass(frozen=True)
class Sun:
    """Light through the window; `towards` points at the sun."""

    towards: Vector
    irradiance: Vector
    spread: float = 0.03


@dataclass(frozen=True)
class Lamp:
    """A small glowing ball."""

    place: Vector
    radius: float
    intensity: Vector
    """Per colour: irradiance over pi of a surface at 1 m that faces it."""


@dataclass(frozen=True)
class Lights:
    """What lights the room."""

    window: Window
    """Outdoors the bright part of the sky, farther away than anything else."""
    sun: Sun
    lamps: tuple[Lamp, ...]
    sky: Vector | None = None
    """Radiance of whatever nothing stands before; None indoors."""
    key_lamp: int | None = None
    """The lamp that shines in people's eyes; None if the window does."""

    def key(self) -> tuple[Floats, Callable[[Vector], Floats]]:
        """Where the light comes from that shapes faces, and what of it arrives.

        The second is radiance times solid angle at a place; less of it for a window
        that fills much of the view, as what is wide makes no sharp highlight.
        """
        if self.key_lamp is not None:
            lamp = self.lamps[self.key_lamp]
            return np.array(lamp.place), lambda place: from_lamp(lamp, place)
        window = self.window
        across, up = np.array(window.across), np.array(window.up)
        middle = np.array(window.corner) + (across + up) / 2
        area = float(np.linalg.norm(np.cross(across, up)))

        def arriving(place: Vector) -> Floats:
            way = middle - np.array(place)
            reach2 = float(way @ way)
            cosine = abs(way @ np.array(window.facing)) / reach2**0.5
            share = area * cosine / (reach2 + area)
            return np.asarray(np.array(window.radiance) * share)

        return middle, arriving


def from_lamp(lamp: Lamp, place: Vector) -> Floats:
    """Radiance times solid angle; intensities are over pi, as all light here is."""
    way = np.array(lamp.place) - np.array(place)
    return np.asarray(np.pi * np.array(lamp.intensity) / (way @ way + 0.05))


@dataclass
class Baked:
    """A lit scene: everything needed to ask for light at vertices or probes."""

    points: Floats
    tris: Ints
    irradiance: Floats
    radiosity: Floats
    glow: Floats
    caster: RayMeshIntersector
    blocking: Ints
    """Triangle numbers of `caster`'s mesh in `tris`."""


def bake(solids: Sequence[Solid], albedo: Floats, lights: Lights) -> Baked:
    """Light `solids`; `albedo` is the mean linear reflectance per vertex."""
    counts = [len(s.points) for s in solids]
    starts = np.cumsum([0, *counts[:-1]])
    points = np.vstack([s.points for s in solids])
    facing = unit(np.vstack([s.normals for s in solids]))
    tris = np.vstack([s.tris + k for s, k in zip(solids, starts, strict=True)])
    glow = np.vstack(
        [np.tile(s.glow, (n, 1)) for s, n in zip(solids, counts, strict=True)]
    )
    passing = np.repeat([s.comes_and_goes for s in solids], counts)
    clear = (glow.sum(1) > 0) | passing
    solid = np.where(~clear[tris[:, 0]])[0]
    mesh = trimesh.Trimesh(points, tris[solid], process=False)
    caster = RayMeshIntersector(mesh)
    both = np.concatenate(
        [np.full(n, s.both_sides) for s, n in zip(solids, counts, strict=True)]
    )
    direct = _direct(points, facing, lights, caster)
    direct += both[:, None] * 0.45 * _direct(points, -facing, lights, caster)
    soft = _neighbours(tris, facing)
    direct = soft @ direct
    hits = _gather(points, facing, caster)
    missed = np.array(lights.sky or (0.0, 0.0, 0.0))
    total = direct
    for _ in range(BOUNCES):
        sent = total * albedo
        gathered = np.zeros_like(points)
        for hit in hits:
            corners = tris[solid[np.maximum(hit, 0)]]
            radiance = sent[corners].mean(1)
            gathered += np.where((hit >= 0)[:, None], radiance, missed)
        indirect = gathered / len(hits)
        for _ in range(3):
            indirect = soft @ indirect
        total = direct + indirect
    return Baked(points, tris, total, total * albedo, glow, caster, solid)


def _neighbours(tris: Ints, facing: Floats) -> sp.csr_matrix:
    """Averages a vertex with neighbours that face the same way."""
    pairs = edges(tris)
    pairs = pairs[(facing[pairs[:, 0]] * facing[pairs[:, 1]]).sum(1) > 0.9]
    own = np.arange(len(facing))
    pairs = np.vstack([pairs, pairs[:, ::-1], np.c_[own, own]])
    table = sp.csr_matrix((np.ones(len(pairs)), pairs.T), (len(facing), len(facing)))
    table.data[:] = 1
    return sp.diags(1 / np.asarray(table.sum(1)).ravel()) @ table


def visible(
    start: Floats, way: Floats, reach: Floats, caster: RayMeshIntersector
) -> Bools:
    """Whether nothing lies between `start` and `start + way * reach`."""
    free = np.ones(len(start), bool)
    hit, ray, places = caster.intersects_id(
        start, way, multiple_hits=False, return_locations=True
    )
    if len(hit):
        free[ray] = np.linalg.norm(places - start[ray], axis=1) >= reach[ray] - 0.02
    return free


def _direct(
    points: Floats, facing: Floats, lights: Lights, caster: RayMeshIntersector
) -> Floats:
    rng = np.random.default_rng(1)
    start = points + facing * 0.004
    total = np.zeros_like(points)
    total += _from_window(start, facing, lights.window, caster, rng)
    sun = unit(np.array(lights.sun.towards))
    for _ in range(12):
        way = unit(sun + rng.normal(size=points.shape) * lights.sun.spread)
        cosine = np.clip((facing * sun).sum(1), 0, None)
        free = visible(start, way, np.full(len(points), 1e3), caster)
        total += (cosine * free)[:, None] * np.array(lights.sun.irradiance) / 12
    for lamp in lights.lamps:
        for _ in range(10):
            ball = unit(rng.normal(size=points.shape)) * lamp.radius
            way = np.array(lamp.place) + ball - start
            reach = np.linalg.norm(way, axis=1)
            way = way / reach[:, None]
            cosine = np.clip((facing * way).sum(1), 0, None)
            free = visible(start, way, reach, caster)
            share = cosine * free / (reach**2 + 0.05) / 10
            total += share[:, None] * np.array(lamp.intensity)
    return total


def _from_window(
    start: Floats,
    facing: Floats,
    window: Window,
    caster: RayMeshIntersector,
    rng: np.random.Generator,
) -> Floats:
    total = np.zeros_like(start)
    many, tall = window.samples
    across, up = np.array(window.across), np.array(window.up)
    area = np.linalg.norm(np.cross(across, up)) / (many * tall)
    for i in range(many):
        for j in range(tall):
            u = ((i + rng.random(len(start))) / many)[:, None]
            v = ((j + rng.random(len(start))) / tall)[:, None]
            way = np.array(window.corner) + u * across + v * up - start
            reach = np.linalg.norm(way, axis=1)
            way = way / reach[:, None]
            cosine = np.clip((facing * way).sum(1), 0, None)
            leaving = np.clip(-(way @ np.array(window.facing)), 0, None)
            free = visible(start, way, reach, caster)
            form = cosine * leaving * free * area / (np.pi * reach**2 + 0.02)
            total += form[:, None] * np.array(window.radiance)
    return total


def _gather(points: Floats, facing: Floats, caster: RayMeshIntersector) -> list[Ints]:
    rng = np.random.default_rng(0)
    helper = np.where(abs(facing[:, :1]) > 0.8, [[0.0, 1, 0]], [[1.0, 0, 0]])
    one = unit(np.cross(facing, helper))
    two = np.cross(facing, one)
    start = points + facing * 0.004
    hits = []
    for k in range(GATHER_RAYS):
        u = (k + rng.random(len(points))) / GATHER_RAYS
        turn = 2 * np.pi * rng.random(len(points))
        side = np.sqrt(u)[:, None]
        way = side * (one * np.cos(turn)[:, None] + two * np.sin(turn)[:, None])
        way = way + facing * np.sqrt(1 - u)[:, None]
        hits.append(caster.intersects_first(start, way))
    return hits
