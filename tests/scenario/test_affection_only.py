"""What the scenario affection_only must hold, played with its example scripts."""

from __future__ import annotations

import pytest

from tests.scenario.scripted import (
    ending,
    heard_in,
    names,
    partner,
    played,
    scenario,
    subjects,
)

ID = "affection_only"
SEEDS = (1, 2, 3)


@pytest.mark.parametrize("seed", SEEDS)
def test_how_the_user_spoke_decides_how_it_ends(seed: int) -> None:
    assert ending(ID, "skilled", seed) in ("closer", "some_ground")
    assert ending(ID, "spoken", seed) in ("closer", "some_ground")
    assert ending(ID, "contemptuous", seed) == "closed"
    assert ending(ID, "pressuring", seed) == "closed"
    assert ending(ID, "avoidant", seed) in ("unsaid", "parked")


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
@pytest.mark.parametrize("name", names(ID))
def test_bed_massage_and_sex_stay_a_no_for_everybody(name: str, seed: int) -> None:
    for turn in played(ID, name, seed):
        assert not {"bed", "massage", "more_than_that"} & set(turn.memory.agreed)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_she_needs_comes_out_only_where_it_is_safe(seed: int) -> None:
    for name in ("contemptuous", "pressuring", "blunt", "avoidant"):
        assert "stop_for_free" not in played(ID, name, seed)[-1].memory.revealed
