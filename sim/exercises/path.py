"""The first check-in: four short questions, then up to three places to begin.

The questions stand in ``assets/exercises/path.toml``, where they lead in
``assets/path/rules.toml``. docs/explanation/the-path.md says why it is as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Any, Final

from sim.exercises import _path_rules
from sim.exercises._guide import OVER, Guide, GuideOption, GuideStep, load
from sim.exercises._path_rules import PEOPLE, Route, Target, route, rules
from sim.exercises.base import Before, Option, View
from sim.exercises.guided import Guided, GuidedExercise
from sim.session.events import Event
from sim.texts import text

WHERE: Final = "where"
"""Id of the last step, which shows the offers."""
EVERYTHING: Final = "everything"
"""The answer that ends the questions and leads to the whole list."""
STEEPNESS: Final = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Path:
    """Where the check-in stands."""

    asking: Guided
    chosen: str = ""
    """``talk:ID``, ``exercise:ID``, ``people`` or `EVERYTHING`; "" while open."""

    @property
    def answers(self) -> dict[str, str]:
        """Every answer by the key of its question."""
        return dict(self.asking.answers)

    @property
    def is_asking(self) -> bool:
        """Whether a question is open."""
        return self.asking.at != OVER


class PathExercise:
    """See `base.Exercise`."""

    def __init__(self, guide: Guide, before: Before) -> None:
        self.info = guide.info
        self._before = before
        # who has set a ceiling is not asked again
        steps = [
            _with_steepness(step) if step.id == "ceiling" else step
            for step in guide.steps
            if not (step.id == "ceiling" and before.steepest)
        ]
        self._questions = GuidedExercise(replace(guide, steps=tuple(steps)))
        self._count = len(steps)

    @cached_property
    def _there(self) -> dict[str, Target]:
        return _path_rules.targets()

    def start(self) -> Path:
        """At the first question."""
        return Path(self._questions.start())

    def step(self, state: Path, event: Event) -> Path:
        """The state after an answer or a skip."""
        if state.is_asking:
            asking = self._questions.step(state.asking, event)
            wants_all = event.get("value") == EVERYTHING and asking != state.asking
            return Path(asking, EVERYTHING if wants_all else "")
        if state.chosen or event.get("step", WHERE) != WHERE:
            return state
        if event["event"] == "skipped" or event.get("forgotten"):
            return replace(state, chosen=EVERYTHING)
        value = str(event.get("value", ""))
        if event["event"] != "answered" or self.problem(state, value):
            return state
        return replace(state, chosen=value)

    def problem(self, state: Path, value: str) -> str:
        """Why `value` is no answer here; "" when it is one."""
        if state.is_asking:
            return self._questions.problem(state.asking, value)
        options = self.view(state).options
        if value in {one.id for one in options}:
            return ""
        listed = ", ".join(one.label for one in options)
        return f"Please choose one of: {listed}." if options else "This is over."

    def route(self, state: Path) -> Route:
        """What the answers so far lead to."""
        return route(state.answers, self._before, self._there)

    def view(self, state: Path) -> View:
        """The question, or the offers with their reasons."""
        if state.is_asking:
            shown = self._questions.view(state.asking)
            return replace(shown, done=round(shown.done * 0.8, 3))
        if state.chosen:
            return View(OVER, "over", done=1.0)
        found = self.route(state)
        everything = Option(EVERYTHING, rules().texts["everything"])
        offered = [Option(one.target.id, label(one.target)) for one in found.offers]
        return View(
            WHERE,
            "choice",
            lines=_lines(found),
            ask=rules().texts["ask"],
            options=(*offered, everything),
            done=0.8,
            key=WHERE,
        )

    def kept(self, event: Event) -> Event:
        """`event` as it is: the file declares no records, so none is ever written."""
        return event


def label(target: Target) -> str:
    """What is offered, with its kind and how long it takes."""
    return rules().texts[target.kind].format(title=target.title, minutes=target.minutes)


def _lines(found: Route) -> tuple[str, ...]:
    """Notes, then each reason with what it leads to, then what was left out and why."""
    texts = rules().texts
    lines = list(found.notes)
    for said, offers in groupby(found.offers, lambda offer: offer.said):
        titles = _quoted(offer.target for offer in offers)
        lines.append(texts["because"].format(said=said, titles=titles))
    for key, left in (("left_out", found.too_steep), ("ruled_out", found.ruled_out)):
        if left:
            titles = _quoted(left[: rules().most])
            lines.append(texts[key].format(titles=titles))
    return tuple(lines)


def _quoted(these: Iterable[Target]) -> str:
    return ", ".join(f"“{one.title}”" for one in these)


def _with_steepness(step: GuideStep) -> GuideStep:
    """The ceiling's question, with the words that the list of what to leave out has."""
    labels = [text(f"ceiling.steep_{number}") for number in STEEPNESS]
    options = [
        GuideOption(str(number), label[0].upper() + label[1:])
        for number, label in zip(STEEPNESS, labels, strict=True)
    ]
    return replace(step, options=(*options, *step.options))


def create(options: Mapping[str, Any]) -> PathExercise:
    """Make the check-in of the file ``guide``, an id or a path.

    Raises:
        ExerciseError: there is no such file, or it is wrong.
    """
    given = options["guide"]
    guide = given if isinstance(given, Guide) else load(given)
    return PathExercise(guide, options.get("before") or Before())


__all__ = ["EVERYTHING", "PEOPLE", "PathExercise", "create", "label"]
