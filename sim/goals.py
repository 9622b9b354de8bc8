"""Which skills a user may choose to practise."""

from __future__ import annotations

from dialogue import skills
from dialogue.scenario import Scenario

MOST_GOALS = 3
"""More goals than this and none is practised [judgement]."""


def goal_options(told: Scenario) -> tuple[skills.Skill, ...]:
    """Constructive skills, the scenario's own goals first."""
    rest = [
        skill
        for skill in skills.SKILLS
        if skill.kind == "constructive" and skill.id not in told.goals
    ]
    return (*(skills.BY_ID[skill] for skill in told.goals), *rest)
