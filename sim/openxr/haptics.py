"""A soft pulse in the hand: short, never strong, and only where it is wanted.

Nothing trembles unless the setting ``haptics`` is on, for what touches a person
without warning can startle; and in careful mode nothing does at all.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sim.viewing import Side

STRONGEST: Final = 0.4
"""Of the controller's full strength; more is an alarm [judgement]."""
LONGEST_S: Final = 1.5


@dataclass(frozen=True, slots=True)
class Pulse:
    """One pulse.

    Raises:
        ValueError: it is stronger or longer than we let a hand feel.
    """

    amplitude: float
    """0..`STRONGEST`."""
    length_s: float
    """Above 0, at most `LONGEST_S`."""
    frequency_hz: float = 0.0
    """0 leaves it to the controller."""

    def __post_init__(self) -> None:
        numbers = (self.amplitude, self.length_s, self.frequency_hz)
        if not all(math.isfinite(number) for number in numbers):
            raise ValueError(f"{self} must have finite numbers.")
        if not 0.0 <= self.amplitude <= STRONGEST:
            raise ValueError(f"amplitude {self.amplitude}: 0 to {STRONGEST} may be.")
        if not 0.0 < self.length_s <= LONGEST_S:
            raise ValueError(f"length_s {self.length_s}: up to {LONGEST_S} may be.")
        if self.frequency_hz < 0.0:
            raise ValueError(f"frequency_hz {self.frequency_hz} is below 0.")


TICK: Final = Pulse(0.15, 0.015)
"""A button was pressed."""
BREATH_IN: Final = Pulse(0.3, 0.30)
"""The breath turns: in now."""
BREATH_OUT: Final = Pulse(0.18, 0.18)
"""And out."""


class Haptics:
    """The hands' outputs; everything is silently left out where there are none."""

    def __init__(
        self,
        xr: Any,
        session: Any,
        action: Any,
        paths: Mapping[Side, int],
        is_wanted: Callable[[], bool] = lambda: False,
    ) -> None:
        """Pulse `action` in a session.

        Args:
            xr: the module ``xr``.
            session: its handle.
            action: the action of kind vibration.
            paths: of each hand.
            is_wanted: asked before each pulse; nothing is felt where it says no.
        """
        self._raw, self._session = xr.raw_functions, session
        self.is_wanted = is_wanted
        self._kept: list[Any] = []
        self._where = {
            side: self._pointer(xr.HapticActionInfo(action, path))
            for side, path in paths.items()
        }
        self._vibration = xr.HapticVibration()
        base = ctypes.POINTER(xr.HapticBaseHeader)
        self._what = ctypes.cast(ctypes.pointer(self._vibration), base)

    def play(self, side: Side, pulse: Pulse) -> bool:
        """Play `pulse` in one hand; returns whether anything was asked for."""
        if not self.is_wanted() or side not in self._where:
            return False
        self._vibration.duration = round(pulse.length_s * 1e9)
        self._vibration.amplitude = pulse.amplitude
        self._vibration.frequency = pulse.frequency_hz
        result = self._raw.xrApplyHapticFeedback(
            self._session, self._where[side], self._what
        )
        return int(result) == 0

    def stop(self, side: Side | None = None) -> None:
        """Let one hand, or both, be still at once; also what was begun before a no."""
        for one, where in self._where.items():
            if side in (None, one):
                self._raw.xrStopHapticFeedback(self._session, where)

    def _pointer(self, structure: Any) -> Any:
        self._kept.append(structure)
        return ctypes.byref(structure)
