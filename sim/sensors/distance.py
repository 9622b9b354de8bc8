"""How far the user's eyes were from the partner's."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np

from sim.sensors.base import ENOUGH_S, Counted, Scene, Sentence, Sums, histogram
from sim.texts import text, texts
from sim.viewing import Viewing

BIN_CM: Final = 5
"""Width of a bin: a body sways by more, and a decimal more would claim too much."""
MOST_BINS: Final = 200
"""Ten metres; a room is smaller."""
HELD_S: Final = 0.5
"""The nearest is where one was for this long altogether; a slip of the tracking is
shorter [judgement]."""


class Distance:
    """Seconds at each distance."""

    needs_headset = True

    def __init__(self) -> None:
        self._seconds = np.zeros(MOST_BINS)

    def observe(self, viewing: Viewing, scene: Scene) -> None:
        """Count this frame if both pairs of eyes are known."""
        eyes = scene.partner_eyes
        if eyes is None or scene.dt_s <= 0 or not viewing.head.is_there:
            return
        metres = math.dist(eyes, viewing.head.place.tolist())
        if math.isfinite(metres):
            place = min(int(metres * 100 / BIN_CM), MOST_BINS - 1)
            self._seconds[place] += scene.dt_s

    def take(self) -> Sums:
        """Seconds by the nearer edge of each bin, in centimetres."""
        held = self._seconds.round(2)
        bins = {str(at * BIN_CM): float(held[at]) for at in np.flatnonzero(held)}
        self._seconds[:] = 0.0
        return {"cm_s": bins} if bins else {}

    def tell(self, counted: Iterable[Counted], partner: str) -> tuple[Sentence, ...]:
        """The distance in the middle and the nearest one."""
        bins = histogram(counted, "cm_s")
        whole_s = sum(bins.values())
        if whole_s < ENOUGH_S:
            return ()
        median_m, nearest_m = _at(bins, whole_s / 2), _at(bins, HELD_S)
        key = "distance" if median_m - nearest_m >= 0.1 else "distance_steady"
        says = text(
            f"noticed.{key}",
            partner=partner,
            median=f"{median_m:.1f}",
            nearest=f"{nearest_m:.1f}",
        )
        numbers = {"median_m": median_m, "nearest_m": nearest_m}
        return (Sentence("distance", says, numbers, texts("noticed.distance_why")),)


def _at(bins: Mapping[int, float], after_s: float) -> float:
    """Metres, in the middle of the bin where the nearest `after_s` seconds end."""
    passed_s, last = 0.0, 0
    for cm in sorted(bins):
        passed_s, last = passed_s + bins[cm], cm
        if passed_s >= after_s:
            break
    return (last + BIN_CM / 2) / 100


def create(options: Mapping[str, Any]) -> Distance:
    """Make the sensor; it has no options."""
    return Distance()
