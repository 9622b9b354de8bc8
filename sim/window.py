"""A window: its parts, what leads from one to the next, and how it closes.

``window_shared`` holds what is up and who is there. ``window_before``, ``window_scene``
and ``window_after`` are the way of one rehearsal; ``window_stops`` and ``window_calm``
are where it stands still; ``window_choices`` is the list that all else is chosen from;
``window_keys`` and ``window_lock`` stand around everything.
"""

from __future__ import annotations

import time
from typing import Any

from sim.app import App
from sim.calming_voice import GuideVoice
from sim.calming_window import CalmOnTop
from sim.dwell import Resting
from sim.exercise_keys import Around
from sim.exercise_lobby import ExerciseLobby
from sim.exercises.base import Scene
from sim.headsets.base import Stage
from sim.lobby_window import LobbyWindow
from sim.own_panels import OwnPanels
from sim.rehearsal import Rehearsal
from sim.stage_set import DEFAULT_ROOM
from sim.window_after import After
from sim.window_before import Before
from sim.window_calm import Calm
from sim.window_choices import Choices
from sim.window_headset import InHeadset
from sim.window_keys import WindowKeys
from sim.window_lock import WindowLock
from sim.window_scene import Scene as Talk
from sim.window_shared import Act, Shared, Ways
from sim.window_stops import Stops


def run(app: App, headset: Stage, options: dict[str, Any]) -> int:
    """Run in `headset`'s window until the user closes it; returns the exit code."""
    room = Window(app, headset, options)
    try:
        room.engine.run(lambda: room.is_done)
    finally:
        room.close()
    return 0


