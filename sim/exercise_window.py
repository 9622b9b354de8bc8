"""An exercise in a window: the room, one panel at a time, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from direct.gui.DirectButton import DirectButton

from scenes.panels import Choice, Fonts, Panel
from sim import quick_exit
from sim.exercise_breath import BreathPicture
from sim.exercise_keys import Around, Keys
from sim.exercise_pages import ExercisePages
from sim.exercise_panels import (
    StepPanel,
    calm_panel,
    control_buttons,
    given_lines,
    info_panel,
    paused_panel,
)
from sim.exercise_stops import ExerciseStops, Ways
from sim.exercises._catalog import CALMING, NOTHING_BEFORE, make
from sim.exercises._guide import sources
from sim.exercises._reading import Reading
from sim.exercises._running import Run
from sim.exercises._sides import Pacer, Record
from sim.exercises._sitting import Sitting
from sim.exercises._typed import calm_maker, typed
from sim.exercises.base import Before, View
from sim.look_panel import KEY as LOOK_KEY
from sim.look_panel import LookButton
from sim.screens import Screens
from sim.session.clock import SystemClock
from sim.session.events import Event
from sim.stage_set import StageSet
from sim.texts import text

Pages = Mapping[str, Callable[[], Sequence[str]]]


class ExerciseWindow:
    """One exercise over a room; the window that opened it is told when it is over."""

    def __init__(
        self,
        base: Any,
        fonts: Fonts,
        screens: Screens,
        stage: StageSet,
        name: str,
        over: Callable[[], None],
        *,
        record: Record | None = None,
        before: Before = NOTHING_BEFORE,
        reading: Reading | None = None,
        pacer: Pacer | None = None,
        around: Around | None = None,
        at_once: bool = False,
        pages: Pages | None = None,
    ) -> None:
        """Show what the exercise is; it begins when the user says so.

        Args:
            base: the window.
            fonts: for panels.
            screens: panels that every part of the program shares.
            stage: the room.
            name: id of the exercise, or path of its file.
            over: called once when the user has left or finished.
            record: keeps what the exercise declares.
            before: what it is told of its user.
            reading: the guide's voice.
            pacer: the sound of a breath.
            around: what the window around it has a say in.
            at_once: begin without a word about it and end without one, for something
                calming on the way from and to something else.
            pages: what can be read beside it, by name.
        """
        self._base, self._fonts, self._screens = base, fonts, screens
        self._stage, self._over, self._reading = stage, over, reading
        self._pacer, self._around, self._at_once = pacer, around or Around(), at_once
        self.panel: Panel | None = None
        self._picture: BreathPicture | None = None
        self._buttons: list[DirectButton] = []
        self._beside: ExerciseWindow | None = None
        """Something calming after a stop; this one is over then, but still there."""
        self.is_over = self._has_calmed = self._is_choosing = False
        made = make(name, before)
        self._told = before
        sitting = Sitting(made, SystemClock(), record, given=before.given)
        self.sitting = self._furnished(sitting)
        self.sitting.pages = pages or {}
        self._calm = calm_maker(self._furnished)
        self._look = LookButton(base, fonts, self._change_look)
        self._pages = ExercisePages(screens, self.sitting, self._show, self._go_back)
        ways = Ways(self.quick_exit, self._finish, self._calm, self._calm_after_stop)
        self._stops = ExerciseStops(screens, self.sitting, self._show, ways)
        more: dict[str, Callable[[], None]] = {
            "f1": partial(self._pages.open, "about"),
            LOOK_KEY: self._change_look,
        }
        self._keys = Keys(base, self._around, self, self._escape, more)
        self._keys.take()
        self._is_bare = at_once or made.info.family == "path"
        """It begins and ends without a word about it."""
        if self._is_bare:
            self._begin()
        else:
            self._introduce()

    def _introduce(self) -> None:
        known = sources()
        info = self.sitting.exercise.info
        cited = [known[item].text for item in info.sources]
        over, fonts = self._base.aspect2d, self._fonts
        if self._told.is_unlocked:
            info = replace(info, is_locked=False)
        begin, leave = self._begin, self._finish
        lines = given_lines(info, self._told)
        self._show(info_panel(over, fonts, info, cited, begin, leave, lines))

    def _furnished(self, sitting: Sitting) -> Sitting:
        sitting.set_reader(self._reading, hurries=False)
        sitting.set_pacer(self._pacer)
        sitting.on_breath_turn(self._around.breathed)
        sitting.observe(self)
        return sitting

    def _begin(self) -> None:
        self._controls()
        self.sitting.start()

    # keys and buttons

    def _escape(self) -> None:
        if self._keys.is_escape_used():
            return
        if self.sitting.inner.run.phase == "paused":
            self.sitting.resume()
        else:
            self.sitting.pause()

    def quick_exit(self) -> None:
        """One act: everything is gone."""
        self._around.quit_now()
        self.is_over = True
        self.sitting.leave("quick exit")

    def _controls(self) -> None:
        """The buttons that are always there: for now, or for something calming."""
        for button in self._buttons:
            button.destroy()
        acts: dict[str, Callable[[], None]] = {
            "pause": self._escape,
            "skip": self.sitting.skip,
            "calm": self._open_calm,
            "back": self.sitting.go_back,
            "leave": self.sitting.leave,
        }
        # what calms stands on top of something else, or is done for itself
        is_calm = self.sitting.exercise.info.family == "calming"
        is_on_top = self.sitting.calm is not None or (is_calm and self._at_once)
        acts.pop("calm" if is_on_top or is_calm else "back")
        if not is_on_top:
            acts.pop("back", None)
        self._buttons = control_buttons(self._base, self._fonts, acts)

    def _open_calm(self, name: str = CALMING[0]) -> None:
        self.sitting.open_calm(lambda: self._calm(name))

    def _choose_calm(self) -> None:
        back = self._paused
        self._show(calm_panel(self._screens, self._open_calm, back))

    # what happens

    def _show(self, panel: Panel | None) -> None:
        if self.panel is not None:
            self.panel.remove()
        self.panel = panel
        if self._picture is not None:
            self._picture.remove()
            self._picture = None

    def on_view(self, view: View) -> None:
        """Show one step."""
        self._stage.set_scene(view.scene, self.sitting.inner.exercise.info.room)
        self._is_choosing = self._stage.choose_look(
            view.scene, self._fonts, self._show, self.sitting.resume
        )
        if self._is_choosing:
            return
        self._look.show(view.scene.mirror)
        over, fonts = self._base.aspect2d, self._fonts
        is_kept = self.sitting.inner.keeps_words
        made = StepPanel(
            *(over, fonts, view, self._take, self._typed),
            is_kept=is_kept,
            aspect=self._base.getAspectRatio(),
            is_worn=self._stage.is_worn,
        )
        self._show(made)
        if view.breath is not None:
            self._picture = BreathPicture(self._base.aspect2d, self._fonts)

    def _take(self, words: str) -> None:
        if quick_exit.is_asked(words):
            self.quick_exit()
            return
        problem = self.sitting.answer(words)
        if problem and isinstance(self.panel, StepPanel):
            self.panel.trouble(problem)

    def _typed(self, line: str) -> None:
        told = self.said(line)
        if told and isinstance(self.panel, StepPanel):
            self.panel.trouble(told)

    @property
    def heard(self) -> ExerciseWindow:
        """What words are for now: something calming after a stop, or this."""
        return self if self._beside is None else self._beside.heard

    def said(self, line: str) -> str:
        """Do what somebody said, as if it were typed; returns what to tell them."""
        if self._beside is not None:
            return self._beside.said(line)
        if quick_exit.is_asked(line):
            self.quick_exit()
            return ""
        if self._pages.is_asked(line):
            return ""
        return self._pages.told(typed(self.sitting, line, self._calm))

    def _go_back(self) -> None:
        """From what was read to where one was."""
        (self._introduce if self.sitting.run.phase == "new" else self._paused)()

    # how the user looks

    def _change_look(self) -> None:
        """Choose the figure in the mirror anew; the exercise waits."""
        inner = self.sitting.inner
        if not inner.view.scene.mirror or inner.run.phase not in ("running", "paused"):
            return
        self._is_choosing = True
        self.sitting.pause()
        self._stage.change_look(self._fonts, self._show, self.sitting.resume)

    def pause(self) -> None:
        """Hold it, and whatever calming is beside it; one action, at once."""
        self.heard.sitting.pause()

    @property
    def goes_by_itself(self) -> bool:
        """Whether nobody has to do anything now: who breathes is there."""
        inner = self.heard.sitting.inner
        return inner.run.phase == "running" and inner.view.kind in ("wait", "breathe")

    def on_event(self, event: Event, run: Run) -> None:
        """Show what an event calls for."""
        kind = event["event"]
        is_stop = kind in ("safety", "checked_in") and run.flag is not None
        if kind in ("calming", "resumed") and run is self.sitting.run:
            self._controls()
            if self._has_calmed:
                self._stage.clear()  # its light goes with it
            self._has_calmed = kind == "calming"
        if is_stop:
            self._stage.cover()
            self._look.show(False)
        if is_stop and not (self._at_once and run.phase == "stopped"):
            self._stops.show(run)
        elif run.phase == "stopped":
            self._finish()
        elif kind == "paused":
            self._paused()
        elif kind == "resumed" and run.phase == "checking_in":
            self._stops.show(run)  # it still waits for an answer
        elif run is self.sitting.run:  # else what was below goes on
            self._over_now(run)

    def _over_now(self, run: Run) -> None:
        if run.phase == "done":
            self._done()
        elif run.phase == "left":
            self._finish()

    def _paused(self) -> None:
        if self._is_choosing:
            return
        acts = {
            "resume": self.sitting.resume,
            "calm": self._choose_calm,
            "leave": self.sitting.leave,
            **self._pages.acts,
        }
        if self.sitting.inner.view.scene.mirror:
            acts["look"] = self._change_look
        self._show(paused_panel(self._screens, acts))

    def _done(self) -> None:
        if self._is_bare:
            self._finish()
            return
        back = Choice(text("lobby.back"), self._finish, is_primary=True)
        self._show(self._screens.message(text("exercise.done"), "", [back]))

    def _calm_after_stop(self, name: str) -> None:
        """Something calming, then the help again."""

        def again() -> None:
            self._beside = None
            self._keys.take()
            self._stops.show(self.sitting.run)

        self._put_away()
        self._beside = ExerciseWindow(
            self._base,
            self._fonts,
            self._screens,
            self._stage,
            name,
            again,
            reading=self._reading,
            pacer=self._pacer,
            around=self._around,
            at_once=True,
            pages=self.sitting.pages,
        )

    def frame(self) -> None:
        """Let time pass; call every frame."""
        if self._reading is not None:
            self._reading.tick()
        if self._beside is not None:
            self._beside.frame()
            return
        if self._is_choosing:  # nothing is read, and no time runs, meanwhile
            self.sitting.pause()
        self.sitting.tick()
        inner = self.sitting.inner
        if self._picture is not None and inner.run.phase == "running":
            breath = inner.view.breath
            if breath is not None:
                self._picture.show(breath, inner.waited_s)

    def draw(self) -> None:
        """Move what moves; call every frame, after `frame`."""
        self._stage.frame()
        if self._reading is not None:  # a scene may come through a fade
            self._reading.director = self._stage.director

    def _finish(self) -> None:
        if not self.is_over:
            self.close()
            self._over()

    def close(self) -> None:
        """Take everything away; the exercise is over."""
        self.is_over = True
        if self._beside is not None:
            self._beside.close()
        self.sitting.leave("closed")
        self._put_away()

    def _put_away(self) -> None:
        self._show(None)
        self._look.show(False)
        for button in self._buttons:
            button.destroy()
        self._buttons.clear()
        self._keys.give_back()
