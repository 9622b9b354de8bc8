"""Knees of trousers that stay round when a body sits."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from assets.build.meshes import step, unit
from assets.build.posing import Posed
from assets.build.source import Floats

ROUNDS = 14
KNEE_M = 0.16
"""Farther from the joint than this a knee is left as it is."""


def round_knees(
    points: Floats, straight: Floats, mean: sp.csr_matrix, pose: Posed
) -> Floats:
    """Posed `points` of trousers with a kneecap's worth of fullness.

    Skinning alone cuts the corner; `straight` are the same points in the bind pose.
    """
    for side in "LR":
        points = _knee(points, straight, mean, pose, side)
    return points


def _evened(points: Floats, mean: sp.csr_matrix, share: Floats, rounds: int) -> Floats:
    for _ in range(rounds):
        points = points + 0.5 * share[:, None] * (mean @ points - points)
    return points


def _knee(
    points: Floats, straight: Floats, mean: sp.csr_matrix, pose: Posed, side: str
) -> Floats:
    _, places = pose.solve()
    names = (f"{n}.{side}" for n in ("upperleg01", "lowerleg01", "foot"))
    hip, knee, foot = (pose.index(name) for name in names)
    front, wide = _girth(straight, pose.rig.heads[knee])
    thigh, shank = (unit(places[end] - places[knee]) for end in (hip, foot))
    outward, hinge = unit(-thigh - shank), unit(np.cross(thigh, shank))
    way = points - places[knee]
    aside = way @ hinge
    flat = way - aside[:, None] * hinge
    radius = np.linalg.norm(flat, axis=1) + 1e-9
    full = front * np.sqrt(np.clip(1 - (aside / wide) ** 2, 0.0, 1.0))
    sector = step(0.35, 0.80, flat @ outward / radius)
    share = sector * step(KNEE_M, 0.6 * KNEE_M, np.linalg.norm(way, axis=1))
    grown = np.maximum(radius, full) / radius - 1
    points = points + flat * (grown * share)[:, None]
    near = step(KNEE_M, 0.5 * KNEE_M, np.linalg.norm(points - places[knee], axis=1))
    return _evened(points, mean, 0.7 * near, ROUNDS)


def _girth(at: Floats, knee: Floats) -> tuple[float, float]:
    """How far a straight leg's cloth is before and beside the knee, m."""
    ring = (abs(at[:, 1] - knee[1]) < 0.02) & (at[:, 0] * knee[0] > 0)
    away = at[ring] - knee
    return float(away[:, 2].max()), float(abs(away[:, 0]).max())
