"""Instruments as steps of an exercise, before it and after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal

from sim.exercises._guide import GuideOption, GuideStep, as_number
from sim.exercises._instruments import OURS, Instrument, Item, Score, scores
from sim.exercises.base import Chart, Curve, Session
from sim.exercises.guided import Guided
from sim.texts import text

When = Literal["before", "after"]
WHENS: Final[tuple[When, When]] = ("before", "after")
FALL: Final = 0.2
"""Share of its range by which a score has to fall to be spoken of [own choice]."""

Pair = tuple[Score | None, Score | None]
"""One score before and after; None where it was not given."""


def steps(
    instruments: Iterable[Instrument], when: When, problem: str = ""
) -> list[GuideStep]:
    """One step for each question; `problem` is said before the first one."""
    made: list[GuideStep] = []
    for one in instruments:
        say = [*one.intro]
        if when == "before":
            first_of_all = [problem] if problem and not made else []
            say = [*first_of_all, one.about, *_from(one), *one.intro]
        for number, item in enumerate(one.items):
            first = tuple(say) if number == 0 else ()
            made.append(_step(one, item, when, first))
    return made


def _from(one: Instrument) -> tuple[str, ...]:
    """Who made it and why it may be used; nothing for ours."""
    if one.source == OURS:
        return ()
    said = {"title": one.title, "source": one.source.rstrip(".")}
    return (text("body_image.source", licence=one.licence, **said),)


def name_of(instrument: Instrument, item: Item, when: When) -> str:
    """Id of a question's step, and the key of its answer."""
    return f"{when}.{instrument.id}.{item.id}"


def _step(one: Instrument, item: Item, when: When, say: tuple[str, ...]) -> GuideStep:
    name = name_of(one, item, when)
    low, high = one.ends
    options = tuple(
        GuideOption(str(one.first + place), label)
        for place, label in enumerate(one.answers)
    )
    return GuideStep(
        id=name,
        key=name,
        say=say,
        ask=item.text,
        kind="choice" if options else "number",
        options=options,
        low=low,
        high=high,
        low_means=item.low_means or one.low_means,
        high_means=item.high_means or one.high_means,
        why=f"{one.about} {one.source} {one.licence}",
    )


def pairs(instruments: Iterable[Instrument], state: Guided) -> tuple[Pair, ...]:
    """Every score that `state` holds, before beside after."""
    made: list[Pair] = []
    for one in instruments:
        before, after = ({s.id: s for s in _scores(one, state, when)} for when in WHENS)
        names = (*(item.id for item in one.items), one.id)
        found = ((before.get(name), after.get(name)) for name in names)
        made += [pair for pair in found if pair != (None, None)]
    return tuple(made)


def last(
    instruments: Sequence[Instrument], sessions: Sequence[Session]
) -> tuple[str, ...]:
    """What the latest of `sessions` kept, in words; empty when none kept a number."""
    for day, happened in reversed(sessions):
        answers = tuple(
            (str(event["step"]), str(event["value"]))
            for event in happened
            if event["event"] == "answered" and not event.get("forgotten")
        )
        if found := pairs(instruments, Guided("", answers)):
            kept = " ".join(lines(found, "last"))
            return (text("body_image.last", day=day[:10], kept=kept),)
    return ()


def _scores(one: Instrument, state: Guided, when: When) -> tuple[Score, ...]:
    given = {
        item.id: number
        for item in one.items
        if (number := as_number(state.answer(name_of(one, item, when)))) is not None
    }
    return scores(one, given)


def fell(found: Sequence[Pair]) -> bool:
    """Whether one of them has got heavier by `FALL` or more."""
    for before, after in found:
        if before is None or after is None or before.better == "none":
            continue
        change = after.share - before.share
        if (-change if before.better == "high" else change) >= FALL - 1e-9:
            return True
    return False


def lines(found: Sequence[Pair], when: str = "now") -> tuple[str, ...]:
    """One sentence for each, without a verdict; `when` is ``now`` or ``last``."""
    return tuple(_line(before, after, when) for before, after in found)


def _line(before: Score | None, after: Score | None, when: str) -> str:
    one = after if before is None else before
    if one is None:
        return ""
    values = {"name": one.name.rstrip("?"), "low": f"{one.low:g}"}
    values["high"] = f"{one.high:g}"
    if before is not None:
        values["before"] = f"{before.value:g}"
    if after is not None:
        values["after"] = f"{after.value:g}"
    key = "both" if before and after else "before" if before else "after"
    return text(
        f"body_image.{key}" if when == "now" else f"body_image.{when}_{key}", **values
    )


def chart(found: Sequence[Pair]) -> Chart | None:
    """Before beside after, of those that go from 0 to 100; None without both."""
    curves = tuple(
        Curve(before.name, (before.value, after.value))
        for before, after in found
        if before and after and (before.low, before.high) == (0.0, 100.0)
    )
    if not curves:
        return None
    columns = text("body_image.column_before"), text("body_image.column_after")
    return Chart(text("body_image.chart"), columns, curves)
