"""Who can be called, said at the step where an exercise stays closed.

The lines come from the card of the user's country, never from here.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from dialogue.safety import support

CRISIS: Final = ("crisis", "directory")
"""Kinds of help for when it gets too much."""
HARM: Final = ("sexual_assault", "directory")
"""For something sexual that was done against somebody's will."""
FEAR: Final = ("emergency", "domestic_violence", "directory")
"""For fear of somebody close."""


def people(country: str, kinds: Collection[str]) -> tuple[str, ...]:
    """Help of these `kinds` in `country`, one a line.

    Args:
        country: two letters; anything else gets what holds anywhere.
        kinds: of `support.KINDS`.
    """
    lines = []
    for one in support.card(country).entries:
        ways = ", ".join(way for way in (one.phone, one.text, one.web) if way)
        more = ", ".join(part for part in (one.hours, one.note) if part)
        if one.kind in kinds:
            lines.append(f"{one.name}: {ways}{f' ({more})' if more else ''}.")
    return tuple(lines)
