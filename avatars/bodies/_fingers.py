"""The fingers of a body: at rest, in a shape, or as the user's are; numpy only."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from assets.hands import (
    BONES,
    FINGERS,
    LEAST_DEG,
    MOST_DEG,
    RELAXED,
    SHAPES,
    HandAxes,
    joint_names,
)
from avatars.bodies._skeleton import Rest
from avatars.performance import JOINT_INDEX, JOINTS, Pose
from avatars.turns import angles

Doubles = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]

SIDES: Final = ("L", "R")
STILL_DEG: Final = 0.05
"""A change of every angle by less than this is not worth a thought."""
STILL: Final = 5e-4
"""A change of every weight by less than this moves no finger by `STILL_DEG`."""
_HANGING: Final = RELAXED + np.array((0.0, 0.0, 2.0)) * np.arange(5)[:, None]
_SHAPES: Final = np.stack(list(SHAPES.values()))
ARM: Final = ("upper_arm", "forearm", "hand")
_ROWS: Final = tuple(
    (JOINT_INDEX[f"forearm_{side}"], JOINT_INDEX[f"hand_{side}"])
    for side in ("left", "right")
)


class Fingers:
    """Turns what a pose wants of both hands into matrices of their joints."""

    def __init__(
        self, rest: Rest, arrays: Mapping[str, Any], is_standing: bool
    ) -> None:
        """`arrays` may lack what an older file lacks; its fingers rest straight."""
        count = len(FINGERS)
        seated = arrays.get("hand.rest", np.zeros((2, count, 3)))
        self.rest: Doubles = np.array(seated, np.float64)
        """(2, 5, 3), see `assets.hands.ANGLES`."""
        if is_standing:
            self.rest[:] = _HANGING
        rise = np.zeros((2, len(SHAPES), 2))
        if not is_standing and "hand.rise" in arrays:
            rise = arrays["hand.rise"].astype(np.float64)
        self._rises_m = rise
        self._joined = self.rest.copy()
        self._joined_deg = np.zeros((len(JOINTS), 3), np.float32)
        if not is_standing and "hand.joined" in arrays:
            self._joined[:] = arrays["hand.joined.fingers"]
            _write_turns(arrays["hand.joined"], self._joined_deg)
        # a made hand is laid, it does not open or close
        self._can_move = ("prosthesis/tris" not in arrays, True)
        self._hands = tuple(_Hand(rest, side) for side in SIDES)
        self._lever_m = [_lever_m(rest, side) for side in SIDES]
        self._joints = np.zeros((len(JOINTS), 3), np.float32)
        self._shown = self.rest.copy()
        self._wanted = self.rest.copy()
        self._seen = np.zeros((2, len(SHAPES)), np.float32)
        self._change = np.zeros_like(self._seen)
        self._seen_joined, self._was_tracked = 0.0, False

    def joints(self, side: int) -> npt.NDArray[np.int64]:
        """Numbers of the 15 joints of a hand."""
        return self._hands[side].joints

    def start(self, bind: Doubles) -> None:
        """Write both hands at rest into `bind` (joints, 4, 4)."""
        for side, hand in enumerate(self._hands):
            hand.write(self.rest[side], bind)

    def update(self, pose: Pose, bind: Doubles) -> None:
        """Write into `bind` what has changed; at rest there is nothing to do."""
        if self._is_still(pose):
            return
        wanted = self._wanted
        for side in range(2):
            self._mix(pose, side)
            if np.abs(wanted[side] - self._shown[side]).max() > STILL_DEG:
                self._shown[side] = wanted[side]
                self._hands[side].write(wanted[side], bind)

    def _is_still(self, pose: Pose) -> bool:
        """Whether nothing is tracked and nothing has moved since it was not so."""
        np.subtract(pose.hands, self._seen, out=self._change)
        np.abs(self._change, out=self._change)
        is_tracked = bool(pose.tracked.any())
        has_moved = (
            is_tracked
            or self._was_tracked
            or abs(pose.joined - self._seen_joined) > STILL
            or float(self._change.max()) > STILL
        )
        if has_moved:
            self._seen[:], self._seen_joined = pose.hands, pose.joined
            self._was_tracked = is_tracked
        return not has_moved

    def risen(self, pose: Pose) -> Floats:
        """The joints of `pose`, with hands joined, or lifted so that they can close.

        A hand that closes on its thigh needs room for its fingers.
        """
        rises = [self._rise_m(pose, side) for side in range(2)]
        if not any(rises) and not pose.joined:
            return pose.joints
        np.multiply(self._joined_deg, np.float32(pose.joined), out=self._joints)
        self._joints += pose.joints
        for side, rise_m in enumerate(rises):
            up = math.degrees(rise_m / self._lever_m[side])
            forearm, hand = _ROWS[side]
            # pitch lifts a limb; the hand itself stays level
            self._joints[forearm, 1] += up
            self._joints[hand, 1] -= up
        return self._joints

    def _rise_m(self, pose: Pose, side: int) -> float:
        weights = pose.hands[side]
        if not self._can_move[side] or not weights.any():
            return 0.0
        half, full = self._rises_m[side].T
        # fingers that begin to bend reach down fastest
        low = np.sin(np.minimum(weights, 0.5) * math.pi) * half
        high = np.maximum(weights - 0.5, 0.0) * 2.0 * (full - half)
        return float((low + high).sum()) * (1.0 - pose.joined)

    def _mix(self, pose: Pose, side: int) -> None:
        """Rest, shapes by their weights, and over these what was tracked."""
        out, weights, share = self._wanted[side], pose.hands[side], pose.tracked[side]
        out[:] = self.rest[side]
        if pose.joined:
            out += pose.joined * (self._joined[side] - out)
        if not self._can_move[side]:
            return
        if weights.any():
            apart = (1.0 - pose.joined) * (_SHAPES - out)
            out += np.tensordot(weights.astype(np.float64), apart, 1)
        if share > 0.0:
            bound = self._hands[side].bound
            bent = np.clip(pose.fingers[side] - bound, LEAST_DEG, MOST_DEG)
            out += float(share) * (bent - out)


def _write_turns(turns: npt.NDArray[Any], out: Floats) -> None:
    """Angles of both arms' joints for `turns` (2, 3, 3, 3), as a pose has them."""
    for side, name in enumerate(("left", "right")):
        for part, turn in zip(ARM, turns[side].astype(np.float64), strict=True):
            heading, pitch, roll = angles(turn)
            # limbs count pitch and roll the other way
            out[JOINT_INDEX[f"{part}_{name}"]] = heading, -pitch, -roll


