"""The user's ceiling in a terminal: marks in a list, until it is as they want it."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from dialogue.scenario.vocabulary import CONTENT
from sim.lines import Keyboard
from sim.screening.ceiling import Ceiling, title
from sim.terminal import choose
from sim.texts import text


def pick_ceiling(console: Console, keyboard: Keyboard, now: Ceiling) -> Ceiling:
    """Let the user mark what to leave out; returns it as they leave it.

    Raises:
        Leave: the user leaves.
    """
    while True:
        console.print(Padding(Text(text("ceiling.title"), style="bold"), (1, 0, 0, 2)))
        console.print(Padding(Text(text("ceiling.hint")), (0, 0, 0, 2)))
        chosen = choose(console, keyboard, [*labels(now), text("ceiling.done")])
        if chosen < len(CONTENT):
            now = now.toggled(CONTENT[chosen])
        elif chosen == len(CONTENT):
            now = now.turned()
        else:
            return now


def labels(now: Ceiling) -> list[str]:
    """One line for each kind of content, marked where left out; steepness last."""
    made = [f"{'✓ ' if one in now.without else ''}{title(one)}" for one in CONTENT]
    steep = text(f"ceiling.steep_{now.steepest}")
    return [*made, text("ceiling.steepest", now=steep)]
