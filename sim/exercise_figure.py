"""The figure in an exercise's mirror: asked about once, chosen anew at any time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scenes.panels import Fonts, Panel
from sim.exercises._sitting import Sitting
from sim.exercises.base import View
from sim.look_panel import LookButton
from sim.stage_set import StageSet


class ExerciseFigure:
    """Lets the user choose how they look while the exercise waits."""

    def __init__(
        self,
        base: Any,
        fonts: Fonts,
        stage: StageSet,
        sitting: Sitting,
        show: Callable[[Panel | None], None],
        change: Callable[[], None],
    ) -> None:
        """`show` puts a panel up; the button beside the mirror does `change`."""
        self._fonts, self._stage, self._show = fonts, stage, show
        self._sitting = sitting
        self.button = LookButton(base, fonts, change)

    def asks(self, view: View) -> bool:
        """Ask if `view` shows them and they never said; whether they are asked."""
        is_asked = self._stage.choose_look(
            view.scene, self._fonts, self._show, self._sitting.resume
        )
        if not is_asked:
            self.button.show(view.scene.mirror)
        return is_asked

    @property
    def is_seen(self) -> bool:
        """Whether there is a mirror now, and it may be changed."""
        inner = self._sitting.inner
        return inner.view.scene.mirror and inner.run.phase in ("running", "paused")

    def change(self) -> None:
        """Choose anew; the exercise waits."""
        self._sitting.pause()
        self._stage.change_look(self._fonts, self._show, self._sitting.resume)

    def remove(self) -> None:
        """Take the button away."""
        self.button.show(False)
