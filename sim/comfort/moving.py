"""Changes of the user's place: never a movement, a fade where it would be seen.

Seated and still is the default, and nothing here starts by itself. Seeing oneself move
while sitting still is what makes people sick; a blink, a fade to black, can mask the
change (developer.oculus.com, Locomotion: Turns and Teleportation).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

import numpy as np

from sim.comfort.space import Vector, distance_m

Change = Literal["none", "cut", "fade"]

OUT_S: Final = 0.45
"""Until the old place is gone, and again until the new one is there [own choice]."""
SLOWEST_S: Final = 0.1
"""One slow frame, such as of loading a room, must not swallow the fade."""
UNSEEN_M: Final = 0.005
UNSEEN_DEG: Final = 0.25
"""Below these a change is less than a head at rest sways [own choice]."""


def turn_between(one_deg: float, other_deg: float) -> float:
    """The smaller angle between two headings, 0..180 degrees."""
    return abs((other_deg - one_deg + 180.0) % 360.0 - 180.0)


def change(moved_m: float, turned_deg: float, *, is_seen: bool = True) -> Change:
    """How a view may change that moves by so much.

    A cut only where nobody sees it: the headset is off, the picture is dark, or it is
    less than a head at rest moves. All else fades, also what the user asked for.
    """
    if moved_m == 0.0 and turned_deg == 0.0:
        return "none"
    if not is_seen or (moved_m <= UNSEEN_M and abs(turned_deg) <= UNSEEN_DEG):
        return "cut"
    return "fade"


class Fading:
    """The course of one fade: out, the change where nothing is seen, and in again."""

    def __init__(self, out_s: float = OUT_S) -> None:
        self._out_s = out_s
        self._act: Callable[[], None] | None = None
        self._last_s: float | None = None
        self.share = 0.0
        """Of the way into the dark, 0..1, as time goes."""

    @property
    def level(self) -> float:
        """How dark it is, 0..1, as it should be shown."""
        return self.share * self.share * (3.0 - 2.0 * self.share)

    @property
    def is_on(self) -> bool:
        """Whether a change is under way."""
        return self._act is not None or self.share > 0.0

    @property
    def is_planned(self) -> bool:
        """Whether something is still to be done where nothing is seen."""
        return self._act is not None

    def through(self, act: Callable[[], None]) -> None:
        """Fade out, do `act` where nothing is seen, fade in; the last act counts."""
        self._act = act

    def finish(self) -> None:
        """Forget what was planned; show what is there."""
        self._act, self.share = None, 0.0

    def tick(self, now_s: float) -> float:
        """Go on; call every frame. Returns `level`."""
        passed_s = 0.0 if self._last_s is None else max(now_s - self._last_s, 0.0)
        self._last_s = now_s
        if not self.is_on:
            return 0.0
        step = min(passed_s, SLOWEST_S) / self._out_s
        if self._act is None:
            self.share = max(self.share - step, 0.0)
        else:
            self.share = min(self.share + step, 1.0)
            if self.share >= 1.0:
                act, self._act = self._act, None
                act()
        return self.level


class Standing:
    """Where the user's own floor stands in the room; it changes only in the dark.

    A headset's driver keeps its play space here: it asks for a new place with `go`, and
    shows `level` as the shade over the picture.
    """

    def __init__(self, place: Vector, heading_deg: float = 0.0) -> None:
        """Begin at `place`, metres in the room, turned by `heading_deg`."""
        self.place: Vector = np.array(place, float)
        self.heading_deg = float(heading_deg)
        self._fading = Fading()
        self.speed_m_s = 0.0
        self.turn_deg_s = 0.0
        """How fast the view moved by itself in the last frame, as far as it was seen:
        what a vignette goes by. 0 throughout with what the product does."""
        self._seen = (self.place, self.heading_deg)
        """Where it stood when the last frame was shown."""
        self._last_s: float | None = None

    @property
    def level(self) -> float:
        """How dark it is, 0..1."""
        return self._fading.level

    @property
    def is_changing(self) -> bool:
        """Whether a change is under way."""
        return self._fading.is_on

    def go(
        self,
        place: Vector,
        heading_deg: float,
        *,
        is_seen: bool = True,
        then: Callable[[], None] | None = None,
    ) -> Change:
        """Stand at `place` instead; returns how.

        Args:
            place: metres in the room.
            heading_deg: which way the play space's own +y looks there.
            is_seen: somebody looks: the headset is worn and shows pictures.
            then: done in the same moment, such as another room.
        """
        moved_m = distance_m(self.place, place)
        turned = turn_between(self.heading_deg, heading_deg)
        how = change(moved_m, turned, is_seen=is_seen)
        if how == "cut" and is_seen and self.is_changing:
            how = "fade"  # what is dark already gets light again slowly
        if how == "none" and then is not None:
            how = "fade" if is_seen else "cut"  # what `then` does is seen, too
        target = np.array(place, float)

        def act() -> None:
            self.place, self.heading_deg = target, float(heading_deg)
            if then is not None:
                then()

        if how == "fade":
            self._fading.through(act)
        elif how == "cut":
            self._fading.finish()
            act()
        return how

    def tick(self, now_s: float) -> float:
        """Go on; call every frame. Returns how dark it is, 0..1."""
        dark = max(self._fading.level, self._fading.tick(now_s))
        passed_s = 0.0 if self._last_s is None else now_s - self._last_s
        self._last_s = now_s
        place, heading = self._seen
        self._seen = (self.place, self.heading_deg)
        rate = (1.0 - dark) / passed_s if passed_s > 0.0 else 0.0
        self.speed_m_s = distance_m(place, self.place) * rate
        self.turn_deg_s = turn_between(heading, self.heading_deg) * rate
        return self._fading.level
