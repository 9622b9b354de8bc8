"""What a sensor is: it sees frames, keeps sums, and says them in plain sentences.

Nothing is scored and nothing is inferred: no feeling, no interest, no honesty. No place
and no turn of a head or hand is kept, only sums over seconds. A sensor is switched by
the setting ``watch_`` and its name, and never by anything else.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol

from sim.viewing import Viewing

Who = Literal["user", "partner"] | None
"""Who speaks; None for nobody."""
Place = tuple[float, float, float]
"""Metres in the room, Z up."""
Sums = dict[str, float | dict[str, float]]
"""What was counted: plain numbers, by name; a histogram is a dict of its own."""
Counted = Mapping[str, Any]
"""Sums as a log holds them; a log may come from elsewhere, so nothing is sure."""

LONGEST_FRAME_S: Final = 0.25
"""A longer gap between two frames is no frame: the headset was off, or the computer was
busy, and nobody knows what happened meanwhile [judgement]."""
LONGEST_HEARD_S: Final = 3.0
"""For what is heard, which goes on while a picture is late; more is a computer that
slept [judgement]."""
ENOUGH_S: Final = 10.0
"""Least time about which a share is told [judgement: below it, one glance decides]."""


@dataclass(slots=True)
class Scene:
    """What a frame was part of; one object, overwritten each frame."""

    dt_s: float = 0.0
    """Since the frame before, at most `LONGEST_FRAME_S`; 0 after a gap."""
    heard_s: float = 0.0
    """The same for what is heard, which a slow picture does not interrupt."""
    who: Who = None
    """Speaks now."""
    lately: Who = None
    """Spoke last, for a short while after."""
    partner_eyes: Place | None = None
    """Between the partner's eyes; None where nobody sits across."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing that is said to the user, and what it rests on."""

    id: str
    """Unique among all sensors: ``gaze_listening``."""
    says: str
    numbers: dict[str, float]
    """What it was made from, with the unit in the name."""
    why: tuple[str, ...]
    """How it was counted, what is known about it, and from where."""


class Sensor(Protocol):
    """Counts one thing."""

    needs_headset: bool
    """Whether it is asked only while the headset is worn and has the user's input."""

    def observe(self, viewing: Viewing, scene: Scene) -> None:
        """Take one frame in; keeps sums only, and allocates next to nothing."""

    def take(self) -> Sums:
        """What was counted since the last call; empty if nothing was."""

    def tell(self, counted: Iterable[Counted], partner: str) -> tuple[Sentence, ...]:
        """Say the sums of several turns; nothing where there is too little to say."""


def number(counted: Counted, name: str) -> float:
    """The number `name`; 0 where it is missing, negative, endless or none at all."""
    value = counted.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0.0
    return float(value) if math.isfinite(value) and value > 0 else 0.0


def total(counted: Iterable[Counted], name: str) -> float:
    """The sum of `name` over several turns."""
    return sum(number(one, name) for one in counted)


def histogram(counted: Iterable[Counted], name: str) -> dict[int, float]:
    """Seconds per whole-numbered bin, over several turns; what is odd is left out."""
    found: dict[int, float] = {}
    for one in counted:
        bins = one.get(name)
        if not isinstance(bins, Mapping):
            continue
        for key in bins:
            if isinstance(key, str) and key.isdecimal() and len(key) <= 4:
                found[int(key)] = found.get(int(key), 0.0) + number(bins, key)
    return found


def rounded(sums: Mapping[str, float]) -> Sums:
    """As they go into the log: to a hundredth, and without what is nothing."""
    return {key: round(one, 2) for key, one in sums.items() if round(one, 2)}


_SHARES: Final = (
    (0.03, "hardly any"),
    (0.15, "about a tenth"),
    (0.225, "about a fifth"),
    (0.29, "about a quarter"),
    (0.365, "about a third"),
    (0.45, "about two fifths"),
    (0.55, "about half"),
    (0.63, "about three fifths"),
    (0.705, "about two thirds"),
    (0.775, "about three quarters"),
    (0.85, "about four fifths"),
    (0.95, "about nine tenths"),
    (math.inf, "nearly all"),
)
"""Shares below the number, as people say them; a decimal would claim too much."""


def share(part: float, whole: float) -> str:
    """A share in words: ``about two thirds``; of nothing it is ``hardly any``."""
    value = min(part / whole, 1.0) if whole > 0 else 0.0
    return next(words for below, words in _SHARES if value < below)
