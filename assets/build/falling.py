"""Long loose hair: it leaves its parting, lies over the head and hangs below it."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from assets.build.hair_room import Skull
from assets.build.hairline import azimuth_deg, hairline_height
from assets.build.meshes import step, unit
from assets.build.source import Floats
from assets.build.styles import Style

STEP_M = 0.008
"""Hair is led on by this much; its few nodes are chosen from these places later."""
SIDE = np.array([1.0, 0.0, 0.0])
DOWN = np.array([0.0, -1.0, 0.0])
BACK = np.array([0.0, 0.0, -1.0])
KEEP = 0.55
"""How much of its direction a lock keeps from one step to the next."""
HUG = 0.6
"""The share of a gap above its own height by which hair sinks on the head."""
RISE_M = 0.05
"""From its root, a lock comes to its full height over this length."""
CHEEK_M = 0.072
"""Locks hang at least this far beside the middle of the face."""
FACE_Z_M = 0.085
"""In front of this, canonical metres, is the face, which stays free."""


class Roots(Protocol):
    """Where each lock grows; all (locks, 3)."""

    at: Floats
    points: Floats
    normals: Floats


def fallen(
    roots: Roots, style: Style, skull: Skull, rng: np.random.Generator
) -> tuple[Floats, Floats, Floats]:
    """Centre lines (locks, nodes, 3), surface normals there, and layers 0..1."""
    count = len(roots.points)
    layer = rng.uniform(0, 1, count) ** 0.8
    edge = step(-0.002, 0.03, hairline_height(roots.at, style.recede_m))
    place = roots.points + roots.normals * (0.7 * style.under_m * edge - 0.001)[:, None]
    outward, moved = roots.normals, _leaving(roots, style, rng)
    middle = (roots.points - roots.at).mean(0)
    drift = 0.06 * rng.normal(size=(count, 3))
    lines, faces = [place], [outward]
    for taken in range(1, round(style.length_m / STEP_M) + 1):
        way = _ahead(place, outward, moved, roots, style, skull) + 0.1 * drift
        ahead = place + unit(KEEP * moved + (1 - KEEP) * unit(way)) * STEP_M
        height = _height(roots, style, layer, taken * STEP_M)
        led = _over(place, roots)
        laid, outward = skull.lifted(ahead, height, HUG * led)
        # Ears and jaw would part what hangs beside them; shoulders carry it.
        beside = (1 - led) * step(0.045, 0.065, abs(ahead[:, 0] - middle[0]))
        beside *= step(0.60, 0.63, ahead[:, 1] - middle[1])
        laid += beside[:, None] * (ahead - laid)
        ahead = laid
        ahead = _beside_the_face(ahead, roots, style)
        moved = unit(ahead - place)
        place = place + moved * STEP_M
        lines.append(place)
        faces.append(outward)
    line, face = np.stack(lines, 1), np.stack(faces, 1)
    for _ in range(4):
        line[:, 1:-1] += 0.5 * ((line[:, :-2] + line[:, 2:]) / 2 - line[:, 1:-1])
        face[:, 1:-1] = unit(face[:, :-2] + 2 * face[:, 1:-1] + face[:, 2:])
    return *_shortened(line, face, roots, style, rng), layer


def _sides(roots: Roots, style: Style) -> Floats:
    """To which side each lock goes: 1 is the person's left."""
    return np.asarray(np.where(roots.at[:, 0] > style.parting_m, 1.0, -1.0)[:, None])


def _leaving(roots: Roots, style: Style, rng: np.random.Generator) -> Floats:
    front = step(70, 20, azimuth_deg(roots.at))[:, None]
    way = _sides(roots, style) * SIDE + (0.4 - 0.25 * front) * BACK
    way = way + 0.15 * rng.normal(size=way.shape)
    flat = way - roots.normals * (way * roots.normals).sum(1, keepdims=True)
    return unit(unit(flat) + 0.06 * roots.normals)


def _ahead(
    place: Floats,
    outward: Floats,
    moved: Floats,
    roots: Roots,
    style: Style,
    skull: Skull,
) -> Floats:
    """Where hair would go: along the head towards its side, and free of it down."""
    turn = azimuth_deg(roots.at)[:, None]
    top = step(0.2, 0.75, outward[:, 1:2])
    back = 0.12 + 0.33 * step(75, 150, turn)
    over = _sides(roots, style) * SIDE * (1 - 0.75 * step(110, 170, turn)) * top
    over = over + BACK * back * (0.25 + 0.75 * top) + DOWN * (1.1 - 0.6 * top)
    flat = unit(over - outward * (over * outward).sum(1, keepdims=True))
    far, _ = skull.tree.query(place)
    lies = (step(0.055, 0.03, far) * step(-0.35, 0.05, outward[:, 1]))[:, None]
    lies = lies * _over(place, roots)[:, None]
    middle = roots.points.mean(0)
    inward = np.clip(-(place - middle) * [1.6, 0, 0.4], -0.16, 0.16)
    low = (roots.points - roots.at).mean(0)[1] + 0.70
    inward = inward * step(low, low - 0.04, place[:, 1])[:, None]
    return np.asarray(flat * lies + (DOWN + inward) * (1 - lies))


def _over(place: Floats, roots: Roots) -> Floats:
    """How much hair is led by the head there: from the ears down it only hangs."""
    middle = (roots.points - roots.at).mean(0)
    return step(0.745, 0.785, place[:, 1] - middle[1])


def _height(roots: Roots, style: Style, layer: Floats, run_m: float) -> Floats:
    """How far above the skin a lock lies after `run_m` of its length, metres."""
    edge = step(-0.002, 0.03, hairline_height(roots.at, style.recede_m))
    risen = step(0.0, RISE_M, np.array(run_m))
    base = 0.8 * style.under_m * np.maximum(edge, 0.85 * risen)
    return np.asarray(0.0012 + base + (0.6 + 0.4 * layer) * style.volume_m * risen)


def _beside_the_face(places: Floats, roots: Roots, style: Style) -> Floats:
    middle = (roots.points - roots.at).mean(0)
    rel = places - middle
    side = _sides(roots, style)[:, 0]
    low = step(0.785, 0.745, rel[:, 1])
    ahead = low * step(FACE_Z_M - 0.02, FACE_Z_M, rel[:, 2])
    out = places.copy()
    out[:, 0] += side * 0.5 * ahead * np.maximum(CHEEK_M - side * rel[:, 0], 0)
    out[:, 2] -= 0.35 * low * np.maximum(rel[:, 2] - FACE_Z_M, 0)
    return out


def _shortened(
    line: Floats, face: Floats, roots: Roots, style: Style, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """`line` and `face` at as many nodes as the style has, cut where it is cut."""
    count, places = line.shape[:2]
    end = np.full(count, places - 1.0)
    if style.cut_m > 0:
        lower = style.cut_m - float(roots.at[:, 1].mean())
        height = float(roots.points[:, 1].mean()) + lower
        uneven = np.asarray(height + 0.011 * rng.normal(size=(count, 1)))
        below = line[:, :, 1] < uneven
        end = np.where(below.any(1), np.maximum(below.argmax(1), 4), end)
    end = np.minimum(end, places - 1)
    share = np.linspace(0, 1, style.segments + 1)[None] * end[:, None]
    low = np.minimum(share.astype(int), places - 2)
    part, row = (share - low)[..., None], np.arange(count)[:, None]

    def chosen(values: Floats) -> Floats:
        return np.asarray(values[row, low] * (1 - part) + values[row, low + 1] * part)

    return chosen(line), unit(chosen(face))
