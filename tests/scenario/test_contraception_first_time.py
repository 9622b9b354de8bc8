"""What contraception_first_time must hold: neither of the two is hurried."""

from __future__ import annotations

import re

import pytest

from dialogue.messages import LineScore, SkillScore
from tests.scenario import craft
from tests.scenario.scripted import names, partner, played, scenario, subjects

ID = "contraception_first_time"
SEEDS = (1, 2, 3)
LIMITS = {"tonight", "skip_condom", "prove_it"}
BODY_WORDS = re.compile(r"\b(?:pregnant|womb|cycle|ovulat\w+|sperm|foreskin)\b", re.I)


def _score(*skills: str) -> LineScore:
    return LineScore({skill: SkillScore(0.9, True) for skill in skills})


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", names(ID))
def test_nobody_hurries_him_or_talks_him_out_of_protection(
    name: str, seed: int
) -> None:
    for turn in played(ID, name, seed):
        assert not LIMITS & set(turn.memory.agreed)


@pytest.mark.parametrize("seed", SEEDS)
def test_without_a_condom_stays_a_no_however_often_it_is_asked(seed: int) -> None:
    who = partner(ID, seed)
    turn = who.open()
    for text in (
        "Can we do it without a condom?",
        "Just once without?",
        "Can we skip the condom?",
    ):
        turn = who.reply(turn.memory, text, _score("request"))
        assert "skip_condom" in subjects(turn, scenario(ID)), (text, turn.text)
        assert "skip_condom" in turn.memory.refused


@pytest.mark.parametrize("seed", SEEDS)
def test_the_users_own_limits_are_taken_at_once(seed: int) -> None:
    for text, subject in (
        ("I'm not ready yet.", "not_sure"),
        ("No condom, no sex.", "condom_wish"),
        ("I'd like to wait until the results are there.", "wait_results"),
    ):
        who = partner(ID, seed)
        turn = who.reply(who.open().memory, text, _score("boundary"))
        assert subject in subjects(turn, scenario(ID)), (text, turn.text)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_infection_told_is_met_with_thanks_or_care(seed: int) -> None:
    who = partner(ID, seed)
    turn = who.reply(who.open().memory, "I have herpes.", LineScore({}))
    assert "has_something" in subjects(turn, scenario(ID)), turn.text


def test_he_assumes_nothing_about_the_bodies_of_the_two() -> None:
    assert [t for t in craft.texts(scenario(ID)) if BODY_WORDS.search(t)] == []
