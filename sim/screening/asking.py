"""The private questions in a terminal."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from sim import quick_exit
from sim.lines import Keyboard
from sim.privacy.vault import Vault
from sim.screening.answers import (
    ANSWERS,
    Answer,
    Outcome,
    Reason,
    outcome_of,
    screen,
)
from sim.screening.care import Care, remember
from sim.support import CALM_OF
from sim.terminal import Leave, choose, show_help
from sim.typed import Calm

ABOUT = "violence_from_partner"
"""Safety category whose help comes first on the card."""


class Asking:
    """Puts the questions, shows help where they call for it, keeps what is wanted."""

    def __init__(
        self,
        console: Console,
        keyboard: Keyboard,
        care: Care,
        vault: Vault | None,
        country: str,
        calm: Calm,
    ) -> None:
        """`calm` opens something calming by its id."""
        self._console, self._keyboard = console, keyboard
        self._care, self._vault, self._country = care, vault, country
        self._calm = calm
        self._screen = screen()

    def run(self, today: datetime.date) -> None:
        """Ask, and go on as the answers say.

        Raises:
            Leave: the user leaves.
            QuickExit: at once.
        """
        quick_exit.set_title(quick_exit.NEUTRAL_TITLE)
        text = self._screen.text
        self._say(text("title"), *self._screen.lines("intro"), text("quick_typed"))
        options = [text("answer"), text("skip_all"), text("quick_exit")]
        chosen = self._choose(options)
        if chosen == len(options) - 1:
            self._go()
        if chosen:
            self._skip(today)
        else:
            self._questions(today)
        if not self._care.is_careful:
            quick_exit.set_title(quick_exit.TITLE)

    def _questions(self, today: datetime.date) -> None:
        answers: dict[str, Answer] = {}
        every = self._screen.questions
        for number, question in enumerate(every, 1):
            place = self._screen.text("of", number=number, count=len(every))
            self._say("", f"{place}. {question.text}")
            chosen = self._choose([self._screen.text(one) for one in ANSWERS])
            answers[question.id] = ANSWERS[chosen]
        outcome = outcome_of(answers)
        self._care.settle(outcome)
        if outcome == "careful":
            self._careful(today, is_sure="yes" in answers.values())
        else:
            self._say("", self._screen.text("clear"))
            self._offer_to_keep(today, None)

    def _skip(self, today: datetime.date) -> None:
        reasons = self._screen.reasons
        self._say("", self._screen.text("why_skip"))
        reason = reasons[self._choose([one.label for one in reasons])]
        self._care.settle("skipped")
        if reason.again == "next":
            self._say("", self._screen.text("later"))
        else:
            self._offer_to_keep(today, reason)

    def _offer_to_keep(self, today: datetime.date, reason: Reason | None) -> None:
        if self._vault is None:
            return
        text = self._screen.text
        self._say(text("keep_title"), text("keep_body"))
        weeks = self._screen.weeks
        if self._choose([text("keep_yes", weeks=weeks), text("keep_no")]) == 0:
            outcome: Outcome = "clear" if reason is None else "skipped"
            remember(self._vault, outcome, today, reason.id if reason else "")

    def _careful(self, today: datetime.date, *, is_sure: bool) -> None:
        text = self._screen.text
        first = text("careful_yes" if is_sure else "careful_unsure")
        more = self._screen.lines("careful", title=quick_exit.NEUTRAL_TITLE)
        self._say(text("careful_title"), first, *more)
        show_help(self._console, self._country, ABOUT)
        keys = ["quick_exit", "go_on", "breathe", "close"]
        if self._vault is not None:
            keys.insert(3, "remember")
        while True:
            key = keys[self._choose([text(one) for one in keys])]
            if key == "quick_exit":
                self._go()
            elif key == "breathe":
                self._calm(CALM_OF[key])
            elif key == "remember":
                self._remember(today)
            elif key == "close":
                raise Leave
            else:
                break
        self._what_is_recorded()
        self._say("", text("left"))

    def _remember(self, today: datetime.date) -> None:
        text, weeks = self._screen.text, self._screen.weeks
        self._say(text("remember"), text("remember_body", weeks=weeks))
        chosen = self._choose([text("remember_no"), text("remember_yes")])
        if chosen == 1 and self._vault is not None:
            remember(self._vault, "careful", today)

    def _what_is_recorded(self) -> None:
        """Nothing, unless it is asked for and a passphrase can hide it."""
        if self._vault is None or not self._vault.needs_passphrase:
            return
        text = self._screen.text
        self._say(text("record_title"), text("record_body"))
        chosen = self._choose([text("record_no"), text("record_hidden")])
        self._care.keeps_hidden = chosen == 1

    def _go(self) -> None:
        quick_exit.wipe()
        raise quick_exit.QuickExit

    def _choose(self, options: Sequence[str]) -> int:
        return choose(self._console, self._keyboard, options)

    def _say(self, title: str, *lines: str) -> None:
        if title:
            self._console.print(Padding(Text(title, style="bold"), (1, 0, 0, 2)))
        for line in lines:
            self._console.print(Padding(Text(line), (1, 0, 0, 2)))