class Window:
    """One window: puts the parts together and begins with the first screen."""

    def __init__(self, app: App, headset: Stage, options: dict[str, Any]) -> None:
        self.shared = shared = Shared(app, headset, options)
        self.engine = shared.engine
        self.lock = WindowLock(shared.base, shared.fonts, app.locking(), self._leave)
        self.own = self._make_own()
        self.exercises = self._make_exercises()
        self.list = self._make_list()
        shared.on_show = self.list.left
        self.calm = Calm(shared, self._make_calming())
        self.stops = Stops(shared, self.calm)
        self.scene = Talk(shared, self.stops, self.calm)
        self.after = After(shared, self.scene, self.stops, self.exercises)
        self.before = Before(shared, self.scene, self.calm, self.exercises, self.own)
        self.choices = Choices(shared, self.before, self.exercises, self.list, self.own)
        self.exercises.on_talk = self.choices.talk
        self.keys = WindowKeys(shared, self.lock, self.list, self._about)
        self.resting = Resting(shared.base, app.settings.dwell_s, time.perf_counter)
        self.in_headset = InHeadset(
            shared,
            self.scene,
            headset,
            self._is_list_free,
            lambda: self.exercises.doing,
        )
        self.lock.is_worn = lambda: headset.viewing.is_worn
        self.in_headset.veil = self.lock.veil
        self.in_headset.listen = self.list.listen_now
        self.in_headset.calming = lambda: self.calm.doing
        self.lock.on_cover = self._covered
        shared.ways = self._ways()
        self.keys.take()
        self.engine.set_task("input", self._new_frame)
        self.engine.set_task("panels", shared.stage.frame)
        if options["lines"] is not None:
            self.scene.begin()
        else:
            self.before.consent()

    def _ways(self) -> Ways:
        return Ways(
            take_keys=self.keys.take,
            escape=self.keys.escape,
            quick_exit=self.keys.quick_exit,
            leave=self._leave,
            leave_scene=self.scene.leave,
            goodbye=self.after.goodbye,
            debrief=self.after.debrief,
            start_over=self.after.start_over,
            ask_first=self.before.ask_first,
            lobby=self.choices.lobby,
        )

    # the parts that need more than what is shared

    def _around(self) -> Around:
        """A lock and quick exit stay above whatever takes the keys."""
        return Around(
            lambda: self.lock.is_up,
            lambda: self.keys.quick_escape(),
            lambda: self.keys.quick_exit(),
            lambda is_in: self.shared.headset.breathe(is_in=is_in),
        )

    def _make_calming(self) -> CalmOnTop:
        """What opens something calming."""
        shared = self.shared
        return CalmOnTop(
            shared.engine,
            shared.base,
            shared.fonts,
            shared.screens,
            shared.stage,
            self._around(),
            lambda: shared.sound.performer.speaker if shared.sound else None,
            GuideVoice(shared.app, lambda: shared.sound),
        )

    def _make_exercises(self) -> ExerciseLobby:
        """The exercises beside the rehearsals."""
        shared = self.shared

        def back() -> None:
            shared.ways.take_keys()
            shared.ways.lobby()

        return ExerciseLobby(
            shared.app,
            shared.engine,
            shared.base,
            shared.fonts,
            shared.screens,
            shared.stage,
            self._around(),
            shared.show,
            back,
            lambda chosen: self.choices.checked_in(chosen),
        )

    def _make_list(self) -> LobbyWindow:
        """Talks and exercises, to be chosen."""
        shared = self.shared
        return LobbyWindow(
            shared.app,
            shared.engine,
            shared.base,
            shared.fonts,
            shared.show,
            lambda item: self.choices.open(item.target),
            lambda flag: self.stops.stop_panel(flag),
            lambda: self.lock.is_up,
        )

    def _make_own(self) -> OwnPanels:
        """What shows the user's own data."""
        shared, app = self.shared, self.shared.app
        return OwnPanels(
            shared.base.aspect2d,
            shared.fonts,
            app.vault,
            show=shared.show,
            lock=self.lock.lock,
            gone=self._erased,
            may_share=lambda: app.history is not None,
            shared=app.shared_folder,
            look=self._change_look,
        )

    def _change_look(self, back: Act) -> None:
        """The figure in the mirror, chosen before it; `back` shows what was there."""
        shared = self.shared

        def done() -> None:
            shared.stage.clear()
            shared.stage.set_scene(Scene(), DEFAULT_ROOM)
            back()

        shared.stage.set_scene(Scene(mirror=True), DEFAULT_ROOM)
        shared.stage.change_look(shared.fonts, shared.show, done)

    # the window as a whole

    @property
    def rehearsal(self) -> Rehearsal | None:
        """The rehearsal that is on, or was on last."""
        return self.shared.rehearsal

    @property
    def is_done(self) -> bool:
        """Whether the window may close."""
        return self.shared.is_done

    def _new_frame(self) -> None:
        shared = self.shared
        shared.is_enter_used = False
        shared.headset.beside.is_locked = self.lock.is_up
        self.in_headset.frame()
        self.resting.tick()
        if shared.options["lines"] is None:
            is_watched = self.exercises.goes_by_itself or self.calm.goes_by_itself
            self.lock.tick(shared.rehearsal, shared.sound, is_watched=is_watched)
        self.choices.look_for_news()

    def _covered(self) -> None:
        """What is done by oneself waits below a lock, as a talk does."""
        self.exercises.covered()
        self.calm.covered()

    def _is_list_free(self) -> bool:
        """Whether the list stands there and nothing is over it."""
        return self.list.is_up(self.shared.panel) and not self.lock.is_up

    def _about(self) -> None:
        """What this is; a running scene is paused for it."""
        if self.lock.is_up or self.calm.is_open or self.exercises.is_open:
            return
        if self.shared.hud is not None:
            self.stops.page("about")
        else:
            self.choices.about()

    def _erased(self) -> None:
        """The user has erased everything: nothing more is kept in this run."""
        self.shared.app.vault = None
        self.lock.forget_vault()
        self.choices.lobby()

    def _leave(self) -> None:
        if self.shared.rehearsal is not None:
            self.shared.rehearsal.leave()
        self.shared.is_done = True

    def close(self) -> None:
        """Give everything back."""
        self.before.close()
        self.calm.close()
        self.exercises.close()
        self.list.left(None)
        self.after.settle()
        self.scene.end()
        self.shared.headset.close()
