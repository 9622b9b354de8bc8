"""From the lines of a session to one grade per skill; never a number for the person.

Thresholds are data (``assets/rubrics/skills.toml``), each a judgement and marked so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Final

import assets
from dialogue.messages import LineScore
from dialogue.skills import BY_ID, HARMFUL, SKILL_IDS

NOT_YET_SEEN: Final = "Not yet seen"
EMERGING: Final = "Emerging"
DEVELOPING: Final = "Developing"
SOLID: Final = "Solid"
GRADES: Final = (NOT_YET_SEEN, EMERGING, DEVELOPING, SOLID)
"""From least to most."""


class RubricError(ValueError):
    """`skills.toml` is wrong; the message names the key and what is allowed."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Thresholds of the grades; see the file for their reasons."""

    developing_lines: int
    solid_lines: int
    solid_lines_when_called_for: int
    solid_share: float
    """Of all scored lines, 0..1."""
    solid_probability: float
    """Mean over the lines that show the skill, 0..1."""
    solid_against: float
    """Lines that undo the skill, as a share of those that show it."""


@dataclass(frozen=True, slots=True)
class Rubric:
    """What the debrief says about one skill."""

    show: str = ""
    """How to show it, one sentence; empty for harmful skills."""
    example: str = ""
    instead: str = ""
    """What to do instead, one sentence; harmful skills only."""
    template: str = ""
    """How a better wording can begin; harmful skills only."""
    kind: str = "any_time"
    """``any_time`` or ``when_called_for``."""
    against: tuple[str, ...] = ()
    """Harmful skills that undo this one."""


@dataclass(frozen=True, slots=True)
class Rubrics:
    """The whole file."""

    rules: Rules
    skills: Mapping[str, Rubric]


@cache
def rubrics(path: Path | None = None) -> Rubrics:
    """Read the rubrics.

    Raises:
        RubricError: a skill or key is unknown or missing.
    """
    place = path or assets.folder("rubrics") / "skills.toml"
    data: dict[str, Any] = tomllib.loads(place.read_text(encoding="utf-8"))
    skills = data.get("skills", {})
    if set(skills) != set(SKILL_IDS):
        odd = ", ".join(sorted(set(skills) ^ set(SKILL_IDS)))
        raise RubricError(
            f"{place}: [skills] must name each skill once; check {odd}. "
            f"Allowed: {', '.join(SKILL_IDS)}."
        )
    rules = _made(Rules, data.get("grades", {}), f"{place}: grades")
    made = {
        skill: _made(
            Rubric,
            {**entry, "against": tuple(entry.get("against", ()))},
            f"{place}: skills.{skill}",
        )
        for skill, entry in skills.items()
    }
    return Rubrics(rules, made)


def session_grades(scores: Sequence[LineScore]) -> dict[str, str]:
    """Grade each skill that is not harmful over the session's scored lines.

    Lines on which the scorer abstains count neither for nor against a skill.
    """
    file = rubrics()
    return {
        skill: _grade(skill, file.skills[skill], file.rules, scores)
        for skill in SKILL_IDS
        if skill not in HARMFUL
    }


def _grade(
    skill: str, rubric: Rubric, rules: Rules, scores: Sequence[LineScore]
) -> str:
    shown = [score for score in scores if score.has(skill)]
    if not shown:
        return NOT_YET_SEEN
    if len(shown) < rules.developing_lines:
        return EMERGING
    seldom = rubric.kind == "when_called_for"
    enough = rules.solid_lines_when_called_for if seldom else rules.solid_lines
    share_is_met = seldom or len(shown) >= rules.solid_share * len(scores)
    sure = sum(score.skills[skill].p for score in shown) / len(shown)
    against = sum(any(score.has(bad) for bad in rubric.against) for score in scores)
    if (
        len(shown) >= enough
        and share_is_met
        and sure >= rules.solid_probability
        and against < rules.solid_against * len(shown)
    ):
        return SOLID
    return DEVELOPING


def _made(kind: Any, entry: Mapping[str, Any], place: str) -> Any:
    allowed = [item.name for item in fields(kind)]
    for key in entry:
        if key not in allowed:
            raise RubricError(f"{place}.{key} is not one of {', '.join(allowed)}.")
    for bad in entry.get("against", ()):
        if bad not in BY_ID or bad not in HARMFUL:
            raise RubricError(
                f"{place}.against: {bad!r} is not one of {', '.join(sorted(HARMFUL))}."
            )
    try:
        return kind(**entry)
    except TypeError as error:
        raise RubricError(f"{place}: {error}.") from error
