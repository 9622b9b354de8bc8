"""What can be read beside an exercise in a window, while it waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from scenes.panels import Choice, Panel
from sim.exercises._sitting import Sitting
from sim.exercises._typed import typed
from sim.screens import Screens
from sim.texts import text

MOST_TOLD: Final = 100
"""Letters that stand in one line below a step; more is put up to be read."""

Act = Callable[[], None]
Pages = Mapping[str, Callable[[], Sequence[str]]]
"""What can be read, by the command that shows it."""


class ExercisePages:
    """Puts pages up in place of a step, and leads back from them."""

    def __init__(
        self,
        screens: Screens,
        sitting: Sitting,
        show: Callable[[Panel | None], None],
        back: Act,
    ) -> None:
        """`back` shows what was there before."""
        self._screens, self._sitting = screens, sitting
        self._show, self._back = show, back

    @property
    def acts(self) -> dict[str, Act]:
        """What opens each page, by its name."""
        return {name: partial(self.open, name) for name in self._sitting.pages}

    def _is_page(self, line: str) -> bool:
        """Open the page that a typed line names; False when it names none."""
        name = line.strip().lower()
        if not name.startswith("/") or name[1:] not in self._sitting.pages:
            return False
        self.open(name[1:])
        return True

    def open(self, name: str) -> None:
        """Show the page `name`, where there is one."""
        if name in self._sitting.pages and not self._sitting.is_over:
            title = text("about.people" if name == "people" else f"{name}.title")
            self._read(title, self._sitting.pages[name]())

    def said(self, line: str, calm: Callable[[str], Sitting]) -> str:
        """Do what `line` says, or open the page it names; what to tell the user."""
        if self._is_page(line):
            return ""
        return self._told(typed(self._sitting, line, calm))

    def _told(self, words: str) -> str:
        """`words`, where they fit on a line; else "", and they stand on a page."""
        if len(words) <= MOST_TOLD:
            return words
        self._read(self._sitting.exercise.info.title, words.splitlines())
        return ""

    def _read(self, title: str, lines: Sequence[str]) -> None:
        self._sitting.pause()
        back = Choice(text("about.back"), self._back, is_primary=True)
        self._show(self._screens.page(title, lines, [back]))
