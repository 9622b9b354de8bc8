"""A prosthetic forearm and hand in place of the left one's skin."""

from __future__ import annotations

import numpy as np

from assets.build.garments import along_arm
from assets.build.meshes import (
    boundary,
    neighbour_mean,
    noise,
    normals,
    smoothed,
    step,
)
from assets.build.parts import Part
from assets.build.source import Bools, Floats

SOCKET_FROM = 0.60
"""Where the socket begins: 0 is the shoulder, 1 the wrist."""
WRIST_AT = 0.935
"""Where the socket ends and the hand begins."""
BRIM_M, WALL_M = 0.0055, 0.0028


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
    """The socket, thick at its brim, and a plain hand without nails and creases."""
    count = len(skin.positions)
    mean = neighbour_mean(skin.tris, count)
    share = on_arm(at)
    forearm = step(0.98, 0.90, share)
    rounds = smoothed(skin.positions, mean, 3)
    border = np.zeros(count, bool)
    border[boundary(skin.tris).ravel()] = True
    rounds, share = _levelled(rounds, share, SOCKET_FROM, border & (share < 0.75))
    rounds, share = _levelled(rounds, share, WRIST_AT, abs(share - WRIST_AT) < 0.022)
    brim = step(SOCKET_FROM + 0.05, SOCKET_FROM + 0.01, share)
    ring = np.exp(-(((share - 0.945) / 0.012) ** 2))
    thick = WALL_M * forearm + BRIM_M * brim + 0.003 * ring + 0.0004 * noise(at, 60)
    out = normals(rounds, skin.tris)
    skin.positions = rounds + out * thick[:, None]
    skin.normals = normals(skin.positions, skin.tris)
    skin.material = "cloth"
    # the picture's left half is the socket's, its right half the hand's
    across = 0.5 + 0.4 * np.sin((at[:, 0] + at[:, 2]) * 60)
    skin.uv = np.c_[
        across * 0.36 + np.where(share < WRIST_AT + 1e-6, 0.06, 0.56), at[:, 1] * 9
    ]
    return skin


def two_tone(image: Floats) -> Floats:
    """A fabric's picture with its left half dark: socket and hand."""
    out = image.copy()
    out[:, : image.shape[1] // 2, :3] *= 0.34
    return out
