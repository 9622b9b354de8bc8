"""What the scenario after_affair must hold, played with its example scripts."""

from __future__ import annotations

import pytest

from dialogue.safety import partner_line_problem, screen
from tests.scenario import craft
from tests.scenario.scripted import (
    ending,
    heard_in,
    partner,
    played,
    scenario,
    subjects,
)

ID = "after_affair"
SEEDS = (1, 2, 3)


def _warmth(name: str, seed: int) -> float:
    told = {item.id: item.warmth for item in scenario(ID).endings}
    return told[ending(ID, name, seed)]


@pytest.mark.parametrize("seed", SEEDS)
def test_denying_it_or_blaming_the_partner_ends_badly(seed: int) -> None:
    assert _warmth("denying", seed) <= 0.1


def test_a_denial_that_no_scorer_hears_still_decides_the_end() -> None:
    who = partner(ID, 1)
    turn = who.open()
    for text in ("Nothing happened.", "There was no affair.", "We were just friends."):
        turn = who.reply(turn.memory, text, heard_in(ID, "off_topic")[1])
    assert who.ending(turn.memory).id == "closed_denied"


def test_forgiveness_touch_and_the_bedroom_are_never_given() -> None:
    requests = scenario(ID).requests_by_id
    for name in ("forgive_now", "c_hold", "come_back", "keep_secret"):
        assert [item.stance for item in requests[name].stances] == ["no"]
    assert max(item.warmth for item in scenario(ID).endings) < 0.8


def test_being_asked_for_forgiveness_is_answered_as_such() -> None:
    for text in ("Can you forgive me?", "Please forgive me.", "Will you forgive me?"):
        who = partner(ID, 1)
        turn = who.reply(who.open().memory, text, heard_in(ID, "off_topic")[1])
        assert "asks_forgiveness" in subjects(turn, scenario(ID)), (text, turn.text)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_hidden_need_is_told_to_a_user_who_owned_it(seed: int) -> None:
    assert "carry_it" in played(ID, "skilled", seed)[-1].memory.revealed
    assert ending(ID, "skilled", seed) == "next_step"


def test_the_screen_holds_back_no_line_of_the_partner() -> None:
    who = partner(ID, 1)
    for text in map(who.fill, craft.texts(scenario(ID))):
        assert not partner_line_problem(text), text
        assert screen(text, who="partner").action == "none", text
