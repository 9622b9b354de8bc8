"""The joints of a hand: which way each finger bends and spreads; plain numpy.

Shared by the bake, which lays hands on thighs, and by the bodies of the stage. Axes
come from the places of the joints alone, so any right-handed world will do.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]

FINGERS: Final = ("thumb", "index", "middle", "ring", "little")
BONES: Final = 3
"""Joints of each finger, from the palm outwards."""
FAR_SHARE: Final = 0.65
"""Of a finger's curl that its last joint has; tendons couple the two, about 2 to 3
[own estimate by eye]."""
THUMB_FAR_SHARE: Final = 0.9
ANGLES: Final = ("knuckle", "curl", "spread")
"""Degrees from the bind pose: the first joint towards the palm, the second one the same
way, and the first one sideways towards the thumb's side."""

RELAXED: Final = np.array(
    (
        (0.0, 8.0, -20.0),
        (6.0, 15.0, -4.0),
        (6.0, 18.0, 2.0),
        (7.0, 20.0, 8.0),
        (8.0, 22.0, 14.0),
    )
)
"""A hand that does nothing; at rest on a thigh its knuckles bend until it touches."""
SHAPES: Final = {
    "open": np.array(
        (
            (-6.0, -6.0, 6.0),
            (-4.0, 0.0, 1.0),
            (0.0, 2.0, 0.0),
            (3.0, 5.0, 2.0),
            (4.0, 8.0, 2.0),
        )
    ),
    "fist": np.array(
        (
            (6.0, 36.0, -32.0),
            (52.0, 72.0, -6.0),
            (56.0, 76.0, 4.0),
            (58.0, 76.0, 11.0),
            (58.0, 74.0, 18.0),
        )
    ),
    "hold": np.array(
        (
            (12.0, 14.0, -16.0),
            (26.0, 34.0, -5.0),
            (30.0, 38.0, 3.0),
            (33.0, 40.0, 10.0),
            (36.0, 42.0, 17.0),
        )
    ),
    "point": np.array(
        (
            (8.0, 30.0, -26.0),
            (6.0, 2.0, -5.0),
            (44.0, 66.0, 4.0),
            (52.0, 72.0, 11.0),
            (54.0, 70.0, 18.0),
        )
    ),
    "flat": np.array(
        (
            (-14.0, -8.0, -22.0),
            (-8.0, -8.0, -5.0),
            (-8.0, -8.0, 3.0),
            (-8.0, -8.0, 10.0),
            (-8.0, -8.0, 17.0),
        )
    ),
}
"""Hands that mean something: an open one, a loose fist, one that holds, one that points
and a flat one; by eye. Degrees, see `ANGLES`, in the order of `FINGERS`."""
SHAPE_INDEX: Final = {name: index for index, name in enumerate(SHAPES)}


def joint_names(letter: str) -> tuple[str, ...]:
    """Names of the 15 finger joints of the hand "L" or "R", thumb first."""
    return tuple(
        f"finger{finger}-{bone}.{letter}"
        for finger in range(1, len(FINGERS) + 1)
        for bone in range(1, BONES + 1)
    )


def palm_frame(wrist: Doubles, knuckles: Doubles, side: float) -> Doubles:
    """Columns: along the palm, to the thumb's side, out of the hand's back.

    `knuckles` are those of the first, the middle and the little finger; `side` is 1
    for a left hand and -1 for a right one.
    """
    first, middle, little = knuckles
    along = _unit(middle - wrist)
    thumb = first - little
    thumb = _unit(thumb - along * (along @ thumb))
    return np.stack([along, thumb, side * np.cross(thumb, along)], 1)


LEAST_DEG: Final = np.array((-35.0, -10.0, -45.0))
MOST_DEG: Final = np.array((95.0, 110.0, 45.0))
"""How far a hand that is tracked may take each of `ANGLES`; rounded up from norms of
about 90 for knuckles and 100 for the next joints (AAOS, from memory)."""


