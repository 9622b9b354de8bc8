"""How skills come along over rehearsals: Bayesian knowledge tracing with doubt.

After Corbett & Anderson (1995): a skill is had or not; each moment that calls for it
is evidence, and a chance to pick it up. Three things differ. Evidence is soft: a line
shows a skill with a calibrated probability `p`, and the belief after it is the mean of
the two beliefs, weighed by `p` and 1 - `p` (Jeffrey's rule). What is known fades
between rehearsals, back towards where nothing is known. And three readers with other
parameters follow the same record, so that a belief comes with its doubt.

Pure: no disk and no clock. The numbers are a `Parameters`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dialogue.messages import SkillScore
from dialogue.progress_table import CalledFor, Parameters, Reader, Words

NOT_SEEN: Final = "not yet seen"
EMERGING: Final = "emerging"
STEADIER: Final = "steadier"
STEADY: Final = "steady"
STATES: Final = (NOT_SEEN, EMERGING, STEADIER, STEADY)
"""From least to most."""

_MORE_LIKELY: Final = 0.5


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the user that counts: no flag of the safety screen on it."""

    skills: Mapping[str, SkillScore]
    """`present` is None where the scorer abstains or the user called it wrong."""
    after: frozenset[str] = frozenset()
    """What the partner had just done, of `progress_table.DONE`."""


@dataclass(frozen=True, slots=True)
class Session:
    """What counts of one rehearsal."""

    scenario: str
    day: float
    """When it began, in days from any fixed point."""
    lines: tuple[Line, ...]
    goals: tuple[str, ...] = ()
    """The scenario's own goals."""
    left_out: frozenset[str] = frozenset()
    """Skills for which the user called this rehearsal's grade wrong."""

    def seen(self, skill: str) -> int:
        """How many lines showed `skill`."""
        if skill in self.left_out:
            return 0
        return sum(_shows(line, skill) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Trace:
    """What is known of one skill today."""

    skill: str
    low: float
    """What the sceptical reader believes, 0..1."""
    middle: float
    high: float
    """What the generous reader believes."""
    moments: int = 0
    """Moments that called for it."""
    lines: int = 0
    """Lines that showed it."""
    sessions: int = 0
    """Rehearsals in which it showed."""
    last_day: float | None = None
    """Day of the last rehearsal in which it showed."""

    @property
    def doubt(self) -> float:
        """How far the readers are apart, 0..1."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that called for a skill, or in which it showed uncalled."""

    p: float
    """Probability that the skill showed."""
    is_met: bool = False
    """Nothing asked for more than was shown, so that it can only speak for it."""

    @property
    def counts(self) -> bool:
        """Whether it says anything."""
        return not self.is_met or self.p >= _MORE_LIKELY


def moments(session: Session, skill: str, called: CalledFor) -> Iterator[Moment]:
    """The moments of `session` that called for `skill`.

    Lines on which the scorer abstains say nothing for or against and make no moment. A
    line that shows the skill where nothing called for it can only speak for it.
    """
    if skill in session.left_out:
        return
    rest: list[Line] = []
    for line in session.lines:
        p = _p(line, skill)
        if p is not None and line.after & set(called.after):
            yield Moment(p, any(_shows(line, other) for other in called.instead))
        elif p is not None:
            rest.append(line)
    yield from _uncalled(rest, session, skill, called)


def _uncalled(
    rest: Sequence[Line], session: Session, skill: str, called: CalledFor
) -> Iterator[Moment]:
    """Moments among the lines that nothing the partner did called for `skill` in."""
    if called.every:
        probabilities = [line.skills[skill].p for line in rest]
        yield from (Moment(p) for p in _stretches(probabilities, called.every))
        return
    shown = [line.skills[skill].p for line in rest if _shows(line, skill)]
    yield from (Moment(p, is_met=True) for p in shown)
    if called.as_goal and skill in session.goals and rest and not shown:
        yield Moment(max(line.skills[skill].p for line in rest))


def _shows(line: Line, skill: str) -> bool:
    return _p(line, skill) is not None and line.skills[skill].present is True


def _p(line: Line, skill: str) -> float | None:
    score = line.skills.get(skill)
    return None if score is None or score.present is None else score.p


def _stretches(probabilities: Sequence[float], length: int) -> Iterator[float]:
    """One moment per full stretch, a short rest belonging to the stretch before it.

    The best line counts: lines of one talk are not independent, and many small
    probabilities would add up to a false certainty.
    """
    full = len(probabilities) // length
    for at in range(full):
        end = None if at == full - 1 else (at + 1) * length
        yield max(probabilities[at * length : end])


def trace(
    sessions: Sequence[Session], parameters: Parameters, today: float
) -> dict[str, Trace]:
    """What is known of each skill on day `today`; `sessions` may come in any order."""
    ordered = sorted(sessions, key=lambda one: one.day)
    return {
        skill: _trace(skill, called, ordered, parameters, today)
        for skill, called in parameters.moments.items()
    }


def _trace(
    skill: str,
    called: CalledFor,
    ordered: Sequence[Session],
    parameters: Parameters,
    today: float,
) -> Trace:
    asked = [(one.day, tuple(moments(one, skill, called))) for one in ordered]
    readers = parameters.readers
    half_life_days = parameters.forgetting.half_life_days
    low, middle, high = (
        _followed(reader, asked, half_life_days, today)
        for reader in (readers.sceptical, readers.middle, readers.generous)
    )
    showed = [one for one in ordered if one.seen(skill)]
    return Trace(
        skill,
        low,
        middle,
        high,
        moments=sum(one.counts for _, found in asked for one in found),
        lines=sum(one.seen(skill) for one in showed),
        sessions=len(showed),
        last_day=showed[-1].day if showed else None,
    )


def _followed(
    reader: Reader,
    asked: Sequence[tuple[float, tuple[Moment, ...]]],
    half_life_days: float,
    today: float,
) -> float:
    belief, before = reader.initial, today
    for day, found in asked:
        if not found:
            continue
        belief = reader.faded(belief, day - before, half_life_days)
        before = day
        for one in found:
            now = reader.after(belief, one.p)
            belief = max(belief, now) if one.is_met else now
    return reader.faded(belief, today - before, half_life_days)


def state(trace: Trace, words: Words) -> str:
    """One of `STATES`: all that a person is told of a belief."""
    if not trace.lines:
        return NOT_SEEN
    if trace.low >= words.steady and trace.sessions >= words.steady_sessions:
        return STEADY
    return STEADIER if trace.middle >= words.steadier else EMERGING
