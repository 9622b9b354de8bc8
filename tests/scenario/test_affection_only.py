"""What the scenario affection_only must hold, played with its example scripts."""

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

ID = "affection_only"
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


def test_the_wish_is_answered_as_one_whatever_the_wording() -> None:
    for text in (
        "I miss being held.",
        "I miss cuddling with you.",
        "I'd like more affection.",
        "i miss your touch",
        "We hardly touch each other.",
    ):
        who = partner(ID, 1)
        turn = who.reply(who.open().memory, text, heard_in(ID, "short")[4])
        assert subjects(turn, scenario(ID))[:1] == ("miss_touch",), (text, turn.text)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_pushing_user_never_gets_a_yes(seed: int) -> None:
    last = played(ID, "pressuring", seed)[-1].memory
    assert last.agreed == ()
    assert last.refused != ()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", names(ID))
def test_bed_massage_and_sex_stay_a_no_for_everybody(name: str, seed: int) -> None:
    for turn in played(ID, name, seed):
        assert not {"bed", "massage", "more_than_that"} & set(turn.memory.agreed)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_she_needs_comes_out_only_where_it_is_safe(seed: int) -> None:
    for name in ("contemptuous", "pressuring", "blunt", "avoidant"):
        assert "stop_for_free" not in played(ID, name, seed)[-1].memory.revealed


def test_the_same_seed_and_script_give_the_same_words() -> None:
    texts = [turn.text for turn in played(ID, "questions", 2)]
    played.cache_clear()
    assert [turn.text for turn in played(ID, "questions", 2)] == texts
