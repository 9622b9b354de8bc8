"""Nods and shakes of the head: counted as movements, whatever they mean.

A movement is cut into strokes, from one turning point to the next, in the head's own
axes, so that it counts the same whichever way somebody sits or faces (Chen, Yu &
Odobez 2015). Yes and no are told by symmetrical, cyclic movement, and other movements
of a listener's head are linear (Hadar, Steiner & Rose 1985): strokes to and fro, of
about the same size, one soon after the other, make a nod or a shake. A glance is one
stroke there and, after a while, one back.

Only while the user does not speak: a speaker's head goes along with stress and rhythm
(Hadar, Steiner, Grant & Clifford Rose 1983), and no rule here could tell that from a
nod.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sim.sensors._strokes import Gestures, Shape, Strokes
from sim.sensors.base import Counted, Scene, Sentence, Sums, rounded, total
from sim.texts import text, texts
from sim.viewing import Viewing

SLOWEST_HZ: Final = 0.8
"""Slower nods are missed: from 0.2 to 1.1 Hz both of a pair sway and shift together
(Hale et al. 2020), and the slower a movement, the more it is like that [judgement]."""

NOD: Final = Shape(2, 4.0, 2.0, 35.0, 0.5 / SLOWEST_HZ, 0.45)
"""Down and up, or up and down, once at least: most nods are short. Nod sizes differ by
place in a row of them, the last being the smallest (Mori, Den & Jokinen 2025)."""
SHAKE: Final = Shape(3, 6.0, 3.0, 60.0, 0.5 / SLOWEST_HZ, 0.4)
"""One stroke more than a nod: a look aside and back is no shake."""


class Nods:
    """Counts nods and shakes while the partner speaks, and while nobody does."""

    needs_headset = True

    def __init__(self) -> None:
        self._turn: tuple[float, float, float, float] | None = None
        self._angles = (0.0, 0.0, 0.0)
        """Summed turns about the head's own axes: pitch, roll, yaw, in degrees."""
        self._pitch, self._yaw = Strokes(), Strokes()
        self._nods, self._shakes = Gestures(NOD), Gestures(SHAKE)
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
            says = text(
                f"noticed.{_key(kind, count, listening)}",
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


def _key(kind: str, count: int, listening: int) -> str:
    """Name of the sentence that says so many of them."""
    if count == 1:
        return f"{kind}_once"
    return {0: f"{kind}_none", count: f"{kind}_all"}.get(listening, kind)


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
