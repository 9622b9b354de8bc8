"""An exercise in a terminal: read and typed, or run from a script."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from dialogue.messages import Safety
from sim.chart_text import chart_lines
from sim.exercises._pacing import moment
from sim.exercises._running import Run
from sim.exercises._sitting import BACK, Sitting
from sim.exercises._typed import typed
from sim.exercises.base import Info, View
from sim.lines import Lines, Script
from sim.session.events import Event
from sim.support import fixed_text, stop_text
from sim.terminal import show_fixed, show_help
from sim.texts import text

TICK_S = 0.01


class ExerciseTerminal:
    """Shows an exercise as plain, wrapped text; see `_sides.Observer`."""

    def __init__(self, console: Console, country: str) -> None:
        self._console = console
        self._country = country
        self._stopped: Safety | None = None
        self._is_alone = True

    def on_view(self, view: View) -> None:
        """Show one step."""
        self._is_alone = view.is_alone
        for line in view.lines:
            self._console.print(Padding(Text(line), (1, 0, 0, 2)))
        for line in view.partner_lines:
            self._console.print(Padding(Text(f"“{line}”"), (1, 0, 0, 2)))
        if view.ask:
            self._console.print(Padding(Text(view.ask, style="bold"), (1, 0, 0, 2)))
        for number, option in enumerate(view.options, 1):
            # beside an answer in words a choice is typed as its name
            name = f"{number} " if view.kind == "choice" else f"{option.id:<9}"
            self._console.print(Text(f"    {name} {option.label}"))
        for line in chart_lines(view.chart) if view.chart is not None else ():
            self._console.print(Text(f"  {line}"))
        self._hint(view)

    def _hint(self, view: View) -> None:
        if view.kind == "number":
            low, high, low_means, high_means = view.number
            least, most = _end(low, low_means), _end(high, high_means)
            self._note(text("exercise.number", low=least, high=most))
        elif view.kind == "next":
            self._note(text("exercise.enter"))
        elif view.kind == "breathe":
            self._note(text("exercise.breathe"))
        elif view.kind == "wait":
            self._note(text("exercise.wait", seconds=f"{view.wait_s:g}"))

    def on_event(self, event: Event, run: Run) -> None:
        """Show what a person needs to see of `event`."""
        kind = event["event"]
        if kind == "paused":
            self._note(f"{text('exercise.paused')} {text('exercise.paused_hint')}")
        elif kind == "left" and event["why"] != BACK:
            self._note(text("left.body"))
        elif kind == "resumed" and run.phase == "checking_in":
            self._safety(run)  # it still waits for an answer
        elif (kind == "safety" and run.flag is not None) or (
            run.phase == "stopped" and kind == "checked_in"
        ):
            self._safety(run)

    def _safety(self, run: Run) -> None:
        if run.flag is None:
            return
        if run.phase == "checking_in":
            fixed = fixed_text(run.flag, "", is_alone=self._is_alone)
            show_fixed(self._console, fixed)
            for number, choice in enumerate(fixed.choices, 1):
                self._console.print(Text(f"    {number}  {choice.label}"))
        elif run.phase == "stopped" and run.flag != self._stopped:
            self._stopped = run.flag  # what it was beside stops for the same, once
            fixed = stop_text(run.flag, "", is_alone=self._is_alone)
            show_fixed(self._console, fixed)
            show_help(self._console, self._country, run.flag.category)

    def _note(self, words: str) -> None:
        self._console.print(Padding(Text(words, style="italic"), (1, 0, 0, 2)))


def note(console: Console, words: str) -> None:
    """Show one line beside a step; "" shows nothing."""
    if words:
        console.print(Padding(Text(words, style="italic"), (0, 0, 0, 2)))


def _end(number: float, means: str) -> str:
    """One end of a scale, with what it means."""
    return f"{number:g} ({means})" if means else f"{number:g}"


def show_info(console: Console, info: Info, sources: Sequence[str]) -> None:
    """What the exercise is, what it rests on, when to leave it, what is kept."""
    console.print(Padding(Text(info.title, style="bold"), (1, 0, 0, 2)))
    console.print(Padding(Text(info.summary), (0, 0, 1, 2)))
    for title, items in (
        (text("exercise.why"), (info.why,)),
        (text("briefing.notes"), info.content_notes),
        (text("exercise.not_for"), info.not_for),
        (text("exercise.kept"), info.records or (text("exercise.nothing_kept"),)),
        (text("exercise.sources"), sources),
    ):
        if items:
            console.print(Padding(Text(title, style="bold"), (0, 0, 0, 2)))
        for item in items:
            console.print(Padding(Text(f"· {item}"), (0, 0, 0, 4)))


class _Breath:
    """Draws the paced breath as one line that grows and shrinks.

    In a file and in a terminal that only writes on (``TERM=dumb``, for a screen
    reader) it is one word at each turn.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._is_drawn = console.is_terminal and not console.is_dumb_terminal
        self._last = ""

    def draw(self, sitting: Sitting) -> None:
        inner = sitting.inner
        breath = inner.view.breath if inner.run.phase == "running" else None
        if breath is None:
            self.end()
            return
        now = moment(breath, inner.waited_s)
        word = text("exercise.breathe_in" if now.is_in else "exercise.breathe_out")
        line = word
        if self._is_drawn:
            width = round(30 * now.fullness)
            line = f"  {'●' * width}{'·' * (30 - width)}  {word}"
            if line != self._last:
                self._console.file.write(f"\r{line:<60}")
                self._console.file.flush()
        elif line != self._last:
            self._console.print(f"    {word}")
        self._last = line

    def end(self) -> None:
        if self._last and self._is_drawn:
            self._console.file.write("\n")
        self._last = ""


def run(
    sitting: Sitting,
    lines: Lines,
    console: Console,
    tasks: Sequence[Callable[[], None]] = (),
    calm: Callable[[str], Sitting] | None = None,
    listens: Callable[[], bool] = lambda: False,
) -> None:
    """Run until the exercise or its lines are over; Ctrl-C leaves.

    `listens` says whether words may still come from a microphone.
    """
    breath = _Breath(console) if not isinstance(lines, Script) else None
    try:
        while not sitting.is_over:
            sitting.tick()
            for task in tasks:
                task()
            if breath is not None:
                breath.draw(sitting)
            line = lines.poll() if _may_answer(sitting, lines) else None
            if line is None:
                if lines.is_over and _wants_words(sitting, lines) and not listens():
                    break
                time.sleep(TICK_S)
            elif answer := typed(sitting, line, calm):
                console.print(Padding(Text(answer), (0, 0, 0, 2)))
    except KeyboardInterrupt:
        sitting.leave("interrupted")
    if not sitting.is_over:
        is_script = isinstance(lines, Script)
        sitting.leave("script over" if is_script else "input over")


def _wants_words(sitting: Sitting, lines: Lines) -> bool:
    """Whether nothing goes on without the user."""
    inner = sitting.inner
    by_itself = ["wait", "breathe"] + ["next"] * isinstance(lines, Script)
    return inner.run.phase != "running" or inner.view.kind not in by_itself


def _may_answer(sitting: Sitting, lines: Lines) -> bool:
    """A script answers only what was asked; a person may type at any time."""
    if not isinstance(lines, Script):
        return True
    return _wants_words(sitting, lines) and not sitting.inner.is_reading
