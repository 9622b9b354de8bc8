"""When to suggest a break from the headset."""

from __future__ import annotations

from typing import Final

AGAIN_S: Final = 600.0
"""Until it is suggested once more to somebody who goes on [own choice]."""


class Breaks:
    """One suggestion after `minutes` at a stretch, and again now and then."""

    def __init__(self, minutes: float) -> None:
        """`minutes` is the setting ``break_minutes``; 0 for never."""
        self._after_s = minutes * 60
        self._due_s = self._after_s

    def begin(self) -> None:
        """A new stretch."""
        self._due_s = self._after_s

    def is_due(self, worn_s: float) -> bool:
        """Whether a break should be suggested after `worn_s` in this stretch."""
        return self._after_s > 0 and worn_s >= self._due_s

    def overdue_s(self, worn_s: float) -> float:
        """How long it has been due."""
        return max(worn_s - self._due_s, 0.0)

    def told(self, worn_s: float) -> None:
        """It has been suggested."""
        self._due_s = worn_s + AGAIN_S
