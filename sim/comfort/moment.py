"""When a question may come: never into anybody's line."""

from __future__ import annotations

from typing import Final

QUIET_S: Final = 2.0
"""Silence at the user's turn before a question may come [own choice]: whoever has the
answer ready has begun by then."""
SOON_S: Final = 0.3
"""The same once it has been due for `PATIENCE_S`."""
PATIENCE_S: Final = 120.0


class Lull:
    """How long it has been quiet at the user's turn."""

    def __init__(self) -> None:
        self._since_s: float | None = None

    def is_here(self, *, is_quiet: bool, overdue_s: float, now_s: float) -> bool:
        """Whether it has been quiet for long enough; call every frame.

        Args:
            is_quiet: the user has the turn, and nobody says or types anything.
            overdue_s: how long the question has been due; who is never quiet for long
                is asked in a shorter silence in the end.
            now_s: seconds of a clock that only grows.
        """
        if not is_quiet:
            self._since_s = None
            return False
        if self._since_s is None:
            self._since_s = now_s
        need_s = QUIET_S if overdue_s < PATIENCE_S else SOON_S
        return now_s - self._since_s >= need_s

    def forget(self) -> None:
        """Begin anew."""
        self._since_s = None
