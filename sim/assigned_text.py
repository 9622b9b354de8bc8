"""What a therapist has assigned, in a terminal: chosen, done, left out."""

from __future__ import annotations

from rich.console import Console

from dialogue.scenario import Scenario
from sim import assigned, exercise_room
from sim.app import App
from sim.clinic.client import telling
from sim.clinic.client.kept import Kept
from sim.clinic.client.telling import Row
from sim.lines import Keyboard
from sim.share_text import say
from sim.terminal import choose
from sim.texts import text


def chosen(app: App, console: Console, keyboard: Keyboard) -> Scenario | None:
    """Show what was sent until something of it is done; a talk, if that is it.

    Raises:
        Leave: the user leaves the program.
    """
    app.watching.seen()
    while True:
        kept = _one(app, console, keyboard)
        if kept is None:
            return None
        first, *lines = assigned.heading(app, kept)
        say(console, first, is_bold=True)
        for line in (*lines, telling.wishes(kept), text("assigned.hint")):
            say(console, line)
        rows = assigned.rows(app, kept)
        labels = [f"{one.title} · {one.state}" for one in rows]
        number = choose(console, keyboard, [*labels, text("assigned.back")])
        if number == len(rows):
            return None
        is_left, told = _part(app, console, keyboard, rows[number])
        if is_left:
            return told


def _one(app: App, console: Console, keyboard: Keyboard) -> Kept | None:
    """The only one, or the one chosen of several, newest first."""
    found = tuple(reversed(assigned.every(app)))
    if len(found) < 2:
        return found[0] if found else None
    labels = [" · ".join(assigned.heading(app, one)[::2]) for one in found]
    number = choose(console, keyboard, [*labels, text("assigned.back")])
    return found[number] if number < len(found) else None


def _part(
    app: App, console: Console, keyboard: Keyboard, row: Row
) -> tuple[bool, Scenario | None]:
    """One part: do it or leave it out; whether to leave the list, and the talk."""
    say(console, row.title, is_bold=True)
    for line in assigned.part_lines(app, row.task):
        say(console, line)
    is_declined = row.task.part.id in row.task.kept.declined
    change = text("assigned.take_on" if is_declined else "assigned.decline")
    labels = [text("assigned.do")] if row.is_open else []
    picked = [*labels, change, text("assigned.back")]
    done = picked[choose(console, keyboard, picked)]
    if done == change:
        assigned.decline(app, row.task, is_declined=not is_declined)
        key = "taken_now" if is_declined else "declined_now"
        say(console, text(f"assigned.{key}", title=row.title))
    if done != text("assigned.do"):
        return False, None
    if row.task.is_talk:
        return True, assigned.begin(app, row.task)
    app.task = row.task
    exercise_room.open_one(app, console, keyboard, row.task.part.what)
    app.task = None
    return True, None
