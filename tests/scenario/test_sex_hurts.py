"""What the scenario sex_hurts must hold, played with its example scripts."""

from __future__ import annotations

import pytest

from tests.scenario.scripted import (
    ending,
    heard_in,
    partner,
    played,
    scenario,
    subjects,
)

ID = "sex_hurts"
SEEDS = (1, 2, 3)


@pytest.mark.parametrize("seed", SEEDS)
def test_how_the_user_spoke_decides_how_it_ends(seed: int) -> None:
    assert ending(ID, "skilled", seed) in ("closer", "some_ground")
    assert ending(ID, "spoken", seed) in ("closer", "some_ground")
    assert ending(ID, "contemptuous", seed) == "closed"
    assert ending(ID, "pressuring", seed) == "closed"
    assert ending(ID, "avoidant", seed) in ("unsaid", "parked")


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
