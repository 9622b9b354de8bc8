"""Bodies: a pose becomes something that can be seen."""

from __future__ import annotations

from assets.arrays import Arrays, ArraysError, read
from assets.cards import Card, cards


def catalog() -> tuple[Card, ...]:
    """All baked bodies, without loading them or a renderer."""
    return cards("bodies")


def read_body(about: Card) -> Arrays:
    """The arrays of one body, without a renderer.

    Raises:
        ArraysError: its file is damaged, or its arrays do not fit together.
    """
    from avatars.bodies._checked import check

    arrays = read(about.data)
    try:
        check(arrays)
    except ArraysError as error:
        raise ArraysError(f"{about.data}: {error}") from error
    return arrays
