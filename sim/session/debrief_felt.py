"""How the headset felt, as one plain sentence: told as it was rated, never scored."""

from __future__ import annotations

from collections.abc import Iterable

from avatars.voices._numbers import cardinal
from sim.session.events import Event
from sim.session.rated import Rating, ratings_in
from sim.texts import text

IN_WORDS = 20
"""Minutes up to this stand as words."""


def felt(log: Iterable[Event]) -> str:
    """The sentence; "" where nothing was rated.

    `log` is the whole log, with every try: a headset does not know about tries.
    """
    events = list(log)
    given = [one for one in ratings_in(events) if one.rating is not None]
    if not given:
        return ""
    told = text("comfort.felt", all=", ".join(map(_told, given)))
    is_ended = any(event["event"] == "comfort_stopped" for event in events)
    return f"{told} {text('comfort.felt_stopped')}" if is_ended else told


def _told(one: Rating) -> str:
    rating = str(one.rating)
    if one.when == "start":
        return text("comfort.felt_start", rating=rating)
    minutes = _minutes(max(round(one.worn_min), 1))
    return text("comfort.felt_after", rating=rating, minutes=minutes)


def _minutes(minutes: int) -> str:
    if minutes == 1:
        return "a minute"
    words = " ".join(cardinal(minutes)) if minutes <= IN_WORDS else str(minutes)
    return f"{words} minutes"
