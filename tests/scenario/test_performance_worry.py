"""What the scenario performance_worry must hold, played with its example scripts."""

from __future__ import annotations

import pytest

from dialogue.messages import LineScore, SkillScore
from tests.scenario.scripted import names, partner, played

ID = "performance_worry"
SEEDS = (1, 2, 3)
NEVER = {"try_tonight", "prove_it", "promise_me"}
"""Requests that stay a no for everybody."""


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", names(ID))
def test_trying_tonight_or_as_a_proof_stays_a_no(name: str, seed: int) -> None:
    for turn in played(ID, name, seed):
        assert not NEVER & set(turn.memory.agreed)


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_is_ordered_to_a_doctor(seed: int) -> None:
    who = partner(ID, seed)
    order = LineScore({"demand": SkillScore(0.95, True)})
    turn = who.reply(who.open().memory, "You must see a doctor.", order)
    assert "see_doctor" not in turn.memory.agreed, turn.text


@pytest.mark.parametrize("seed", SEEDS)
def test_asked_with_care_a_doctor_is_thought_about(seed: int) -> None:
    assert "see_doctor" in played(ID, "skilled", seed)[-1].memory.agreed


@pytest.mark.parametrize("seed", SEEDS)
def test_the_need_comes_out_where_nothing_is_expected(seed: int) -> None:
    assert "no_exam" in played(ID, "skilled", seed)[-1].memory.revealed
    assert "no_exam" not in played(ID, "blunt", seed)[-1].memory.revealed
