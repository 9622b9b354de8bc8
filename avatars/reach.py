"""An arm that brings its palm to a place: collar bone, shoulder, elbow and wrist.

Two bones and a hinge leave one thing open, the turn of the elbow about the line from
shoulder to hand; it points low and outwards, as people's do. Plain numpy, no state.
Axes are the body's own: it faces -y, its left is +x, the floor is z = 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from assets.hands import ANGLES, FINGERS
from avatars.motion import ease

Doubles = npt.NDArray[np.float64]

PARTS: Final = ("clavicle", "upper_arm", "forearm", "hand")
"""The acting joints of an arm, in the order of what `reach` writes."""
SOFT_FROM: Final = 0.98
"""Of the arm's length: from here on it straightens gently. The palm stays up to 4 mm
behind for it; else the elbow would jerk as the arm becomes straight."""
TIGHTEST_DEG: Final = 35.0
"""Between upper arm and forearm; an elbow bends by about 145 degrees (AAOS norms,
from memory)."""
TWIST_DEG, BEND_DEG = 95.0, 75.0
"""How far a forearm turns the palm out of "thumb up", and a wrist bends to either side;
rounded up from norms of about 85 and 75, as the shoulder blade helps."""
TO_THUMB_DEG, FROM_THUMB_DEG = 25.0, 35.0
"""How far a wrist tilts within the palm's plane."""
RAISE_DEG, FORWARD_DEG, BACK_DEG = 30.0, 16.0, 6.0
"""What the collar bone does at most; by eye."""
TWIST_SHARE: Final = 0.5
"""Of a forearm's turn that its skin takes from the elbow on; the wrist has the rest."""
TRIES, TURNS = 8, 2
"""A wrist at its limit moves the palm; each try makes good for most of that. After
`TURNS` of them it keeps the turn it has: two limits could go on taking turns."""


def _there() -> Doubles:
    return np.zeros(3)


@dataclass(slots=True)
class Palm:
    """Where a palm is; its numbers are old where `is_there` is False."""

    is_there: bool = False
    place: Doubles = field(default_factory=_there)
    """Its middle, metres."""
    fingers: Doubles = field(default_factory=lambda: np.array((0.0, -1.0, 0.0)))
    """From the wrist to the knuckles, of length 1."""
    thumb: Doubles = field(default_factory=lambda: np.array((0.0, 0.0, 1.0)))
    """To the side of the thumb, of length 1; about at right angles to the fingers."""
    has_fingers: bool = False
    """Whether `bent` is known now."""
    bent: Doubles = field(default_factory=lambda: np.zeros((len(FINGERS), len(ANGLES))))
    """How the fingers are bent, degrees, see `assets.hands.measured`."""


@dataclass(frozen=True, slots=True)
class ArmRest:
    """One arm of a body at rest, in the body's axes; metres."""

    side: float
    """1 for the left arm, -1 for the right."""
    collar: Doubles
    shoulder: Doubles
    elbow: Doubles
    wrist: Doubles
    palm: Doubles
    hand: Doubles
    """Fingers, thumb and their cross product, as columns."""
    upper_hinge: Doubles
    lower_hinge: Doubles
    """The axis of the elbow, as upper arm and forearm have it."""

    @property
    def length_m(self) -> float:
        """From the shoulder to the wrist of a straight arm."""
        return _length(self.elbow - self.shoulder) + _length(self.wrist - self.elbow)


def hand_frame(fingers: Doubles, thumb: Doubles) -> Doubles:
    """Columns at right angles, of length 1: fingers, thumb, fingers x thumb."""
    along = fingers / _length(fingers)
    out = np.empty((3, 3))
    normal = _cross(along, thumb)
    normal /= _length(normal)
    out[:, 0], out[:, 1], out[:, 2] = along, _cross(normal, along), normal
    return out


def reach(
    rest: ArmRest, place: Doubles, hand: Doubles, breath: Doubles, out: Doubles
) -> None:
    """Write the turns that bring the palm to `place`, or the arm towards it.

    `place` and `hand` (see `hand_frame`) are given in the axes of the chest, as if the
    trunk were at rest; `breath` is what the collar bone does anyhow. `out` (4, 3, 3)
    gets one turn for each of `PARTS`, from rest, about its own joint.
    """
    shown, from_wrist = hand, rest.palm - rest.wrist
    upper = rest.elbow - rest.shoulder
    lower = rest.wrist - rest.elbow
    for k in range(TRIES):
        wrist = place - shown @ (rest.hand.T @ from_wrist)
        collar = _collar(rest, wrist) @ breath
        start = rest.collar + collar @ (rest.shoulder - rest.collar)
        first, second, hinge = _bend(rest, wrist - start, hand)
        arm = _columns(second, hinge)
        if k < TURNS:
            angles = _limited(*_wrist_angles(arm, hand))
        before, shown = shown, arm @ _turned(*angles)
        if np.abs(before - shown).max() < 1e-3:
            break
    shoulder = _columns(first, hinge) @ _columns(upper, rest.upper_hinge).T
    elbow = (
        arm
        @ _turned(angles[0] * TWIST_SHARE, 0.0, 0.0)
        @ _columns(lower, rest.lower_hinge).T
    )
    out[0] = collar
    out[1] = collar.T @ shoulder
    out[2] = shoulder.T @ elbow
    out[3] = elbow.T @ shown @ rest.hand.T


