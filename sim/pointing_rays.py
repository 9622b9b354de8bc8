"""Who points, and where to: a hand, else the eyes, else the head. Pure numbers.

The hand that last did something points; the other one takes over as soon as it chooses
something. Somebody without hands in use points by looking.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final, Literal

from sim.viewing import Floats, Hand, Side, Viewing

Source = Literal["left", "right", "eyes", "head"]
LOOKS: Final[tuple[Source, ...]] = ("eyes", "head")
Three = tuple[float, float, float]

STILL_S: Final = 20.0
"""A hand that lies still for so long is not in use: a controller on a table, or
somebody who cannot move theirs."""
BLINK_S: Final = 0.4
"""How long the eyes may be lost until the head points in their place; a blink takes
0.1 to 0.4 s [judgement]."""
MOVED_M: Final = 0.01
TURNED: Final = 0.03
"""As a difference of pointing ways: about two degrees."""
SIDES: Final[tuple[Side, Side]] = ("right", "left")


@dataclass(frozen=True, slots=True)
class Ray:
    """Where something points, in the room."""

    source: Source
    origin: Three
    way: Three
    """Of length 1."""

    def at(self, distance_m: float) -> Three:
        """The place on it so far from its origin."""
        (x, y, z), (a, b, c) = self.origin, self.way
        return x + a * distance_m, y + b * distance_m, z + c * distance_m

    def meets(self, place: Three) -> float:
        """How nearly it goes through `place`: 1 is through it, -1 the other way."""
        to = [b - a for a, b in zip(self.origin, place, strict=True)]
        along = sum(a * b for a, b in zip(to, self.way, strict=True))
        return along / max(math.hypot(*to), 1e-6)


@dataclass(slots=True)
class _Use:
    """When a hand was moved last."""

    place: Three = (0.0, 0.0, 0.0)
    way: Three = (0.0, 0.0, 0.0)
    since_s: float = float("-inf")

    def at(self, place: Three, way: Three, now_s: float) -> None:
        """Take where it is."""
        if math.dist(place, self.place) > MOVED_M or math.dist(way, self.way) > TURNED:
            self.place, self.way, self.since_s = place, way, now_s


@dataclass(slots=True)
class Rays:
    """Follows one `Viewing`, frame by frame."""

    viewing: Viewing
    active: Side = "right"
    """The hand that did something last."""
    _uses: dict[Side, _Use] = field(
        default_factory=lambda: {"left": _Use(), "right": _Use()}
    )

    _has_pressed: bool = False
    """A hand has pressed something since the headset was opened."""
    _seen: Ray | None = None
    """Where the eyes looked, also while they blink."""
    _seen_s: float = float("-inf")

    def tick(self, *, is_held: bool) -> None:
        """Take this frame; while something `is_held`, no other hand takes over."""
        now_s = self.viewing.time_s
        self._follow_eyes(now_s)
        for side in SIDES:
            aim = self.viewing.hand(side).aim
            if aim.is_there:
                self._uses[side].at(_three(aim.place), ahead(aim.turn), now_s)
        if is_held:
            return
        for intent, by in self.viewing.intents:
            if intent == "select" and by is not None:
                self.active, self._has_pressed = by, True
                self._uses[by].since_s = now_s
        if not self._is_used(self.active):
            self.active = next(filter(self._is_used, SIDES), self.active)

    def _follow_eyes(self, now_s: float) -> None:
        gaze = self.viewing.gaze
        if gaze.is_there:
            self._seen = Ray("eyes", _three(gaze.place), ahead(gaze.turn))
            self._seen_s = now_s
        elif now_s - self._seen_s > BLINK_S:
            self._seen = None

    @property
    def hand(self) -> Hand:
        """The one that points, if any does."""
        return self.viewing.hand(self.active)

    @property
    def are_hands_used(self) -> bool:
        """Whether a hand or controller is there that was moved lately or ever pressed.

        Who reads with the controller in the lap has not stopped pressing with it.
        """
        is_there = any(self.viewing.hand(side).aim.is_there for side in SIDES)
        return (is_there and self._has_pressed) or any(map(self._is_used, SIDES))

    def _is_used(self, side: Side) -> bool:
        is_lately = self.viewing.time_s - self._uses[side].since_s < STILL_S
        return self.viewing.hand(side).aim.is_there and is_lately

    def by_hand(self) -> Ray | None:
        """The ray of the hand that points."""
        aim = self.hand.aim
        if not aim.is_there or not self._is_used(self.active):
            return None
        return Ray(self.active, _three(aim.place), ahead(aim.turn))

    def of(self, source: Source) -> Ray | None:
        """The ray of a hand, or of a look."""
        return self.by_look() if source in LOOKS else self.by_hand()

    def by_look(self) -> Ray | None:
        """The ray of the eyes, or of the head where eyes are not asked for."""
        head = self.viewing.head
        if self._seen is not None:
            return self._seen
        if head.is_there:
            return Ray("head", _three(head.place), ahead(head.turn))
        return None


def ahead(turn: Floats) -> Three:
    """The way of +y after a turn."""
    w, x, y, z = (float(number) for number in turn)
    return 2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)


def _three(place: Floats) -> Three:
    x, y, z = place.tolist()
    return x, y, z
