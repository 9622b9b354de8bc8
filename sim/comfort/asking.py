"""What is asked about comfort, in fixed words, and how a front end shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from sim.comfort.discomfort import LEAST, MOST, is_skip, read_number
from sim.exercises._instruments import OURS, Instrument, Item
from sim.exercises._spoken import meant
from sim.exercises.base import Option, View
from sim.texts import text, texts

Kind = Literal["rating", "break", "stop", "off", "item", "rest"]

SKIP: Final = "skip"
ENOUGH: Final = "enough"
FEW: Final = 4
"""Words; what is longer was not said to a question with two answers."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is asked or said, with what can be answered."""

    kind: Kind
    title: str
    lines: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    """What can be chosen, the first one first."""
    scale: tuple[int, int, str, str] | None = None
    """Least, most and what both mean, where a number is asked for."""

    def read(self, words: str) -> str:
        """The answer that spoken or typed `words` are; "" for none."""
        if self.scale is not None:
            number = read_number(words)
            if number is not None:
                return str(number)
            return SKIP if is_skip(words) else ""
        if len(words.split()) > FEW:
            return ""
        view = View(step=self.kind, kind="choice", options=self.options)
        found = meant(words, view)
        is_answer = found.act == "answer" and found.is_sure
        return found.value if is_answer else ""


class Asked(Protocol):
    """A question on the screen."""

    @property
    def is_up(self) -> bool:
        """Whether it still stands there; another panel may have taken its place."""

    def close(self) -> None:
        """Take it away, and show what was there before."""


class Front(Protocol):
    """Where questions are shown: a window, or a board in a headset's room."""

    def is_free(self) -> bool:
        """Whether nothing else is asked, typed or said, so that a question may come."""

    def ask(self, question: Question, answer: Callable[[str], None]) -> Asked:
        """Show `question`, over whatever is there; `answer` takes an option's id.

        On a scale it takes the number, as digits, or `SKIP`.
        """

    def is_idle(self) -> bool:
        """Whether nothing is being done: no scene, no exercise."""

    def wait(self) -> None:
        """Let an exercise wait for its user, who takes a break."""

    def leave(self) -> None:
        """End the scene or the exercise."""


def rating(*, is_after: bool = False) -> Question:
    """The one number."""
    key = "after_rate" if is_after else "rate"
    options = [Option(SKIP, text("comfort.skip"))]
    if is_after:
        options.append(Option(ENOUGH, text("comfort.enough")))
    return Question(
        "rating",
        text(f"comfort.{key}_title"),
        (text("comfort.rate_body"),),
        tuple(options),
        (LEAST, MOST, text("comfort.least"), text("comfort.most")),
    )


def pause(minutes: float, *, is_risen: bool = False) -> Question:
    """Suggest a break: it is time, or the number is higher than at the start."""
    key = "risen" if is_risen else "time"
    line = text(f"comfort.break_{key}", minutes=f"{minutes:.0f}")
    take = Option("take", text("comfort.break_take"))
    later = Option("later", text("comfort.break_later"))
    return Question("break", text("comfort.break_title"), (line,), (take, later))


def stop(*, is_doing: bool) -> Question:
    """The headset comes off; what is being done can go on at the screen."""
    options = [Option("stop", text("comfort.ok"))]
    if is_doing:
        options = [
            Option("stop", text("comfort.stop_leave")),
            Option("desk", text("comfort.stop_desk")),
        ]
    lines = texts("comfort.stop_lines")
    return Question("stop", text("comfort.stop_title"), lines, tuple(options))


def off() -> Question:
    """Wait until the headset is off."""
    leave = Option("stop", text("comfort.stop_leave"))
    lines = (text("comfort.off_body"),)
    return Question("off", text("comfort.off_title"), lines, (leave,))


def rest() -> Question:
    """A last word to somebody who came out of it unwell."""
    lines = texts("comfort.rest_lines")
    ok = Option("ok", text("comfort.ok"))
    return Question("rest", text("comfort.rest_title"), lines, (ok,))


def item(instrument: Instrument, asked: Item, *, is_first: bool) -> Question:
    """One question of a questionnaire; before the first, what it is and whose."""
    lines: list[str] = []
    if is_first:
        lines.append(instrument.about)
        if instrument.source != OURS:
            said = {"title": instrument.title, "source": instrument.source.rstrip(".")}
            lines.append(text("body_image.source", licence=instrument.licence, **said))
        lines += instrument.intro
    answers = tuple(
        Option(str(instrument.first + place), label)
        for place, label in enumerate(instrument.answers)
    )
    skip = (Option(SKIP, text("comfort.skip")), Option(ENOUGH, text("comfort.enough")))
    scale = None
    if not answers:
        low, high = instrument.ends
        low_means = asked.low_means or instrument.low_means
        scale = (
            int(low),
            int(high),
            low_means,
            asked.high_means or instrument.high_means,
        )
    return Question("item", asked.text, tuple(lines), (*answers, *skip), scale)
