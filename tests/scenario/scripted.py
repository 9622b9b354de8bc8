"""Scripted users of ``examples/scripts`` and what a careful reader hears in each line.

``heard/SCENARIO.json`` holds one list of skill ids per line of each script, so that
these tests play the partner with the meaning the lines were written with, and without a
model.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from dialogue.messages import LineScore, PartnerTurn, SkillScore
from dialogue.partner.engine import Partner
from dialogue.partner.matching import Matcher, TfidfMatcher
from dialogue.scenario import Scenario, load

SCRIPTS = Path(__file__).parents[2] / "examples" / "scripts"
HEARD = Path(__file__).parent / "heard"


def names(scenario_id: str) -> tuple[str, ...]:
    """Names of the scripts for one scenario."""
    return tuple(sorted(file.stem for file in (SCRIPTS / scenario_id).glob("*.txt")))


def script(scenario_id: str, name: str) -> tuple[str, ...]:
    """The user's lines."""
    text = (SCRIPTS / scenario_id / f"{name}.txt").read_text("utf-8")
    return tuple(text.splitlines())


@cache
def _heard(scenario_id: str) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = json.loads(
        (HEARD / f"{scenario_id}.json").read_text("utf-8")
    )
    return found


def heard_in(scenario_id: str, name: str) -> list[LineScore]:
    """What each line of a script shows."""
    return [
        LineScore({skill: SkillScore(0.9, True) for skill in skills})
        for skills in _heard(scenario_id)[name]
    ]


@cache
def scenario(scenario_id: str) -> Scenario:
    """The scenario, read once."""
    return load(scenario_id)


@cache
def partner(scenario_id: str, seed: int, matcher: Matcher | None = None) -> Partner:
    """A partner; without a matcher, the one that needs no model."""
    return Partner(scenario(scenario_id), matcher or TfidfMatcher(), seed=seed)


@cache
def played(scenario_id: str, name: str, seed: int = 1) -> tuple[PartnerTurn, ...]:
    """All turns of one script, up to the partner's ending."""
    who = partner(scenario_id, seed)
    turns = [who.open()]
    lines = script(scenario_id, name)
    scores = heard_in(scenario_id, name)
    for text, score in zip(lines, scores, strict=True):
        turns.append(who.reply(turns[-1].memory, text, score))
        if turns[-1].ending:
            break
    return tuple(turns)


def ending(scenario_id: str, name: str, seed: int = 1) -> str:
    """Id of the ending that a script reaches, or would if it stopped there."""
    last = played(scenario_id, name, seed)[-1]
    return last.ending or partner(scenario_id, seed).ending(last.memory).id


def subjects(turn: PartnerTurn, of: Scenario) -> tuple[str, ...]:
    """What the scenario's own lines in this turn are about."""
    about = {line.id: line.about for line in of.every_line}
    found = (about.get(segment.line_id, "") for segment in turn.segments)
    return tuple(subject for subject in found if subject)
