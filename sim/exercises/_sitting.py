"""One exercise as it is being done: what happens becomes events, events a view.

Nothing waits here: a front end calls `tick` as often as it likes. `leave` acts at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dialogue.messages import Safety
from sim.exercises._hearing import Screening, unasked
from sim.exercises._running import Run, started, step
from sim.exercises._sides import Aside, Observer, Pacer, Reader, Record
from sim.exercises._step_time import StepTime
from sim.exercises.base import Exercise, View
from sim.session import events
from sim.session.clock import Clock
from sim.session.events import Event
from sim.session.given import Given

BACK = "back"
"""Why something calming is left when one goes back to what was before."""


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
        given: Given | None = None,
    ) -> None:
        """Prepare; `hurries` lets no time pass in waits, for scripts.

        `given` is the assignment that it is done for.
        """
        self.exercise = exercise
        self._given = given
        self.run = Run()
        self.log: list[Event] = []
        self.aside: Aside | None = None
        """A question beside it, while one is asked; what is said answers that."""
        self.pages: Mapping[str, Callable[[], Sequence[str]]] = {}
        """What can be read beside it, by the command that shows it."""
        self.calm: Sitting | None = None
        """Something calming that was opened on top; this one waits meanwhile."""
        self.has_picture = True
        """Whether there is more than words where it is done."""
        self._record = record
        self._observers = list(observers)
        self._time = StepTime(clock, reader)
        self._hurries = hurries
        self._screening = Screening()
        self._shown = ""

    @property
    def view(self) -> View:
        """What is to be shown now."""
        return self.exercise.view(self.run.inner)

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes."""
        return self.run.is_over

    @property
    def inner(self) -> Sitting:
        """What is done now: something calming on top, or this one."""
        return self if self.calm is None else self.calm.inner

    @property
    def keeps_words(self) -> bool:
        """Whether words that are answered now are kept, as the exercise says."""
        given = events.event("answered", step=self.view.step, value="words")
        is_kept = bool(self.exercise.kept(given).get("value"))
        is_bare = not self.exercise.info.records  # only that it was done
        return self._record is not None and is_kept and not is_bare

    def observe(self, observer: Observer) -> None:
        """Add one observer."""
        self._observers.append(observer)

    def set_reader(self, reader: Reader | None, *, hurries: bool) -> None:
        """Say who reads aloud, and whether waits take no time."""
        self._time.reader, self._hurries = reader, hurries

    def set_pacer(self, pacer: Pacer | None) -> None:
        """Say what sounds a breath."""
        self._time.pacer = pacer

    def on_breath_turn(self, turned: Callable[[bool], None]) -> None:
        """Call `turned` at every turn of a breath, True for in: for haptics."""
        self._time.on_breath_turn(turned)

    def start(self) -> None:
        """Begin."""
        self._emit(started(self.exercise, self._given))

    def answer(self, words: str) -> str:
        """Take what was typed, said or chosen; why it is no answer, "" when it is."""
        if self.calm is not None:
            return self.calm.answer(words)
        is_taken = self._screened(words) or self.run.phase != "running"
        return "" if is_taken else self._take(words)

    def _take(self, words: str) -> str:
        if told := unasked(self.view, words):
            return told
        if self.view.kind == "tap":
            words = f"{self.waited_s:.2f}"  # the moment is the answer
        problem = self.exercise.problem(self.run.inner, words)
        if not problem:
            # within a breath it matters how far it has come
            is_led = self.view.kind == "breathe"
            led = {"waited_s": round(self.waited_s, 2)} if is_led else {}
            self._answered(value=words, **led)
        return problem

    def _answered(self, **given: Any) -> None:
        self._emit(events.event("answered", step=self.view.step, **given))

    def _screened(self, words: str) -> bool:
        """Whether the safety screen has taken over."""
        if self.run.is_over:
            return False
        flag = self._screening.found(self.view, self.run.phase, words)
        if flag is not None:
            self.flagged(flag)
        return flag is not None

    def flagged(self, flag: Safety) -> None:
        """Leave the exercise for what the safety screen found."""
        self._emit(events.safety(len(self.log), "user", flag))

    def talked(self, drawn: dict[str, str]) -> None:
        """Go on after a talk that was opened here, with what it left."""
        self._answered(value="on", drawn=drawn)

    def check_in(self, answer: str) -> None:
        """Answer the check-in."""
        if self.calm is not None:
            self.calm.check_in(answer)
        else:
            held = self._screening.held()
            self._emit(events.event("checked_in", answer=answer))
            if held and self.run.phase == "running":
                self._take(held)  # nobody has to say it twice, to be asked twice

    def skip(self) -> None:
        """Go past this step; it costs nothing."""
        if self.calm is not None:
            self.calm.skip()
        elif self.run.phase == "running":
            self._emit(events.event("skipped", step=self.view.step))

    def pause(self) -> None:
        """Hold everything; one action, at once."""
        if self.calm is not None:
            self.calm.pause()
        elif self.run.phase in ("running", "checking_in"):
            self._emit(events.event("paused"))

    def resume(self) -> None:
        """Go on after a pause."""
        if self.calm is not None:
            self.calm.resume()
        elif self.run.phase == "paused":
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

    def go_back(self) -> None:
        """Leave something calming, back to where one was."""
        if self.calm is not None:
            self.calm.go_back()
            if self.calm.is_over:
                self._come_back()
        elif self.exercise.info.family == "calming":
            self.leave(BACK)

    def _come_back(self) -> None:
        """Go on after something calming; a stop or leaving counts for this, too."""
        if self.calm is None:
            return
        calm, self.calm = self.calm, None
        if calm.run.phase == "stopped" and calm.run.flag is not None:
            self.flagged(calm.run.flag)
        elif calm.is_left:
            self.leave()
        else:
            self.resume()

    @property
    def is_left(self) -> bool:
        """Whether the user left it, and not only to go back to what was before."""
        return self.run.phase == "left" and self.log[-1].get("why") != BACK

    def tick(self) -> None:
        """Let time pass; call every frame."""
        if self.calm is not None:
            self.calm.tick()
            if self.calm.is_over:
                self._come_back()
            return
        view = self.view if self.run.phase == "running" else None
        if view is None or self.is_reading:
            return
        if view.kind == "next" and self._hurries:
            self._emit(events.event("answered", step=view.step, value=""))
        elif view.kind in ("wait", "breathe"):
            is_over = self.waited_s >= self._time.length_s(view)
            if self._hurries or is_over:
                self._emit(events.event("time_up", step=view.step))
            elif view.breath is not None:
                self._time.lead(view.breath)

    @property
    def waited_s(self) -> float:
        """How long the present step has lasted since its words were said."""
        return self._time.waited_s

    @property
    def is_reading(self) -> bool:
        """Whether the step is still being read aloud."""
        return self._time.is_reading

    def _emit(self, happened: Event) -> None:
        if self._record is not None:
            self._record.record(self.exercise.kept(happened))
        self.log.append(happened)
        self.run = step(self.exercise, self.run, happened)
        if happened["event"] != "calming":
            self._time.hush()
        self._time.end_breath()
        for observer in self._observers:
            observer.on_event(happened, self.run)
        if self._is_unseen():
            self._answered(value=self.view.options[0].id)
            return
        self._show(is_again=happened["event"] in ("resumed", "checked_in"))

    def _is_unseen(self) -> bool:
        """Whether the step asks about what nobody sees here."""
        is_asked = not self.has_picture and self.run.phase == "running"
        return is_asked and self.view.for_eyes

    def _show(self, *, is_again: bool) -> None:
        if self.run.phase != "running":
            return
        view = self.view
        if view.key == self._shown and not is_again:
            return
        self._shown = view.key
        self._time.begin()
        for observer in self._observers:
            observer.on_view(view)
        self._time.read(view)
