"""What lies over the scene: the partner's words, the user's line, the way out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from direct.gui.DirectEntry import DirectEntry
from panda3d.core import NodePath

from scenes.panels import (
    BODY_SIZE,
    SHADE,
    SMALL_SIZE,
    WHITE,
    Choice,
    Fonts,
    make_button,
    rounded,
    text_block,
)
from sim.beside import Beside
from sim.session.state import SessionState
from sim.texts import text

CAPTION_WIDTH = 2.3
ENTRY_WIDTH = 2.3
BUTTON_WIDTH = 0.36
NOTICE_FRAMES = 600
"""How many frames a notice stays, about seven seconds at 90 Hz."""


class Hud:
    """Captions, typed input, status and the buttons that are always there."""

    def __init__(
        self,
        base: Any,
        fonts: Fonts,
        name: str,
        say: Callable[[str], None],
        acts: dict[str, Callable[[], None]],
        *,
        captions: bool = True,
        beside: Beside | None = None,
    ) -> None:
        """Show it over `base`'s window, and say the same in a headset by `beside`."""
        self._captions = captions
        self._beside = beside if beside is not None else Beside()
        self._beside.name, self._beside.is_talking = name, True
        self._base, self._fonts, self._name, self._say = base, fonts, name, say
        self._root = base.aspect2d.attachNewNode("hud")
        self._caption: NodePath | None = None
        self._words = ""
        self._heard: NodePath | None = None
        self._notice: NodePath | None = None
        self._notice_left = 0
        self._status_text = ""
        self._status: NodePath | None = None
        self._entry = self._make_entry()
        self._buttons = self._make_buttons(acts)

    def _make_entry(self) -> DirectEntry:
        back = rounded(ENTRY_WIDTH, 0.13, (0.975, 0.96, 0.935, 0.95))
        back.reparentTo(self._root)
        back.setPos(-ENTRY_WIDTH / 2, 0, -0.82)
        back.setBin("fixed", 5)
        entry = DirectEntry(
            parent=self._root,
            relief=None,
            scale=BODY_SIZE * 1.05,
            width=ENTRY_WIDTH / (BODY_SIZE * 1.05) - 1.6,
            overflow=1,
            numLines=1,
            focus=1,
            entryFont=self._fonts.regular,
            text_fg=(0.15, 0.13, 0.12, 1),
            command=self._entered,
            suppressKeys=0,
            rolloverSound=None,
            clickSound=None,
        )
        entry.setPos(-ENTRY_WIDTH / 2 + 0.04, 0, -0.90)
        entry.setBin("fixed", 20)
        hint, _ = text_block(
            text("talking.say"),
            self._fonts.regular,
            SMALL_SIZE,
            ENTRY_WIDTH,
            (1, 1, 1, 0.8),
        )
        hint.reparentTo(self._root)
        hint.setPos(-ENTRY_WIDTH / 2 + 0.02, 0, -0.985)
        return entry

    def _make_buttons(self, acts: dict[str, Callable[[], None]]) -> list[Any]:
        buttons = []
        right = self._base.getAspectRatio() - 0.05
        x = right - len(acts) * (BUTTON_WIDTH + 0.02)
        for number, (key, act) in enumerate(acts.items(), 1):
            choice = Choice(text(f"talking.{key}_short"), act)
            button, _ = make_button(
                self._root, self._fonts, choice, BUTTON_WIDTH, number
            )
            button.setPos(x, 0, 0.96)
            buttons.append(button)
            x += BUTTON_WIDTH + 0.02
        return buttons

    def _entered(self, words: str) -> None:
        self._entry.enterText("")
        self._say(words)
        # the entry gives up the focus once this call is over
        self._base.taskMgr.doMethodLater(0, self._focus, "visavis-focus")

    def _focus(self, task: Any) -> Any:
        if not self._root.isEmpty() and not self._root.isHidden():
            self._entry["focus"] = 1
        return task.done

    @property
    def is_typing(self) -> bool:
        """Whether a line is being typed."""
        return bool(self._entry.get().strip())

    def set_enabled(self, is_enabled: bool) -> None:
        """Show or hide everything while a panel is up."""
        self._beside.is_talking = is_enabled
        if is_enabled:
            self._root.show()
            self._entry["focus"] = 1
        else:
            self._entry["focus"] = 0
            self._root.hide()

    def phrase(self, words: str, is_first: bool) -> None:
        """Show what the partner says, phrase by phrase."""
        self._words = words if is_first else f"{self._words} {words}"
        if is_first and self._heard is not None:
            self._heard.removeNode()
            self._heard = None
        if is_first:
            self._beside.heard = ""
        if not self._captions:
            return
        self._beside.caption = self._words
        self._caption = self._card(
            self._caption, f"{self._name}:  {self._words}", -0.46, BODY_SIZE * 1.1
        )

    def heard(self, words: str) -> None:
        """Show the user's own line until the partner answers."""
        if not self._captions:
            return
        self._beside.heard = words
        line = f"{text('talking.heard')}:  {words}"
        self._heard = self._card(self._heard, line, -0.24, SMALL_SIZE)

    def notice(self, words: str) -> None:
        """Show one calm line for a few seconds."""
        self._beside.tell(words)
        self._notice = self._card(self._notice, words, 0.72, SMALL_SIZE)
        self._notice_left = NOTICE_FRAMES

    def _card(
        self, old: NodePath | None, words: str, top: float, size: float
    ) -> NodePath:
        if old is not None:
            old.removeNode()
        card = self._root.attachNewNode("card")
        block, height = text_block(
            words, self._fonts.regular, size, CAPTION_WIDTH - 0.14, WHITE
        )
        back = rounded(CAPTION_WIDTH, height + 0.08, SHADE)
        back.reparentTo(card)
        back.setBin("fixed", 0)
        block.reparentTo(card)
        block.setPos(0.07, 0, block.getZ() - 0.04)
        block.setBin("fixed", 10)
        # captions grow upwards from just above the line where one types
        bottom = -0.78 if top == -0.46 else top - height - 0.08
        card.setPos(-CAPTION_WIDTH / 2, 0, bottom + height + 0.08)
        return card

    def status(self, state: SessionState, *, is_ready: bool, is_speaking: bool) -> None:
        """Say whose turn it is; call every frame, it changes little."""
        if self._notice is not None:
            self._notice_left -= 1
            if self._notice_left <= 0:
                self._notice.removeNode()
                self._notice = None
        key = ""
        if not is_ready:
            key = "wait_ready"
        elif state.waiting == "partner":
            key = "thinking"
        elif state.waiting == "user" and not is_speaking:
            key = "listening"
        words = text(f"talking.{key}", partner=self._name) if key else ""
        if words == self._status_text:
            return
        self._status_text = self._beside.status = words
        if self._status is not None:
            self._status.removeNode()
            self._status = None
        if words:
            self._status = self._chip(words)

    def _chip(self, words: str) -> NodePath:
        """A short text on a dark ground in the top left corner."""
        chip = self._root.attachNewNode("chip")
        block, height = text_block(words, self._fonts.regular, SMALL_SIZE, 1.5, WHITE)
        low, high = block.getTightBounds(block)
        back = rounded((high.x - low.x) * SMALL_SIZE + 0.08, height + 0.04, SHADE)
        back.reparentTo(chip)
        back.setBin("fixed", 0)
        block.reparentTo(chip)
        block.setPos(0.04, 0, block.getZ() - 0.02)
        block.setBin("fixed", 10)
        chip.setPos(-self._base.getAspectRatio() + 0.06, 0, 0.95)
        return chip

    def ended(self, show_debrief: Callable[[], None]) -> None:
        """The scene is over: offer to look back at it."""
        choice = Choice(text("ended.debrief"), show_debrief, is_primary=True)
        button, _ = make_button(self._root, self._fonts, choice, 0.7, 9)
        button.setPos(-0.35, 0, 0.55)
        self._buttons.append(button)

    def remove(self) -> None:
        """Take everything away."""
        self._beside.end_talk()
        for button in self._buttons:
            button.destroy()
        self._entry.destroy()
        self._root.removeNode()
