"""Planning an unhurried hour: the idea, the talk, and the plan that comes of it.

The steps and their words stand in ``assets/exercises/sensate_focus.toml``. Here only:
where one goes without being asked, what a rehearsed talk fills in, and what is kept.
docs/explanation/planning-closeness.md says why it is as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from dialogue.scenario import Scenario
from sim.exercises import _plan
from sim.exercises._guide import Guide, load
from sim.exercises._help import FEAR, HARM, people
from sim.exercises._keeping import KEEP, without_record
from sim.exercises._plan import FIELDS, LONGEST, Plan
from sim.exercises.base import Before, Option, View
from sim.exercises.guided import FORGOTTEN, Guided, GuidedExercise
from sim.session.events import Event

SCENARIO: Final = "planning_touch"
TALKING: Final = "talking"
"""Step on which a front end opens the talk, and to which one comes back."""
UNKEPT: Final = "unkept."
"""Begins the name of a step whose words are not recorded."""
MOST_CHANGES: Final = 12
"""Corrections in one sitting; after that the page itself takes a pencil well."""
PRIVATE: Final = ("private", "afraid", "harm", "pain", "harm_end")
"""Steps of which the record says only that the private question was put: to have been
at one of the others would be its answer."""
HELP: Final = {"afraid": FEAR, "harm": HARM}
"""Kinds of help that are named at once, by step."""
_SAID: Final = "said."
"""Begins the key of what the talk left for a part of the plan."""
_TAKE, _OPEN = "keep", "open"


class PlanningExercise(GuidedExercise):
    """See `base.Exercise`; its state is that of a guided one."""

    def __init__(self, guide: Guide, before: Before) -> None:
        super().__init__(guide)
        self._is_careful = before.is_careful
        self._country = before.country
        self._has_record = before.has_record

    def start(self) -> Guided:
        """At the private question; at the help, where its answer is known."""
        state = super().start()
        return replace(state, at="afraid") if self._is_careful else state

    def step(self, state: Guided, event: Event) -> Guided:
        """The state after an answer, a skip or the end of a wait."""
        if event.get("step", "") not in ("", _name(state)):
            return state
        event = {**event, "step": state.at}
        if state.at in PRIVATE and event.get("forgotten"):
            event = {**event, "value": "rather_not", "forgotten": False}
        if state.at == TALKING:
            state = _filled(state, event.get("drawn") or {})
        if state.at not in FIELDS:
            return self._reviewed(super().step(state, event))
        if event["event"] == "answered":
            value = " ".join(str(event.get("value", "")).split())[:LONGEST]
            if not event.get("forgotten"):
                event = {**event, "value": _taken(state, value)}
            if not event["value"] and not event.get("forgotten"):
                event = {"event": "skipped", "step": state.at}
                state = replace(state, answers=(*state.answers, (state.at, "")))
        after = super().step(state, event)
        if after.at != state.at and state.answer("review") is not None:
            return replace(after, at="review")  # a correction comes back to the whole
        return after

    def _reviewed(self, state: Guided) -> Guided:
        """Past the review when there have been changes enough."""
        changes = sum(1 for key, _ in state.answers if key == "review")
        if state.at in FIELDS and changes > MOST_CHANGES:
            return replace(state, at="paper")
        return state

    def problem(self, state: Guided, value: str) -> str:
        """Why `value` is no answer here; "" when it is one."""
        if state.at in FIELDS and value == _TAKE and not _said(state):
            return "There is nothing yet that could be taken. A few words are enough."
        return super().problem(state, value)

    def view(self, state: Guided) -> View:
        """What is shown now."""
        shown = super().view(state)
        if state.at in FIELDS:
            shown = _field_view(state, shown)
        elif state.at == "review":
            rows = [f"{name}: {words}" for name, words in plan_of(state).rows()]
            shown = replace(shown, lines=(*shown.lines, *rows))
        elif state.at == KEEP and not self._has_record:
            shown = without_record(shown)
        elif state.at in HELP:
            called = people(self._country, HELP[state.at])
            shown = replace(shown, lines=(*shown.lines, *called))
        return replace(shown, step=_name(state))

    def talk_at(self, state: Guided) -> str:
        """The planning talk, when the user wants it."""
        return SCENARIO if state.at == TALKING else ""

    def drawn(self, log: Sequence[Event], told: Scenario) -> dict[str, str]:
        """What the user said in the talk, by part of the plan."""
        return _plan.drawn(log, told)

    def kept(self, event: Event) -> Event:
        """`event` as it is recorded: what is private, or not to be kept, is not."""
        name = str(event.get("step", ""))
        gone = {"event": "answered", "step": name, "value": "", "forgotten": True}
        if name in PRIVATE:
            return {**gone, "step": "private"}
        if name.startswith(UNKEPT) and event["event"] == "answered":
            return gone
        if name in FIELDS or name == TALKING:
            return event
        return super().kept(event)


def plan_of(state: Guided) -> Plan:
    """The plan as it stands."""
    given = {name: state.answer(name) or "" for name in FIELDS}
    return Plan(**{k: "" if v == FORGOTTEN else v for k, v in given.items()})


def _name(state: Guided) -> str:
    """Name of the step; it says whether its words may be recorded."""
    is_kept = state.answer("keep") == "plan"
    is_own = state.at in FIELDS or state.at == TALKING
    return f"{UNKEPT}{state.at}" if is_own and not is_kept else state.at


def _filled(state: Guided, drawn: Mapping[str, Any]) -> Guided:
    given = tuple((f"{_SAID}{key}", str(drawn[key])) for key in FIELDS if key in drawn)
    return replace(state, answers=(*state.answers, *given))


def _said(state: Guided) -> str:
    """What is there already for this part: the user's answer, or words of the talk."""
    answer = state.answer(state.at)
    return (state.answer(f"{_SAID}{state.at}") or "") if answer is None else answer


def _taken(state: Guided, value: str) -> str:
    if value == _TAKE:
        return _said(state)
    return "" if value == _OPEN else value


def _field_view(state: Guided, shown: View) -> View:
    said = _said(state)
    options = [Option(_OPEN, "Leave it open")]
    lines = shown.lines
    if said and said != FORGOTTEN:
        options.insert(0, Option(_TAKE, "Take it as it is"))
        lines = (*lines, f"So far: “{said}”")
    return replace(shown, lines=lines, options=tuple(options))


def create(options: Mapping[str, Any]) -> PlanningExercise:
    """Make the exercise of the file ``guide``; ``before`` is `base.Before`.

    Raises:
        ExerciseError: the file is wrong.
        DataError: a file of ``assets/plan`` is wrong.
    """
    given = options["guide"]
    guide = given if isinstance(given, Guide) else load(given)
    _plan.plan_words()  # a wrong file is said now and not in the middle
    return PlanningExercise(guide, options.get("before", Before()))
