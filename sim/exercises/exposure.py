"""Graded exposure: a ladder of one's own, one step of it in a scene, what it taught.

The steps' words stand in ``assets/exercises/exposure.toml``, the ladders in
``assets/exposure``. docs/explanation/graded-exposure.md says why it is as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from sim.exercises import _exposure_words as words
from sim.exercises._exposure_moves import answered, skipped, to
from sim.exercises._exposure_past import Past, assigned, past_of
from sim.exercises._exposure_state import Exposure, fresh, from_note, to_note
from sim.exercises._guide import OVER, Guide, as_number, load
from sim.exercises._help import HARM, people
from sim.exercises._keeping import KEEP, without_record
from sim.exercises._ladders import by_id, ladders
from sim.exercises.base import Before, View
from sim.exercises.guided import FORGOTTEN, LONGEST
from sim.session.events import Event

UNKEPT: Final = "unkept."
"""Begins the name of a step of which nothing is recorded."""
PRIVATE: Final = ("private", "therapist")
"""Steps of which the record says only that the private question was put."""
GONE: Final = {"event": "answered", "value": "", "forgotten": True}
"""What is left of an answer that is not kept."""
WORDLESS: Final = "wordless."
"""Begins the name of a step whose words are not recorded."""
_OWN_WORDS: Final = frozenset({"fear", "happened", "learned"})


class ExposureExercise:
    """See `base.Exercise`."""

    def __init__(
        self, guide: Guide, past: Past, country: str = "", *, has_record: bool = True
    ) -> None:
        self.info = guide.info
        self._has_record = has_record
        self._country = country
        self._guide = {step.id: step for step in guide.steps}
        self._past = past

    def start(self) -> Exposure:
        """At the private question."""
        return Exposure()

    def step(self, state: Exposure, event: Event) -> Exposure:
        """The state after an answer, a skip or the end of a wait."""
        name = step_name(state)
        if state.at == OVER or event.get("step", name) != name:
            return state
        if event["event"] == "skipped":
            return skipped(state)
        if event["event"] == "time_up":
            is_waiting = self.view(state).kind in ("wait", "breathe")
            return skipped(state) if is_waiting else state
        value = " ".join(str(event.get("value", "")).split())[:LONGEST]
        if event.get("forgotten"):
            value = "no" if state.at == "private" else FORGOTTEN
        if self.problem(state, value):
            return state
        if state.at == "template":
            return self._chosen(state, value, event)
        return answered(state, value)

    def _chosen(self, state: Exposure, value: str, event: Event) -> Exposure:
        if value not in {one.id for one in ladders()}:
            return to(state, "end")
        template = by_id(value)
        steps = from_note(event.get("ladder", ()), template)
        steps = steps or self._past.ladders.get(value, ()) or fresh(template)
        return to(state, "edit", template=value, ladder=steps)

    def problem(self, state: Exposure, value: str) -> str:
        """Why `value` is no answer here; "" when it is one."""
        if state.at == OVER:
            return "This exercise is over."
        here = self._guide[state.at]
        if state.at == "scene":
            number = as_number(value)
            is_off = number is not None and not 0 <= number <= 100
            return "Please give a number from 0 to 100." if is_off else ""
        if here.kind == "choice":
            return self._no_choice(state, value)
        if here.kind == "number":
            number = as_number(value)
            if number is None or not here.low <= number <= here.high:
                return f"Please give a number from {here.low:g} to {here.high:g}."
        if here.kind == "words" and not value:
            return "A few words are enough. Or type /skip."
        return ""

    def _no_choice(self, state: Exposure, value: str) -> str:
        offered = self.view(state).options
        # what is only offered to those with a past is still an answer in a replay
        known = {one.id for one in offered}
        known |= {one.id for one in self._guide[state.at].options}
        if value in known:
            return ""
        return f"Please choose one of: {', '.join(one.label for one in offered)}."

    def view(self, state: Exposure) -> View:
        """What is shown now."""
        if state.at == OVER:
            return View(OVER, "over", done=1.0)
        shown = words.view(state, self._guide, step_name(state), self._past)
        if state.at == "therapist":
            called = people(self._country, HARM)
            return replace(shown, lines=(*shown.lines, *called))
        is_bare = state.at == KEEP and not self._has_record
        return without_record(shown) if is_bare else shown

    def kept(self, event: Event) -> Event:
        """`event` without what the user did not want to have kept."""
        name = str(event.get("step", ""))
        if not name:
            return event
        if name.startswith(UNKEPT):
            bare = {"event": event["event"], "step": UNKEPT.rstrip(".")}
            return {**bare, "value": "", "forgotten": True}
        if name in PRIVATE:
            # to have been led to a therapist would be the answer
            return {**GONE, "step": "private"}
        if event["event"] != "answered":
            return event
        value = str(event.get("value", ""))
        if name == "template" and value in self._past.ladders:
            # a record stands on its own, also when the one before it is erased
            return {**event, "ladder": to_note(self._past.ladders[value])}
        if name.startswith(WORDLESS):
            return {**event, **GONE}
        if name == "scene" and not self._is_plain(value):
            return {**event, **GONE}
        return event

    def _is_plain(self, value: str) -> bool:
        """Whether it is a number, a button or silence, and no confidence."""
        known = {one.id for one in self._guide["meanwhile"].options}
        return not value or value in known or as_number(value) is not None


def step_name(state: Exposure) -> str:
    """Name of the step; it says what may be recorded of it."""
    if state.at in ("private", "therapist", "keep", OVER):
        return state.at
    if state.keeps == "nothing":
        return f"{UNKEPT}{state.at}"
    if state.keeps == "numbers" and state.at in _OWN_WORDS:
        return f"{WORDLESS}{state.at}"
    return state.at


def create(options: Mapping[str, Any]) -> ExposureExercise:
    """Make the exercise of the file ``guide``; ``before`` is `base.Before`.

    Raises:
        ExerciseError: the file is wrong.
        LadderError: a file of ``assets/exposure`` is wrong.
    """
    given = options["guide"]
    guide = given if isinstance(given, Guide) else load(given)
    ladders()  # a wrong file is said now and not in the middle
    before: Before = options.get("before", Before())
    past = past_of(ExposureExercise(guide, Past()), before.sessions)
    past = replace(past, is_careful=before.is_careful)
    past = assigned(past, *before.ladder)
    has_record = before.has_record
    return ExposureExercise(guide, past, before.country, has_record=has_record)
