"""The parts of a debrief, each made from the turns of a session."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialogue.messages import Reason
from dialogue.scenario import Scenario
from dialogue.scorers.grades import EMERGING, NOT_YET_SEEN, rubrics
from dialogue.skills import BY_ID, CONSTRUCTIVE, HARMFUL, SKILLS
from sim.session.debrief_log import Story, Turn

_LEVELS_UP = {"felt_safety", "openness", "trust"}
_MOST_QUOTES = 3
_GOAL_WEIGHT = 1.5
"""What serves the chosen goal is praised before what went as well beside it."""
_SURE_PRAISE = 0.75
"""Least probability of a line that is praised: a jibe taken for kindness is worse than
no praise [judgement]."""
_NUMBERS = re.compile(r"\s*\([^()]*→[^()]*\)")
_QUOTED = re.compile(r" in “[^”]*”\.$")


@dataclass(frozen=True, slots=True)
class Quote:
    """The user's line with the part that a judgement rests on."""

    turn: int
    line: str
    start: int
    end: int
    """Characters of `line`; the whole line when the scorer named no part."""

    @property
    def words(self) -> str:
        """The part itself."""
        return self.line[self.start : self.end]


@dataclass(frozen=True, slots=True)
class SkillResult:
    """One skill over the session."""

    skill: str
    title: str
    grade: str
    """Not yet seen, Emerging, Developing or Solid; empty where none is given or the
    user called it wrong."""
    count: int
    """Lines that showed it."""
    quotes: tuple[Quote, ...] = ()
    took: str = ""
    """How the partner took it and why, in a sentence."""
    unsure: tuple[Quote, ...] = ()
    """Lines about which the scorer would not say yes or no."""
    marked: tuple[Quote, ...] = ()
    """Lines that the user says were misread for it; counted neither way."""
    is_marked: bool = False
    """The user called the grade wrong."""
    hint: str = ""
    """How to show it, where it was not seen or only once."""
    example: str = ""
    """A line that would."""


@dataclass(frozen=True, slots=True)
class Well:
    """One thing done well."""

    quote: Quote
    skill: str
    title: str
    took: str


@dataclass(frozen=True, slots=True)
class Point:
    """The partner after one turn."""

    turn: int
    openness: float
    trust: float
    felt_safety: float
    hurt: float
    anger: float
    mood: str
    said: str
    reply: str
    why: str
    """The largest reason for a change, in a sentence; empty for none."""


@dataclass(frozen=True, slots=True)
class Unsaid:
    """The partner's need that was not said at first."""

    is_reached: bool
    text: str


def gain(reason: Reason) -> float:
    """How much better a reason made it for the partner; negative for worse."""
    change = reason.after - reason.before
    return change if reason.level in _LEVELS_UP else -change


def plain(reason: Reason, *, with_quote: bool = True) -> str:
    """The reason as a sentence without its numbers."""
    text = _NUMBERS.sub("", reason.text).replace(": heard ", ", hearing ", 1)
    return text if with_quote else _QUOTED.sub(".", text)


def is_sure(turn: Turn, skill: str) -> bool:
    """Whether the reader is sure enough of `skill` for praise; events always are."""
    score = turn.skills.get(skill)
    return score is None or score.p >= _SURE_PRAISE


def quotes(turn: Turn, skill: str) -> tuple[Quote, ...]:
    """The words of `turn` that `skill` rests on."""
    score = turn.skills.get(skill)
    spans = score.evidence if score else ()
    good = [(a, b) for a, b in spans if 0 <= a < b <= len(turn.said)]
    start, end = good[0] if good else (0, len(turn.said))
    return (Quote(turn.turn, turn.said, start, end),)


def skill_result(
    skill: str, story: Story, grades: Mapping[str, str], *, is_goal: bool = False
) -> SkillResult:
    """One skill over the session; doubts are told for goals only."""
    scored = [turn for turn in story.said if turn.is_scored]
    shown = [turn for turn in scored if turn.score.has(skill)]
    wrong = [turn for turn in scored if skill in turn.wrong]
    unsure = [
        turn
        for turn in scored
        if skill in turn.skills
        and turn.skills[skill].present is None
        and skill not in turn.wrong
    ]
    is_marked = f"goal:{skill}" in story.marks
    has_grade = skill not in HARMFUL and not is_marked
    grade = grades.get(skill, NOT_YET_SEEN) if has_grade else ""
    rubric = rubrics().skills[skill]
    needs_hint = is_goal and grade in (NOT_YET_SEEN, EMERGING)
    return SkillResult(
        skill,
        BY_ID[skill].title,
        grade,
        len(shown),
        _quoted(shown, skill)[:_MOST_QUOTES],
        _took(shown, skill),
        _quoted(unsure, skill)[:_MOST_QUOTES] if is_goal else (),
        _quoted(wrong, skill),
        is_marked,
        rubric.show if needs_hint else "",
        rubric.example if needs_hint else "",
    )


