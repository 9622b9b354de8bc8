"""The body of the moment: posture, breath, nods, beats and the turn of the head."""

from __future__ import annotations

import numpy as np

from avatars.face import FACES, OTHER_SIDE, POSTURES, strength
from avatars.gaze import Gaze
from avatars.gesture import Beats, Breath, Nods
from avatars.manners import Manner
from avatars.motion import Floats, Follower
from avatars.performance import JOINT_INDEX, JOINTS
from avatars.posture import Posture
from dialogue.messages import Levels

_J = JOINT_INDEX
_SPEED_LIMITS = {"pelvis": 12.0, "spine": 18.0, "chest": 18.0, "clavicle": 20.0}
_SPEED_LIMITS |= {"neck": 45.0, "head": 60.0, "upper_arm": 40.0, "forearm": 80.0}
_SPEED_LIMITS |= {"hand": 90.0}
SPEED_LIMIT_DEG_S: Floats = np.array(
    [
        _SPEED_LIMITS[name.removesuffix("_left").removesuffix("_right")]
        for name in JOINTS
    ],
    np.float32,
)
"""No joint turns faster, in the order of `JOINTS`. A seated talk stays well below; the
limits are there so that no bug and no sum of motions can startle. Ours."""

_TRUNK = slice(_J["pelvis"], _J["chest"] + 1)
_LEVER_M: Floats = np.radians(np.array([0.70, 0.60, 0.42], np.float32))
"""How far the eyes come forward for each degree that a joint of the trunk leans: from
the joint up to the eyes of somebody who sits, metres."""
_NECK_SHARE = 0.35
EYES_UP_DEG = 5.0
_RAISE, _RAISE_QUICKNESS = 0.80, 2.2
"""Beyond this the head slowly takes most of the way to the user's eyes; by eye."""
FREE_HANDS = 0.4
"""Who gestures at least this much parts joined hands to speak; ours."""
LEAST_LIFT = 1e-3
"""Less than this is not added: a fiftieth of a degree."""
_LEVEL_HEAD = 0.7
"""People keep the head level when the trunk moves; this part of it, ours."""


