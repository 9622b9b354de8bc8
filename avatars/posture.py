"""How a body sits: the mood's posture, changes of seat, and a living stillness."""

from __future__ import annotations

import numpy as np

from avatars.motion import Drift, Floats, Follower, Followers
from avatars.performance import JOINT_INDEX, JOINTS

SHIFT_EVERY_S = (16.0, 38.0)
"""Between changes of posture while seated; ours. They gather at changes of turn and
topic (Cassell et al. 2001, from memory), so the end of a turn may bring one too."""
SHIFT_QUICKNESS = 2.8
"""A change of posture takes about 1.4 s; ours."""
JOIN_QUICKNESS = 2.2
"""Hands need about 1.8 s to the lap or back; ours."""
LEAST_JOINED = 1e-3
"""Less is not shown: a twentieth of a degree."""


class Posture:
    """The pose of the mood, changes of seat now and then, and a living stillness."""

    __slots__ = (
        "_drift",
        "_join",
        "_quickness",
        "_rng",
        "_shift",
        "_target",
        "_wait_s",
        "_wants_joined",
        "joined",
        "joints",
    )

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._drift = Drift(len(JOINTS) * 3, (1.8, 5.5), rng)
        self._shift = np.zeros((len(JOINTS), 3), np.float32)
        self._target = np.zeros((len(JOINTS), 3), np.float32)
        self._quickness = np.full((len(JOINTS), 3), SHIFT_QUICKNESS, np.float32)
        self._wait_s = float(rng.uniform(8.0, 20.0))
        self.joints = Followers((len(JOINTS), 3))
        self._join = Follower()
        self._wants_joined = False
        self.joined = 0.0
        """How far the hands are on their way from the thighs to the lap, 0..1."""

    def settle(
        self, mood: Floats, lean_deg: float, energy: float, dt_s: float
    ) -> Floats:
        """Advance towards the posture `mood`, leaning `lean_deg` forward besides."""
        self._wait_s -= dt_s * (0.5 + 0.5 * energy)
        if self._wait_s <= 0.0:
            self.shift(min(energy, 1.2))
        np.add(mood, self._shift, out=self._target)
        self._target[_SPINE, 1] += lean_deg
        return self.joints.step(self._target, self._quickness, dt_s)

    def choose_hands(self, joined: float) -> None:
        """Let the hands lie joined with probability `joined`, else on the thighs."""
        self._wants_joined = float(self._rng.random()) < joined

    def step_hands(self, is_gesturing: bool, dt_s: float) -> None:
        """Advance `joined`. Who is about to use the hands parts them first."""
        goal = 1.0 if self._wants_joined and not is_gesturing else 0.0
        joined = self._join.step(goal, JOIN_QUICKNESS, dt_s)
        self.joined = 0.0 if joined < LEAST_JOINED else joined

    def wander(self, energy: float, dt_s: float) -> Floats:
        """Advance the idle movement, degrees; the caller adds it."""
        drift = self._drift.step(dt_s).reshape(len(JOINTS), 3)
        np.multiply(drift, _IDLE_DEG, out=self._target)
        self._target *= energy
        return self._target

    def shift(self, size: float) -> None:
        """Change the seat a little, as people do every half minute."""
        self._wait_s = float(self._rng.uniform(*SHIFT_EVERY_S))
        np.multiply(
            self._rng.uniform(-1.0, 1.0, (len(JOINTS), 3)),
            _SHIFT_DEG * size,
            out=self._shift,
            casting="same_kind",
        )


def _sizes(table: dict[str, tuple[float, float, float]]) -> Floats:
    sizes = np.zeros((len(JOINTS), 3), np.float32)
    for name, angles in table.items():
        sides = (name,) if name in JOINT_INDEX else (f"{name}_left", f"{name}_right")
        for side in sides:
            sizes[JOINT_INDEX[side]] = angles
    return sizes


_SPINE = JOINT_INDEX["spine"]
# Degrees; ours. Smaller looks frozen at 1.2 m, larger restless.
_IDLE_DEG = _sizes(
    {
        "spine": (0.35, 0.35, 0.35),
        "chest": (0.3, 0.3, 0.25),
        "neck": (0.5, 0.5, 0.4),
        "head": (1.1, 0.9, 0.9),
        "clavicle": (0.0, 0.2, 0.3),
        "forearm": (0.25, 0.25, 0.3),
        "hand": (0.9, 0.8, 0.9),
    }
)
_SHIFT_DEG = _sizes(
    {
        "pelvis": (0.8, 0.3, 0.6),
        "spine": (1.6, 1.6, 1.2),
        "chest": (1.4, 0.8, 1.0),
        "neck": (1.0, 0.6, 0.8),
        "head": (1.5, 1.0, 2.2),
        "clavicle": (0.0, 0.3, 0.5),
        "hand": (1.5, 1.5, 1.5),
    }
)
