"""What was chosen in the lobby of a terminal, opened."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Console

from dialogue.scenario import Scenario
from sim import assigned_text, exercise_room, quick_exit, terminal
from sim.app import App
from sim.checked_in import taken
from sim.lines import Keyboard
from sim.offered import ASSIGNED
from sim.own_data import kept, note
from sim.privacy.overview import look
from sim.screening.asking import ABOUT
from sim.screening.limits import pick_ceiling
from sim.texts import text


def opened(
    app: App, console: Console, keyboard: Keyboard, picked: str
) -> Scenario | None:
    """Do what was chosen; gives the conversation, if it is one.

    Args:
        app: the program.
        console: where it is shown.
        keyboard: where answers come from.
        picked: ``talk:ID``, ``exercise:ID``, or one of `offered.ACTS`.

    Raises:
        Leave: the user leaves the program.
    """
    kind, _, name = picked.partition(":")
    if kind == "talk":
        return next((one for one in app.scenarios() if one.id == name), None)
    if kind == "path":
        return opened(app, console, keyboard, _checked_in(app, console, keyboard))
    if kind == ASSIGNED:
        return assigned_text.chosen(app, console, keyboard)
    acts: dict[str, Callable[[], None]] = {
        "exercise": lambda: exercise_room.open_one(app, console, keyboard, name),
        "limit": lambda: app.set_limit(pick_ceiling(console, keyboard, app.limit)),
        "people": lambda: _people(app, console),
        "about": lambda: _lines(console, app.about()),
        "kept": lambda: _kept(app, console),
    }
    acts.get(kind, lambda: None)()
    return None


def _checked_in(app: App, console: Console, keyboard: Keyboard) -> str:
    chosen = taken(app, exercise_room.check_in(app, console, keyboard))
    app.is_checked_in = True
    if app.care.is_careful:
        quick_exit.set_title(quick_exit.NEUTRAL_TITLE)
    return chosen


def _people(app: App, console: Console) -> None:
    """Help lines; those for violence first where somebody is afraid."""
    terminal.show_help(console, app.country, ABOUT if app.care.is_careful else "")


def _kept(app: App, console: Console) -> None:
    _lines(console, kept(look(app.vault)) if app.vault else [app.storage])
    note(console, text("lobby.more_kept"))


def _lines(console: Console, lines: list[str] | tuple[str, ...]) -> None:
    for line in lines:
        note(console, line)