class Stance:
    """Blends all that wants something from the joints, and keeps it gentle."""

    __slots__ = (
        "_arms",
        "_goal",
        "_head_beat",
        "_joints",
        "_lean_deg",
        "_limit",
        "_manner",
        "_mood",
        "_other_side",
        "_raise",
        "_shown_once",
        "_step_max",
        "beats",
        "breath",
        "forward_m",
        "lifts",
        "nods",
        "posture",
        "shown",
    )

    def __init__(
        self,
        rng: np.random.Generator,
        manner: Manner,
        shown: Floats,
        *,
        other_side: bool = False,
    ) -> None:
        self._manner = manner
        self._other_side = other_side
        self.breath = Breath(rng)
        self.nods = Nods(rng)
        self.beats = Beats(rng)
        self.posture = Posture(rng)
        self._arms = [Follower() for _ in range(4)]
        self.lifts = (0.0, 0.0)
        """How far a beat has lifted the left and the right hand, 0..1 as shown."""
        self._head_beat = Follower()
        self._raise = Follower()
        self._mood = FACES["calm"]
        self._goal = POSTURES["calm"].copy()
        self._lean_deg = 0.0
        self._joints = np.zeros((len(JOINTS), 3), np.float32)
        self._limit = np.repeat(SPEED_LIMIT_DEG_S[:, None], 3, axis=1)
        self._step_max = np.zeros_like(self._limit)
        self._shown_once = False
        self.shown = shown
        """The joints of the pose, written in place."""
        self.forward_m = np.inf
        """How far leaning may bring the head forward; no limit at first."""

    @property
    def leaning_m(self) -> float:
        """How far the trunk has brought the head forward, as shown, about."""
        return float(self.shown[_TRUNK, 1] @ _LEVER_M)

    def set_mood(self, mood: str, levels: Levels) -> None:
        """Let the body ease into the posture of `mood`."""
        self._mood = FACES[mood]
        size = strength(mood, levels) * self._manner.face
        np.multiply(POSTURES[mood], size, out=self._goal)
        if self._other_side:
            self._goal *= OTHER_SIDE
        self._lean_deg = 3.0 * (levels.openness - 0.25)
        self.posture.choose_hands(self._mood.joined)

    def step(self, gaze: Gaze, phase: str, paused: bool, dt_s: float) -> None:
        """Advance and write the joints."""
        energy = self._mood.energy * self._manner.energy * (0.5 if paused else 1.0)
        joints = self._joints
        lean = self._lean_deg if phase in ("listening", "heard") else 0.0
        np.copyto(joints, self.posture.settle(self._goal, lean, energy, dt_s))
        joints += self.posture.wander(energy, dt_s)
        gestures = phase == "speaking" and self._mood.gesture >= FREE_HANDS
        self.posture.step_hands(gestures, dt_s)
        self._add_breath(phase == "speaking", dt_s)
        self._stay_back()
        self._add_beats(self._mood.gesture * self._manner.gesture, dt_s)
        self._add_head(gaze, dt_s)
        self._limit_speed(dt_s)

    def head_angles(self) -> tuple[float, float, float]:
        """Yaw, pitch (up) and roll of the head as shown, against the rest pose.

        Sums along the spine; for the small angles of acting that is within a degree.
        """
        yaw, down, roll = self.shown[:5].sum(axis=0).tolist()
        return yaw, -down, roll

    def _add_breath(self, speaking: bool, dt_s: float) -> None:
        mood, joints = self._mood, self._joints
        breath = self.breath.step(
            dt_s, mood.breaths_per_min, mood.breath_depth, speaking
        )
        joints[_J["chest"], 1] -= 0.9 * breath
        joints[_J["spine"], 1] -= 0.3 * breath
        joints[_J["clavicle_left"], 2] += 1.1 * breath
        joints[_J["clavicle_right"], 2] -= 1.1 * breath

    def _stay_back(self) -> None:
        """Lean no further forward than there is room for."""
        wanted_m = float(self._joints[_TRUNK, 1] @ _LEVER_M)
        if wanted_m > self.forward_m:
            self._joints[_TRUNK, 1] *= self.forward_m / wanted_m

    def _add_beats(self, size: float, dt_s: float) -> None:
        beats, joints, arms = self.beats, self._joints, self._arms
        lifted = [0.0, 0.0]
        for side, name in enumerate(("right", "left")):
            # of joined hands the left lies below and cannot lift
            free = size if side == 0 else size * (1.0 - self.posture.joined)
            lift = arms[side].step(beats.lift[side], 9.0, dt_s) * free
            lifted[side] = lift
            stroke = arms[side + 2].step(beats.stroke[side], 22.0, dt_s) * free
            if lift < LEAST_LIFT and stroke < LEAST_LIFT:
                continue
            sign = 2.0 * side - 1.0
            # Pitch lifts a limb; roll against the side turns the palm up.
            joints[_J[f"forearm_{name}"], 1] += 20.0 * lift - 9.5 * stroke
            joints[_J[f"forearm_{name}"], 0] += sign * 4.0 * lift
            joints[_J[f"upper_arm_{name}"], 1] += 5.5 * lift
            joints[_J[f"hand_{name}"], 1] += 6.0 * lift - 8.0 * stroke
            joints[_J[f"hand_{name}"], 2] -= sign * 14.0 * lift
        self.lifts = (lifted[1], lifted[0])
        head = self._head_beat.step(beats.head, 16.0, dt_s)
        joints[_J["head"], 1] += 2.0 * head * (0.4 + 0.6 * size)

    def _add_head(self, gaze: Gaze, dt_s: float) -> None:
        """Turn the head to where the gaze goes, keep head and arms level, nod."""
        joints = self._joints
        trunk = joints[_TRUNK].sum(axis=0)
        trunk *= _LEVEL_HEAD
        nod = self.nods.step(dt_s) - gaze.head_pitch
        # Eyes turned far up under a bowed head lose the iris: raise the head instead.
        up = gaze.pitch - gaze.head_pitch - float(trunk[1] - joints[:5, 1].sum())
        spare = _RAISE * max(up - EYES_UP_DEG, 0.0)
        nod -= self._raise.step(spare, _RAISE_QUICKNESS, dt_s)
        for name, share in (("neck", _NECK_SHARE), ("head", 1.0 - _NECK_SHARE)):
            joint = joints[_J[name]]
            joint -= share * trunk
            joint[0] += share * gaze.head_yaw
            joint[1] += share * nod

    def _limit_speed(self, dt_s: float) -> None:
        joints, shown = self._joints, self.shown
        if not self._shown_once:
            self._shown_once = True
            np.copyto(shown, joints)
            return
        joints -= shown
        np.multiply(self._limit, dt_s, out=self._step_max)
        np.minimum(joints, self._step_max, out=joints)
        np.negative(self._step_max, out=self._step_max)
        np.maximum(joints, self._step_max, out=joints)
        shown += joints
