"""What the scenario trans_partner must hold, played with its example scripts."""

from __future__ import annotations

import pytest

from dialogue.messages import LineScore
from tests.scenario.scripted import names, partner, played, scenario, subjects

ID = "trans_partner"
SEEDS = (1, 2, 3)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", names(ID))
def test_nobody_gets_the_old_name_a_viewing_or_a_way_back(name: str, seed: int) -> None:
    agreed = set(played(ID, name, seed)[-1].memory.agreed)
    assert not {"old_name", "go_back", "show", "sex_tonight", "force"} & agreed


def test_the_old_name_and_going_back_have_no_answer_but_no() -> None:
    for request in ("old_name", "go_back"):
        item = scenario(ID).requests_by_id[request]
        assert not (item.yes or item.yes_but or item.not_now)
    for text, request in (
        ("Can I call you by your old name?", "old_name"),
        ("could I use your old name at home", "old_name"),
        ("Could you stop taking the hormones?", "go_back"),
        ("Would you go back to how you were?", "go_back"),
    ):
        who = partner(ID, 1)
        turn = who.reply(who.open().memory, text, LineScore({}))
        assert turn.memory.refused == (request,), (text, turn.text)


def test_who_she_is_is_met_with_a_limit_in_many_wordings() -> None:
    for text in (
        "You're not a real woman.",
        "you'll always be a man to me",
        "It's just a phase.",
        "You were born a man.",
        "I want my husband back.",
    ):
        who = partner(ID, 1)
        turn = who.reply(who.open().memory, text, LineScore({}))
        assert subjects(turn, scenario(ID))[:1] == ("identity_no",), (text, turn.text)


def test_a_slip_with_the_name_is_not_taken_as_an_attack() -> None:
    for text in (
        "Sorry, I used the wrong name.",
        "I'm sorry I got your pronouns wrong",
    ):
        who = partner(ID, 1)
        turn = who.reply(who.open().memory, text, LineScore({}))
        assert "wrong_name_sorry" in subjects(turn, scenario(ID)), (text, turn.text)


def test_wanting_to_be_close_is_answered_as_that() -> None:
    for text in (
        "I miss being close to you.",
        "I'd like to touch you again.",
        "i want to be close to you",
    ):
        who = partner(ID, 1)
        turn = who.reply(who.open().memory, text, LineScore({}))
        assert subjects(turn, scenario(ID))[:1] == ("want_close",), (text, turn.text)
