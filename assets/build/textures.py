"""Textures painted from noise: iris, lashes, cloth and strands; JPEG and PNG bytes."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter

from assets.build.meshes import step
from assets.build.source import Floats, mpfb_path

Colour = tuple[float, float, float]
"""sRGB, 0..1."""


def encoded(image: Floats, lossless: bool = False, quality: int = 88) -> bytes:
    """PNG or JPEG bytes of an image with values 0..1; row 0 is the top."""
    picture = Image.fromarray((np.clip(image, 0, 1) * 255 + 0.5).astype(np.uint8))
    out = io.BytesIO()
    if lossless:
        picture.save(out, "PNG", optimize=True)
    else:
        picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def mask(name: str) -> Floats:
    """One of MakeHuman's UV masks (lips, ears...), row 0 is v = 0, values 0..1."""
    picture = Image.open(mpfb_path(f"textures/mpfb_{name}.jpg")).convert("L")
    return np.asarray(picture, dtype=float)[::-1] / 255


def grid(height: int, width: int) -> tuple[Floats, Floats]:
    """Pixel rows and columns as floats."""
    y, x = np.mgrid[0:height, 0:width].astype(float)
    return y, x


def iris(colour: Colour, size: int = 256) -> Floats:
    """Eye seen from the front: white, limbal ring, fibres, pupil, no highlight."""
    y, x = grid(size, size)
    y, x = y / (size - 1) * 2 - 1, x / (size - 1) * 2 - 1
    r, turn, edge = np.hypot(x, y), np.arctan2(y, x), 0.44
    rng = np.random.default_rng(3)
    fibres = np.zeros_like(r)
    for pitch in rng.integers(20, 90, 16):
        fibres += np.sin(turn * pitch + rng.uniform(0, 6)) * rng.uniform(0.3, 1)
    fibres = fibres[..., None] / 8
    far = r[..., None]
    white = np.array([0.80, 0.775, 0.75]) * (1 - 0.30 * step(0.45, 1.0, far))
    white = white * (1 - np.array([0, 0.10, 0.10]) * step(0.55, 1, far))
    glow = step(0.42, 0.15, far) * (fibres * 0.5 + 0.7)
    ring = np.array(colour) * (0.85 + 0.35 * fibres + 0.55 * glow)
    ring = ring * (1 - 0.72 * step(edge * 0.80, edge, far))
    ring = ring * (0.35 + 0.65 * step(0.12, 0.20, far))
    out = white + (ring - white) * step(edge * 1.05, edge * 0.97, far)
    return np.asarray(np.clip(out * (0.02 + 0.98 * step(0.155, 0.185, far)), 0, 1))


def lash_strip(height: int = 64, width: int = 256) -> Floats:
    """Alpha of a lash strip, row 0 at the tips: separate tapering hairs."""
    y, x = grid(height, width)
    up = 1 - y / (height - 1)
    rng = np.random.default_rng(5)
    alpha = np.zeros((height, width))
    for place in np.linspace(0.01, 0.99, 58) + rng.uniform(-0.006, 0.006, 58):
        lean = rng.uniform(-0.02, 0.02) + (place - 0.5) * 0.06
        top = rng.uniform(0.62, 1.0)
        middle = (place + lean * up**1.5) * width
        thick = 1.15 * np.clip(1 - up / top, 0, 1) ** 0.7
        alpha = np.maximum(alpha, np.clip(thick + 0.5 - abs(x - middle), 0, 1))
    alpha = np.maximum(alpha, 0.9 * step(0.16, 0.05, up))
    return np.dstack([np.full((height, width, 3), 0.035), alpha])


def cloth(colour: Colour, kind: str, seed: int, size: int = 256) -> Floats:
    """Tileable RGB of a fabric with its height as fourth channel."""
    rng = np.random.default_rng(seed)
    y, x = grid(size, size)
    y, x = y / size, x / size
    grain = gaussian_filter(rng.normal(size=(size, size)), 1.2, mode="wrap")
    grain /= abs(grain).max()
    if kind == "knit":
        column = abs((x * 28) % 1 - 0.5)
        height = 0.6 * abs(np.sin((y * 28 + column) * np.pi))
        height = height + 0.2 + 0.2 * np.cos(x * 56 * np.pi)
    elif kind == "denim":
        height = 0.5 + 0.5 * np.sin((x + y) * 64 * np.pi)
        grain = grain * 2
    else:
        height = 0.5 + 0.25 * np.sin(x * 108 * np.pi) + 0.25 * np.sin(y * 108 * np.pi)
    shade = 0.91 + 0.07 * height + (0.10 if kind == "denim" else 0.07) * grain
    rgb = np.array(colour) * shade[..., None]
    return np.asarray(np.clip(np.dstack([rgb, height]), 0, 1))


ROOTS = 0.045
"""Strands of a lock begin within this share of its length."""


def strands(curl: float, size: int = 256, seed: int = 1) -> Floats:
    """Grey RGB and alpha of a hair ribbon, u across, row 0 at the tip.

    `curl` 0 gives straight strands, 1 tight zigzag ones.
    """
    rng = np.random.default_rng(seed)
    y, x = grid(size, size)
    up = 1 - y / (size - 1)
    alpha = np.zeros((size, size))
    shade = np.full((size, size), 0.75)
    for _ in range(64):
        place = rng.uniform(0.06, 0.94)
        pitch, phase = rng.uniform(3, 6), rng.uniform(0, 6.28)
        sway = (0.015 + 0.05 * curl) * np.sin(up * pitch * (1 + 7 * curl) + phase)
        pull = 1 - 0.35 * up * rng.uniform(0, 1)
        middle = (0.5 + (place - 0.5) * pull + sway * step(0, 0.25, up)) * size
        top = rng.uniform(0.66, 1.0)
        width = rng.uniform(1.2, 2.9) * np.clip((top - up) * 5, 0, 1)
        # not all begin in one line, so the hairline is no edge
        width = np.where(up < rng.uniform(0, ROOTS), -1.0, width)
        here = np.clip(width + 0.5 - abs(x - middle), 0, 1)
        tone = rng.uniform(0.40, 1.0)
        shade = np.where(here > 0.3, tone, shade)
        alpha = np.maximum(alpha, here)
    return np.dstack([np.repeat(shade[..., None], 3, 2), alpha])


def plait(size: int = 256, rows: int = 17) -> Floats:
    """Grey RGB and alpha of a thin three-strand plait, row 0 at the tip."""
    y, x = grid(size, size)
    x, run = x / (size - 1) * 2 - 1, y / size * rows
    side = np.where(x < 0.12 * np.sin(run * 2 * np.pi), 0.0, 0.5)
    lobe = (run + side + 0.42 * abs(x)) % 1.0
    bulge = np.sin(np.pi * lobe)
    fine = 0.10 * np.sin((lobe * 5 + x * 3) * 2 * np.pi)
    shade = np.clip(1.15 * bulge**1.4 + fine - 0.9 * abs(x) ** 3, 0, 1)
    edge = 0.66 + 0.26 * bulge
    alpha = step(edge + 0.06, edge - 0.06, abs(x)) * step(0.0, 0.03, y / size)
    return np.dstack([np.repeat(shade[..., None], 3, 2), alpha])
