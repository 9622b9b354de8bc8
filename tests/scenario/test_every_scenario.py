"""What every scenario must hold, played with its example scripts."""

from __future__ import annotations

import re

import pytest

from assets import folder
from dialogue.scenario import catalog
from tests.scenario import craft
from tests.scenario.scripted import (
    ending,
    heard_in,
    names,
    partner,
    played,
    scenario,
    script,
)

IDS = tuple(told.id for told in catalog())
SEEDS = (1, 2, 3)
KINDS = {
    "skilled",
    "blunt",
    "avoidant",
    "appeasing",
    "pressuring",
    "contemptuous",
    "questions",
    "short",
    "off_topic",
    "second_language",
}
"""Scripts that each scenario has at least."""
GOOD, BAD = 0.6, 0.3
"""Warmth of an ending from which it counts as good, and up to which as bad."""
every_scenario = pytest.mark.parametrize("scenario_id", IDS)
every_seed = pytest.mark.parametrize("seed", SEEDS)


def _warmth(scenario_id: str, name: str, seed: int) -> float:
    told = {item.id: item.warmth for item in scenario(scenario_id).endings}
    return told[ending(scenario_id, name, seed)]


@every_scenario
def test_it_has_at_least_120_lines_and_none_twice(scenario_id: str) -> None:
    texts = craft.texts(scenario(scenario_id))
    assert len(texts) >= 120
    assert len(set(texts)) == len(texts)


@every_scenario
def test_lines_are_short_enough_to_be_spoken(scenario_id: str) -> None:
    assert craft.too_long(scenario(scenario_id)) == []


@every_scenario
def test_no_line_is_explicit_clinical_or_assumes_who_the_user_is(
    scenario_id: str,
) -> None:
    assert craft.unfit(scenario(scenario_id)) == []


AFTER_A_NAME = re.compile(
    r"\{partner\} (?:\{partner_(?:are|were|have|do)\}|\w+\{partner_e?s\})"
)
"""Sam is, Sam asks: also who is told of as they are, unlike "they are"."""


@every_scenario
def test_after_a_name_a_verb_is_that_of_one(scenario_id: str) -> None:
    assert (
        AFTER_A_NAME.findall(
            (folder("scenarios") / f"{scenario_id}.toml").read_text("utf-8")
        )
        == []
    )


@every_scenario
def test_every_subject_is_answered_in_every_mood(scenario_id: str) -> None:
    assert craft.unanswered(scenario(scenario_id)) == []


@every_scenario
def test_each_subject_is_heard_in_at_least_six_wordings(scenario_id: str) -> None:
    assert craft.thinly_worded(scenario(scenario_id)) == []


@every_scenario
def test_why_it_is_hard_has_a_source(scenario_id: str) -> None:
    told = scenario(scenario_id)
    assert len(told.why_hard.split()) >= 20
    assert "doi" in told.why_hard_source or "http" in told.why_hard_source


@every_scenario
def test_it_says_when_not_to_rehearse_it(scenario_id: str) -> None:
    told = scenario(scenario_id)
    assert told.content_notes
    assert any("afraid" in item for item in told.contraindications)


@every_scenario
def test_there_are_scripts_of_ten_kinds_of_user(scenario_id: str) -> None:
    assert set(names(scenario_id)) >= KINDS
    for name in names(scenario_id):
        assert 8 <= len(script(scenario_id, name)) <= 16
        assert len(heard_in(scenario_id, name)) == len(script(scenario_id, name))


@every_seed
@every_scenario
def test_how_the_user_spoke_decides_how_it_ends(scenario_id: str, seed: int) -> None:
    assert _warmth(scenario_id, "skilled", seed) >= GOOD
    assert _warmth(scenario_id, "contemptuous", seed) <= BAD
    assert _warmth(scenario_id, "pressuring", seed) <= BAD
    assert BAD <= _warmth(scenario_id, "avoidant", seed) < GOOD


@every_seed
@every_scenario
def test_nothing_is_said_twice_in_a_session(scenario_id: str, seed: int) -> None:
    for name in names(scenario_id):
        turns = played(scenario_id, name, seed)
        said = [turn.text for turn in turns]
        pieces = [segment.line_id for turn in turns for segment in turn.segments]
        assert len(set(said)) == len(said), name
        assert len(set(pieces)) == len(pieces), name


@every_seed
@every_scenario
def test_a_pushing_user_never_gets_a_yes(scenario_id: str, seed: int) -> None:
    assert played(scenario_id, "pressuring", seed)[-1].memory.agreed == ()


@every_seed
@every_scenario
def test_the_hidden_need_comes_out_only_where_it_is_safe(
    scenario_id: str, seed: int
) -> None:
    hidden = {fact.id for fact in scenario(scenario_id).facts if fact.hidden}
    for name in ("contemptuous", "pressuring", "avoidant"):
        told = set(played(scenario_id, name, seed)[-1].memory.revealed)
        assert not hidden & told, name


@every_scenario
def test_the_same_seed_and_script_give_the_same_words(scenario_id: str) -> None:
    texts = [turn.text for turn in played(scenario_id, "questions", 2)]
    played.cache_clear()
    partner.cache_clear()
    assert [turn.text for turn in played(scenario_id, "questions", 2)] == texts
