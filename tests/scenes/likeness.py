"""How much two pictures differ to somebody who looks at them.

Colours are compared in CIELAB, where a distance of about 2.3 is just noticed (Mahy, Van
Eycken & Oosterlinck 1994, Color Research & Application 19:105), after a blur of the
light, as in S-CIELAB (Zhang & Wandell 1997, Journal of the SID 5:61): point by point,
an edge that lies a tenth of a pixel elsewhere would count as a fault.
What counts is the worst patch, not the whole picture: a missing nose is one hundredth
of it.
"""

from __future__ import annotations

import numpy as np

LIMIT = 2.3
"""The just noticeable difference in CIELAB."""
ROUGH = 9.0
"""What passes on another renderer than the one that made the references: the edges of
hair are dithered otherwise there. Between Mesa 25.0 and 22.3 the worst face differs by
6.6; a wrong room, person or light still differs by more."""
BLUR_PX = 1.0
"""Standard deviation; finer than this, pictures of 320 x 240 hold no detail that
matters and every driver smooths edges a little differently."""
PATCH_PX = 12
"""Side of a patch; a nose is about two of them high at `shot.FACE_M`."""
# linear sRGB to XYZ, IEC 61966-2-1, each row over the white point D65
_TO_XYZ = np.array(
    [
        [0.4124, 0.3576, 0.1805],
        [0.2126, 0.7152, 0.0722],
        [0.0193, 0.1192, 0.9505],
    ]
) / np.array([[0.9505], [1.0], [1.089]])


def difference(one, other):
    """The mean colour difference in the worst patch; pictures are uint8, (h, w, 3)."""
    if one.shape != other.shape:
        raise ValueError(f"{one.shape} and {other.shape} are of different sizes")
    apart = np.linalg.norm(_lab(one) - _lab(other), axis=2)
    return float(_smoothed(apart, np.full(PATCH_PX, 1 / PATCH_PX)).max())


def _lab(picture):
    srgb = picture / 255.0
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    away = np.arange(-3, 4)
    kernel = np.exp(-(away**2) / (2 * BLUR_PX**2))
    xyz = _smoothed(linear, kernel / kernel.sum()) @ _TO_XYZ.T
    low = xyz <= (6 / 29) ** 3
    root = np.where(low, xyz / (3 * (6 / 29) ** 2) + 4 / 29, np.cbrt(xyz))
    x, y, z = np.moveaxis(root, 2, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=2)


def _smoothed(values, kernel):
    """`values` averaged along both axes; the edges are repeated outwards."""
    before, after = len(kernel) // 2, (len(kernel) - 1) // 2
    for axis in (0, 1):
        wide = [(0, 0)] * values.ndim
        wide[axis] = (before, after)
        padded = np.pad(values, wide, mode="edge")
        count = values.shape[axis]
        values = sum(
            share * np.take(padded, range(k, k + count), axis)
            for k, share in enumerate(kernel)
        )
    return values
