"""One exercise in a window of its own, from ``visavis exercise``.

It begins as every window does, with the first screen, and locks as every window does.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from direct.showbase.DirectObject import DirectObject

from scenes.panels import Panel, load_fonts
from sim import quick_exit
from sim.app import App
from sim.beside import LEAVE
from sim.dwell import Resting
from sim.engine import Engine
from sim.exercise_keys import Around
from sim.exercise_reach import InReach
from sim.exercise_speech_window import WindowVoice
from sim.exercise_window import ExerciseWindow
from sim.exercises._catalog import CALMING, make
from sim.exercises._reading import Reading
from sim.exercises_kept import (
    Keeping,
    before,
    keeping_of,
    pages_of,
    reading_of,
    tone_of,
)
from sim.headsets.base import Stage
from sim.locking import Locking
from sim.own_look import Own
from sim.own_panels import OwnPanels
from sim.screens import Screens
from sim.session.clock import SystemClock
from sim.sound import Sound
from sim.stage_set import StageSet
from sim.window_lock import WindowLock
from sim.writer import Writer


def run(app: App, headset: Stage, name: str, *, is_kept: bool = True) -> int:
    """Do the exercise `name` in a window of its own; returns the exit code.

    A look that the user chooses is remembered where `is_kept`.
    """
    alone = Alone(app, headset, name, is_kept=is_kept)
    try:
        alone.engine.run(lambda: alone.is_done)
    finally:
        alone.close()
    return 0


class Alone:
    """The first screen, then the exercise; a lock stands above both."""

    def __init__(self, app: App, headset: Stage, name: str, *, is_kept: bool) -> None:
        self.doing: ExerciseWindow | None = None
        """The exercise, once the user has agreed."""
        self.panel: Panel | None = None
        """What is shown before it."""
        self.engine = Engine(headset)
        self._app, self._headset, self._name = app, headset, name
        self._base = headset.base
        self._fonts = load_fonts(easy=app.settings.easy_font)
        self._screens = Screens(self._base.aspect2d, self._fonts, app.country)
        own = Own.of(app.settings, app.config.home if is_kept else None)
        self._stage = StageSet(self._base, own, headset.sight, self._fonts)
        self._stage.notice.beside = headset.beside
        self._sound: Sound | None = None
        self._reading: Reading | None = None
        self._voice: WindowVoice | None = None
        self._keeping: Keeping | None = None
        self._has_left = self._is_locked = False
        self._escapes = quick_exit.Twice()
        self._locking = Locking(
            app.vault, SystemClock(), app.settings.lock_minutes, self._writers
        )
        self.lock = WindowLock(self._base, self._fonts, self._locking, self._leave)
        self.lock.on_cover = self._covered
        self.lock.is_worn = lambda: headset.viewing.is_worn
        self._resting = Resting(self._base, app.settings.dwell_s, time.perf_counter)
        self._keys = DirectObject()
        self._take_keys()
        self._reach = InReach(
            self._base,
            headset,
            lambda: self.doing,
            lambda: self.lock.is_up,
            lambda: app.care.is_careful,
        )
        headset.on_worn = self._worn
        self.engine.set_task("input", self._new_frame)
        self.engine.set_task("panels", self._stage.frame)
        self._consent()

    @property
    def is_done(self) -> bool:
        """Whether the window may close."""
        return self._has_left or (self.doing is not None and self.doing.is_over)

    def _writers(self) -> tuple[Writer, ...]:
        return () if self._keeping is None else (self._keeping.writer,)

    # keys

    def _take_keys(self) -> None:
        """Keys of the first screen, and those that hold all the time."""
        acts: dict[str, Callable[[], None]] = {
            "tab": partial(self._focus, 1),
            "shift-tab": partial(self._focus, -1),
            "enter": self._enter,
            "control-q": self._leave,
            "f12": self._quick_exit,
            "escape": self._escape,
            LEAVE: self._leave,
        }
        acts |= {str(n): partial(self._press, n) for n in range(1, 10)}
        for key, act in acts.items():
            self._keys.accept(key, act)

    def _worn(self, is_worn: bool) -> None:
        """What goes on by itself waits while the headset is put on or taken off."""
        del is_worn
        panel = self.panel
        if self.doing is not None and not self.doing.is_over:
            if not self._is_locked:
                self.doing.pause()
            panel = self.doing.heard.panel
        if panel is not None and panel.is_private:
            self.lock.veil()

    def _press(self, number: int) -> None:
        if self.panel is not None and not self._is_locked:
            self.panel.press(number)

    def _focus(self, step: int) -> None:
        if self.panel is not None and not self._is_locked:
            self.panel.focus_next(step)

    def _enter(self) -> None:
        if self._is_locked:
            self.lock.enter()
        elif self.panel is not None:
            self.panel.press_focused()

    def _escape(self) -> None:
        """Before the exercise there is nothing to pause; it asks the rest itself."""
        if self.doing is None:
            self._quick_escape()

    def _quick_escape(self) -> bool:
        """Leave everything if this Escape is the second of two, where that holds."""
        is_quick = self._app.care.is_careful and self._escapes.press()
        if is_quick:
            self._quick_exit()
        return is_quick

    def _quick_exit(self) -> None:
        if self.doing is not None:
            self.doing.quick_exit()
        else:
            self._quit()
            self._leave()

    def _quit(self) -> None:
        """One act: the window is gone, then the rest is closed."""
        self._headset.vanish()
        quick_exit.wipe()  # the terminal that it was started from

    def _leave(self) -> None:
        self._has_left = True

    # what is shown

    def _show(self, panel: Panel | None) -> None:
        if self.panel is not None:
            self.panel.remove()
        self.panel = panel

    def _consent(self) -> None:
        own = OwnPanels(
            self._base.aspect2d,
            self._fonts,
            self._app.vault,
            show=self._show,
            lock=self.lock.lock,
            gone=self._leave,
        )
        after = partial(own.start, self._app.server, self._agreed)
        is_calm = self._name in CALMING
        whole = partial(self._screens.consent, is_exercise=True)
        screen = self._screens.calm_consent if is_calm else whole
        self._show(screen(self._app.storage, after, self._young, self._leave))

    def _young(self) -> None:
        self._app.lead_out()
        if self._app.vault is None:
            self.lock.forget_vault()
        self._show(self._screens.young(self._leave))

    def _agreed(self) -> None:
        """Nothing listens and nothing is kept before."""
        self._show(None)
        app, name = self._app, self._name
        self._sound = Sound.open(app.settings, None)
        self._reading = reading_of(app, self._sound)
        told = before(app, name)
        self._keeping = keeping_of(app, make(name).info, told)
        self.doing = ExerciseWindow(
            self._base,
            self._fonts,
            self._screens,
            self._stage,
            name,
            lambda: None,
            record=self._keeping.record if self._keeping is not None else None,
            before=told,
            reading=self._reading,
            pacer=tone_of(app, self._sound, self._reading),
            around=Around(
                lambda: self._is_locked,
                self._quick_escape,
                quit_now=self._quit,
                breathed=lambda is_in: self._headset.breathe(is_in=is_in),
            ),
            pages=pages_of(app),
        )
        self._voice = WindowVoice.of(
            app, self._sound, self._base, self._fonts, self.doing, self._reading
        )
        self.engine.set_task("mind", self._frame)
        self.engine.set_task("panels", self.doing.draw)

    def _frame(self) -> None:
        if self.doing is None or self._is_locked:
            return
        if self._voice is not None:
            self._voice.frame()
        if not self.doing.is_over:  # what was said may have ended it
            self.doing.frame()

    # the lock

    def _new_frame(self) -> None:
        self._headset.beside.is_discreet = self._app.care.is_careful
        self._headset.beside.is_locked = self.lock.is_up
        self._reach.frame()
        self._resting.tick()
        is_watched = self.doing is not None and self.doing.goes_by_itself
        self.lock.tick(None, self._sound, is_watched=is_watched)
        self._is_locked = self.lock.is_up

    def _covered(self) -> None:
        """Pause what the lock covers; whoever opens it, presses nothing below."""
        self._is_locked = True
        if self.doing is not None:
            self.doing.pause()
            if self.doing.sitting.is_over:  # while the record can still be written
                self._end_keeping()

    def close(self) -> None:
        """Give everything back."""
        self._keys.ignoreAll()
        self._show(None)
        if self.doing is not None and not self.doing.is_over:
            self.doing.close()
        if self._voice is not None:
            self._voice.close()
        if self._sound is not None:
            self._sound.close()
        self._end_keeping()
        self._headset.close()

    def _end_keeping(self) -> None:
        keeping, self._keeping = self._keeping, None
        if keeping is not None:
            keeping.close()
