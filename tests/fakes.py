"""Stand-ins for the parts of the outside world that tests must steer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class FakeClock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, start: datetime | None = None) -> None:
        self._start = start or datetime(2026, 3, 1, 20, 0, tzinfo=UTC)
        self._passed_s = 0.0

    def monotonic_s(self) -> float:
        """Seconds since the clock was made."""
        return self._passed_s

    def now(self) -> datetime:
        """The start plus what has passed."""
        return self._start + timedelta(seconds=self._passed_s)

    def advance(self, seconds: float) -> None:
        """Let time pass; never back."""
        if seconds < 0:
            raise ValueError("time does not go back")
        self._passed_s += seconds
