"""How much the user's hands moved; what that means is not said, since nobody knows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sim.sensors.base import (
    ENOUGH_S,
    Counted,
    Place,
    Scene,
    Sentence,
    Sums,
    rounded,
    share,
    total,
)
from sim.texts import text, texts
from sim.viewing import Hand, Viewing

STEP_M: Final = 0.01
"""A hand has moved once it is this far from where it last was. Summing every frame
would add up the tracking's noise: 1 mm at 90 Hz is 9 cm a second [judgement]."""
FASTEST_MPS: Final = 5.0
"""What is faster is the tracking finding the hand again, not the hand [judgement]."""
STILL_S: Final = 0.5
"""Hands that made no step for this long are still [judgement]."""


class _Path:
    """One hand's way."""

    __slots__ = ("_before", "_stepped", "rest_s")

    def __init__(self) -> None:
        self._stepped: Place | None = None
        """Where its last step ended."""
        self._before: Place = (0.0, 0.0, 0.0)
        """Where it was in the frame before."""
        self.rest_s = math.inf
        """Since its last step; endless while it is not tracked."""

    def moved_m(self, hand: Hand, dt_s: float) -> float:
        """How far its steps went in this frame."""
        if not hand.grip.is_there:
            self._stepped, self.rest_s = None, math.inf
            return 0.0
        x, y, z = hand.grip.place.tolist()
        here = x, y, z
        jump_m = math.dist(here, self._before)
        self._before = here
        if self._stepped is None:
            self._stepped, self.rest_s = here, 0.0
            return 0.0
        self.rest_s += dt_s
        if dt_s <= 0 or not jump_m <= FASTEST_MPS * dt_s:
            self._stepped = here
            return 0.0
        far_m = math.dist(here, self._stepped)
        if far_m < STEP_M:
            return 0.0
        self._stepped, self.rest_s = here, 0.0
        return far_m


class Hands:
    """Sums of metres and of still seconds."""

    needs_headset = True

    def __init__(self) -> None:
        self._left, self._right = _Path(), _Path()
        self._sums = dict.fromkeys(("seen_s", "path_m", "still_s"), 0.0)

    def observe(self, viewing: Viewing, scene: Scene) -> None:
        """Count this frame if a hand is tracked."""
        dt_s, sums = scene.dt_s, self._sums
        moved_m = self._left.moved_m(viewing.left, dt_s)
        moved_m += self._right.moved_m(viewing.right, dt_s)
        if dt_s <= 0 or not (viewing.left.grip.is_there or viewing.right.grip.is_there):
            return
        sums["seen_s"] += dt_s
        sums["path_m"] += moved_m
        if min(self._left.rest_s, self._right.rest_s) >= STILL_S:
            sums["still_s"] += dt_s

    def take(self) -> Sums:
        """Seconds with a hand tracked, metres of both, seconds of stillness."""
        made = rounded(self._sums)
        self._sums = dict.fromkeys(self._sums, 0.0)
        return made

    def tell(self, counted: Iterable[Counted], partner: str) -> tuple[Sentence, ...]:
        """Centimetres a second, and the share of stillness."""
        rows = list(counted)
        seen_s = total(rows, "seen_s")
        if seen_s < ENOUGH_S:
            return ()
        cm = 100 * total(rows, "path_m") / seen_s
        still_s = min(total(rows, "still_s"), seen_s)
        says = text("noticed.hands", cm=f"{cm:.0f}", share=share(still_s, seen_s))
        numbers = {"cm_per_s": round(cm, 1), "still_share": round(still_s / seen_s, 2)}
        return (Sentence("hands", says, numbers, texts("noticed.hands_why")),)


def create(options: Mapping[str, Any]) -> Hands:
    """Make the sensor; it has no options."""
    return Hands()
