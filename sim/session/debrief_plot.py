"""The partner's openness over the turns, as a drawing in SVG."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from sim.session.debrief_parts import Point

_WIDTH, _HEIGHT = 720, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 96, 18, 40
_LEVELS = (
    ("felt_safety", "felt safety"),
    ("trust", "trust"),
    ("openness", "openness"),
)
"""Drawn in this order, the main one on top."""
_LABEL_GAP = 16
"""Pixels between the names at the right end."""


def plot(points: Sequence[Point], partner: str) -> str:
    """An SVG element; each point says its turn, value and reason when asked."""
    first, last = points[0].turn, points[-1].turn
    lines = [_grid(first, last, [point.turn for point in points])]
    for level, _ in _LEVELS:
        path = " ".join(
            f"{_x(one.turn, first, last):.1f},{_y(getattr(one, level)):.1f}"
            for one in points
        )
        lines.append(f'<polyline class="{level}" points="{path}"/>')
    lines += _names(points[-1])
    lines += [_point(one, first, last) for one in points]
    summary = (
        f"{partner}'s openness by turn: "
        + ", ".join(f"{one.openness:.2f}" for one in points)
        + "."
    )
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="group" '
        f'aria-label="{escape(summary)}">{"".join(lines)}</svg>'
    )


def _x(turn: int, first: int, last: int) -> float:
    inner = _WIDTH - _LEFT - _RIGHT
    return _LEFT + inner * (turn - first) / max(1, last - first)


def _y(level: float) -> float:
    return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1.0 - level)


def _grid(first: int, last: int, turns: Sequence[int]) -> str:
    parts = []
    for level, name in ((0.0, "closed"), (0.5, ""), (1.0, "open")):
        y = _y(level)
        parts.append(
            f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" '
            f'y1="{y:.1f}" y2="{y:.1f}"/>'
        )
        parts.append(
            f'<text x="{_LEFT - 10}" y="{y + 4:.1f}" text-anchor="end">{name}</text>'
        )
    step = max(1, len(turns) // 12)
    for turn in turns[::step]:
        x = _x(turn, first, last)
        label = "start" if turn == 0 else str(turn)
        parts.append(
            f'<text x="{x:.1f}" y="{_HEIGHT - _BOTTOM + 20}" '
            f'text-anchor="middle">{label}</text>'
        )
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    parts.append(
        f'<text x="{middle}" y="{_HEIGHT - 4}" text-anchor="middle">your turns</text>'
    )
    return "".join(parts)


def _names(point: Point) -> list[str]:
    """The names of the lines at their ends, kept from lying on each other."""
    wanted = sorted((_y(getattr(point, level)), level, name) for level, name in _LEVELS)
    out, lowest = [], 0.0
    for y, level, name in wanted:
        lowest = max(y, lowest + _LABEL_GAP)
        out.append(
            f'<text class="end {level}" x="{_WIDTH - _RIGHT + 12}" '
            f'y="{lowest + 4:.1f}">{name}</text>'
        )
    return out


def _point(point: Point, first: int, last: int) -> str:
    when = "At the start" if point.turn == 0 else f"Turn {point.turn}"
    said = f" You: “{point.said}”" if point.said else ""
    text = f"{when}: openness {point.openness:.2f}, {point.mood}.{said} {point.why}"
    label = escape(text.strip())
    return (
        f'<circle class="point" tabindex="0" role="img" aria-label="{label}" '
        f'cx="{_x(point.turn, first, last):.1f}" cy="{_y(point.openness):.1f}" r="6">'
        f"<title>{label}</title></circle>"
    )
