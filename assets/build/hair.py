"""Hair as ribbons: guides grown from the scalp, combed, kept outside the head."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.spatial import cKDTree

from assets.build.hairline import azimuth_deg, hairline_height
from assets.build.meshes import (
    Patch,
    neighbour_mean,
    noise,
    normals,
    smoothed,
    step,
    unit,
)
from assets.build.parts import Part, joined
from assets.build.source import Floats, Ints, detail

FORWARD = np.array([0.0, 0.0, 1.0])
DOWN = np.array([0.0, -1.0, 0.0])


@dataclass(frozen=True)
class Style:
    """One haircut; lengths in metres."""

    kind: Literal["long", "short", "coily"]
    length_m: float
    ribbons: int
    segments: int
    width_m: float
    volume_m: float
    """How far the outermost ribbons lie above the scalp."""
    parting_m: float = 0.02
    """Where hair parts, metres to the person's left of the middle."""
    recede_m: float = 0.0
    cut_m: float = 0.0
    """Long hair ends at this canonical height; 0 leaves it uncut."""
    seed: int = 4


def scalp(recede_m: float) -> Patch:
    """The part of the skin that hair grows on."""
    patch = Patch.of_group("body")
    patch = patch.clipped(patch.canonical[:, 1] - 0.60).subdivided()
    at = patch.canonical
    ears = sum(
        np.linalg.norm(detail(f"ears/{side}-ear-scale-incr"), axis=1) for side in "lr"
    )
    ear = patch.maps @ (ears / np.max(ears))
    keep = np.minimum(hairline_height(at, recede_m), (0.18 - ear) * 0.1)
    x, y, z = abs(at[:, 0]), at[:, 1], at[:, 2]
    brow = (y < 0.80) & (z > 0.105)
    inner = (x < 0.055) & (z < 0.14) & (y < 0.80) & (z > 0.02)
    return patch.clipped(np.where(brow | inner, -1, keep))


@dataclass
class _Roots:
    at: Floats
    """Canonical places."""
    points: Floats
    normals: Floats
    weights: Floats


