"""The lobby in a terminal: talks and exercises, chosen by number, name or words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from dialogue import safety
from dialogue.scenario import Scenario
from sim.choosing import bare, find
from sim.lines import Keyboard
from sim.offered import (
    ASSIGNED,
    NOTHING_SENT,
    Item,
    Sent,
    acts,
    exercises,
    narrowed,
    talks,
)
from sim.support import stop_text
from sim.terminal import Leave, choose, show_fixed, show_help
from sim.texts import text

KINDS = {"talks": "talk", "talk": "talk", "exercises": "exercise"}
"""Words that show only one half of the list."""


class TextLobby:
    """One list; numbers count through all of it, whatever is shown."""

    def __init__(
        self,
        console: Console,
        keyboard: Keyboard,
        told: Sequence[Scenario],
        country: str = "",
        sent: Sent = NOTHING_SENT,
    ) -> None:
        """`country` is for help, should a typed line ask for it.

        `sent` is what a therapist has sent.
        """
        self._console, self._keyboard, self._country = console, keyboard, country
        self._sent = sent
        more = acts(is_assigned=sent.is_there)
        self._items = [*talks(told), *exercises(sent.unlocked), *more]

    def pick(self, idea: str = "", *, is_new: bool = False) -> Item:
        """Show the list until something is chosen.

        Args:
            idea: one line on top.
            is_new: nothing was ever done here, so the check-in is offered first.

        Raises:
            Leave: the user leaves.
        """
        if idea:
            self._say(idea, "italic")
        self._say(text("lobby.title"), "bold")
        self._assigned()
        if is_new:
            begin = self._number(next(one for one in self._items if one.id == "path"))
            self._say(f"{begin}  {text('lobby.begin')}")
        self._show(self._items)
        while True:
            line = self._keyboard.wait()
            if line is None or line.strip() in ("/leave", "leave", "q"):
                raise Leave
            if (item := self._meant(line)) is not None:
                if item.id == "leave":
                    raise Leave
                return item

    def _assigned(self) -> None:
        """What has come, and what is left to do of it, above the list."""
        for line in self._sent.news:
            self._say(line, "italic")
        if not self._sent.lines:
            return
        item = next(one for one in self._items if one.id == ASSIGNED)
        first, *lines = self._sent.lines
        self._say(f"{self._number(item)}  {first}", "bold")
        for line in lines:
            self._console.print(Padding(Text(line), (0, 0, 0, 6)))

    def _meant(self, line: str) -> Item | None:
        """What `line` chooses; else None, and the user has been told."""
        if not line.strip():  # it may have been cleared from the screen
            self._show(self._items)
            return None
        if (kind := KINDS.get(bare(line))) is not None:
            self._show([one for one in self._items if one.kind == kind])
            return None
        if line.strip().isdecimal() and not 1 <= int(line) <= len(self._items):
            self._say(f"Please type a number from 1 to {len(self._items)}.")
            return None
        found = find(line, self._items)
        if found.sure is not None:
            return found.sure
        if self._is_flagged(line):
            return None
        if found.near:
            return self._ask(found.near)
        few = narrowed(line, self._items)
        if few:
            self._show(few)
        else:
            self._say(text("lobby.none", typed=line.strip()[:40]))
        return None

    def _is_flagged(self, line: str) -> bool:
        """Whether the safety screen hears danger; then there is help, not a list."""
        found = safety.screen(line)
        if found.action != "stop" or found.category == "stop_request":
            return False
        show_fixed(self._console, stop_text(found, ""))
        show_help(self._console, self._country, found.category)
        return True

    def _ask(self, near: Sequence[Item]) -> Item | None:
        self._say(text("lobby.mean"))
        labels = [*(one.title for one in near), text("lobby.neither")]
        chosen = choose(self._console, self._keyboard, labels)
        if chosen < len(near):
            return near[chosen]
        self._show(self._items)
        return None

    def _number(self, item: Item) -> int:
        return self._items.index(item) + 1

    def _show(self, items: Sequence[Item]) -> None:
        for kind, some in groupby(items, lambda one: one.kind):
            self._say(text(f"lobby.{kind}s"), "bold")
            for group, them in groupby(some, lambda one: one.group):
                if group:
                    self._say(group, "italic")
                for item in them:
                    self._row(item)
        if not any(one.kind == "talk" for one in self._items):
            self._say(text("ceiling.none_left"))
        self._say(text("lobby.typed_hint"), "dim")

    def _row(self, item: Item) -> None:
        title = Text(f"{self._number(item):>4}  {item.title}")
        if item.minutes:
            title.append(f" · {item.under}", style="dim")
        title.stylize("bold", 0, 6 + len(item.title))
        self._console.print(title)
        if item.about:
            self._console.print(Padding(Text(item.about), (0, 0, 0, 6)))

    def _say(self, words: str, style: str = "") -> None:
        if words:
            self._console.print(Padding(Text(words, style=style), (1, 0, 0, 2)))
