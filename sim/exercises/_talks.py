"""An exercise from which one step leads into a rehearsed talk and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

from dialogue.messages import Safety
from dialogue.scenario import Scenario
from sim.exercises._running import step
from sim.exercises._sitting import Sitting
from sim.session.events import Event


@runtime_checkable
class Talks(Protocol):
    """What such an exercise has beside `base.Exercise`."""

    def talk_at(self, state: Any) -> str:
        """Id of the scenario that is to be opened here; "" for none."""

    def drawn(self, log: Sequence[Event], told: Scenario) -> dict[str, str]:
        """What the talk leaves for the steps that follow."""


def talk_of(sitting: Sitting) -> str:
    """Id of the scenario that is to be opened where `sitting` stands; "" for none."""
    exercise = sitting.exercise
    is_running = sitting.run.phase == "running"  # and nothing calming on top
    if not is_running or not isinstance(exercise, Talks):
        return ""
    return exercise.talk_at(sitting.run.inner)


def come_back(sitting: Sitting, log: Sequence[Event], told: Scenario) -> None:
    """Go on after the talk, with what it left."""
    exercise = sitting.exercise
    if isinstance(exercise, Talks):
        sitting.talked(exercise.drawn(log, told))


def go_on(sitting: Sitting, log: Sequence[Event]) -> None:
    """Put a new `sitting` where the one with this `log` stood; nothing is recorded."""
    for happened in log:
        sitting.run = step(sitting.exercise, sitting.run, happened)
    sitting.log.extend(log)


def ends_all(log: Sequence[Event], flag: Safety | None) -> bool:
    """Whether the talk was stopped by the safety screen, and the exercise with it.

    Whoever only asked the talk to stop comes back to what was before it.
    """
    is_stopped = any(happened["event"] == "stopped" for happened in log)
    return is_stopped and flag is not None and flag.category != "stop_request"
