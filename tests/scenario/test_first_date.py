"""What the scenario first_date must hold: every wish is heard, no night is owed."""

from __future__ import annotations

import pytest

from dialogue.messages import LineScore
from tests.scenario.scripted import names, partner, played, scenario, subjects

ID = "first_date"
SEEDS = (1, 2, 3)
NOTHING = LineScore({})


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("I'm looking for something serious.", "serious"),
        ("I just want something light.", "casual"),
        ("I'd like to take it slow.", "slow"),
        ("I'm waiting until I'm in love.", "no_sex_yet"),
        ("No sex before marriage for me.", "no_sex_yet"),
        ("I'm asexual.", "celibate"),
        ("I'm polyamorous.", "poly"),
        ("I don't know what I'm looking for.", "unsure"),
        ("I've just come out of a long relationship.", "just_out"),
        ("I don't feel a spark.", "not_spark"),
    ],
)
def test_each_wish_is_answered_as_that_wish(text: str, subject: str) -> None:
    who = partner(ID, 1)
    turn = who.reply(who.open().memory, text, NOTHING)
    assert subject in subjects(turn, scenario(ID)), turn.text


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", names(ID))
def test_nobody_gets_the_night_or_a_half_meant_yes(name: str, seed: int) -> None:
    agreed = set(played(ID, name, seed)[-1].memory.agreed)
    assert not {"stay_night", "keep_light", "be_open"} & agreed


def test_going_slowly_is_never_refused() -> None:
    stances = scenario(ID).requests_by_id["go_slow"].stances
    assert [item.stance for item in stances] == ["yes"]


def test_an_evening_that_was_cooked_for_owes_nothing() -> None:
    for text in ("I cooked for you.", "you owe me at least that"):
        who = partner(ID, 1)
        turn = who.reply(who.open().memory, text, NOTHING)
        assert "owed" in subjects(turn, scenario(ID)), (text, turn.text)
        assert turn.memory.agreed == ()
