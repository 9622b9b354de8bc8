"""What a window does for who wears a headset: what is in reach, coming and going."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from sim.beside import LEAVE
from sim.comfort.tending import Comfort
from sim.comfort_panels import WindowFront
from sim.exercise_talk_window import TalkingWindow
from sim.exercise_window import ExerciseWindow
from sim.headsets.base import Stage
from sim.pausing import PauseButton
from sim.session.clock import SystemClock
from sim.session.state import SessionState
from sim.texts import text
from sim.window_scene import Scene
from sim.window_shared import Act, Shared

At = Literal["panels", "running", "paused", "talking", "ended"]


class InHeadset:
    """Puts what fits the moment within reach; pauses a talk that nobody sees."""

    def __init__(
        self,
        shared: Shared,
        scene: Scene,
        headset: Stage,
        is_list_up: Callable[[], bool],
        exercise: Callable[[], TalkingWindow | None],
    ) -> None:
        """Listen to what `headset` tells.

        Args:
            shared: the window's state.
            scene: the talk.
            headset: the headset, or the window alone.
            is_list_up: whether the list stands there and nothing is over it.
            exercise: the exercise that is being done, None for none.
        """
        self._shared, self._scene, self._headset = shared, scene, headset
        self._at: tuple[At, bool, bool] | None = None
        self._is_real = False
        """The real room is seen."""
        self._exercise, self._is_list_up = exercise, is_list_up
        self.veil: Act = lambda: None
        """Covers the window until the user says *go on*."""
        self.listen: Act = lambda: None
        """Lets the list, if it stands there, hear what is said."""
        self.calming: Callable[[], ExerciseWindow | None] = lambda: None
        """Something calming that is done over all else; None for nothing."""
        clock, send = SystemClock(), shared.base.messenger.send
        self._pause = PauseButton(clock, lambda: send("escape"), self._is_exit).press
        front = WindowFront(shared, is_list_up, exercise)
        self._comfort = Comfort.of(shared.app, clock, front)
        headset.on_worn = self._worn
        headset.on_intent = self._wanted
        shared.engine.is_quiet = self._is_quiet

    def frame(self) -> None:
        """Change what is in reach when the moment changes; call every frame."""
        at = (self._now(), self._headset.can_see_through, self._is_real)
        if at != self._at:
            self._at = at
            self._headset.beside.acts = self._acts(at[0])
        self._headset.beside.is_discreet = self._shared.app.care.is_careful
        self._comfort.tick(self._headset.viewing, self._shared.rehearsal)

    @property
    def _state(self) -> SessionState | None:
        rehearsal = self._shared.rehearsal
        is_there = rehearsal is not None and self._shared.hud is not None
        return rehearsal.state if rehearsal is not None and is_there else None

    def _now(self) -> At:
        state = self._state
        if state is None or not self._headset.beside.is_clear:
            return self._at_panels()
        return "ended" if state.is_over or state.phase == "ended" else "talking"

    def _at_panels(self) -> At:
        """Whether *pause* would hold something, go on with it, or do nothing."""
        if self._headset.beside.is_locked:
            return "panels"
        state = self._state
        phase: str = state.phase if state is not None else ""
        for doing in self._doing():
            phase = doing.sitting.inner.run.phase
        if phase == "paused":
            return "paused"
        is_on = phase in ("running", "talking", "checking_in")
        return "running" if is_on else "panels"

    def _acts(self, at: At) -> Mapping[str, Act]:
        ways = self._shared.ways
        send = self._shared.base.messenger.send
        pause: tuple[str, Act] = (text("talking.pause_short"), self._pause)
        leave: tuple[str, Act] = (text("talking.leave_short"), lambda: send(LEAVE))
        centre: tuple[str, Act] = (text("headset.centre"), self._headset.recentre)
        if at == "talking":
            first: list[tuple[str, Act]] = [
                pause,
                (text("talking.again_short"), self._scene.again),
                (text("headset.write"), self._write),
            ]
        elif at == "ended":
            first = [(text("headset.look_back"), ways.debrief)]
        elif at == "paused":
            first = [(text("talking.resume"), self._pause)]
        else:  # a list, or a question before anything: there is nothing to hold
            first = [pause] if at == "running" else []
        if self._headset.can_see_through:
            key = "our_room" if self._is_real else "real_room"
            first.append((text(f"headset.{key}"), self._see_through))
        return dict([*first, centre, leave])

    def _is_exit(self) -> bool:
        """Whether two presses of Escape leave everything."""
        return self._shared.is_private or self._shared.app.care.is_careful

    def _write(self) -> None:
        """Letters to point at, or none again, for who does not speak now."""
        beside = self._headset.beside
        beside.is_writing = not beside.is_writing

    def _see_through(self) -> None:
        """The real room, or ours again; a talk waits for whoever looks round."""
        self._is_real = self._headset.see_through(is_on=not self._is_real)
        rehearsal, state = self._shared.rehearsal, self._state
        is_talking = state is not None and state.phase == "talking"
        if self._is_real and rehearsal is not None and is_talking:
            rehearsal.pause()

    def _is_quiet(self) -> bool:
        """Whether a late frame disturbs nobody."""
        state = self._state
        return state is None or state.phase != "talking"

    def _worn(self, is_worn: bool) -> None:
        """Nobody misses a word: all waits while the headset goes on or off."""
        self._is_real = self._is_real and is_worn
        for doing in self._doing():
            doing.pause()
        self._hold_talk()
        if self._is_private:  # others may see the screen, or wear the headset
            self.veil()

    @property
    def _is_private(self) -> bool:
        """Whether something stands there that is for nobody else."""
        panels = [self._shared.panel, *(doing.panel for doing in self._doing())]
        return any(one is not None and one.is_private for one in panels)

    def _doing(self) -> list[ExerciseWindow]:
        """What is done beside a talk and over all else, the uppermost last."""
        both = self._exercise(), self.calming()
        return [doing.heard for doing in both if doing is not None]

    def _hold_talk(self) -> None:
        rehearsal, state = self._shared.rehearsal, self._state
        if rehearsal is None or state is None or state.phase != "talking":
            return
        if self._shared.options["lines"] is not None:  # a script presses nothing
            return
        self._shared.waits = text("headset.waits")
        rehearsal.pause()

    def _wanted(self, intent: str) -> None:
        """A button of a controller, wherever one is."""
        send = self._shared.base.messenger.send
        state = self._state
        if intent == "pause" and state is not None and state.phase == "paused":
            return  # it may be on its way to leave; going on has its own button
        acts: dict[str, Callable[[], object]] = {
            "pause": self._pause,
            "leave": lambda: send(LEAVE),
            "talk": self._speak,
        }
        acts.get(intent, lambda: None)()

    def _speak(self) -> None:
        """The user wants to speak now: the partner falls silent."""
        state, rehearsal = self._state, self._shared.rehearsal
        if rehearsal is not None and state is not None and state.phase == "talking":
            rehearsal.interrupt()
        elif self._is_list_up():
            self.listen()
