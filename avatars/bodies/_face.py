"""Face shapes as sparse offsets, added by numpy only where something changed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from avatars.performance import ARKIT, ARKIT_INDEX

Floats = npt.NDArray[np.float32]

LOOK_FULL_DEG = 28.0
"""Eye rotation at which the matching eyeLook shape is full."""

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


class FaceShapes:
    """The interleaved positions and normals of the face, moved by 52 weights."""

    def __init__(self, rest: Floats, offsets: Floats) -> None:
        """`rest` (n, 6) positions and normals; `offsets` (52, n, 6)."""
        if offsets.shape != (len(ARKIT), *rest.shape):
            raise ValueError(
                f"face offsets {offsets.shape} do not fit 52 shapes of {rest.shape}"
            )
        used = np.abs(offsets).max((0, 2)) > 0
        self._rows = np.flatnonzero(used)
        self._rest = np.ascontiguousarray(rest[self._rows]).ravel()
        moved = offsets[:, self._rows].reshape(len(ARKIT), -1)
        self._moved = np.ascontiguousarray(moved)
        self._sum = np.empty_like(self._rest)
        self._shown = np.zeros(len(ARKIT), np.float32)
        self._wanted = np.zeros(len(ARKIT), np.float32)
        self.values = np.ascontiguousarray(rest, dtype=np.float32).copy()

    def update(self, shapes: Floats, eyes: Floats) -> bool:
        """Move the face; False if it already looks like that.

        Lids follow the eyes: an eyeLook shape is at least what the gaze implies.
        """
        wanted = self._wanted
        np.clip(shapes, 0.0, 1.0, out=wanted)
        looks = eyes.tolist()
        for eye, axis, sign, shape in _LOOKS:
            implied = sign * looks[eye][axis] / LOOK_FULL_DEG
            if implied > wanted[shape]:
                wanted[shape] = min(implied, 1.0)
        if np.array_equal(wanted, self._shown):
            return False
        self._shown[:] = wanted
        active = np.flatnonzero(wanted)
        if len(active) > 20:
            np.dot(wanted, self._moved, out=self._sum)
        else:
            self._sum[:] = 0
            for shape in active:
                self._sum += wanted[shape] * self._moved[shape]
        self._sum += self._rest
        self.values[self._rows] = self._sum.reshape(-1, 6)
        return True
