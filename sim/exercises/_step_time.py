"""How long a step lasts: its words are read first, and a breath goes by its sound."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sim.exercises._pacing import Turns, end_s
from sim.exercises._sides import Pacer, Reader
from sim.exercises.base import Breath, View
from sim.session.clock import Clock

WORDS_A_S: Final = 3.0
"""Words that somebody reads in a second without hurry [judgement]: a wait begins when
they are read, by the voice or by the user."""


class StepTime:
    """The time of the step that is shown, with who reads and who sounds a breath."""

    def __init__(self, clock: Clock, reader: Reader | None) -> None:
        self.reader = reader
        self.pacer: Pacer | None = None
        """What sounds a breath."""
        self._clock = clock
        self._turns: list[Turns] = []
        self._is_read, self._since_s = False, 0.0

    def on_breath_turn(self, turned: Callable[[bool], None]) -> None:
        """Call `turned` at every turn of a breath, True for in."""
        self._turns.append(Turns(turned))

    def begin(self) -> None:
        """A step is shown now."""
        self._since_s = self._clock.monotonic_s()

    def read(self, view: View) -> None:
        """Read `view` aloud, where somebody does."""
        # a voice between two taps would only be in the way
        if self.reader is not None and (view.kind != "tap" or view.lines):
            self.reader.read(view)
            self._is_read = self.reader.is_speaking

    def hush(self) -> None:
        """Nobody reads on."""
        if self.reader is not None:
            self.reader.hush()

    @property
    def is_reading(self) -> bool:
        """Whether the step is still being read aloud."""
        return self.reader is not None and self.reader.is_speaking

    @property
    def waited_s(self) -> float:
        """How long the present step has lasted since its words were said.

        While a breath sounds, it is the sound's own time: what is seen and felt keeps
        step with what is heard.
        """
        now = self._clock.monotonic_s()
        if self.is_reading:
            self._since_s = now
        elif self.pacer is not None and (heard_s := self.pacer.at_s()) is not None:
            self._since_s = now - heard_s
        return now - self._since_s

    def length_s(self, view: View) -> float:
        """How long a step lasts by itself."""
        if view.breath is not None:
            return end_s(view.breath)
        words = len(" ".join(view.lines).split())
        return view.wait_s + (0.0 if self._is_read else words / WORDS_A_S)

    def lead(self, breath: Breath) -> None:
        """Sound the breath, and tell its turns."""
        if self.pacer is not None:
            if self.pacer.is_on:
                self.pacer.tick()
            else:
                self.pacer.begin(breath)
        for turns in self._turns:
            turns.at(breath, self.waited_s)

    def end_breath(self) -> None:
        """No breath is led any more."""
        if self.pacer is not None and self.pacer.is_on:
            self.pacer.stop()
        for turns in self._turns:
            turns.end()
