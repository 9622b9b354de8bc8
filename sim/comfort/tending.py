"""What a front end calls each frame so that a headset stays easy to wear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Self

from sim.app import App
from sim.comfort import asking
from sim.comfort.after import Afterwards, instruments
from sim.comfort.asking import SKIP, Asked, Front, Question
from sim.comfort.discomfort import verdict
from sim.comfort.kept import Kept
from sim.comfort.moment import Lull
from sim.comfort.stretch import Stretch
from sim.config import Settings
from sim.exercises._instruments import Instrument
from sim.rehearsal import Rehearsal
from sim.session.clock import Clock
from sim.session.events import event
from sim.session.rated import Rating
from sim.viewing import Viewing


class Comfort:
    """Asks how it feels, suggests breaks, and ends kindly."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        front: Front,
        *,
        kept: Kept | None = None,
        afterwards: Sequence[Instrument] = (),
    ) -> None:
        """Make one for as long as the front end is open.

        Args:
            settings: ``ask_comfort`` and ``break_minutes``.
            clock: times everything.
            front: shows the questions.
            kept: takes what is rated outside of a rehearsal.
            afterwards: what is asked once it is over.
        """
        self._clock, self._front = clock, front
        self._kept = kept or Kept(lambda: None)
        self._instruments = afterwards
        self.stretch = Stretch(settings)
        self._question: Question | None = None
        self._asked: Asked | None = None
        self._rehearsal: Rehearsal | None = None
        """In whose scene the question stands; None outside of one."""
        self._carried: Rehearsal | None = None
        self._lull = Lull()
        self._after: Afterwards | None = None
        self._must_stop = False
        """A number called for an end; all stands still until it is there."""

    @classmethod
    def of(cls, app: App, clock: Clock, front: Front) -> Self:
        """As `app` has it set."""
        kept = Kept(lambda: app.vault)
        afterwards = instruments(app.config.home)
        return cls(app.settings, clock, front, kept=kept, afterwards=afterwards)

    def tick(self, viewing: Viewing, rehearsal: Rehearsal | None) -> None:
        """Go on; call every frame, with the scene that is on or was on last."""
        self.stretch.tick(viewing.is_worn, self._clock.monotonic_s())
        scene = rehearsal if rehearsal and not rehearsal.state.is_over else None
        self._carry(scene)
        if self._must_stop:
            self._hold(scene)
        elif self._asked is not None:
            self._follow(scene)
        elif self._is_moment(viewing, scene) and (found := self._due(scene)):
            self._ask(found, scene)

    def _carry(self, scene: Rehearsal | None) -> None:
        """What was rated just before a scene is the start of it."""
        if scene is None or scene is self._carried or scene.state.phase != "talking":
            return
        self._carried = scene
        if (fresh := self.stretch.fresh) is not None:
            scene.emit(replace(fresh, when="start").event())

    # the moment, and what is asked then

    def _is_moment(self, viewing: Viewing, scene: Rehearsal | None) -> bool:
        """Whether something is due, and nothing would be interrupted by it."""
        is_in = viewing.is_worn and viewing.has_focus
        overdue_s = self.stretch.overdue_s if is_in else None
        if overdue_s is None and (scene is not None or not self.stretch.is_after_due):
            self._lull.forget()
            return False
        is_free = self._front.is_free()
        if scene is None:
            return is_free
        return self._lull.is_here(
            is_quiet=is_free and scene.is_lull,
            overdue_s=overdue_s or 0.0,
            now_s=self._clock.monotonic_s(),
        )

    def _due(self, scene: Rehearsal | None) -> Question | None:
        """What to ask now that it is a good moment."""
        stretch = self.stretch
        if scene is None and stretch.is_after_due and self._front.is_idle():
            self._after = Afterwards(self._instruments)
            return self._after.question
        if not stretch.wearing.is_worn:
            return None
        if stretch.is_rating_due:
            return asking.rating()
        return self._break(scene, "time") if stretch.is_break_due else None

    def _break(self, scene: Rehearsal | None, why: str) -> Question:
        self.stretch.breaks.told(self.stretch.worn_s)
        minutes = self.stretch.minutes
        if scene is not None:
            scene.emit(event("break_offered", minutes=minutes, why=why))
        return asking.pause(minutes, is_risen=why == "rating")

    # a question on the screen

    def _ask(self, question: Question, scene: Rehearsal | None) -> None:
        self._question, self._rehearsal = question, scene
        self._lull.forget()
        if scene is not None:
            scene.aside = self
        self._asked = self._front.ask(question, self._answered)

    def reads(self, words: str) -> bool:
        """Whether `words` answer the question that is asked now."""
        return self._question is not None and bool(self._question.read(words))

    def take(self, words: str) -> None:
        """Take an answer that was said or typed."""
        if self._question is not None and (value := self._question.read(words)):
            self._answered(value)

    def _follow(self, scene: Rehearsal | None) -> None:
        """Let the question go where the talk went on, or something else came up."""
        asked, here = self._asked, self._rehearsal
        if asked is None:
            return
        is_gone = not asked.is_up
        went_on = here is not None and (scene is not here or not scene.is_users)
        if not is_gone and not went_on:
            return
        question = self._question
        self._drop(close=not is_gone)
        if question is None or question.kind != "rating" or self._after is not None:
            self._end_after()
        elif went_on and scene is not None and scene.state.phase == "talking":
            self._rated(None, scene)  # they talked on, which is an answer, too
        else:
            self.stretch.discomfort.put_off(self.stretch.worn_s)

    def _drop(self, *, close: bool) -> None:
        asked, self._asked, self._question = self._asked, None, None
        if self._rehearsal is not None:
            self._rehearsal.aside = None
        if asked is not None and close:
            asked.close()

    def _answered(self, value: str) -> None:
        question, scene = self._question, self._rehearsal
        if question is None:
            return
        asked = self._asked
        self._drop(close=False)
        self._act(question, value, scene)
        # what it led to may stand there already
        if asked is not None and self._asked is None and asked.is_up:
            asked.close()

    def _act(self, question: Question, value: str, scene: Rehearsal | None) -> None:
        if self._after is not None:
            self._go_on_after(value)
        elif question.kind == "rating":
            self._rated(None if value == SKIP else int(value), scene)
        elif question.kind == "break" and value == "take":
            if scene is not None:
                scene.pause()
            else:
                self._front.wait()
        elif question.kind in ("stop", "off"):
            self._stopped(value, scene)

    def _rated(self, number: int | None, scene: Rehearsal | None) -> None:
        found = self.stretch.discomfort.take(self.stretch.worn_s, number)
        self._keep(self.stretch.discomfort.ratings[-1], scene)
        if found == "stop":
            self._stop(scene)
        elif found == "ease":
            self._ask(self._break(scene, "rating"), scene)

    def _keep(self, rating: Rating, scene: Rehearsal | None) -> None:
        if scene is not None:
            scene.emit(rating.event())
        elif rating.rating is not None:
            self._kept.rating(rating, self._clock.now())

    # the end of it

    def _stop(self, scene: Rehearsal | None) -> None:
        """Let everything stand still until the headset is off, or it is left."""
        if scene is not None:
            scene.emit(event("comfort_stopped", minutes=self.stretch.minutes))
            scene.pause()
        self._must_stop = scene is not None or not self._front.is_idle()
        self._ask(asking.stop(is_doing=self._must_stop), scene)

    def _stopped(self, value: str, scene: Rehearsal | None) -> None:
        if value == "desk" and self.stretch.wearing.is_worn:
            self._ask(asking.off(), scene)
        elif value == "desk":
            self._go_on_at_desk(scene)
        elif self._must_stop:
            self._must_stop = False
            self._front.leave()

    def _hold(self, scene: Rehearsal | None) -> None:
        """Keep it still until the headset is off or there is nothing to go on with."""
        is_up = self._asked is not None and self._asked.is_up
        if scene is not self._rehearsal:
            self._must_stop = False
            self._drop(close=False)
        elif is_up and self._is_waiting_for_desk:
            if not self.stretch.wearing.is_worn:
                self._drop(close=True)
                self._go_on_at_desk(scene)
        elif not is_up:
            self._hold_again(scene)

    def _hold_again(self, scene: Rehearsal | None) -> None:
        """Whoever went on by a key is asked once more."""
        self._drop(close=False)
        if scene is None:
            self._must_stop = False
            self.stretch.discomfort.put_off(self.stretch.worn_s)
        elif scene.state.phase == "talking":
            scene.pause()
            self._ask(asking.stop(is_doing=True), scene)

    def _go_on_at_desk(self, scene: Rehearsal | None) -> None:
        self._must_stop = False
        self.stretch.discomfort.ask_now()  # should they put it on again
        if scene is not None:
            scene.resume()

    @property
    def _is_waiting_for_desk(self) -> bool:
        return self._question is not None and self._question.kind == "off"

    # afterwards

    def _go_on_after(self, value: str) -> None:
        after = self._after
        if after is None:
            return
        after.take(value)
        if not after.is_over:
            self._ask(after.question, None)
            return
        is_unwell = verdict(after.rated, self.stretch.discomfort.start) != "fine"
        self._end_after()
        if is_unwell:
            self._ask(asking.rest(), None)

    def _end_after(self) -> None:
        """Keep what was answered afterwards; the rest is not asked again."""
        after, self._after = self._after, None
        if after is None:
            return
        after.keep(self._kept, self.stretch.unasked_s / 60, self._clock.now())
        self.stretch.unasked_s = 0.0
        if after.rated is not None and self.stretch.wearing.is_worn:
            self.stretch.discomfort.take(self.stretch.worn_s, after.rated)
        else:
            self.stretch.discomfort.put_off(self.stretch.worn_s)
