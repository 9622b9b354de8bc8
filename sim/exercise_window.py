"""An exercise in a window: the room, one panel at a time, and the way out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scenes.panels import Fonts, Panel
from sim import quick_exit
from sim.exercise_figure import ExerciseFigure
from sim.exercise_front import ExerciseFront
from sim.exercise_keys import Around, Keys
from sim.exercise_pages import ExercisePages, Pages
from sim.exercise_stops import ExerciseStops, Ways
from sim.exercises._catalog import CALMING, NOTHING_BEFORE, make
from sim.exercises._reading import Reading
from sim.exercises._running import Run
from sim.exercises._sides import Pacer, Record
from sim.exercises._sitting import Sitting
from sim.exercises._typed import calm_maker
from sim.exercises.base import Before, View
from sim.look_panel import KEY as LOOK_KEY
from sim.screens import Screens
from sim.session.clock import SystemClock
from sim.session.events import Event
from sim.stage_set import StageSet


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
        self.front = ExerciseFront(base, fonts, screens)
        self._beside: ExerciseWindow | None = None
        """Something calming after a stop; this one is over then, but still there."""
        self.is_over = self._has_calmed = self._is_choosing = False
        made = make(name, before)
        self._told = before
        sitting = Sitting(made, SystemClock(), record, given=before.given)
        self.sitting = self._furnished(sitting)
        self.sitting.pages = pages or {}
        self._calm = calm_maker(self._furnished)
        show = self.front.show
        self._figure = ExerciseFigure(
            base, fonts, stage, self.sitting, show, self._change_look
        )
        self._pages = ExercisePages(screens, self.sitting, show, self._go_back)
        ways = Ways(self.quick_exit, self._finish, self._calm, self._calm_after_stop)
        self._stops = ExerciseStops(screens, self.sitting, show, ways)
        more = {"f1": lambda: self._pages.open("about"), LOOK_KEY: self._change_look}
        self._keys = Keys(base, self._around, self, self._escape, more)
        self._keys.take()
        self._is_bare = at_once or made.info.family == "path"
        """It begins and ends without a word about it."""
        (self._begin if self._is_bare else self._introduce)()

    @property
    def panel(self) -> Panel | None:
        """What is on the screen."""
        return self.front.panel

    def _introduce(self) -> None:
        info = self.sitting.exercise.info
        self.front.info(info, self._told, self._begin, self._finish)

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
        """The buttons that are always there, as they are for now."""
        acts = self._escape, self._open_calm
        self.front.controls(self.sitting, *acts, is_once=self._at_once)

    def _open_calm(self, name: str = CALMING[0]) -> None:
        self.sitting.open_calm(lambda: self._calm(name))

    def _choose_calm(self) -> None:
        self.front.calm_choice(self._open_calm, self._paused)

    # what happens

    def on_view(self, view: View) -> None:
        """Show one step."""
        self._let_go()
        self._stage.set_scene(view.scene, self.sitting.inner.exercise.info.room)
        self._is_choosing = self._figure.asks(view)
        if self._is_choosing:
            return
        self.front.step(
            *(view, self._take, self._typed),
            is_kept=self.sitting.inner.keeps_words,
            is_worn=self._stage.is_worn,
        )

    def _let_go(self) -> None:
        """Nothing is asked in place of the step; what is said is for the step again."""
        self._is_choosing, self.sitting.aside = False, None

    def _take(self, words: str) -> None:
        if quick_exit.is_asked(words):
            self.quick_exit()
            return
        self.front.trouble(self.sitting.answer(words))

    def _typed(self, line: str) -> None:
        self.front.trouble(self.said(line))

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
        return self._pages.said(line, self._calm)

    def _go_back(self) -> None:
        """From what was read to where one was."""
        self._let_go()
        (self._introduce if self.sitting.run.phase == "new" else self._paused)()

    def _change_look(self) -> None:
        if self._figure.is_seen:
            self._is_choosing = True  # no panel of a pause comes up
            self._figure.change()

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
            self._let_go()
            self._stage.cover()
            self._figure.remove()
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
        if run.phase == "done" and not self._is_bare:
            self.front.done(self._finish)
        elif run.phase in ("done", "left"):
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
        self.front.paused(acts)

    def _calm_after_stop(self, name: str) -> None:
        """Something calming, then the help again."""

        def again() -> None:
            self._beside = None
            self._keys.take()
            self._stops.show(self.sitting.run)

        self._put_away()
        self._beside = ExerciseWindow(
            *(self._base, self._fonts, self._screens, self._stage, name, again),
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
        self.front.breathe(self.sitting.inner)

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
        self.front.remove()
        self._figure.remove()
        self._keys.give_back()
