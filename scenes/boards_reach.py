"""What is always within reach, and what says calmly that something went wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from direct.gui.DirectButton import DirectButton

from scenes.boards_surface import Board
from scenes.boards_ui import ASPECT, FAR_M, HALF_TAN, size_m
from scenes.fonts import Fonts
from scenes.panels import (
    BODY_SIZE,
    BUTTON_HEIGHT,
    Choice,
    Panel,
    make_button,
    rounded,
    text_block,
)

Act = Callable[[], None]

REACH_FAR_M: Final = 0.7
"""An arm's length while sitting."""
REACH_DOWN_DEG: Final = 45.0
"""Below the panels and what one looks at; a glance down finds it."""
REACH_OVER: Final = 40
UNIT_M: Final = 0.46
"""One unit of `scenes.panels` on the strip: capitals are 1.1 degrees high."""
LEAST_WIDTH: Final = 0.19
INSIDE: Final = 0.112
"""Of a button, beside its words."""
GAP: Final = 0.02
EDGE: Final = 0.022
GROUND: Final = (0.08, 0.07, 0.06, 0.72)
PIXELS_PER_UNIT: Final = 1024
CALM_OVER: Final = 50
CALM_DOWN_DEG: Final = 26.0
"""Below a face, above what is within reach."""
CALM_WIDTH: Final = 1.7
CALM_PX: Final = (1280, 800)


class Reach:
    """A strip of buttons: pause, say again, leave.

    Each has its name on it. It stands below everything else and is drawn over it.
    """

    def __init__(self, base: Any, fonts: Fonts, acts: Mapping[str, Act]) -> None:
        """A button for each of `acts`, by its label; at least one, three as a rule."""
        self._base, self._fonts = base, fonts
        self._buttons: list[DirectButton] = []
        self._widths: list[float] = []
        self._acts: dict[str, Act] = {}
        self._pose: tuple[Sequence[float], float, float] | None = None
        self._make(acts)

    def _make(self, acts: Mapping[str, Act]) -> None:
        self._acts = dict(acts)
        self._widths = [self._width_of(label) for label in acts]
        wide = self._inner + 2 * EDGE
        tall = BUTTON_HEIGHT + 2 * EDGE
        pixels = round(wide * PIXELS_PER_UNIT), round(tall * PIXELS_PER_UNIT)
        metres = wide * UNIT_M, tall * UNIT_M
        self.board = Board(self._base, pixels, metres, name="reach", over=REACH_OVER)
        self._fill()
        if self._pose is not None:
            self.place(*self._pose)

    def _width_of(self, label: str) -> float:
        size = BODY_SIZE * 0.93  # as `make_button` has it
        block, _ = text_block(label, self._fonts.regular, size, 9.0)
        return max(LEAST_WIDTH, float(block.node().getWidth()) * size + INSIDE)

    @property
    def _inner(self) -> float:
        return sum(self._widths) + GAP * (len(self._widths) - 1)

    def set_acts(self, acts: Mapping[str, Act]) -> None:
        """Other things to do, or the same for another part of the program."""
        if tuple(acts) == self.labels:
            self._acts = dict(acts)
            return
        self._clear()
        self._make(acts)

    def _fill(self) -> None:
        # half the strip's height is 1 there, as in a window
        root = self.board.scene.attachNewNode("strip")
        root.setScale(2.0 / (BUTTON_HEIGHT + 2 * EDGE))
        wide = self._inner
        back = rounded(wide + 2 * EDGE, BUTTON_HEIGHT + 2 * EDGE, GROUND, 0.035)
        back.reparentTo(root)
        back.setPos(-wide / 2 - EDGE, 0, BUTTON_HEIGHT / 2 + EDGE)
        back.setBin("fixed", 0)
        x = -wide / 2
        for label, width in zip(self._acts, self._widths, strict=True):
            choice = Choice(label, partial(self._press, label))
            number = len(self._buttons) + 1
            button, _ = make_button(root, self._fonts, choice, width, number)
            button.setPos(x, 0, BUTTON_HEIGHT / 2)
            self._buttons.append(button)
            x += width + GAP

    def _press(self, label: str) -> None:
        self._acts[label]()

    @property
    def labels(self) -> tuple[str, ...]:
        """What stands on the buttons, from the left."""
        return tuple(self._acts)

    def place(
        self, eye: Sequence[float], heading_deg: float, lift_deg: float = 0.0
    ) -> None:
        """Stand within reach of somebody who sits there."""
        self._pose = (tuple(eye), heading_deg, lift_deg)
        down_deg = REACH_DOWN_DEG - lift_deg
        self.board.place(eye, heading_deg, far_m=REACH_FAR_M, down_deg=down_deg)

    def frame(self, now_s: float, *, is_seen: bool = True) -> None:
        """Come, go, or be drawn anew; call every frame."""
        if is_seen:
            self.board.show()
        else:
            self.board.hide()
        self.board.frame(now_s)

    def remove(self) -> None:
        """Take it away for good."""
        self._clear()

    def _clear(self) -> None:
        for button in self._buttons:
            button.destroy()
        self._buttons.clear()
        self.board.remove()


class CalmPanel:
    """Something went wrong: what happened, what to do, and one button."""

    def __init__(self, base: Any, fonts: Fonts) -> None:
        """Nothing is shown until `tell`."""
        self._fonts = fonts
        metres = size_m(HALF_TAN, ASPECT, FAR_M)
        self.board = Board(base, CALM_PX, metres, name="calm", over=CALM_OVER)
        self._panel: Panel | None = None

    @property
    def is_up(self) -> bool:
        """Whether it is shown."""
        return self.board.is_shown

    def tell(self, title: str, lines: Sequence[str], choice: Choice) -> None:
        """Say what happened (`title`) and what to do; `choice` also takes it away."""
        self._drop()

        def act() -> None:
            self.board.hide()
            choice.act()

        panel = Panel(self.board.scene, self._fonts, CALM_WIDTH)
        panel.heading(title)
        for line in lines:
            panel.paragraph(line)
        panel.choices([Choice(choice.label, act, is_primary=True)])
        panel.finish()
        self._panel = panel
        self.board.show()

    def place(
        self, eye: Sequence[float], heading_deg: float, lift_deg: float = 0.0
    ) -> None:
        """Stand below where panels stand: nobody's face is behind it."""
        down_deg = CALM_DOWN_DEG - lift_deg
        self.board.place(eye, heading_deg, far_m=FAR_M, down_deg=down_deg)

    def hide(self) -> None:
        """Take it away: what it told of is over."""
        self.board.hide()

    def press(self) -> None:
        """Do what its button does: for keys, and for a word that is said."""
        if self._panel is not None and self.is_up:
            self._panel.press_focused()

    def frame(self, now_s: float) -> None:
        """Come, go, or be drawn anew; call every frame."""
        self.board.frame(now_s)

    def _drop(self) -> None:
        if self._panel is not None:
            self._panel.remove()
            self._panel = None

    def remove(self) -> None:
        """Take it away for good."""
        self._drop()
        self.board.remove()
