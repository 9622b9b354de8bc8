"""An assignment in plain words, the same in window, terminal and headset."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dialogue.plain import plain
from dialogue.scenario import Scenario, as_told
from dialogue.skills import BY_ID
from dialogue.slots import Setting
from dialogue.strict import DataError
from sim.clinic.client.counting import is_done
from sim.clinic.client.kept import Kept
from sim.clinic.client.task import Task
from sim.clinic.letters import Answer, Part
from sim.exercises._guide import ExerciseError, load
from sim.exercises._ladders import titled
from sim.texts import text


@dataclass(frozen=True, slots=True)
class Row:
    """One part in a list."""

    task: Task
    title: str
    state: str
    """How often it was done, or why it is closed, in a few words."""
    is_open: bool
    """Whether it can be done now."""


def title(kept: Kept) -> str:
    """What the assignment is called."""
    return plain(kept.letter.title).strip() or text("assigned.title")


def heading(kept: Kept, done: Counter[str], today: date) -> list[str]:
    """Title, note and day, each on a line."""
    lines = [title(kept)]
    if kept.letter.note:
        lines.append(plain(kept.letter.note))
    if kept.parts and is_done(kept, done):
        return [*lines, text("assigned.is_done")]
    return [*lines, due(kept, today)] if kept.letter.due_on else lines


def due(kept: Kept, today: date) -> str:
    """The day it is meant for, kindly."""
    day = date.fromisoformat(kept.letter.due_on)
    if day == today:
        return text("assigned.due_today")
    key = "due" if day > today else "due_over"
    return text(f"assigned.{key}", day=told_day(day))


def told_day(day: date) -> str:
    """``Friday 27 November 2026``."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def told_talk(task: Task, own: Setting) -> Scenario:
    """The conversation of `task`, told with its names and facts.

    Raises:
        DataError: it cannot be told.
    """
    return as_told(task.scenario(), task.setting(own))


def part_title(task: Task, own: Setting) -> str:
    """What the part is called."""
    if task.is_talk:
        return told_talk(task, own).title
    return load(task.part.what).title


def answer_line(kept: Kept, letter: Answer, name: str, own: Setting) -> str:
    """All that an answer tells `name`: the parts taken on, and those left out."""

    def titles(ids: tuple[str, ...]) -> str:
        made = [_named(Task(kept, kept.part(one)), own) for one in ids]
        return ", ".join(made) or text("assigned.nothing")

    taken, declined = titles(letter.taken), titles(letter.declined)
    return text("assigned.letter_goes", name=name, taken=taken, declined=declined)


def _named(task: Task, own: Setting) -> str:
    try:
        return part_title(task, own)
    except (DataError, ExerciseError):  # it has changed since it was sent
        return plain(task.part.what)


def state(part: Part, kept: Kept, done: int, closed: str = "") -> str:
    """How often a part was done, or what closes it."""
    if part.id in kept.declined:
        return text("assigned.declined")
    if closed:
        return text(f"assigned.closed_{closed}")
    times = {"count": str(min(done, part.times)), "times": str(part.times)}
    if done >= part.times or (done and part.times > 1):
        key = "done_once" if part.times == 1 else "done"
    else:
        key = "undone_once" if part.times == 1 else "undone"
    return text(f"assigned.{key}", **times)


def given(task: Task, told: Scenario | None = None) -> list[str]:
    """What is otherwise than usual in this part, line by line; `told` for a talk."""
    return list(_given(task, told))


def _given(task: Task, told: Scenario | None) -> Iterator[str]:
    part = task.part
    if part.note:
        yield plain(part.note)
    if told is None:
        yield from _given_exercise(task)
        return
    if task.source:
        yield text("assigned.own_scenario")
    if part.goals:
        titles = ", ".join(BY_ID[one].title.lower() for one in part.goals)
        yield text("assigned.goals", goals=titles)
    if part.partner != "as_written":
        key = f"assigned.partner_{part.partner}"
        yield text(key, partner=told.persona.name)
    # the scenario's own rules stand before those that were laid over it
    for rule in told.persona.rules[len(told.persona.rules) - len(part.rules) :]:
        yield plain(rule.text)


def _given_exercise(task: Task) -> Iterator[str]:
    if load(task.part.what).locked and task.part.unlocks:
        yield text("assigned.unlocks")
    if task.part.ladder:
        key = "steps" if task.ladder[1] else "steps_own"
        steps = " → ".join(map(plain, titled(task.part.ladder)))
        yield text(f"assigned.{key}", steps=steps)


def wishes(kept: Kept) -> str:
    """What the therapist would like to see."""
    kinds = [text(f"sharing.{one}") for one in kept.letter.share]
    if not kinds:
        return text("assigned.wishes_none")
    lower = ", ".join(f"{one[0].lower()}{one[1:]}" for one in kinds)
    return text("assigned.wishes", kinds=lower)
