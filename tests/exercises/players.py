"""Simulated users of exercises."""

from __future__ import annotations

from sim.exercises._ladders import by_id
from sim.exercises._sitting import Sitting
from sim.exercises.base import View

WORDS = ("a lamp", "the warm cup beside me", "rain on the roof", "it is quiet here")


def answer_to(view: View, taste: int) -> str:
    """What a user of this taste answers: 0 the first option, 1 the last, and so on."""
    if view.kind == "choice":
        places = (0, -1, len(view.options) // 2, taste % len(view.options))
        return view.options[places[taste % 4]].id
    if view.kind == "number":
        low, high = view.number[:2]
        return f"{(low, high, (low + high) / 2, low + (high - low) / 4)[taste % 4]:g}"
    if view.kind == "words":
        return WORDS[taste % len(WORDS)]
    return ""


def to_scene(view: View, ladder: str, rung: str = "") -> str:
    """What leads to a scene of `ladder`: of `rung`, else of its fullest step.

    "" where nothing of that is asked.
    """
    here = [one.id for one in view.options]
    if view.step.endswith("template") and ladder in here:
        return ladder
    if ladder and view.step.endswith("rung"):
        rungs = [one for one in by_id(ladder).rungs if one.id in here]
        return rung or max(rungs, key=lambda one: one.people).id
    return ""


def finish(sitting: Sitting, taste: int, most: int = 400) -> None:
    """Answer everything until the exercise is over."""
    sitting.start()
    for _ in range(most):
        if sitting.is_over:
            return
        view = sitting.view
        if view.kind in ("wait", "breathe", "next"):
            sitting.tick()
        else:
            problem = sitting.answer(answer_to(view, taste))
            assert not problem, (view.step, problem)
    raise AssertionError(f"{sitting.exercise.info.id}: no end after {most} answers")
