"""Hair as ribbons: guides grown from the scalp, combed, kept outside the head."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from assets.build.bun import bun
from assets.build.falling import fallen
from assets.build.hair_room import Skull, above_cloth, hanging
from assets.build.hairline import azimuth_deg, hairline_height
from assets.build.meshes import (
    Patch,
    neighbour_mean,
    normals,
    smoothed,
    step,
    unit,
)
from assets.build.parts import Part, joined
from assets.build.scalp import cap, scalp
from assets.build.source import SKIN_VERTICES, Floats, Ints
from assets.build.styles import Style

FORWARD = np.array([0.0, 0.0, 1.0])
DOWN = np.array([0.0, -1.0, 0.0])
FALL = {"braided": 2.0, "short": 0.1, "coily": 0.0, "tied": 0.0}
"""How much hair bends down at each node."""
HUG = {"braided": 0.75, "short": 0.85, "coily": 0.0, "tied": 0.85}
KNOT = np.array([0.0, 0.814, -0.031])
"""Where tied hair is held, canonical metres."""


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
    many = style.ribbons * {"braided": 12, "long": 4}.get(style.kind, 1)
    pick = rng.choice(len(tris), many, p=chance / chance.sum())
    share = rng.dirichlet((1, 1, 1), many)[..., None]
    if many > style.ribbons:
        kept = _spread((points[tris[pick]] * share).sum(1), style.ribbons)
        pick, share = pick[kept], share[kept]

    def mixed(values: Floats) -> Floats:
        return np.asarray((values[tris[pick]] * share).sum(1))

    carried = np.asarray(patch.maps @ weights)
    return _Roots(mixed(at), mixed(points), unit(mixed(outward)), mixed(carried))


def _spread(points: Floats, count: int) -> Ints:
    """Rows of `count` points that lie far from each other, as parted hair does."""
    chosen = [0]
    far = np.linalg.norm(points - points[0], axis=1)
    for _ in range(count - 1):
        chosen.append(int(far.argmax()))
        far = np.minimum(far, np.linalg.norm(points - points[chosen[-1]], axis=1))
    return np.array(chosen)


def _combed(roots: _Roots, style: Style, rng: np.random.Generator) -> Floats:
    """Direction in which each hair leaves its root."""
    at = roots.at
    side = np.where(at[:, 0] > style.parting_m, 1.0, -1.0)
    top = step(0.80, 0.86, at[:, 1])
    front = step(85, 30, azimuth_deg(at))
    way = DOWN * (1.0 - 0.8 * top)[:, None]
    way = way + np.c_[side * (0.8 * top + 0.2), 0 * top, -0.45 - 1.5 * front]
    if style.kind == "short":
        sweep = np.where(at[:, 0] > style.parting_m, 0.55, -0.95)
        way = np.c_[sweep * top, 0.30 * front - 0.9 * (1 - top), -0.55 - 0.35 * front]
    way = way + 0.10 * rng.normal(size=at.shape)
    if style.kind == "tied":
        way = KNOT - at + 0.004 * rng.normal(size=at.shape)
    if style.kind == "coily":
        return unit(roots.normals + 0.45 * rng.normal(size=at.shape))
    flat = way - roots.normals * (way * roots.normals).sum(1, keepdims=True)
    lift = {"braided": 0.1, "short": 0.16, "tied": 0.05}[style.kind]
    return unit(unit(flat) + roots.normals * lift)


def _lengths(roots: _Roots, style: Style, rng: np.random.Generator) -> Floats:
    at = roots.at
    if style.kind == "braided":
        top = step(0.72, 0.86, at[:, 1])
        length = style.length_m * (0.62 + 0.38 * top)
    elif style.kind == "tied":
        length = 1.18 * np.linalg.norm(at - KNOT, axis=1)
    elif style.kind == "short":
        edge = step(0.0, 0.05, hairline_height(at, style.recede_m))
        top = step(0.76, 0.85, at[:, 1])
        length = style.length_m * (0.30 + 0.2 * edge + 0.5 * top)
    else:
        edge = step(-0.002, 0.03, hairline_height(at, style.recede_m))
        sides = 0.55 + 0.45 * step(0.76, 0.84, at[:, 1])
        length = style.length_m * (0.25 + 0.75 * edge) * sides
    return np.asarray(length * rng.uniform(0.86, 1.06, len(at)))


def _clearance(roots: _Roots, style: Style, layer: Floats) -> Floats:
    """How far hair lies above the skin, less at the hairline; metres."""
    edge = step(-0.002, 0.028, hairline_height(roots.at, style.recede_m))
    return 0.0012 + layer * style.volume_m * (0.22 + 0.78 * edge)


def _grown(
    roots: _Roots, style: Style, skull: Skull, rng: np.random.Generator
) -> tuple[Floats, Floats, Floats]:
    """Centre lines (ribbons, nodes, 3), surface normals there, layer 0..1."""
    count = len(roots.points)
    layer = rng.uniform(0, 1, count) ** 0.8
    clearance = _clearance(roots, style, layer)
    way = _combed(roots, style, rng)
    stride = (_lengths(roots, style, rng) / style.segments)[:, None]
    place = roots.points - roots.normals * 0.001
    knot = roots.points - roots.at + KNOT  # the body's own place of it, nearly
    lines, faces = [place], [roots.normals]
    for node in range(1, style.segments + 1):
        ahead = place + way * stride
        if style.kind == "coily":
            outward = roots.normals
        else:
            grow = min(1.0, node / 2.5)
            ahead = _off_the_face(ahead, roots, style)
            ahead, outward = skull.lifted(ahead, clearance * grow, HUG[style.kind])
        moved = unit(ahead - place)
        place = place + moved * stride
        drop = DOWN * FALL[style.kind] + 0.02 * rng.normal(size=way.shape)
        way = unit(knot - place if style.kind == "tied" else moved + drop)
        lines.append(place)
        faces.append(outward)
    line, face = np.stack(lines, 1), np.stack(faces, 1)
    for _ in range(3 if style.kind == "braided" else 0):
        middle = (line[:, :-2] + line[:, 2:]) / 2
        line[:, 1:-1] += 0.5 * (middle - line[:, 1:-1])
    if style.cut_m > 0:
        lower = style.cut_m - float(roots.at[:, 1].mean())
        height = float(roots.points[:, 1].mean()) + lower
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
    """Plaits stay beside and behind the face instead of falling over it."""
    if style.kind != "braided":
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
    skull = Skull(cKDTree(points[used]), points[used], outward[used])
    grown = fallen if style.kind == "long" else _grown
    lines, faces, layer = grown(roots, style, skull, rng)
    if style.kind in ("short", "coily"):
        kept = _off_the_brow(lines, roots, style)
        lines, faces, layer = lines[kept], faces[kept], layer[kept]
        roots = _Roots(*(v[kept] for v in vars(roots).values()))
    if style.wave_m > 0:
        lines = _waved(lines, faces, style, rng)
    lines = above_cloth(lines, layer, points, outward, used[used >= SKIN_VERTICES])
    made = [_woven(lines, faces, layer, roots, style, rng)]
    if style.kind == "tied":
        knot = np.median(roots.points - roots.at, axis=0) + KNOT
        made += bun(knot, style, roots.weights[0])
    if style.under_m > 0:
        made = [cap(body, weights, style), *made]
    return joined("hair", made)


def _off_the_brow(lines: Floats, roots: _Roots, style: Style) -> Floats:
    """Which locks keep off the forehead: a few would stray, or drip over its edge."""
    aside = azimuth_deg(roots.at) > 62
    if style.kind == "coily":
        return np.asarray(aside | (hairline_height(roots.at, style.recede_m) > 0.009))
    return np.asarray(aside | (roots.points[:, 1] - lines[:, :, 1].min(1) < 0.007))


def _waved(
    lines: Floats, faces: Floats, style: Style, rng: np.random.Generator
) -> Floats:
    """Locks that swing from side to side, more towards their ends."""
    count, nodes = lines.shape[:2]
    across = unit(np.cross(unit(np.gradient(lines, axis=1)), faces))
    run = np.linspace(0, 1, nodes)[None]
    turns = style.length_m / 0.085 * run * 2 * np.pi
    swing = np.sin(turns + rng.uniform(0, 6.28, (count, 1))) * step(0.05, 0.5, run)
    lift = 0.35 * np.cos(turns + rng.uniform(0, 6.28, (count, 1))) * step(0.1, 0.6, run)
    moved = across * swing[..., None] + faces * np.maximum(lift, 0)[..., None]
    return np.asarray(lines + style.wave_m * moved * hanging(lines))


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
    rolls = {"coily": 1.5, "braided": 0.2}.get(style.kind, 0.5)
    roll = rolls * rng.normal(size=(count, 1, 1))
    if style.kind == "long":
        roll = roll * (0.15 + 0.85 * hanging(lines))
    facing = unit(faces + roll * np.cross(tangent, faces))
    across = unit(np.cross(tangent, facing))
    t = np.linspace(0, 1, nodes)[None, :, None]
    width = style.width_m * rng.uniform(0.7, 1.25, (count, 1, 1))
    taper = {"braided": 0.25, "long": 0.7}.get(style.kind, 0.75)
    width = width * (0.75 + 0.5 * t - taper * t**3)
    if style.kind == "long":  # no blunt beginnings along the hairline and the parting
        width = np.where(t == 0, 0.3 * width, width)
    left, right = lines - across * width / 2, lines + across * width / 2
    points = np.stack([left, right], 2).reshape(-1, 3)
    rounding = np.stack([faces - across * 0.35, faces + across * 0.35], 2)
    u0 = rng.integers(0, 2, (count, 1))
    u = np.stack([np.repeat(u0, nodes, 1), np.repeat(1 - u0, nodes, 1)], 2)
    v = np.repeat(np.linspace(0, 1, nodes)[None, :, None], count, 0).repeat(2, 2)
    tone = rng.uniform(0.60 if style.kind == "braided" else 0.80, 1.0, (count, 1))
    deep = 0.62 if style.kind == "long" else 0.42
    light = (deep + (1 - deep) * layer[:, None] ** 0.7) * tone
    dim = 0.08 if style.kind == "long" else 0.25
    root_shadow = 1 - dim + dim * step(0.0, 0.25, np.linspace(0, 1, nodes))[None]
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
