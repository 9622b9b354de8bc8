"""Something calming beside the scene of a window, and the way back into it."""

from __future__ import annotations

from collections.abc import Callable

from sim.calming import come_back
from sim.calming_window import CalmOnTop
from sim.exercise_panels import calm_panel
from sim.exercise_window import ExerciseWindow
from sim.exercises._catalog import CALMING
from sim.exercises._sitting import Sitting
from sim.texts import text
from sim.window_shared import Act, Shared


class Calm:
    """Opens something calming on top of what is there."""

    def __init__(self, shared: Shared, calming: CalmOnTop) -> None:
        self._shared, self._calming = shared, calming
        self.paused: Act = lambda: None
        """Shows the panel of a pause, to which one comes back."""

    @property
    def is_open(self) -> bool:
        """Whether something calming is done now."""
        return self._calming.is_open

    @property
    def goes_by_itself(self) -> bool:
        """Whether somebody is there who has to do nothing now."""
        return self._calming.goes_by_itself

    @property
    def doing(self) -> ExerciseWindow | None:
        """What is done now; None for nothing."""
        return self._calming.doing

    def covered(self) -> None:
        """The window was covered: it waits."""
        self._calming.covered()

    def choose(self) -> None:
        """Let the user choose in a pause."""
        shared = self._shared
        shared.show(calm_panel(shared.screens, self.beside, self.paused))

    def typed(self, name: str) -> str:
        """What /calm does; the rehearsal has been paused."""
        if name and name not in CALMING:
            return text("calming.names", names=", ".join(CALMING))
        self.beside(name or CALMING[0])
        return ""

    def beside(self, name: str) -> None:
        """Do `name` beside the scene, and come back to it."""
        self._open(name, self._come_back)

    def open(self, name: str, after: Act) -> None:
        """Do something calming at once; `after` shows what was there before."""
        self._open(name, lambda _: after())

    def _open(self, name: str, after: Callable[[Sitting], None]) -> None:
        shared = self._shared

        def over(done: Sitting) -> None:
            shared.ways.take_keys()
            self._show_partner()
            after(done)

        shared.show(None)
        if shared.hud is not None:
            shared.hud.set_enabled(False)
        self._calming.open(name, over)

    def _show_partner(self) -> None:
        """Where the scene still goes on, the partner sits there again."""
        shared = self._shared
        state = shared.rehearsal.state if shared.rehearsal is not None else None
        is_there = state is not None and state.phase in ("paused", "checking_in")
        if is_there and shared.told is not None and shared.sound is not None:
            shared.stage.seat(shared.told, shared.sound.performer)

    def _come_back(self, done: Sitting) -> None:
        """After something calming beside the scene: the pause, or the end of both."""
        rehearsal = self._shared.rehearsal
        if rehearsal is None:
            return
        come_back(rehearsal, done)
        if rehearsal.state.phase == "closed":
            self._shared.ways.leave_scene()
        elif rehearsal.state.phase == "paused":
            self.paused()

    def close(self) -> None:
        """Take it away without going back to anything."""
        self._calming.close()
