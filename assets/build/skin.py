"""Paint skin in canonical coordinates: colour and fine relief."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter

from assets.build.hairline import hairline_height
from assets.build.meshes import noise, step
from assets.build.source import Floats
from assets.build.textures import Colour, mask

GLOSS = 0.36
"""Of plain skin; the bridge of the nose shines a little more, cheeks less."""


@dataclass(frozen=True)
class Complexion:
    """What the skin looks like."""

    skin: Colour
    lips: Colour
    hair: Colour
    lip_strength: float = 0.7
    brow_thickness_m: float = 0.0040
    brow_strength: float = 0.88
    stubble: float = 0.0
    """0 shaved .. 1 dense."""
    age: float = 0.0
    """0 smooth .. 1 deeply lined."""
    scalp: float = 0.85
    recede_m: float = 0.0


@dataclass
class _Canvas:
    """Points on the skin with their colour and relief, painted layer by layer."""

    points: Floats
    uv: Floats
    look: Complexion
    colour: Floats
    relief: Floats
    gloss: Floats

    @property
    def base(self) -> Floats:
        return np.array(self.look.skin)

    def mix(self, colour: Floats, weight: Floats) -> None:
        share = np.clip(weight, 0, 1)[:, None]
        self.colour = self.colour * (1 - share) + colour * share

    def masked(self, name: str) -> Floats:
        return _masked(name, self.uv)

    def blob(self, cx: float, cy: float, sx: float, sy: float) -> Floats:
        """Soft spot on both sides of the face, metres in canonical coordinates."""
        x, y = abs(self.points[:, 0]), self.points[:, 1]
        return np.asarray(np.exp(-(((x - cx) / sx) ** 2) - ((y - cy) / sy) ** 2))


def _masked(name: str, uv: Floats) -> Floats:
    image = mask(name)
    high, wide = image.shape
    row = np.clip((uv[:, 1] * high).astype(int), 0, high - 1)
    column = np.clip((uv[:, 0] * wide).astype(int), 0, wide - 1)
    return np.asarray(image[row, column])


def inside_mouth(uv: Floats) -> Floats:
    """How much places of the base mesh's UV layout are within the mouth, 0..1."""
    return _masked("inside-mouth", uv)


def painted(points: Floats, uv: Floats, look: Complexion) -> Floats:
    """Colour (sRGB), relief and gloss (0..1) per point, shape (n, 5)."""
    canvas = _Canvas(
        points,
        uv,
        look,
        np.repeat(np.array(look.skin)[None], len(points), 0),
        np.full(len(points), 0.5),
        np.full(len(points), GLOSS),
    )
    face = step(0.06, 0.10, points[:, 2]) * step(0.60, 0.63, points[:, 1])
    _mottle(canvas)
    _flush(canvas, face)
    _lines(canvas, face)
    lip = _mouth(canvas, face)
    _brows(canvas)
    _scalp_and_beard(canvas, lip)
    _hands_and_mouth_cavity(canvas)
    return np.asarray(np.clip(np.c_[canvas.colour, canvas.relief, canvas.gloss], 0, 1))


