"""How long the user looked towards the partner's face, listening and speaking.

With an eye tracker, and the user's yes to it, the eyes count; without, the head does.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sim.sensors.base import (
    ENOUGH_S,
    Counted,
    Scene,
    Sentence,
    Sums,
    rounded,
    share,
    total,
)
from sim.texts import text, texts
from sim.viewing import Tracked, Viewing

CONE_DEG: Final = 15.0
"""The head is turned towards a face whose middle is within this of straight ahead
[judgement: small gaze shifts are made by the eyes alone, so a narrower cone would miss
looks, and a wider one holds the things beside the partner]. Stiefelhagen & Zhu 2002:
the head makes 68.9 % of a gaze shift, and head direction alone told whom of four people
at a table somebody looked at in 88.7 % of cases."""
FACE_DOWN_M: Final = 0.02
FACE_WIDE_M: Final = 0.066
FACE_HIGH_M: Final = 0.09
"""A face as an ellipse: its middle below the eyes, and its half axes. Means of adults:
13 cm between the cheekbones; hairline 7 cm above the bridge of the nose, chin 10 to
12 cm below it (doi:10.1186/s40902-019-0191-7, table 9)."""
TRACKER_DEG: Final = 2.0
"""Added around the face for what an eye tracker errs [judgement]."""
BLINK_S: Final = 1.0
"""A tracker that is gone for less than this has lost the eyes to a blink or a slip;
such frames count for neither, rather than by the head [judgement]."""


class Gaze:
    """Sums of seconds, of which the partner's face was looked at."""

    needs_headset = True

    def __init__(self, cone_deg: float = CONE_DEG) -> None:
        self._cone = math.radians(cone_deg)
        self._sums = dict.fromkeys(_NAMES, 0.0)
        self._unseen_s = math.inf

    def observe(self, viewing: Viewing, scene: Scene) -> None:
        """Count this frame if somebody speaks and a face is there to be looked at."""
        eyes, who, dt_s = scene.partner_eyes, scene.who, scene.dt_s
        if viewing.gaze.is_there:
            self._unseen_s = 0.0
        else:
            self._unseen_s += dt_s
        if who is None or eyes is None or dt_s <= 0 or not viewing.head.is_there:
            return
        by_eyes = viewing.gaze.is_there
        if not by_eyes and self._unseen_s < BLINK_S:
            return
        if by_eyes:
            is_on = _meets_face(viewing.gaze, eyes)
        else:
            is_on = _angle(viewing.head, eyes) <= self._cone
        sums, role = self._sums, "listening" if who == "partner" else "speaking"
        sums[f"{role}_s"] += dt_s
        if is_on:
            sums[f"{role}_on_s"] += dt_s
        if by_eyes:
            sums["by_eyes_s"] += dt_s

    def take(self) -> Sums:
        """Seconds of listening and speaking, and of both towards the face."""
        made = rounded(self._sums)
        self._sums = dict.fromkeys(_NAMES, 0.0)
        return made

    def tell(self, counted: Iterable[Counted], partner: str) -> tuple[Sentence, ...]:
        """A sentence for listening and one for speaking."""
        rows = list(counted)
        whole_s = total(rows, "listening_s") + total(rows, "speaking_s")
        by_eyes = total(rows, "by_eyes_s") > whole_s / 2
        how = "noticed.gaze_by_eyes" if by_eyes else "noticed.gaze_by_head"
        told = []
        for role in ("listening", "speaking"):
            role_s, on_s = total(rows, f"{role}_s"), total(rows, f"{role}_on_s")
            if role_s < ENOUGH_S:
                continue
            on_s = min(on_s, role_s)
            says = text(
                f"noticed.gaze_{role}", partner=partner, share=share(on_s, role_s)
            )
            numbers = {
                "share": round(on_s / role_s, 2),
                f"{role}_s": round(role_s),
            }
            seconds = text(
                "noticed.gaze_seconds", on=f"{on_s:.0f}", whole=f"{role_s:.0f}"
            )
            why = (seconds, text(how, partner=partner), *texts("noticed.gaze_why"))
            told.append(Sentence(f"gaze_{role}", says, numbers, why))
        return tuple(told)


_NAMES: Final = (
    "listening_s",
    "listening_on_s",
    "speaking_s",
    "speaking_on_s",
    "by_eyes_s",
)


def _ahead(pose: Tracked) -> tuple[float, float, float]:
    """Where +y of a pose points."""
    w, x, y, z = pose.turn.tolist()
    return 2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)


def _angle(pose: Tracked, eyes: tuple[float, float, float]) -> float:
    """Radians between straight ahead and the middle of the face."""
    ax, ay, az = _ahead(pose)
    px, py, pz = pose.place.tolist()
    dx, dy, dz = eyes[0] - px, eyes[1] - py, eyes[2] - FACE_DOWN_M - pz
    far = math.sqrt(dx * dx + dy * dy + dz * dz)
    if far < 1e-6:
        return math.pi
    return math.acos(max(-1.0, min(1.0, (ax * dx + ay * dy + az * dz) / far)))


def _meets_face(pose: Tracked, eyes: tuple[float, float, float]) -> bool:
    """Whether a look passes through the face, the tracker's error added."""
    ax, ay, az = _ahead(pose)
    px, py, pz = pose.place.tolist()
    dx, dy, dz = eyes[0] - px, eyes[1] - py, eyes[2] - FACE_DOWN_M - pz
    far = ax * dx + ay * dy + az * dz
    if far <= 1e-6:
        return False
    # from the face's middle to where the look passes it, sideways and up
    mx, my, mz = ax * far - dx, ay * far - dy, az * far - dz
    margin = far * math.tan(math.radians(TRACKER_DEG))
    side = math.hypot(mx, my) / (FACE_WIDE_M + margin)
    up = mz / (FACE_HIGH_M + margin)
    return math.hypot(side, up) <= 1.0


def create(options: Mapping[str, Any]) -> Gaze:
    """Make the sensor.

    Args:
        options: ``cone_deg``, how far from straight ahead a face may be.
    """
    return Gaze(float(options.get("cone_deg", CONE_DEG)))
