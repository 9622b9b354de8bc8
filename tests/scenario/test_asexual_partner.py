"""What the scenario asexual_partner must hold, played with its example scripts."""

from __future__ import annotations

import pytest

from dialogue.messages import LineScore
from tests.scenario.scripted import names, partner, played, scenario, subjects

ID = "asexual_partner"
SEEDS = (1, 2, 3)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", names(ID))
def test_nobody_gets_a_yes_to_sex_or_to_change(name: str, seed: int) -> None:
    agreed = set(played(ID, name, seed)[-1].memory.agreed)
    assert not {"sex_tonight", "change", "force", "others"} & agreed


def test_becoming_different_has_no_answer_but_no() -> None:
    change = scenario(ID).requests_by_id["change"]
    assert not (change.yes or change.yes_but or change.not_now)
    for text in (
        "Could you try to want it?",
        "Would you see a doctor about it?",
        "could you get your hormones tested",
        "Can you at least try?",
    ):
        who = partner(ID, 1)
        turn = who.reply(who.open().memory, text, LineScore({}))
        assert turn.memory.refused == ("change",), (text, turn.text)


def test_talk_of_a_cure_gets_a_clear_no() -> None:
    for text in (
        "Maybe it's your hormones.",
        "maybe it's just a phase",
        "Maybe you haven't met the right person.",
    ):
        who = partner(ID, 1)
        turn = who.reply(who.open().memory, text, LineScore({}))
        assert subjects(turn, scenario(ID))[:1] == ("cure",), (text, turn.text)


def test_being_chosen_is_heard_in_many_wordings() -> None:
    for text in (
        "You're not a consolation prize.",
        "I chose you.",
        "you're not what's left over",
        "I'd choose you again.",
    ):
        who = partner(ID, 1)
        turn = who.reply(who.open().memory, text, LineScore({}))
        assert subjects(turn, scenario(ID))[:1] == ("not_prize",), (text, turn.text)
