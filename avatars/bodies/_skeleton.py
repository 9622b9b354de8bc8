"""From a pose to the matrices that skin a body; numpy only.

The baked seated pose gives every joint a rotation and a place. Acting turns a few of
these joints; all others ride on the nearest one above.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from avatars.bodies._resting import RestingHands
from avatars.performance import JOINT_INDEX, JOINTS

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SPREAD: tuple[tuple[str, str, float], ...] = (
    ("spine05", "pelvis", 1.0),
    ("spine04", "spine", 0.5),
    ("spine03", "spine", 0.5),
    ("spine02", "chest", 0.5),
    ("spine01", "chest", 0.5),
    ("neck01", "neck", 0.4),
    ("neck02", "neck", 0.6),
    ("head", "head", 1.0),
    ("clavicle.L", "clavicle_left", 1.0),
    ("clavicle.R", "clavicle_right", 1.0),
    ("upperarm01.L", "upper_arm_left", 1.0),
    ("upperarm01.R", "upper_arm_right", 1.0),
    ("lowerarm01.L", "forearm_left", 1.0),
    ("lowerarm01.R", "forearm_right", 1.0),
    ("wrist.L", "hand_left", 1.0),
    ("wrist.R", "hand_right", 1.0),
)
"""Which joint of the baked skeleton takes which share of an acting joint."""

LIMBS = ("clavicle", "upperarm", "lowerarm", "wrist")
"""For these, pitch lifts the limb towards the user and roll swings it to the left;
for the trunk the same angles bow it forward and tilt it to the left."""

EYE_JOINTS = ("eye.L", "eye.R")
ALL_STAYS: Floats = np.ones(2, np.float32)


@dataclass(frozen=True, slots=True)
class Rest:
    """The baked skeleton."""

    names: tuple[str, ...]
    parents: tuple[int, ...]
    heads: Floats
    """Bind places."""
    rotations: Floats
    """World rotations in the seated pose; the bind pose has none."""
    places: Floats
    """World places in the seated pose."""


class Skeleton:
    """Turns acting angles into one 3x4 matrix per joint, kept in `rows`.

    All joints are turned in the same few steps of numpy; nothing goes joint by joint.
    """

    def __init__(self, rest: Rest, *, hands_stay: bool = True) -> None:
        """`hands_stay` is for bodies that sit: see `Pose.stays`."""
        self.rest = rest
        self._number = {name: number for number, name in enumerate(rest.names)}
        names = list(rest.names)
        acting = {names.index(n): (JOINT_INDEX[a], s) for n, a, s in SPREAD}
        eyes = [names.index(n) for n in EYE_JOINTS]
        moved = sorted([*acting, *eyes])
        slot = {joint: k for k, joint in enumerate(moved)}
        self._pivot = rest.places[moved].astype(np.float64)[:, :, None]
        self._rider = np.array([_nearest(j, slot, rest) + 1 for j in range(len(names))])
        self.bind = np.zeros((len(names), 4, 4))
        """How joints rest, before anything above them moves; fingers change theirs."""
        self.bind[:, :3, :3] = rest.rotations
        turned = np.einsum("jab,jb->ja", rest.rotations, rest.heads)
        self.bind[:, :3, 3] = rest.places - turned
        self.bind[:, 3, 3] = 1
        self._pick, self._factor = _angles(moved, acting, eyes, names)
        self._jumps = _jumps([_nearest(rest.parents[j], slot, rest) for j in moved])
        self._resting: RestingHands | None = None
        if hands_stay:
            self._resting = RestingHands(rest.names, rest.places, moved)
        self._make_room(len(moved), len(names))

    def _make_room(self, moved: int, joints: int) -> None:
        """Everything that `solve` writes to, so that it makes nothing."""
        self._given = np.zeros(len(JOINTS) * 3 + len(EYE_JOINTS) * 2 + 1)
        self._radians = np.zeros((moved, 3))
        self._parts = np.zeros((4, moved, 3))
        self._turns = np.zeros((3, moved, 3, 3))
        self._turns[:] = np.eye(3)
        self._places = _places(moved)
        self._work3, self._turn = np.zeros((2, moved, 3, 3))
        self._shift = np.zeros((moved, 3, 1))
        self._carry, self._next, self._above = np.zeros((3, moved + 1, 4, 4))
        for table in (self._carry, self._next, self._above):
            table[:] = np.eye(4)
        self._ridden, self._work = np.zeros((2, joints, 4, 4))
        self.rows = np.zeros((joints * 3, 4), np.float32)
        self._rows = self.rows.reshape(-1, 3, 4)

    def solve(self, joints: Floats, eyes: Floats, stays: Floats = ALL_STAYS) -> None:
        """Fill `rows`: joints (13, 3) and eyes (2, 2) in degrees, `stays` (2,) 0..1.

        See `Pose`.
        """
        given, radians, parts = self._given, self._radians, self._parts
        given[: joints.size] = joints.reshape(-1)
        given[joints.size : -1] = eyes.reshape(-1)
        np.take(given, self._pick, out=radians, mode="clip")
        np.multiply(radians, self._factor, out=radians)
        np.cos(radians, out=parts[0])
        np.sin(radians, out=parts[2])
        np.negative(parts[2], out=parts[1])
        parts[3] = parts[0]
        self._turns.put(self._places, parts, mode="clip")
        heading, pitch, roll = self._turns
        np.matmul(heading, pitch, out=self._work3)
        np.matmul(self._work3, roll, out=self._turn)
        np.matmul(self._turn, self._pivot, out=self._shift)
        np.subtract(self._pivot, self._shift, out=self._shift)
        carry, ahead, above = self._carry, self._next, self._above
        carry[1:, :3, :3] = self._turn
        carry[1:, :3, 3:] = self._shift
        for jump in self._jumps:  # each twice as far up as the one before
            np.take(carry, jump, axis=0, out=above, mode="clip")
            np.matmul(above, carry, out=ahead)
            carry, ahead = ahead, carry
        self._carry, self._next = carry, ahead
        if self._resting is not None:
            self._resting.stay(carry, stays)
        np.take(carry, self._rider, axis=0, out=self._ridden, mode="clip")
        np.matmul(self._ridden, self.bind, out=self._work)
        self._rows[:] = self._work[:, :3]

    def carried(self, joint: str) -> Doubles:
        """How `joint` is moved from rest, (4, 4), as it was last solved."""
        return np.asarray(self._carry[self._rider[self._number[joint]]])

    def place(self, joint: str, offset: Floats) -> Doubles:
        """World place of a point given relative to a joint's bind place."""
        number = self._number[joint]
        matrix = self._work[number]
        at = self.rest.heads[number] + offset
        return np.asarray(matrix[:3, :3] @ at + matrix[:3, 3])


