"""Clothes: cut from MakeHuman's close-fitting helper mesh, draped, hemmed."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np

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
from assets.build.source import Bools, Floats, Ints

SHOULDER = np.array([0.168, 0.525, 0.015])
WRIST = np.array([0.431, 0.245, 0.176])
HEM_DEPTH_M = 0.007

Kind = Literal["top", "trousers", "shoes"]


def along_arm(points: Floats) -> Floats:
    """0 at the shoulder, 1 at the wrist, -1 off the arms; canonical pose."""
    mirrored = points.copy()
    mirrored[:, 0] = abs(mirrored[:, 0])
    way = WRIST - SHOULDER
    share = (mirrored - SHOULDER) @ way / (way @ way)
    x, y = mirrored[:, 0], points[:, 1]
    on_arm = (x > 0.15 + 0.5 * np.maximum(0, 0.48 - y)) & (y > 0.16)
    on_arm |= x > 0.36  # fingertips hang lower than that
    return np.asarray(np.where(on_arm, share, -1))


@dataclass(frozen=True)
class Cut:
    """The pattern of a top; heights and widths in canonical metres."""

    sleeve: float = 0.93
    """Length along the arm: 0.4 short, 0.93 long, 0.02 none."""
    hem: float = 0.085
    neck: float = 0.535
    """Height of the neckline in front; it rises towards the nape."""
    vee: float = 0.0
    """How far the neckline dips in front."""
    collar: float = 0.0
    """Height of a turned-down collar."""
    opening: float = 0.0
    """Half the width of a front that hangs open; 0 is closed."""


def top_patch(cut: Cut) -> Patch:
    """A top after its pattern.

    The hem is higher in front, where a seated lap would otherwise pull it down.
    """
    sleeve, hem, neck = cut.sleeve, cut.hem, cut.neck
    patch = Patch.of_group("helper-tights")
    at = patch.canonical
    edge = hem + 0.028 * step(-0.02, 0.07, at[:, 2])
    patch = patch.clipped(np.where(along_arm(at) > 0.25, 1, at[:, 1] - edge))
    patch = patch.subdivided()  # first, or the neckline is cut in steps
    arm = along_arm(patch.canonical)
    patch = patch.clipped(np.where(arm > -1, sleeve - arm, 1))
    x, y, z = patch.canonical.T
    front = step(0.0, 0.05, z)
    line = neck + 0.032 * step(0.085, -0.03, z) + 6.0 * x * x
    line = line - cut.vee * front * np.maximum(0, 1 - abs(x) / 0.052)
    patch = patch.clipped(line - y)
    if cut.opening > 0:
        patch = _opened(patch, cut)
    return patch


def _opened(patch: Patch, cut: Cut) -> Patch:
    """Without the middle of the front; wider above, as an open jacket hangs."""
    x, y, z = patch.canonical.T
    half = cut.opening * (0.8 + 0.5 * step(0.30, 0.52, y)) + 0.03 * step(0.46, 0.57, y)
    return patch.clipped(np.where(z > 0.02, abs(x) - half, 1.0))


def trousers_patch(waist: float = 0.15, leg: float = -0.735) -> Patch:
    """Long trousers from `waist` down to `leg`, heights in m."""
    patch = Patch.of_group("helper-tights")
    at = patch.canonical
    patch = patch.clipped(np.where(along_arm(at) > 0.3, -1, waist - at[:, 1]))
    return patch.clipped(patch.canonical[:, 1] - leg).subdivided()


def shoes_patch(top: float = -0.722) -> Patch:
    """Plain closed shoes up to height `top`, m."""
    patch = Patch.of_group("helper-tights")
    return patch.clipped(top - patch.canonical[:, 1]).subdivided()


@dataclass
class Garment:
    """One piece of clothing and how it is laid over a body."""

    name: str
    kind: Kind
    patch: Patch
    offset_m: float
    rounds: int
    """Rounds of smoothing before the offset."""
    wrinkle: float = 1.0
    collar: float = 0.0
    is_open: bool = False
    """Whether the front hangs open."""
    border: Ints = field(init=False)

    def __post_init__(self) -> None:
        self.border = boundary(self.patch.tris)

    @cached_property
    def _mean(self) -> object:
        return neighbour_mean(self.patch.tris, self.patch.maps.shape[0])

    @property
    def rim(self) -> Ints:
        """Vertices on the hems."""
        return np.unique(self.border)

    def positions(self, body: Floats) -> Floats:
        """Vertices over `body` (all base vertices), then the inner rim of the hems."""
        tris, at = self.patch.tris, self.patch.canonical
        points = smoothed(self.patch.maps @ body, self._mean, self.rounds)
        near_neck = step(0.52, 0.56, at[:, 1]) * (along_arm(at) < 0)
        offset = self.offset_m * (1 - 0.3 * near_neck)
        points = points + normals(points, tris) * offset[:, None]
        if self.kind == "top":
            points = self._hang(points, at)
        elif self.kind == "trousers":
            points = self._straighten(points, at)
        else:
            points = _soled(points)
        rim = self.rim
        inner = points[rim] - normals(points, tris)[rim] * HEM_DEPTH_M
        return np.vstack([points, inner])

    def triangles(self) -> Ints:
        """Triangles of the cloth and of its rolled hems."""
        count = self.patch.maps.shape[0]
        return np.vstack([self.patch.tris, hems(self.border, self.rim, count)])

    def carried(self, values: Floats) -> Floats:
        """Values of base vertices (such as skin weights) moved onto the cloth."""
        mine = smoothed(self.patch.maps @ values, self._mean, 4)
        return np.vstack([mine, mine[self.rim]])

    def _hang(self, points: Floats, at: Floats) -> Floats:
        tris = self.patch.tris
        torso = (along_arm(at) < 0) & (at[:, 1] < 0.47)
        points = _draped(points, torso, 0.30)
        points = smoothed(points, self._mean, 10)
        points = points + normals(points, tris) * (0.003 + _tailored(at))[:, None]
        folds = noise(at * [1, 0.5, 1], 55, 3) * step(0.0, 0.1, 0.5 - at[:, 1])
        sleeve = noise(at * [1.2, 1.2, 0.6], 95, 8) * step(0.0, 0.12, along_arm(at))
        depth = self.wrinkle * (0.003 * folds + 0.0022 * sleeve)
        return np.asarray(points + normals(points, tris) * depth[:, None])

    def _straighten(self, points: Floats, at: Floats) -> Floats:
        for side in (1, -1):
            leg = np.where((at[:, 0] * side > 0) & (at[:, 1] < -0.25))[0]
            heights = np.round(points[leg, 1] / 0.02).astype(int)
            widest: float | None = None
            for height in sorted(set(heights), reverse=True):
                ring = leg[heights == height]
                flat = points[ring][:, [0, 2]]
                centre = flat.mean(0)
                away = flat - centre
                radius = np.linalg.norm(away, axis=1) + 1e-9
                mean = float(radius.mean())
                widest = mean if widest is None else max(mean, widest * 0.988)
                scale = np.maximum(radius, widest * 0.97) / radius
                points[ring[:, None], [0, 2]] = centre + away * scale[:, None]
        points = smoothed(points, self._mean, 5)
        tuck = 0.011 * step(0.03, 0.09, at[:, 1])
        folds = noise(at * [1, 0.8, 1], 60, 5) * step(-0.02, -0.12, at[:, 1])
        depth = self.wrinkle * 0.0025 * folds - tuck
        return np.asarray(points + normals(points, self.patch.tris) * depth[:, None])


SHOULDER_POINT = np.array([0.172, 0.568, 0.0])


def _tailored(at: Floats) -> Floats:
    """How far a sleeve stands off more, m: it has a shoulder and hangs straight."""
    mirrored = np.c_[abs(at[:, 0]), at[:, 1:]]
    far = np.linalg.norm(mirrored - SHOULDER_POINT, axis=1)
    share = (mirrored - SHOULDER) @ (WRIST - SHOULDER) / ((WRIST - SHOULDER) ** 2).sum()
    upper = step(-0.01, 0.05, mirrored[:, 1] - SHOULDER[1] + share * 0.28)
    upper = upper * (along_arm(at) > 0)
    last = min(0.40, float(along_arm(at).max()) - 0.09)  # a short sleeve's end is free
    bulge = step(0.06, 0.16, share) * step(last, last - 0.14, share) * upper
    return np.asarray(0.007 * np.exp(-((far / 0.035) ** 2)) - 0.010 * bulge)


def _soled(points: Floats) -> Floats:
    low = points[:, 1].min()
    flat = step(0.030, 0.006, points[:, 1] - low)
    points[:, 1] = points[:, 1] * (1 - flat) + (low - 0.014) * flat
    return points


def _draped(points: Floats, mask: Bools, narrowing: float) -> Floats:
    """Cloth hangs: below the widest point its radius narrows by at most `narrowing`."""
    index = np.where(mask)[0]
    hung = points[index]
    centre = np.array([0.0, np.median(hung[:, 2])])
    away = hung[:, [0, 2]] - centre
    radius = np.linalg.norm(away, axis=1)
    sectors = 48
    turn = (np.arctan2(away[:, 1], away[:, 0]) / 2 / np.pi % 1) * sectors
    reach = np.zeros(sectors)
    height = np.full(sectors, 9.0)
    wanted = radius.copy()
    for k in np.argsort(-hung[:, 1]):
        one = int(turn[k]) % sectors
        two = (one + (1 if turn[k] % 1 > 0.5 else -1)) % sectors
        y = hung[k, 1]
        here = reach[one] - narrowing * (height[one] - y)
        beside = reach[two] - narrowing * (height[two] - y) - 0.002
        wanted[k] = max(radius[k], here, beside)
        if wanted[k] >= here:
            reach[one], height[one] = wanted[k], y
    moved = points.copy()
    hung = hung.copy()
    hung[:, [0, 2]] = centre + away * (wanted / np.maximum(radius, 1e-6))[:, None]
    moved[index] = hung
    return moved
