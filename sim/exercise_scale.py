"""A scale to set a number on, with a mouse, keys, a ray, or a look that rests."""

from __future__ import annotations

from typing import Final

from direct.gui.DirectSlider import DirectSlider
from panda3d.core import NodePath, TextNode

from scenes.panels import (
    ACCENT,
    HEADING_SIZE,
    INK,
    QUIET,
    SMALL_SIZE,
    SOFT_INK,
    Fonts,
    rounded,
    text_block,
)

HEIGHT: Final = 0.33
"""Of all of it, in half window heights."""
MIDDLE: Final = -0.17
"""Of the track, below the top."""
KNOB: Final = 0.1
REACH: Final = 0.07
"""Half of the knob's height, and of what can be pressed beside it."""
TRACK: Final = 0.024
KEY_STEP: Final = 5.0
"""What an arrow key adds."""


class Scale:
    """A number between two others, the middle one at first."""

    def __init__(
        self, fonts: Fonts, width: float, number: tuple[float, float, str, str]
    ) -> None:
        """`number` is the least, the most, and what both mean."""
        low, high, low_means, high_means = number
        self._fonts, self._width = fonts, width
        self.root = NodePath("scale")
        self._value: NodePath | None = None
        track = rounded(width, TRACK, QUIET, TRACK / 2)
        track.reparentTo(self.root)
        track.setPos(0, 0, MIDDLE + TRACK / 2)
        self.slider = self._made(low, high)
        """What is dragged."""
        for words, align, x in (
            (f"{low:g}  {low_means}", TextNode.ALeft, 0.0),
            (f"{high_means}  {high:g}", TextNode.ARight, width),
        ):
            block, _ = text_block(
                words, fonts.regular, SMALL_SIZE, width, SOFT_INK, align
            )
            block.reparentTo(self.root)
            block.setPos(x, 0, MIDDLE - REACH - 0.01 + block.getZ())
        self._moved()

    def _made(self, low: float, high: float) -> DirectSlider:
        slider = DirectSlider(
            parent=self.root,
            range=(low, high),
            value=(low + high) / 2,
            pageSize=KEY_STEP,
            frameSize=(0, self._width, -REACH, REACH),
            frameColor=(0, 0, 0, 0),
            relief="flat",
            thumb_frameSize=(-KNOB / 2, KNOB / 2, -REACH, REACH),
            thumb_relief=None,
            thumb_geom=_knob(),
            command=self._moved,
        )
        slider.setPos(0, 0, MIDDLE)
        slider.setBin("fixed", 30)
        return slider

    def _moved(self) -> None:
        if not hasattr(self, "slider"):
            return  # it tells of its first value while it is made
        if self._value is not None:
            self._value.removeNode()
        block, _ = text_block(
            f"{self.number:g}",
            self._fonts.bold,
            HEADING_SIZE,
            self._width,
            INK,
            TextNode.ACenter,
        )
        block.reparentTo(self.root)
        block.setPos(self._width / 2, 0, block.getZ() - 0.01)
        self._value = block

    @property
    def number(self) -> float:
        """What it stands at, in whole numbers."""
        return float(round(self.slider["value"]))

    def nudge(self, steps: int) -> None:
        """Move by `steps` of five."""
        self.set(self.slider["value"] + steps * KEY_STEP)

    def set(self, value: float) -> None:
        """Stand at `value`, or at the end that is nearest."""
        low, high = self.slider["range"]
        self.slider["value"] = min(max(value, low), high)
        self._moved()

    def destroy(self) -> None:
        """Take it away."""
        self.slider.destroy()


def _knob() -> NodePath:
    """The knob, its middle at the origin."""
    root = NodePath("knob")
    knob = rounded(KNOB, 2 * REACH, ACCENT, 0.03)
    knob.reparentTo(root)
    knob.setPos(-KNOB / 2, 0, REACH)
    return root
