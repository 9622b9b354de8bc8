"""What a headset shows beside the panels: captions, and what is always within reach.

The program writes here what holds now; a headset reads it each frame. So one that is
put on in the middle of a talk shows what was said last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

LEAVE: Final = "visavis-leave"
"""The event of a wish to leave what is going on, by a button always in reach."""


@dataclass(slots=True)
class Beside:
    """Words and acts as they hold now."""

    acts: Mapping[str, Callable[[], None]] = field(default_factory=dict)
    """By the words on the button, from the left."""
    is_talking: bool = False
    """No panel is up: the room and the partner are seen, with captions."""
    is_locked: bool = False
    """The lock stands over everything: no word of a talk is seen."""
    is_writing: bool = False
    """The user wants to write in this talk, with letters to point at."""
    is_discreet: bool = False
    """Nothing may be felt or heard that nobody asked for in this moment."""
    name: str = ""
    """The partner's."""
    caption: str = ""
    """What the partner says."""
    heard: str = ""
    """What the user said."""
    status: str = ""
    """Whose turn it is."""
    notice: str = ""
    notices: int = 0
    """How many there were: the same words twice are two."""

    @property
    def is_clear(self) -> bool:
        """Whether nothing stands over the talk that goes on."""
        return self.is_talking and not self.is_locked

    def tell(self, words: str) -> None:
        """Show one calm line for a few seconds."""
        self.notice = words
        self.notices += 1

    def end_talk(self) -> None:
        """The scene is over: no words stand any more."""
        self.is_talking = self.is_writing = False
        self.caption = self.heard = self.status = self.notice = ""
