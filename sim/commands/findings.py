"""One thing that was looked at, and what to do where it is missing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    is_fine: bool
    found: str
    remedy: str = ""
    """What to do when it is not fine."""
    without: str = ""
    """What the user has without it."""
