"""Something calming beside a rehearsal or a fixed text, in a terminal.

The rehearsal stays paused meanwhile; nothing of it is scored or kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from rich.console import Console

from dialogue.messages import Safety
from sim.about import people_lines
from sim.audio.speaker import Speaker
from sim.calming_voice import GuideVoice
from sim.exercise_terminal import ExerciseTerminal, note, run
from sim.exercises._catalog import CALMING, make
from sim.exercises._running import Run
from sim.exercises._sitting import Sitting
from sim.exercises._tone import Tone
from sim.exercises._typed import calm_maker, typed
from sim.lines import Lines, Script
from sim.rehearsal import Rehearsal
from sim.session import events
from sim.session.clock import SystemClock
from sim.session.events import Event
from sim.texts import text


class _Shown(ExerciseTerminal):
    """Shows the exercise; a stop is shown by the rehearsal that it ends."""

    def on_event(self, event: Event, run: Run) -> None:
        """Show what a person needs to see of `event`."""
        if run.phase != "stopped":
            super().on_event(event, run)


class Calming:
    """Opens calming exercises one after another, each when it is asked for."""

    def __init__(
        self,
        console: Console,
        lines: Lines,
        country: str,
        speaker: Callable[[], Speaker | None] = lambda: None,
        tasks: Sequence[Callable[[], None]] = (),
        guide: GuideVoice | None = None,
        pages: Mapping[str, Callable[[], Sequence[str]]] | None = None,
    ) -> None:
        """`speaker` plays the sound of a breath; `tasks` are done every frame.

        `guide` reads, where a rehearsal has a voice; `pages` can be read beside it.
        """
        self._pages = pages or {"people": lambda: people_lines(country)}
        self._guide = guide
        self._console, self._lines, self._country = console, lines, country
        self._speaker, self._tasks = speaker, tasks

    def alone(self, name: str) -> str:
        """Do the exercise `name` beside a fixed text; "" for there is nothing to tell.

        What the safety screen finds in it is shown there and then.
        """
        shown = ExerciseTerminal(self._console, self._country)
        self._done(name or CALMING[0], shown, ())
        return ""

    def beside(self, rehearsal: Rehearsal, name: str) -> str:
        """Do the exercise `name`, "" for the first one, while `rehearsal` is paused.

        Returns:
            What to tell the user: where they are now, or which names there are.
        """
        if name and name not in CALMING:
            return text("calming.names", names=", ".join(CALMING))
        shown = _Shown(self._console, self._country)
        sitting = self._done(name or CALMING[0], shown, (rehearsal.tick,))
        come_back(rehearsal, sitting)
        is_paused = rehearsal.state.phase == "paused"
        return text("calming.paused") if is_paused else ""

    def _done(
        self, name: str, shown: ExerciseTerminal, tasks: Sequence[Callable[[], None]]
    ) -> Sitting:
        is_script = isinstance(self._lines, Script)
        tone = Tone(self._speaker)
        guide = None if is_script else self._guide
        reading = guide.open(lambda: tone.is_on) if guide is not None else None

        def furnished(sitting: Sitting) -> Sitting:
            sitting.set_reader(reading, hurries=is_script)
            sitting.set_pacer(tone)
            sitting.observe(shown)
            return sitting

        sitting = furnished(Sitting(make(name), SystemClock()))
        sitting.pages = self._pages
        calm = calm_maker(furnished)
        act, told = partial(typed, sitting, calm=calm), partial(note, self._console)
        ears = guide.listen(sitting, act, told) if guide is not None else None
        hears = guide.listens if guide is not None else lambda: False
        every = (*tasks, *self._tasks, *(one.tick for one in (reading, ears) if one))
        try:
            sitting.start()
            run(sitting, self._lines, self._console, every, calm, listens=hears)
        finally:
            if guide is not None:
                guide.close()
        return sitting


def come_back(rehearsal: Rehearsal, sitting: Sitting) -> None:
    """Bring to `rehearsal` what something calming beside it has come to.

    Finished, or left to go back: the rehearsal stays paused where it was. Left
    altogether: it is left, too. Stopped by the safety screen: it stops.
    """
    found: Safety | None = sitting.run.flag
    if sitting.run.phase == "stopped" and found is not None:
        rehearsal.emit(events.safety(rehearsal.state.turn + 1, "user", found))
    elif sitting.is_left:
        rehearsal.leave()
