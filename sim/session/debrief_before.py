"""This time beside earlier times: words and counts, never better or worse.

Two talks are two occasions, so nothing is called a rise, a fall or a streak.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dialogue.skills import BY_ID, HARMFUL
from sim.session.debrief_log import Story, tell
from sim.session.events import Event
from sim.session.recorder import branches

MOST_EARLIER = 3
"""How many earlier rehearsals stand beside this one [judgement: more is a chart]."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What counts of one rehearsal that the user kept."""

    scenario: str
    title: str
    day: str
    """Day of its start, ``2026-11-23``; empty when unknown."""
    lines: int
    """The user's lines that were scored."""
    counts: dict[str, int]
    """Skill id to lines that showed it, without what the user called wrong."""
    transfer: str = ""
    """Where the user wanted to use it."""


@dataclass(frozen=True, slots=True)
class Before:
    """One goal, this time and earlier."""

    skill: str
    title: str
    text: str

    @property
    def key(self) -> str:
        """Of the statement."""
        return f"earlier:{self.skill}"


def earlier(events: Iterable[Event], started_at: str = "") -> Earlier | None:
    """What counts of an earlier log; None when nothing of it may be counted.

    `started_at` is an ISO time, as the vault keeps it.
    """
    story = tell(branches(events)[-1])
    scored = [turn for turn in story.said if turn.is_scored]
    if story.stopped or not scored:
        return None
    counts = {
        skill: sum(turn.score.has(skill) for turn in scored)
        for skill in BY_ID
        if skill not in HARMFUL and f"goal:{skill}" not in story.marks
    }
    return Earlier(
        story.scenario,
        story.title,
        started_at[:10],
        len(scored),
        counts,
        story.transfer,
    )


def before(story: Story, past: Sequence[Earlier]) -> tuple[Before, ...]:
    """Each goal beside the last times, newest first in `past`."""
    scored = [turn for turn in story.said if turn.is_scored]
    if not past or not scored:
        return ()
    return tuple(
        Before(goal, BY_ID[goal].title, _beside(goal, story, len(scored), past))
        for goal in story.goals
        if goal in BY_ID and goal not in HARMFUL and f"goal:{goal}" not in story.marks
    )


def _beside(goal: str, story: Story, lines: int, past: Sequence[Earlier]) -> str:
    now = sum(turn.score.has(goal) for turn in story.said if turn.is_scored)
    parts = [f"This time {_count(now, lines, 'your ')}."]
    counted = [one for one in past if goal in one.counts]
    for index, one in enumerate(counted[:MOST_EARLIER]):
        lead = "Last time" if index == 0 else "Before that"
        when = _day(one.day)
        where = (
            ""
            if one.scenario == story.scenario
            else f" in “{one.title}”, a different conversation, so only roughly "
            "comparable"
        )
        parts.append(f"{lead}{when}{where}: {_count(one.counts[goal], one.lines)}.")
    return " ".join(parts)


def _count(count: int, lines: int, whose: str = "") -> str:
    if not count:
        return "it did not come up"
    return f"{count} of {whose}{lines} {'line' if lines == 1 else 'lines'}"


def _day(day: str) -> str:
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return ""
    return f" ({found.day} {found:%B})"
