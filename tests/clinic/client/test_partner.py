"""A gentler partner opens more to the same words, a steeper one less; rules hold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogue.messages import Levels, LineScore, Memory, SkillScore
from dialogue.partner import appraisal
from dialogue.partner.banks import banks, for_scenario
from dialogue.scenario import STEEPNESS, Scenario, files, laid_over, load
from dialogue.skills import SKILL_IDS
from dialogue.strict import DataError
from tests.clinic.client.homework import RULE

KIND = {"validation", "open_question", "feeling"}
HARSH = {"criticism", "contempt"}
NAMES = sorted(one.stem for one in files())


def after(scenario: Scenario, shown: set[str]) -> Levels:
    """Levels after three lines that show these skills."""
    skills = {
        one: SkillScore(0.9 if one in shown else 0.05, one in shown)
        for one in SKILL_IDS
    }
    table = for_scenario(banks(), scenario).appraisal
    memory = Memory(levels=scenario.persona.levels)
    for _ in range(3):
        levels, _ = appraisal.appraise(
            table, scenario.persona, memory, "words", LineScore(skills)
        )
        memory = replace(memory, levels=levels)
    return memory.levels


@pytest.mark.parametrize("name", NAMES[:: max(1, len(NAMES) // 5)])
def test_the_order_is_gentler_as_written_steeper(name: str) -> None:
    plain = load(name)
    ways = [
        laid_over(plain, STEEPNESS[one]) for one in ("gentler", "as_written", "steeper")
    ]
    for shown in (KIND, HARSH):
        openness = [after(one, shown).openness for one in ways]
        assert openness == sorted(openness, reverse=True)
        assert openness[0] > openness[2]
    hurt = [after(one, HARSH).hurt for one in ways]
    assert hurt == sorted(hurt)


def test_nothing_laid_over_leaves_the_scenario_as_it_is() -> None:
    plain = load("saying_no")
    assert laid_over(plain, STEEPNESS["as_written"]) is plain


def test_a_rule_that_does_not_fit_the_scenario_is_refused() -> None:
    rule = replace(RULE, never=replace(RULE.never, about=("nothing_such",)))
    with pytest.raises(DataError, match="nothing_such"):
        laid_over(load("saying_no"), replace(STEEPNESS["gentler"], rules=(rule,)))
