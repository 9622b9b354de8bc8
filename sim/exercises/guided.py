"""Runs an exercise as it is written in its file: one step after another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sim.exercises._guide import OVER, Guide, GuideStep, as_number, load
from sim.exercises.base import Breath, Option, Scene, View
from sim.session.events import Event

LONGEST = 2000
"""Characters of an answer that are read; the rest is a story for another place."""

FORGOTTEN = "…"
"""Stands in a record for words that were not kept."""

_WITH_OTHER = re.compile(r"\{(\w+)\|([^{}]*)\}")
"""``{place|your place}``: the answer, or what is said where there is none."""


@dataclass(frozen=True, slots=True)
class Guided:
    """Where a guided exercise stands."""

    at: str
    answers: tuple[tuple[str, str], ...] = ()
    """Key and answer, oldest first."""
    count: int = 0
    """How often the present step was answered."""
    skipped: tuple[str, ...] = ()
    visits: int = 0

    def answer(self, key: str) -> str | None:
        """The last answer under `key`."""
        return next((v for k, v in reversed(self.answers) if k == key), None)

    def all_of(self, key: str) -> tuple[str, ...]:
        """Every answer under `key`, oldest first."""
        return tuple(v for k, v in self.answers if k == key)


class GuidedExercise:
    """One guide; see `base.Exercise`."""

    def __init__(self, guide: Guide) -> None:
        self.info = guide.info
        self._steps = guide.steps
        self._by_id = {step.id: step for step in guide.steps}

    def start(self) -> Guided:
        """At the first step."""
        return self._arrive(Guided(""), 0)

    def step(self, state: Guided, event: Event) -> Guided:
        """The state after an answer, a skip or the end of a wait."""
        here = self._by_id.get(state.at)
        if here is None or event.get("step", state.at) != state.at:
            return state
        if event["event"] == "skipped":
            marked = replace(state, skipped=(*state.skipped, here.id))
            return self._go(marked, here, "")
        if event["event"] == "time_up":
            timed = here.kind in ("wait", "breathe")
            return self._go(state, here, "") if timed else state
        value = " ".join(str(event.get("value", "")).split())[:LONGEST]
        if event.get("forgotten"):
            value = FORGOTTEN  # a replay goes the same way without the words
        if self.problem(state, value):
            return state
        if here.kind == "words" and here.times > 1 and not value:
            return self._go(state, here, "")  # enough of them
        if here.key:
            state = replace(state, answers=(*state.answers, (here.key, value)))
        if here.kind in ("words", "tap") and state.count + 1 < here.times:
            return replace(state, count=state.count + 1)
        return self._go(state, here, value)

    def _go(self, state: Guided, here: GuideStep, value: str) -> Guided:
        chosen = next((o.goto for o in here.options if o.id == value), "")
        target = chosen or here.goto
        if target == OVER:
            return replace(state, at=OVER, count=0)
        place = self._steps.index(self._by_id[target] if target else here)
        return self._arrive(state, place if target else place + 1)

    def _arrive(self, state: Guided, place: int) -> Guided:
        for step in self._steps[place:]:
            if self._is_open(step, state):
                visits = state.visits + 1
                return replace(state, at=step.id, count=0, visits=visits)
        return replace(state, at=OVER, count=0)

    def _is_open(self, step: GuideStep, state: Guided) -> bool:
        """Whether `step` is not passed over."""
        met = (item.holds(state.answer(item.key)) for item in step.when)
        return not step.when or any(met)

    def problem(self, state: Guided, value: str) -> str:
        """Why `value` is no answer here; "" when it is one."""
        here = self._by_id.get(state.at)
        if here is None:
            return "This exercise is over."
        if here.kind == "choice" and value not in {item.id for item in here.options}:
            listed = ", ".join(item.label for item in here.options)
            return f"Please choose one of: {listed}."
        if here.kind == "number":
            number = as_number(value)
            if number is None or not here.low <= number <= here.high:
                return f"Please give a number from {here.low:g} to {here.high:g}."
        if here.kind == "words" and not value and here.times == 1:
            return "A few words are enough. Or type /skip."
        return ""

    def view(self, state: Guided) -> View:
        """What is shown now."""
        here = self._by_id.get(state.at)
        if here is None:
            return View(OVER, "over", done=1.0)
        place = self._steps.index(here)
        lines = here.say if state.count == 0 else ()
        return View(
            step=here.id,
            kind=here.kind,
            lines=tuple(self._filled(line, state) for line in lines),
            partner_lines=tuple(self._filled(line, state) for line in here.partner_says)
            if state.count == 0
            else (),
            ask=self._filled(here.ask, state),
            options=tuple(Option(item.id, item.label) for item in here.options),
            number=(here.low, here.high, here.low_means, here.high_means),
            wait_s=here.wait_s,
            breath=_breath(here, state),
            scene=Scene(**asdict(here.scene)),
            done=round(place / len(self._steps), 3),
            why=here.why,
            silent=here.silent,
            for_eyes=here.for_eyes,
            tells=here.tells,
            key=f"{state.visits}.{state.count}",
        )

    def _filled(self, text: str, state: Guided) -> str:
        here = self._by_id[state.at]
        text = text.replace("{left}", str(here.times - state.count))
        for key in {name for name, _ in state.answers}:
            text = text.replace(f"{{{key}}}", state.answer(key) or "")
            text = text.replace(f"{{{key}_all}}", "; ".join(state.all_of(key)))

        def given(found: re.Match[str]) -> str:
            answer = state.answer(found[1])
            return found[2] if answer in (None, "", FORGOTTEN) else str(answer)

        return _WITH_OTHER.sub(given, text)

    def kept(self, event: Event) -> Event:
        """`event` without words that the file does not keep."""
        here = self._by_id.get(str(event.get("step", "")))
        if event["event"] != "answered" or (here is not None and here.keep):
            return event
        if here is not None and here.kind in ("choice", "number", "next", "tap"):
            # where one went is needed to come back to it; it is no confidence
            return event
        return {**event, "value": "", "forgotten": True}


def _breath(here: GuideStep, state: Guided) -> Breath | None:
    if here.kind != "breathe":
        return None
    rate = as_number(state.answer(here.rate_key)) or here.rate
    return Breath(rate, here.in_share, here.minutes * 60.0)


def create(options: Mapping[str, Any]) -> GuidedExercise:
    """Make the exercise of the file ``guide``, an id or a path.

    Raises:
        ExerciseError: there is no such file, or it is wrong.
    """
    given = options["guide"]
    return GuidedExercise(given if isinstance(given, Guide) else load(given))
