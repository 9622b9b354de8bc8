"""What to practise next, with one plain reason; an offer that costs nothing to ignore.

It says nothing while there is too little to say, and nothing after a rehearsal that
stopped because something was wrong. After a rupture or a moment of distress it never
proposes anything harder. Pure, as `dialogue.progress` is: the same record gives the
same proposal, and nothing remembers whether it was followed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from dialogue.progress import EMERGING, NOT_SEEN, Session, Trace, state
from dialogue.progress_table import Parameters

MOST_GOALS: Final = 3
"""As many goals as a user may choose."""

Kind = Literal["easy_and_rarer", "rarer", "not_yet", "gentler"]
"""Which reason is given."""


@dataclass(frozen=True, slots=True)
class Past:
    """How one rehearsal went."""

    session: Session
    difficulty: int
    """1..3; 0 when the scenario is not known any more."""
    goals: tuple[str, ...] = ()
    """What the user had chosen to practise."""
    warmth: float | None = None
    """Of the ending, 0..1; None when it was left or is open."""
    is_rupture: bool = False
    """It ended cold, or with the partner hurt or angry."""
    is_distress: bool = False
    """The safety screen had a question, or the user asked to stop."""
    is_stopped: bool = False
    """It stopped because of what the screen found."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A scenario that can be practised."""

    id: str
    title: str
    difficulty: int
    goals: tuple[str, ...]
    contraindications: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What could be next."""

    scenario: str
    title: str
    difficulty: int
    goals: tuple[str, ...]
    """Skill ids, at most `MOST_GOALS`; the one the reason names comes first."""
    kind: Kind
    rarer: str
    """Skill id that it practises."""
    easy: str = ""
    """Skill id that came easily last time; empty for none."""
    contraindications: tuple[str, ...] = ()


def propose(
    past: Sequence[Past],
    traces: Mapping[str, Trace],
    offered: Sequence[Offered],
    parameters: Parameters,
) -> Proposal | None:
    """The next rehearsal, or None where there is too little to say."""
    ordered = sorted(past, key=lambda one: one.session.day)
    counted = sum(len(one.session.lines) for one in ordered)
    if not ordered or counted < parameters.proposal.least_lines:
        return None
    last = ordered[-1]
    if last.is_stopped:
        return None
    for skill in _wanting(last, traces, parameters):
        found = _fitting(skill, ordered, offered, parameters)
        if found is not None:
            return _made(found, skill, last, traces, parameters)
    return None


def _wanting(
    last: Past, traces: Mapping[str, Trace], parameters: Parameters
) -> Iterator[str]:
    """Skills to practise, most wanted first: what came rarely, then what never came up.

    What the user had chosen last time goes before what they had not.
    """
    least = parameters.proposal.least_moments
    words = parameters.words
    known = [one for one in traces.values() if one.moments >= least]
    weak = [one for one in known if state(one, words) in (NOT_SEEN, EMERGING)]
    unknown = [one for one in traces.values() if not one.moments and not one.lines]
    for group in (weak, unknown):
        for one in sorted(
            group, key=lambda item: (item.skill not in last.goals, item.middle)
        ):
            yield one.skill


def limit(last: Past, parameters: Parameters) -> int:
    """The hardest that may be proposed after `last`, 1..3."""
    now = last.difficulty or 1
    if last.is_distress:
        return max(1, now - 1)
    is_good = last.warmth is not None and last.warmth >= parameters.proposal.good_ending
    return min(3, now + 1) if is_good and not last.is_rupture else now


def _fitting(
    skill: str,
    ordered: Sequence[Past],
    offered: Sequence[Offered],
    parameters: Parameters,
) -> Offered | None:
    """The scenario for `skill`: least often played, nearest in difficulty."""
    last = ordered[-1]
    played = [one.session.scenario for one in ordered]
    hardest = limit(last, parameters)
    fit = [
        one
        for one in offered
        if skill in one.goals
        and one.difficulty <= hardest
        and one.id != last.session.scenario
    ]
    return min(
        fit,
        key=lambda one: (
            played.count(one.id),
            hardest - one.difficulty,
            one.goals.index(skill),
            one.title,
        ),
        default=None,
    )


def _made(
    found: Offered,
    skill: str,
    last: Past,
    traces: Mapping[str, Trace],
    parameters: Parameters,
) -> Proposal:
    easy = _easy(skill, last, traces, parameters)
    kind: Kind = "easy_and_rarer" if easy else "rarer"
    if not traces[skill].moments:
        kind, easy = "not_yet", ""
    if last.is_rupture or last.is_distress:
        kind, easy = "gentler", ""
    others = sorted(
        (goal for goal in found.goals if goal != skill and goal in traces),
        key=lambda goal: traces[goal].middle,
    )
    return Proposal(
        found.id,
        found.title,
        found.difficulty,
        (skill, *others)[:MOST_GOALS],
        kind,
        skill,
        easy,
        found.contraindications,
    )


def _easy(
    skill: str, last: Past, traces: Mapping[str, Trace], parameters: Parameters
) -> str:
    """The skill that came most easily last time: on two lines or more, and steadier."""
    came = [
        one
        for one in traces.values()
        if one.skill != skill
        and last.session.seen(one.skill) >= 2
        and state(one, parameters.words) not in (NOT_SEEN, EMERGING)
    ]
    best = max(came, key=lambda one: (one.middle, one.lines), default=None)
    return best.skill if best is not None else ""
