"""Tries as curves over 0 to 100; any front end draws them."""

from __future__ import annotations

from collections.abc import Sequence

from sim.exercises._exposure_state import Try
from sim.exercises.base import Chart, Curve
from sim.texts import text


def chart_of_try(one: Try) -> Chart | None:
    """The fear before, in and after one scene; None for fewer than two numbers."""
    given = [(text("exposure.chart_before"), one.before)]
    given += [(f"{place}", number) for place, number in enumerate(one.during, 1)]
    given += [(text("exposure.chart_after"), one.after)]
    known = [(label, number) for label, number in given if number is not None]
    if len(known) < 2:
        return None
    curve = Curve(text("exposure.chart_strength"), tuple(n for _, n in known))
    return Chart(
        text("exposure.chart_now"), tuple(label for label, _ in known), (curve,)
    )


def chart_of(tries: Sequence[Try], labels: Sequence[str] = ()) -> Chart | None:
    """What was expected, what came and the strongest fear, a column a try.

    Args:
        tries: oldest first.
        labels: one for each, such as its day; none: they are counted.
    """
    if not tries:
        return None
    named = labels or [f"{place}" for place in range(1, len(tries) + 1)]
    curves = (
        Curve(text("exposure.chart_likely"), tuple(one.likely for one in tries)),
        Curve(text("exposure.chart_came"), tuple(one.came for one in tries)),
        Curve(text("exposure.chart_strongest"), tuple(one.strongest for one in tries)),
    )
    return Chart(text("exposure.chart_past"), tuple(named), curves)
