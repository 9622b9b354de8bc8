"""Face shapes: 52 weights, and the offsets that the graphics card adds by them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from avatars.performance import ARKIT, ARKIT_INDEX

Floats = npt.NDArray[np.float32]

LOOK_FULL_DEG = 28.0
"""Eye rotation at which the matching eyeLook shape is full."""
TEXELS = 1024
"""Width of the table of offsets, in texels of four floats; an offset takes two."""

_LOOKS = tuple(
    (eye, axis, sign, ARKIT_INDEX[f"eyeLook{way}{side}"])
    for eye, side in enumerate(("Left", "Right"))
    for axis, sign, way in (
        (1, 1.0, "Up"),
        (1, -1.0, "Down"),
        (0, 1.0 if eye == 0 else -1.0, "Out"),
        (0, -1.0 if eye == 0 else 1.0, "In"),
    )
)


def weigh(shapes: Floats, eyes: Floats, out: Floats) -> None:
    """The weights 0..1 that are shown, (52,), into `out`.

    Lids follow the eyes: an eyeLook shape is at least what the gaze implies.

    Args:
        shapes: (52,) as `Pose` has them; what is outside 0..1 is held there.
        eyes: (2, 2) yaw and pitch in degrees, as `Pose` has them.
        out: (52,), filled.
    """
    np.maximum(shapes, 0.0, out=out)
    np.minimum(out, 1.0, out=out)
    looks = eyes.tolist()
    for eye, axis, sign, shape in _LOOKS:
        implied = sign * looks[eye][axis] / LOOK_FULL_DEG
        if implied > 0.0 and implied > out[shape]:
            out[shape] = min(implied, 1.0)


def moves(offsets: Floats) -> tuple[Floats, Floats]:
    """What the vertex shader needs to add up shapes.

    Args:
        offsets: of position and normal per shape, (52, vertices, 6).

    Returns:
        For each vertex its first entry and how many it has, (vertices, 2); and the
        entries as a picture (height, `TEXELS`, 4), two texels for each: offset of the
        position and number of the shape, offset of the normal and 0.

    Raises:
        ValueError: there are not 52 shapes.
    """
    if offsets.ndim != 3 or offsets.shape[0] != len(ARKIT) or offsets.shape[2] != 6:
        raise ValueError(f"face offsets {offsets.shape} are not those of 52 shapes")
    vertex, shape = np.nonzero((np.abs(offsets).max(2) > 0).T)
    count = np.bincount(vertex, minlength=offsets.shape[1])
    first = np.cumsum(count) - count
    entries = np.zeros((len(vertex), 2, 4), np.float32)
    entries[:, 0, :3] = offsets[shape, vertex, :3]
    entries[:, 0, 3] = shape
    entries[:, 1, :3] = offsets[shape, vertex, 3:]
    height = max(-(-len(vertex) * 2 // TEXELS), 1)
    picture = np.zeros((height * TEXELS, 4), np.float32)
    picture[: len(vertex) * 2] = entries.reshape(-1, 4)
    table = np.stack([first, count], 1).astype(np.float32)
    return table, picture.reshape(height, TEXELS, 4)
