"""Whose turn it is, as the body of a partner lives it, and what comes by itself."""

from __future__ import annotations

from typing import Literal

import numpy as np

Phase = Literal["waiting", "listening", "heard", "thinking", "speaking"]
Due = Literal["", "nod", "think", "wait", "end"]

NOD_IN_SPEECH_S = (4.5, 8.0)
"""Between nods while the user talks on without a pause; ours, about 8 a minute."""
HEARD_AT_LEAST_S = 0.5
HEARD_FOR_S = 1.4
"""How long the answer of the face to the end of the user's words stands; ours."""
AFTER_SPEECH_S = 1.2
"""A pause of the voice longer than this ends the turn even without a last phrase."""


class Phases:
    """The phase that a partner is in and how long; it knows nothing of faces."""

    __slots__ = ("_age_s", "_next_nod_s", "_rng", "_think_in_s", "now")

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self.now: Phase = "waiting"
        self._age_s = 0.0
        self._next_nod_s = 0.0
        self._think_in_s: float | None = None

    def enter(self, phase: Phase) -> None:
        """Be in `phase` from now on."""
        self.now, self._age_s, self._think_in_s = phase, 0.0, None

    def await_nod(self) -> None:
        """Choose when a user who talks on will get a nod."""
        self._next_nod_s = float(self._rng.uniform(*NOD_IN_SPEECH_S))

    def think_soon(self) -> None:
        """Let thought be due as soon as the face's answer has been seen."""
        wait_s = HEARD_AT_LEAST_S - self._age_s if self.now == "heard" else 0.0
        self._think_in_s = max(wait_s, 0.0)

    def step(self, dt_s: float, *, is_heard: bool) -> Due:
        """Advance; say what is due, again and again until it has been done.

        `is_heard` says whether the voice is in a phrase.
        """
        self._age_s += dt_s
        if self._think_in_s is not None:
            self._think_in_s -= dt_s
            if self._think_in_s <= 0.0:
                return "think"
        if self.now == "listening":
            self._next_nod_s -= dt_s
            return "nod" if self._next_nod_s <= 0.0 else ""
        if self.now == "heard" and self._age_s > HEARD_FOR_S:
            return "wait"
        if self.now == "speaking" and is_heard:
            self._age_s = 0.0
        elif self.now == "speaking" and self._age_s > AFTER_SPEECH_S:
            return "end"
        return ""
