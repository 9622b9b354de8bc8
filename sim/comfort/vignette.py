"""A darker edge of the picture while the view moves by itself; off by default.

A narrower view while moving lessened sickness and few noticed it (Fernandes & Feiner
2016, IEEE 3DUI: a soft-edged opening of 90 degrees at its smallest; read: the abstract
and its figure). Nothing in the product moves the user's eye, so it has nothing to do
unless a place of its own brings movement along; then it is there.
"""

from __future__ import annotations

from typing import Final

OPEN_DEG: Final = 110.0
"""Opening at strength 0, as wide as a headset's picture [own choice]."""
NARROWEST_DEG: Final = 90.0
"""Opening at strength 1."""
SLOW_M_S, FAST_M_S = 0.1, 1.4
"""Speeds from which it begins and is whole; 1.4 m/s is walking [own choice]."""
SLOW_DEG_S, FAST_DEG_S = 5.0, 60.0
"""The same for turning [own choice]."""
CLOSE_S: Final = 0.25
OPEN_S: Final = 0.8
"""From open to whole and back: soon there, gently gone [own choice]."""


def wanted(speed_m_s: float, turn_deg_s: float, *, is_on: bool) -> float:
    """Strength, 0..1, for a view that moves so fast by itself; 0 where it is off."""
    if not is_on:
        return 0.0
    going = (abs(speed_m_s) - SLOW_M_S) / (FAST_M_S - SLOW_M_S)
    turning = (abs(turn_deg_s) - SLOW_DEG_S) / (FAST_DEG_S - SLOW_DEG_S)
    return min(max(going, turning, 0.0), 1.0)


def opening_deg(strength: float) -> float:
    """Across the clear middle of the picture."""
    return OPEN_DEG + (NARROWEST_DEG - OPEN_DEG) * min(max(strength, 0.0), 1.0)


class Vignette:
    """The strength over time: it comes quickly and goes slowly, never at a jump."""

    def __init__(self, is_on: bool) -> None:
        self.is_on = is_on
        self.strength = 0.0
        self._last_s: float | None = None

    def tick(self, speed_m_s: float, turn_deg_s: float, now_s: float) -> float:
        """Go on; call every frame. Returns `strength`, 0..1."""
        passed_s = 0.0 if self._last_s is None else max(now_s - self._last_s, 0.0)
        self._last_s = now_s
        goal = wanted(speed_m_s, turn_deg_s, is_on=self.is_on)
        if goal > self.strength:
            self.strength = min(goal, self.strength + passed_s / CLOSE_S)
        else:
            self.strength = max(goal, self.strength - passed_s / OPEN_S)
        return self.strength
