"""What the scenario lights_on must hold: nobody's body is ever judged."""

from __future__ import annotations

import re

import pytest

from dialogue.messages import LineScore
from tests.scenario import craft
from tests.scenario.scripted import names, partner, played, scenario, subjects

ID = "lights_on"
SEEDS = (1, 2, 3)
NEVER = {"rate_me", "be_coach", "promise_never", "prove_it"}
"""Requests that stay a no for everybody."""
_VERDICT = re.compile(
    r"\b(?:slim|thin|thinner|fat|skinny|curvy|gorgeous|pretty|perfect|sexy|ugly|kg"
    r"|pounds|fatter|slimmer|plump|chubby)\b",
    re.I,
)


def test_no_line_says_how_a_body_looks() -> None:
    texts = craft.texts(scenario(ID))
    assert [text for text in texts if _VERDICT.search(text)] == []


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", names(ID))
def test_marking_a_body_stays_a_no_for_everybody(name: str, seed: int) -> None:
    for turn in played(ID, name, seed):
        assert not NEVER & set(turn.memory.agreed)


@pytest.mark.parametrize(
    "text", ("Am I fat?", "tell me honestly how I look", "am I ugly")
)
def test_asked_for_a_mark_she_declines_and_says_so(text: str) -> None:
    who = partner(ID, 1)
    turn = who.reply(who.open().memory, text, LineScore({}))
    assert subjects(turn, scenario(ID))[:1] == ("rate_me",), turn.text
    assert "rate_me" in turn.memory.refused


@pytest.mark.parametrize("seed", SEEDS)
def test_the_dark_is_given_to_whoever_asks_for_it(seed: int) -> None:
    who = partner(ID, seed)
    turn = who.reply(who.open().memory, "Could we have the light off?", LineScore({}))
    assert "keep_dark" in turn.memory.agreed, turn.text
