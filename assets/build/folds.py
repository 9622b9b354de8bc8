"""Folds and seams of clothes, painted by where cloth bends: elbows, waist, knees."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter
from scipy.spatial import cKDTree

from assets.build.garments import along_arm
from assets.build.layout_cloth import (
    ARM_M,
    REPEATS_PER_M,
    SHEET_M,
    along_arm_free,
    around_arm,
    off_the_armhole,
)
from assets.build.meshes import boundary, noise, step, uv_bake
from assets.build.parts import Part
from assets.build.recipe import Recipe
from assets.build.source import Floats
from assets.build.textures import encoded

PIXELS = 512
STEEPEST = 0.9
"""Slope that the sheet's full range stands for."""
PLAIN = 0.8
"""Value of the third channel where cloth has its own colour."""
ELBOW, KNEE_Y = 0.50, -0.36
"""Along the arm, and canonical height in m."""


def folds_sheets(recipe: Recipe, parts: list[Part]) -> dict[str, bytes]:
    """A picture of folds and seams per garment, named after it."""
    out = {}
    for part in parts:
        if part.name not in ("top", "jacket", "trousers"):
            continue
        cut = {"top": recipe.top, "jacket": recipe.jacket}.get(part.name)
        kind = "trousers" if cut is None else "top"
        weave = recipe.fabrics[part.name].weave
        is_shirt = cut is not None and cut.collar > 0 and not cut.opening
        sheet = folds_sheet(part, kind, weave, is_shirt and weave != "knit")
        out[f"{part.name}.folds"] = encoded(sheet, quality=82)
    return out


def folds_sheet(part: Part, kind: str, weave: str, is_buttoned: bool) -> Floats:
    """Slopes along u and v and a shade per texel, 0..1, row 0 at the top."""
    if part.at is None:
        raise ValueError(f"{part.name}: no canonical places to fold it by")
    edge = _edge_distance(part)
    values = np.c_[part.at, edge]
    places = part.uv / (REPEATS_PER_M * SHEET_M)
    image = uv_bake(places, values, part.tris, PIXELS, (0.0, 0.0, 1.0, 1.0))
    flat = image.reshape(-1, 4)
    at, edge = flat[:, :3], flat[:, 3]
    height = _trouser_folds(at) if kind == "trousers" else _top_folds(at)
    height = height * step(0.0, 0.03, edge)
    seams, tone = _seams(at, edge, kind)
    if weave == "knit":
        seams += _ribs(at, edge, kind)
    if is_buttoned:
        more, dark = _placket(at)
        seams, tone = seams + more, tone * dark
    return _encoded(
        height.reshape(PIXELS, PIXELS),
        seams.reshape(PIXELS, PIXELS),
        tone.reshape(PIXELS, PIXELS),
    )


def _encoded(height: Floats, seams: Floats, tone: Floats) -> Floats:
    texel = SHEET_M / PIXELS
    whole = gaussian_filter(height, 0.7) + gaussian_filter(seams, 0.5)
    down, along = np.gradient(whole, texel)
    hollow = whole - gaussian_filter(whole, 0.012 / texel)
    shade = np.clip(1 + hollow / 0.0042, 0.55, 1.14) * tone
    out = np.dstack(
        [0.5 + 0.5 * along / STEEPEST, 0.5 + 0.5 * down / STEEPEST, PLAIN * shade]
    )
    return np.asarray(np.clip(out, 0, 1)[::-1])


def _edge_distance(part: Part) -> Floats:
    """Distance of each vertex to the garment's own edges, canonical metres."""
    at = part.at if part.at is not None else part.positions
    place = np.unique(np.round(at, 5), axis=0, return_inverse=True)[1].reshape(-1)
    first = np.unique(place, return_index=True)[1]
    tris = place[part.tris]
    tris = tris[(tris[:, 0] != tris[:, 1]) & (tris[:, 1] != tris[:, 2])]
    tris = tris[tris[:, 0] != tris[:, 2]]
    ends = at[first][boundary(tris)]
    if not len(ends):
        return np.full(len(at), 1.0)
    share = np.linspace(0, 1, 8)[None, :, None]
    dense = (ends[:, :1] * (1 - share) + ends[:, 1:] * share).reshape(-1, 3)
    return np.asarray(cKDTree(dense).query(at)[0])


