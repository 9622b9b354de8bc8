"""What the scenario hearing_no must hold: no push, plea or bargain gets past a no."""

from __future__ import annotations

import pytest

from dialogue.messages import LineScore, SkillScore
from tests.scenario.scripted import ending, names, partner, played, scenario, subjects

ID = "hearing_no"
SEEDS = (1, 2, 3)
LIMITS = {
    "sex_tonight",
    "another_day",
    "massage",
    "sunday_after_all",
    "trip_now",
    "explain",
    "prove_it",
}


def _score(*skills: str) -> LineScore:
    return LineScore({skill: SkillScore(0.9, True) for skill in skills})


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", names(ID))
def test_her_noes_stand_for_everybody(name: str, seed: int) -> None:
    for turn in played(ID, name, seed):
        assert not LIMITS & set(turn.memory.agreed)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_no_asked_three_times_stays_a_no(seed: int) -> None:
    for text in (
        "Can we have sex tonight?",
        "Can we do it on Saturday then?",
        "Can I give you a massage?",
        "Can you come just for an hour on Sunday?",
        "Can we quickly talk about Lisbon?",
    ):
        who = partner(ID, seed)
        turn = who.open()
        for _ in range(3):
            turn = who.reply(turn.memory, text, _score("request"))
            about = subjects(turn, scenario(ID))
            assert set(about) & LIMITS, (text, turn.text)
        assert not turn.memory.agreed


@pytest.mark.parametrize("seed", SEEDS)
def test_a_feeling_kept_as_ones_own_is_welcome(seed: int) -> None:
    who = partner(ID, seed)
    before = who.open()
    text = "I'm disappointed, and that's mine to deal with."
    after = who.reply(before.memory, text, _score("feeling", "responsibility"))
    heard = {"disappointed", "my_own_face"}
    assert heard & set(subjects(after, scenario(ID))), after.text
    assert after.levels.trust > before.levels.trust


@pytest.mark.parametrize("seed", SEEDS)
def test_being_sorry_all_evening_has_an_ending_of_its_own(seed: int) -> None:
    assert ending(ID, "appeasing", seed) == "consoled"


@pytest.mark.parametrize("seed", SEEDS)
def test_the_skilled_user_hears_what_she_needs(seed: int) -> None:
    assert "no_for_free" in played(ID, "skilled", seed)[-1].memory.revealed
