"""What the scenario desire_differs must hold: it answers who wants more, or less."""

from __future__ import annotations

import pytest

from dialogue.messages import LineScore
from tests.scenario.scripted import names, partner, played, scenario, subjects

ID = "desire_differs"
SEEDS = (1, 2, 3)
NOTHING = LineScore({})


def test_a_user_who_wants_less_is_answered_as_one() -> None:
    for text in (
        "I want sex less often than you do.",
        "I don't want it as often as you do.",
        "I've been relieved that you stopped asking.",
        "i just never feel like it",
    ):
        who = partner(ID, 1)
        turn = who.reply(who.open().memory, text, NOTHING)
        assert "want_more" in turn.memory.revealed, (text, turn.text)


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_who_wants_less_is_asked_what_they_miss(seed: int) -> None:
    turns = played(ID, "skilled_wants_less", seed)
    assert "want_more" in turns[-1].memory.revealed
    for turn in turns[2:]:
        assert "What is it you miss?" not in turn.text


@pytest.mark.parametrize("seed", SEEDS)
def test_sex_as_a_favour_is_never_taken(seed: int) -> None:
    for text in (
        "We can do it if you want.",
        "I'll do it for you.",
        "I could do it even if I don't feel like it.",
        "Let's just get it over with.",
    ):
        who = partner(ID, seed)
        turn = who.reply(who.open().memory, text, NOTHING)
        about = set(subjects(turn, scenario(ID)))
        assert about & {"duty", "sex_tonight"}, (text, turn.text)
        assert turn.memory.agreed == ()


def test_a_wish_for_sex_tonight_is_heard_as_that_and_not_as_a_no() -> None:
    for text in ("I want sex tonight.", "can we have sex tonight"):
        who = partner(ID, 1)
        turn = who.reply(who.open().memory, text, NOTHING)
        assert turn.memory.refused == ("sex_tonight",), (text, turn.text)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", names(ID))
def test_other_people_and_sex_on_demand_stay_a_no(name: str, seed: int) -> None:
    agreed = set(played(ID, name, seed)[-1].memory.agreed)
    assert not {"open_up", "try_new"} & agreed
