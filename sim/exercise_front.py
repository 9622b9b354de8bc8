"""What stands on the screen of an exercise: one panel, the breath, the buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from direct.gui.DirectButton import DirectButton

from scenes.panels import Choice, Fonts, Panel
from sim.exercise_breath import BreathPicture
from sim.exercise_panels import (
    StepPanel,
    calm_panel,
    control_buttons,
    info_panel,
    paused_panel,
)
from sim.exercises._guide import sources
from sim.exercises._keeping import as_told
from sim.exercises._sitting import Sitting
from sim.exercises.base import Before, Info, View
from sim.screens import Screens
from sim.texts import text

IN_REACH: Final = ("pause", "leave")
"""What a headset has on a strip of its own, from which it is always a press away."""
Act = Callable[[], None]
Take = Callable[[str], None]


class ExerciseFront:
    """Puts up one panel at a time, and takes everything away again."""

    def __init__(self, base: Any, fonts: Fonts, screens: Screens) -> None:
        """Show nothing yet; `screens` are panels that the whole program shares."""
        self._base, self._fonts, self._screens = base, fonts, screens
        self.panel: Panel | None = None
        self.picture: BreathPicture | None = None
        """Of the breath that is led now."""
        self._acts: dict[str, Act] = {}
        """Of the buttons that are always there."""
        self._buttons: list[DirectButton] = []
        self._is_worn = False

    def show(self, panel: Panel | None) -> None:
        """Put `panel` up in place of what was there; None only takes that away."""
        if self.panel is not None:
            self.panel.remove()
        self.panel = panel
        if self.picture is not None:
            self.picture.remove()
            self.picture = None

    def info(self, info: Info, told: Before, begin: Act, leave: Act) -> None:
        """What the exercise is, before it begins; `told` may unlock it."""
        known = sources()
        cited = [known[item].text for item in info.sources]
        info = as_told(info, told)
        given = [text("assigned.unlocks")] if told.is_unlocked else []
        over = self._base.aspect2d
        self.show(info_panel(over, self._fonts, info, cited, begin, leave, given))

    def step(
        self, view: View, take: Take, said: Take, *, is_kept: bool, is_worn: bool
    ) -> None:
        """One step and its answer; see `StepPanel`."""
        if is_worn != self._is_worn:
            self._is_worn = is_worn
            self._put_controls()
        over, aspect = self._base.aspect2d, self._base.getAspectRatio()
        self.show(
            StepPanel(
                *(over, self._fonts, view, take, said),
                is_kept=is_kept,
                aspect=aspect,
                is_worn=is_worn,
            )
        )
        if view.breath is not None:
            self.picture = BreathPicture(over, self._fonts)

    def breathe(self, inner: Sitting) -> None:
        """Move the picture to where the breath is; nothing moves in a pause."""
        if self.picture is not None and inner.run.phase == "running":
            breath = inner.view.breath
            if breath is not None:
                self.picture.show(breath, inner.waited_s)

    def trouble(self, words: str) -> None:
        """Say below the step why an answer was none; nothing for no words."""
        if words and isinstance(self.panel, StepPanel):
            self.panel.trouble(words)

    def paused(self, acts: Mapping[str, Act]) -> None:
        """A pause, with a button for each of `acts`."""
        self.show(paused_panel(self._screens, acts))

    def calm_choice(self, opened: Take, back: Act) -> None:
        """What can be done to come to rest; `opened` takes what was chosen."""
        self.show(calm_panel(self._screens, opened, back))

    def done(self, back: Act) -> None:
        """It is over; the one button leads `back`."""
        choice = Choice(text("lobby.back"), back, is_primary=True)
        self.show(self._screens.message(text("exercise.done"), "", [choice]))

    def controls(
        self, sitting: Sitting, pause: Act, calm: Act, *, is_once: bool
    ) -> None:
        """The buttons that are always there: for now, or for something calming.

        `is_once` says that `sitting` itself is on the way from and to something else.
        """
        self._acts = acts = {
            "pause": pause,
            "skip": sitting.skip,
            "calm": calm,
            "back": sitting.go_back,
            "leave": sitting.leave,
        }
        # what calms stands on top of something else, or is done for itself
        is_calm = sitting.exercise.info.family == "calming"
        is_on_top = sitting.calm is not None or (is_calm and is_once)
        if is_on_top or is_calm:
            del acts["calm"]
        if not is_on_top:
            del acts["back"]
        self._put_controls()

    def _put_controls(self) -> None:
        """In a headset, less those that are within reach there, near faces."""
        self._take_buttons()
        left_out = IN_REACH if self._is_worn else ()
        acts = {key: act for key, act in self._acts.items() if key not in left_out}
        self._buttons = control_buttons(self._base, self._fonts, acts)

    def _take_buttons(self) -> None:
        for button in self._buttons:
            button.destroy()
        self._buttons.clear()

    def remove(self) -> None:
        """Take everything away."""
        self.show(None)
        self._acts = {}
        self._take_buttons()
