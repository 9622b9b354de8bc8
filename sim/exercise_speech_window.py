"""The user's voice in a window: what was heard stands above the step for a moment."""

from __future__ import annotations

from typing import Any, Self

from panda3d.core import NodePath, TextNode

from scenes.panels import INK, PAPER, SMALL_SIZE, Fonts, rounded, text_block
from sim.app import App
from sim.exercise_panels import StepPanel
from sim.exercise_speech import Speaking
from sim.exercise_window import ExerciseWindow
from sim.exercises._reading import Reading
from sim.exercises_kept import speaking_of
from sim.sound import Sound

WIDTH = 1.5
TOP = 0.83
"""Below the buttons that are always there, above the panel of any step."""
EDGE = 0.03


class Caption:
    """One line of text that comes and goes."""

    def __init__(self, parent: NodePath, fonts: Fonts) -> None:
        self._parent, self._fonts = parent, fonts
        self._card: NodePath | None = None
        self.words = ""
        """What stands there now."""

    def show(self, words: str) -> None:
        """Show `words` in place of what was there; "" for nothing."""
        if self._card is not None:
            self._card.removeNode()
            self._card = None
        self.words = words
        if not words:
            return
        block, height = text_block(
            words, self._fonts.bold, SMALL_SIZE, WIDTH, INK, TextNode.ACenter
        )
        tall = height + 2 * EDGE
        card = rounded(WIDTH + 2 * EDGE, tall, PAPER)
        card.reparentTo(self._parent)
        card.setPos(-WIDTH / 2 - EDGE, 0, TOP)
        card.setBin("fixed", 50)
        block.reparentTo(card)
        block.setPos(WIDTH / 2 + EDGE, 0, block.getZ() - EDGE)
        block.setBin("fixed", 51)
        self._card = card


class WindowVoice:
    """Listens while an exercise is done in a window."""

    def __init__(
        self,
        sound: Sound | None,
        speaking: Speaking,
        caption: Caption,
        base: Any,
        doing: ExerciseWindow,
    ) -> None:
        """Show what `speaking` hears; `sound` is None where others let it listen."""
        self._sound, self._base, self._doing = sound, base, doing
        self.speaking, self.caption = speaking, caption
        base.accept("backspace", speaking.change)
        speaking.on_number = self._set_scale

    @classmethod
    def of(
        cls,
        app: App,
        sound: Sound,
        base: Any,
        fonts: Fonts,
        doing: ExerciseWindow,
        reading: Reading | None,
    ) -> Self | None:
        """Listen for `doing`; None where no microphone is open."""
        caption = Caption(base.aspect2d, fonts)
        speaking = speaking_of(
            app, sound, doing.sitting, reading, doing.said, caption.show
        )
        if speaking is None:
            return None
        return cls(sound, speaking, caption, base, doing)

    def _set_scale(self, number: float) -> None:
        """Let the scale that is up show what was said, before it is taken."""
        panel = self._doing.heard.panel
        if isinstance(panel, StepPanel) and panel.scale is not None:
            panel.scale.set(number)

    def frame(self) -> None:
        """Take in what was said; call every frame."""
        self.speaking.follow(self._doing.heard.sitting)
        if self._sound is not None:
            self._sound.tick()
        self.speaking.tick()

    def close(self) -> None:
        """Listen no more."""
        self._base.ignore("backspace")
        self.caption.show("")
