"""Two rows of teeth on an arch that fits behind a person's own lips.

The base mesh's helpers are two plain bands, too far up and back to be seen between
parted lips. Widths of crowns are those of textbooks of dental anatomy, rounded.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assets.build import source
from assets.build.meshes import normals, step
from assets.build.parts import Part
from assets.build.source import Floats, Ints, Rig

ACROSS = (0.0, 0.14, 0.86, 1.0)
"""Columns of a tooth, as a share of its width; neighbours share the outer ones."""
ARCH_PER_M = 28.0
"""How fast the arch goes back: depth is this times the square of half its width."""
WIDE_M = 0.065
"""Width of the base mesh's upper teeth at which an arch has its plain size."""
GUM = 0.84
"""From here on v is gum."""
INNER_LIP = ((0.6640, 0.6750), (0.1490, 0.1520))
LIP_LINE = ((0.6603, 0.6612), (0.1520, 0.1560))
"""Canonical heights and depths of vertices in the middle of the mouth."""


@dataclass(frozen=True)
class _Row:
    """One jaw's teeth; metres, for an arch of plain size."""

    helper: str
    widths: tuple[float, ...]
    """From the middle outwards, of one side."""
    crowns: tuple[float, ...]
    """How long they are."""
    edge: float
    """Biting edge above the line where the lips meet."""
    back: float
    """How far the front of the row is behind the inner lip."""
    way: float
    """1: towards the gum is up; -1: down."""


UPPER = _Row(
    "helper-upper-teeth",
    (0.0084, 0.0066, 0.0075, 0.0069, 0.0067),
    (0.0100, 0.0088, 0.0098, 0.0082, 0.0076),
    -0.0016,
    0.0012,
    1.0,
)
LOWER = _Row(
    "helper-lower-teeth",
    (0.0053, 0.0058, 0.0067, 0.0070, 0.0070),
    (0.0086, 0.0088, 0.0098, 0.0084, 0.0078),
    -0.0008,
    0.0036,
    -1.0,
)


def teeth(body: Floats, rig: Rig) -> list[Part]:
    """Upper and lower teeth; u says how near a gap is, v runs from edge to gum."""
    return [_row(UPPER, body, rig), _row(LOWER, body, rig)]


def front_m(body: Floats) -> tuple[float, float]:
    """Height where the lips meet, and depth of the upper lip's inner side."""
    return float(_middle(body, LIP_LINE)[:, 1].mean()), float(
        _middle(body, INNER_LIP)[:, 2].min()
    )


def _middle(body: Floats, box: tuple[tuple[float, float], ...]) -> Floats:
    at = source.base_mesh().positions[: source.SKIN_VERTICES]
    (low, high), (near, far) = box
    here = (abs(at[:, 0]) < 0.0005) & (at[:, 1] > low) & (at[:, 1] < high)
    return body[: len(at)][here & (at[:, 2] > near) & (at[:, 2] < far)]


def _row(row: _Row, body: Floats, rig: Rig) -> Part:
    used = np.unique(source.base_mesh().faces[row.helper][:, :, 0])
    upper = np.unique(source.base_mesh().faces[UPPER.helper][:, :, 0])
    scale = float(np.ptp(body[upper, 0])) / WIDE_M
    lip, inner = front_m(body)
    local, uv, tris = _arch(row)
    points = local * scale
    points[:, 1] = points[:, 1] * row.way + lip + row.edge * scale
    points[:, 2] += inner - row.back * scale
    tris = tris if row.way > 0 else tris[:, ::-1]
    return Part(
        row.helper,
        "mouth",
        points,
        normals(points, tris),
        uv,
        tris,
        np.repeat(rig.weights[used].mean(0, keepdims=True), len(points), 0),
        None,
        _carried(body[used], used, points),
    )


def _arch(row: _Row) -> tuple[Floats, Floats, Ints]:
    """Places with the edge at height 0 and the gum above, uv, triangles."""
    across, share, crown = _columns(row)
    x = np.linspace(0, 0.05, 2001)
    run = np.cumsum(np.hypot(np.gradient(x), np.gradient(ARCH_PER_M * x * x)))
    x = np.sign(across) * np.interp(abs(across), run - run[0], x)
    z = -ARCH_PER_M * x * x
    slope = 2 * ARCH_PER_M * x
    out = np.c_[slope, 0 * x, np.ones(len(x))]
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    gap = step(0.75, 1.0, abs(2 * share - 1))
    # the edges rise a little towards the cheeks, and between two teeth
    edge = 2.2 * x * x + 0.0006 * gap
    rows = []
    for height, off, v in (
        (0.0005, -0.0024, 0.0),
        (0.0, -0.0003, 0.0),
        (0.45, 0.0003, 0.42),
        (0.96, -0.0004, GUM),
        (1.45, 0.0, 1.0),
    ):
        up = edge * max(0.0, 1 - height) + (height if v == 0 else height * crown)
        # gums reach farther down between two teeth than at the middle of one
        up = up - (0.0012 * gap if v == GUM else 0)
        behind = off - (0.0004 * gap if v < 1 else 0)
        at = np.c_[x, up, z] + out * np.broadcast_to(behind, x.shape)[:, None]
        rows.append((at, np.c_[0.45 * abs(2 * share - 1), np.full(len(x), v)]))
    points, uv = (np.vstack(parts) for parts in zip(*rows, strict=True))
    many = len(x)
    first = (np.arange(4)[:, None] * many + np.arange(many - 1)).ravel()
    tris = np.vstack(
        [
            np.c_[first, first + 1, first + many + 1],
            np.c_[first, first + many + 1, first + many],
        ]
    )
    return points, uv, tris


def _columns(row: _Row) -> tuple[Floats, Floats, Floats]:
    """Of each column: place along the arch, share of its tooth, length of its crown."""
    widths = np.array(row.widths)
    starts = np.cumsum(widths) - widths
    across, share, crown = [0.0], [0.0], [row.crowns[0]]
    for start, width, length in zip(starts, widths, row.crowns, strict=True):
        for part in ACROSS[1:]:
            across.append(start + part * width)
            share.append(part)
            crown.append(length)
    left = [-a for a in across[:0:-1]]
    return (
        np.array(left + across),
        np.array(share[:0:-1] + share),
        np.array(crown[:0:-1] + crown),
    )


def _carried(helper: Floats, used: Ints, points: Floats) -> dict[str, Floats]:
    """Offsets per face shape: a jaw moves as one, so the helper's are affine."""
    old = np.c_[helper, np.ones(len(helper))]
    new = np.c_[points, np.ones(len(points))]
    out = {}
    for name, offset in source.face_units().items():
        if np.abs(offset[used]).max() > 0:
            affine, *_ = np.linalg.lstsq(old, offset[used], rcond=None)
            out[name] = new @ affine
        else:
            out[name] = np.zeros_like(points)
    return out
