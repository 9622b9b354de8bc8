"""Writing without a keyboard: whatever entry has the keys gets the letters.

In a headset nobody sees their keyboard, and some people cannot use one. The board comes
up where a panel has an entry; in a talk only when the user asks for it, for there one
speaks, as a rule.
"""

from __future__ import annotations

from typing import Any, Final

from panda3d.core import KeyboardButton, PGEntry, PGItem

from scenes.boards_letters import Key, Letters
from scenes.fonts import Fonts
from sim.beside import Beside
from sim.texts import text

HIDDEN: Final = "•"
"""Stands for each letter of a passphrase."""


class Writing:
    """The letters' board and the entry that it writes into."""

    def __init__(self, base: Any, fonts: Fonts, beside: Beside) -> None:
        """Make it; `beside` says whether a talk goes on, and whether one writes."""
        self._base, self._beside = base, beside
        names: dict[Key, str] = {
            key: text(f"headset.key_{key}")
            for key in ("space", "delete", "enter", "hide")
        }
        self.letters = Letters(base, fonts, names, self._strike, self._press)
        self._entry = ""
        """Id of the entry that has the keys; to keep it would keep it alive."""
        self._is_put_away = False
        self._is_begun = False
        """A line stands in it: one that is typed on a keyboard is seen unasked."""

    @property
    def is_up(self) -> bool:
        """Whether there is something to write into, and it is wanted."""
        if not self._entry:
            return False
        if not self._beside.is_clear:
            return not self._is_put_away
        is_seen = self._is_begun and not self._is_put_away
        return self._beside.is_writing or is_seen

    def frame(self, now_s: float) -> None:
        """Follow the entry that has the keys; call every frame."""
        entry = _focused()
        name = entry.getId() if entry is not None else ""
        if name != self._entry:
            self._is_put_away = False  # another one: its letters come up again
        self._entry = name
        if entry is not None:
            words = entry.getText()
            self._is_begun = bool(words)
            if self._beside.is_clear and not words:
                self._is_put_away = False  # the next line is another one
            is_secret = entry.getObscureMode()
            self.letters.write(HIDDEN * len(words) if is_secret else words)
        self.letters.frame(now_s, is_seen=self.is_up)

    def remove(self) -> None:
        """Take it away for good."""
        self.letters.remove()

    @property
    def _device(self) -> Any:
        return self._base.win.getInputDevice(0)

    def _strike(self, letter: str) -> None:
        self._device.keystroke(ord(letter))

    def _press(self, key: Key) -> None:
        if key == "space":
            self._strike(" ")
        elif key == "hide":
            self._is_put_away, self._beside.is_writing = True, False
        else:
            button = (
                KeyboardButton.backspace()
                if key == "delete"
                else KeyboardButton.enter()
            )
            self._device.buttonDown(button)
            self._device.buttonUp(button)
            # a line that was said is over; the next one is asked for again
            self._beside.is_writing &= key != "enter"


def _focused() -> PGEntry | None:
    """The entry that has the keys, and is still there."""
    item = PGItem.getFocusItem()
    is_there = isinstance(item, PGEntry) and item.getNumParents() > 0
    return item if is_there else None