def _nearest(joint: int, slot: dict[int, int], rest: Rest) -> int:
    """Slot of the nearest moved joint at or above `joint`, -1 if none."""
    while joint >= 0 and joint not in slot:
        joint = rest.parents[joint]
    return slot.get(joint, -1)


def _angles(
    moved: list[int],
    acting: dict[int, tuple[int, float]],
    eyes: list[int],
    names: list[str],
) -> tuple[Ints, Doubles]:
    """Which given number is each joint's heading, pitch and roll, and times what."""
    pick = np.full((len(moved), 3), -1)
    factor = np.zeros((len(moved), 3))
    for k, joint in enumerate(moved):
        if joint in acting:
            number, share = acting[joint]
            sign = -1.0 if names[joint].startswith(LIMBS) else 1.0
            pick[k] = 3 * number + np.arange(3)
            factor[k] = share, share * sign, share * sign
        else:
            first = len(JOINTS) * 3 + 2 * eyes.index(joint)
            pick[k] = first, first + 1, first
            factor[k] = 1.0, -1.0, 0.0
    return pick, np.radians(factor)


def _places(count: int) -> Ints:
    """Where cosine, -sine, sine, cosine go in turns about z, x, y, (4, count, 3)."""
    out = np.zeros((4, count, 3), np.int64)
    for axis, (a, b) in enumerate(((0, 1), (1, 2), (2, 0))):
        for k, (row, column) in enumerate(((a, a), (a, b), (b, a), (b, b))):
            first = (axis * count + np.arange(count)) * 9
            out[k, :, axis] = first + 3 * row + column
    return out


def _jumps(above: list[int]) -> list[Ints]:
    """For each slot, 0 being what never moves: the slot 1, 2, 4, 8... further up."""
    jump = np.array([0, *(one + 1 for one in above)])
    out = []
    while jump.any():
        out.append(jump)
        jump = jump[jump]
    return out
