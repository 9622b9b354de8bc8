"""A no, a not-now or a held-back answer stands without a yes beside it."""

from __future__ import annotations

import dataclasses

import pytest

from dialogue.messages import LineScore, Memory, PartnerTurn, SkillScore
from dialogue.partner.engine import Partner
from dialogue.partner.matching import TfidfMatcher
from dialogue.scenario import Line, Scenario

OFFER = LineScore(
    {"negotiation": SkillScore(0.95, True), "request": SkillScore(0.9, True)}
)
ASKS = "What if we had sex tonight? Just this once, and then we sleep."
DECLINES = {"no", "again", "not_now", "hold"}


def roles(turn: PartnerTurn, scenario: Scenario) -> set[str]:
    lines: dict[str, Line] = {line.id: line for line in scenario.every_line}
    return {lines[s.line_id].role for s in turn.segments if s.line_id in lines}


@pytest.mark.parametrize("seed", range(12))
def test_no_agreement_stands_before_a_refusal(scenario: Scenario, seed: int) -> None:
    partner = Partner(scenario, TfidfMatcher(), seed)
    turn = partner.reply(partner.open().memory, ASKS, OFFER)
    assert roles(turn, scenario) & DECLINES, turn.text
    for candidate in turn.candidates:
        said = {line.split(".")[1] for line in candidate.line_ids if "bank" in line}
        declines = any(line.split(".")[1] in DECLINES for line in candidate.line_ids)
        assert not (declines and any(name.startswith("offer") for name in said))


def refused(scenario: Scenario, partner: Partner) -> Memory:
    """After a no whose every own wording has been used."""
    memory = partner.open().memory
    spent = [
        line.id
        for line in scenario.every_line
        if line.about == "sex_tonight" and line.role in ("no", "again")
    ]
    return dataclasses.replace(
        memory, said=(*memory.said, *spent[:-1]), refused=("sex_tonight",)
    )


@pytest.mark.parametrize("seed", range(12))
def test_a_refusal_never_falls_back_to_a_may_be(scenario: Scenario, seed: int) -> None:
    partner = Partner(scenario, TfidfMatcher(), seed)
    memory = refused(scenario, partner)
    for _ in range(4):
        turn = partner.reply(memory, "Can we have sex tonight?", OFFER)
        if turn.ending:
            break
        text = turn.text.lower()
        assert turn.move in ("refuse", "set_limit"), (turn.move, text)
        assert "think about" not in text and "maybe" not in text, text
        assert "sex_tonight" in turn.memory.refused
        assert not turn.memory.agreed
        memory = turn.memory
