"""Writes the plan of a sitting to a file, when the user chooses one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from sim.exercises._running import Run
from sim.exercises.base import View
from sim.exercises.guided import Guided
from sim.exercises.planning import plan_of
from sim.plan_paper import FORMATS
from sim.privacy.folder import write_private
from sim.session.clock import Clock
from sim.session.events import Event

NAME: Final = "plan"
"""Of the file: whoever sees it in a folder learns nothing from it."""
_MOST_FILES: Final = 1000


class PlanFiles:
    """Sits beside the exercise; see `sim.exercises._sides.Observer`."""

    def __init__(
        self, clock: Clock, told: Callable[[str], None], folder: Path | None = None
    ) -> None:
        """Write into `folder`, the user's own without one; `told` says where."""
        self._clock, self._told = clock, told
        self._folder = folder or Path.home()
        self._says = ""

    def on_event(self, event: Event, run: Run) -> None:
        """Write when a kind of file was chosen."""
        kind = str(event.get("value", ""))
        is_choice = event["event"] == "answered" and event.get("step") == "paper"
        if is_choice and kind in FORMATS and isinstance(run.inner, Guided):
            day = self._clock.now().date().isoformat()
            self._says = self._write(FORMATS[kind](plan_of(run.inner), day), kind)

    def on_view(self, view: View) -> None:
        """Say it on the step that follows."""
        if self._says:
            says, self._says = self._says, ""
            self._told(says)

    def _write(self, page: str, kind: str) -> str:
        try:
            path = free_name(self._folder, kind)
            write_private(path, page.encode())
        except OSError as error:
            why = error.strerror or type(error).__name__
            return f"It could not be written to {self._folder} ({why})."
        return f"Written to {path}. This file is not encrypted."


def free_name(folder: Path, kind: str) -> Path:
    """A name in `folder` that no file has; what was there before stays.

    Raises:
        FileExistsError: there are a thousand plans already.
    """
    for number in range(1, _MOST_FILES + 1):
        path = folder / f"{NAME}{'' if number == 1 else f'-{number}'}.{kind}"
        if not path.exists():
            return path
    raise FileExistsError(17, "there are a thousand plans already")
