"""Time, as the session sees it; tests put another clock in its place."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Two kinds of time: one that only grows, and the one on the wall."""

    def monotonic_s(self) -> float:
        """Seconds from an arbitrary start; never goes back."""

    def now(self) -> datetime:
        """Date and time on the wall, with its offset from UTC."""


class SystemClock:
    """The computer's own clocks."""

    def monotonic_s(self) -> float:
        """Seconds from an arbitrary start; never goes back."""
        return time.perf_counter()

    def now(self) -> datetime:
        """Local date and time with its offset from UTC."""
        return datetime.now().astimezone()
