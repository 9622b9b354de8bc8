"""One line to type on a panel."""

from __future__ import annotations

from collections.abc import Callable

from direct.gui.DirectEntry import DirectEntry
from panda3d.core import NodePath

from scenes.panels import BODY_SIZE, INK, WHITE, Fonts, rounded

_BACK_HEIGHT = 0.13


class LineEntry:
    """A field with the focus; Enter or `enter` hands over what stands in it."""

    def __init__(
        self, width: float, fonts: Fonts, given: str, done: Callable[[str], None]
    ) -> None:
        """`width` in half window heights; `given` stands there already."""
        self.height = _BACK_HEIGHT
        self.root = NodePath("entry")
        self._done = done
        rounded(width, _BACK_HEIGHT, WHITE).reparentTo(self.root)
        self._entry = DirectEntry(
            parent=self.root,
            relief=None,
            scale=BODY_SIZE * 1.05,
            width=width / (BODY_SIZE * 1.05) - 1.6,
            overflow=1,
            numLines=1,
            focus=1,
            initialText=given,
            entryFont=fonts.regular,
            text_fg=INK,
            command=done,
            # digits belong to the line here, not to the buttons
            suppressKeys=1,
            rolloverSound=None,
            clickSound=None,
        )
        self._entry.setPos(0.04, 0, -_BACK_HEIGHT * 0.62)
        self._entry.setBin("fixed", 30)

    def enter(self) -> None:
        """Hand over what stands there."""
        self._done(self._entry.get())

    def destroy(self) -> None:
        """Take the field away."""
        self._entry.destroy()