def _lever_m(rest: Rest, letter: str) -> float:
    """How far in front of its elbow a wrist rests."""
    elbow, wrist = (rest.names.index(f"{n}.{letter}") for n in ("lowerarm01", "wrist"))
    return max(float(rest.places[elbow, 1] - rest.places[wrist, 1]), 0.1)


class _Hand:
    def __init__(self, rest: Rest, letter: str) -> None:
        number = rest.names.index
        self.joints = np.array([number(name) for name in joint_names(letter)])
        wrist = number(f"wrist.{letter}")
        heads = rest.heads.astype(np.float64)
        side = 1.0 if letter == "L" else -1.0
        self._axes = HandAxes(heads[wrist], heads[self.joints], side)
        self.bound = self._axes.bound
        # by bone, then by finger, as columns
        self._rows = self.joints.reshape(len(FINGERS), BONES).T
        self._heads = heads[self._rows][..., None]
        before = np.tile(heads[wrist], (1, len(FINGERS), 1))[..., None]
        self._bones = self._heads - np.concatenate([before, self._heads[:-1]])
        self._place = rest.places[wrist].astype(np.float64)[:, None]
        self._turns = np.zeros((1 + BONES, len(FINGERS), 3, 3))
        self._turns[0] = rest.rotations[wrist]

    def write(self, angles: Doubles, bind: Doubles) -> None:
        """Fill the rows of this hand's joints in `bind`, the wrist at rest."""
        turns = self._turns
        local = self._axes.turns(angles).reshape(len(FINGERS), BONES, 3, 3)
        turns[1:] = local.swapaxes(0, 1)
        for bone in range(BONES):
            np.matmul(turns[bone], turns[bone + 1], out=turns[bone + 1])
        # a joint is where the bones above it have led
        places = (turns[:-1] @ self._bones).cumsum(axis=0) + self._place
        bind[self._rows, :3, :3] = turns[1:]
        bind[self._rows, :3, 3:] = places - turns[1:] @ self._heads
