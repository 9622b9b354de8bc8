"""Something calming on top of whatever a window shows, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scenes.panels import Fonts
from sim.audio.speaker import Speaker
from sim.calming_voice import GuideVoice
from sim.engine import Engine
from sim.exercise_keys import Around
from sim.exercise_speech_window import Caption, WindowVoice
from sim.exercise_window import ExerciseWindow
from sim.exercises._sitting import Sitting
from sim.exercises._tone import Tone
from sim.screens import Screens
from sim.stage_set import StageSet


class CalmOnTop:
    """Opens one calming exercise at a time; what is below waits."""

    def __init__(
        self,
        engine: Engine,
        base: Any,
        fonts: Fonts,
        screens: Screens,
        stage: StageSet,
        around: Around,
        speaker: Callable[[], Speaker | None],
        guide: GuideVoice,
    ) -> None:
        """`speaker` plays the sound of a breath, `guide` reads, where they are."""
        self._engine, self._base, self._fonts = engine, base, fonts
        self._screens, self._stage, self._around = screens, stage, around
        self._tone, self._guide = Tone(speaker), guide
        self._doing: ExerciseWindow | None = None
        self._voice: WindowVoice | None = None
        """The user's, where they talk to the partner by voice."""

    @property
    def is_open(self) -> bool:
        """Whether something calming is done now."""
        return self._doing is not None

    def open(self, name: str, after: Callable[[Sitting], None]) -> None:
        """Begin `name` at once; `after` is called when it is over, with what it was."""

        def over() -> None:
            doing, self._doing = self._doing, None
            self._end()
            self._stage.clear()  # its light, too
            if doing is not None:
                after(doing.sitting)

        self._doing = ExerciseWindow(
            self._base,
            self._fonts,
            self._screens,
            self._stage,
            name,
            over,
            reading=self._guide.open(lambda: self._tone.is_on),
            pacer=self._tone,
            around=self._around,
            at_once=True,
        )
        self._listen(self._doing)
        self._engine.set_task("acting", self._frame)

    def _listen(self, doing: ExerciseWindow) -> None:
        """Let the user answer by voice, if they talk to the partner by voice."""

        def said(line: str) -> str:
            return "" if self._around.is_blocked() else doing.said(line)

        caption = Caption(self._base.aspect2d, self._fonts)
        ears = self._guide.listen(doing.sitting, said, caption.show)
        if ears is not None:  # the talk's own sound goes on listening
            self._voice = WindowVoice(None, ears, caption, self._base, doing)

    def _frame(self) -> None:
        if self._doing is None or self._around.is_blocked():
            return
        if self._voice is not None:
            self._voice.frame()
        if self._doing is not None:  # what was said may have ended it
            self._doing.frame()

    def _end(self) -> None:
        """Nothing of it goes on, and the talk hears its user again."""
        self._engine.set_task("acting", None)
        voice, self._voice = self._voice, None
        if voice is not None:
            voice.close()
        self._guide.close()

    @property
    def goes_by_itself(self) -> bool:
        """Whether somebody is there who has to do nothing now."""
        return self._doing is not None and self._doing.goes_by_itself

    @property
    def doing(self) -> ExerciseWindow | None:
        """What is done now; None for nothing."""
        return self._doing.heard if self._doing is not None else None

    def covered(self) -> None:
        """The window was covered: it waits."""
        if self._doing is not None:
            self._doing.pause()

    def close(self) -> None:
        """Take it away without going back to anything."""
        doing, self._doing = self._doing, None
        if doing is not None:
            self._end()
            doing.close()
