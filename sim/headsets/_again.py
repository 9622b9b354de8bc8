"""When to look for a headset that is not there, or no more; nothing is started by it.

Making an instance may start SteamVR, with its windows and its sounds. So a program for
headsets that was ended is not asked: it stays ended until the user starts it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sim.openxr import registered, running

AGAIN_S: Final = 3.0
"""Until the first look."""
RAREST_S: Final = 30.0
"""Between two looks, later: each of them costs some milliseconds of a frame."""


def starts_nothing() -> bool:
    """Whether asking the runtime starts no program, as far as anybody can tell."""
    found = registered.find()
    return found is None or running.is_running(found) is not False


class Again:
    """The moments to look at; pure but for `may_ask`, the caller tells the time."""

    def __init__(self, may_ask: Callable[[], bool] = starts_nothing) -> None:
        """The first look may be at once."""
        self._may_ask = may_ask
        self._next_s = 0.0
        self._wait_s = AGAIN_S

    def wait(self, now_s: float) -> None:
        """One was there and is gone: give it a moment."""
        self._wait_s = AGAIN_S
        self._next_s = now_s + AGAIN_S

    def is_due(self, now_s: float) -> bool:
        """Whether to ask the runtime now; True once for each moment."""
        if now_s < self._next_s:
            return False
        self._next_s = now_s + self._wait_s
        self._wait_s = min(2 * self._wait_s, RAREST_S)
        return self._may_ask()
