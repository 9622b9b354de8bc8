"""Rooms: where the conversation happens, and how it is lit and framed."""

from __future__ import annotations

from assets.arrays import Arrays
from assets.cards import Card, cards


def catalog() -> tuple[Card, ...]:
    """All baked rooms, without loading them or a renderer."""
    return cards("rooms")


def read_room(about: Card) -> Arrays:
    """The arrays of one room, without a renderer.

    Raises:
        ArraysError: its file is damaged, or its arrays do not fit together.
        CardError: its card says no good place for the user or a seat.
    """
    from scenes._checked import loaded

    return loaded(about)
