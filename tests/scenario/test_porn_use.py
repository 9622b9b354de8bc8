"""What the scenario porn_use must hold: both sides are answered, nobody is searched."""

from __future__ import annotations

import pytest

from dialogue.messages import LineScore
from tests.scenario.scripted import names, partner, played, scenario, subjects

ID = "porn_use"
SEEDS = (1, 2, 3)
NOTHING = LineScore({})


def test_finding_it_and_watching_it_are_told_apart() -> None:
    for text, subject in (
        ("I saw what was on the laptop.", "found"),
        ("I found out that you watch porn.", "found"),
        ("I watch porn sometimes.", "me_as_well"),
        ("I'm the one who watches porn.", "me_as_well"),
        ("I feel judged by you.", "judged"),
    ):
        who = partner(ID, 1)
        turn = who.reply(who.open().memory, text, NOTHING)
        assert subject in subjects(turn, scenario(ID)), (text, turn.text)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", names(ID))
def test_nobody_gets_the_phone_or_company_while_watching(name: str, seed: int) -> None:
    agreed = set(played(ID, name, seed)[-1].memory.agreed)
    assert not {"check_phone", "watch_together"} & agreed


def test_what_is_watched_is_never_described() -> None:
    for text in ("What kind of porn do you watch?", "show me what you watch"):
        who = partner(ID, 1)
        turn = who.reply(who.open().memory, text, NOTHING)
        assert "what_kind" in subjects(turn, scenario(ID)), (text, turn.text)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", names(ID))
def test_nothing_speaks_of_the_supper_before_it_is_told(name: str, seed: int) -> None:
    for turn in played(ID, name, seed):
        if "supper" not in turn.memory.revealed:
            words = turn.text.lower()
            assert "peas" not in words and "plate" not in words, turn.text
