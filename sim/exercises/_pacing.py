"""Where a paced breath is at a moment.

Picture, sound and haptics all follow it, so that they cannot drift apart.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.exercises.base import Breath


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of a paced breath."""

    is_in: bool
    """Breathing in; out otherwise. Nothing is ever held."""
    fullness: float
    """0 empty to 1 full, smooth in time."""
    left_s: float
    """Seconds until the breath turns."""
    number: int
    """Which breath it is, from 1."""


def moment(breath: Breath, at_s: float) -> Moment:
    """Where `breath` is `at_s` seconds after its beginning.

    The fullness follows half a cosine each way: no corner where the breath turns, so
    that nobody is told to stop and hold.
    """
    whole_s = 60.0 / breath.per_minute
    in_s = whole_s * breath.in_share
    number, into_s = divmod(max(0.0, at_s), whole_s)
    is_in = into_s < in_s
    share = into_s / in_s if is_in else 1.0 - (into_s - in_s) / (whole_s - in_s)
    fullness = 0.5 - 0.5 * math.cos(math.pi * share)
    left_s = (in_s if is_in else whole_s) - into_s
    return Moment(is_in, fullness, left_s, int(number) + 1)