def _quoted(turns: Sequence[Turn], skill: str) -> tuple[Quote, ...]:
    return tuple(one for turn in turns for one in quotes(turn, skill))


def other_skills(story: Story, grades: Mapping[str, str]) -> tuple[SkillResult, ...]:
    """Constructive skills beside the goals that were seen at all."""
    rest = [
        one.id for one in SKILLS if one.id in CONSTRUCTIVE and one.id not in story.goals
    ]
    results = (skill_result(skill, story, grades) for skill in rest)
    return tuple(one for one in results if one.count or one.marked)


def harder(story: Story) -> tuple[SkillResult, ...]:
    """Harmful skills that were seen, most often first."""
    results = [skill_result(one, story, {}) for one in BY_ID if one in HARMFUL]
    seen = [one for one in results if one.count or one.marked]
    return tuple(sorted(seen, key=lambda one: -one.count))


def well(story: Story) -> Well | None:
    """The moment that did most good, for the chosen goals first."""
    best: tuple[float, Turn, str] | None = None
    for turn in story.said:
        if not turn.is_scored or any(turn.score.has(harm) for harm in HARMFUL):
            continue
        for skill in turn.score.shown():
            if skill not in CONSTRUCTIVE or not is_sure(turn, skill):
                continue
            worth = turn.skills[skill].p * 0.01 + sum(
                gain(one) for one in turn.reasons if one.skill == skill
            )
            worth *= _GOAL_WEIGHT if skill in story.goals else 1.0
            if best is None or worth > best[0]:
                best = worth, turn, skill
    if best is None:
        return None
    _, turn, skill = best
    return Well(quotes(turn, skill)[0], skill, BY_ID[skill].title, _took([turn], skill))


def course(story: Story) -> tuple[Point, ...]:
    """The partner's levels after each turn."""
    return tuple(
        Point(
            turn.turn,
            turn.levels.openness,
            turn.levels.trust,
            turn.levels.felt_safety,
            turn.levels.hurt,
            turn.levels.anger,
            turn.mood,
            turn.said,
            turn.reply,
            plain(max(turn.reasons, key=lambda one: abs(gain(one))))
            if turn.reasons
            else "",
        )
        for turn in story.turns
        if turn.levels is not None
    )


def told(story: Story, scenario: Scenario | None) -> tuple[str, ...]:
    """What the partner told, in the scenario's few words for each."""
    if scenario is None:
        return ()
    facts = scenario.facts_by_id
    return tuple(to_you(facts[one].topic) for one in story.revealed if one in facts)


def unsaid(story: Story, scenario: Scenario | None) -> Unsaid | None:
    """Whether the partner said what was not said at first."""
    hidden = [fact for fact in scenario.facts if fact.hidden] if scenario else []
    if not hidden or not story.said:
        return None
    name = story.partner
    reached = [fact for fact in hidden if fact.id in story.revealed]
    if reached:
        return Unsaid(
            True,
            f"{name} told you what had not been said at first: "
            f"{to_you(reached[0].topic)}. It came out because there was room for it.",
        )
    text = (
        f"{name} kept one thing back. That is no mark against you: people say such a "
        "thing once they feel safe enough, and often it takes a second talk."
    )
    points = [turn for turn in story.said if turn.levels is not None]
    if points:
        best = max(points, key=lambda turn: turn.levels.openness if turn.levels else 0)
        # where openness only fell, the first line would be praised for being first
        if _opened(best, story.turns[0]):
            text += f" {name} was nearest to it after you said “{short(best.said)}”."
    return Unsaid(False, text)


_LEAST_OPENING = 0.03
"""Change of openness below which nobody is said to have opened up [judgement]."""


def _opened(best: Turn, first: Turn) -> bool:
    """Whether the partner was more open after `best` than when the scene opened."""
    if best.levels is None or first.levels is None:
        return False
    return best.levels.openness > first.levels.openness + _LEAST_OPENING


def _took(turns: Sequence[Turn], skill: str) -> str:
    """The largest change that `skill` made in these turns, as a sentence."""
    reasons = [one for turn in turns for one in turn.reasons if one.skill == skill]
    if not reasons:
        return ""
    return plain(max(reasons, key=lambda one: abs(gain(one))), with_quote=False)


def to_you(topic: str) -> str:
    """A topic as scenarios name it, said to the user."""
    return topic.replace("the user's", "your").replace("the user", "you")


def short(text: str, words: int = 14) -> str:
    """The first words of `text`."""
    parts = text.rstrip(" .").split()
    return " ".join(parts) if len(parts) <= words else " ".join(parts[:words]) + " …"
