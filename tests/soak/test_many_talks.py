"""Hundreds of talks: nothing is said twice, every turn resumes, all end calmly."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogue import dropins, scenario
from dialogue.messages import Memory, from_json, to_json
from dialogue.partner.engine import Partner
from dialogue.partner.matching import TfidfMatcher

pytestmark = pytest.mark.soak

SCRIPTS = sorted(
    (Path(__file__).parents[2] / "examples" / "scripts").glob("*/*.txt"),
    key=lambda path: (path.parent.name, path.stem),
)
SEEDS = range(20)


def lines(path):
    said = (line.strip() for line in path.read_text("utf-8").splitlines())
    return [line for line in said if line and not line.startswith(("#", "/"))]


@pytest.fixture(scope="module")
def scorer():
    return dropins.create("dialogue.scorers", "tfidf")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_user_can_come_back_twenty_times(path, scorer):
    told = scenario.load(path.parent.name)
    for seed in SEEDS:
        partner = Partner(told, TfidfMatcher(), seed)
        turn = partner.open()
        said = [turn.text]
        for line in lines(path):
            if turn.ending:
                break
            memory = from_json(Memory, to_json(turn.memory))
            turn = partner.reply(memory, line, scorer.score(said[-1], line))
            said.append(turn.text)
        assert len(said) == len(set(said)), (seed, said)
        assert all(said)
