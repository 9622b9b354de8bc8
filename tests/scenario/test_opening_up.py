"""What the scenario opening_up must hold, played with its example scripts."""

from __future__ import annotations

import pytest

from dialogue.messages import LineScore
from tests.scenario.scripted import names, partner, played, scenario, subjects

ID = "opening_up"
SEEDS = (1, 2, 3)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", names(ID))
def test_secrets_and_a_date_are_a_no_for_everybody(name: str, seed: int) -> None:
    agreed = set(played(ID, name, seed)[-1].memory.agreed)
    assert not {"not_tell", "see_this_one", "threesome", "force"} & agreed


def test_opening_gets_no_plain_yes_in_one_evening() -> None:
    assert scenario(ID).requests_by_id["open_it"].yes == ()


def test_whoever_asks_to_close_it_again_gets_a_yes() -> None:
    for text in (
        "Can we close it again?",
        "could we be exclusive again",
        "Would you be okay with it if we closed it for now?",
    ):
        who = partner(ID, 1)
        turn = who.reply(who.open().memory, text, LineScore({}))
        assert turn.memory.agreed == ("close_it",), (text, turn.text)


def test_the_wish_is_answered_as_one_whatever_the_wording() -> None:
    for text in (
        "I want an open relationship.",
        "I want to see other people.",
        "i think i want to be poly",
        "I've been thinking about non-monogamy.",
    ):
        who = partner(ID, 1)
        turn = who.reply(who.open().memory, text, LineScore({}))
        assert subjects(turn, scenario(ID))[:1] == ("wants_open",), (text, turn.text)


def test_closing_is_not_taken_for_opening() -> None:
    for text in (
        "I want to close our relationship again.",
        "i don't want to be open any more",
        "I want us to be monogamous again.",
    ):
        who = partner(ID, 1)
        turn = who.reply(who.open().memory, text, LineScore({}))
        assert subjects(turn, scenario(ID))[:1] == ("wants_close",), (text, turn.text)
