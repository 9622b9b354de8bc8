"""How a persona's manner colours all moods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Manner:
    """How a person's manner colours all moods; factors, 1 is plain."""

    face: float = 1.0
    gesture: float = 1.0
    energy: float = 1.0
    nod: float = 1.0


MANNERS: Mapping[str, Manner] = MappingProxyType(
    {
        "plain": Manner(),
        "wry": Manner(face=0.90, gesture=0.9, energy=0.9, nod=0.8),
        "gentle": Manner(gesture=0.65, energy=0.8, nod=1.1),
        "brisk": Manner(gesture=1.15, energy=1.2, nod=1.1),
        "halting": Manner(face=0.95, gesture=0.7, energy=1.1, nod=0.8),
        "playful": Manner(face=1.0, gesture=1.15, energy=1.2, nod=1.1),
        "formal": Manner(face=0.88, gesture=0.6, energy=0.7, nod=0.8),
    }
)
"""The manners of a persona, see `dialogue.scenario.MANNERS`."""
