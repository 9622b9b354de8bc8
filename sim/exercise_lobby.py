"""Exercises beside the rehearsals of a window: one of them, and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scenes.panels import Fonts, Panel
from sim.app import App
from sim.checked_in import taken
from sim.engine import Engine
from sim.exercise_keys import Around
from sim.exercise_speech_window import WindowVoice
from sim.exercise_talk_window import Aside, TalkingWindow
from sim.exercises._catalog import make
from sim.exercises._path_rules import SELF
from sim.exercises._reading import Reading
from sim.exercises._talks import talk_of
from sim.exercises_kept import (
    Keeping,
    before,
    keeping_of,
    pages_of,
    reading_of,
    tone_of,
)
from sim.rehearsal import Rehearsal
from sim.screens import Screens
from sim.sound import Sound
from sim.stage_set import StageSet


class ExerciseLobby:
    """Does one exercise at a time; the window says what comes after."""

    def __init__(
        self,
        app: App,
        engine: Engine,
        base: Any,
        fonts: Fonts,
        screens: Screens,
        stage: StageSet,
        around: Around,
        show: Callable[[Panel | None], None],
        back: Callable[[], None],
        checked_in: Callable[[str], None],
    ) -> None:
        """`show` puts a panel into the window; `back` leads to what was there.

        `checked_in` opens what the first check-in led to.
        """
        self._checked_in = checked_in
        self._app, self._engine, self._base, self._fonts = app, engine, base, fonts
        self._screens, self._stage, self._around = screens, stage, around
        self._show, self._back = show, back
        self._doing: TalkingWindow | None = None
        self._aside: Aside | None = None
        """Waits while a talk is held that a step of it opened."""
        self.on_talk: Callable[[str], None] = lambda _: None
        """Opens the rehearsal of a scenario; `come_back` follows it."""
        self._sound: Sound | None = None
        self._reading: Reading | None = None
        self._keeping: Keeping | None = None
        self._voice: WindowVoice | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether an exercise goes on after the talk that is held now."""
        return self._aside is not None

    @property
    def is_open(self) -> bool:
        """Whether an exercise is being done."""
        return self._doing is not None

    @property
    def doing(self) -> TalkingWindow | None:
        """The exercise that is being done; None for none."""
        return self._doing

    def open(self, name: str, aside: Aside | None = None) -> None:
        """Show what the exercise `name` is, and do it if the user begins.

        `aside` goes on where it was put aside.
        """
        self._show(None)
        self._sound = Sound.open(self._app.settings, None)
        self._reading = reading_of(self._app, self._sound)
        tone = tone_of(self._app, self._sound, self._reading)
        told = before(self._app, name)
        if aside is not None:
            self._keeping = aside.keeping
        else:
            self._keeping = keeping_of(self._app, make(name).info, told)
        self._doing = TalkingWindow(
            self._base,
            self._fonts,
            self._screens,
            self._stage,
            name,
            self._over,
            record=self._keeping.record if self._keeping is not None else None,
            before=told,
            reading=self._reading,
            pacer=tone,
            around=self._around,
            aside=aside,
            pages=pages_of(self._app),
        )
        self._voice = WindowVoice.of(
            self._app, self._sound, self._base, self._fonts, self._doing, self._reading
        )
        self._engine.set_task("acting", self._frame)

    @property
    def goes_by_itself(self) -> bool:
        """Whether somebody is there who has to do nothing now."""
        return self._doing is not None and self._doing.goes_by_itself

    def covered(self) -> None:
        """The window was covered: wait, and write what is open while that works."""
        if self._doing is None:
            return
        self._doing.pause()
        if self._keeping is not None:
            if self._doing.sitting.is_over:
                self._keeping.close()
                self._keeping = None
            else:
                self._keeping.writer.flush()

    def _frame(self) -> None:
        if self._around.is_blocked():
            return
        if self._voice is not None:
            self._voice.frame()
        if self._doing is not None:  # what was said may have ended it
            self._doing.frame()
        if self._doing is not None and (where := talk_of(self._doing.sitting)):
            self._put_aside(self._doing, where)

    def _put_aside(self, doing: TalkingWindow, where: str) -> None:
        name = doing.sitting.exercise.info.id
        self._aside = Aside(name, doing.put_aside(), self._keeping)
        self._keeping = None  # it is written on with after the talk
        self._give_back()
        self._stage.clear()
        self.on_talk(where)

    def talked(self, rehearsal: Rehearsal | None) -> None:
        """A rehearsal is over; if an exercise waits for it, this is its talk."""
        if self._aside is not None and rehearsal is not None:
            self._aside.held(rehearsal)

    def come_back(self) -> bool:
        """Take up what was put aside; False when there is nothing to come back to."""
        aside, self._aside = self._aside, None
        if aside is None:
            return False
        if aside.is_stopped:
            aside.close()
            return False
        self.open(aside.name, aside)
        return True

    def _over(self) -> None:
        doing = self._doing
        self._give_back()
        self._stage.clear()
        if doing is not None and doing.sitting.exercise.info.id == SELF:
            self._checked_in(taken(self._app, doing.sitting))
        else:
            self._back()

    def _give_back(self) -> None:
        self._doing = None
        self._engine.set_task("acting", None)
        if self._voice is not None:
            self._voice.close()
            self._voice = None
        if self._sound is not None:
            self._sound.close()
            self._sound = None
        if self._reading is not None:
            self._reading.close()
            self._reading = None
        if self._keeping is not None:
            self._keeping.close()
            self._keeping = None

    def close(self) -> None:
        """Take it away without going back to anything."""
        if self._aside is not None:
            self._aside.close()
            self._aside = None
        if self._doing is not None:
            self._doing.close()
        self._give_back()
