"""Where boards stand: at the seat, or before somebody who has turned away from it.

Who turns round on a chair, stands up or lies down finds what is open again: once it has
been out of view for a moment, it goes, and comes where they look. It never follows a
head. Pure numbers; the caller tells the time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from scenes.boards_parts import direction
from sim.openxr.poses import heading
from sim.pointing_rays import Three, ahead
from sim.viewing import Tracked

AWAY_DEG: Final = 60.0
"""Between where one looks and what is out of view: no headset shows so far aside of
the middle that one reads there."""
AFTER_S: Final = 1.5
"""A glance over the shoulder is shorter."""
HOME_DEG: Final = 30.0
"""Who looks no further than this aside of the seat is back in it…"""
HOME_M: Final = 0.4
"""… and no further away from it."""
LEANS_DEG: Final = 25.0
"""Who looks up by more leans back, or lies; upright one raises the eyes, not so far
the head."""
MIDDLE_DEG: Final = -9.0
"""Where the middle of what is open is seen, from level."""


@dataclass(frozen=True, slots=True)
class Facing:
    """From where, and which way, boards are seen straight ahead."""

    eye: Three
    heading_deg: float
    lift_deg: float = 0.0
    """How far above level; 0 for whoever sits upright."""


def look_of(head: Tracked) -> tuple[float, float]:
    """Heading and pitch of a head in degrees, left and up positive."""
    x, y, z = ahead(head.turn)
    pitch = math.degrees(math.atan2(z, math.hypot(x, y)))
    return math.degrees(heading(head.turn)), pitch


def lean_of(pitch_deg: float) -> float:
    """How far boards are lifted for somebody who looks up by `pitch_deg`."""
    return pitch_deg if pitch_deg > LEANS_DEG else 0.0


class Turned:
    """Says when, and where to, boards are to be put for somebody who turned away."""

    def __init__(self) -> None:
        """Nobody has."""
        self._since_s: float | None = None

    def forget(self) -> None:
        """They stand anew, or nobody knows where the head is."""
        self._since_s = None

    def tick(
        self, now_s: float, head: Tracked, now: Facing, home: Facing, far_m: float
    ) -> Facing | None:
        """Take a frame; where boards belong, if they are to go there now.

        Args:
            now_s: seconds of a clock that only grows.
            head: in the room.
            now: where they stand.
            home: where they stand for somebody in the seat.
            far_m: from the eyes to what is open.
        """
        look, pitch = look_of(head)
        place = (float(head.place[0]), float(head.place[1]), float(head.place[2]))
        if not head.is_there or _off_deg(place, look, pitch, now, far_m) < AWAY_DEG:
            self._since_s = None
            return None
        if self._since_s is None:
            self._since_s = now_s
        if now_s - self._since_s < AFTER_S:
            return None
        self._since_s = None
        wanted = Facing(place, look, lean_of(pitch))
        return home if _is_home(wanted, pitch, home) else wanted


def _off_deg(
    place: Three, look: float, pitch: float, now: Facing, far_m: float
) -> float:
    """Between where one looks and the middle of what is open.

    Looking down counts as level: hands, a lap and the strip are there.
    """
    goal = direction(now.heading_deg, now.lift_deg + MIDDLE_DEG)
    to = [e + far_m * g - p for e, g, p in zip(now.eye, goal, place, strict=True)]
    way = direction(look, max(pitch, MIDDLE_DEG))
    along = sum(a * b for a, b in zip(to, way, strict=True))
    share = along / max(math.hypot(*to), 1e-6)
    return math.degrees(math.acos(min(max(share, -1.0), 1.0)))


def _is_home(wanted: Facing, pitch: float, home: Facing) -> bool:
    aside = (wanted.heading_deg - home.heading_deg + 180.0) % 360.0 - 180.0
    is_near = math.dist(wanted.eye, home.eye) <= HOME_M
    return is_near and max(abs(aside), pitch - home.lift_deg) <= HOME_DEG
