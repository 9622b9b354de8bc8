"""A button that pauses, pressed by somebody in a hurry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sim.session.clock import Clock

PRESS_S: Final = 1.0
"""A second press within this is one by a hurried hand, not *go on*."""


class PauseButton:
    """Pauses, or goes on; two presses in a hurry do not end the pause they began."""

    def __init__(
        self, clock: Clock, escape: Callable[[], object], is_exit: Callable[[], bool]
    ) -> None:
        """Nobody has pressed it.

        Args:
            clock: tells how soon a press follows another.
            escape: what the key Escape does.
            is_exit: whether two presses of it are a quick exit now; all are told then.
        """
        self._clock, self._escape, self._is_exit = clock, escape, is_exit
        self._pressed_s = float("-inf")

    def press(self) -> None:
        """The user has pressed it."""
        before_s, self._pressed_s = self._pressed_s, self._clock.monotonic_s()
        if self._is_exit() or self._pressed_s - before_s >= PRESS_S:
            self._escape()
