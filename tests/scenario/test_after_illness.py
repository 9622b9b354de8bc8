"""What the scenario after_illness must hold, played with its example scripts."""

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

ID = "after_illness"
SEEDS = (1, 2, 3)


def test_trying_and_dues_are_always_a_no_and_his_scars_stay_his() -> None:
    requests = scenario(ID).requests_by_id
    for name in ("try_tonight", "prove_it"):
        assert [item.stance for item in requests[name].stances] == ["no"]
    assert {item.stance for item in requests["see_body"].stances} == {"not_now", "no"}


def test_cheering_up_and_new_plans_are_answered_as_too_soon() -> None:
    for text, subject in (
        ("At least you're alive.", "cheer_up"),
        ("Look on the bright side.", "cheer_up"),
        ("We can find new ways.", "new_ways"),
    ):
        who = partner(ID, 1)
        turn = who.reply(who.open().memory, text, heard_in(ID, "off_topic")[0])
        assert subject in subjects(turn, scenario(ID)), (text, turn.text)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_hidden_need_is_told_to_a_user_who_asks_kindly(seed: int) -> None:
    assert "mourn" in played(ID, "skilled", seed)[-1].memory.revealed


def test_the_screen_holds_back_no_line_of_the_partner() -> None:
    who = partner(ID, 1)
    for text in map(who.fill, craft.texts(scenario(ID))):
        assert not partner_line_problem(text), text
        assert screen(text, who="partner").action == "none", text
