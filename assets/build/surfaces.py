"""Textures of rooms, painted from noise; sRGB, 0..1."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter

from assets.build.source import Floats
from assets.build.textures import Colour, grid


def wood(
    base: Colour, planks: int, seed: int, size: int = 512, contrast: float = 0.32
) -> Floats:
    """Planks that run up the image; a single one has no seam."""
    rng = np.random.default_rng(seed)
    grain = gaussian_filter(rng.normal(size=(size, size)), (30, 1.2), mode="wrap")
    grain /= abs(grain).max()
    column = np.arange(size)
    tint = rng.uniform(0.82, 1.12, planks)[column * planks // size]
    is_seam = ((column * planks % size) < planks * 1.2) & (planks > 1)
    seam = np.where(is_seam, 0.55, 1)
    shade = np.clip(1 + contrast * grain, 0, 2) * tint * seam
    return np.asarray(np.array(base) * shade[..., None])


def fabric(colour: Colour, size: int = 256) -> Floats:
    """A plain upholstery weave."""
    rng = np.random.default_rng(2)
    y, x = grid(size, size)
    grain = gaussian_filter(rng.normal(size=(size, size)), 1, mode="wrap")
    grain /= abs(grain).max()
    weave = 0.08 * np.sin(x * np.pi / 2) * np.sin(y * np.pi / 2)
    return np.asarray(np.array(colour) * (0.90 + weave + 0.14 * grain)[..., None])


def rug(size: int = 512) -> Floats:
    """A bordered rug with small diamonds."""
    y, x = grid(size, size)
    y, x = y / size * 2 - 1, x / size * 2 - 1
    edge = np.maximum(abs(x), abs(y))
    out = np.tile(np.array([0.78, 0.71, 0.60]), (size, size, 1))
    out[(edge > 0.86) & (edge < 0.93)] = (0.55, 0.34, 0.27)
    out[(edge > 0.80) & (edge < 0.83)] = (0.25, 0.33, 0.38)
    diamond = abs((x * 4) % 1 - 0.5) + abs((y * 6) % 1 - 0.5)
    out[(diamond < 0.16) & (edge < 0.76)] = (0.25, 0.33, 0.38)
    out[(diamond > 0.28) & (diamond < 0.33) & (edge < 0.76)] = (0.55, 0.34, 0.27)
    grain = np.random.default_rng(0).normal(size=(size, size, 1)).clip(-1, 1)
    return np.asarray(out * (0.93 + 0.10 * grain))


def glowing(height: int = 128, width: int = 64) -> Floats:
    """Cloth with a lamp behind it: warm, brightest in the middle, its rims bound."""
    y, x = grid(height, width)
    up = 1 - y / height
    lit = 0.24 + 0.42 * np.exp(-(((up - 0.52) / 0.30) ** 2))
    lit = lit * np.where(np.minimum(up, 1 - up) < 0.035, 0.72, 1.0)
    lit = lit * (1 + 0.05 * np.sin(x * np.pi / 2) + 0.03 * np.sin(y * np.pi / 3))
    tone = np.stack([lit, lit * 0.94, lit * 0.84], -1)
    return np.asarray(tone ** (1 / 2.2))


def linen(colour: Colour, size: int = 256) -> Floats:
    """Loose cloth: uneven threads both ways."""
    rng = np.random.default_rng(8)
    down = gaussian_filter(rng.normal(size=(size, size)), (14, 0.7), mode="wrap")
    along = gaussian_filter(rng.normal(size=(size, size)), (0.7, 14), mode="wrap")
    thread = down / abs(down).max() + along / abs(along).max()
    return np.asarray(np.array(colour) * (0.96 + 0.07 * thread)[..., None])


def sheer(size: int = 256) -> Floats:
    """A bright thin curtain in folds, a little darker towards the sill."""
    y, x = grid(size, size)
    fold = 0.5 + 0.5 * np.sin(x / size * 26 * np.pi + 1.3 * np.sin(x / 19))
    shade = (0.80 + 0.20 * fold) * (1.0 - 0.16 * (y / size) ** 2)
    return np.asarray(np.array([1.0, 0.985, 0.95]) * shade[..., None])


def braided(size: int = 512) -> Floats:
    """A round rug of braided rings."""
    y, x = grid(size, size)
    y, x = y / size * 2 - 1, x / size * 2 - 1
    far, turn = np.hypot(x, y), np.arctan2(y, x)
    ring = np.floor(far * 22)
    out = np.tile(np.array([0.76, 0.68, 0.56]), (size, size, 1))
    out[(ring % 7 == 5) | (ring == 20)] = (0.52, 0.40, 0.32)
    out[ring % 7 == 6] = (0.44, 0.47, 0.44)
    groove = 0.86 + 0.14 * np.abs(np.sin(far * 22 * np.pi)) ** 0.5
    braid = 0.95 + 0.05 * np.sin(turn * 40 + ring * 2.4 + far * 60)
    grain = np.random.default_rng(1).normal(size=(size, size)).clip(-1, 1)
    return np.asarray(out * (groove * braid * (0.97 + 0.04 * grain))[..., None])


def tiles(
    colour: Colour, grout: Colour, many: int = 4, seed: int = 6, size: int = 256
) -> Floats:
    """Square tiles of slightly different shades."""
    rng = np.random.default_rng(seed)
    y, x = grid(size, size)
    column, row = (x * many // size).astype(int), (y * many // size).astype(int)
    tone = 1 + 0.05 * rng.normal(size=(many, many)).clip(-1.6, 1.6)[row, column]
    cloud = gaussian_filter(rng.normal(size=(size, size)), 9, mode="wrap")
    tone = tone * (1 + 0.05 * cloud / abs(cloud).max())
    cell = size / many
    edge = np.minimum.reduce([x % cell, y % cell, cell - x % cell, cell - y % cell])
    share = np.clip((edge - 0.6) / 1.6, 0, 1)[..., None]
    return np.asarray(
        np.array(grout) * (1 - share) + np.array(colour) * tone[..., None] * share
    )


def outside(
    sky: Colour = (0.93, 0.96, 1.0),
    green: Colour = (0.52, 0.60, 0.44),
    seed: int = 3,
    size: int = 256,
) -> Floats:
    """A garden out of focus: bright sky, soft trees below."""
    rng = np.random.default_rng(seed)
    y, x = grid(size, size)
    y, x = y / size, x / size
    out = np.tile(np.array(sky), (size, size, 1)) * (0.94 + 0.06 * y)[..., None]
    for depth in range(3):
        top = 0.50 + 0.14 * depth
        for _ in range(7):
            at, wide = rng.uniform(0, 1), rng.uniform(0.08, 0.2)
            tall = rng.uniform(0.08, 0.22) * (1 - 0.25 * depth)
            far = np.hypot((x - at) / wide, (y - top) / tall)
            share = np.clip((1.25 - far) * 1.6, 0, 1)[..., None] * 0.75
            tone = np.array(green) * (1.12 - 0.14 * depth) * rng.uniform(0.9, 1.1)
            out = out * (1 - share) + tone * share
        share = np.clip((y - top - 0.05) * 6, 0, 1)[..., None] * 0.8
        out = out * (1 - share) + np.array(green) * (1.05 - 0.14 * depth) * share
    return np.asarray(gaussian_filter(out, (5, 5, 0)))


def plaster(size: int = 256) -> Floats:
    """Nearly white, with faint clouds, so that large walls are not dead flat."""
    rng = np.random.default_rng(12)
    cloud = sum(
        gaussian_filter(rng.normal(size=(size, size)), blur, mode="wrap") * blur
        for blur in (2, 6, 18)
    )
    return np.asarray(0.965 + 0.03 * (cloud / abs(cloud).max())[..., None] * np.ones(3))


def diamonds(ground: Colour, line: Colour, size: int = 384) -> Floats:
    """A plain rug with thin lines crossing, as a flat-woven one has."""
    y, x = grid(size, size)
    y, x = y / size, x / size
    one, two = (x * 6 + y * 7) % 1, (x * 6 - y * 7) % 1
    near = np.minimum(np.minimum(one, 1 - one), np.minimum(two, 1 - two))
    share = np.clip((0.045 - near) * 40, 0, 1)
    edge = np.maximum(abs(x * 2 - 1), abs(y * 2 - 1))
    share = np.where(edge > 0.9, (edge > 0.93) & (edge < 0.97), share)[..., None]
    out = np.array(ground) * (1 - share) + np.array(line) * share
    grain = np.random.default_rng(3).normal(size=(size, size, 1)).clip(-1, 1)
    return np.asarray(out * (0.95 + 0.06 * grain))


def lawn(size: int = 512) -> Floats:
    """Short grass: blades of many greens over slow patches."""
    rng = np.random.default_rng(17)
    blades = gaussian_filter(rng.normal(size=(size, size)), (2.4, 0.6), mode="wrap")
    cross = gaussian_filter(rng.normal(size=(size, size)), (0.6, 2.0), mode="wrap")
    patch = gaussian_filter(rng.normal(size=(size, size)), 26, mode="wrap")
    shade = 1 + 0.20 * (blades + cross) / abs(blades + cross).max() * 1.6
    warm = (patch / abs(patch).max())[..., None] * np.array([0.05, 0.02, 0.0])
    return np.asarray(np.array([0.52, 0.56, 0.36]) * shade[..., None] + warm)


def gravel(size: int = 512) -> Floats:
    """Fine, rolled-in stones."""
    rng = np.random.default_rng(23)
    fine = gaussian_filter(rng.normal(size=(size, size)), 1.3, mode="wrap")
    patch = gaussian_filter(rng.normal(size=(size, size)), 30, mode="wrap")
    shade = 1 + 0.16 * fine / abs(fine).max() + 0.05 * patch / abs(patch).max()
    return np.asarray(np.array([0.68, 0.62, 0.53]) * shade[..., None])


def foliage(size: int = 64) -> Floats:
    """Greens from yellowish to bluish; each leaf takes one place of it."""
    y, x = grid(size, size)
    mix, light = (x / size)[..., None], 0.72 + 0.5 * (y / size)[..., None]
    one, two = np.array([0.63, 0.67, 0.42]), np.array([0.48, 0.59, 0.42])
    return np.asarray((one * (1 - mix) + two * mix) * light)


def cloudy(height: int = 256, width: int = 512) -> Floats:
    """A pale sky with thin clouds; row 0 is straight above."""
    rng = np.random.default_rng(31)
    layers = [
        gaussian_filter(rng.normal(size=(height, width)), (b, 2.2 * b), mode="wrap") * b
        for b in (4, 9, 20, 40)
    ]
    cloud = np.sum(layers, axis=0)
    cloud = np.clip(0.5 + 0.9 * cloud / abs(cloud).max(), 0, 1)
    up = 1 - np.linspace(0, 1, height)[:, None]
    blue = np.array([0.58, 0.74, 0.93])
    haze = (1 - up)[..., None] ** 3
    clear = blue * (1 - haze) + np.array([0.93, 0.94, 0.94]) * haze
    share = (cloud * (0.35 + 0.65 * up))[..., None] * 0.8
    return np.asarray(clear * (1 - share) + np.array([0.97, 0.96, 0.945]) * share)


def thicket(size: int = 256) -> Floats:
    """Leaves seen together from afar: light and dim spots, without a seam."""
    rng = np.random.default_rng(37)
    fine = gaussian_filter(rng.normal(size=(size, size)), 2.2, mode="wrap")
    wide = gaussian_filter(rng.normal(size=(size, size)), 9, mode="wrap")
    shade = 1 + 0.30 * fine / abs(fine).max() + 0.22 * wide / abs(wide).max()
    return np.asarray(np.array([0.53, 0.60, 0.41]) * shade[..., None])
