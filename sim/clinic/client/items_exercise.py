"""What of one exercise can be shared, item by item, as it would go.

Never offered: answers that were not kept, private questions, where one went in it, and
what the safety screen asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from sim.clinic.client.items import attendance, words
from sim.clinic.letters import Item, ItemKind
from sim.exercises._catalog import make
from sim.exercises._exposure_state import Exposure, Try
from sim.exercises._guide import ExerciseError, as_number
from sim.exercises._measuring import WHENS
from sim.exercises._running import PREFIX, Run, step
from sim.exercises.base import Exercise, View
from sim.privacy.records import Entry
from sim.session.events import Event

_HIDDEN: Final = ("private", "therapist", "unkept")
"""Begin the names of steps whose answers are nobody's."""
_NUMBERS: Final = {
    "expected": "likely",
    "before": "before",
    "highest": "strongest",
    "after": "after",
    "came": "came",
}
"""Names of a try's numbers in a report, and where they stand."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that was kept, with the step it was given to."""

    step: str
    ask: str
    value: str
    view: View


@dataclass
class _Reading:
    """Reads the log once more, as it went."""

    exercise: Exercise
    run: Run = field(default_factory=Run)
    is_flagged: bool = False
    """The safety screen has just asked about what comes next."""

    def answers(self, log: Sequence[Event]) -> Iterator[Answer]:
        for event in log:
            if event["event"] == "safety" and event.get("action", "none") != "none":
                self.is_flagged = True
            if event["event"] == "answered":
                if (found := self._answer(event)) is not None:
                    yield found
                self.is_flagged = False
            self.run = step(self.exercise, self.run, event)

    def _answer(self, event: Event) -> Answer | None:
        name, value = str(event.get("step", "")), str(event.get("value", ""))
        if not value or event.get("forgotten") or self.is_flagged:
            return None
        if self.run.phase != "running" or name.startswith(_HIDDEN):
            return None
        view = self.exercise.view(self.run.inner)
        if view.step != name or view.silent:
            return None
        return Answer(name, view.ask or name.replace("_", " "), value, view)


def of_exercise(entries: Sequence[Entry]) -> tuple[Item, ...]:
    """Everything of an exercise that can be shared, in the order it is shown.

    An exercise that is gone leaves only that it was done.
    """
    log: list[Event] = [one.event for one in entries]
    first = attendance(entries)
    try:
        reading = _Reading(make(str(log[0]["scenario"]).removeprefix(PREFIX)))
    except ExerciseError:
        return (first,)
    answers = list(reading.answers(log))
    if reading.run.phase == "stopped":
        return (first,)
    inner = reading.run.inner
    if isinstance(inner, Exposure):
        kept = {(one.step, words(one.value)) for one in answers}
        tries = enumerate(inner.tries, 1)
        return (first, *(item for n, one in tries for item in _try(n, one, kept)))
    return (first, *_measures(answers), *_others(answers))


def _try(number: int, one: Try, kept: set[tuple[str, str]]) -> Iterator[Item]:
    """One scene of graded exposure: its numbers, then the words that were kept."""
    numbers = {
        name: float(value)
        for name, where in _NUMBERS.items()
        if (value := getattr(one, where)) is not None
    }
    if numbers:
        yield Item(f"suds.{number}", "suds", words(one.title), numbers=numbers)
    for name, label in (
        ("fear", "Feared"),
        ("happened", "What happened"),
        ("learned", "Learned"),
    ):
        value = words(getattr(one, name))
        if (name, value) in kept:
            yield Item(f"notes.{number}.{name}", "notes", label, value)


def _measures(answers: Sequence[Answer]) -> Iterator[Item]:
    """Questionnaires: each question, before beside after."""
    found: dict[str, dict[str, float]] = {}
    asked: dict[str, str] = {}
    for one in answers:
        when, _, name = one.step.partition(".")
        number = as_number(one.value)
        if when in WHENS and number is not None:
            found.setdefault(name, {})[when] = number
            asked[name] = one.ask
    for name, numbers in found.items():
        yield Item(f"measures.{name}", "measures", words(asked[name]), numbers=numbers)


def _others(answers: Sequence[Answer]) -> Iterator[Item]:
    """Numbers and words of its own steps; choices say only where one went."""
    counts: dict[str, int] = {}
    for one in answers:
        if one.step.partition(".")[0] in WHENS and "." in one.step:
            continue
        kind: ItemKind | None = {"number": "suds", "words": "notes"}.get(one.view.kind)  # type: ignore[assignment]
        number = as_number(one.value)
        if kind is None or (kind == "suds" and number is None):
            continue
        counts[one.step] = counts.get(one.step, 0) + 1
        ident = f"{kind}.{one.step}.{counts[one.step]}"
        if kind == "suds" and number is not None:
            yield Item(ident, kind, words(one.ask), numbers={"value": number})
        else:
            yield Item(ident, kind, words(one.ask), words(one.value))
