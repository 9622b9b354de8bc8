"""What all exercises share: begin, pause, skip, leave, a stop, something calming.

`step` is pure, so that a session can be replayed; whatever state an exercise is in,
one ``left`` ends it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from dialogue.messages import Safety, from_json
from sim.exercises.base import Exercise, State
from sim.session import events
from sim.session.events import Event
from sim.session.given import Given

Phase = Literal["new", "running", "checking_in", "paused", "stopped", "done", "left"]
OVER: frozenset[Phase] = frozenset({"stopped", "done", "left"})
PREFIX = "exercise:"
"""Begins the scenario's name of a session that is an exercise."""
_INNER = frozenset({"answered", "skipped", "time_up"})


@dataclass(frozen=True, slots=True)
class Run:
    """Where one exercise stands."""

    phase: Phase = "new"
    inner: State = None
    flag: Safety | None = None
    """What the safety screen found, while it is on the table."""
    before_pause: Phase = "running"

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes."""
        return self.phase in OVER


def started(exercise: Exercise, given: Given | None = None) -> Event:
    """The first event of an exercise's session; `given` is what it is done for."""
    scenario = f"{PREFIX}{exercise.info.id}"
    return events.started(scenario, exercise.info.title, "", 0, (), {}, given=given)


def step(exercise: Exercise, run: Run, happened: Event) -> Run:
    """The state after `happened`; what does not apply changes nothing."""
    kind = happened["event"]
    if run.is_over:
        return run
    if kind == "left":
        return replace(run, phase="left", flag=None)
    if kind == "session_started" and run.phase == "new":
        return _after(exercise, Run("running", exercise.start()))
    if kind == "safety":
        return _flagged(run, from_json(Safety, _bare(happened)))
    if kind == "checked_in" and run.phase == "checking_in":
        return _checked(run, str(happened["answer"]))
    if kind == "paused" and run.phase in ("running", "checking_in"):
        return replace(run, phase="paused", before_pause=run.phase)
    if kind == "resumed" and run.phase == "paused":
        return replace(run, phase=run.before_pause)
    if kind in _INNER and run.phase == "running":
        inner = exercise.step(run.inner, happened)
        return _after(exercise, replace(run, inner=inner))
    return run


def _after(exercise: Exercise, run: Run) -> Run:
    is_over = exercise.view(run.inner).kind == "over"
    return replace(run, phase="done") if is_over else run


def _bare(happened: Event) -> Event:
    return {
        key: value
        for key, value in happened.items()
        if key not in ("event", "turn", "who")
    }


def _flagged(run: Run, found: Safety) -> Run:
    if found.action == "stop":
        return replace(run, phase="stopped", flag=found)
    if found.action == "check_in" and run.phase == "running":
        return replace(run, phase="checking_in", flag=found)
    return run


def _checked(run: Run, answer: str) -> Run:
    if answer == "go_on":
        return replace(run, phase="running", flag=None)
    if answer == "pause":
        return replace(run, phase="paused", flag=None, before_pause="running")
    if answer == "not_adult":
        flag = Safety("minor", "explicit", 1.0, "stop", "the user said so")
        return replace(run, phase="stopped", flag=flag)
    return replace(run, phase="stopped")
