"""What is said, in letters below the face of whoever says it.

The board stands in the room and does not follow the head: what moves with the head
makes people unwell. It is nearer than the partner, and below the chin.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from panda3d.core import NodePath

from scenes.boards_parts import angles
from scenes.boards_surface import Board
from scenes.boards_ui import BELOW_DEG
from scenes.fonts import CAP_SHARE, Fonts
from scenes.panels import WHITE, rounded, text_block

CAP_DEG: Final = 1.4
"""Of a capital letter at `caption_size` 1; 1.3 is the least that is easily read."""
HALF_TAN: Final = 0.25
ASPECT: Final = 2.0
SIZE_PX: Final = (1408, 704)
WIDTH: Final = 2.9
"""Of the lines at `caption_size` 1, in half heights of the board: about 38 letters."""
MOST_LINES: Final = 6
SMALLER: Final = 0.72
"""What the user said, and whose turn it is, are this much smaller."""
NOTICE_S: Final = 7.0
"""How long a notice stays."""
CHIN_M: Final = 0.12
"""Below the eyes."""
NEAREST_M: Final = 1.0
FARTHEST_M: Final = 1.2
BEFORE_M: Final = 0.3
"""Nearer than the face: no hand of the partner's comes before the words."""
GROUND: Final = (0.07, 0.06, 0.055)
SHADOWED: Final = 0.5
"""With a ground less solid than this, letters have a shadow of their own."""
OVER: Final = 20


class Look(Protocol):
    """What a user can set."""

    @property
    def caption_size(self) -> float:
        """Times the usual size, from 1."""

    @property
    def caption_background(self) -> float:
        """How solid the ground behind the words is, 0..1."""


@dataclass(slots=True)
class _Shown:
    """The words that stand there, by kind."""

    caption: str = ""
    heard: str = ""
    status: str = ""
    notice: str = ""


class Captions:
    """The partner's words, the user's line, whose turn it is, and calm notices."""

    def __init__(self, base: Any, fonts: Fonts, settings: Look) -> None:
        """An empty board below nobody's face; `place` puts it there."""
        self._fonts = fonts
        self._size = max(1.0, settings.caption_size)
        self._ground = min(max(settings.caption_background, 0.0), 1.0)
        height = 2 * HALF_TAN * FARTHEST_M
        metres = (height * ASPECT, height)
        self.board = Board(base, SIZE_PX, metres, name="captions", over=OVER)
        self._now = _Shown()
        self._drawn: _Shown | None = None
        self._root: NodePath | None = None
        self._words = ""
        self._notice_until_s: float | None = None
        self._place: tuple[float, ...] = ()

    @property
    def text_size(self) -> float:
        """Of the partner's words, in half heights of the board."""
        cap = math.tan(math.radians(CAP_DEG * self._size)) / HALF_TAN
        return cap / CAP_SHARE

    # what stands there

    def phrase(self, words: str, is_first: bool, name: str = "") -> None:
        """Show what the partner says, phrase by phrase."""
        self._words = words if is_first else f"{self._words} {words}"
        if is_first:
            self._now.heard = ""
        self._now.caption = f"{name}:  {self._words}" if name else self._words

    def heard(self, words: str) -> None:
        """Show the user's own line until the partner answers."""
        self._now.heard = words

    def notice(self, words: str) -> None:
        """Show one calm line for a few seconds."""
        self._now.notice, self._notice_until_s = words, None

    def status(self, words: str) -> None:
        """Say whose turn it is; "" for nothing."""
        self._now.status = words

    def clear(self) -> None:
        """Take all words away."""
        self._now, self._words = _Shown(), ""

    # where it stands

    def place(self, eye: Sequence[float], face: Sequence[float]) -> None:
        """Stand below `face`, as seen from `eye`; both in the room, metres."""
        chin = (float(face[0]), float(face[1]), float(face[2]) - CHIN_M)
        heading, chin_deg = angles(eye, chin)
        far = math.dist([float(one) for one in eye], chin) - BEFORE_M
        far = min(max(far, NEAREST_M), FARTHEST_M)
        half = math.degrees(math.atan(HALF_TAN))
        down = half + BELOW_DEG - chin_deg
        self.board.place(eye, heading, far_m=far, down_deg=down)
        self.board.node.setScale(far / FARTHEST_M)

    # every frame

    def frame(self, now_s: float, *, is_seen: bool = True) -> None:
        """Draw what has changed; `is_seen` is False while a panel is up."""
        self._forget_notice(now_s)
        if self._now != self._drawn:
            self._draw()
        if is_seen and self._now != _Shown():
            self.board.show()
        else:
            self.board.hide()
        self.board.frame(now_s)

    def _forget_notice(self, now_s: float) -> None:
        if not self._now.notice:
            return
        if self._notice_until_s is None:
            self._notice_until_s = now_s + NOTICE_S
        elif now_s >= self._notice_until_s:
            self._now.notice, self._notice_until_s = "", None

    def _draw(self) -> None:
        now = self._now
        self._drawn = _Shown(now.caption, now.heard, now.status, now.notice)
        if now == _Shown() and self._root is not None:
            return  # the last words fade with the board
        if self._root is not None:
            self._root.removeNode()
        self._root = self.board.scene.attachNewNode("words")
        small = self.text_size * SMALLER
        top = 1.0
        for words, size in (
            (now.caption, self.text_size),
            (now.heard, small),
            (now.notice, small),
            (now.status, small),
        ):
            if words:
                top = self._card(words, size, top)

    def _card(self, words: str, size: float, top: float) -> float:
        """Words on their ground; returns where the next may begin."""
        assert self._root is not None  # made by `_draw`
        edge = size * 0.42
        most = 2 * ASPECT - 2 * edge
        width = min(WIDTH * self._size**0.75, most)
        block, height = text_block(words, self._fonts.regular, size, width, WHITE)
        node = block.node()
        if node.getNumRows() > MOST_LINES:
            lines = node.getWordwrappedText().splitlines()[-MOST_LINES:]
            node.setText("\n".join(lines))
            height = node.getHeight() * size
        if self._ground < SHADOWED:
            node.setShadow(0.05, 0.05)
            node.setShadowColor(0, 0, 0, 0.9)
        full = node.getWidth() * size + 2 * edge
        tall = height + 1.1 * edge
        card = self._root.attachNewNode("card")
        card.setPos(-full / 2, 0, top)
        if self._ground > 0.0:
            back = rounded(full, tall, (*GROUND, self._ground), size * 0.4)
            back.reparentTo(card)
            back.setBin("fixed", 0)
        block.reparentTo(card)
        block.setPos(edge, 0, block.getZ() - 0.55 * edge)
        block.setBin("fixed", 10)
        return top - tall - size * 0.25

    def remove(self) -> None:
        """Take it away for good."""
        self.board.remove()
