"""Bodies: a pose becomes something that can be seen."""

from __future__ import annotations

from assets.cards import Card, cards


def catalog() -> tuple[Card, ...]:
    """All baked bodies, without loading them or a renderer."""
    return cards("bodies")
