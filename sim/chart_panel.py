"""A chart of an exercise in a panel of the window."""

from __future__ import annotations

from typing import Final

from panda3d.core import LineSegs, NodePath, TextNode

from scenes.panels import INK, QUIET, SMALL_SIZE, SOFT_INK, Colour, Fonts, text_block
from sim.exercises.base import Chart, Curve

HEIGHT: Final = 0.44
COLOURS: Final[tuple[Colour, ...]] = (
    (0.18, 0.44, 0.42, 1.0),
    (0.71, 0.33, 0.17, 1.0),
    (0.48, 0.37, 0.66, 1.0),
)
LEGEND_WIDTH: Final = 0.72
LABEL_WIDTH: Final = 0.1
DOT: Final = 0.012
MOST_LABELS: Final = 8


def chart_node(chart: Chart, fonts: Fonts, width: float) -> tuple[NodePath, float]:
    """Draw `chart` `width` wide from the upper left; the node and its height."""
    root = NodePath("chart")
    right = width - LEGEND_WIDTH
    top = -SMALL_SIZE * 2.0
    _words(root, fonts, chart.title, 0.0, 0.0, width)
    for level in (0.0, 50.0, 100.0):
        y = _y(level, top)
        _line(root, [(LABEL_WIDTH, y), (right, y)], QUIET, 1.0)
        _words(root, fonts, f"{level:g}", LABEL_WIDTH - 0.02, y + 0.02, right, True)
    every = -(-len(chart.columns) // MOST_LABELS)
    for place, column in list(enumerate(chart.columns))[::every]:
        x, y = _x(chart, place, right), top - HEIGHT - 0.03
        _words(root, fonts, column, x - 0.03, y, 0.5)
    for place, curve in enumerate(chart.curves):
        colour = COLOURS[place % len(COLOURS)]
        _curve(root, chart, curve, colour, right, top)
        y = top - 0.02 - place * SMALL_SIZE * 1.7
        _line(root, [(right + 0.06, y), (right + 0.14, y)], colour, 4.0)
        _words(root, fonts, curve.name, right + 0.17, y + 0.022, LEGEND_WIDTH)
    return root, HEIGHT - top + SMALL_SIZE * 2.4


def _x(chart: Chart, place: int, right: float) -> float:
    share = (place + 0.5) / max(1, len(chart.columns))
    return LABEL_WIDTH + (right - LABEL_WIDTH) * share


def _y(value: float, top: float) -> float:
    return top - HEIGHT * (1.0 - value / 100.0)


def _curve(
    root: NodePath, chart: Chart, curve: Curve, colour: Colour, right: float, top: float
) -> None:
    points = [
        (_x(chart, place, right), _y(value, top))
        for place, value in enumerate(curve.values)
        if value is not None
    ]
    _line(root, points, colour, 3.0)
    for x, y in points:
        corners = [(x - DOT, y), (x, y + DOT), (x + DOT, y), (x, y - DOT), (x - DOT, y)]
        _line(root, corners, colour, 4.0)


def _line(
    root: NodePath, points: list[tuple[float, float]], colour: Colour, thick: float
) -> None:
    segments = LineSegs()
    segments.setThickness(thick)
    segments.setColor(*colour)
    for place, (x, y) in enumerate(points):
        (segments.drawTo if place else segments.moveTo)(x, 0.0, y)
    node = root.attachNewNode(segments.create())
    node.setBin("fixed", 30)


def _words(
    root: NodePath,
    fonts: Fonts,
    words: str,
    x: float,
    y: float,
    width: float,
    is_right: bool = False,
) -> None:
    align = TextNode.ARight if is_right else TextNode.ALeft
    colour = SOFT_INK if is_right else INK
    block, _ = text_block(words, fonts.regular, SMALL_SIZE * 0.9, width, colour, align)
    block.reparentTo(root)
    block.setPos(x, 0, y + block.getZ())
