"""The boards that a headset shows: panels, captions, and what is within reach."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from panda3d.core import Point3

from scenes.boards import Board, CalmPanel, Captions, Reach, UiBoard
from scenes.boards_parts import direction
from scenes.boards_ui import FAR_M
from scenes.fonts import Fonts
from scenes.panels import Choice
from sim.beside import Beside
from sim.config import Settings
from sim.headsets._floor import Floor
from sim.headsets._lost import Lost
from sim.headsets._sharp import Sharp
from sim.headsets._turned import Facing, Turned, lean_of, look_of
from sim.letters import Writing
from sim.openxr.session import Session
from sim.pointing_rays import Three
from sim.sight import Sight
from sim.texts import text
from sim.viewing import Tracked

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
        head: Tracked,
    ) -> None:
        """Make them; nothing is shown before `show`.

        `head` is the user's, in the room; it is overwritten every frame.
        """
        self._floor, self._beside, self._head = floor, beside, head
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
        self._turned = Turned()
        self._lift_deg = 0.0
        """How far above level somebody looks who has centred leaning back."""
        self._now: Facing | None = None
        """Where they stand: at the seat, as a rule."""
        # what was told before is no news
        self._told = Beside(notices=beside.notices)

    @property
    def pointed_at(self) -> tuple[Board, ...]:
        """Those that have buttons."""
        letters = self.writing.letters.board
        return self.panels, self.reach.board, letters, self.calm.board

    def show(self, sight: Sight) -> None:
        """Take the panels out of the window."""
        self._sight, self._stood, self._lift_deg = sight, (), 0.0
        self.panels.show()

    def centre(self) -> None:
        """The user is at home as they are now: upright, or leaning back."""
        _, pitch_deg = look_of(self._head)
        self._lift_deg, self._stood = lean_of(pitch_deg), ()

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
        self._stand(now_s, is_tracked=is_tracked)
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
        if self.reach.board is not before and self._now is not None:
            # what it took its place from may have been on its way
            self.reach.place(*self._ahead, self._lift)

    def _stand(self, now_s: float, *, is_tracked: bool) -> None:
        """Put the boards where they belong, when seat, company or view changes."""
        # below a lock nobody is seen
        sight = None if self._beside.is_locked else self._sight
        face = sight.face() if sight is not None else None
        if not _is_same(face, self._face):
            self._face = face
        home = Facing(self._floor.eye, self._floor.heading_deg, self._lift_deg)
        stood = home, self._face, self._beside.is_clear
        if stood != self._stood:
            is_home = self._now is None or self._stood[:1] != (home,)
            self._now = home if is_home else self._now
            self._stood = stood
            self._turned.forget()
            for put in self._puts():
                put()
        elif not is_tracked:
            self._turned.forget()
        elif self._now is not None:
            now = self._turned.tick(now_s, self._head, self._now, home, FAR_M)
            self._go(now)

    def _go(self, now: Facing | None) -> None:
        """Let all of them come again at another place."""
        if now is None or now == self._now:
            return
        self._now = now
        letters = self.writing.letters.board
        boards = self.panels, self.reach.board, letters, self.calm.board
        for board, put in zip(
            (*boards, self.captions.board), self._puts(), strict=True
        ):
            board.go(put)

    def _puts(self) -> tuple[Callable[[], None], ...]:
        """What puts each of them where it belongs by then."""
        return (
            lambda: self.panels.stand(
                *self._ahead, face=self._face, lift_deg=self._lift
            ),
            lambda: self.reach.place(*self._ahead, self._lift),
            lambda: self.writing.letters.place(*self._ahead, self._lift),
            lambda: self.calm.place(*self._ahead, self._lift),
            self._put_captions,
        )

    @property
    def _ahead(self) -> tuple[Three, float]:
        assert self._now is not None  # `_stand` has set it
        return self._now.eye, self._now.heading_deg

    @property
    def _lift(self) -> float:
        return self._now.lift_deg if self._now is not None else 0.0

    def _put_captions(self) -> None:
        """Below the face; where nobody sits, or whoever lies sees none, ahead."""
        eye, heading = self._ahead
        face = None if self._lift else self._face
        ahead = Point3(*eye) + direction(heading, self._lift) * FACE_M
        self.captions.place(eye, ahead if face is None else face)

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
