"""Glasses: a frame before the eyes, held by nose and ears; without panes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import trimesh
from trimesh.ray.ray_pyembree import RayMeshIntersector

from assets.build import source
from assets.build.meshes import normals, triangles, unit
from assets.build.parts import BEYOND, Part, joined
from assets.build.source import SKIN_VERTICES, Floats, Ints, Rig

CLEAR_M = 0.0022
"""Between frame and skin, at least."""
BEFORE_EYE_M = 0.012
SIDES = 4
AROUND = 24


@dataclass(frozen=True)
class Frame:
    """The shape of a frame, metres."""

    half_width: float = 0.0255
    half_height: float = 0.0195
    thick: float = 0.0016
    squareness: float = 2.6
    """2 is an ellipse, more is squarer."""


def glasses(frame: Frame, body: Floats, rig: Rig) -> Part:
    """The frame on a body's own eyes, nose and ears."""
    skin = triangles(source.base_mesh().faces["body"][:, :, 0])
    caster = RayMeshIntersector(
        trimesh.Trimesh(body[:SKIN_VERTICES], skin, process=False)
    )
    rims = [_rim(frame, body, side, caster) for side in (1, -1)]
    tubes = [_tube(rim, frame.thick, True) for rim in rims]
    tubes.append(_tube(_bridge(rims, caster), frame.thick, False))
    for rim, side in zip(rims, (1, -1), strict=True):
        tubes.append(_tube(_temple(rim, body, side, caster), frame.thick, False))
    weights = np.zeros(len(rig.names))
    weights[rig.names.index("head")] = 1
    parts = [
        Part(
            "glasses",
            "cloth",
            points,
            normals(points, tris),
            points[:, :2] * 7,
            tris,
            np.tile(weights, (len(points), 1)),
            at=np.tile(BEYOND, (len(points), 1)),
        )
        for points, tris in tubes
    ]
    return joined("glasses", parts)


def _eye(body: Floats, side: int) -> tuple[Floats, float]:
    name = "helper-l-eye" if side > 0 else "helper-r-eye"
    used = np.unique(source.base_mesh().faces[name][:, :, 0])
    low, high = body[used].min(0), body[used].max(0)
    return (low + high) / 2, float(high[2])


def _before(places: Floats, caster: RayMeshIntersector) -> Floats:
    """Places moved forward where they would touch the skin."""
    start = places * [1, 1, 0] + [0, 0, 0.4]
    _, ray, hits = caster.intersects_id(
        start,
        np.tile([0.0, 0.0, -1.0], (len(places), 1)),
        multiple_hits=False,
        return_locations=True,
    )
    out = places.copy()
    out[ray, 2] = np.maximum(out[ray, 2], hits[:, 2] + CLEAR_M)
    return out


def _rim(frame: Frame, body: Floats, side: int, caster: RayMeshIntersector) -> Floats:
    middle, front = _eye(body, side)
    turn = np.linspace(0, 2 * np.pi, AROUND, endpoint=False)
    power = 2 / frame.squareness
    c, s = np.cos(turn), np.sin(turn)
    x = np.sign(c) * abs(c) ** power * frame.half_width
    y = np.sign(s) * abs(s) ** power * frame.half_height
    y = y * (1 + 0.10 * c * np.sign(y)) - 0.003
    # the frame bends back a little towards the temples
    z = front + BEFORE_EYE_M - 0.10 * (x + frame.half_width) - 0.10 * (0.02 - y)
    ring = np.c_[middle[0] + side * (x + 0.0015), middle[1] + y, z]
    short = _before(ring, caster)[:, 2] - ring[:, 2]
    ring[:, 2] += short.max()
    return np.asarray(ring)


def _bridge(rims: list[Floats], caster: RayMeshIntersector) -> Floats:
    """From rim to rim over the nose."""
    inner = [rim[np.argsort(abs(rim[:, 0]))[:6]] for rim in rims]
    ends = [one[np.argmax(one[:, 1])] for one in inner]
    share = np.linspace(0, 1, 7)[:, None]
    line = ends[0] * (1 - share) + ends[1] * share
    line[:, 1] += 0.003 * np.sin(np.pi * share[:, 0])
    return _before(line, caster)


def _temple(rim: Floats, body: Floats, side: int, caster: RayMeshIntersector) -> Floats:
    """From the rim's outer corner over the ear and down behind it."""
    high = rim[rim[:, 1] > np.percentile(rim[:, 1], 45)]
    corner = high[np.argmax(side * high[:, 0])]
    letter = "l" if side > 0 else "r"
    size = np.linalg.norm(source.detail(f"ears/{letter}-ear-wing-incr"), axis=1)
    ear = body[:SKIN_VERTICES][(size > 0.15 * size.max())[:SKIN_VERTICES]]
    beside, behind = abs(ear[:, 0]).min(), ear[:, 2].min()
    root = np.array([side * (beside + 0.003), ear[:, 1].max() - 0.002, behind + 0.012])
    back = root - np.array([side * 0.004, 0.024, 0.022])
    share = np.linspace(0, 1, 7)[:, None]
    line = corner * (1 - share) + root * share
    line = np.vstack([line, (root + back) / 2 + np.array([0, 0.004, 0]), back])
    start = line * [0, 1, 1] + [side * 0.2, 0, 0]
    _, ray, hits = caster.intersects_id(
        start,
        np.tile([-float(side), 0.0, 0.0], (len(line), 1)),
        multiple_hits=False,
        return_locations=True,
    )
    on_the_head = abs(hits[:, 0]) < abs(root[0]) + 0.006  # and not on the ear
    ray, hits = ray[on_the_head], hits[on_the_head]
    line[ray, 0] = side * np.maximum(side * line[ray, 0], side * hits[:, 0] + CLEAR_M)
    return line


def _tube(line: Floats, thick: float, is_closed: bool) -> tuple[Floats, Ints]:
    """A thin tube along a line."""
    ahead = np.roll(line, -1, 0) if is_closed else np.vstack([line[1:], line[-1:]])
    behind = np.roll(line, 1, 0) if is_closed else np.vstack([line[:1], line[:-1]])
    along = unit(ahead - behind)
    helper = np.where(abs(along[:, 2:]) > 0.8, [[0.0, 1, 0]], [[0.0, 0, 1]])
    one = unit(np.cross(along, helper))
    two = np.cross(along, one)
    turn = np.linspace(0, 2 * np.pi, SIDES, endpoint=False)[None, :, None]
    ring = np.cos(turn) * one[:, None] + np.sin(turn) * two[:, None]
    points = (line[:, None] + ring * thick).reshape(-1, 3)
    rows = np.arange(len(line) if is_closed else len(line) - 1)
    r, c = (v.ravel() for v in np.meshgrid(rows, np.arange(SIDES), indexing="ij"))
    r2, c2 = (r + 1) % len(line), (c + 1) % SIDES
    a, b, d, e = (m * SIDES + n for m, n in ((r, c), (r, c2), (r2, c), (r2, c2)))
    return points, np.vstack([np.c_[a, b, d], np.c_[b, e, d]])
