"""When a headset does not know where it is, it is said, and what helps."""

from __future__ import annotations

from typing import Final

AFTER_S: Final = 2.0
"""A hand before a camera, or a turn that was too quick, is over by then."""


class Lost:
    """Says once for each time that it lasts; pure, the caller tells the time."""

    def __init__(self) -> None:
        """All is well so far."""
        self._since_s: float | None = None
        self._is_said = False

    def tick(self, now_s: float, *, is_tracked: bool) -> bool:
        """Whether it has lasted so long that it is to be said now; call every frame."""
        if is_tracked:
            self._since_s, self._is_said = None, False
            return False
        if self._since_s is None:
            self._since_s = now_s
        is_due = not self._is_said and now_s - self._since_s >= AFTER_S
        self._is_said |= is_due
        return is_due
