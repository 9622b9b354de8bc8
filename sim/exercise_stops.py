"""Where an exercise in a window stands still: a check-in, or a stop, and ways on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from dialogue.safety.texts import FixedText
from scenes.panels import Choice, Panel
from sim.exercises._running import Run
from sim.exercises._sitting import Sitting
from sim.exercises._typed import answer_check_in
from sim.screens import Screens
from sim.support import CALM_OF, fixed_text, stop_text
from sim.texts import text


@dataclass(frozen=True, slots=True)
class Ways:
    """Where a check-in or a stop leads."""

    quick_exit: Callable[[], None]
    finish: Callable[[], None]
    calm: Callable[[str], Sitting]
    """Makes something calming by its id, on top of what waits."""
    calm_beside: Callable[[str], None]
    """Does something calming after a stop, and shows the stop again."""


class ExerciseStops:
    """The fixed words of a check-in and of a stop, and what their buttons do."""

    def __init__(
        self,
        screens: Screens,
        sitting: Sitting,
        show: Callable[[Panel | None], None],
        ways: Ways,
    ) -> None:
        self._screens, self._sitting, self._show = screens, sitting, show
        self._ways = ways

    def show(self, run: Run) -> None:
        """What `run` stands still for; nothing where it goes on."""
        if run.flag is None:
            return
        is_alone = self._sitting.inner.view.is_alone
        if run.phase == "checking_in":
            fixed: FixedText = fixed_text(run.flag, "", is_alone=is_alone)
            self._show(self._screens.fixed(fixed, self._checked))
        elif run.phase == "stopped":
            fixed = stop_text(run.flag, "", is_alone=is_alone)
            self._show(self._screens.fixed(fixed, self._after))

    def _checked(self, choice: str) -> None:
        if choice == "quick_exit":
            self._ways.quick_exit()
        else:
            answer_check_in(self._sitting.inner, choice, self._ways.calm)

    def _after(self, choice: str) -> None:
        flag = self._sitting.run.flag
        if choice in ("help", "help_country") and flag is not None:
            again = partial(self.show, self._sitting.run)
            back = Choice(text("lobby.back"), again, is_primary=True)
            self._show(self._screens.help(flag.category, back))
        elif choice == "quick_exit":
            self._ways.quick_exit()
        elif choice in CALM_OF:
            self._ways.calm_beside(CALM_OF[choice])
        else:
            self._ways.finish()