def measured(frame: Doubles, places: Doubles, out: Doubles) -> bool:
    """Write how a hand's fingers are bent, degrees (5, 3): see `ANGLES`.

    Counted from straight fingers along the palm, `frame` as of `palm_frame`; `places`
    (5, 3, 3) are the first three joints of each finger. False, and `out` as it was,
    where they are no hand.
    """
    bones = np.diff(places, axis=1) @ frame
    lengths = np.linalg.norm(bones, axis=2)
    if not (np.isfinite(lengths).all() and lengths.min() > 1e-3):
        return False
    first, second = bones[:, 0] / lengths[:, :1], bones[:, 1] / lengths[:, 1:]
    along, thumb, back = first.T
    out[:, 0] = np.arctan2(-back, along)
    out[:, 2] = np.arcsin(np.clip(thumb, -1.0, 1.0))
    # a thumb stands away from the palm, where the two change parts
    out[0, 0] = np.arcsin(np.clip(-back[0], -1.0, 1.0))
    out[0, 2] = np.arctan2(thumb[0], along[0])
    cosine = (first * second).sum(1)
    bent = np.arctan2(-second[:, 2], second[:, 0]) - out[:, 0]
    bent = (bent + np.pi) % (2.0 * np.pi) - np.pi
    out[:, 1] = np.sign(bent) * np.arccos(np.clip(cosine, -1.0, 1.0))
    out[0, 1] = abs(out[0, 1])
    np.degrees(out, out=out)
    return True


class HandAxes:
    """The axes that the joints of one hand turn about, as the bind pose has them."""

    def __init__(self, wrist: Doubles, joints: Doubles, side: float) -> None:
        """`joints` (15, 3) are in the order of `joint_names`."""
        places = joints.reshape(len(FINGERS), BONES, 3)
        self.frame = palm_frame(wrist, places[[1, 2, 4], 0], side)
        along, thumb, back = self.frame.T
        self._spread = np.cross(along, thumb)
        """One way for all fingers: towards the thumb's side."""
        bends = np.cross(back, places[:, 2] - places[:, 0])
        self._knuckle = bends / np.linalg.norm(bends, axis=1, keepdims=True)
        self._curl = self._knuckle.copy()
        # a thumb curls in the plane in which it is bent anyhow
        one, two = np.diff(places[0], axis=0)
        self._curl[0] = _unit(np.cross(one, two))
        self.bound = np.zeros((len(FINGERS), len(ANGLES)))
        """What `measured` says of the bind pose."""
        measured(self.frame, places, self.bound)
        spreads = np.tile(self._spread, (len(FINGERS), 1))
        axes = np.stack([spreads, self._knuckle, self._curl, self._curl])
        self._skew = _skew(axes)
        self._square = self._skew @ self._skew
        self._factor = np.ones((4, len(FINGERS)))
        self._factor[3] = FAR_SHARE
        self._factor[3, 0] = THUMB_FAR_SHARE

    def turns(self, angles: npt.NDArray[Any]) -> Doubles:
        """Local turns (15, 3, 3) of the joints for `angles` (5, 3), see `ANGLES`."""
        wanted = np.radians(angles.astype(np.float64)).T[_TURN_ORDER] * self._factor
        sine, cosine = np.sin(wanted)[..., None, None], np.cos(wanted)[..., None, None]
        # Rodrigues, about all axes of all fingers at once
        turns = np.eye(3) + sine * self._skew + (1.0 - cosine) * self._square
        out = np.empty((len(FINGERS), BONES, 3, 3))
        np.matmul(turns[0], turns[1], out=out[:, 0])
        out[:, 1:] = turns[2:].swapaxes(0, 1)
        return out.reshape(-1, 3, 3)


_TURN_ORDER: Final = [2, 0, 1, 1]
"""Of `ANGLES`: sideways and down at the knuckle, then the two joints that curl."""


def _skew(axes: Doubles) -> Doubles:
    """Cross products with unit `axes` (..., 3) as matrices (..., 3, 3)."""
    skew = np.zeros((*axes.shape, 3))
    x, y, z = np.moveaxis(axes, -1, 0)
    skew[..., 0, 1], skew[..., 0, 2], skew[..., 1, 2] = -z, y, -x
    skew[..., 1, 0], skew[..., 2, 0], skew[..., 2, 1] = z, -y, x
    return skew


def _unit(vector: Doubles) -> Doubles:
    return np.asarray(vector / np.linalg.norm(vector))
