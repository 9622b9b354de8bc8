"""A client over time: what was shared of several reports, as curves."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from dialogue.scorers.grades import GRADES
from dialogue.skills import BY_ID, HARMFUL, SKILL_IDS
from sim.clinic.desk.reports import in_order
from sim.privacy.shelf import Shelf

MOST_REPORTS: Final = 200
"""That a plot reaches back."""
MOST_PICTURES: Final = 12
"""Of one kind."""
RANGE: Final = {"suds": (0.0, 100.0)}
"""Of the scale, by kind of item; others go from 0, or their least, to their most."""


@dataclass(frozen=True, slots=True)
class Point:
    """One value."""

    day: str
    """ISO 8601."""
    value: float
    report: int
    """Number of the report it stands in."""
    word: str = ""
    """What it is called: a grade."""
    is_corrected: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """Values of one name in the order of their days."""

    name: str
    points: tuple[Point, ...]

    @property
    def first(self) -> Point:
        """The earliest."""
        return self.points[0]

    @property
    def last(self) -> Point:
        """The newest."""
        return self.points[-1]


@dataclass(frozen=True, slots=True)
class Course:
    """Curves that belong into one picture."""

    kind: str
    title: str
    low: float
    high: float
    curves: tuple[Curve, ...]

    def table(self) -> list[tuple[str, list[str]]]:
        """The same numbers: each day with one cell per curve."""
        days = sorted({one.day for curve in self.curves for one in curve.points})
        return [(day, [_cell(curve, day) for curve in self.curves]) for day in days]


def _cell(curve: Curve, day: str) -> str:
    return ", ".join(f"{one.value:g}" for one in curve.points if one.day == day)


class Courses:
    """Reads the items of a client's reports once, for all plots."""

    def __init__(self, shelf: Shelf, client: str) -> None:
        rows = shelf.run(
            "SELECT r.done_on, r.number, i.kind, i.label, i.value, i.numbers, i.skill,"
            " (SELECT c.value FROM desk_corrections c WHERE c.report = r.number"
            "  AND c.item = i.id ORDER BY c.number DESC LIMIT 1)"
            " FROM (SELECT number, done_on FROM desk_reports WHERE client = ?"
            f"  ORDER BY done_on DESC, number DESC LIMIT {MOST_REPORTS}) r"
            " JOIN desk_items i ON i.report = r.number"
            " WHERE i.kind IN ('grades', 'suds', 'measures')"
            " ORDER BY r.done_on, r.number, i.place",
            (client,),
        )
        self._grades = [row for row in rows if row[2] == "grades"]
        self._numbers = [row for row in rows if row[2] != "grades"]

    def skills(self) -> tuple[Curve, ...]:
        """Grades per skill, 0 to 3, in the order of the vocabulary."""
        found: dict[str, list[Point]] = {}
        for day, report, _, label, value, _, skill, corrected in self._grades:
            word = corrected or value
            if word in GRADES:
                point = Point(
                    day, float(GRADES.index(word)), report, word, bool(corrected)
                )
                found.setdefault(skill or label, []).append(point)
        return _by_skill(found)

    def costly(self) -> tuple[Curve, ...]:
        """Lines per session that showed what costs closeness; it is not graded."""
        found: dict[str, list[Point]] = {}
        for day, report, _, _, _, numbers, skill, _ in self._grades:
            count = json.loads(numbers).get("lines")
            if skill in HARMFUL and count is not None:
                word = f"{count:g} line{'' if count == 1 else 's'}"
                found.setdefault(skill, []).append(Point(day, count, report, word))
        return _by_skill(found)

    def distress(self) -> tuple[Course, ...]:
        """One picture per scene or question: distress, and what was expected."""
        return self._pictures("suds")

    def measures(self) -> tuple[Course, ...]:
        """One picture per question of a questionnaire."""
        return self._pictures("measures")

    def _pictures(self, kind: str) -> tuple[Course, ...]:
        """The pictures that changed last, at most `MOST_PICTURES`."""
        by_label: dict[str, list[Any]] = {}
        for row in self._numbers:
            if row[2] == kind:
                by_label.setdefault(row[3], []).append(row)
        newest = sorted(by_label, key=lambda one: by_label[one][-1][:2], reverse=True)
        kept = {one: by_label[one] for one in by_label if one in newest[:MOST_PICTURES]}
        made = (_course(kind, label, rows) for label, rows in kept.items())
        return tuple(one for one in made if one is not None)


def _by_skill(found: dict[str, list[Point]]) -> tuple[Curve, ...]:
    order = {one: place for place, one in enumerate(SKILL_IDS)}
    names = sorted(found, key=lambda one: (order.get(one, len(order)), one))
    return tuple(
        Curve(BY_ID[one].title if one in BY_ID else one, tuple(found[one]))
        for one in names
    )


def _course(kind: str, title: str, rows: Iterable[Any]) -> Course | None:
    found: dict[str, list[Point]] = {}
    for day, report, _, _, _, numbers, _, _ in rows:
        for name, value in in_order(json.loads(numbers)).items():
            words = name.replace("_", " ")
            found.setdefault(words, []).append(Point(day, float(value), report))
    if not found:
        return None
    curves = tuple(Curve(name, tuple(points)) for name, points in found.items())
    values = [one.value for curve in curves for one in curve.points]
    low, high = RANGE.get(kind, (min(0.0, *values), max(1.0, *values)))
    return Course(kind, title, min(low, *values), max(high, *values), curves)
