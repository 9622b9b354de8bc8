"""An exercise in a window: the room, one panel at a time, and the way out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from direct.gui.DirectButton import DirectButton

from dialogue.safety.texts import FixedText
from scenes.panels import Choice, Fonts, Panel
from sim import quick_exit
from sim.exercise_breath import BreathPicture
from sim.exercise_keys import Around, Keys
from sim.exercise_panels import (
    StepPanel,
    calm_panel,
    control_buttons,
    given_lines,
    info_panel,
)
from sim.exercises._catalog import CALMING, NOTHING_BEFORE, make
from sim.exercises._guide import sources
from sim.exercises._reading import Reading
from sim.exercises._running import Run
from sim.exercises._sides import Pacer, Record
from sim.exercises._sitting import Sitting
from sim.exercises._typed import answer_check_in, calm_maker, typed
from sim.exercises.base import Before, View
from sim.screens import Screens
from sim.session.clock import SystemClock
from sim.session.events import Event
from sim.stage_set import StageSet
from sim.support import CALM_OF, fixed_text, stop_text
from sim.texts import text


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
        self._calm = calm_maker(self._furnished)
        self._keys = Keys(base, self._around, self, self._escape)
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
        self._show(StepPanel(self._base.aspect2d, self._fonts, view, self._take))
        if view.breath is not None:
            self._picture = BreathPicture(self._base.aspect2d, self._fonts)

    def _take(self, words: str) -> None:
        if quick_exit.is_asked(words):
            self.quick_exit()
            return
        problem = self.sitting.answer(words)
        if problem and isinstance(self.panel, StepPanel):
            self.panel.trouble(problem)

    def said(self, line: str) -> str:
        """Do what somebody said, as if it were typed; returns what to tell them."""
        if quick_exit.is_asked(line):
            self.quick_exit()
            return ""
        return typed(self.sitting, line, self._calm)

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
        if is_stop and not (self._at_once and run.phase == "stopped"):
            self._safety(run)
        elif run.phase == "stopped":
            self._finish()
        elif kind == "paused":
            self._paused()
        elif run is not self.sitting.run:
            return  # what was below goes on
        elif run.phase == "done":
            self._done()
        elif run.phase == "left":
            self._finish()

    def _paused(self) -> None:
        if self._is_choosing:
            return
        choices = [
            Choice(text("talking.resume"), self.sitting.resume, is_primary=True),
            Choice(text("calming.button"), self._choose_calm),
            Choice(text("talking.leave"), self.sitting.leave),
        ]
        body = text("exercise.paused")
        self._show(self._screens.message(text("paused.title"), body, choices))

    def _done(self) -> None:
        if self._is_bare:
            self._finish()
            return
        back = Choice(text("lobby.back"), self._finish, is_primary=True)
        self._show(self._screens.message(text("exercise.done"), "", [back]))

    def _safety(self, run: Run) -> None:
        if run.flag is None:
            return
        is_alone = self.sitting.inner.view.is_alone
        if run.phase == "checking_in":
            fixed: FixedText = fixed_text(run.flag, "", is_alone=is_alone)
            self._show(self._screens.fixed(fixed, self._checked))
        elif run.phase == "stopped":
            fixed = stop_text(run.flag, "", is_alone=is_alone)
            self._show(self._screens.fixed(fixed, self._after_stop))

    def _checked(self, choice: str) -> None:
        if choice == "quick_exit":
            self.quick_exit()
        else:
            answer_check_in(self.sitting.inner, choice, self._calm)

    def _after_stop(self, choice: str) -> None:
        flag = self.sitting.run.flag
        if choice in ("help", "help_country") and flag is not None:
            again = partial(self._safety, self.sitting.run)
            back = Choice(text("lobby.back"), again, is_primary=True)
            self._show(self._screens.help(flag.category, back))
        elif choice == "quick_exit":
            self.quick_exit()
        elif choice in CALM_OF:
            self._calm_after_stop(CALM_OF[choice])
        else:
            self._finish()

    def _calm_after_stop(self, name: str) -> None:
        """Something calming, then the help again."""

        def again() -> None:
            self._beside = None
            self._keys.take()
            self._safety(self.sitting.run)

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
        for button in self._buttons:
            button.destroy()
        self._buttons.clear()
        self._keys.give_back()