def _wave(phase: Floats, sharp: float = 1.4) -> Floats:
    """Rounded crests and narrow valleys, -0.5..0.5; `phase` in turns."""
    return np.asarray(np.abs(np.cos(np.pi * phase)) ** (1 / sharp) - 0.6)


def _patchy(at: Floats, frequency: float, seed: int) -> Floats:
    return np.clip(0.55 + 1.1 * noise(at, frequency, seed), 0, 1.3)


def _top_folds(at: Floats) -> Floats:
    on_arm = off_the_armhole(at) > 0
    return np.asarray(np.where(on_arm, _sleeve_folds(at), _torso_folds(at)))


def _sleeve_folds(at: Floats) -> Floats:
    share, turn = along_arm_free(at), around_arm(at)
    run, bend = share * ARM_M, noise(at, 38, 3)
    inner = 0.5 + 0.5 * np.cos(turn - 1.9)  # the crook of the elbow
    near = np.exp(-(((share - ELBOW) / 0.13) ** 2))
    rings = _wave(
        (run - ELBOW * ARM_M) / 0.027 * (0.75 + 0.45 * (1 - inner)) + 0.8 * bend
    )
    out = 0.0058 * near * (0.25 + 0.75 * inner) * rings * _patchy(at, 60, 4)
    slant = _wave(run / 0.060 + turn * 0.42 + 0.7 * bend)
    upper = step(0.02, 0.12, share) * step(0.50, 0.36, share)
    out = out + 0.0030 * upper * slant * _patchy(at, 45, 5)
    lower = step(0.58, 0.70, share)
    bunch = _wave(run / 0.024 + 0.16 * np.cos(turn) + 0.9 * noise(at, 45, 7))
    out = out + 0.0026 * lower * bunch * _patchy(at, 55, 8)
    return np.asarray(out)


def _torso_folds(at: Floats) -> Floats:
    x, y, z = at.T
    side, bend = abs(x), noise(at, 26, 11)
    # lines that run out of the armpits over chest and back
    off_x, off_y = 0.165 - side, y - 0.435
    reach, turn = np.hypot(off_x, off_y), np.arctan2(off_y, off_x)
    pull = np.exp(-(((reach - 0.055) / 0.050) ** 2))
    out = 0.0044 * pull * _wave(turn * 1.75 + 0.5 * bend) * _patchy(at, 40, 12)
    # cloth stacked above a seated lap
    low = step(0.33, 0.20, y + 0.10 * noise(at, 14, 13)) * (
        0.35 + 0.65 * step(-0.05, 0.05, z)
    )
    stack = _wave((y + 0.025 * np.cos(x * 16)) / 0.044 + 0.9 * bend)
    out = out + 0.0050 * low * stack * _patchy(at * [0.6, 1.3, 0.6], 30, 14)
    # and hung from the chest and the shoulder blades
    hang = step(0.44, 0.36, y) * step(0.12, 0.22, y)
    drop = _wave(np.arctan2(x, z + 0.02) * 1.9 + 0.8 * bend + y * 1.5)
    out = out + 0.0026 * hang * drop * _patchy(at * [1, 0.4, 1], 24, 15)
    yoke = step(0.42, 0.50, y) * _wave(side / 0.055 + (y - 0.5) * 9 + 0.6 * bend)
    return np.asarray(out + 0.0009 * yoke * _patchy(at, 30, 16))


