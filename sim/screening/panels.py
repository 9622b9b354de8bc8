"""The private questions in the window: the same questions, texts and choices."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial
from typing import Any

from scenes.panels import Choice, Fonts, Panel
from sim import quick_exit
from sim.privacy.vault import Vault
from sim.screening.answers import (
    ANSWERS,
    Answer,
    Outcome,
    Reason,
    outcome_of,
    screen,
)
from sim.screening.asking import ABOUT
from sim.screening.care import Care, remember
from sim.support import CALM_OF, help_lines
from sim.texts import text as shared

WIDTH = 1.9
WIDE = 2.3
HELP_LINES = 7
"""Lines of the help card on the first page: the title and the first kinds of help."""

Act = Callable[[], None]


class Before:
    """One panel after another; `done` is called when the questions are settled."""

    def __init__(
        self,
        parent: Any,
        fonts: Fonts,
        care: Care,
        vault: Vault | None,
        country: str,
        *,
        show: Callable[[Panel], None],
        title: Callable[[str], None],
        quit_now: Act,
        leave: Act,
        done: Act,
        calm: Callable[[str, Act], None],
    ) -> None:
        """`title` names the window; `quit_now` is quick exit.

        `calm` opens something calming by its id, and calls its second argument after.
        """
        self._parent, self._fonts = parent, fonts
        self._care, self._vault, self._country = care, vault, country
        self._show, self._title = show, title
        self._quit, self._leave, self._done = quit_now, leave, done
        self._calm = calm
        self._answers: dict[str, Answer] = {}
        self._today = datetime.date.min
        self._screen = screen()

    def start(self, today: datetime.date) -> None:
        """Name the window neutrally, then say what is asked and why."""
        self._title(quick_exit.NEUTRAL_TITLE)
        self._today = today
        text = self._screen.text
        panel = self._panel(text("title"), *self._screen.lines("intro"))
        panel.choices(
            [
                Choice(text("answer"), partial(self._ask, 0), is_primary=True),
                Choice(text("skip_all"), self._skip),
            ]
        )
        self._finish(panel)

    def _ask(self, index: int) -> None:
        every, text = self._screen.questions, self._screen.text
        if index == len(every):
            self._answered()
            return
        panel = self._panel(text("of", number=index + 1, count=len(every)))
        panel.paragraph(every[index].text)
        panel.choices(
            [Choice(text(one), partial(self._take, index, one)) for one in ANSWERS],
            in_row=True,
        )
        self._finish(panel)

    def _take(self, index: int, answer: Answer) -> None:
        self._answers[self._screen.questions[index].id] = answer
        self._ask(index + 1)

    def _answered(self) -> None:
        outcome = outcome_of(self._answers)
        self._care.settle(outcome)
        if outcome == "careful":
            self._careful()
        else:
            self._offer_to_keep(None, "clear")

    def _skip(self) -> None:
        panel = self._panel(self._screen.text("why_skip"))
        panel.choices(
            [
                Choice(one.label, partial(self._skipped, one))
                for one in self._screen.reasons
            ]
        )
        self._finish(panel)

    def _skipped(self, reason: Reason) -> None:
        self._care.settle("skipped")
        if reason.again == "next":
            self._say(self._screen.text("later"))
        else:
            self._offer_to_keep(reason, "skipped")

    def _say(self, words: str) -> None:
        panel = self._panel(self._screen.text("thanks"), words)
        on = Choice(shared("ended.next"), self._over, is_primary=True)
        panel.choices([on])
        self._finish(panel)

    def _offer_to_keep(self, reason: Reason | None, outcome: Outcome) -> None:
        text = self._screen.text
        if self._vault is None:
            self._over()
            return

        def keep() -> None:
            if self._vault is not None:
                id_ = reason.id if reason is not None else ""
                remember(self._vault, outcome, self._today, id_)
            self._over()

        panel = self._panel(text("keep_title"), text("keep_body"))
        yes = text("keep_yes", weeks=self._screen.weeks)
        panel.choices([Choice(yes, keep), Choice(text("keep_no"), self._over)])
        self._finish(panel)

    # somebody is, or may be, afraid

    def _careful(self) -> None:
        text, lines = self._screen.text, self._screen.lines
        is_sure = "yes" in self._answers.values()
        first = text("careful_yes" if is_sure else "careful_unsure")
        panel = self._panel(text("careful_title"), first, width=WIDE)
        for line in lines("careful", title=quick_exit.NEUTRAL_TITLE):
            panel.small(line)
        title, *card = help_lines(self._country, ABOUT)
        panel.label(title)
        for line in card[:HELP_LINES]:
            panel.small(line.strip())
        choices = [
            Choice(text("go_on"), self._what_is_recorded),
            Choice(text("breathe"), self._breathe),
            Choice(text("close"), self._leave),
        ]
        more = [Choice(shared("people.all"), self._all_help)]
        if self._vault is not None:
            more.append(Choice(text("remember"), self._remember))
        panel.choices(choices, in_row=True)
        panel.choices(more, in_row=True)
        self._finish(panel)

    def _all_help(self) -> None:
        title, *card = help_lines(self._country, ABOUT)
        panel = self._panel(title, width=WIDE)
        for line in card:
            panel.small(line.strip())
        self._back(panel)

    def _breathe(self) -> None:
        self._calm(CALM_OF["breathe"], self._careful)

    def _back(self, panel: Panel) -> None:
        panel.choices([Choice(shared("lobby.back"), self._careful, is_primary=True)])
        self._finish(panel)

    def _remember(self) -> None:
        text, weeks = self._screen.text, self._screen.weeks

        def keep() -> None:
            if self._vault is not None:
                remember(self._vault, "careful", self._today)
            self._careful()

        panel = self._panel(text("remember"), text("remember_body", weeks=weeks))
        no = Choice(text("remember_no"), self._careful, is_primary=True)
        panel.choices([no, Choice(text("remember_yes"), keep)])
        self._finish(panel)

    def _what_is_recorded(self) -> None:
        if self._vault is None or not self._vault.needs_passphrase:
            self._over()
            return
        text = self._screen.text

        def keep(is_kept: bool) -> None:
            self._care.keeps_hidden = is_kept
            self._over()

        panel = self._panel(text("record_title"), text("record_body"))
        panel.choices(
            [
                Choice(text("record_no"), partial(keep, False), is_primary=True),
                Choice(text("record_hidden"), partial(keep, True)),
            ]
        )
        self._finish(panel)

    def _over(self) -> None:
        if not self._care.is_careful:
            self._title(quick_exit.TITLE)
        self._done()

    # panels

    def _panel(self, title: str, *lines: str, width: float = WIDTH) -> Panel:
        panel = Panel(self._parent, self._fonts, width)
        panel.is_private = True
        panel.heading(title)
        for line in lines:
            panel.paragraph(line)
        return panel

    def _finish(self, panel: Panel) -> None:
        """Quick exit stands last on every panel, and is named in words."""
        panel.small(self._screen.text("quick_window"))
        panel.choices([Choice(self._screen.text("quick_exit"), self._quit)])
        panel.finish()
        self._show(panel)
