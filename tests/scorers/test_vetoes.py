"""Who takes the blame off a partner is not told of blame."""

from __future__ import annotations

import pytest

from dialogue.messages import LineScore, SkillScore
from dialogue.scorers._vetoes import VETOED, vetoed

HARSH = LineScore({skill: SkillScore(0.9, True, ((0, 3),)) for skill in VETOED})


@pytest.mark.parametrize(
    "line",
    [
        "No no, you never force me. I think it's me",
        "you never pushed me",
        "It's not your fault.",
        "you did nothing wrong",
        "That wasn't because of you.",
        "You didn't do anything wrong, I promise.",
        "It's not about blame. I just don't know what's going on for you.",
        "I'm not blaming you.",
        "I don't want to push you.",
    ],
)
def test_reassurance_is_not_heard_as_an_attack(line):
    assert vetoed(HARSH, line).shown() == ()


@pytest.mark.parametrize(
    "line",
    [
        "It's your fault.",
        "You never listen.",
        "You always push me away.",
        "You never want me.",
        "That is your fault and you know it.",
    ],
)
def test_blame_is_still_heard(line):
    assert vetoed(HARSH, line) == HARSH
