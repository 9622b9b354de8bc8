"""From a pose to the matrices that skin a body; numpy only.

The baked seated pose gives every joint a rotation and a place. Acting turns a few of
these joints; all others ride on the nearest one above.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from avatars.performance import JOINT_INDEX
from avatars.turns import euler

Floats = npt.NDArray[np.float32]

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
    """Turns acting angles into one 3x4 matrix per joint, kept in `rows`."""

    def __init__(self, rest: Rest) -> None:
        self.rest = rest
        names = list(rest.names)
        order = [names.index(n) for n, _, _ in SPREAD]
        order += [names.index(n) for n in EYE_JOINTS]
        self._moved = sorted(order)
        slot = {joint: k for k, joint in enumerate(self._moved)}
        acting = {names.index(n): (JOINT_INDEX[a], s) for n, a, s in SPREAD}
        self._acting = [acting.get(joint) for joint in self._moved]
        self._eye = [
            EYE_JOINTS.index(names[j]) if names[j] in EYE_JOINTS else -1
            for j in self._moved
        ]
        self._sign = [-1.0 if names[j].startswith(LIMBS) else 1.0 for j in self._moved]
        self._above = [_nearest(rest.parents[j], slot, rest) for j in self._moved]
        self._pivot = rest.places[self._moved].astype(np.float64)
        self._rider = np.array([_nearest(j, slot, rest) + 1 for j in range(len(names))])
        self._bind = np.zeros((len(names), 4, 4))
        self._bind[:, :3, :3] = rest.rotations
        turned = np.einsum("jab,jb->ja", rest.rotations, rest.heads)
        self._bind[:, :3, 3] = rest.places - turned
        self._bind[:, 3, 3] = 1
        self._carry = np.zeros((len(self._moved) + 1, 4, 4))
        self._carry[:] = np.eye(4)
        self._turn = np.eye(4)
        self._work = np.zeros((len(names), 4, 4))
        self._slots = slot
        self.rows = np.zeros((len(names) * 3, 4), np.float32)

    def solve(self, joints: Floats, eyes: Floats) -> None:
        """Fill `rows`: joints (13, 3) and eyes (2, 2) in degrees, see `Pose`."""
        angles, looks = joints.tolist(), eyes.tolist()
        carry, turn = self._carry, self._turn
        for k, above in enumerate(self._above):
            acting = self._acting[k]
            if acting is None:
                yaw, up = looks[self._eye[k]]
                euler(turn, yaw, -up, 0.0)
            else:
                heading, pitch, roll = angles[acting[0]]
                share, sign = acting[1], acting[1] * self._sign[k]
                if not (heading or pitch or roll):
                    carry[k + 1] = carry[above + 1]
                    continue
                euler(turn, heading * share, pitch * sign, roll * sign)
            pivot = self._pivot[k]
            turn[:3, 3] = pivot - turn[:3, :3] @ pivot
            np.matmul(carry[above + 1], turn, out=carry[k + 1])
        np.matmul(carry[self._rider], self._bind, out=self._work)
        self.rows.reshape(-1, 3, 4)[:] = self._work[:, :3]

    def carried(self, joint: str) -> npt.NDArray[np.float64]:
        """How `joint` is moved from rest, (4, 4), as it was last solved."""
        return np.asarray(self._carry[self._rider[self.rest.names.index(joint)]])

    def place(self, joint: str, offset: Floats) -> npt.NDArray[np.float64]:
        """World place of a point given relative to a joint's bind place."""
        number = self.rest.names.index(joint)
        matrix = self._work[number]
        at = self.rest.heads[number] + offset
        return np.asarray(matrix[:3, :3] @ at + matrix[:3, 3])


def _nearest(joint: int, slot: dict[int, int], rest: Rest) -> int:
    """Slot of the nearest moved joint at or above `joint`, -1 if none."""
    while joint >= 0 and joint not in slot:
        joint = rest.parents[joint]
    return slot.get(joint, -1)