def _wrist_angles(arm: Doubles, hand: Doubles) -> tuple[float, float, float]:
    """How `hand` is turned in the wrist, radians: twist, towards the thumb, bent.

    `arm` has the forearm, the way in which the elbow bends it, and the elbow's axis as
    columns. All three are 0 where the thumb points the way that the elbow bends.
    """
    turn = arm.T @ hand
    side = math.asin(min(max(-float(turn[0, 1]), -1.0), 1.0))
    twist = math.atan2(float(turn[2, 1]), float(turn[1, 1]))
    return twist, side, math.atan2(float(turn[0, 2]), float(turn[0, 0]))


def _limited(twist: float, side: float, bend: float) -> tuple[float, float, float]:
    most, far = math.radians(TWIST_DEG), math.radians(BEND_DEG)
    low, high = math.radians(-FROM_THUMB_DEG), math.radians(TO_THUMB_DEG)
    return (
        min(max(twist, -most), most),
        min(max(side, low), high),
        min(max(bend, -far), far),
    )


def _turned(twist: float, side: float, bend: float) -> Doubles:
    """Rx(twist) Rz(side) Ry(bend), what `_wrist_angles` takes apart."""
    ct, st = math.cos(twist), math.sin(twist)
    cs, ss = math.cos(side), math.sin(side)
    cb, sb = math.cos(bend), math.sin(bend)
    return np.array(
        (
            (cs * cb, -ss, cs * sb),
            (ct * ss * cb + st * sb, ct * cs, ct * ss * sb - st * cb),
            (st * ss * cb - ct * sb, st * cs, st * ss * sb + ct * cb),
        )
    )


def _collar(rest: ArmRest, wrist: Doubles) -> Doubles:
    """A part of a reach upwards, outwards and forwards is the collar bone's."""
    way = (wrist - rest.shoulder) / rest.length_m
    out, ahead, up = rest.side * float(way[0]), -float(way[1]), float(way[2])
    raised = ease((up + 0.3 * max(out, 0.0) + 0.35) / 1.35)
    lift = -rest.side * math.radians(RAISE_DEG * raised)
    forward = FORWARD_DEG * ease((ahead - 0.2) / 0.8) - BACK_DEG * ease(-ahead)
    turn = -rest.side * math.radians(forward)
    cz, sz, cy, sy = math.cos(turn), math.sin(turn), math.cos(lift), math.sin(lift)
    return np.array(((cz * cy, -sz, cz * sy), (sz * cy, cz, sz * sy), (-sy, 0.0, cy)))


def _bend(
    rest: ArmRest, way: Doubles, hand: Doubles
) -> tuple[Doubles, Doubles, Doubles]:
    """Directions of upper arm and forearm for a wrist `way` from the shoulder.

    The third is the elbow's axis. An elbow only ever bends one way about it.
    """
    one = _length(rest.elbow - rest.shoulder)
    two = _length(rest.wrist - rest.elbow)
    far = max(_length(way), 1e-6)
    axis = way / far
    pole = _pole(rest, axis, hand)
    pole -= axis * float(axis @ pole)
    pole /= max(_length(pole), 1e-6)
    far = _within(far, one, two)
    cosine = min((one * one + far * far - two * two) / (2 * one * far), 1.0)
    ahead, aside = one * cosine, one * math.sqrt(1.0 - cosine * cosine)
    elbow = axis * ahead + pole * aside
    return elbow / one, (axis * far - elbow) / two, _cross(pole, axis)


def _pole(rest: ArmRest, axis: Doubles, hand: Doubles) -> Doubles:
    """Where the elbow would like to be, seen from the line between shoulder and hand.

    Low and outwards; for a hand that hangs also back, for one raised high no longer
    low, so that no reach comes near the line along which this says nothing. A palm
    turned down lifts the elbow outwards, one turned up takes it in. By eye.
    """
    height = float(axis[2])
    out = 0.5 - 0.3 * rest.side * float(hand[0, 1])
    back = 0.35 - (0.55 if height > 0.0 else 0.3) * height
    return np.array((rest.side * out, back, -0.8 * (1.0 - height * height)))


def _within(far: float, one: float, two: float) -> float:
    """`far` as an arm of these bones can have it, straightening gently."""
    most = one + two
    soft = SOFT_FROM * most
    if far > soft:
        rest = most - soft
        return soft + rest * (1.0 - math.exp((soft - far) / rest))
    tight = 2.0 * one * two * math.cos(math.radians(TIGHTEST_DEG))
    return max(far, math.sqrt(one * one + two * two - tight))


def _columns(along: Doubles, hinge: Doubles) -> Doubles:
    """At right angles, of length 1: along a bone, the way it bends, about `hinge`."""
    out = np.empty((3, 3))
    x = along / _length(along)
    z = hinge - x * float(x @ hinge)
    z /= _length(z)
    out[:, 0], out[:, 1], out[:, 2] = x, _cross(z, x), z
    return out


def _cross(a: Doubles, b: Doubles) -> Doubles:
    """Ten times as fast as numpy's for one pair."""
    ax, ay, az = a.tolist()
    bx, by, bz = b.tolist()
    return np.array((ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx))


def _length(a: Doubles) -> float:
    return math.sqrt(float(a @ a))
