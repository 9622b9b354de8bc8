"""When whoever has put the headset on is taken for seated where they are."""

from __future__ import annotations

from sim.headsets._lost import AFTER_S


class Centring:
    """Once for each time it is put on, as soon as the place of the head is measured.

    A headset that follows turns only, or cameras in the dark, measure none: after
    `AFTER_S` the place that is guessed does, until there is a better one. Otherwise
    the eyes would stay at the floor, or wherever the guess has them.
    """

    def __init__(self) -> None:
        """Nobody wears it yet."""
        self.forget()

    def forget(self) -> None:
        """It was taken off: whoever comes back may sit elsewhere."""
        self._since_s: float | None = None
        self._is_guessed = self._is_measured = False

    def is_due(self, now_s: float, *, is_there: bool, is_tracked: bool) -> bool:
        """Whether to centre now; call every frame while it is worn.

        Args:
            now_s: seconds of a clock that only grows.
            is_there: the head's place is known, measured or guessed.
            is_tracked: it is measured.
        """
        if self._is_measured or not is_there:
            return False
        if is_tracked:
            self._is_measured = True
            return True
        if self._since_s is None:
            self._since_s = now_s
        is_late = now_s - self._since_s >= AFTER_S
        is_now = is_late and not self._is_guessed
        self._is_guessed |= is_late
        return is_now
