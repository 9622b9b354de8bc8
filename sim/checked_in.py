"""What follows from the first check-in, for every front end."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sim.app import App
from sim.exercises._path_rules import Offer
from sim.exercises._sitting import Sitting
from sim.exercises.path import EVERYTHING, Path, PathExercise


def taken(app: App, sitting: Sitting) -> str:
    """Let the answers hold, also of a check-in that was left halfway.

    Returns:
        What was chosen: ``talk:ID``, ``exercise:ID``, ``people``, or `EVERYTHING`.
    """
    state = sitting.run.inner
    if not isinstance(state, Path):
        return EVERYTHING
    answers = state.answers
    if (steepest := answers.get("ceiling", "")).isdecimal():
        app.set_limit(replace(app.limit, steepest=int(steepest)))
    if answers.get("brings") == "afraid":
        app.care.settle("careful")
    is_left = sitting.run.phase in ("left", "stopped")
    return EVERYTHING if is_left else state.chosen or EVERYTHING


def as_json(sitting: Sitting) -> dict[str, Any]:
    """What was offered and why, and what was chosen; without the answers."""
    exercise, state = sitting.exercise, sitting.run.inner
    found = exercise.route(state).offers if isinstance(exercise, PathExercise) else ()
    return {
        "event": "offered",
        "offers": [_row(offer) for offer in found],
        "chosen": state.chosen if isinstance(state, Path) else "",
    }


def _row(offer: Offer) -> dict[str, Any]:
    one = offer.target
    return {
        "id": one.id,
        "title": one.title,
        "minutes": one.minutes,
        "because": offer.said,
        "command": command(one.id),
    }


def command(target: str) -> str:
    """How the offer `target` is opened from a terminal."""
    kind, _, name = target.partition(":")
    made = {"talk": f"visavis rehearse {name}", "exercise": f"visavis exercise {name}"}
    return made.get(kind, "visavis about")
