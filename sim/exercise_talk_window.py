"""From a step of an exercise into a rehearsed talk, in a window, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from dialogue.scenario import Scenario
from scenes.panels import Panel
from sim.exercise_panels import StepPanel
from sim.exercise_window import ExerciseWindow
from sim.exercises._sides import Aside as Asked
from sim.exercises._talks import come_back, ends_all, go_on
from sim.exercises_kept import Keeping
from sim.plan_files import PlanFiles
from sim.rehearsal import Rehearsal
from sim.session.clock import SystemClock
from sim.session.events import Event

BETWEEN: Final = ("next", "choice")
"""Kinds of steps that only wait to be gone on from."""


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

    # a question between two steps

    @property
    def is_between(self) -> bool:
        """Whether a step only waits to be gone on from, and nobody speaks or breathes.

        Not where words are typed, a number is set or somebody sits across.
        """
        inner = self.sitting.inner
        is_reading = self._reading is not None and self._reading.is_speaking
        is_waiting = inner.run.phase == "running" and inner.view.kind in BETWEEN
        is_bare = self.sitting.calm is None and self._beside is None
        is_step = isinstance(self.panel, StepPanel) and inner.view.is_alone
        return is_step and is_waiting and is_bare and not is_reading

    def put_before(self, panel: Panel, asked: Asked | None = None) -> None:
        """Show `panel` in place of the step, which waits; no time runs meanwhile.

        `asked` takes what is said as an answer to it.
        """
        self._is_choosing, self.sitting.aside = True, asked
        self.front.show(panel)

    def step_again(self) -> None:
        """Show the step again, and go on."""
        self._let_go()
        self.sitting.resume()

    def wait(self) -> None:
        """Pause in place of the panel that was put before the step."""
        self._let_go()
        self.sitting.pause()
        self._paused()

    def put_aside(self) -> list[Event]:
        """Take it off the screen without leaving it; what happened so far."""
        self.is_over = True
        self._put_away()
        return self.sitting.log
