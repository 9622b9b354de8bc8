"""What the scenario sex_hurts must hold, played with its example scripts."""

from __future__ import annotations

import pytest

from tests.scenario import craft
from tests.scenario.scripted import (
    ending,
    heard_in,
    names,
    partner,
    played,
    scenario,
    script,
    subjects,
)

ID = "sex_hurts"
SEEDS = (1, 2, 3)


def test_it_has_at_least_120_lines_and_none_twice() -> None:
    texts = craft.texts(scenario(ID))
    assert len(texts) >= 120
    assert len(set(texts)) == len(texts)


def test_lines_are_short_enough_to_be_spoken() -> None:
    assert craft.too_long(scenario(ID)) == []


def test_no_line_is_explicit_clinical_or_assumes_who_the_user_is() -> None:
    assert craft.unfit(scenario(ID)) == []


def test_every_subject_is_answered_in_every_mood() -> None:
    assert craft.unanswered(scenario(ID)) == []


def test_each_subject_is_heard_in_at_least_six_wordings() -> None:
    assert craft.thinly_worded(scenario(ID)) == []


def test_there_are_scripts_of_ten_kinds_of_user() -> None:
    assert len(names(ID)) >= 10
    for name in names(ID):
        assert 8 <= len(script(ID, name)) <= 16
        assert len(heard_in(ID, name)) == len(script(ID, name))


@pytest.mark.parametrize("seed", SEEDS)
def test_how_the_user_spoke_decides_how_it_ends(seed: int) -> None:
    assert ending(ID, "skilled", seed) in ("closer", "some_ground")
    assert ending(ID, "spoken", seed) in ("closer", "some_ground")
    assert ending(ID, "contemptuous", seed) == "closed"
    assert ending(ID, "pressuring", seed) == "closed"
    assert ending(ID, "avoidant", seed) in ("unsaid", "parked")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", names(ID))
def test_nothing_is_said_twice_in_a_session(name: str, seed: int) -> None:
    said = [turn.text for turn in played(ID, name, seed)]
    pieces = [s.line_id for turn in played(ID, name, seed) for s in turn.segments]
    assert len(set(said)) == len(said)
    assert len(set(pieces)) == len(pieces)


def test_the_disclosure_is_answered_as_one_whatever_the_wording() -> None:
    for text in (
        "Sex hurts.",
        "It hurts when we have sex.",
        "I have pain when we sleep together.",
        "when we make love it hurts",
        "Sex has been painful for me lately.",
    ):
        who = partner(ID, 1)
        turn = who.reply(who.open().memory, text, heard_in(ID, "blunt")[0])
        assert subjects(turn, scenario(ID))[:1] == ("it_hurts",), (text, turn.text)


@pytest.mark.parametrize("seed", SEEDS)
def test_maya_never_agrees_to_sex_that_hurts(seed: int) -> None:
    turns = played(ID, "appeasing", seed)
    assert all("endure" not in turn.memory.agreed for turn in turns)
    assert "endure" in turns[-1].memory.refused
    answers = [turn.text for turn in turns if "endure" in subjects(turn, scenario(ID))]
    assert len(answers) >= 2


@pytest.mark.parametrize("seed", SEEDS)
def test_what_she_needs_comes_out_only_where_it_is_safe(seed: int) -> None:
    for name in ("contemptuous", "pressuring", "blunt", "avoidant"):
        assert "true_yes" not in played(ID, name, seed)[-1].memory.revealed


def test_a_pause_from_sex_is_never_refused() -> None:
    own = scenario(ID)
    assert "pause" not in own.requests_by_id
    assert "stop_in_moment" not in own.requests_by_id


def test_the_same_seed_and_script_give_the_same_words() -> None:
    texts = [turn.text for turn in played(ID, "questions", 2)]
    played.cache_clear()
    assert [turn.text for turn in played(ID, "questions", 2)] == texts


def test_an_offer_to_bear_the_pain_gets_a_no_in_many_wordings() -> None:
    for text in (
        "We can do it tonight if you want, I'll manage.",
        "I can put up with it.",
        "We can still have sex, I'll manage it.",
        "I'll just grit my teeth.",
    ):
        who = partner(ID, 1)
        told = who.reply(who.open().memory, "Sex hurts.", heard_in(ID, "blunt")[0])
        turn = who.reply(told.memory, text, heard_in(ID, "off_topic")[0])
        assert "endure" in turn.memory.refused, (text, turn.text)
