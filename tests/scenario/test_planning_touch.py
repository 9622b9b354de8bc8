"""What planning_touch must hold: the limits stand, and the word that stops it too."""

from __future__ import annotations

import re

import pytest

from dialogue.messages import LineScore, SkillScore
from tests.scenario import craft
from tests.scenario.scripted import names, partner, played, scenario, subjects

ID = "planning_touch"
SEEDS = (1, 2, 3)
LIMITS = {"tonight", "weeknight", "undressed", "forbidden", "maybe_sex", "no_word"}
HOW_TO_TOUCH = re.compile(
    r"\b(?:stroke|rub|squeeze|caress|massage|lick|moan)\w*\b", re.I
)


def _score(*skills: str) -> LineScore:
    return LineScore({skill: SkillScore(0.9, True) for skill in skills})


def _asked(seed: int, *texts: str, skill: str = "request") -> list[tuple[str, ...]]:
    """What the partner's replies to `texts`, one after another, are about."""
    who, found = partner(ID, seed), []
    turn = who.open()
    for text in texts:
        turn = who.reply(turn.memory, text, _score(skill))
        found.append(subjects(turn, scenario(ID)))
    assert not set(turn.memory.agreed) & LIMITS
    return found


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", names(ID))
def test_no_way_of_speaking_moves_a_limit(name: str, seed: int) -> None:
    for turn in played(ID, name, seed):
        assert not LIMITS & set(turn.memory.agreed)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("subject", "texts"),
    [
        (
            "maybe_sex",
            (
                "Can it turn into sex if it goes well?",
                "And if we both want to can we go on?",
            ),
        ),
        ("no_word", ("We don't need a stop word.", "Do we really need a word?")),
        ("forbidden", ("Can I touch your belly?", "Only a little bit your belly?")),
        ("tonight", ("Can we do it tonight?", "Could we start right away?")),
    ],
)
def test_a_limit_stands_when_it_is_asked_about_again(
    subject: str, texts: tuple[str, ...], seed: int
) -> None:
    assert [subject in about for about in _asked(seed, *texts)] == [True, True]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_plan_needs_is_agreed_to_when_it_is_asked_for(seed: int) -> None:
    asked = {
        "weekend": "How about Sunday at three?",
        "other_room": "Could we do it here, on the rug?",
        "stop_word": "Shall we have a stop word?",
        "no_sex": "Shall we agree that there's no sex?",
        "debrief": "Can we talk about it the next day?",
    }
    who = partner(ID, seed)
    turn = who.open()
    for text in asked.values():
        turn = who.reply(turn.memory, text, _score("request"))
    assert set(asked) <= set(turn.memory.agreed)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_users_own_limit_is_taken_without_a_question(seed: int) -> None:
    [about] = _asked(seed, "My belly is out for me.", skill="boundary")
    assert "own_limit" in about


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_done_to_the_user_is_not_asked_about(seed: int) -> None:
    who = partner(ID, seed)
    told = "Someone touched me when I didn't want it."
    turn = who.reply(who.open().memory, told, _score("feeling"))
    assert "bad_past" in subjects(turn, scenario(ID)), turn.text
    assert "?" not in turn.text


def test_nobody_is_told_how_to_touch() -> None:
    assert [t for t in craft.texts(scenario(ID)) if HOW_TO_TOUCH.search(t)] == []
