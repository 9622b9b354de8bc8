"""Where a paced breath is at a moment.

Picture, sound and haptics all follow it, so that they cannot drift apart.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.exercises.base import Breath

LONGER: Final = 1.05
"""How much longer each breath is than the last one while the guide slows down: a
breath of five seconds grows by a quarter of a second, which asks for no effort
[judgement]."""

Floats = npt.NDArray[np.float64]


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


@lru_cache(maxsize=32)
def starts_s(breath: Breath) -> tuple[float, ...]:
    """When each breath begins, then when the last one ends, in seconds.

    Only whole breaths are led: the last one ends at `breath.length_s` or after it.
    """
    is_slowing = 0.0 < breath.slowest < breath.per_minute
    whole_s = 60.0 / breath.per_minute
    longest_s = 60.0 / breath.slowest if is_slowing else whole_s
    made = [0.0]
    while made[-1] < breath.length_s - 1e-6:
        made.append(made[-1] + whole_s)
        whole_s = min(whole_s * LONGER, longest_s)
    return tuple(made) if len(made) > 1 else (0.0, whole_s)


def end_s(breath: Breath) -> float:
    """When the last breath is over, seconds after the first began."""
    return starts_s(breath)[-1]


def pace(breath: Breath, at_s: float) -> float:
    """Breaths a minute of the breath that is led `at_s` seconds after the beginning."""
    begins = starts_s(breath)
    number = min(max(bisect_right(begins, at_s), 1), len(begins) - 1)
    return 60.0 / (begins[number] - begins[number - 1])


def curve(share: Floats) -> Floats:
    """Fullness at shares 0..1 of the way in: half a cosine.

    It has no corner where the breath turns, so that nobody is told to stop and hold.
    """
    made: Floats = 0.5 - 0.5 * np.cos(np.pi * share)
    return made


def moment(breath: Breath, at_s: float) -> Moment:
    """Where `breath` is `at_s` seconds after its beginning.

    After its end it goes on with breaths of the last length.
    """
    begins = starts_s(breath)
    at_s = max(0.0, at_s)
    if at_s < begins[-1]:
        number = bisect_right(begins, at_s)
        into_s, whole_s = at_s - begins[number - 1], begins[number] - begins[number - 1]
    else:
        whole_s = begins[-1] - begins[-2]
        more, into_s = divmod(at_s - begins[-1], whole_s)
        number = len(begins) + int(more)
    in_s = whole_s * breath.in_share
    is_in = into_s < in_s
    share = into_s / in_s if is_in else 1.0 - (into_s - in_s) / (whole_s - in_s)
    left_s = (in_s if is_in else whole_s) - into_s
    return Moment(is_in, float(curve(np.asarray(share))), left_s, number)


def fullness(breath: Breath, at_s: Floats) -> Floats:
    """`moment(breath, at).fullness` of many moments before the end, for the sound."""
    begins = np.asarray(starts_s(breath))
    place = np.clip(np.searchsorted(begins, at_s, "right") - 1, 0, len(begins) - 2)
    share = (at_s - begins[place]) / (begins[place + 1] - begins[place])
    part = breath.in_share
    way = np.where(share < part, share / part, (1.0 - share) / (1.0 - part))
    return curve(np.clip(way, 0.0, 1.0))


class Turns:
    """Tells once of every turn of the breath; what a headset's haptics hang on."""

    def __init__(self, on_turn: Callable[[bool], None]) -> None:
        """`on_turn` is called with True for in and False for out."""
        self._on_turn = on_turn
        self._last: tuple[int, bool] | None = None

    def at(self, breath: Breath, at_s: float) -> None:
        """The breath is at `at_s` now; call every frame."""
        now = moment(breath, at_s)
        here = (now.number, not now.is_in)
        if self._last is None or here > self._last:  # never back, when a clock is new
            self._last = here
            self._on_turn(now.is_in)

    def end(self) -> None:
        """The breath is over; the next one begins anew."""
        self._last = None
