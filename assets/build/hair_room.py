"""What hair may not enter: the head, and what is worn below it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from assets.build.meshes import step
from assets.build.source import Floats, Ints

CLOTH_GAP_M = 0.006
"""How far hair lies above what is worn; half a ribbon's width leans in."""


def above_cloth(
    lines: Floats, layer: Floats, points: Floats, normals_: Floats, cloth: Ints
) -> Floats:
    """Nodes lifted out of the clothes, outer layers farther."""
    tree = cKDTree(points[cloth])
    gap = CLOTH_GAP_M * (1 + 0.8 * layer)[:, None]
    out = lines.copy()
    for _ in range(3):
        far, near = tree.query(out)
        facing = normals_[cloth[near]]
        height = ((out - points[cloth[near]]) * facing).sum(-1)
        lift = np.where(far < 0.05, np.maximum(gap - height, 0), 0)
        out = out + facing * lift[..., None]
    return out


def hanging(lines: Floats) -> Floats:
    """How much a lock hangs free, 0..1 per node: on the head it lies flat."""
    return step(0.02, 0.09, lines[:, :1, 1:2] - lines[:, :, 1:2])


@dataclass
class Skull:
    """What hair may not enter."""

    tree: cKDTree
    points: Floats
    normals: Floats

    def lifted(
        self, places: Floats, clearance: Floats, hug: float | Floats
    ) -> tuple[Floats, Floats]:
        """Places pushed out to their clearance, and the normals there.

        Places above their clearance sink by the share `hug` of the rest, as long as
        the surface is near: hair lies on the head but hangs free below it.
        """
        far, near = self.tree.query(places)
        outward = self.normals[near]
        height = ((places - self.points[near]) * outward).sum(1)
        lift = clearance - height
        close = step(0.06, 0.03, far) * step(-0.45, 0.0, outward[:, 1])
        lift = np.where(lift < 0, lift * hug * close, lift)
        return places + outward * lift[:, None], outward
