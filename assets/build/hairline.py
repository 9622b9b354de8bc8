"""Where hair grows on the canonical head."""

from __future__ import annotations

import numpy as np

from assets.build.source import Floats

AZIMUTHS_DEG = (0, 22, 38, 52, 62, 75, 100, 118, 140, 180)
HEIGHTS_M = (0.799, 0.799, 0.790, 0.770, 0.746, 0.742, 0.748, 0.715, 0.672, 0.655)
RECEDING = (1, 1, 0.8, 0, 0, 0, 0, 0, 0, 0)
LOWERED = (0.8, 0.9, 1, 0.9, 0.5, 0.3, 0, 0, 0, 0)
"""How much of `recede_m` each place moves up; below 0, down and rounder."""
AXIS_Z_M = 0.045


def azimuth_deg(points: Floats) -> Floats:
    """Angle about the head's vertical axis: 0 at the nose, 180 at the nape."""
    return np.asarray(
        np.degrees(np.arctan2(abs(points[:, 0]), points[:, 2] - AXIS_Z_M))
    )


def hairline_height(points: Floats, recede_m: float = 0.0) -> Floats:
    """Height above the hairline in m; negative where no hair grows."""
    lifts = np.array(RECEDING if recede_m > 0 else LOWERED) * recede_m
    line = np.interp(azimuth_deg(points), AZIMUTHS_DEG, np.array(HEIGHTS_M) + lifts)
    return np.asarray(points[:, 1] - line)
