"""Arms that follow tracked palms, and go back to rest where tracking is lost.

Nothing ever snaps: whenever the goal jumps, what is shown keeps its distance to it,
and that distance melts away. A hand that is tracked without a break has none, so it is
followed without delay.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from assets.hands import ANGLES, FINGERS
from avatars import turns
from avatars.motion import Floats, Follower, ease
from avatars.performance import JOINT_INDEX, Pose
from avatars.reach import PARTS, ArmRest, Doubles, Palm, hand_frame, reach

LOST_S: Final = 0.5
"""How long an arm takes back to rest."""
FOUND_S: Final = 0.35
"""How long it takes to a hand that is found, or that jumps."""
JUMP_DEG: Final = 15.0
FASTEST_DEG_S: Final = 1500.0
"""A joint whose goal turns by more than both in a frame has jumped: people's do not
[own estimate, above the fastest flick of a wrist]."""
FINGER_QUICKNESS: Final = 9.0
"""Fingers are found, and lost, within about half a second."""
LEAVE_QUICKNESS: Final = 18.0
"""A hand has left its place, or is back there, within about a fifth of one."""
LEAST_SHARE: Final = 0.002
"""Of tracked fingers that anybody could see."""


class Arm:
    """One arm of a body, from frame to frame."""

    def __init__(self, rest: ArmRest) -> None:
        """At rest, as the pose has it."""
        self.rest = rest
        name = "left" if rest.side > 0.0 else "right"
        self._rows = [JOINT_INDEX[f"{part}_{name}"] for part in PARTS]
        self._still, self._goal, self._before, self._shown = (
            np.tile(np.eye(3), (len(PARTS), 1, 1)) for _ in range(4)
        )
        self._apart = np.zeros((len(PARTS), 3))
        """From the goal to what was shown when it jumped, as `turns.vector`."""
        self._took_s, self._since_s = FOUND_S, math.inf
        self._was_there = False
        self._bent = np.zeros((len(FINGERS), len(ANGLES)))
        self._finger_share = Follower()
        self._away = Follower()

    @property
    def is_at_rest(self) -> bool:
        """Whether the pose is left as it is."""
        return not self._was_there and self._since_s >= self._took_s

    def follow(self, joints: Floats, palm: Palm, chest: Doubles, dt_s: float) -> None:
        """Write the arm into the pose's `joints`, which have it at rest.

        `palm` is in the body's axes; `chest` (4, 4) is how the trunk carries the arm.
        """
        if self.is_at_rest and not palm.is_there:
            return
        self._read(joints)
        if self.is_at_rest:
            np.copyto(self._shown, self._still)
        self._aim(palm, chest)
        if palm.is_there != self._was_there or self._has_jumped(dt_s):
            self._keep_apart(FOUND_S if palm.is_there else LOST_S)
        self._was_there = palm.is_there
        np.copyto(self._before, self._goal)
        self._since_s += dt_s
        self._melt()
        self._write(joints)

    def curl(self, pose: Pose, palm: Palm, dt_s: float) -> None:
        """Write the fingers into `pose`; where they are lost they go back to rest.

        Only a hand that is at rest stays there while the trunk moves.
        """
        side = 0 if self.rest.side > 0.0 else 1
        away = self._away.step(float(not self.is_at_rest), LEAVE_QUICKNESS, dt_s)
        pose.stays[side] = 1.0 - min(max(away, 0.0), 1.0)
        is_there = palm.is_there and palm.has_fingers
        share = self._finger_share.step(float(is_there), FINGER_QUICKNESS, dt_s)
        pose.tracked[side] = 0.0 if share < LEAST_SHARE else share
        if not is_there:
            return
        if share < LEAST_SHARE:  # nothing is shown yet, so nothing can snap
            self._bent[:] = palm.bent
        most = FASTEST_DEG_S * dt_s
        self._bent += np.clip(palm.bent - self._bent, -most, most)
        pose.fingers[side] = self._bent

    def _read(self, joints: Floats) -> None:
        """The pose's own arm; limbs count pitch and roll the other way."""
        for k, row in enumerate(self._rows):
            heading, pitch, roll = joints[row].tolist()
            turns.euler(self._still[k], heading, -pitch, -roll)

    def _aim(self, palm: Palm, chest: Doubles) -> None:
        if not palm.is_there:
            np.copyto(self._goal, self._still)
            return
        back = chest[:3, :3].T
        place = back @ (palm.place - chest[:3, 3])
        hand = back @ hand_frame(palm.fingers, palm.thumb)
        reach(self.rest, place, hand, self._still[0], self._goal)

    def _has_jumped(self, dt_s: float) -> bool:
        most = math.radians(max(JUMP_DEG, FASTEST_DEG_S * dt_s))
        cosine = (float((self._goal * self._before).sum((1, 2)).min()) - 1.0) / 2.0
        return cosine < math.cos(min(most, math.pi))

    def _keep_apart(self, took_s: float) -> None:
        for k in range(len(PARTS)):
            self._apart[k] = turns.vector(self._shown[k] @ self._goal[k].T)
        self._took_s, self._since_s = took_s, 0.0

    def _melt(self) -> None:
        left = 1.0 - ease(self._since_s / self._took_s)
        for k in range(len(PARTS)):
            if left > 0.0:
                apart = turns.about(self._apart[k] * left)
                np.matmul(apart, self._goal[k], out=self._shown[k])
            else:
                np.copyto(self._shown[k], self._goal[k])

    def _write(self, joints: Floats) -> None:
        for k, row in enumerate(self._rows):
            heading, pitch, roll = turns.angles(self._shown[k])
            joints[row] = heading, -pitch, -roll
