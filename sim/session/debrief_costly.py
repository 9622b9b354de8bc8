"""The lines that cost most, and how each could be said instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.messages import Reason
from dialogue.scenario import Scenario
from dialogue.skills import BY_ID, CONSTRUCTIVE, HARMFUL
from sim.session.debrief_log import Story, Turn
from sim.session.debrief_parts import Quote, gain, plain, quotes
from sim.session.debrief_rewording import rewordings
from sim.session.debrief_rules import Said

_MOST_COSTLY = 2
_LEAST_COST = 0.03
"""Summed change of levels below which a line is not called costly."""
_EVENT_TITLES = {
    "walked_around": "A step around the question",
    "silence": "A silence",
    "repeats": "Saying it again",
    "pressure_after_no": "Asking again after a no",
}


@dataclass(frozen=True, slots=True)
class Costly:
    """A line that cost something, with a wording to try instead."""

    quote: Quote
    heard: str
    """What the partner had said just before."""
    skill: str
    """A skill id or the name of an event such as ``walked_around``."""
    title: str
    took: str
    better: str
    why: str
    """What the better wording does differently."""

    @property
    def key(self) -> str:
        """Of the statement about the wording."""
        return f"wording@{self.quote.turn}"


def costly(story: Story, scenario: Scenario | None) -> tuple[Costly, ...]:
    """The lines that cost most, each with a better wording; dearest first."""
    priced = []
    for turn in story.said:
        if turn.is_flagged:
            continue
        losses = [one for one in turn.reasons if gain(one) < 0]
        harmful = {one for one in HARMFUL if turn.score.has(one)}
        losses = [one for one in losses if one.skill in harmful | _events()]
        cost = -sum(gain(one) for one in losses)
        if cost >= _LEAST_COST:
            priced.append((cost, turn, losses))
    priced.sort(key=lambda row: (-row[0], row[1].turn))
    used: list[str] = []
    found = []
    for _, turn, losses in priced[:_MOST_COSTLY]:
        one = _costly(turn, losses, story, scenario, used)
        used.append(one.better)
        found.append(one)
    return tuple(found)


def _events() -> frozenset[str]:
    """Names of events that have a better wording, such as ``walked_around``."""
    return rewordings().skills - set(BY_ID)


def _costly(
    turn: Turn,
    losses: list[Reason],
    story: Story,
    scenario: Scenario | None,
    used: list[str],
) -> Costly:
    by_skill: dict[str, float] = {}
    for one in losses:
        by_skill[one.skill] = by_skill.get(one.skill, 0.0) - gain(one)
    skill = max(by_skill, key=lambda name: by_skill[name])
    harm = [name for name in turn.score.shown() if name in HARMFUL]
    good = [name for name in turn.score.shown() if name in CONSTRUCTIVE]
    said = Said(
        turn.said,
        turn.heard,
        _spans(turn, harm),
        _spans(turn, good),
        turn.after_no,
        tuple(one.said for one in story.said),
        f"{scenario.title} {scenario.summary}" if scenario else story.title,
    )
    made = rewordings().reword(skill, said, story.partner or "the other", used)
    first = max((one for one in losses if one.skill == skill), key=lambda x: -gain(x))
    title = BY_ID[skill].title if skill in BY_ID else _EVENT_TITLES.get(skill, skill)
    return Costly(
        quotes(turn, skill)[0],
        turn.heard,
        skill,
        title,
        plain(first, with_quote=False),
        made.text if made else "",
        made.why if made else "",
    )


def _spans(turn: Turn, skills: Sequence[str]) -> tuple[tuple[int, int], ...]:
    return tuple(span for name in skills for span in turn.skills[name].evidence)
