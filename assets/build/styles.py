"""Haircuts as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["long", "short", "coily", "braided", "tied"]
"""Loose and falling, cropped and lying, standing curls, many thin plaits, combed back
into a bun."""


@dataclass(frozen=True)
class Style:
    """One haircut; lengths in metres."""

    kind: Kind
    length_m: float
    ribbons: int
    segments: int
    width_m: float
    volume_m: float
    """How far the outermost ribbons lie above the scalp."""
    parting_m: float = 0.02
    """Where hair parts, metres to the person's left of the middle."""
    recede_m: float = 0.0
    cut_m: float = 0.0
    """Long hair ends at this canonical height; 0 leaves it uncut."""
    seed: int = 4
    wave_m: float = 0.0
    """How far locks swing to either side of their line."""
    under_m: float = 0.0
    """Height of a dense layer next to the skin; 0 grows none."""
