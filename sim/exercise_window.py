"""An exercise in a window: the room, one panel at a time, and the way out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from direct.gui.DirectButton import DirectButton

from dialogue.safety.texts import FixedText
from scenes.panels import Choice, Fonts, Panel, load_fonts, make_button
from sim.app import App
from sim.engine import Engine
from sim.exercise_panels import StepPanel, info_panel
from sim.exercises._catalog import make
from sim.exercises._guide import sources
from sim.exercises._reading import Reading
from sim.exercises._running import Run
from sim.exercises._sides import Record
from sim.exercises._sitting import Sitting
from sim.exercises._typed import answer_check_in, calm_maker
from sim.exercises.base import View
from sim.exercises_kept import Keeping, reading_of
from sim.headsets.desktop import Desktop
from sim.screens import Screens
from sim.session.clock import SystemClock
from sim.session.events import Event
from sim.sound import Sound
from sim.stage_set import StageSet
from sim.support import fixed_text, stop_text
from sim.texts import text

BUTTON_WIDTH = 0.36
CONTROLS = ("pause", "skip", "calm", "leave")


def run(app: App, headset: Desktop, name: str) -> int:
    """Do the exercise `name` in a window of its own; returns the exit code."""
    engine, base = Engine(headset), headset.base
    fonts = load_fonts()
    sound = Sound.open(app.settings, None, listen=False)
    reading = reading_of(app, sound)
    keeping = Keeping.of(app.record) if make(name).info.records else None
    doing = ExerciseWindow(
        base,
        fonts,
        Screens(base.aspect2d, fonts, app.country),
        StageSet(base),
        name,
        lambda: None,
        record=keeping.writer if keeping is not None else None,
        reading=reading,
    )
    engine.set_task("mind", doing.frame)
    engine.set_task("panels", doing.draw)
    try:
        engine.run(lambda: doing.is_over)
    finally:
        if not doing.is_over:
            doing.close()
        sound.close()
        if keeping is not None:
            keeping.close()
        headset.close()
    return 0


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
        reading: Reading | None = None,
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
            reading: the guide's voice.
        """
        self._base, self._fonts, self._screens = base, fonts, screens
        self._stage, self._over, self._reading = stage, over, reading
        self._panel: Panel | None = None
        self._buttons: list[DirectButton] = []
        self._keys: list[str] = []
        self.is_over = False
        self.sitting = self._furnished(Sitting(make(name), SystemClock(), record))
        self._calm = calm_maker(self._furnished)
        self._accept()
        known = sources()
        info = self.sitting.exercise.info
        cited = [known[item].text for item in info.sources]
        self._show(
            info_panel(base.aspect2d, fonts, info, cited, self._begin, self._finish)
        )

    def _furnished(self, sitting: Sitting) -> Sitting:
        sitting.set_reader(self._reading, hurries=False)
        sitting.observe(self)
        return sitting

    def _begin(self) -> None:
        self._controls()
        self.sitting.start()

    # keys and buttons

    def _accept(self) -> None:
        acts: dict[str, Callable[[], None]] = {
            "tab": partial(self._focus, 1),
            "shift-tab": partial(self._focus, -1),
            "enter": self._enter,
            "escape": self._escape,
            "arrow_left": partial(self._nudge, -1),
            "arrow_right": partial(self._nudge, 1),
        }
        acts |= {str(n): partial(self._number, n) for n in range(1, 10)}
        for key, act in acts.items():
            self._base.accept(key, act)
        self._keys = list(acts)

    def _number(self, number: int) -> None:
        if self._panel is not None and not self._is_typing:
            self._panel.press(number)

    @property
    def _is_typing(self) -> bool:
        return isinstance(self._panel, StepPanel) and self._panel.has_entry

    def _focus(self, step: int) -> None:
        if self._panel is not None:
            self._panel.focus_next(step)

    def _enter(self) -> None:
        if self._panel is not None and not self._is_typing:
            self._panel.press_focused()

    def _escape(self) -> None:
        if self.sitting.run.phase == "paused" and self.sitting.calm is None:
            self.sitting.resume()
        else:
            self.sitting.pause()

    def _nudge(self, steps: int) -> None:
        if isinstance(self._panel, StepPanel):
            self._panel.nudge(steps)

    def _controls(self) -> None:
        acts: dict[str, Callable[[], None]] = {
            "pause": self._escape,
            "skip": self.sitting.skip,
            "calm": self._open_calm,
            "leave": self.sitting.leave,
        }
        x = self._base.getAspectRatio() - 0.05 - len(acts) * (BUTTON_WIDTH + 0.02)
        for number, key in enumerate(CONTROLS, 1):
            choice = Choice(text(f"exercise.{key}_short"), acts[key])
            button, _ = make_button(
                self._base.aspect2d, self._fonts, choice, BUTTON_WIDTH, number
            )
            button.setPos(x, 0, 0.96)
            self._buttons.append(button)
            x += BUTTON_WIDTH + 0.02

    def _open_calm(self) -> None:
        self.sitting.open_calm(lambda: self._calm("breathing"))

    # what happens

    def _show(self, panel: Panel | None) -> None:
        if self._panel is not None:
            self._panel.remove()
        self._panel = panel

    def on_view(self, view: View) -> None:
        """Show one step."""
        self._stage.set_scene(view.scene, self.sitting.exercise.info.room)
        self._show(StepPanel(self._base.aspect2d, self._fonts, view, self._take))

    def _take(self, words: str) -> None:
        problem = self.sitting.answer(words)
        if problem and isinstance(self._panel, StepPanel):
            self._panel.trouble(problem)

    def on_event(self, event: Event, run: Run) -> None:
        """Show what an event calls for."""
        is_inner = self.sitting.calm is not None and run is self.sitting.calm.run
        kind = event["event"]
        if kind in ("safety", "checked_in") and run.flag is not None:
            self._safety(run)
        elif run.phase == "stopped":
            self._finish()
        elif is_inner:
            return
        elif kind == "paused":
            self._paused()
        elif run.phase == "done":
            self._done()
        elif run.phase == "left":
            self._finish()

    def _paused(self) -> None:
        choices = [
            Choice(text("talking.resume"), self.sitting.resume, is_primary=True),
            Choice(text("exercise.calm_short"), self._open_calm),
            Choice(text("talking.leave"), self.sitting.leave),
        ]
        body = text("exercise.paused")
        self._show(self._screens.message(text("paused.title"), body, choices))

    def _done(self) -> None:
        back = Choice(text("lobby.back"), self._finish, is_primary=True)
        self._show(self._screens.message(text("exercise.done"), "", [back]))

    def _safety(self, run: Run) -> None:
        if run.flag is None:
            return
        if run.phase == "checking_in":
            fixed: FixedText = fixed_text(run.flag, "")
            self._show(self._screens.fixed(fixed, self._checked))
        elif run.phase == "stopped":
            self._show(self._screens.fixed(stop_text(run.flag, ""), self._after_stop))

    def _checked(self, choice: str) -> None:
        answer_check_in(self.sitting, choice)

    def _after_stop(self, choice: str) -> None:
        flag = self.sitting.run.flag
        if choice in ("help", "help_country") and flag is not None:
            again = partial(self._safety, self.sitting.run)
            back = Choice(text("lobby.back"), again, is_primary=True)
            self._show(self._screens.help(flag.category, back))
        else:
            self._finish()

    def frame(self) -> None:
        """Let time pass; call every frame."""
        if self._reading is not None:
            self._reading.tick()
        self.sitting.tick()

    def draw(self) -> None:
        """Move what moves; call every frame, after `frame`."""
        self._stage.frame()

    def _finish(self) -> None:
        if not self.is_over:
            self.close()
            self._over()

    def close(self) -> None:
        """Take everything away; the exercise is over."""
        self.is_over = True
        self.sitting.leave("closed")
        self._show(None)
        for button in self._buttons:
            button.destroy()
        self._buttons.clear()
        for key in self._keys:
            self._base.ignore(key)
        self._keys.clear()
