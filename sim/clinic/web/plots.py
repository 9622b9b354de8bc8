"""Pictures of a client over time, as SVG without style or script.

A picture is never the only way to a value: its label says where each curve begins and
ends, and the page has the same numbers as a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from typing import Final

from markupsafe import Markup

from sim.clinic.desk.courses import Course, Curve, Point

WIDTH, HEIGHT = 400, 200
LEFT, RIGHT, TOP, BOTTOM = 40, 14, 12, 32
DASHES: Final = ("", "7 4", "2 4", "10 3 2 3", "4 2")
"""Curves are told apart without colour, too."""
MOST_DAYS: Final = 4
"""Written below the axis."""
CROWDED: Final = 20
"""Points of a curve from which on they are drawn smaller."""
STRIP_WIDTH, STRIP_HEIGHT = 220, 40
_GRADES: Final = 3.0


def day_words(iso: str) -> str:
    """``2026-11-03`` as "3 Nov 2026"."""
    try:
        return f"{date.fromisoformat(iso):%-d %b %Y}"
    except ValueError:
        return iso


def lines(course: Course) -> Markup:
    """All curves of a course in one picture."""
    days = sorted({one.day for curve in course.curves for one in curve.points})
    parts = [*_levels(course), *_days(days)]
    for place, curve in enumerate(course.curves):
        parts += _curve(course, curve, place, days)
    label = "; ".join(_summary(curve) for curve in course.curves)
    return Markup(  # every word of it was escaped above
        f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(f"{course.title}. {label}")}">{"".join(parts)}</svg>'
    )


def along(title: str, curves: Sequence[tuple[str, list[tuple[int, float]]]]) -> Markup:
    """Percents over the turns of one conversation."""
    turns = [turn for _, spots in curves for turn, _ in spots]
    first, last = min(turns), max(turns)
    course = Course("course", title, 0.0, 100.0, ())
    parts, told = [*_levels(course)], []
    inner = WIDTH - LEFT - RIGHT
    for place, (name, spots) in enumerate(curves):
        way = " ".join(
            f"{LEFT + inner * (turn - first) / ((last - first) or 1):.1f},"
            f"{_y(course, value):.1f}"
            for turn, value in spots
        )
        dash = DASHES[place % len(DASHES)]
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        parts.append(f'<polyline class="curve c{place % 5}"{dashed} points="{way}"/>')
        told.append(f"{name} from {spots[0][1]:.0f} to {spots[-1][1]:.0f} percent")
    parts += [
        f'<text x="{x}" y="{HEIGHT - 10}" text-anchor="{anchor}">{words}</text>'
        for x, anchor, words in (
            (LEFT, "start", "begin" if first == 0 else f"line {first}"),
            (WIDTH - RIGHT, "end", f"line {last}"),
        )
    ]
    label = f"{title}: {'; '.join(told)}"
    return Markup(  # names come from our own list, the title is escaped
        f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )


def strip(curve: Curve, most: float = _GRADES) -> Markup:
    """A skill over time, from 0 to `most`, as a small row of steps."""
    days = sorted({one.day for one in curve.points})
    inner = STRIP_WIDTH - 16
    spots = [
        (8 + inner * _at(days, one.day), 34 - 28 * one.value / most)
        for one in curve.points
    ]
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    size = 3 if len(spots) < CROWDED else 2
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{5 if one.is_corrected else size}"'
        f' class="{"corrected" if one.is_corrected else "spot"} c0"/>'
        for one, (x, y) in zip(curve.points, spots, strict=True)
    )
    return Markup(  # numbers and our own words only
        f'<svg class="strip" viewBox="0 0 {STRIP_WIDTH} {STRIP_HEIGHT}" '
        f'aria-hidden="true"><line class="grid" x1="4" x2="{STRIP_WIDTH - 4}" '
        f'y1="34" y2="34"/><polyline class="curve c0" points="{way}"/>{dots}</svg>'
    )


def _at(days: list[str], day: str) -> float:
    """Where a day lies between the first and the last, 0 to 1."""
    first, last, here = (_number(one) for one in (days[0], days[-1], day))
    return 0.5 if last == first else (here - first) / (last - first)


def _number(iso: str) -> int:
    try:
        return date.fromisoformat(iso).toordinal()
    except ValueError:
        return 0


def _x(days: list[str], day: str) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * _at(days, day)


def _y(course: Course, value: float) -> float:
    share = (value - course.low) / ((course.high - course.low) or 1.0)
    return TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - share)


def _levels(course: Course) -> Iterator[str]:
    for level in (course.low, (course.low + course.high) / 2, course.high):
        y = _y(course, level)
        yield (
            f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" '
            f'y2="{y:.1f}"/><text x="{LEFT - 8}" y="{y + 4:.1f}" '
            f'text-anchor="end">{level:g}</text>'
        )


def _days(days: list[str]) -> Iterator[str]:
    every = -(-len(days) // MOST_DAYS)
    before = -1000.0
    for day in days[::every]:
        x = _x(days, day)
        if x - before < 70:
            continue
        before = x
        anchor = "start" if x < LEFT + 20 else "middle" if x < WIDTH - 60 else "end"
        yield (
            f'<text x="{x:.1f}" y="{HEIGHT - 10}" text-anchor="{anchor}">'
            f"{escape(day_words(day)[:-5])}</text>"
        )


def _curve(course: Course, curve: Curve, place: int, days: list[str]) -> Iterator[str]:
    colour = f"c{place % 5}"
    spots = [(_x(days, one.day), _y(course, one.value), one) for one in curve.points]
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in spots)
    dash = DASHES[place % len(DASHES)]
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    yield f'<polyline class="curve {colour}"{dashed} points="{way}"/>'
    size = 4 if len(spots) < CROWDED else 2.5
    for x, y, one in spots:
        yield (
            f'<circle class="dot {colour}" cx="{x:.1f}" cy="{y:.1f}" r="{size}">'
            f"<title>{escape(_point(curve, one))}</title></circle>"
        )


def key(place: int) -> Markup:
    """The line of a curve for a legend."""
    dash = DASHES[place % len(DASHES)]
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return Markup(
        f'<svg class="key" viewBox="0 0 34 10" aria-hidden="true"><line class="curve '
        f'c{place % 5}" x1="1" x2="33" y1="5" y2="5"{dashed}/></svg>'
    )


def _point(curve: Curve, one: Point) -> str:
    return f"{day_words(one.day)}: {curve.name} {one.value:g}"


def _summary(curve: Curve) -> str:
    first, last = curve.first, curve.last
    if first is last:
        return _point(curve, first)
    return (
        f"{curve.name} from {first.value:g} on {day_words(first.day)} to "
        f"{last.value:g} on {day_words(last.day)}"
    )
