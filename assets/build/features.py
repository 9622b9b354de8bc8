"""Teeth, tongue, lashes and eyes, from the base mesh's helpers."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from assets.build import source
from assets.build.meshes import normals, step, triangles
from assets.build.parts import Part, joined
from assets.build.source import SKIN_VERTICES, Floats, Ints, Rig
from assets.build.teeth import front_m, teeth

EYE_RINGS, EYE_SPOKES = 15, 21
FLATTER = 0.75
UNDER_LIP_M = 0.0005
"""The tongue's top is so far below the line where the lips meet."""
OVER = (0.0, 0.006, 0.0)
"""A tongue that comes out passes over the lower teeth, metres."""


def _helper(name: str, body: Floats, rig: Rig) -> tuple[Part, Ints]:
    mesh = source.base_mesh()
    quads = mesh.faces[name]
    keys, inverse = np.unique(quads.reshape(-1, 2), axis=0, return_inverse=True)
    vertex = keys[:, 0]
    used, own = np.unique(quads[:, :, 0], return_inverse=True)
    smooth = normals(body[used], triangles(own.reshape(quads.shape[:2])))
    uv = mesh.uv[keys[:, 1]]
    uv = (uv - uv.min(0)) / (np.ptp(uv, axis=0) + 1e-9)
    part = Part(
        name,
        "mouth",
        body[vertex],
        smooth[np.searchsorted(used, vertex)],
        uv,
        triangles(inverse.reshape(-1, 4)),
        rig.weights[vertex],
        None,
        {k: offset[vertex] for k, offset in source.face_units().items()},
    )
    return part, vertex


def mouth(body: Floats, rig: Rig) -> list[Part]:
    """Teeth and a tongue that lies low behind them."""
    tongue, _ = _helper("helper-tongue", body, rig)
    tongue.uv = np.c_[np.full(len(tongue.uv), 0.75), tongue.uv[:, 1]]
    low, high = tongue.positions.min(0), tongue.positions.max(0)
    lip, _ = front_m(body)
    # the helper's tongue fills a closed mouth; this one leaves room above it
    tongue.positions[:, 1] -= low[1]
    tongue.positions[:, 1] *= FLATTER
    tongue.positions[:, 1] += lip - UNDER_LIP_M - (high[1] - low[1]) * FLATTER
    tongue.tris = tongue.tris[tongue.normals[tongue.tris][:, :, 1].max(1) > -0.3]
    front = step(0.5, 1.0, (tongue.positions[:, 2] - low[2]) / (high[2] - low[2]))
    tongue.morphs["tongueOut"] = tongue.morphs["tongueOut"] + np.outer(front, OVER)
    return [joined("mouth", [*teeth(body, rig), tongue])]


def lashes(body: Floats, rig: Rig) -> Part:
    """Lash strips; v runs from the lid to the tips."""
    lids = cKDTree(source.base_mesh().positions[:SKIN_VERTICES])
    both = []
    for side in "lr":
        part, vertex = _helper(f"helper-{side}-eyelashes-2", body, rig)
        away, _ = lids.query(source.base_mesh().positions[vertex])
        reach = np.clip(away / (np.percentile(away, 95) + 1e-9), 0, 1)
        part.uv = np.c_[part.uv[:, 0], reach]
        part.material = "lash"
        both.append(part)
    return joined("lashes", both)


def eyes(body: Floats, rig: Rig) -> Part:
    """Spheres with a corneal bulge in the sockets, turned by the eye joints."""
    both = []
    for side, name in (("L", "helper-l-eye"), ("R", "helper-r-eye")):
        used = np.unique(source.base_mesh().faces[name][:, :, 0])
        low, high = body[used].min(0), body[used].max(0)
        radius = float(np.ptp(body[used][:, :2], axis=0).mean() / 2)
        polar = np.repeat(np.linspace(0, np.pi * 0.62, EYE_RINGS), EYE_SPOKES)
        turn = np.tile(np.linspace(0, 2 * np.pi, EYE_SPOKES), EYE_RINGS)
        way = np.c_[
            np.sin(polar) * np.cos(turn), np.sin(polar) * np.sin(turn), np.cos(polar)
        ]
        bulge = 1 + 0.055 * step(0.46, 0.20, polar)
        first = np.arange((EYE_RINGS - 1) * EYE_SPOKES)
        first = first.reshape(-1, EYE_SPOKES)[:, :-1].ravel()
        tris = np.vstack(
            [
                np.c_[first, first + EYE_SPOKES, first + EYE_SPOKES + 1],
                np.c_[first, first + EYE_SPOKES + 1, first + 1],
            ]
        )
        weights = np.zeros((len(way), len(rig.names)))
        weights[:, rig.names.index(f"eye.{side}")] = 1
        points = (low + high) / 2 + way * (radius * bulge)[:, None]
        both.append(
            Part("eyes", "eye", points, way, 0.5 + 0.5 * way[:, :2], tris, weights)
        )
    return joined("eyes", both)
