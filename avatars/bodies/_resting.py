"""Hands that stay where they lie while the trunk above them moves; numpy only.

Whoever sits and bows, turns or breathes leaves the hands on the thighs or in the lap:
shoulders move, elbows give way. Two bones and a hinge, as in `avatars.reach`, but the
elbow keeps its side, for it only ever gives way by centimetres.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]

CHAIN: Final = ("clavicle", "upperarm01", "lowerarm01", "wrist")
STRAIGHT: Final = 0.995
"""Of an arm's length that it never exceeds: beyond, an elbow would have no side."""
LEAST: Final = 1e-3
"""A hand that stays by less than this is left where it is."""
_NEXT, _LAST = np.array((1, 2, 0)), np.array((2, 0, 1))


class RestingHands:
    """Gives both arms of a body that sits their elbows anew, in each frame."""

    def __init__(
        self, names: tuple[str, ...], at_rest: Floats, moved: list[int]
    ) -> None:
        """`names` and places `at_rest` are of all joints, `moved` those that are moved.

        Row 0 of what `stay` is given is for what never moves, the others for `moved`.
        """
        chains = [[names.index(f"{one}.{side}") for one in CHAIN] for side in "LR"]
        self._slots = np.array([[1 + moved.index(k) for k in arm] for arm in chains])
        places = at_rest[np.array(chains)[:, 1:]].astype(np.float64)
        self._places = np.concatenate([places, np.ones((2, 3, 1))], 2)[..., None]
        """Shoulder, elbow and wrist at rest, (2, 3, 4, 1)."""
        bones = _length(places[:, 1:, :3] - places[:, :2, :3])
        one, two = self._bones_m = bones[:, 0], bones[:, 1]
        self._least_m = np.abs(one - two) * 1.01
        self._most_m = STRAIGHT * (one + two)
        self._back = np.tile(np.eye(4), (2, 1, 1, 1))
        self._both = np.zeros((2, 2, 3, 4, 1))
        """Shoulder, elbow and wrist of both arms: without the trunk, and as shown."""

    def stay(self, carry: Doubles, stays: Floats) -> None:
        """Change the arms in `carry`, (slots, 4, 4), of the pose that is shown.

        `stays` (2,) says how far the left and the right hand stay, 0..1.
        """
        if stays.max() < LEAST:
            return
        arms = carry[self._slots]
        still = self._without(arms[:, 0]) @ arms
        both = self._both
        np.matmul(still[:, :3], self._places, out=both[0])
        np.matmul(arms[:, :3], self._places, out=both[1])
        self._bend(both[1, :, :, :3, 0], both[0, :, :, :3, 0], stays)
        bones = _bones(both[..., :3, 0])
        turns = bones[1] @ bones[0].swapaxes(-1, -2)
        np.matmul(turns, still[:, 1:3, :3, :3], out=arms[:, 1:3, :3, :3])
        arms[:, 3, :3, :3] = _between(arms[:, 3], still[:, 3], stays)
        moved = arms[:, 1:, :3, :3] @ self._places[:, :, :3]
        arms[:, 1:, :3, 3:] = both[1, :, :, :3] - moved
        for side, slots in enumerate(self._slots):
            if stays[side] >= LEAST:
                carry[slots] = arms[side]

    def _without(self, above: Doubles) -> Doubles:
        """What takes back how trunk and collar bones carry the arms, (2, 1, 4, 4)."""
        out, back = self._back, above[:, :3, :3].swapaxes(-1, -2)
        out[:, 0, :3, :3] = back
        np.matmul(back, -above[:, :3, 3:], out=out[:, 0, :3, 3:])
        return out

    def _bend(self, arm: Doubles, still: Doubles, stays: Floats) -> None:
        """Move the elbows and wrists of `arm` (2, 3, 3) towards those of `still`."""
        one, two = self._bones_m
        shoulder = arm[:, 0]
        goal = still[:, 1:] - arm[:, 1:]
        goal *= stays[:, None, None]
        goal += arm[:, 1:]
        goal -= shoulder[:, None]
        aside, way = goal[:, 0], goal[:, 1]
        far = _length(way)
        axis = way / far
        far = np.minimum(np.maximum(far, self._least_m), self._most_m)
        aside -= axis * (axis * aside).sum(1, keepdims=True)
        aside /= _length(aside)
        ahead = (one * one + far * far - two * two) / (2.0 * far)
        aside *= np.sqrt(np.maximum(one * one - ahead * ahead, 0.0))
        np.add(shoulder, axis * ahead, out=arm[:, 1])
        arm[:, 1] += aside
        np.add(shoulder, axis * far, out=arm[:, 2])


def _bones(arms: Doubles) -> Doubles:
    """How the bones of arms (n, 2, 3, 3) lie: along, aside and hinge as columns.

    Returns (n, 2, 2, 3, 3), the upper arm first.
    """
    along = arms[:, :, 1:] - arms[:, :, :2]
    along /= _length(along)
    hinge = _cross(along[:, :, 0], along[:, :, 1])
    hinge /= _length(hinge)
    out = np.empty((*along.shape, 3))
    out[..., 0], out[..., 2] = along, hinge[:, :, None]
    out[..., 1] = _cross(out[..., 2], along)
    return out


def _between(one: Doubles, other: Doubles, stays: Floats) -> Doubles:
    """Turns (2, 3, 3) by `stays` on the way from `one` to `other`, which are near."""
    if stays.min() >= 1.0:
        return other[:, :3, :3]
    way = stays[:, None, None].astype(np.float64)
    mixed = one[:, :3, :3] * (1.0 - way) + other[:, :3, :3] * way
    first = mixed[..., 0] / _length(mixed[..., 0])
    third = _cross(first, mixed[..., 1])
    third /= _length(third)
    return np.stack([first, _cross(third, first), third], -1)


def _cross(a: Doubles, b: Doubles) -> Doubles:
    out = a.take(_NEXT, -1) * b.take(_LAST, -1)
    out -= a.take(_LAST, -1) * b.take(_NEXT, -1)
    return out


def _length(vectors: Doubles) -> Doubles:
    squares = (vectors * vectors).sum(-1, keepdims=True)
    return np.asarray(np.sqrt(np.maximum(squares, 1e-18)))
