"""A headset by OpenXR, beside a window that stays.

The window is where the program is while nobody wears the headset: before it is put on,
after it is taken off, and when the runtime breaks. A frame is ``begin`` (what the
runtime tells, waiting, where the user is), the program's tasks, and ``frame`` (look
once more where the eyes are, draw, hand over).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from panda3d.core import load_prc_file_data

from sim.beside import Beside
from sim.config import Settings
from sim.headsets._again import Again
from sim.headsets._centring import Centring
from sim.headsets._floor import Floor
from sim.headsets._pace import Pace
from sim.headsets._worn import Worn
from sim.headsets.base import HeadsetUnavailable, NoHeadsetYet
from sim.headsets.desktop import Desktop
from sim.openxr import library
from sim.openxr.graphics import Graphics
from sim.openxr.haptics import BREATH_IN, BREATH_OUT
from sim.openxr.instance import EYE_GAZE, OPTIONAL_EXTENSIONS, Runtime
from sim.openxr.session import Session
from sim.quick_exit import TITLE
from sim.sight import Sight
from sim.viewing import Viewing

_log = logging.getLogger(__name__)

DESK_FRAME_S: Final = 1 / 60
"""The window's pace while no headset keeps one."""


class OpenXr:
    """A window, and the headset in its place while somebody wears it."""

    is_headset = True

    def __init__(self, desktop: Desktop, settings: Settings) -> None:
        """Show in `desktop` what no headset shows."""
        self._desktop, self._settings = desktop, settings
        self.viewing = Viewing()
        self.beside = Beside()
        self.sight: Sight
        self.on_worn: Callable[[bool], None] = lambda is_worn: None
        """Told when somebody has put the headset on, or taken it off."""
        self.on_intent: Callable[[str], None] = lambda intent: None
        """Told what the user wants of the program by a button: pause, leave, talk."""
        self._xr: Any = None
        self._runtime: Runtime | None = None
        self._session: Session | None = None
        self._floor: Floor | None = None
        self.worn: Worn | None = None
        """What there is only for a headset: eyes, boards, hands."""
        self._is_wanted = False
        """A picture is wanted in this frame."""
        self._centring = Centring()
        self._has_quit = False
        self._pace = Pace(DESK_FRAME_S)
        self._again = Again()

    @property
    def base(self) -> Any:
        """The window's ShowBase; None while it is closed."""
        return self._desktop.base

    # opening

    def open(self) -> None:
        """Find the runtime, open the window, and begin a session if there is a headset.

        Without a headset the window is there alone, and a headset that comes is seen.

        Raises:
            HeadsetUnavailable: there is no runtime, or no window can be opened.
        """
        self._xr = library.load()
        try:
            self._runtime = self._opened()
        except NoHeadsetYet as why:
            _log.info("%s", why)
        load_prc_file_data("visavis", "sync-video 0")  # the headset keeps the pace
        try:
            self._desktop.open()
        except HeadsetUnavailable:
            self._close_runtime()
            raise
        self.sight = Sight(self.base, self.viewing)
        self._floor = Floor(self.base)
        if self._runtime is not None:
            self._start()

    def _opened(self) -> Runtime:
        eyes = (EYE_GAZE,) if self._settings.eye_tracking else ()
        optional = (*OPTIONAL_EXTENSIONS, *eyes)
        return Runtime(self._xr, optional=optional, application=self._desktop.title)

    def _start(self) -> None:
        """Begin a session; the window stays alone if the runtime gives none."""
        assert self._runtime is not None and self._floor is not None
        settings = self._settings
        try:
            graphics = Graphics.of(self.base, self._xr)
            self._session = session = Session(
                self._runtime, graphics, scale=settings.render_scale
            )
        except HeadsetUnavailable as why:
            _log.warning("%s", why)
            self._close_runtime()
            return
        session.on_recentred = self._recentred
        session.set_refresh_rate(settings.refresh_rate)
        self.worn = Worn(
            self._xr,
            self.base,
            self._runtime,
            session,
            graphics,
            self._floor,
            self.viewing,
            settings,
            self.beside,
        )
        _log.info("%s: session begun", self._runtime.name)

    def _look_again(self, now_s: float) -> None:
        """Is there a headset now? Only while nobody is kept waiting by the answer."""
        if self._has_quit or not self._again.is_due(now_s):
            return
        try:
            self._runtime = self._opened()
        except HeadsetUnavailable:
            return
        self._start()

    # a frame

    def begin(self) -> None:
        """See what the runtime tells, wait for its frame, and where the user is."""
        now_s = time.perf_counter()
        session, worn = self._session, self.worn
        if session is None or worn is None:
            self._look_again(now_s)
            return
        session.poll()
        if session.is_over:
            self._drop(session)
            return
        self._set_worn(session.is_visible and session.is_worn is not False)
        self._is_wanted = session.wait() and self.viewing.is_worn
        self.viewing.time_s = time.perf_counter() + session.period_s
        self.viewing.has_focus = session.has_focus
        if session.is_running:
            self._see(session, worn)

    def _see(self, session: Session, worn: Worn) -> None:
        """Fill `viewing` for the frame's tasks."""
        assert self._floor is not None
        located = session.locate()
        head, seen = self.viewing.head, located.head
        if self.viewing.is_worn and self._centring.is_due(
            time.perf_counter(), is_there=seen.is_there, is_tracked=located.is_tracked
        ):
            self._recentre()
        head.is_there = seen.is_there
        head.place[:] = seen.place
        head.turn[:] = seen.turn
        self._floor.to_room.pose(head)
        worn.see(self._floor.to_room)
        for intent, _ in self.viewing.intents:
            if intent == "recenter":
                self.recentre()
            elif intent != "select":
                self.on_intent(intent)

    def frame(self) -> bool:
        """Draw one frame; False once the user has closed the window or the headset."""
        session, worn = self._session, self.worn
        if session is None or worn is None or self._floor is None:
            self._pace.wait()
            return self._desktop.frame() and not self._has_quit
        if not session.is_running:
            self._pace.wait()
        self._floor.sit(time.perf_counter(), is_seen=self.viewing.is_worn)
        if self._is_wanted:
            worn.draw(session.locate())
        else:
            worn.rest()
        is_open = self._desktop.frame()
        session.end(self._is_wanted and is_open and worn.hand_over())
        self._is_wanted = False
        return is_open and not self._has_quit

    # put on, taken off

    def _set_worn(self, is_worn: bool) -> None:
        if is_worn == self.viewing.is_worn or self.worn is None:
            return
        self.viewing.is_worn = is_worn
        if is_worn:
            self.worn.put_on(self.sight)
        else:
            self.worn.take_off(self.sight)
            if self._session is not None:
                self._session.forget()
            self._centring.forget()
        _log.info("the headset is %s", "on" if is_worn else "off")
        self.on_worn(is_worn)

    def recentre(self) -> None:
        """The user wants to be at home as they are now: the seat is there.

        Boards come up to the eyes of somebody who leans back or lies.
        """
        self._recentre()
        if self.worn is not None:
            self.worn.boards.centre()

    def _recentre(self) -> None:
        if self._session is not None:
            self._session.spaces.recentre(self._session.views.located.head)

    def _recentred(self) -> None:
        """The play space has another middle; the eyes' height comes from it."""
        if self._session is not None and self._floor is not None:
            self._floor.centre(self._session.views.located.head)

    def _drop(self, session: Session) -> None:
        """The session is over: back to the window; the user may have meant to leave."""
        _log.info("session over: %s %s", session.state.name, session.why)
        self._has_quit |= not session.is_lost
        self._set_worn(False)
        self._close_session()
        self._close_runtime()
        self._again.wait(time.perf_counter())

    def breathe(self, *, is_in: bool) -> None:
        """Let both hands feel that a paced breath turns, where that is wanted."""
        if self.worn is not None and self.viewing.is_worn:
            self.worn.pulse(BREATH_IN if is_in else BREATH_OUT)

    @property
    def can_see_through(self) -> bool:
        """Whether the real room can be shown: a headset that can is worn."""
        is_wanted = self._settings.passthrough and self.viewing.is_worn
        return is_wanted and self.worn is not None and self.worn.can_see_through

    def see_through(self, *, is_on: bool) -> bool:
        """Show the real room or ours; whether the real one is seen now."""
        if self.worn is None or not self.viewing.is_worn:
            return False
        return self.worn.see_through(self.sight, is_on=is_on)

    # the window

    def set_title(self, title: str) -> None:
        """Name the window."""
        self._desktop.set_title(title)

    def vanish(self) -> None:
        """Take everything off the screen and out of the headset, at once."""
        if self.worn is not None and self._session is not None:
            self.worn.darken()
            self._session.blank()  # first: the window takes its context along
        self._desktop.vanish()
        self._is_wanted = False  # a task may have asked for it in mid-frame
        self._has_quit = True

    def close(self) -> None:
        """Give everything back; works in any state and more than once."""
        if self.base is not None and self.base.win is not None:
            self._set_worn(False)
        self._close_session()
        self._close_runtime()
        if self._floor is not None:
            self._floor.remove()
            self._floor = None
        self._desktop.close()

    def _close_session(self) -> None:
        session, self._session = self._session, None
        worn, self.worn = self.worn, None
        if worn is not None:
            worn.close()
        if session is not None:
            session.close()

    def _close_runtime(self) -> None:
        runtime, self._runtime = self._runtime, None
        if runtime is not None:
            runtime.close()


def create(options: Mapping[str, Any]) -> OpenXr:
    """Make the headset.

    Args:
        options: `width` and `height` of the window in pixels, its `title`, and the
            program's `settings`.
    """
    size = int(options.get("width", 1280)), int(options.get("height", 720))
    desktop = Desktop(size, str(options.get("title", TITLE)))
    return OpenXr(desktop, options.get("settings") or Settings())
