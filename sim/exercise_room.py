"""A whole exercise in the terminal: what it is, consent, the steps, what is kept."""

from __future__ import annotations

import contextlib
import dataclasses
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from rich.console import Console

from sim import terminal
from sim.app import App
from sim.exercise_speech import Speaking
from sim.exercise_talk import beside
from sim.exercise_terminal import ExerciseTerminal, note, run, show_info
from sim.exercises._catalog import CALMING, make
from sim.exercises._guide import sources
from sim.exercises._keeping import as_told
from sim.exercises._path_rules import SELF
from sim.exercises._reading import Reading
from sim.exercises._running import Run
from sim.exercises._sitting import Sitting
from sim.exercises._tone import Tone
from sim.exercises._typed import HINTED, calm_maker, typed
from sim.exercises.base import Before, Exercise, View
from sim.exercises_kept import (
    Keeping,
    before,
    keeping_of,
    pages_of,
    reading_of,
    speaking_of,
    tone_of,
)
from sim.lines import Keyboard, Lines
from sim.session.clock import SystemClock
from sim.session.events import Event
from sim.sound import Sound
from sim.texts import text


class JsonEvents:
    """Writes every event as one line of JSON, without words that are not kept."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise

    def on_event(self, event: Event, run: Run) -> None:
        """Write `event`."""
        terminal.write_json(self._exercise.kept(event))

    def on_view(self, view: View) -> None:
        """Write what is asked, so that a script knows where it is."""
        terminal.write_json({"event": "view", **dataclasses.asdict(view)})


def do(app: App, name: str, options: dict[str, Any]) -> int:
    """Do the exercise `name`; returns the exit code.

    Args:
        app: the program.
        name: id of the exercise, or path of its file.
        options: ``lines`` (a script, or None for the keyboard) and ``json``.

    Raises:
        ExerciseError: there is no such exercise, or its file is wrong.
    """
    told = before(app, name)
    exercise = make(name, told)
    console = Console(stderr=options["json"], width=_width(), highlight=False)
    lines: Lines | None = options["lines"]
    is_script = lines is not None
    source = lines if lines is not None else Keyboard()
    known = sources()
    try:
        if isinstance(source, Keyboard):
            is_calm = exercise.info.id in CALMING
            kind = {"is_calm": is_calm, "is_exercise": not is_calm}
            terminal.consent(console, source, app.storage, app.country, **kind)
        cited = [known[item].text for item in exercise.info.sources]
        show_info(console, as_told(exercise.info, told), cited)
        if not _opens(console, exercise, told):
            return 2
        if isinstance(source, Keyboard):
            labels = [text("briefing.begin"), text("consent.leave")]
            if terminal.choose(console, source, labels) == 1:
                raise terminal.Leave
        sit(app, exercise, source, console, is_script=is_script, options=options)
    except terminal.Young:
        app.lead_out()
    except terminal.Leave:
        console.print(f"\n  {text('left.body')}\n")
    return 0


def open_one(app: App, console: Console, keyboard: Keyboard, name: str) -> None:
    """Show what the exercise `name` is, and do it if the user begins.

    Raises:
        Leave: the user leaves the program.
    """
    told = before(app, name)
    exercise = make(name, told)
    known = sources()
    cited = [known[item].text for item in exercise.info.sources]
    show_info(console, as_told(exercise.info, told), cited)
    if not _opens(console, exercise, told):
        return
    labels = [text("briefing.begin"), text("lobby.back")]
    if terminal.choose(console, keyboard, labels) == 0:
        options = {"json": False}
        sit(app, exercise, keyboard, console, is_script=False, options=options)


def _opens(console: Console, exercise: Exercise, told: Before) -> bool:
    """Whether it may be begun; who opened it, or why it is not open, is said."""
    if exercise.info.is_locked and not told.is_unlocked:
        console.print(f"\n  {text('exercise.locked')}")
        return False
    if told.given is not None and told.is_unlocked:
        note(console, text("assigned.unlocks"))
    return True


def check_in(
    app: App, console: Console, lines: Lines, *, is_json: bool = False
) -> Sitting:
    """The first check-in, from its first question on."""
    made = make(SELF, before(app, SELF))
    is_script = not isinstance(lines, Keyboard)
    options = {"json": is_json}
    return sit(app, made, lines, console, is_script=is_script, options=options)


def _width() -> int | None:
    return None if sys.stdout.isatty() else 88


def sit(
    app: App,
    exercise: Exercise,
    lines: Lines,
    console: Console,
    *,
    is_script: bool,
    options: dict[str, Any],
) -> Sitting:
    """Do `exercise` to its end, with everything around it; returns how it went."""
    sound = Sound.open(app.settings, None, listen=not is_script)
    _hint(console, sound, is_script=is_script)
    reading = reading_of(app, sound)
    tone = tone_of(app, sound, reading)
    told = before(app, exercise.info.id)
    keeping = keeping_of(app, exercise.info, told)
    shown = ExerciseTerminal(console, app.country)
    furnished = partial(_furnished, reading, tone, shown, is_script, options["json"])
    record = keeping.record if keeping is not None else None
    sitting = furnished(Sitting(exercise, SystemClock(), record, given=told.given))
    sitting.pages = pages_of(app)
    calm = calm_maker(furnished)
    act = partial(typed, sitting, calm=calm)
    speaking = speaking_of(app, sound, sitting, reading, act, partial(note, console))
    voices = (sound if speaking is not None else None, reading, speaking)
    tasks = [one.tick for one in voices if one is not None]
    go = partial(run, lines=lines, console=console, calm=calm, listens=sound.listens)
    try:
        with _kept(keeping):
            talk = beside(app, console, lines, sitting, is_json=options["json"])
            sitting.start()
            go(sitting, tasks=[*tasks, talk])
        go = partial(go, tasks=tasks)
        alone = partial(_alone, sitting.pages, calm, speaking, go)
        _at_end(app, sitting, console, lines, alone)
    finally:
        sound.close()
    return sitting


def _furnished(
    reading: Reading | None,
    tone: Tone,
    shown: ExerciseTerminal,
    hurries: bool,
    is_json: bool,
    sitting: Sitting,
) -> Sitting:
    """`sitting` with what reads, sounds and shows it."""
    sitting.has_picture = False
    sitting.set_reader(reading, hurries=hurries)
    sitting.set_pacer(tone)
    sitting.observe(JsonEvents(sitting.exercise) if is_json else shown)
    return sitting


def _alone(
    pages: Mapping[str, Callable[[], Sequence[str]]],
    calm: Callable[[str], Sitting],
    speaking: Speaking | None,
    go: Callable[[Sitting], None],
    name: str,
) -> str:
    """Something calming after a stop, with the same voice and the same ears."""
    made = calm(name)
    made.pages = pages
    if speaking is not None:
        speaking.follow(made, partial(typed, made, calm=calm))
    made.start()
    go(made)
    return ""


@contextlib.contextmanager
def _kept(keeping: Keeping | None) -> Iterator[None]:
    try:
        yield
    finally:
        if keeping is not None:
            keeping.close()


def _hint(console: Console, sound: Sound, *, is_script: bool) -> None:
    """What is missing, and the commands that are named before the first step."""
    for line in sound.missing:
        console.print(f"  {line}")
    words = "" if is_script else "\n  " + " ".join(f"/{name}" for name in HINTED)
    console.print(words, style="dim")


def _at_end(
    app: App,
    sitting: Sitting,
    console: Console,
    lines: Lines,
    calm: Callable[[str], str],
) -> None:
    """Say that it is over, or offer what helps after a stop."""
    flag = sitting.run.flag
    if sitting.run.phase == "done" and sitting.exercise.info.id != SELF:
        note(console, f"\n{text('exercise.done')}")
    if sitting.run.phase == "stopped" and flag and isinstance(lines, Keyboard):
        terminal.after_stop(console, lines, flag, "", app.country, calm)
