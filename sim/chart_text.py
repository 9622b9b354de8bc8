"""A chart of an exercise in a terminal: every number as a bar, none left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sim.exercises.base import Chart

BAR: Final = 25
"""Letters of a full bar."""
NAME_LETTERS: Final = 26


def chart_lines(chart: Chart) -> Iterator[str]:
    """Lines of text: for each curve its name, then a bar a column."""
    yield chart.title
    wide = max((len(column) for column in chart.columns), default=0)
    for curve in chart.curves:
        yield f"  {curve.name[:NAME_LETTERS]}"
        for column, value in zip(chart.columns, curve.values, strict=True):
            if value is None:
                yield f"    {column:<{wide}}  –"
                continue
            full = round(BAR * min(max(value, 0.0), 100.0) / 100.0)
            yield f"    {column:<{wide}}  {'█' * full}{'░' * (BAR - full)} {value:g}"
