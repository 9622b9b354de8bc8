"""How long a headset has been worn at a stretch."""

from __future__ import annotations

from typing import Final

REST_S: Final = 300.0
"""So long without it, and the next time is a new stretch [own choice: a rest as short
as that was not found in a study; after-effects of 10 or 50 minutes were mostly gone
after 40, doi:10.2196/19840]."""


class Wearing:
    """Counts the seconds on somebody's head; taking it off for a moment is no rest."""

    def __init__(self, rest_s: float = REST_S) -> None:
        self._rest_s = rest_s
        self._last_s: float | None = None
        self._off_s = rest_s
        self.is_worn = False
        self.is_new = False
        """A stretch began with this call of `tick`."""
        self.worn_s = 0.0
        """In this stretch, without the moments it was off."""

    def tick(self, is_worn: bool, now_s: float) -> None:
        """Count the time since the last call; call every frame."""
        passed_s = 0.0 if self._last_s is None else max(now_s - self._last_s, 0.0)
        self._last_s = now_s
        if self.is_worn:
            self.worn_s += passed_s
            self._off_s = 0.0
        else:
            self._off_s += passed_s
        self.is_new = is_worn and not self.is_worn and self._off_s >= self._rest_s
        if self.is_new:
            self.worn_s = 0.0
        self.is_worn = is_worn
