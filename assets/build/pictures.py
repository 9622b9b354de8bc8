"""Pictures on the walls of rooms: plain shapes with soft edges; sRGB, 0..1."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assets.build.source import Floats
from assets.build.textures import Colour, grid

HILLS: tuple[Colour, ...] = (
    (0.90, 0.84, 0.74),
    (0.83, 0.52, 0.34),
    (0.42, 0.50, 0.47),
    (0.29, 0.37, 0.38),
)
CLAY: tuple[Colour, ...] = (
    (0.89, 0.84, 0.76),
    (0.74, 0.50, 0.39),
    (0.84, 0.70, 0.50),
    (0.40, 0.47, 0.47),
)


def _laid(out: Floats, inside: Floats, colour: Colour) -> None:
    """Paint where `inside`, a share of the picture's height, is above 0."""
    share = np.clip(inside * len(out) + 0.5, 0, 1)[..., None]
    out[:] = out * (1 - share) + np.array(colour) * share


def art(
    colours: Sequence[Colour] = HILLS, height: int = 256, width: int = 512
) -> Floats:
    """Hills and a low sun, soft-edged; colours of sky, sun, far and near hills."""
    sky, sun, far, near = colours
    y, x = grid(height, width)
    aspect = width / height * 0.7  # pictures are wider than their textures
    y, x = y / height, x / width * aspect
    out = np.tile(np.array(sky), (height, width, 1))

    _laid(out, 0.14 - np.hypot(x - 0.68 * aspect, y - 0.34), sun)
    _laid(out, y - 0.62 - 0.06 * np.sin(x * 4), far)
    _laid(out, y - 0.76 - 0.05 * np.sin(x * 5 + 1), near)
    return out


def forms(
    colours: Sequence[Colour] = CLAY, height: int = 320, width: int = 440
) -> Floats:
    """Two discs and a bowl; colours of the paper and of these."""
    paper, disc, small, bowl = colours
    y, x = grid(height, width)
    y, x = y / height, (x / width - 0.5) * (width / height)
    out = np.tile(np.array(paper), (height, width, 1))
    _laid(out, 0.23 - np.hypot(x + 0.16, y - 0.43), disc)
    _laid(out, 0.085 - np.hypot(x - 0.22, y - 0.36), small)
    _laid(out, np.minimum(0.25 - np.hypot(x - 0.04, y - 0.56), y - 0.56), bowl)
    return out


def sprig(colours: Sequence[Colour], height: int = 460, width: int = 350) -> Floats:
    """A stem with leaves; colours of the paper, of two kinds of leaves, of the stem."""
    paper, *kinds, stalk = colours
    y, x = grid(height, width)
    y, x = y / height, (x / width - 0.5) * (width / height)
    out = np.tile(np.array(paper), (height, width, 1))

    def bend(up: Floats) -> Floats:
        return np.asarray(0.05 * np.sin((up - 0.1) * 2.6))

    ends = np.minimum(y - 0.16, 0.90 - y)
    _laid(out, np.minimum(0.005 - abs(x - bend(y)), ends), stalk)
    for k, foot in enumerate(0.80 - 0.068 * np.arange(9)):
        size, turn = 0.17 - 0.009 * k, np.radians(38 + 2 * k)
        aside, up = (x - bend(foot)) * (-1) ** (k + 1), foot - y
        along = aside * np.cos(turn) + up * np.sin(turn)
        across = aside * np.sin(turn) - up * np.cos(turn)
        share = np.clip(along / size, 0, 1)
        wide = 0.30 * size * np.sin(np.pi * share**0.8) - 0.002
        _laid(out, wide - abs(across), kinds[k % 2])
    return out
