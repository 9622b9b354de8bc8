"""How the headset felt, as a log keeps it: events of the kind ``discomfort``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

from sim.session.events import Event, event

When = Literal["start", "during", "after"]
WHENS: Final[tuple[When, ...]] = ("start", "during", "after")


@dataclass(frozen=True, slots=True)
class Rating:
    """One answer."""

    worn_min: float
    """Minutes in the headset until then."""
    rating: int | None
    """0..20; None where the question was skipped."""
    when: When = "during"

    def event(self) -> Event:
        """It, as the log keeps it."""
        minutes = round(self.worn_min, 1)
        return event("discomfort", when=self.when, minutes=minutes, rating=self.rating)


def ratings_in(log: Iterable[Event]) -> list[Rating]:
    """The ratings that a log holds, in their order."""
    return [_rating(one) for one in log if one["event"] == "discomfort"]


def _rating(found: Event) -> Rating:
    rating: Any = found.get("rating")
    when = found.get("when")
    return Rating(
        float(found.get("minutes", 0.0)),
        int(rating) if isinstance(rating, int | float) else None,
        when if when in WHENS else "during",
    )
