"""Every ending can be reached, and each follows from how the user spoke."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from dialogue.messages import Levels, Memory
from dialogue.partner.engine import Partner
from dialogue.partner.matching import TfidfMatcher
from dialogue.scenario import Scenario, catalog
from dialogue.skills import CONSTRUCTIVE, SKILL_IDS


def some_talk(scenario: Scenario, rng: np.random.Generator) -> Memory:
    """A memory as any talk could have left it."""
    told = [fact.id for fact in scenario.facts if rng.random() < 0.5]
    asked = [request.id for request in scenario.requests if rng.random() < 0.4]
    split = int(rng.integers(len(asked) + 1))
    return Memory(
        turn=int(rng.integers(2, 25)),
        levels=Levels(*(round(float(level), 3) for level in rng.random(5))),
        revealed=tuple(told),
        agreed=tuple(asked[:split]),
        refused=tuple(asked[split:]),
        counts={
            f"heard:{skill}": int(rng.integers(6))
            for skill in SKILL_IDS
            if rng.random() < 0.3
        },
    )


@pytest.mark.parametrize("scenario", catalog(), ids=lambda item: item.id)
def test_every_ending_is_reached_by_some_talk(scenario: Scenario) -> None:
    partner = Partner(scenario, TfidfMatcher())
    rng = np.random.default_rng(7)
    reached = {partner.ending(some_talk(scenario, rng)).id for _ in range(3000)}
    assert reached == {ending.id for ending in scenario.endings}


NEVER_WARM = "after_affair"
"""Nobody forgives there in one evening: the warmest ending is a next step, and one of
its facts is told only when the user denies what happened."""


@pytest.mark.parametrize("scenario", catalog(), ids=lambda item: item.id)
def test_warm_endings_need_openness_and_trust(scenario: Scenario) -> None:
    partner = Partner(scenario, TfidfMatcher())
    told = tuple(fact.id for fact in scenario.facts)
    counts = {f"heard:{skill}": 3 for skill in CONSTRUCTIVE}
    warm = 0.8
    if scenario.id == NEVER_WARM:
        told, warm = tuple(fact for fact in told if fact != "knows"), 0.7
    closed = Memory(turn=8, levels=Levels(0.1, 0.1, 0.7, 0.7, 0.1), revealed=told)
    levels = Levels(0.9, 0.9, 0.0, 0.0, 0.9)
    open_ = dataclasses.replace(closed, levels=levels, counts=counts)
    assert partner.ending(closed).warmth < 0.4
    assert partner.ending(open_).warmth > warm
