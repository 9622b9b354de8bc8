"""What the scenario menopause must hold, played with its example scripts."""

from __future__ import annotations

import pytest

from dialogue.safety import partner_line_problem, screen
from tests.scenario import craft
from tests.scenario.scripted import (
    heard_in,
    partner,
    played,
    scenario,
    subjects,
)

ID = "menopause"
SEEDS = (1, 2, 3)


def test_sex_as_a_duty_or_for_tonight_is_always_a_no() -> None:
    requests = scenario(ID).requests_by_id
    for name in ("sex_tonight", "prove_it"):
        assert [item.stance for item in requests[name].stances] == ["no"]


def test_pity_is_answered_as_pity() -> None:
    for text in ("You poor thing.", "Poor you.", "I feel so sorry for you."):
        who = partner(ID, 1)
        turn = who.reply(who.open().memory, text, heard_in(ID, "off_topic")[0])
        assert "poor_you" in subjects(turn, scenario(ID)), (text, turn.text)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_hidden_need_is_told_to_a_user_who_asks_kindly(seed: int) -> None:
    assert "as_i_am" in played(ID, "skilled", seed)[-1].memory.revealed


def test_the_screen_holds_back_no_line_of_the_partner() -> None:
    who = partner(ID, 1)
    for text in map(who.fill, craft.texts(scenario(ID))):
        assert not partner_line_problem(text), text
        assert screen(text, who="partner").action == "none", text
