"""From a step of an exercise into a rehearsed talk, in a window, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dialogue.scenario import Scenario
from sim.exercise_panels import StepPanel
from sim.exercise_window import ExerciseWindow
from sim.exercises._talks import come_back, ends_all, go_on
from sim.exercises_kept import Keeping
from sim.plan_files import PlanFiles
from sim.rehearsal import Rehearsal
from sim.session.clock import SystemClock
from sim.session.events import Event


@dataclass
class Aside:
    """An exercise that waits while a talk is held."""

    name: str
    log: list[Event]
    """What happened in it so far."""
    keeping: Keeping | None
    told: Scenario | None = None
    talk: Sequence[Event] = ()
    """What happened in the talk."""
    is_stopped: bool = False
    """The safety screen ended the talk; help was shown."""

    def held(self, rehearsal: Rehearsal) -> None:
        """Take what the talk left."""
        self.told, self.talk = rehearsal.scenario, tuple(rehearsal.log)
        self.is_stopped = ends_all(rehearsal.log, rehearsal.state.flag)

    def close(self) -> None:
        """Nothing more comes of it."""
        if self.keeping is not None:
            self.keeping.close()


class TalkingWindow(ExerciseWindow):
    """An exercise that can be put aside for a talk, and taken up after it."""

    def __init__(self, *given: Any, aside: Aside | None = None, **named: Any) -> None:
        """As `ExerciseWindow`; `aside` is what is taken up again."""
        self._aside = aside
        super().__init__(*given, **named)

    def _introduce(self) -> None:
        self.sitting.observe(PlanFiles(SystemClock(), self._note))
        if self._aside is None:
            super()._introduce()
        else:
            self._controls()
            go_on(self.sitting, self._aside.log)
            told = self._aside.told
            if told is None:  # there was no talk
                self.sitting.talked({})
            else:
                come_back(self.sitting, self._aside.talk, told)

    def _note(self, words: str) -> None:
        if isinstance(self.panel, StepPanel):
            self.panel.trouble(words)

    def put_aside(self) -> list[Event]:
        """Take it off the screen without leaving it; what happened so far."""
        self.is_over = True
        self._put_away()
        return self.sitting.log
