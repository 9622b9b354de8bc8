"""What a therapist has assigned, for every front end: shown, opened, put in force."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dialogue.scenario import Scenario
from dialogue.skills import CONSTRUCTIVE
from dialogue.strict import DataError
from sim.app import App
from sim.clinic.client import telling
from sim.clinic.client.counting import is_done, times_done
from sim.clinic.client.kept import Assignments, Kept, NoAssignment
from sim.clinic.client.task import Task
from sim.clinic.client.telling import Row
from sim.errors import BadInput
from sim.exercises._guide import ExerciseError, load
from sim.offered import Sent
from sim.session.clock import SystemClock
from sim.setting import of_settings
from sim.texts import text

LONGEST_LOOK_S: Final = 3.0
"""That a terminal's list waits for the shared folder; the next list has the rest."""


def every(app: App) -> tuple[Kept, ...]:
    """Every assignment that is kept, oldest first."""
    return Assignments(app.vault).all() if app.vault is not None else ()


def waiting(app: App) -> tuple[Kept, ...]:
    """Those of which something is left to do, newest first."""
    if app.vault is None:
        return ()
    vault = app.vault
    found = [one for one in every(app) if not is_done(one, times_done(vault, one))]
    return tuple(reversed(found))


def in_lobby(app: App) -> tuple[str, ...]:
    """What the lobby says of them: title, note and day of the newest, and its parts.

    Empty when nothing is left to do.
    """
    found = waiting(app)
    if not found or app.vault is None:
        return ()
    first, *lines = heading(app, found[0])
    key, more = ("more", str(len(found) - 1)) if len(found) > 1 else ("button", "")
    states = [f"{row.title}: {row.state}" for row in rows(app, found[0])]
    return (text(f"assigned.{key}", title=first, count=more), *lines, *states)


def look(app: App) -> None:
    """Look into the shared folder before a terminal's list stands there."""
    app.watching.opened(app.vault)
    app.watching.wait(LONGEST_LOOK_S)


def sent(app: App) -> Sent:
    """What the lobby has to know."""
    return Sent(bool(every(app)), in_lobby(app), unlocked(app), app.watching.lines)


def heading(app: App, kept: Kept) -> list[str]:
    """Title, note and day of one."""
    if app.vault is None:
        return [telling.title(kept)]
    today = SystemClock().now().date()
    return telling.heading(kept, times_done(app.vault, kept), today)


def rows(app: App, kept: Kept) -> list[Row]:
    """The parts of one as they stand."""
    return list(_rows(app, kept))


def _rows(app: App, kept: Kept) -> Iterator[Row]:
    if app.vault is None:
        return
    done = times_done(app.vault, kept)
    for part in kept.letter.parts:
        task = Task(kept, part)
        try:
            told = told_of(app, task) if task.is_talk else None
            title = told.title if told is not None else load(part.what).title
        except (DataError, ExerciseError):  # it has changed since it was sent
            continue
        why = task.closed(told, app.care, app.limit) if told is not None else ""
        state = telling.state(part, kept, done[part.id], why)
        is_open = not why and part.id not in kept.declined
        yield Row(task, title, state, is_open)


def told_of(app: App, task: Task) -> Scenario:
    """The conversation of `task` as it is told to this user."""
    return telling.told_talk(task, of_settings(app.settings))


def part_lines(app: App, task: Task) -> list[str]:
    """What is otherwise than usual in a part, and what closes it."""
    told = told_of(app, task) if task.is_talk else None
    return [*telling.given(task, told), *_closing(app, task, told)]


def _closing(app: App, task: Task, told: Scenario | None) -> Iterator[str]:
    if told is not None and (why := task.closed(told, app.care, app.limit)):
        yield text(f"assigned.not_{why}", title=told.title)


def begin(app: App, task: Task) -> Scenario:
    """Put a talk in force: its names, partner, rules and goals hold from now on.

    Raises:
        BadInput: it is closed; says why, kindly.
    """
    told = told_of(app, task)
    for why in _closing(app, task, told):
        raise BadInput(why)
    app.own = task.setting(of_settings(app.settings))
    app.task, app.given = task, task.given
    return told


def end(app: App) -> None:
    """Nothing that was assigned is in force any more."""
    app.own, app.task, app.given = None, None, None


def goals(app: App, most: int) -> tuple[str, ...]:
    """The goals that the therapist has set for what is in force."""
    if app.task is None or not app.task.is_talk:
        return ()
    set_for = (one for one in app.task.part.goals if one in CONSTRUCTIVE)
    return tuple(set_for)[:most]


def given_lines(app: App) -> tuple[str, ...]:
    """What the briefing says of the talk in force; empty for any other."""
    if app.task is None or not app.task.is_talk:
        return ()
    return tuple(part_lines(app, app.task))


def for_exercise(app: App, name: str) -> Task | None:
    """The part that the exercise `name` is done for.

    That which was opened, or for a locked one the first that unlocks it.
    """
    task = app.task
    if task is not None and not task.is_talk and task.part.what == name:
        return task
    return next((one for one in _unlocking(app) if one.part.what == name), None)


def unlocked(app: App) -> frozenset[str]:
    """Ids of the locked exercises that a therapist has opened."""
    return frozenset(one.part.what for one in _unlocking(app))


def _unlocking(app: App) -> Iterator[Task]:
    for kept in reversed(every(app)):
        for part in kept.parts:
            if part.kind == "exercise" and part.unlocks and load(part.what).locked:
                yield Task(kept, part)


def found(app: App, said: str) -> Task:
    """The part that ``2.1`` means, or ``2`` where that has one part only.

    Raises:
        BadInput: nothing is kept here, or the part was left out.
        NoAssignment: there is no such part.
    """
    if app.vault is None:
        raise BadInput("--assigned needs your encrypted record, and it is not open.")
    kept, part = Assignments(app.vault).find(said)
    if part is None and len(kept.letter.parts) > 1:
        raise NoAssignment(
            f"{said!r:.40} has {len(kept.letter.parts)} parts. Say which, as {said}.1: "
            "visavis assignments"
        )
    part = part or kept.letter.parts[0]
    if part.id in kept.declined:
        raise BadInput(text("assigned.was_declined", number=said))
    return Task(kept, part)


def decline(app: App, task: Task, *, is_declined: bool) -> Kept:
    """Leave a part out, or take it on again; nobody is told."""
    if app.vault is None:
        return task.kept
    assignments = Assignments(app.vault)
    now = assignments.get(task.kept.key)
    return assignments.decline(now, task.part.id, is_declined=is_declined)
