"""What a headset has within reach in an exercise of its own, coming and going."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from sim.beside import LEAVE
from sim.exercise_window import ExerciseWindow
from sim.headsets.base import Stage
from sim.pausing import PauseButton
from sim.session.clock import SystemClock
from sim.texts import text

GO_ON, PAUSE = "talking.resume", "talking.pause_short"


class InReach:
    """Pause or *go on* where there is something to hold; centre and leave always."""

    def __init__(
        self,
        base: Any,
        headset: Stage,
        doing: Callable[[], ExerciseWindow | None],
        is_locked: Callable[[], bool],
        is_exit: Callable[[], bool],
    ) -> None:
        """Listen to the buttons of `headset`.

        Args:
            base: the window; it is sent the keys that the buttons stand for.
            headset: the headset, or the window alone.
            doing: the exercise; None before it.
            is_locked: whether a lock stands over everything.
            is_exit: whether two presses of Escape are a quick exit.
        """
        self._headset, self._doing, self._is_locked = headset, doing, is_locked
        self._send = base.messenger.send
        escape = partial(self._send, "escape")
        self._pause = PauseButton(SystemClock(), escape, is_exit)
        self._key: str | None = None
        """Text of the button that pauses or goes on, "" for none."""
        headset.on_intent = self._wanted
        self.frame()

    def frame(self) -> None:
        """Change what is in reach when the moment changes; call every frame."""
        key = self._now()
        if key == self._key:
            return
        self._key = key
        first = {text(key): self._pause.press} if key else {}
        self._headset.beside.acts = {
            **first,
            text("headset.centre"): self._headset.recentre,
            text("talking.leave_short"): partial(self._send, LEAVE),
        }

    def _now(self) -> str:
        doing = self._doing()
        if doing is None or self._is_locked():
            return ""
        phase = doing.heard.sitting.inner.run.phase
        if phase == "paused":
            return GO_ON
        return PAUSE if phase in ("running", "checking_in") else ""

    def _wanted(self, wish: str) -> None:
        """A button of a controller; going on has its own, in reach."""
        if wish == "pause" and self._key != GO_ON:
            self._pause.press()
        elif wish == "leave":
            self._send(LEAVE)
