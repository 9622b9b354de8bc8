"""One exercise as it is being done: what happens becomes events, events a view.

The same for every front end and without a renderer. Nothing waits here: a front end
calls `tick` as often as it likes. `leave` acts at once in every state.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from dialogue import safety
from dialogue.messages import Safety
from sim.exercises._running import Run, started, step
from sim.exercises.base import Exercise, View
from sim.session import events
from sim.session.clock import Clock
from sim.session.events import Event

CONTEXT_LINES = 3
"""How many of the user's earlier lines the safety screen sees."""


class Observer(Protocol):
    """Shows what happens."""

    def on_event(self, event: Event, run: Run) -> None:
        """React to `event`; must not block."""

    def on_view(self, view: View) -> None:
        """Show a step that has not been shown yet."""


class Reader(Protocol):
    """Reads a step aloud."""

    def read(self, view: View) -> None:
        """Begin to read `view`; must not block."""

    def hush(self) -> None:
        """Stop now."""

    @property
    def is_speaking(self) -> bool:
        """Whether something is heard or about to be."""


class Record(Protocol):
    """Keeps events as they happen."""

    def record(self, event: Event) -> int:
        """Keep one event."""


class Sitting:
    """One exercise, from its first step to its end."""

    def __init__(
        self,
        exercise: Exercise,
        clock: Clock,
        record: Record | None = None,
        observers: Sequence[Observer] = (),
        reader: Reader | None = None,
        *,
        hurries: bool = False,
    ) -> None:
        """Prepare; `hurries` lets no time pass in waits, for scripts."""
        self.exercise = exercise
        self.run = Run()
        self.log: list[Event] = []
        self.calm: Sitting | None = None
        """Something calming that was opened on top; this one waits meanwhile."""
        self._clock = clock
        self._record = record
        self._observers = list(observers)
        self._reader = reader
        self._hurries = hurries
        self._heard: list[str] = []
        self._shown = ""
        self._since_s = 0.0

    @property
    def view(self) -> View:
        """What is to be shown now."""
        return self.exercise.view(self.run.inner)

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes."""
        return self.run.is_over

    def observe(self, observer: Observer) -> None:
        """Add one observer."""
        self._observers.append(observer)

    def set_reader(self, reader: Reader | None, *, hurries: bool) -> None:
        """Say who reads aloud, and whether waits take no time."""
        self._reader, self._hurries = reader, hurries

    def start(self) -> None:
        """Begin."""
        self._emit(started(self.exercise))

    def answer(self, words: str) -> str:
        """Take what the user typed, said or chose.

        Returns:
            Why it is no answer, in one line; "" when it was taken.
        """
        if self.calm is not None:
            return self.calm.answer(words)
        if self._screened(words) or self.run.phase != "running":
            return ""
        problem = self.exercise.problem(self.run.inner, words)
        if not problem:
            here = self.view.step
            self._emit(events.event("answered", step=here, value=words))
        return problem

    def _screened(self, words: str) -> bool:
        """Whether the safety screen has taken over."""
        if not words.strip() or self.run.is_over:
            return False
        flag = safety.screen(
            words, partner_line=self.view.ask, context=self._heard[-CONTEXT_LINES:]
        )
        self._heard.append(words)
        if flag.action == "none":
            return False
        if flag.action == "check_in" and self.run.phase != "running":
            return False
        self.flagged(flag)
        return True

    def flagged(self, flag: Safety) -> None:
        """Leave the exercise for what the safety screen found."""
        self._emit(events.safety(len(self.log), "user", flag))

    def check_in(self, answer: str) -> None:
        """Answer the check-in."""
        self._emit(events.event("checked_in", answer=answer))

    def skip(self) -> None:
        """Go past this step; it costs nothing."""
        if self.calm is not None:
            self.calm.skip()
        elif self.run.phase == "running":
            self._emit(events.event("skipped", step=self.view.step))

    def pause(self) -> None:
        """Hold everything; one action, at once."""
        if self.run.phase in ("running", "checking_in"):
            self._emit(events.event("paused"))

    def resume(self) -> None:
        """Go on after a pause."""
        if self.run.phase == "paused":
            self._emit(events.event("resumed"))

    def leave(self, why: str = "asked") -> None:
        """End at once, whatever is going on, also something calming on top."""
        if self.calm is not None:
            self.calm.leave(why)
            self.calm = None
        if self.run.phase != "new" and not self.run.is_over:
            self._emit(events.event("left", why=why))

    def open_calm(self, make: Callable[[], Sitting]) -> None:
        """Do something calming, and come back to where one was."""
        if self.calm is not None or self.run.is_over or self.run.phase == "new":
            return
        if self.run.phase == "checking_in":
            self.check_in("pause")
        self.pause()
        self.calm = make()
        name = self.calm.exercise.info.id
        self._emit(events.event("calming", exercise=name))
        self.calm.start()

    def tick(self) -> None:
        """Let time pass; call every frame."""
        if self.calm is not None:
            self.calm.tick()
            if self.calm.is_over:
                self.calm = None
                self.resume()
            return
        view = self.view if self.run.phase == "running" else None
        if view is None or self.is_reading:
            return
        if view.kind == "next" and self._hurries:
            self._emit(events.event("answered", step=view.step, value=""))
        elif view.kind in ("wait", "breathe"):
            length_s = view.breath.length_s if view.breath is not None else view.wait_s
            if self._hurries or self.waited_s >= length_s:
                self._emit(events.event("time_up", step=view.step))

    @property
    def waited_s(self) -> float:
        """How long the present step has lasted since its words were said."""
        now = self._clock.monotonic_s()
        if self.is_reading:
            self._since_s = now
        return now - self._since_s

    @property
    def is_reading(self) -> bool:
        """Whether the step is still being read aloud."""
        return self._reader is not None and self._reader.is_speaking

    def _emit(self, happened: Event) -> None:
        if self._record is not None:
            self._record.record(self.exercise.kept(happened))
        self.log.append(happened)
        self.run = step(self.exercise, self.run, happened)
        if self._reader is not None and happened["event"] != "calming":
            self._reader.hush()
        for observer in self._observers:
            observer.on_event(happened, self.run)
        self._show(is_again=happened["event"] in ("resumed", "checked_in"))

    def _show(self, *, is_again: bool) -> None:
        if self.run.phase != "running":
            return
        view = self.view
        if view.key == self._shown and not is_again:
            return
        self._shown = view.key
        self._since_s = self._clock.monotonic_s()
        for observer in self._observers:
            observer.on_view(view)
        if self._reader is not None:
            self._reader.read(view)
