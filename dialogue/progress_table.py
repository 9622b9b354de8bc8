"""The numbers behind progress; ``assets/progress.toml`` holds them with reasons.

`Reader` is the step of knowledge tracing itself; the rest is plain data.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from dialogue.skills import SKILL_IDS

DONE: Final = ("no", "told", "hurt", "angry", "agreed", "proposed", "hesitated")
"""What the partner may have just done, as far as a skill can be called for by it."""
_UNIT = {"range": (0.0, 1.0)}


@dataclass(frozen=True, slots=True)
class Reader:
    """Parameters of knowledge tracing, each 0..1; `guess` + `slip` are under 1."""

    initial: float = field(metadata=_UNIT)
    learn: float = field(metadata=_UNIT)
    guess: float = field(metadata=_UNIT)
    slip: float = field(metadata=_UNIT)

    def after(self, belief: float, p: float) -> float:
        """The belief that the skill is had after one moment that showed it with `p`."""
        had, not_had = belief, 1.0 - belief
        shown = had * (1.0 - self.slip)
        shown /= shown + not_had * self.guess
        missed = had * self.slip
        missed /= missed + not_had * (1.0 - self.guess)
        now = p * shown + (1.0 - p) * missed
        return now + (1.0 - now) * self.learn

    def faded(self, belief: float, days: float, half_life_days: float) -> float:
        """The belief after `days` without a rehearsal: nearer to `initial`."""
        kept = 0.5 ** (max(0.0, days) / half_life_days)
        return float(self.initial + (belief - self.initial) * kept)


@dataclass(frozen=True, slots=True)
class Readers:
    """Three readers of one record, from the hardest to convince to the easiest."""

    sceptical: Reader
    middle: Reader
    generous: Reader


@dataclass(frozen=True, slots=True)
class Forgetting:
    """How what is known fades."""

    half_life_days: float


@dataclass(frozen=True, slots=True)
class Words:
    """From which belief on which word is used."""

    steadier: float = field(metadata=_UNIT)
    steady: float = field(metadata=_UNIT)
    steady_sessions: int


@dataclass(frozen=True, slots=True)
class CalledFor:
    """Which moments call for one skill."""

    after: tuple[str, ...] = field(
        default=(), metadata={"one_of": DONE, "what": "thing the partner may have done"}
    )
    every: int = 0
    """Any stretch of so many lines; 0: none."""
    as_goal: bool = False
    """One moment per rehearsal where the scenario has the skill among its goals."""
    instead: tuple[str, ...] = field(
        default=(), metadata={"one_of": SKILL_IDS, "what": "skill"}
    )
    """Skills that meet the same moment as well: with one of them, not showing this one
    says nothing against it."""


@dataclass(frozen=True, slots=True)
class Proposing:
    """When something is proposed; see `dialogue.proposal`."""

    least_lines: int
    least_moments: int
    good_ending: float = field(metadata=_UNIT)
    rupture: float = field(metadata=_UNIT)
    rupture_level: float = field(metadata=_UNIT)
    most_sessions: int


@dataclass(frozen=True, slots=True)
class Parameters:
    """The whole of ``assets/progress.toml``, with the reasons for its numbers."""

    readers: Readers
    forgetting: Forgetting
    words: Words
    proposal: Proposing
    moments: dict[str, CalledFor] = field(metadata={"keys": SKILL_IDS, "what": "skill"})
