"""The boards that a headset shows: panels, captions, and what is within reach."""

from __future__ import annotations

import math
from typing import Any, Final

from panda3d.core import Point3

from scenes.boards import Board, CalmPanel, Captions, Reach, UiBoard
from scenes.fonts import Fonts
from scenes.panels import Choice
from sim.beside import Beside
from sim.config import Settings
from sim.headsets._floor import Floor
from sim.headsets._lost import Lost
from sim.headsets._sharp import Sharp
from sim.letters import Writing
from sim.openxr.session import Session
from sim.sight import Sight
from sim.texts import text

MOVED_M: Final = 0.12
"""A face that has moved further is another's; breathing and nods are not followed."""
FACE_M: Final = 1.4
"""How far away a face would be where nobody sits."""


class Boards:
    """Says on them what `Beside` holds, and puts them where they can be read."""

    def __init__(
        self,
        base: Any,
        session: Session,
        floor: Floor,
        fonts: Fonts,
        settings: Settings,
        beside: Beside,
    ) -> None:
        """Make them; nothing is shown before `show`."""
        self._floor, self._beside = floor, beside
        self.panels = UiBoard(base)
        self.captions = Captions(base, fonts, settings)
        self.reach = Reach(base, fonts, {text("talking.leave_short"): _nothing})
        self.calm = CalmPanel(base, fonts)
        self._lost = Lost()
        self.writing = Writing(base, fonts, beside)
        self.sharp = Sharp(session, floor.node) if settings.text_layers else None
        self._sight: Sight | None = None
        self._stood: tuple[Any, ...] = ()
        self._face: Point3 | None = None
        self._told = Beside()

    @property
    def pointed_at(self) -> tuple[Board, ...]:
        """Those that have buttons."""
        letters = self.writing.letters.board
        return self.panels, self.reach.board, letters, self.calm.board

    def show(self, sight: Sight) -> None:
        """Take the panels out of the window."""
        self._sight, self._stood = sight, ()
        self.panels.show()

    def hide(self) -> None:
        """Give the panels back to the window."""
        self._sight = None
        self.panels.hide()
        self.vanish()

    def vanish(self) -> None:
        """Nothing that stands there is seen any more."""
        letters = self.writing.letters.board
        captions, reach, calm = self.captions, self.reach, self.calm
        for board in (self.panels, captions.board, reach.board, letters, calm.board):
            Board.hide(board, at_once=True)

    def frame(self, now_s: float, *, is_tracked: bool = True) -> None:
        """Say what holds now; call every frame that is drawn.

        `is_tracked` is False while the headset does not know where it is.
        """
        beside = self._beside
        self.panels.clear_view(is_clear=beside.is_clear)
        self._tell()
        self._reach()
        self._stand()
        self.panels.frame(now_s)
        self.captions.frame(now_s, is_seen=beside.is_clear)
        self.reach.frame(now_s)
        self.writing.frame(now_s)
        self._seek(now_s, is_tracked=is_tracked)
        if self.sharp is not None:
            letters = self.writing.letters.board
            self.sharp.frame(
                (
                    self.captions.board,
                    self.panels,
                    self.reach.board,
                    letters,
                    self.calm.board,
                )
            )

    def _seek(self, now_s: float, *, is_tracked: bool) -> None:
        """Say calmly that the headset does not know where it is, and what helps."""
        if self._lost.tick(now_s, is_tracked=is_tracked):
            go_on = Choice(text("headset.lost_go_on"), _nothing)
            lines = [text("headset.lost_helps"), text("headset.lost_kept")]
            self.calm.tell(text("headset.lost"), lines, go_on)
        elif is_tracked and self.calm.is_up:
            self.calm.hide()
        self.calm.frame(now_s)

    def _tell(self) -> None:
        """Let the captions say what holds now."""
        now, told, captions = self._beside, self._told, self.captions
        if now.caption != told.caption:
            captions.phrase(now.caption, True, now.name)
        if now.heard != told.heard:
            said = f"{text('talking.heard')}:  {now.heard}" if now.heard else ""
            captions.heard(said)
        if now.status != told.status:
            captions.status(now.status)
        if now.notices != told.notices and now.notice:
            captions.notice(now.notice)
        if not (now.caption or now.heard or now.status or now.notice):
            captions.clear()
        told.caption, told.heard, told.status = now.caption, now.heard, now.status
        told.notices = now.notices

    def _reach(self) -> None:
        """Let the strip offer what holds now."""
        acts, told = self._beside.acts, self._told
        if acts is told.acts or not acts:
            return
        told.acts, before = acts, self.reach.board
        self.reach.set_acts(acts)
        if self.sharp is not None and self.reach.board is not before:
            self.sharp.drop(before)

    def _stand(self) -> None:
        """Put the boards where they belong, when the seat or the company changes."""
        eye, heading = self._floor.eye, self._floor.heading_deg
        face = self._sight.face() if self._sight is not None else None
        if not _is_same(face, self._face):
            self._face = face
        where = (*eye, heading, self._face, self._beside.is_clear)
        if where == self._stood:
            return
        self._stood = where
        self.panels.stand(eye, heading, self._face)
        self.reach.place(eye, heading)
        self.writing.letters.place(eye, heading)
        self.calm.place(eye, heading)
        self.captions.place(eye, self._face or _ahead(eye, heading))

    def remove(self) -> None:
        """Take all away for good."""
        self.captions.remove()
        self.reach.remove()
        self.writing.remove()
        self.calm.remove()
        self.panels.remove()


def _nothing() -> None:
    return


def _is_same(one: Point3 | None, other: Point3 | None) -> bool:
    if one is None or other is None:
        return one is other
    return bool((one - other).length() < MOVED_M)


def _ahead(eye: tuple[float, float, float], heading_deg: float) -> Point3:
    """Where a face would be."""
    heading = math.radians(heading_deg)
    x, y, z = eye
    return Point3(x - FACE_M * math.sin(heading), y + FACE_M * math.cos(heading), z)
