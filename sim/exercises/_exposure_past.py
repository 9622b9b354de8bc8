"""Earlier sessions of graded exposure, read back from what they kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sim.exercises._exposure_state import Exposure, Step, Try
from sim.exercises._ladders import by_id
from sim.exercises._running import Run, step
from sim.exercises.base import Exercise, Session
from sim.session.events import Event


@dataclass(frozen=True, slots=True)
class Dated:
    """One try with the day it was made on."""

    day: str
    """As ``2026-11-23``."""
    one: Try


@dataclass(frozen=True, slots=True)
class Past:
    """What the user wanted to have kept, and what holds for them."""

    ladders: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)
    """The last ladder by template."""
    tries: tuple[Dated, ...] = ()
    """Oldest first."""
    is_careful: bool = False
    """No scenes with a partner: see `base.Before`."""
    assigned: str = ""
    """The only template that is offered, where a therapist has set its steps."""

    def of(self, template: str) -> tuple[Try, ...]:
        """Tries on one ladder, oldest first."""
        return tuple(item.one for item in self.tries if item.one.template == template)


def past_of(exercise: Exercise, sessions: Iterable[Session]) -> Past:
    """What `sessions`, oldest first, kept; `exercise` has no past of its own."""
    ladders: dict[str, tuple[Step, ...]] = {}
    tries: list[Dated] = []
    for started_at, happened in sessions:
        state = _last(exercise, happened)
        if state is None or state.keeps == "nothing" or not state.ladder:
            continue
        ladders[state.template] = state.ladder
        tries += [Dated(started_at[:10], one) for one in state.tries]
    return Past(ladders, tuple(tries))


def _last(exercise: Exercise, happened: Sequence[Event]) -> Exposure | None:
    run = Run()
    for one in happened:
        run = step(exercise, run, one)
    return run.inner if isinstance(run.inner, Exposure) else None


def assigned(past: Past, template: str, wanted: Sequence[str]) -> Past:
    """`past` with the ladder that a therapist has set: these steps, in this order.

    The numbers of the file go up the ladder with them, and what was done stays done.
    A ladder with a partner is not offered to somebody who is afraid of theirs.
    """
    if not template or (by_id(template).with_partner and past.is_careful):
        return past
    ladder = by_id(template)
    known = {one.id: one for one in past.ladders.get(template, ())}
    rungs = [ladder.rung(one) for one in wanted]
    suds = sorted(known[one.id].suds if one.id in known else one.suds for one in rungs)
    steps = tuple(
        Step(one.id, one.title, number, one.id in known and known[one.id].done)
        for one, number in zip(rungs, suds, strict=True)
    )
    ladders = {**past.ladders, template: steps}
    return replace(past, ladders=ladders, assigned=template)
