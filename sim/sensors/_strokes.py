"""Strokes of a head: an angle cut at its turning points, and runs of strokes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

FASTEST_HZ: Final = 6.5
"""Listeners nod fast at 2.6 to 6.5 Hz (Hale et al. 2020, 31 pairs)."""
REVERSAL_DEG: Final = 0.8
"""A head that has come back this far has turned round; a tracker's noise is smaller
[judgement]."""
SETTLED_S: Final = 0.25
"""A head that has gone less than `REVERSAL_DEG` in this time rests, or only creeps: its
stroke is over though it never turned round."""
PAUSE_S: Final = 0.25
"""Longest rest between two strokes of one nod; a glance rests longer [judgement]."""
PURITY: Final = 1.5
"""A stroke must turn this much more about its own axis than about each other one, or it
is a roll of the head or a look askew [judgement]."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What strokes must be like to be one gesture [judgement; the tests measure it]."""

    strokes: int
    """Least number, one after the other."""
    least_deg: float
    """Of the largest stroke."""
    smallest_deg: float
    """Of any stroke that counts as part of it."""
    most_deg: float
    """A larger one is a look somewhere else."""
    longest_s: float
    """Of one stroke."""
    evenness: float
    """Least ratio between one stroke and the next, the smaller to the larger."""


@dataclass(slots=True)
class Stroke:
    """From one turning point to the next."""

    size_deg: float
    """Signed: positive up or to the left."""
    begin_s: float
    end_s: float
    is_pure: bool


class Strokes:
    """Cuts one angle into strokes; the two others are looked at beside it."""

    __slots__ = (
        "_from",
        "_from_other",
        "_left_s",
        "_mark",
        "_mark_s",
        "_peak",
        "_peak_other",
        "_peak_s",
        "_reached",
    )

    def __init__(self) -> None:
        self.restart(0.0, (0.0, 0.0), -math.inf)

    def restart(self, angle: float, other: tuple[float, float], time_s: float) -> None:
        """Begin anew from here."""
        self._from = self._mark = angle
        self._from_other = other
        self._left_s = self._mark_s = time_s
        # `_left_s`: when it last was where the stroke began
        self._peak = self._reached = angle
        self._peak_other, self._peak_s = other, time_s
        # `_peak_s`: when it came near to the peak, whatever noise added there

    def feed(
        self, angle: float, other: tuple[float, float], time_s: float
    ) -> Stroke | None:
        """Take one angle in degrees; the stroke that has just ended, if one has."""
        size = self._peak - self._from
        way = math.copysign(
            1.0, size if abs(size) >= REVERSAL_DEG else angle - self._from
        )
        if (angle - self._peak) * way > 0:
            self._peak, self._peak_other = angle, other
            if abs(angle - self._reached) > REVERSAL_DEG / 2:
                self._reached, self._peak_s = angle, time_s
        if abs(size) < REVERSAL_DEG and abs(angle - self._from) < REVERSAL_DEG / 2:
            self._left_s = time_s
        is_back = abs(size) >= REVERSAL_DEG <= (self._peak - angle) * way
        if not is_back and not self._is_settled(time_s):
            return None
        made = self._made()
        if is_back:
            turned, turned_other, turned_s = self._peak, self._peak_other, self._peak_s
            self.restart(turned, turned_other, turned_s)
            self._peak = self._reached = angle
            self._peak_other, self._peak_s = other, time_s
        else:
            self.restart(angle, other, time_s)
        return made

    def _is_settled(self, time_s: float) -> bool:
        """Whether it has come to rest, or only creeps on."""
        if time_s - self._mark_s < SETTLED_S:
            return False
        is_slow = abs(self._peak - self._mark) < REVERSAL_DEG
        self._mark, self._mark_s = self._peak, time_s
        return is_slow

    def _made(self) -> Stroke | None:
        size = self._peak - self._from
        if abs(size) < REVERSAL_DEG:
            return None
        most = max(
            abs(self._peak_other[0] - self._from_other[0]),
            abs(self._peak_other[1] - self._from_other[1]),
        )
        return Stroke(size, self._left_s, self._peak_s, abs(size) >= PURITY * most)


class Gestures:
    """Counts runs of strokes of one shape."""

    __slots__ = ("_before", "_count", "_largest", "_shape")

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._before: Stroke | None = None
        self._count = 0
        self._largest = 0.0

    def restart(self) -> None:
        """Forget what was begun."""
        self._before, self._count, self._largest = None, 0, 0.0

    def feed(self, stroke: Stroke) -> bool:
        """Take the next stroke; whether it has just made a gesture, told once a run."""
        shape, size = self._shape, abs(stroke.size_deg)
        took_s = stroke.end_s - stroke.begin_s
        is_one = (
            stroke.is_pure
            and shape.smallest_deg <= size <= shape.most_deg
            and 0.5 / FASTEST_HZ * 0.8 <= took_s <= shape.longest_s
        )
        if not is_one:
            self.restart()
            return False
        if not self._follows(stroke):
            self.restart()
        was_made = self._is_made
        self._before, self._count = stroke, self._count + 1
        self._largest = max(self._largest, size)
        return self._is_made and not was_made

    @property
    def _is_made(self) -> bool:
        shape = self._shape
        return self._count >= shape.strokes and self._largest >= shape.least_deg

    def _follows(self, stroke: Stroke) -> bool:
        """Whether it comes back from the one before, soon and about as far."""
        before = self._before
        if before is None or stroke.size_deg * before.size_deg > 0:
            return False
        if stroke.begin_s - before.end_s > PAUSE_S:
            return False
        small, large = sorted((abs(stroke.size_deg), abs(before.size_deg)))
        return small >= self._shape.evenness * large
