"""Face shapes as offsets that numpy adds only where a weight changed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from avatars.performance import ARKIT, ARKIT_INDEX

Floats = npt.NDArray[np.float32]

LOOK_FULL_DEG = 28.0
"""Eye rotation at which the matching eyeLook shape is full."""
SMALLEST = 1e-4
"""A weight that changed by less is left as it is."""
REFRESH = 512
"""After so many updates the sum is made afresh, so rounding cannot pile up."""

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
        moves = np.abs(offsets).max(2) > 0
        # Sorted by height, so that a shape of the brows or of the mouth is one slice.
        rows = np.flatnonzero(moves.any(0))
        self._rows = rows[np.argsort(rest[rows, 2], kind="stable")]
        self._rest = np.ascontiguousarray(rest[self._rows]).ravel()
        self._slices: list[slice] = []
        self._moved: list[Floats] = []
        for shape, moved in zip(offsets, moves, strict=True):
            found = np.flatnonzero(moved[self._rows])
            low, high = (int(found[0]), int(found[-1]) + 1) if len(found) else (0, 0)
            self._slices.append(slice(low * 6, high * 6))
            self._moved.append(
                np.ascontiguousarray(shape[self._rows[low:high]]).ravel()
            )
        self._sum = self._rest.copy()
        self._work = np.empty_like(self._rest)
        self._shown = np.zeros(len(ARKIT), np.float32)
        self._wanted = np.zeros(len(ARKIT), np.float32)
        self._change = np.zeros(len(ARKIT), np.float32)
        self._updates = 0
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
        np.subtract(wanted, self._shown, out=self._change)
        changes = self._change.tolist()
        changed = [k for k, c in enumerate(changes) if c > SMALLEST or c < -SMALLEST]
        if not changed:
            return False
        self._updates += 1
        if self._updates % REFRESH == 0:
            self._sum[:] = self._rest
            self._shown[:] = 0
            changes = wanted.tolist()
            changed = [k for k, c in enumerate(changes) if c]
        for shape in changed:
            self._add(shape, changes[shape])
            self._shown[shape] = wanted[shape]
        self.values[self._rows] = self._sum.reshape(-1, 6)
        return True

    def _add(self, shape: int, weight: float) -> None:
        moved = self._moved[shape]
        part = self._work[: len(moved)]
        np.multiply(moved, np.float32(weight), out=part)
        target = self._sum[self._slices[shape]]
        np.add(target, part, out=target)
