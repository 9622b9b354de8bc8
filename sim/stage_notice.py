"""One calm line over the room, whatever panel is up: a file cannot be read."""

from __future__ import annotations

from typing import Any, Final

from panda3d.core import NodePath

from scenes.panels import SMALL_SIZE, WHITE, Fonts, load_fonts, rounded, text_block
from sim.beside import Beside

STAYS_S: Final = 14.0
"""Two lines are read in half of that."""
WIDTH: Final = 2.0
TOP: Final = 0.98
ABOVE: Final = 60
"""Sort above all panels."""
GROUND: Final = (0.16, 0.14, 0.13, 0.96)
"""Words of a panel below must not show through."""
TASK: Final = "visavis-stage-notice"


class StageNotice:
    """Shows the last line it was told for some seconds."""

    def __init__(self, base: Any, fonts: Fonts | None = None) -> None:
        """Over `base`'s window; in a headset, too, once `beside` is set."""
        self._base, self._fonts = base, fonts
        self._card: NodePath | None = None
        self._beside: Beside | None = None
        self.words = ""
        """What was told last."""

    @property
    def beside(self) -> Beside | None:
        """What a headset shows beside the panels."""
        return self._beside

    @beside.setter
    def beside(self, beside: Beside) -> None:
        self._beside = beside
        if self.words:  # the lobby was shown before anybody could be told
            beside.tell(self.words)

    def tell(self, words: str) -> None:
        """Show `words`."""
        self.words = words
        if self._beside is not None:
            self._beside.tell(words)
        self._take_down()
        self._card = self._made(words)
        task_mgr = self._base.taskMgr
        task_mgr.remove(TASK)
        task_mgr.doMethodLater(STAYS_S, self._over, TASK)

    def _made(self, words: str) -> NodePath:
        fonts = self._fonts or load_fonts()
        card = NodePath("stage-notice")
        block, height = text_block(
            words, fonts.regular, SMALL_SIZE, WIDTH - 0.14, WHITE
        )
        back = rounded(WIDTH, height + 0.08, GROUND)
        back.reparentTo(card)
        back.setBin("fixed", ABOVE)
        block.reparentTo(card)
        block.setPos(0.07, 0, block.getZ() - 0.04)
        block.setBin("fixed", ABOVE + 1)
        card.setPos(-WIDTH / 2, 0, TOP)
        card.reparentTo(self._base.aspect2d)
        return card

    def _over(self, task: Any) -> Any:
        self._take_down()
        return task.done

    def _take_down(self) -> None:
        if self._card is not None:
            self._card.removeNode()
            self._card = None
