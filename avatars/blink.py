"""Blinks: when, how long, how far.

Rates: 17 a minute at rest, 26 in conversation (Bentivoglio et al. 1997); 95 % of adults
between 10.5 and 32.5 in conversation and 8 and 21 while looking in silence (Doughty
2001). Intervals are log-normal as Bentivoglio found for rates; the spread is ours.
Closing is 40 to 47 % faster than opening and many blinks are partial (Sforza et al.
2008).
"""

from __future__ import annotations

import math

import numpy as np

from avatars.motion import ease

SPEAKING_FACTOR = 1.5
"""26 / 17, conversation against rest, Bentivoglio et al. 1997."""
CLOSING_S = 0.09
"""About 100 ms to full closure (Stern, Walrath & Goldstein 1984, quoted)."""
CLOSED_S = 0.03
OPENING_S = 0.17
"""Closing is 40-47 % faster than opening (Sforza et al. 2008), then a slow last bit."""
SPREAD = 0.55
"""Sigma of the log-normal interval; our choice, gives visible pairs and pauses."""
SHORTEST_GAP_S = 0.5
"""Keeps a requested and a spontaneous blink from looking like a flutter; ours."""


class Blink:
    """Lids that close now and then."""

    __slots__ = ("_age_s", "_depth", "_rng", "_wait", "value")

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._wait = self._draw() * float(rng.uniform(0.2, 1.0))
        self._age_s = 10.0
        self._depth = 1.0
        self.value = 0.0
        """How far the lids are closed, 0..1."""

    def step(self, per_min: float, dt_s: float) -> float:
        """Advance; `per_min` is the mean rate now."""
        self._age_s += dt_s
        self._wait -= dt_s * per_min / 60.0
        if self._wait <= 0.0:
            self.close()
        self.value = self._depth * _profile(self._age_s)
        return self.value

    def close(self) -> None:
        """Blink now unless the last blink has just been; plan the next from here."""
        self._wait = self._draw()
        if self._age_s < CLOSING_S + CLOSED_S + OPENING_S + SHORTEST_GAP_S:
            return
        self._age_s = 0.0
        # About half of all blinks are partial; shallow ones read as a glitch on a
        # rendered face, so partial stays above 80 %.
        full = self._rng.random() < 0.6
        self._depth = 1.0 if full else float(self._rng.uniform(0.82, 1.0))

    def _draw(self) -> float:
        """Interval in units of the mean interval."""
        return math.exp(SPREAD * float(self._rng.standard_normal()) - SPREAD**2 / 2)


def _profile(age_s: float) -> float:
    if age_s < CLOSING_S:
        return ease(age_s / CLOSING_S)
    age_s -= CLOSING_S + CLOSED_S
    return 1.0 - ease(age_s / OPENING_S)
