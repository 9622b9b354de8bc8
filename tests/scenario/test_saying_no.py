"""What the scenario saying_no must hold: every no is enough, and no yes is a favour."""

from __future__ import annotations

import pytest

from dialogue.messages import LineScore, SkillScore
from tests.scenario.scripted import (
    ending,
    names,
    partner,
    played,
    scenario,
    subjects,
)

ID = "saying_no"
SEEDS = (1, 2, 3)
REFUSAL = LineScore({"boundary": SkillScore(0.9, True)})
NOES = (
    "No.",
    "Not tonight.",
    "I don't want to tonight.",
    "I'm not in the mood.",
    "I'd rather not.",
    "I'm tired.",
    "I just don't want to.",
)
GIVING_IN = (
    "Let's do it then, if it makes you happy.",
    "Okay, let's get it over with.",
    "Fine, let's just do it.",
    "I'll do it if it makes you happy.",
)
TAKES_A_NO = {"say_no", "no_reason", "tired", "q_tonight"}
ASKS_FOR_IT = ("Fancy it", "Shall we go up", "What do you say")


def _lines_that_take_a_no() -> set[str]:
    return {line.id for line in scenario(ID).every_line if "boundary" in line.to}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plain_no_is_taken_as_one(seed: int) -> None:
    for text in NOES:
        who = partner(ID, seed)
        turn = who.reply(who.open().memory, text, REFUSAL)
        about = set(subjects(turn, scenario(ID))) & TAKES_A_NO
        said = {segment.line_id for segment in turn.segments}
        assert about or said & _lines_that_take_a_no(), (text, turn.text)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", names(ID))
def test_he_suggests_it_once_and_never_again(name: str, seed: int) -> None:
    for turn in played(ID, name, seed)[1:]:
        assert not any(words in turn.text for words in ASKS_FOR_IT), turn.text


@pytest.mark.parametrize("seed", SEEDS)
def test_a_yes_as_a_favour_is_noticed_and_not_taken(seed: int) -> None:
    for text in GIVING_IN:
        who = partner(ID, seed)
        turn = who.reply(who.open().memory, text, LineScore({}))
        assert {"go_along", "small_yes"} & set(subjects(turn, scenario(ID))), turn.text
        assert "go_along" not in turn.memory.agreed


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", names(ID))
def test_nobody_gets_him_to_go_along_with_it(name: str, seed: int) -> None:
    assert "go_along" not in played(ID, name, seed)[-1].memory.agreed


@pytest.mark.parametrize("seed", SEEDS)
def test_giving_in_has_an_ending_of_its_own(seed: int) -> None:
    last = played(ID, "appeasing", seed)[-1].memory
    assert "go_along" in last.refused
    assert ending(ID, "appeasing", seed) in ("no_after_all", "not_that_way")


@pytest.mark.parametrize("seed", SEEDS)
def test_space_and_a_bed_alone_are_given_at_once(seed: int) -> None:
    for text, subject in (
        ("Please don't touch me tonight.", "dont_touch"),
        ("Can I sleep alone tonight?", "sleep_apart"),
        ("Please don't ask me for a while.", "stop_asking"),
    ):
        who = partner(ID, seed)
        turn = who.reply(who.open().memory, text, REFUSAL)
        said = {segment.line_id for segment in turn.segments}
        given = subject in subjects(turn, scenario(ID))
        assert given or said & _lines_that_take_a_no(), (text, turn.text)
        assert "sleep_apart" not in turn.memory.refused
