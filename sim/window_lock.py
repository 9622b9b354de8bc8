"""The lock on idle in the window: an opaque card over everything, and one entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from direct.gui.DirectEntry import DirectEntry
from panda3d.core import NodePath

from scenes.panels import BODY_SIZE, Choice, Fonts, Panel, rounded
from sim.locking import Locking
from sim.rehearsal import Rehearsal
from sim.sound import Sound
from sim.texts import text

COVER = (0.10, 0.09, 0.08, 1.0)
"""As the window is before anything is drawn; opaque."""
WIDTH = 1.9
ENTRY_HEIGHT = 0.12


class WindowLock:
    """Watches for idleness, covers the window, and lets the user back in."""

    def __init__(
        self, base: Any, fonts: Fonts, locking: Locking, leave: Callable[[], None]
    ) -> None:
        self._base, self._fonts, self._locking = base, fonts, locking
        self._leave = leave
        self.on_cover: Callable[[], None] = lambda: None
        """Called once when the window is covered, while the record is still open."""
        self._root: NodePath | None = None
        self._panel: Panel | None = None
        self._entry: DirectEntry | None = None
        self.is_worn: Callable[[], bool] = lambda: False
        """Whether it is seen in a headset, which shows a plain room behind it."""
        self._back: NodePath | None = None
        self._is_veil = False
        """It only covers; nothing is locked."""
        self._hidden: list[NodePath] = []
        self._pressed = 0
        base.buttonThrowers[0].node().setButtonDownEvent("visavis-pressed")
        base.accept("visavis-pressed", self._touched)

    def _touched(self, *_: object) -> None:
        self._pressed += 1

    @property
    def is_up(self) -> bool:
        """Whether the window is covered."""
        return self._root is not None

    def tick(
        self,
        rehearsal: Rehearsal | None,
        sound: Sound | None,
        *,
        is_watched: bool = False,
    ) -> None:
        """Call every frame, before anything else.

        `is_watched` says that somebody is there who has to do nothing now.
        """
        locking = self._locking
        running = rehearsal if rehearsal and not rehearsal.state.is_over else None
        locking.rehearsal = running
        if self._root is not None:
            self._hide_others()
            self._cover_rest()
            self._locking.tick()
            if not self._is_veil:
                return
        mouse = self._base.mouseWatcherNode
        place = tuple(mouse.getMouse()) if mouse.hasMouse() else None
        mouth = sound.performer if sound is not None else None
        if is_watched:
            locking.idle.touch()
        locking.watch(mouth, place, self._pressed)
        if locking.idle.is_over:
            self.lock()

    def forget_vault(self) -> None:
        """The vault is gone: from now on only the screen is covered."""
        self._locking.vault = None

    def lock(self) -> None:
        """Cover the window now; the key is forgotten once all is written."""
        self._is_veil = False
        self._locking.cover()
        self._cover()

    def veil(self) -> None:
        """Cover what is private until the user says *go on*; nothing is locked."""
        if not self.is_up:
            self._is_veil = True
            self._cover()

    def _cover(self) -> None:
        if self._root is not None:  # what was a veil is a lock now
            self.on_cover()
            self._show()
            return
        self._root = self._base.aspect2d.attachNewNode("lock")
        back = self._back = rounded(8.0, 4.0, COVER)
        back.reparentTo(self._root)
        back.setPos(-4.0, 0, 2.0)
        back.setBin("fixed", 0)  # all else of the two-dimensional picture is hidden
        self.on_cover()
        self._hide_others()
        self._show()

    def _cover_rest(self) -> None:
        """A window needs the card; on a board it would be a dark wall."""
        if self._back is not None:
            (self._back.hide if self.is_worn() else self._back.show)()

    def _hide_others(self) -> None:
        """Hide what is there and what comes meanwhile; it takes no clicks, then."""
        for node in self._base.aspect2d.getChildren():
            if node != self._root and not node.isHidden():
                node.hide()
                self._hidden.append(node)

    def _show(self, why: str = "") -> None:
        self._clear()
        assert self._root is not None  # the caller has covered the window
        panel = Panel(self._root, self._fonts, WIDTH)
        panel.heading(text("lock.veil_title" if self._is_veil else "lock.title"))
        veiled = text("lock.veil_body") if self._is_veil else ""
        panel.paragraph(why or veiled or self._locking.why)
        if self._locking.needs_passphrase and not self._is_veil:
            panel.label(text("lock.passphrase"))
            self._add_entry(panel)
        panel.choices(
            [
                Choice(text("lock.open"), self._open, is_primary=True),
                Choice(text("lock.leave"), self._leave),
            ],
            in_row=True,
        )
        panel.finish()
        self._panel = panel

    def _add_entry(self, panel: Panel) -> None:
        field = rounded(panel.inner, ENTRY_HEIGHT, (1.0, 1.0, 1.0, 1.0))
        scale = BODY_SIZE * 1.05
        self._entry = DirectEntry(
            parent=field,
            relief=None,
            scale=scale,
            width=panel.inner / scale - 1.6,
            overflow=1,
            numLines=1,
            obscured=1,
            focus=1,
            entryFont=self._fonts.regular,
            text_fg=(0.15, 0.13, 0.12, 1),
            command=lambda _: self._open(),
            suppressKeys=0,
            rolloverSound=None,
            clickSound=None,
        )
        self._entry.setPos(0.04, 0, -ENTRY_HEIGHT * 0.66)
        self._entry.setBin("fixed", 40)
        panel.add(field, ENTRY_HEIGHT)

    def _open(self) -> None:
        if self._is_veil:
            self._uncover()
            return
        typed = None
        if self._entry is not None:
            typed = self._entry.get()
            self._entry.enterText("")
            if not typed:
                return
        if why := self._locking.open(typed):
            self._show(why)
        else:
            self._uncover()

    def enter(self) -> None:
        """The key Enter, where there is no entry that takes it."""
        if self._entry is None:
            self._open()

    def _uncover(self) -> None:
        self._clear()
        if self._root is not None:
            self._root.removeNode()
            self._root = self._back = None
        hidden, self._hidden = self._hidden, []
        for node in hidden:
            if not node.isEmpty():
                node.show()

    def _clear(self) -> None:
        if self._entry is not None:
            self._entry.destroy()
            self._entry = None
        if self._panel is not None:
            self._panel.remove()
            self._panel = None