def _planted(patch: Patch, body: Floats, weights: Floats, style: Style) -> _Roots:
    rng = np.random.default_rng(style.seed)
    points = patch.maps @ body
    mean = neighbour_mean(patch.tris, len(points))
    outward = unit(smoothed(normals(points, patch.tris), mean, 6))
    at, tris = patch.canonical, patch.tris
    a, b, c = (points[tris[:, k]] for k in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    # More roots near the front hairline and the parting, where gaps would show.
    middle = at[tris].mean(1)
    front = step(0.035, 0.0, hairline_height(middle, style.recede_m))
    front = front * step(100, 60, azimuth_deg(middle))
    part = step(0.03, 0.0, abs(middle[:, 0] - style.parting_m)) * (middle[:, 1] > 0.8)
    chance = area * (1 + 1.6 * front + 0.8 * part)
    pick = rng.choice(len(tris), style.ribbons, p=chance / chance.sum())
    share = rng.dirichlet((1, 1, 1), style.ribbons)[..., None]

    def mixed(values: Floats) -> Floats:
        return np.asarray((values[tris[pick]] * share).sum(1))

    carried = np.asarray(patch.maps @ weights)
    return _Roots(mixed(at), mixed(points), unit(mixed(outward)), mixed(carried))


@dataclass
class _Skull:
    """What hair may not enter."""

    tree: cKDTree
    points: Floats
    normals: Floats

    def lifted(
        self, places: Floats, clearance: Floats, hug: float
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


def _combed(roots: _Roots, style: Style, rng: np.random.Generator) -> Floats:
    """Direction in which each hair leaves its root."""
    at = roots.at
    side = np.where(at[:, 0] > style.parting_m, 1.0, -1.0)
    top = step(0.80, 0.86, at[:, 1])
    front = step(85, 30, azimuth_deg(at))
    way = DOWN * (1.0 - 0.8 * top)[:, None]
    way = way + np.c_[side * (0.8 * top + 0.2), 0 * top, -0.45 - 1.5 * front]
    if style.kind == "short":
        sweep = np.where(at[:, 0] > style.parting_m, 0.35, -0.55)
        way = np.c_[sweep * top, 0.7 * front - 0.8 * (1 - top), -0.7 - 0.9 * front]
    way = way + 0.10 * rng.normal(size=at.shape)
    if style.kind == "coily":
        return unit(roots.normals + 0.45 * rng.normal(size=at.shape))
    flat = way - roots.normals * (way * roots.normals).sum(1, keepdims=True)
    lift = {"long": 0.12, "short": 0.22}[style.kind]
    return unit(unit(flat) + roots.normals * lift)


def _lengths(roots: _Roots, style: Style, rng: np.random.Generator) -> Floats:
    at = roots.at
    if style.kind == "long":
        top = step(0.72, 0.86, at[:, 1])
        length = style.length_m * (0.62 + 0.38 * top)
    elif style.kind == "short":
        edge = step(0.0, 0.05, hairline_height(at, style.recede_m))
        top = step(0.76, 0.85, at[:, 1])
        length = style.length_m * (0.30 + 0.2 * edge + 0.5 * top)
    else:
        edge = step(-0.002, 0.03, hairline_height(at, style.recede_m))
        sides = 0.55 + 0.45 * step(0.76, 0.84, at[:, 1])
        length = style.length_m * (0.25 + 0.75 * edge) * sides
    return np.asarray(length * rng.uniform(0.86, 1.06, len(at)))


def _grown(
    roots: _Roots, style: Style, skull: _Skull, rng: np.random.Generator
) -> tuple[Floats, Floats, Floats]:
    """Centre lines (ribbons, nodes, 3), surface normals there, layer 0..1."""
    count = len(roots.points)
    layer = rng.uniform(0, 1, count) ** 0.8
    edge = step(-0.002, 0.028, hairline_height(roots.at, style.recede_m))
    clearance = 0.0012 + layer * style.volume_m * (0.22 + 0.78 * edge)
    way = _combed(roots, style, rng)
    stride = (_lengths(roots, style, rng) / style.segments)[:, None]
    place = roots.points - roots.normals * 0.001
    fall = {"long": 2.4, "short": 0.15, "coily": 0.0}[style.kind]
    hug = {"long": 0.75, "short": 0.85, "coily": 0.0}[style.kind]
    lines, faces = [place], [roots.normals]
    for node in range(1, style.segments + 1):
        ahead = place + way * stride
        if style.kind == "coily":
            outward = roots.normals
        else:
            grow = min(1.0, node / 2.5)
            ahead = _off_the_face(ahead, roots, style)
            ahead, outward = skull.lifted(ahead, clearance * grow, hug)
        moved = unit(ahead - place)
        place = place + moved * stride
        way = unit(moved + DOWN * fall * 0.5 + 0.02 * rng.normal(size=way.shape))
        lines.append(place)
        faces.append(outward)
    line, face = np.stack(lines, 1), np.stack(faces, 1)
    for _ in range(3 if style.kind == "long" else 0):
        middle = (line[:, :-2] + line[:, 2:]) / 2
        line[:, 1:-1] += 0.5 * (middle - line[:, 1:-1])
    if style.cut_m > 0:
        drop = style.cut_m - float(roots.at[:, 1].mean())
        height = float(roots.points[:, 1].mean()) + drop
        line, face = _cut(line, face, height + 0.008 * rng.normal(size=count))
    return line, face, layer


def _cut(line: Floats, face: Floats, height: Floats) -> tuple[Floats, Floats]:
    """Ribbons shortened to end at `height` (one per ribbon), nodes spread anew."""
    nodes = line.shape[1]
    below = line[:, :, 1] < height[:, None]
    first = np.where(below.any(1), below.argmax(1), nodes - 1)
    row = np.arange(len(line))
    above, under = line[row, np.maximum(first - 1, 0), 1], line[row, first, 1]
    part = np.clip((above - height) / np.maximum(above - under, 1e-6), 0.05, 1)
    end = np.where(below.any(1), np.maximum(first - 1, 0) + part, nodes - 1.0)
    at = np.linspace(0, 1, nodes)[None] * np.maximum(end, 1.0)[:, None]
    low = np.minimum(at.astype(int), nodes - 2)
    share = (at - low)[..., None]
    pick = row[:, None]

    def resampled(values: Floats) -> Floats:
        return np.asarray(
            values[pick, low] * (1 - share) + values[pick, low + 1] * share
        )

    return resampled(line), unit(resampled(face))


def _off_the_face(places: Floats, roots: _Roots, style: Style) -> Floats:
    """Long hair stays beside and behind the face instead of falling over it."""
    if style.kind != "long":
        return places
    middle = roots.points.mean(0)
    side = np.where(roots.at[:, 0] > style.parting_m, 1.0, -1.0)
    out = places.copy()
    rel = places - middle
    below = step(0.03, -0.03, rel[:, 1])
    ahead = np.maximum(rel[:, 2] - 0.045 + 0.05 * below, 0) * below
    out[:, 2] -= 0.6 * ahead
    tight = np.maximum(0.078 - side * rel[:, 0], 0) * below * (rel[:, 2] > 0.0)
    out[:, 0] += side * tight * 0.5
    return out


def ribbons(
    body: Floats, weights: Floats, skull_mesh: tuple[Floats, Ints], style: Style
) -> Part:
    """The haircut over `body` (base vertices with their joint weights)."""
    rng = np.random.default_rng(style.seed + 1)
    roots = _planted(scalp(style.recede_m), body, weights, style)
    points, tris = skull_mesh
    used = np.unique(tris)
    mean = neighbour_mean(tris, len(points))
    outward = unit(smoothed(normals(points, tris), mean, 3))
    skull = _Skull(cKDTree(points[used]), points[used], outward[used])
    lines, faces, layer = _grown(roots, style, skull, rng)
    hair = _woven(lines, faces, layer, roots, style, rng)
    if style.kind == "coily":
        cap = _cap(body, weights, style)
        return joined("hair", [cap, hair])
    return hair


def _woven(
    lines: Floats,
    faces: Floats,
    layer: Floats,
    roots: _Roots,
    style: Style,
    rng: np.random.Generator,
) -> Part:
    count, nodes = lines.shape[:2]
    tangent = unit(np.gradient(lines, axis=1))
    roll = 0.5 * rng.normal(size=(count, 1, 1)) * (3 if style.kind == "coily" else 1)
    facing = unit(faces + roll * np.cross(tangent, faces))
    across = unit(np.cross(tangent, facing))
    t = np.linspace(0, 1, nodes)[None, :, None]
    width = style.width_m * rng.uniform(0.7, 1.25, (count, 1, 1))
    width = width * (0.75 + 0.5 * t - 0.75 * t**3)
    left, right = lines - across * width / 2, lines + across * width / 2
    points = np.stack([left, right], 2).reshape(-1, 3)
    rounding = np.stack([faces - across * 0.35, faces + across * 0.35], 2)
    u0 = rng.integers(0, 2, (count, 1))
    u = np.stack([np.repeat(u0, nodes, 1), np.repeat(1 - u0, nodes, 1)], 2)
    v = np.repeat(np.linspace(0, 1, nodes)[None, :, None], count, 0).repeat(2, 2)
    tone = rng.uniform(0.80, 1.0, (count, 1))
    light = (0.42 + 0.58 * layer[:, None] ** 0.7) * tone
    root_shadow = 0.75 + 0.25 * step(0.0, 0.25, np.linspace(0, 1, nodes))[None]
    shade = np.repeat((light * root_shadow)[..., None], 2, 2).ravel()
    way = np.repeat(tangent[:, :, None], 2, 2).reshape(-1, 3)
    base = (np.arange(count)[:, None] * nodes + np.arange(nodes - 1)).ravel() * 2
    tris = np.vstack([np.c_[base, base + 1, base + 3], np.c_[base, base + 3, base + 2]])
    return Part(
        "hair",
        "hair",
        points,
        unit(rounding).reshape(-1, 3),
        np.c_[u.ravel(), v.ravel()].astype(float),
        tris,
        np.repeat(roots.weights, nodes * 2, 0),
        np.c_[way * 0.5 + 0.5, np.clip(shade, 0, 1)],
    )


def _cap(body: Floats, weights: Floats, style: Style) -> Part:
    """Dense under-layer of short hair; u < 0 tells the shader that it is solid."""
    patch = scalp(style.recede_m)
    points, at, tris = patch.maps @ body, patch.canonical, patch.tris
    mean = neighbour_mean(tris, len(points))
    outward = unit(smoothed(normals(points, tris), mean, 6))
    edge = step(-0.001, 0.024, hairline_height(at, style.recede_m))
    sides = 0.55 + 0.45 * step(0.76, 0.84, at[:, 1])
    tufts = 1 + 0.20 * noise(at, 330, 5) + 0.12 * noise(at, 700, 6)
    height = style.length_m * 0.72 * edge * sides * tufts
    lifted = smoothed(points, mean, 3) + outward * (height + 0.0006)[:, None]
    shade = np.clip(0.34 + 0.26 * edge + 0.16 * (tufts - 1) / 0.3, 0, 1)
    uv = np.c_[-1 - step(0.0, 0.016, hairline_height(at, style.recede_m)), at[:, 1]]
    return Part(
        "hair",
        "hair",
        lifted,
        normals(lifted, tris),
        uv,
        tris,
        np.asarray(patch.maps @ weights),
        np.c_[np.full((len(at), 3), 0.5), shade],
    )
