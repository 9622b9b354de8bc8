"""What is asked, what an answer means, and when it is asked again."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from assets import folder
from dialogue.strict import DataError, read

Answer = Literal["yes", "unsure", "no", "skip"]
ANSWERS: Final[tuple[Answer, ...]] = ("yes", "unsure", "no", "skip")
Outcome = Literal["careful", "clear", "skipped"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question, to "you"."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody passes over all of it."""

    id: str
    label: str
    again: Literal["next", "later"]
    """When it is asked again: at the next start, or after `Screen.weeks`."""


@dataclass(frozen=True, slots=True)
class Screen:
    """The file ``assets/screening/screen.toml``."""

    version: int
    """A new number means: ask everybody again."""
    weeks: int
    """How long an answer counts [own choice: things change, and asking often wears
    people out]."""
    questions: tuple[Question, ...]
    reasons: tuple[Reason, ...]
    texts: dict[str, Any]

    def text(self, name: str, **values: object) -> str:
        """The text `name`, with `values` filled in."""
        filled: str = self.texts[name]
        return filled.format(**values) if values else filled

    def lines(self, name: str, **values: object) -> tuple[str, ...]:
        """The list of texts `name`, with `values` filled in."""
        return tuple(line.format(**values) for line in self.texts[name])

    def reason(self, reason: str) -> Reason:
        """The reason with this id."""
        return next(one for one in self.reasons if one.id == reason)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the vault keeps of it, if the user wants: never the single answers."""

    version: int
    day: datetime.date
    outcome: Outcome
    reason: str = ""
    """Id of the reason for which all of it was skipped."""


@cache
def screen() -> Screen:
    """The questions, reasons and texts.

    Raises:
        DataError: the file is wrong; names the key.
    """
    place = folder("screening") / "screen.toml"
    table = tomllib.loads(place.read_text("utf-8"))
    texts = table.pop("texts")
    made = read(Screen, {**table, "texts": {}}, "screening/screen.toml")
    made.texts.update(texts)
    return made


def outcome_of(answers: Mapping[str, Answer]) -> Outcome:
    """What the answers lead to.

    One yes is enough, and "not sure" counts like it: a talk that is closed without
    need costs less than one that is opened into danger. A question that was skipped
    counts for nothing.
    """
    given = set(answers.values())
    if given & {"yes", "unsure"}:
        return "careful"
    return "clear" if "no" in given else "skipped"


def is_due(kept: Kept | None, today: datetime.date) -> bool:
    """Whether it is time to ask (again)."""
    made = screen()
    if kept is None or kept.version != made.version:
        return True
    if kept.reason and made.reason(kept.reason).again == "next":
        return True
    # a clock that was set back must not silence the question for years
    return not 0 <= (today - kept.day).days < made.weeks * 7


def to_note(kept: Kept) -> dict[str, Any]:
    """As the vault keeps it."""
    return {
        "version": kept.version,
        "day": kept.day.isoformat(),
        "outcome": kept.outcome,
        "reason": kept.reason,
    }


def from_note(note: Any) -> Kept | None:
    """Out of the vault; None for none and for one that cannot be read."""
    try:
        values = {**note, "day": datetime.date.fromisoformat(note["day"])}
        day = values.pop("day")
        kept = read(_Plain, values, "before")
    except (TypeError, KeyError, ValueError, DataError):
        return None  # asked once more, which harms nobody
    known = {"", *(one.id for one in screen().reasons)}
    if kept.reason not in known:
        return None
    return Kept(kept.version, day, kept.outcome, kept.reason)


@dataclass(frozen=True, slots=True)
class _Plain:
    """The fields of `Kept` that are plain JSON."""

    version: int
    outcome: Outcome
    reason: str = ""
