"""A headset that draws nothing, at the pace of a real one; for tests and benchmarks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.headsets._pace import Pace

FRAME_S = 1 / 90
"""Frame time of a 90 Hz headset."""


class Null:
    """Keeps the pace of a headset without a picture."""

    def __init__(self) -> None:
        self._pace = Pace(FRAME_S)
        self._is_open = False

    def open(self) -> None:
        """Start the pace."""
        self._is_open = True

    def begin(self) -> None:
        """Nothing: `frame` keeps the pace."""

    def frame(self) -> bool:
        """Sleep until the next frame is due."""
        self._pace.wait()
        return self._is_open

    def close(self) -> None:
        """Stop."""
        self._is_open = False


def create(options: Mapping[str, Any]) -> Null:
    """Make the null headset; it has no options."""
    return Null()
