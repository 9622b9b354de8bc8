"""The pace of frames where no display keeps one."""

from __future__ import annotations

import time


class Pace:
    """Waits so that frames come a period apart; what is late is not made up for."""

    def __init__(self, period_s: float) -> None:
        """The first frame may come at once."""
        self._period_s = period_s
        self._next_s = 0.0

    def wait(self) -> None:
        """Sleep until the next frame is due."""
        now_s = time.perf_counter()
        rest_s = self._next_s - now_s
        if rest_s > 0.0:
            time.sleep(min(rest_s, self._period_s))
        self._next_s = max(self._next_s, now_s) + self._period_s
