"""A prosthetic forearm and hand in place of the left one's skin."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import scipy.sparse as sp

from assets.build.garments import along_arm
from assets.build.meshes import (
    Patch,
    boundary,
    hems,
    neighbour_mean,
    noise,
    normals,
    smoothed,
    step,
)
from assets.build.parts import Part, joined
from assets.build.source import Bools, Floats

SOCKET_FROM = 0.60
"""Where the socket begins: 0 is the shoulder, 1 the wrist."""
WRIST_AT = 0.935
"""Where the socket ends and the hand begins."""
INSIDE = 0.03
"""So much of the hand's part is in the socket."""
BRIM_M, WALL_M, CUFF_M, ROLLED_M = 0.0083, 0.0028, 0.0012, 0.005
"""How thick the socket is above, and between; how much more at the wrist; its rims."""


def on_arm(at: Floats) -> Floats:
    """How far down the left arm a canonical place is, past 1 in the hand; else -1."""
    beyond = (at[:, 0] > 0.36) & (at[:, 1] < 0.235)
    return np.asarray(np.where(at[:, 0] > 0, np.where(beyond, 1.0, along_arm(at)), -1))


def _levelled(
    points: Floats, share: Floats, level: float, chosen: Bools
) -> tuple[Floats, Floats]:
    """Chosen points moved along the forearm to lie level, for a clean edge."""
    low, high = (share > 0.60) & (share < 0.70), (share > 0.84) & (share < 0.94)
    way = points[high].mean(0) - points[low].mean(0)
    way = way / (share[high].mean() - share[low].mean())
    moved = np.where(chosen, level - share, 0.0)
    return points + moved[:, None] * way, share + moved


def prosthesis(skin: Part, at: Floats) -> Part:
    """A socket with thick rims and, out of it, a plain hand without nails and creases.

    Both are cut where one ends in the other, so the edge between them is even.
    """
    count = len(skin.positions)
    mean = neighbour_mean(skin.tris, count)
    share = on_arm(at)
    rounds = smoothed(skin.positions, mean, 3)
    border = np.zeros(count, bool)
    border[boundary(skin.tris).ravel()] = True
    rounds, share = _levelled(rounds, share, SOCKET_FROM, border & (share < 0.75))
    out = normals(rounds, skin.tris)
    brim = step(SOCKET_FROM + 0.05, SOCKET_FROM + 0.01, share)
    cuff = step(WRIST_AT - 0.05, WRIST_AT - 0.005, share)
    thick = WALL_M + (BRIM_M - WALL_M) * brim + CUFF_M * cuff + 0.0004 * noise(at, 60)
    whole = Patch(sp.identity(count), skin.tris)
    # the picture's left half is the socket's, its right half the hand's
    socket = _made(skin, whole.clipped(WRIST_AT - share), rounds + out * thick[:, None])
    socket = _rimmed(_painted(socket, 0.06))
    hand = _made(skin, whole.clipped(share - WRIST_AT + INSIDE), rounds)
    return joined(skin.name, [socket, _painted(hand, 0.56)])


def _made(skin: Part, patch: Patch, points: Floats) -> Part:
    """The part of `skin` that `patch` is, laid at `points`."""
    laid = patch.maps @ points
    return Part(
        skin.name,
        "cloth",
        laid,
        normals(laid, patch.tris),
        np.zeros((len(laid), 2)),
        patch.tris,
        patch.maps @ skin.weights,
    )


def _painted(part: Part, first: float) -> Part:
    """With texture places in the strip that begins at `first`, across the picture."""
    x, y, z = part.positions.T
    part.uv = np.c_[first + 0.36 * (0.5 + 0.4 * np.sin((x + z) * 60)), y * 9]
    return part


def _rimmed(part: Part) -> Part:
    """With its open ends rolled inwards."""
    border = boundary(part.tris)
    rim = np.unique(border)
    inner = part.positions[rim] - part.normals[rim] * ROLLED_M
    tris = np.vstack([part.tris, hems(border, rim, len(part.positions))])
    points = np.vstack([part.positions, inner])
    uv, weights = (np.vstack([v, v[rim]]) for v in (part.uv, part.weights))
    facing = normals(points, tris)
    return replace(
        part, positions=points, normals=facing, uv=uv, tris=tris, weights=weights
    )


def two_tone(image: Floats) -> Floats:
    """A fabric's picture with its left half dark: socket and hand."""
    out = image.copy()
    out[:, : image.shape[1] // 2, :3] *= 0.34
    return out
