"""What a therapist has assigned, in the window: seen, done, left out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from dialogue.scenario import Scenario
from scenes.panels import Choice, Fonts, Panel
from sim import assigned
from sim.app import App
from sim.clinic.client import telling
from sim.clinic.client.kept import Kept
from sim.clinic.client.telling import Row
from sim.setting import of_settings
from sim.tell_panels import TellPanels, may_tell
from sim.texts import text

WIDTH: Final = 2.3
MOST: Final = 7
"""Assignments to choose from, newest first."""

Act = Callable[[], None]


class AssignedPanels:
    """One panel after another; the window opens what is chosen."""

    def __init__(
        self,
        parent: Any,
        fonts: Fonts,
        app: App,
        show: Callable[[Panel], None],
        back: Act,
        talk: Callable[[Scenario], None],
        exercise: Callable[[str], None],
    ) -> None:
        """`talk` and `exercise` open a part that is done; `back` leads to the list."""
        self._parent, self._fonts, self._app = parent, fonts, app
        self._show, self._back = show, back
        self._talk, self._exercise = talk, exercise

    def open(self) -> None:
        """What was sent: the only one, or the list of them."""
        self._app.watching.seen()
        found = tuple(reversed(assigned.every(self._app)))
        if len(found) == 1:
            self.one(found[0])
            return
        panel = self._panel(text("assigned.title"))
        if not found:
            panel.paragraph(text("assigned.none"))
        rows = []
        for kept in found[:MOST]:
            first, *lines = assigned.heading(self._app, kept)
            under = lines[-1] if lines else ""
            rows.append(Choice(first, partial(self.one, kept), under=under))
        self._finish(panel, [*rows, Choice(text("assigned.back"), self._back)])

    def one(self, kept: Kept, told: str = "") -> None:
        """One assignment with its parts; `told` says what was just done."""
        first, *lines = assigned.heading(self._app, kept)
        panel = self._panel(first)
        for line in [told] if told else []:
            panel.small(line)
        for line in lines:
            panel.paragraph(line)
        rows = assigned.rows(self._app, kept)
        done = [row for row in rows if row.is_open]
        panel.choices(
            [
                Choice(
                    row.title,
                    partial(self._part, kept, row),
                    is_primary=row is (done[0] if done else None),
                    under=row.state,
                )
                for row in rows
            ]
        )
        panel.small(telling.wishes(kept))
        panel.small(text("assigned.hint"))
        back = Choice(text("assigned.back"), self._back)
        self._finish(panel, [*self._tell(kept, told), back])

    def _tell(self, kept: Kept, told: str) -> list[Choice]:
        """Telling the sender, once there is something that they cannot know."""
        vault = self._app.vault
        is_changed = bool(told or kept.declined)
        if vault is None or not is_changed or not may_tell(vault, kept):
            return []

        def tell() -> None:
            panels = TellPanels(
                self._parent,
                self._fonts,
                vault,
                self._show,
                of_settings(self._app.settings),
                self._app.shared_folder,
            )
            panels.open(kept, partial(self.one, kept))

        return [Choice(text("assigned.tell"), tell)]

    def _part(self, kept: Kept, row: Row) -> None:
        panel = self._panel(row.title)
        panel.small(row.state)
        for line in assigned.part_lines(self._app, row.task):
            panel.bullet(line)
        choices = []
        if row.is_open:
            do = partial(self._do, row)
            choices.append(Choice(text("assigned.do"), do, is_primary=True))
        is_declined = row.task.part.id in kept.declined
        key = "assigned.take_on" if is_declined else "assigned.decline"
        turn = partial(self._turn, row, is_declined=not is_declined)
        choices.append(Choice(text(key), turn))
        choices.append(Choice(text("assigned.back"), partial(self.one, kept)))
        panel.choices(choices, in_row=True)
        panel.finish()
        self._show(panel)

    def _turn(self, row: Row, *, is_declined: bool) -> None:
        changed = assigned.decline(self._app, row.task, is_declined=is_declined)
        key = "declined_now" if is_declined else "taken_now"
        self.one(changed, text(f"assigned.{key}", title=row.title))

    def _do(self, row: Row) -> None:
        if row.task.is_talk:
            self._talk(assigned.begin(self._app, row.task))
        else:
            self._app.task = row.task
            self._exercise(row.task.part.what)

    def _panel(self, title: str) -> Panel:
        panel = Panel(self._parent, self._fonts, WIDTH)
        panel.heading(title)
        return panel

    def _finish(self, panel: Panel, choices: list[Choice]) -> None:
        panel.choices(choices)
        panel.finish()
        self._show(panel)
