"""What a judgement rests on, in sentences for the user."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator

from assets import folder
from dialogue.messages import SkillScore
from dialogue.scorers.grades import rubrics
from dialogue.skills import BY_ID, HARMFUL
from sim.session.debrief_log import CAREFUL, Story, Turn
from sim.session.debrief_parts import Quote, SkillResult

_SURE = ((0.9, "very sure"), (0.75, "fairly sure"), (0.0, "only just sure enough"))
"""Least calibrated probability, and how it is said [judgement]."""


@functools.cache
def _rules() -> dict[str, dict[str, str]]:
    """What the partner's written rules say of each skill and event."""
    path = folder("banks") / "appraisal.toml"
    data = tomllib.loads(path.read_text("utf-8"))
    return {**data["skills"], **data["events"]}


def judged_why(turn: Turn, skill: str, quote: Quote, name: str) -> Iterator[str]:
    """What it rests on that a line shows `skill`; `name` is the partner's."""
    entry = BY_ID[skill]
    yield f"{entry.title} ({skill}): the line {entry.meaning}. From: {entry.source}."
    heard = f", after “{turn.heard}”" if turn.heard else ""
    yield f"The words: “{quote.words}”{heard}"
    yield _sureness(turn, skill)
    yield from rule_lines(turn, skill, name)


def _sureness(turn: Turn, skill: str) -> str:
    score = turn.skills[skill]
    reader = "second, careful reading" if turn.reader == CAREFUL else "first reading"
    if skill in turn.wrong:
        return f"The {reader} heard it here; you say it is not so, and yours counts."
    text = f"The {reader} was {_sure(score)}."
    if turn.reader == CAREFUL:
        was = turn.first.get(skill)
        if was is not None and was.present is not score.present:
            text += f" The first reading had been {_sure(was)}."
    return text


def _sure(score: SkillScore) -> str:
    if score.present is None:
        return "not sure, and says neither yes nor no"
    p = score.p if score.present else 1.0 - score.p
    band = next(words for least, words in _SURE if p >= least)
    return f"{band} that it is {'' if score.present else 'not '}there"


def rule_lines(turn: Turn, skill: str, name: str) -> Iterator[str]:
    """How the partner took it, and the rule behind that."""
    moved = [reason.text for reason in turn.reasons if reason.skill == skill]
    if not moved:
        yield f"By itself it did not move {name}."
        return
    yield from moved
    if rule := _rules().get(skill):
        yield f"The rule behind it: {rule['theory']}."


def graded_why(result: SkillResult, story: Story) -> list[str]:
    """What a grade rests on."""
    entry, rules = BY_ID[result.skill], rubrics().rules
    rubric = rubrics().skills[result.skill]
    lines = sum(turn.is_scored for turn in story.said)
    seldom = rubric.kind == "when_called_for"
    solid = rules.solid_lines_when_called_for if seldom else rules.solid_lines
    why = [
        f"{entry.title} ({result.skill}): a line that {entry.meaning}. "
        f"From: {entry.source}.",
        f"It showed in {result.count} of {lines} scored lines. One line is Emerging, "
        f"{rules.developing_lines} are Developing; Solid needs {solid} with a reader "
        "who is sure, and not its opposite beside it. How many lines make which grade "
        "is a judgement of ours; no study says.",
    ]
    against = [one for one in rubric.against if one in HARMFUL]
    if against:
        names = " and ".join(BY_ID[one].title.lower() for one in against)
        why.append(f"Its opposite: {names}.")
    return why
