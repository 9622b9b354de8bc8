"""Rooms: where the conversation happens, and how it is lit and framed."""

from __future__ import annotations

from assets.cards import Card, cards


def catalog() -> tuple[Card, ...]:
    """All baked rooms, without loading them or a renderer."""
    return cards("rooms")
