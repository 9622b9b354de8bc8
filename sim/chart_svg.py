"""A chart of an exercise as SVG, with every point told to a screen reader."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from sim.exercises.base import Chart, Curve

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 48, 190, 18, 40
COLOURS: Final = ("#2f6f6a", "#b5542c", "#7a5ea8")
DASHES: Final = ("", "8 4", "2 4")
"""Lines are told apart without colour, too."""
MOST_LABELS: Final = 8
_LABEL_GAP: Final = 18
_LEGEND_ROOM: Final = 14


def chart_svg(chart: Chart) -> str:
    """One ``<svg>`` element."""
    parts = [*_grid(chart)]
    for place, curve in enumerate(chart.curves):
        parts += _curve(chart, curve, place)
    parts += _legend(chart)
    label = escape(f"{chart.title}: {', '.join(one.name for one in chart.curves)}")
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="group" '
        f'aria-label="{label}">{"".join(parts)}</svg>'
    )


def _x(chart: Chart, place: int) -> float:
    inner = WIDTH - LEFT - RIGHT
    return LEFT + inner * (place + 0.5) / max(1, len(chart.columns))


def _y(value: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - value / 100.0)


def _grid(chart: Chart) -> Iterator[str]:
    for level in (0, 50, 100):
        y = _y(level)
        yield (
            f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" '
            f'y1="{y:.1f}" y2="{y:.1f}" stroke="#d8d2c8"/>'
        )
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{level}</text>'
    every = -(-len(chart.columns) // MOST_LABELS)
    for place, column in list(enumerate(chart.columns))[::every]:
        yield (
            f'<text x="{_x(chart, place):.1f}" y="{HEIGHT - BOTTOM + 20}" '
            f'text-anchor="middle">{escape(column)}</text>'
        )


def _curve(chart: Chart, curve: Curve, place: int) -> Iterator[str]:
    colour, dash = COLOURS[place % len(COLOURS)], DASHES[place % len(DASHES)]
    known = [(at, v) for at, v in enumerate(curve.values) if v is not None]
    points = " ".join(f"{_x(chart, at):.1f},{_y(v):.1f}" for at, v in known)
    yield (
        f'<polyline fill="none" stroke="{colour}" stroke-width="2.5" '
        f'stroke-dasharray="{dash}" points="{points}"/>'
    )
    for at, value in known:
        label = escape(f"{chart.columns[at]}: {curve.name} {value:g}")
        yield (
            f'<circle class="point" tabindex="0" role="img" aria-label="{label}" '
            f'cx="{_x(chart, at):.1f}" cy="{_y(value):.1f}" r="5" '
            f'style="fill:{colour}">'
            f"<title>{label}</title></circle>"
        )


def _legend(chart: Chart) -> Iterator[str]:
    for place, curve in enumerate(chart.curves):
        y = TOP + _LEGEND_ROOM + place * _LABEL_GAP
        colour = COLOURS[place % len(COLOURS)]
        yield (
            f'<line x1="{WIDTH - RIGHT + 12}" x2="{WIDTH - RIGHT + 36}" y1="{y - 4}" '
            f'y2="{y - 4}" stroke="{colour}" stroke-width="2.5" '
            f'stroke-dasharray="{DASHES[place % len(DASHES)]}"/>'
        )
        yield f'<text x="{WIDTH - RIGHT + 42}" y="{y}">{escape(curve.name)}</text>'
