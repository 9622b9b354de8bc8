"""What the scenario after_childbirth must hold, played with its example scripts."""

from __future__ import annotations

import pytest

from dialogue.messages import LineScore, SkillScore
from dialogue.safety import partner_line_problem, screen
from tests.scenario import craft
from tests.scenario.scripted import names, partner, played, scenario

ID = "after_childbirth"
SEEDS = (1, 2, 3)
NEVER = {"sex_now", "set_date", "stop_nursing", "prove_it", "promise_me"}
"""Requests that stay a no for everybody."""


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", names(ID))
def test_sex_a_date_for_it_and_the_nursing_stay_a_no(name: str, seed: int) -> None:
    for turn in played(ID, name, seed):
        assert not NEVER & set(turn.memory.agreed)


def test_no_line_sounds_like_despair_or_danger() -> None:
    who = partner(ID, 1)
    held = [
        text
        for text in map(who.fill, craft.texts(scenario(ID)))
        if partner_line_problem(text) or screen(text, who="partner").action != "none"
    ]
    assert held == []


@pytest.mark.parametrize("seed", SEEDS)
def test_the_need_comes_out_for_who_asks_after_the_person(seed: int) -> None:
    assert "see_me" in played(ID, "skilled", seed)[-1].memory.revealed


@pytest.mark.parametrize("seed", SEEDS)
def test_a_hug_asked_for_is_never_a_flat_refusal(seed: int) -> None:
    who = partner(ID, seed)
    asked = LineScore({"consent_check": SkillScore(0.95, True)})
    turn = who.reply(who.open().memory, "Would a hug be okay?", asked)
    assert "c_hold" not in turn.memory.refused, turn.text