def _trouser_folds(at: Floats) -> Floats:
    x, y, z = at.T
    side, bend = abs(x), noise(at, 30, 21)
    front = step(-0.02, 0.03, z)
    off_x, off_y = side - 0.01, y - 0.005
    reach, turn = np.hypot(off_x, off_y), np.arctan2(off_y, off_x)
    fan = np.exp(-(((reach - 0.10) / 0.07) ** 2))
    out = 0.0052 * fan * _wave(turn * 2.3 + 0.6 * bend) * _patchy(at, 40, 22)
    thigh = step(-0.05, -0.12, y) * step(KNEE_Y + 0.03, KNEE_Y + 0.10, y)
    slant = _wave(y / 0.085 + x * 4.5 + 0.9 * bend)
    out = out + 0.0024 * thigh * slant * _patchy(at, 34, 23)
    near = np.exp(-(((y - KNEE_Y) / 0.075) ** 2))
    rings = _wave((y - KNEE_Y) / 0.030 + 0.5 * np.cos((side - 0.13) * 30) + 0.8 * bend)
    out = out + near * rings * _patchy(at, 50, 24) * (0.0065 - 0.0040 * front)
    low = step(-0.58, -0.70, y)
    stack = _wave((y + 0.012 * np.sin(x * 40 + z * 25)) / 0.033 + bend)
    out = out + 0.0042 * low * stack * _patchy(at, 42, 25)
    shin = step(KNEE_Y - 0.06, KNEE_Y - 0.12, y) * (1 - low)
    drop = _wave(x / 0.050 + y * 4.0 + bend)
    return np.asarray(out + 0.0018 * shin * drop * _patchy(at, 30, 26))


def _groove(distance: Floats, width: float) -> Floats:
    return np.asarray(np.exp(-((distance / width) ** 2)))


def _seams(at: Floats, edge: Floats, kind: str) -> tuple[Floats, Floats]:
    """Height of seams and turned-up edges, and how much darker their lines are."""
    _x, y, z = at.T
    if kind == "trousers":
        line = np.abs(z)
        cuff = 0.022
    else:
        beyond = off_the_armhole(at)
        on_arm, armhole = beyond > 0, np.abs(beyond - 0.0025)
        beside = np.where(y > 0.12, np.abs(z), 1.0)
        line = np.minimum(
            np.where(y > 0.30, armhole, 1.0), np.where(on_arm, 1.0, beside)
        )
        cuff = 0.020
    groove = _groove(line, 0.0028)
    stitch = _groove(edge - cuff, 0.0020)
    raised = 0.0012 * step(cuff + 0.002, cuff - 0.002, edge)
    height = raised - 0.0009 * groove - 0.0008 * stitch
    return height, 1 - 0.12 * groove - 0.12 * stitch


def _ribs(at: Floats, edge: Floats, kind: str) -> Floats:
    """Knitted bands at neck, cuffs and hem."""
    x, y, z = at.T
    if kind == "trousers":
        return np.zeros(len(at))
    around = np.where(
        off_the_armhole(at) > 0, around_arm(at) * 0.045, np.arctan2(x, z - 0.02) * 0.10
    )
    around = np.where(
        (y > 0.48) & (along_arm(at) < 0.2), np.arctan2(x, z - 0.03) * 0.08, around
    )
    in_front = (abs(x) < 0.11) & (z > 0.02) & (y > 0.11) & (y < 0.50)
    around = np.where(in_front, y, around)  # the edges of an open front
    band = step(0.023, 0.019, edge)
    return np.asarray(0.0013 * band * np.cos(2 * np.pi * around / 0.0072))


def _placket(at: Floats) -> tuple[Floats, Floats]:
    """The buttoned band down the front of a shirt."""
    x, y, z = at.T
    front = (z > 0.03) & (along_arm(at) < 0) & (y < 0.56)
    band = step(0.0165, 0.0150, abs(x)) * front
    stitch = _groove(abs(x) - 0.0115, 0.0013) * front
    gap = _groove(x - 0.0158, 0.0016) * front
    row = (y - 0.015) / 0.078
    to_button = np.hypot(x, (row - np.round(row)) * 0.078)
    button = step(0.0066, 0.0055, to_button) * front
    holes = (
        _groove(np.hypot(abs(x) - 0.0016, (row - np.round(row)) * 0.078), 0.0012)
        * button
    )
    height = 0.0013 * band - 0.0005 * stitch + 0.0018 * button
    tone = (1 - 0.14 * stitch) * (1 - 0.30 * gap)
    tone = tone * (1 - button) + 1.22 * button
    return height, tone * (1 - 0.5 * holes)
