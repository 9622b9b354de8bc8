"""What the hands do while a body talks and feels: they open, and they close a little.

`Hands.step` writes `Pose.hands`, weights of `assets.hands.SHAPES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from assets.hands import SHAPE_INDEX
from avatars.face import strength
from avatars.motion import Floats, Follower
from dialogue.messages import Levels

OPEN_SHARE: Final = 0.9
"""Of an open hand that the largest beat has; a wholly open one looks like acting."""
OPEN_QUICKNESS: Final = 8.0
"""A hand opens with the lift of its beat, see `avatars.stance`; ours."""
CLOSE_QUICKNESS: Final = 2.0
"""A hand closes over about 2 s, as a mood comes; ours."""
FASTEST_PER_S: Final = 3.0
"""No weight changes faster: 1 would be a whole fist. Ours, so that nothing startles."""
SECOND_SHARE: Final = 0.8
"""The right hand closes less than the left: nobody closes both alike."""

CLOSED: Final[Mapping[str, tuple[str, float]]] = {
    "nervous": ("hold", 0.55),
    "guarded": ("fist", 0.40),
    "hurt": ("hold", 0.40),
    "sad": ("hold", 0.25),
    "angry": ("fist", 0.60),
    "withdrawn": ("hold", 0.35),
}
"""The shape and weight of resting hands by mood; in all others they lie at ease. By
eye: closed hands belong to tense feelings, no study gives the amounts."""


class Hands:
    """Both hands from frame to frame."""

    __slots__ = ("_closed", "_open", "_shape", "_weight")

    def __init__(self) -> None:
        self._open = (Follower(), Follower())
        self._closed = {shape: (Follower(), Follower()) for shape in ("fist", "hold")}
        self._shape, self._weight = "", 0.0

    def set_mood(self, mood: str, levels: Levels) -> None:
        """Let the hands ease into what `mood` does to them."""
        shape, weight = CLOSED.get(mood, ("", 0.0))
        self._shape, self._weight = shape, weight * min(strength(mood, levels), 1.0)

    def step(self, lifts: tuple[float, float], dt_s: float, out: Floats) -> None:
        """Advance and write `out`, which is `Pose.hands`.

        `lifts` say how far the beat of the left and of the right hand is lifted, 0..1.
        """
        for side, lift in enumerate(lifts):
            goal = OPEN_SHARE * min(max(lift, 0.0), 1.0)
            opened = self._open[side].step(goal, OPEN_QUICKNESS, dt_s)
            wanted = {"open": opened}
            most = self._weight * (1.0 if side == 0 else SECOND_SHARE)
            for shape, hands in self._closed.items():
                goal = most if shape == self._shape else 0.0
                # who opens a hand does not close it
                closed = hands[side].step(goal, CLOSE_QUICKNESS, dt_s)
                wanted[shape] = closed * (1.0 - opened)
            self._write(wanted, FASTEST_PER_S * dt_s, out[side])

    def _write(self, wanted: Mapping[str, float], most: float, row: Floats) -> None:
        for shape, weight in wanted.items():
            index = SHAPE_INDEX[shape]
            now = float(row[index])
            row[index] = now + min(max(weight - now, -most), most)
