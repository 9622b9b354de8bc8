"""Paced breathing at the user's own rate, which taps at three breaths can tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from sim.exercises._guide import SLOWEST, Guide, as_number, load
from sim.exercises._pacing import pace
from sim.exercises.base import Breath, Option, View
from sim.exercises.guided import Guided, GuidedExercise
from sim.session.events import Event
from sim.texts import text

RATE, OWN, SLOWER, MINUTES = "rate", "own", "slower", "minutes"
"""Answers of the file that this module reads."""
USUAL: Final = 6.0
"""Breaths a minute; about 0.1 Hz (Shao et al. 2024)."""
QUICKEST: Final = 20.0
"""The quickest breath that is led: adults at rest seldom breathe quicker, and quick
breathing is nothing to lead anyone into [judgement]."""
BIT: Final = 0.8
"""What "a little slower" means, in shares of one's own rate."""
CHANGES: Final[Mapping[str, float]] = {"slower": 0.85, "faster": 1 / 0.85}
"""What the same asked for on the way means, in shares of the rate that is led."""


class BreathingExercise(GuidedExercise):
    """The guide of ``breathing.toml``, with the user's rate and length."""

    def step(self, state: Guided, event: Event) -> Guided:
        """The state after an answer; after the last tap, with the rate they make."""
        here = self._by_id.get(state.at)
        if here is not None and here.kind == "breathe" and _change(event):
            at_s = float(event.get("waited_s", 0.0))
            return self._paced(state, CHANGES[_change(event)], at_s)
        new = super().step(state, event)
        if here is None or here.kind != "tap" or new.at == state.at:
            return new
        rate = own_rate(new.all_of(OWN))
        if rate is None:  # skipped: there is nothing to slow down from
            answers = tuple(item for item in new.answers if item[0] != OWN)
            place = self._steps.index(here) + 1
            return self._arrive(replace(new, answers=answers), place)
        return replace(new, answers=(*new.answers, (OWN, f"{rate:g}")))

    def _paced(self, state: Guided, share: float, at_s: float) -> Guided:
        """`state` with another pace than is led at `at_s`, for the time that is left.

        It begins with a whole breath.
        """
        breath = self.view(state).breath
        if breath is None:
            return state
        rate = round(min(max(pace(breath, at_s) * share, SLOWEST), QUICKEST), 1)
        left_min = max(breath.length_s - at_s, 0.0) / 60.0
        now = ((RATE, f"{rate:g}"), (MINUTES, f"{left_min:.3f}"))
        answers = (*state.answers, *now)
        return replace(state, answers=answers, count=state.count + 1)

    def view(self, state: Guided) -> View:
        """What is shown now, with the breath that the answers make."""
        view = super().view(state)
        if view.breath is not None:
            can = tuple(Option(name, text(f"exercise.{name}")) for name in CHANGES)
            breath = breath_of(state, view.breath)
            view = replace(view, breath=breath, options=can)
            return view if view.lines else _changed(view, breath)
        own = as_number(state.answer(OWN))
        if view.kind == "choice" and view.step == SLOWER and own is not None:
            faster = [o for o in view.options if o.id != "usual" or own > USUAL]
            return replace(view, options=tuple(faster))
        return view


def _changed(view: View, breath: Breath) -> View:
    """`view` after another pace was asked for: no voice speaks into the breath."""
    line = text("exercise.pace", rate=f"{breath.per_minute:g}")
    return replace(view, lines=(line,), silent=True)


def _change(event: Event) -> str:
    """Which of `CHANGES` is asked for; "" for none."""
    value = str(event.get("value", ""))
    return value if event["event"] == "answered" and value in CHANGES else ""


def own_rate(taps: tuple[str, ...]) -> float | None:
    """Breaths a minute from the seconds before each tap; None for fewer than two.

    The first of `taps` counts from when the step was shown and says nothing. A rate is
    held between what can be led: `SLOWEST` and `QUICKEST`.
    """
    waits = [as_number(tap) for tap in taps[1:]]
    known = [wait for wait in waits if wait is not None]
    if not known:
        return None
    rate = 60.0 * len(known) / max(sum(known), 1e-3)
    return round(min(max(rate, SLOWEST), QUICKEST), 1)


def breath_of(state: Guided, written: Breath) -> Breath:
    """The breath to lead, from the answers; what was not answered is as `written`."""
    minutes = as_number(state.answer(MINUTES))
    length_s = minutes * 60.0 if minutes is not None else written.length_s
    own = as_number(state.answer(OWN))
    if state.answer(RATE) != OWN or own is None:
        rate = as_number(state.answer(RATE)) or written.per_minute
        return replace(written, per_minute=rate, length_s=length_s)
    slowest = {"bit": max(SLOWEST, own * BIT), "usual": USUAL}
    to = slowest.get(state.answer(SLOWER) or "", 0.0)
    return replace(written, per_minute=own, length_s=length_s, slowest=to)


def create(options: Mapping[str, Any]) -> BreathingExercise:
    """Make the exercise of the file ``guide``, an id or a path.

    Raises:
        ExerciseError: there is no such file, or it is wrong.
    """
    given = options["guide"]
    return BreathingExercise(given if isinstance(given, Guide) else load(given))