def _grain(count: int, blur: float) -> Floats:
    """Noise from texel to texel of a square picture, without any pattern; -1..1."""
    side = round(count**0.5)
    grain = np.random.default_rng(43).normal(size=(side, -(-count // side)))
    grain = gaussian_filter(grain, blur)
    return np.asarray(np.clip(grain / (3 * grain.std()), -1, 1).ravel()[:count])


def _mottle(canvas: _Canvas) -> None:
    wide, fine, pores = (
        noise(canvas.points, f, s) for f, s in ((120, 1), (420, 2), (1500, 4))
    )
    tone = 1 + 0.030 * wide + 0.024 * fine + 0.022 * pores
    # blood and pigment lie in patches of their own
    blood, pigment = noise(canvas.points, 75, 41), noise(canvas.points, 190, 42)
    hue = np.stack([0.012 * blood, -0.022 * blood, -0.022 * blood], 1)
    hue = hue - np.outer(np.clip(pigment, 0, 1), [0.03, 0.045, 0.055])
    canvas.colour = canvas.colour * (tone[:, None] + hue)
    rough = noise(canvas.points, 2600, 11) * noise(canvas.points, 1900, 12)
    rough = 0.4 * rough + 0.6 * _grain(len(rough), 0.9)
    pits = np.clip(_grain(len(rough), 1.3) * 1.6 - 0.9, 0, 1)
    canvas.relief = canvas.relief + 0.11 * rough * (1 + canvas.look.age) - 0.16 * pits
    canvas.colour = canvas.colour * (1 - 0.07 * pits)[:, None]
    oily = canvas.blob(0, 0.705, 0.010, 0.025) + 0.7 * canvas.blob(
        0, 0.775, 0.03, 0.014
    )
    uneven = 0.5 * noise(canvas.points, 300, 44) + 0.9 * rough - 0.8 * pits
    canvas.gloss = canvas.gloss * (0.85 + 0.35 * oily + 0.45 * uneven)


def _flush(canvas: _Canvas, face: Floats) -> None:
    base, blob = canvas.base, canvas.blob
    dark = base.mean() < 0.40
    warm = base * ([1.14, 0.86, 0.80] if dark else [1.10, 0.80, 0.76])
    spots = (
        0.26 * blob(0.043, 0.697, 0.022, 0.018)
        + 0.30 * blob(0, 0.700, 0.013, 0.011)
        + 0.25 * blob(0, 0.63, 0.02, 0.012)
    )
    canvas.mix(warm, face * spots)
    ears = np.clip(canvas.masked("ears"), 0, 1)
    canvas.mix(base * [1.05, 0.82, 0.78], ears * 0.35)
    under = blob(0.032, 0.716, 0.015, 0.0045) * (1 + 0.5 * canvas.look.age)
    canvas.mix(base * 0.70 * [1, 0.9, 0.92], face * 0.26 * under)
    crease = blob(0.033, 0.7395, 0.017, 0.004)
    canvas.mix(base * 0.72 * [1.03, 0.88, 0.88], face * 0.16 * crease)
    nostril = blob(0.0085, 0.690, 0.0035, 0.0022) * (canvas.points[:, 2] > 0.13)
    canvas.mix(base * 0.40 * [1.1, 0.75, 0.7], face * 0.7 * nostril)


def _groove(distance: Floats, width: float) -> Floats:
    return np.asarray(np.exp(-((distance / width) ** 2)))


def _lines(canvas: _Canvas, face: Floats) -> None:
    """Expression lines, deeper with age: forehead, crow's feet, smile lines."""
    age = canvas.look.age
    if age <= 0:
        return
    x, y, z = abs(canvas.points[:, 0]), canvas.points[:, 1], canvas.points[:, 2]
    wobble = 0.0012 * noise(canvas.points, 70, 21)
    total = np.zeros(len(x))
    for height, depth in ((0.762, 0.5), (0.7725, 0.8), (0.783, 0.6)):
        arch = height + 0.004 * np.cos(x * 45) + wobble
        total += depth * _groove(y - arch, 0.0011) * step(0.045, 0.02, x)
    corner_x, corner_y = x - 0.0485, y - 0.7255
    reach = np.hypot(corner_x, corner_y)
    for slope in (0.55, 0.1, -0.35, -0.75):
        ray = corner_y - slope * corner_x + wobble * 0.6
        spread = step(0.003, 0.007, reach) * step(0.019, 0.010, reach)
        total += 0.7 * _groove(ray, 0.0008) * spread * (corner_x > 0)
    fold = x - (0.0195 + (0.696 - y) * 0.42) + wobble
    total += 0.9 * _groove(fold, 0.0017) * step(0.700, 0.690, y) * step(0.655, 0.668, y)
    bag = y - (0.7125 - 0.004 * np.cos((x - 0.031) * 90)) + wobble * 0.5
    total += 0.6 * _groove(bag, 0.0011) * step(0.016, 0.024, x) * step(0.048, 0.040, x)
    mouth = x - (0.0275 + (0.658 - y) * 0.15) + wobble
    low = step(0.662, 0.655, y) * step(0.632, 0.645, y)
    total += 0.45 * _groove(mouth, 0.0014) * low
    grooves = np.clip(total, 0, 1) * face * (z > 0.07) * age
    canvas.relief = canvas.relief - 0.42 * grooves
    canvas.mix(canvas.base * 0.66 * [1.04, 0.88, 0.86], 0.42 * grooves)
    spots = np.clip(noise(canvas.points, 260, 9) * 2.2 - 1.1, 0, 1)
    canvas.mix(canvas.base * 0.76, spots * 0.22 * age)


def _mouth(canvas: _Canvas, face: Floats) -> Floats:
    x, y = abs(canvas.points[:, 0]), canvas.points[:, 1]
    lip = np.clip(canvas.masked("lips") * 1.4, 0, 1)
    canvas.mix(np.array(canvas.look.lips), lip * canvas.look.lip_strength)
    ridges = noise(canvas.points * [1, 0.15, 0.3], 1800, 6)
    canvas.colour = canvas.colour * (1 - 0.08 * lip * (ridges * 0.5 + 0.5))[:, None]
    canvas.relief = canvas.relief + 0.10 * lip * ridges
    canvas.gloss = canvas.gloss + 0.25 * lip
    line = np.exp(-(((y - 0.6665) / 0.0014) ** 2)) * step(0.025, 0.018, x)
    canvas.mix(canvas.base * 0.45 * [1.1, 0.75, 0.72], face * 0.55 * line)
    return lip


def _brows(canvas: _Canvas) -> None:
    look, points = canvas.look, canvas.points
    x, y, z = abs(points[:, 0]), points[:, 1], points[:, 2]
    t = np.clip((x - 0.010) / 0.042, 0, 1)
    middle = 0.7462 + 0.0068 * np.sin(t * 2.3) - 0.0055 * t**2
    width = look.brow_thickness_m * (1.05 - 0.65 * t**1.5)
    across = (y - middle) / width
    lean = x * 0.9 - (y - middle) * (0.9 + 0.6 * t)
    hairs = 0.5 + 0.5 * np.sin(
        lean * 4600 + 3.5 * noise(points, 420, 2) + 7 * noise(points, 800, 14)
    )
    ragged = across * (1 + 0.22 * noise(points, 1100, 15))
    shape = np.exp(-(np.abs(ragged) ** 2.6)) * step(0.007, 0.015, x)
    shape = shape * step(0.0550, 0.046, x) * (z > 0.09)
    tone = np.array(look.hair) * 0.55 + canvas.base * 0.06
    canvas.mix(tone, shape * (0.38 + 0.62 * hairs) * look.brow_strength)
    canvas.gloss = canvas.gloss * (1 - 0.9 * np.clip(shape * 1.5, 0, 1))


def _scalp_and_beard(canvas: _Canvas, lip: Floats) -> None:
    look, points = canvas.look, canvas.points
    x, y, z = abs(points[:, 0]), points[:, 1], points[:, 2]
    hair = np.array(look.hair)
    ragged = 0.0025 * noise(points, 420, 31)
    # single hairs, which run back from the forehead
    ragged = ragged + 0.008 * noise(points * [1.0, 0.10, 0.15], 3400, 32)
    grown = step(-0.005, 0.016, hairline_height(points, look.recede_m) + ragged)
    grown = grown * (y > 0.65) * (1 - np.clip(canvas.masked("ears") * 2, 0, 1))
    canvas.mix(hair * 0.72 + canvas.base * 0.08, grown * look.scalp)
    if look.stubble <= 0:
        return
    jaw = step(0.690, 0.668, y + 0.25 * np.maximum(0, x - 0.03))
    jaw = jaw * step(0.575, 0.612, y) * step(0.035, 0.065, z) * (1 - lip)
    jaw = jaw * (1 - canvas.blob(0, 0.651, 0.010, 0.004) * 0.3)
    jaw = jaw * (1 - 0.9 * canvas.blob(0.030, 0.690, 0.018, 0.016))
    lip_hair = 0.9 * np.exp(-(((y - 0.6795) / 0.0045) ** 2))
    lip_hair = lip_hair * step(0.031, 0.024, x) * (z > 0.12) * (1 - lip)
    grain = 0.80 + 0.14 * _grain(len(points), 0.8)
    beard = np.maximum(jaw, lip_hair) * step(0.705, 0.695, y) * grain
    canvas.mix(hair * 0.55 + canvas.base * 0.12, beard * look.stubble)
    canvas.gloss = canvas.gloss * (1 - 0.7 * np.clip(beard * look.stubble, 0, 1))


def _hands_and_mouth_cavity(canvas: _Canvas) -> None:
    inside = np.clip(canvas.masked("inside-mouth") * 1.5, 0, 1)
    canvas.mix(np.array([0.36, 0.125, 0.115]), inside)
    nails = np.clip(canvas.masked("fingernails"), 0, 1)
    canvas.mix(canvas.base * 0.55 + np.array([0.42, 0.32, 0.31]), nails * 0.5)
