"""Letters to point at, for who cannot see or reach a keyboard in a headset.

What they write goes to whatever entry has the keys, as if typed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final, Literal

from panda3d.core import NodePath

from scenes.boards_surface import Board
from scenes.fonts import Fonts
from scenes.panels import (
    BUTTON_HEIGHT,
    INK,
    PAPER,
    SOFT_INK,
    Choice,
    make_button,
    rounded,
    text_block,
)

Layer = Literal["abc", "ABC", "123", "#+="]
LAYERS: Final[dict[Layer, tuple[str, str, str]]] = {
    "abc": ("qwertyuiop", "asdfghjkl'", "zxcvbnm,.?"),
    "ABC": ("QWERTYUIOP", "ASDFGHJKL'", "ZXCVBNM,.?"),
    "123": ("1234567890", "@#&*()-_+=", "!?,.;:'\"/€"),
    "#+=": ("[]{}<>$%^|", "\\~`£§äöüßñ", "éèêáàâíóúç"),
}
"""A passphrase may hold any sign of a keyboard: whoever cannot write it stays out."""
LEADS: Final[dict[Layer, tuple[Layer, Layer]]] = {
    "abc": ("ABC", "123"),
    "ABC": ("abc", "123"),
    "123": ("abc", "#+="),
    "#+=": ("abc", "123"),
}
"""From each layer to which others."""
Key = Literal["space", "delete", "enter", "hide"]
FAR_M: Final = 0.65
"""Nearer than the panels, which it hides partly: what is written stands on it, too."""
DOWN_DEG: Final = 30.0
OVER: Final = 45
UNIT_M: Final = 0.42
"""One unit of `scenes.panels`: a key is five degrees wide, and 3.4 high."""
KEY, GAP, EDGE = 0.132, 0.012, 0.03
WIDE: Final = 10 * KEY + 9 * GAP + 2 * EDGE
LINE: Final = 0.11
"""Height of the line that shows what is written."""
TALL: Final = LINE + 4 * (BUTTON_HEIGHT + GAP) + 2 * EDGE
LINE_SIZE: Final = 0.052
SHOWN: Final = 30
"""Last letters of what is written that stand on the line."""
PIXELS_PER_UNIT: Final = 900


class Letters:
    """A board with keys and a line for what they write; hidden at first."""

    def __init__(
        self,
        base: Any,
        fonts: Fonts,
        names: dict[Key, str],
        strike: Callable[[str], None],
        press: Callable[[Key], None],
    ) -> None:
        """Make it.

        Args:
            base: the window that draws.
            fonts: of the keys.
            names: what stands on the keys that are no letter.
            strike: told a letter.
            press: told another key.
        """
        self._fonts, self._names = fonts, names
        self._strike, self._press = strike, press
        pixels = round(WIDE * PIXELS_PER_UNIT), round(TALL * PIXELS_PER_UNIT)
        metres = WIDE * UNIT_M, TALL * UNIT_M
        self.board = Board(base, pixels, metres, name="letters", over=OVER)
        self._root: NodePath = self.board.scene.attachNewNode("letters")
        self._root.setScale(2.0 / TALL)
        back = rounded(WIDE, TALL, PAPER, 0.04)
        back.reparentTo(self._root)
        back.setPos(-WIDE / 2, 0, TALL / 2)
        back.setBin("fixed", 0)
        self._buttons: list[Any] = []
        self.keys: dict[str, Any] = {}
        """The buttons, by the letter or the name that stands on them."""
        self._line: NodePath | None = None
        self._written: str | None = None
        self._lay("abc")
        self.write("")

    def place(
        self, eye: Sequence[float], heading_deg: float, lift_deg: float = 0.0
    ) -> None:
        """Stand before somebody who sits there."""
        self.board.place(eye, heading_deg, far_m=FAR_M, down_deg=DOWN_DEG - lift_deg)

    def write(self, words: str) -> None:
        """Show what is written so far; the end of it, where it is long."""
        if words == self._written:
            return
        self._written = words
        if self._line is not None:
            self._line.removeNode()
        shown = words if len(words) <= SHOWN else f"…{words[-SHOWN:]}"
        block, _ = text_block(
            f"{shown}_",
            self._fonts.regular,
            LINE_SIZE,
            WIDE,
            INK if words else SOFT_INK,
        )
        block.reparentTo(self._root)
        block.setPos(-WIDE / 2 + EDGE, 0, TALL / 2 - EDGE + block.getZ())
        block.setBin("fixed", 20)
        self._line = block
        self.board.redraw()

    def frame(self, now_s: float, *, is_seen: bool) -> None:
        """Come, go, or be drawn anew; call every frame."""
        if is_seen:
            self.board.show()
        else:
            self.board.hide()
        self.board.frame(now_s)

    def remove(self) -> None:
        """Take it away for good."""
        self._clear()
        self.board.remove()

    def _lay(self, layer: Layer) -> None:
        """Put the keys of `layer` there."""
        self._clear()
        for row, letters in enumerate(LAYERS[layer]):
            for column, letter in enumerate(letters):
                act = partial(self._strike, letter)
                self._key(letter, act, column, row, 1)
        column = 0
        for other in LEADS[layer]:
            self._key(other, partial(self._lay, other), column, 3, 2)
            column += 2
        keys: tuple[Key, ...] = ("space", "delete", "enter")
        for key in keys:
            self._key(self._names[key], partial(self._press, key), column, 3, 2)
            column += 2
        # beside the line, where no letter is missed
        self._key(self._names["hide"], partial(self._press, "hide"), 8, -1, 2)
        self.board.redraw()

    def _key(
        self, label: str, act: Callable[[], None], column: int, row: int, wide: int
    ) -> None:
        width = wide * KEY + (wide - 1) * GAP
        button, _ = make_button(self._root, self._fonts, Choice(label, act), width)
        x = -WIDE / 2 + EDGE + column * (KEY + GAP)
        z = TALL / 2 - EDGE - LINE - row * (BUTTON_HEIGHT + GAP)
        button.setPos(x, 0, z)
        self._buttons.append(button)
        self.keys[label] = button

    def _clear(self) -> None:
        for button in self._buttons:
            button.destroy()
        self._buttons.clear()
        self.keys.clear()
