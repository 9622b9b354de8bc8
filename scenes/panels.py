"""Panels: readable cards with text and buttons, for mouse, keyboard and reading aloud.

A panel is laid out once, from top to bottom, in units of half the window's height.
Buttons take the mouse, Tab and Enter, and the number keys in their order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from direct.gui.DirectButton import DirectButton
from panda3d.core import (
    Geom,
    GeomNode,
    GeomTriangles,
    GeomVertexData,
    GeomVertexFormat,
    NodePath,
    TextNode,
    TransparencyAttrib,
)

from scenes.fonts import Fonts as Fonts
from scenes.fonts import load_fonts as load_fonts
from scenes.fonts import with_signs

Colour = tuple[float, float, float, float]

PAPER: Colour = (0.975, 0.96, 0.935, 0.97)
INK: Colour = (0.15, 0.13, 0.12, 1.0)
SOFT_INK: Colour = (0.36, 0.32, 0.29, 1.0)
ACCENT: Colour = (0.13, 0.36, 0.36, 1.0)
ACCENT_HOVER: Colour = (0.17, 0.44, 0.44, 1.0)
QUIET: Colour = (0.88, 0.85, 0.80, 1.0)
QUIET_HOVER: Colour = (0.83, 0.79, 0.73, 1.0)
RING: Colour = (0.85, 0.55, 0.20, 1.0)
WHITE: Colour = (1.0, 1.0, 1.0, 1.0)
SHADE: Colour = (0.08, 0.07, 0.06, 0.62)

BODY_SIZE = 0.046
"""Height of body text, in half window heights: 25 px at 1080."""
HEADING_SIZE = 0.066
SMALL_SIZE = 0.038
PADDING = 0.07
CORNER = 0.03
GAP = 0.035
BUTTON_HEIGHT = 0.092


def rounded(
    width: float, height: float, colour: Colour, corner: float = CORNER
) -> NodePath:
    """A flat rounded rectangle, its top left corner at the origin."""
    corner = min(corner, width / 2, height / 2)
    angles = np.linspace(0, np.pi / 2, 7)
    corners = (
        (width - corner, -corner, 0.0),
        (corner, -corner, np.pi / 2),
        (corner, corner - height, np.pi),
        (width - corner, corner - height, 3 * np.pi / 2),
    )
    ring = np.concatenate(
        [
            np.column_stack(
                [x + corner * np.cos(angles + turn), z + corner * np.sin(angles + turn)]
            )
            for x, z, turn in corners
        ]
    )
    points = np.vstack([[width / 2, -height / 2], ring])
    rows = np.zeros((len(points), 3), np.float32)
    rows[:, 0], rows[:, 2] = points[:, 0], points[:, 1]
    data = GeomVertexData("card", GeomVertexFormat.getV3(), Geom.UHStatic)
    data.uncleanSetNumRows(len(rows))
    data.modifyArrayHandle(0).copyDataFrom(rows.tobytes())
    triangles = GeomTriangles(Geom.UHStatic)
    count = len(ring)
    for index in range(count):
        triangles.addVertices(0, 1 + index, 1 + (index + 1) % count)
    geom = Geom(data)
    geom.addPrimitive(triangles)
    node = GeomNode("card")
    node.addGeom(geom)
    path = NodePath(node)
    path.setColor(colour)
    path.setTransparency(TransparencyAttrib.MAlpha)
    return path


def text_block(
    words: str,
    font: Any,
    size: float,
    width: float,
    colour: Colour = INK,
    align: int = TextNode.ALeft,
) -> tuple[NodePath, float]:
    """Wrapped text with its top left at the origin; returns it and its height."""
    node = TextNode("text")
    node.setFont(font)
    node.setText(with_signs(words, font))
    node.setWordwrap(width / size)
    node.setTextColor(colour)
    node.setAlign(align)
    path = NodePath(node)
    path.setScale(size)
    # the origin of a TextNode is the base line of its first row
    path.setZ(-size * 0.86)
    return path, node.getHeight() * size


@dataclass(slots=True)
class Choice:
    """One button of a panel."""

    label: str
    act: Callable[[], None]
    is_primary: bool = False
    under: str = ""
    """A smaller, softer line below the label."""


class Panel:
    """A card that fills itself from top to bottom."""

    is_private = False
    """What stands on it is for nobody else: it is covered where others may see it."""

    def __init__(
        self, parent: NodePath, fonts: Fonts, width: float, colour: Colour = PAPER
    ) -> None:
        self.width = width
        self.root = parent.attachNewNode("panel")
        self.buttons: list[DirectButton] = []
        self._choices: list[Choice] = []
        self._fonts = fonts
        self._colour = colour
        self._y = PADDING
        self._content = self.root.attachNewNode("content")
        self._content.setBin("fixed", 20)
        self._places: list[tuple[float, float, float, float]] = []
        self._ring: NodePath | None = None
        self._focus = -1

    @property
    def inner(self) -> float:
        """Width of the text."""
        return self.width - 2 * PADDING

    @property
    def height(self) -> float:
        """Height with what stands in it so far."""
        return self._y + PADDING

    def heading(self, words: str) -> None:
        """A heading."""
        self._text(words, self._fonts.bold, HEADING_SIZE, INK)

    def label(self, words: str) -> None:
        """A small bold label above a group."""
        self._text(words, self._fonts.bold, SMALL_SIZE, ACCENT, gap=0.012)

    def paragraph(self, words: str) -> None:
        """Body text."""
        self._text(words, self._fonts.regular, BODY_SIZE, INK)

    def small(self, words: str) -> None:
        """Small, softer text."""
        self._text(words, self._fonts.regular, SMALL_SIZE, SOFT_INK, gap=0.018)

    def bullet(self, words: str, size: float = SMALL_SIZE) -> None:
        """One point of a list."""
        self._text(f"•  {words}", self._fonts.regular, size, INK, gap=0.014)

    def add(self, node: NodePath, height: float) -> None:
        """Any node whose top left corner is its origin."""
        node.reparentTo(self._content)
        node.setPos(PADDING, 0, -self._y)
        self._y += height + GAP

    def choices(self, choices: list[Choice], *, in_row: bool = False) -> None:
        """Buttons, below each other or in one row."""
        self._choices += choices
        x = PADDING
        columns = len(choices) if in_row else 1
        width = (self.inner - GAP * (columns - 1)) / columns
        tallest = BUTTON_HEIGHT
        for choice in choices:
            button, height = make_button(
                self._content, self._fonts, choice, width, number=len(self.buttons) + 1
            )
            button.setPos(x, 0, -self._y)
            self.buttons.append(button)
            self._places.append((x, -self._y, width, height))
            tallest = max(tallest, height)
            if in_row:
                x += width + GAP
            else:
                self._y += height + 0.02
        if in_row:
            self._y += tallest + 0.02

    def columns(self, columns: Sequence[Sequence[str | Choice]]) -> None:
        """Columns beside each other; a string is a label, a choice is a button."""
        width = (self.inner - GAP * (len(columns) - 1)) / len(columns)
        deepest = self._y
        for place, column in enumerate(columns):
            x, y = PADDING + place * (width + GAP), self._y
            for item in column:
                add = self._column_label if isinstance(item, str) else self._column_act
                y += add(item, x, y, width)
            deepest = max(deepest, y)
        self._y = deepest + 0.02

    def _column_label(self, words: Any, x: float, y: float, width: float) -> float:
        path, height = text_block(words, self._fonts.bold, SMALL_SIZE, width, ACCENT)
        path.reparentTo(self._content)
        path.setPos(x, 0, -y + path.getZ())
        return height + 0.012

    def _column_act(self, choice: Any, x: float, y: float, width: float) -> float:
        number = len(self.buttons) + 1
        button, height = make_button(self._content, self._fonts, choice, width, number)
        button.setPos(x, 0, -y)
        self._choices.append(choice)
        self.buttons.append(button)
        self._places.append((x, -y, width, height))
        return height + 0.02

    def finish(self, *, centred: bool = True) -> None:
        """Draw the card behind the content and centre it."""
        back = rounded(self.width, self.height, self._colour)
        back.reparentTo(self.root)
        back.setBin("fixed", 10)
        if centred:
            self.root.setPos(-self.width / 2, 0, self.height / 2)
            # a long panel shrinks rather than leaving the window
            scale = min(1.0, 1.9 / self.height)
            self.root.setScale(scale)
            self.root.setPos(-self.width * scale / 2, 0, self.height * scale / 2)

    def press(self, number: int) -> bool:
        """Do what button `number` (from 1) does; returns whether there is one."""
        if 1 <= number <= len(self._choices):
            self._choices[number - 1].act()
            return True
        return False

    def focus_next(self, step: int = 1) -> None:
        """Move the keyboard focus and show it."""
        if not self.buttons:
            return
        self._focus = (self._focus + step) % len(self.buttons)
        if self._ring is not None:
            self._ring.removeNode()
        x, z, width, height = self._places[self._focus]
        grow = 0.008
        ring = rounded(width + 2 * grow, height + 2 * grow, RING)
        ring.reparentTo(self._content)
        ring.setPos(x - grow, 0, z + grow)
        ring.setBin("fixed", 15)
        self._ring = ring

    def press_focused(self) -> None:
        """Press the focused button, or the primary one when none has the focus."""
        if self._focus >= 0:
            self._choices[self._focus].act()
            return
        for choice in self._choices:
            if choice.is_primary:
                choice.act()
                return

    def remove(self) -> None:
        """Take the panel away."""
        for button in self.buttons:
            button.destroy()
        self.root.removeNode()

    def _text(
        self, words: str, font: Any, size: float, colour: Colour, gap: float = GAP
    ) -> None:
        path, height = text_block(words, font, size, self.inner, colour)
        path.reparentTo(self._content)
        path.setPos(PADDING, 0, -self._y + path.getZ())
        self._y += height + gap


def make_button(
    parent: NodePath, fonts: Fonts, choice: Choice, width: float, number: int = 0
) -> tuple[DirectButton, float]:
    """A button with its top left at the origin; returns it and its height."""
    size = BODY_SIZE * 0.93
    colour, hover = (
        (ACCENT, ACCENT_HOVER) if choice.is_primary else (QUIET, QUIET_HOVER)
    )
    ink = WHITE if choice.is_primary else INK
    label, text_height = text_block(choice.label, fonts.regular, size, width - 0.1, ink)
    if choice.under:
        soft = WHITE if choice.is_primary else SOFT_INK
        below, more = text_block(
            choice.under, fonts.regular, SMALL_SIZE * 0.92, width - 0.1, soft
        )
        label = _stacked(label, below, text_height)
        text_height += more
    height = max(BUTTON_HEIGHT, text_height + 0.045)
    faces = []
    for face_colour in (colour, hover, hover, colour):
        face = rounded(width, height, face_colour, 0.022)
        words = label.copyTo(face)
        words.setPos(0.05, 0, -(height - text_height) / 2 + label.getZ())
        words.setBin("fixed", 30)
        faces.append(face)
    button = DirectButton(
        parent=parent,
        relief=None,
        geom=tuple(faces),
        command=choice.act,
        rolloverSound=None,
        clickSound=None,
        pressEffect=0,
    )
    button["frameSize"] = (0, width, -height, 0)
    button.setBin("fixed", 20)
    button.setName(f"button-{number}")
    return button, height


def _stacked(label: NodePath, below: NodePath, height: float) -> NodePath:
    """One node with `below` under the `height` of `label`."""
    both = NodePath("words")
    label.reparentTo(both)
    below.reparentTo(both)
    below.setZ(below.getZ() - height)
    return both
