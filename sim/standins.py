"""Rooms and people that can be read, in place of one that cannot.

A file may be damaged, missing or from elsewhere. Then another room or another person
is shown, and one plain line says which file it is and what is wrong with it: the talk
does not depend on it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, Final

from assets.arrays import ArraysError
from assets.cards import Card, CardError, UnknownItemError, cards
from dialogue import dropins
from scenes.mirror import Glass, glass_of
from scenes.room import Room, bare_room, load_room
from sim.texts import text
from sim.unreadable import cause

_log = logging.getLogger(__name__)

FIRST_ROOMS: Final = ("living_room", "lobby")
"""These stand in before the others."""
UNREADABLE: Final = (ArraysError, CardError, UnknownItemError)

Tell = Callable[[str], None]


class StandIns:
    """Opens rooms and bodies; what cannot be read is told once."""

    def __init__(self, tell: Tell = lambda words: None) -> None:
        """`tell` gets one line for the user."""
        self._tell = tell
        self._told: set[tuple[str, str]] = set()

    def room(self, name: str) -> Room:
        """The room `name`, or another, or at last a place without walls."""
        others = [item.id for item in cards("rooms")]
        order = [name, *FIRST_ROOMS, *others]
        for item in dict.fromkeys(order):
            try:
                made = load_room(item)
            except UNREADABLE as error:
                key = "standin.room" if item == name else ""
                self.missing("rooms", item, error, key)
            else:
                return made
        self._tell(text("standin.no_room"))
        return bare_room()

    def body(self, name: str, options: Mapping[str, Any] | None = None) -> Any:
        """The body `name`, or the most alike that can be read, or nobody to see."""
        for item in (name, *alike(name)):
            try:
                made = dropins.create(
                    "avatars.bodies", "baked", {**(options or {}), "body": item}
                )
            except UNREADABLE as error:
                key = "standin.body" if item == name else ""
                self.missing("bodies", item, error, key)
            else:
                return made
        self._tell(text("standin.no_body"))
        return dropins.create("avatars.bodies", "nobody")

    def glass(self, about: Card) -> Glass | None:
        """The mirror of a room; None where there is none, or its numbers are wrong."""
        try:
            return glass_of(about)
        except CardError as error:
            self.missing("rooms", about.id, error, "standin.mirror")
            return None

    def missing(self, kind: str, item: str, error: Exception, key: str = "") -> None:
        """Note that `item` cannot be read; tell it with the words at `key`, if any."""
        why = cause(kind, item, error)
        _log.info("%s", why)
        if key and (kind, item) not in self._told:
            self._told.add((kind, item))
            self._tell(text(key, why=why))


def alike(name: str) -> list[str]:
    """Other bodies, the most alike first: as the cards describe them, then by age."""
    about = {item.id: item for item in cards("bodies")}
    if name not in about:
        return list(about)
    wanted = about.pop(name)

    def apart(other: Card) -> tuple[bool, float]:
        return _kind(other) != _kind(wanted), abs(_age(other) - _age(wanted))

    return sorted(about, key=lambda item: apart(about[item]))


def _kind(about: Card) -> str:
    """Woman, man or person: the first of these words in the description."""
    words = about.description.replace(",", " ").split()
    return next((word for word in words if word in ("woman", "man", "person")), "")


def _age(about: Card) -> float:
    years = about.fields.get("age_years")
    return float(years) if isinstance(years, int | float) else 40.0
