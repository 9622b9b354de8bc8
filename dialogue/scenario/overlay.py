"""What is laid over a scenario for one session: how steep the partner is, and rules.

A therapist's assignment brings it. It stands with its numbers in the first event of
the session, so a replay and "try again" give the same partner, also when a later
version shifts by other amounts.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Final

from dialogue.messages import Levels
from dialogue.scenario.checking import check
from dialogue.scenario.rules import Rule
from dialogue.scenario.schema import Persona, Scenario
from dialogue.skills import CONSTRUCTIVE, HARMFUL

SHIFTED: Final = ("felt_safety", "openness", "trust")
"""Levels at which the partner begins otherwise; nobody begins hurt or angry for it."""
_MOST: Final = 3.0
"""Of a sensitivity, as a scenario's own may be."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """What differs from the scenario as it is written."""

    levels: float = field(default=0.0, metadata={"range": (-0.5, 0.5)})
    """Added to each of `SHIFTED` at the start; the result stays within 0..1."""
    opens: float = field(default=1.0, metadata={"range": (0.2, 3.0)})
    """Factor on how much every constructive skill moves the partner."""
    closes: float = field(default=1.0, metadata={"range": (0.2, 3.0)})
    """Factor on how much every harmful one does."""
    rules: tuple[Rule, ...] = ()
    """What the partner never does, beside the scenario's own rules."""


STEEPNESS: Final[dict[str, Overlay]] = {
    "gentler": Overlay(0.1, 1.25, 0.8),
    "as_written": Overlay(),
    "steeper": Overlay(-0.1, 0.8, 1.25),
}
"""By the word of an assignment [own choice: a step that is felt, and that leaves every
scenario its own course; docs/explanation/the-partner-model.md has it with numbers]."""


def laid_over(scenario: Scenario, overlay: Overlay) -> Scenario:
    """`scenario` with `overlay`, before it is told to anybody.

    Raises:
        DataError: a rule names what the scenario does not have.
    """
    if overlay == Overlay():
        return scenario
    persona = dataclasses.replace(
        scenario.persona,
        levels=_levels(scenario.persona.levels, overlay.levels),
        sensitivities=_sensitivities(scenario.persona, overlay),
        rules=(*scenario.persona.rules, *overlay.rules),
    )
    made = dataclasses.replace(scenario, persona=persona)
    if overlay.rules:
        check(made)
    return made


def _levels(levels: Levels, by: float) -> Levels:
    moved = {
        name: round(min(1.0, max(0.0, getattr(levels, name) + by)), 6)
        for name in SHIFTED
    }
    return dataclasses.replace(levels, **moved)


def _sensitivities(persona: Persona, overlay: Overlay) -> dict[str, float]:
    factors = {
        **dict.fromkeys(CONSTRUCTIVE, overlay.opens),
        **dict.fromkeys(HARMFUL, overlay.closes),
    }
    own = persona.sensitivities
    shifted = {
        skill: round(min(_MOST, own.get(skill, 1.0) * factor), 6)
        for skill, factor in factors.items()
    }
    return {**own, **shifted}
