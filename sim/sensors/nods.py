"""Nods and shakes of the head: counted as movements, whatever they mean.

A movement is cut into strokes, from one turning point to the next, in the head's own
axes, so that it counts the same whichever way somebody sits or faces (Chen, Yu &
Odobez 2015). Yes and no are told by symmetrical, cyclic movement, and other movements
of a listener's head are linear (Hadar, Steiner & Rose 1985): strokes to and fro, of
about the same size, one soon after the other, make a nod or a shake. A glance is one
stroke there and, after a while, one back.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sim.sensors.base import Counted, Scene, Sentence, Sums, rounded, total
from sim.texts import text, texts
from sim.viewing import Viewing

FASTEST_HZ: Final = 6.5
"""Listeners nod fast at 2.6 to 6.5 Hz (Hale et al. 2020, 31 pairs)."""
SLOWEST_HZ: Final = 1.0
"""Just below 1.1 Hz, where the slow movements of the same study end, in which both of a
pair sway and shift together; slower nods are missed."""
REVERSAL_DEG: Final = 0.8
"""A head that has come back this far has turned round; a tracker's noise is smaller
[judgement]."""
SETTLED_S: Final = 0.25
"""A head that has gone less than `REVERSAL_DEG` in this time rests, or only creeps: its
stroke is over though it never turned round."""
PAUSE_S: Final = 0.25
"""Longest rest between two strokes of one nod; a glance rests longer [judgement]."""


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


NOD: Final = Shape(2, 4.0, 2.0, 35.0, 0.5 / SLOWEST_HZ, 0.45)
"""Down and up, or up and down, once at least: most nods are short. Nod sizes differ by
place in a row of them, the last being the smallest (Mori, Den & Jokinen 2025)."""
SHAKE: Final = Shape(3, 6.0, 3.0, 60.0, 0.5 / SLOWEST_HZ, 0.4)
"""One stroke more than a nod: a look aside and back is no shake."""
PURITY: Final = 1.5
"""A stroke must turn this much more about its own axis than about each other one, or it
is a roll of the head or a look askew [judgement]."""


@dataclass(slots=True)
class _Stroke:
    """From one turning point to the next."""

    size_deg: float
    """Signed: positive up or to the left."""
    begin_s: float
    end_s: float
    is_pure: bool


class _Strokes:
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
    ) -> _Stroke | None:
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

    def _made(self) -> _Stroke | None:
        size = self._peak - self._from
        if abs(size) < REVERSAL_DEG:
            return None
        most = max(
            abs(self._peak_other[0] - self._from_other[0]),
            abs(self._peak_other[1] - self._from_other[1]),
        )
        return _Stroke(size, self._left_s, self._peak_s, abs(size) >= PURITY * most)


class _Gestures:
    """Counts runs of strokes of one shape."""

    __slots__ = ("_before", "_count", "_largest", "_shape")

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._before: _Stroke | None = None
        self._count = 0
        self._largest = 0.0

    def restart(self) -> None:
        """Forget what was begun."""
        self._before, self._count, self._largest = None, 0, 0.0

    def feed(self, stroke: _Stroke) -> bool:
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

    def _follows(self, stroke: _Stroke) -> bool:
        """Whether it comes back from the one before, soon and about as far."""
        before = self._before
        if before is None or stroke.size_deg * before.size_deg > 0:
            return False
        if stroke.begin_s - before.end_s > PAUSE_S:
            return False
        small, large = sorted((abs(stroke.size_deg), abs(before.size_deg)))
        return small >= self._shape.evenness * large


class Nods:
    """Counts nods and shakes while the partner speaks, and while nobody does."""

    needs_headset = True

    def __init__(self) -> None:
        self._turn: tuple[float, float, float, float] | None = None
        self._angles = (0.0, 0.0, 0.0)
        """Summed turns about the head's own axes: pitch, roll, yaw, in degrees."""
        self._pitch, self._yaw = _Strokes(), _Strokes()
        self._nods, self._shakes = _Gestures(NOD), _Gestures(SHAKE)
        self._sums: dict[str, float] = dict.fromkeys(_NAMES, 0.0)

    def observe(self, viewing: Viewing, scene: Scene) -> None:
        """Follow the head in this frame."""
        head = viewing.head
        is_steady = head.is_there and scene.dt_s > 0 and self._turn is not None
        if not is_steady or self._turn is None or scene.who == "user":
            self._restart(viewing)
            return
        w, x, y, z = head.turn.tolist()
        self._add(_turned(self._turn, (w, x, y, z)))
        self._turn = w, x, y, z
        pitch, roll, yaw = self._angles
        is_listening = "partner" in (scene.who, scene.lately)
        role = "listening" if is_listening else "silent"
        sums, now_s = self._sums, viewing.time_s
        sums[f"{role}_s"] += scene.dt_s
        stroke = self._pitch.feed(pitch, (yaw, roll), now_s)
        if stroke is not None and self._nods.feed(stroke):
            sums[f"nods_{role}"] += 1
        stroke = self._yaw.feed(yaw, (pitch, roll), now_s)
        if stroke is not None and self._shakes.feed(stroke):
            sums[f"shakes_{role}"] += 1

    def _add(self, more: tuple[float, float, float]) -> None:
        a, b = self._angles, more
        self._angles = a[0] + b[0], a[1] + b[1], a[2] + b[2]

    def _restart(self, viewing: Viewing) -> None:
        if not viewing.head.is_there:
            self._turn = None
            return
        w, x, y, z = viewing.head.turn.tolist()
        self._turn = w, x, y, z
        pitch, roll, yaw = self._angles
        self._pitch.restart(pitch, (yaw, roll), viewing.time_s)
        self._yaw.restart(yaw, (pitch, roll), viewing.time_s)
        self._nods.restart()
        self._shakes.restart()

    def take(self) -> Sums:
        """Counts by who spoke, and seconds in which the head was followed."""
        made = rounded(self._sums)
        self._sums = dict.fromkeys(_NAMES, 0.0)
        return made

    def tell(self, counted: Iterable[Counted], partner: str) -> tuple[Sentence, ...]:
        """How often; nothing where there was none."""
        rows = list(counted)
        told = []
        for kind in ("nods", "shakes"):
            listening = round(total(rows, f"{kind}_listening"))
            count = listening + round(total(rows, f"{kind}_silent"))
            if not count:
                continue
            key = kind if count > 1 else f"{kind}_once"
            says = text(
                f"noticed.{key}",
                partner=partner,
                count=str(count),
                listening=str(listening),
            )
            numbers = {"count": float(count), "listening": float(listening)}
            why = texts(f"noticed.{kind}_why", partner=partner)
            told.append(Sentence(kind, says, numbers, why))
        return tuple(told)


_NAMES: Final = (
    "nods_listening",
    "nods_silent",
    "shakes_listening",
    "shakes_silent",
    "listening_s",
    "silent_s",
)


def _turned(
    before: tuple[float, float, float, float], now: tuple[float, float, float, float]
) -> tuple[float, float, float]:
    """The turn from `before` to `now` about the head's own axes, in degrees."""
    a, b, c, d = before
    w, x, y, z = now
    # conjugate of `before` times `now`
    rw = a * w + b * x + c * y + d * z
    rx = a * x - b * w - c * z + d * y
    ry = a * y + b * z - c * w - d * x
    rz = a * z - b * y + c * x - d * w
    length = math.sqrt(rx * rx + ry * ry + rz * rz)
    if length < 1e-9:
        return 0.0, 0.0, 0.0
    if rw < 0:
        rw, rx, ry, rz = -rw, -rx, -ry, -rz
    scale = math.degrees(2 * math.atan2(length, rw)) / length
    return rx * scale, ry * scale, rz * scale


def create(options: Mapping[str, Any]) -> Nods:
    """Make the sensor; it has no options."""
    return Nods()
