"""What the partner may say in one mood, as the client would hear it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from dialogue.messages import MOODS
from dialogue.partner.banks import banks, for_scenario
from dialogue.scenario import Line, Scenario
from dialogue.slots import Setting, fill, slot_values

_ROLES: Final = {
    "tell": "tells it",
    "more": "asked on",
    "hold": "not yet",
    "reply": "answers",
    "yes": "yes",
    "yes_but": "yes, but",
    "not_now": "not now",
    "no": "no",
    "again": "no, again",
    "": "in between",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One line with when it is said."""

    text: str
    about: str
    role: str
    is_only_here: bool
    """Whether it is limited to some moods, this one among them."""


@dataclass(frozen=True, slots=True)
class InMood:
    """All that can be said in a mood."""

    mood: str
    lines: tuple[Said, ...]
    shared: int
    """How many lines of the common banks fit, too."""

    @property
    def only_here(self) -> int:
        """How many own lines are limited to some moods, this one among them."""
        return sum(line.is_only_here for line in self.lines)


def in_mood(scenario: Scenario, mood: str) -> InMood:
    """The lines that fit `mood`; one that is no mood is taken as the first."""
    mood = mood if mood in MOODS else MOODS[0]
    persona = scenario.persona
    values = slot_values(
        persona.name,
        persona.pronouns,
        persona.relationship,
        scenario.slots,
        Setting(),
    )
    values["echo"] = "…"
    subjects = {
        item.id: item.topic
        for group in (scenario.facts, scenario.topics, scenario.requests)
        for item in group
    }
    own = [
        Said(
            fill(line.text, values),
            subjects.get(line.about, ""),
            _ROLES.get(line.role, line.role),
            bool(line.moods),
        )
        for line in _fitting(scenario.every_line, mood)
    ]
    own.sort(key=lambda said: not said.is_only_here)
    shared = for_scenario(banks(), scenario).lines
    return InMood(mood, tuple(own), len(_fitting(shared, mood)))


def _fitting(lines: Iterable[Line], mood: str) -> list[Line]:
    return [line for line in lines if not line.moods or mood in line.moods]
