"""What may stand beside an exercise: who shows, reads, sounds and keeps it."""

from __future__ import annotations

from typing import Protocol

from sim.exercises._running import Run
from sim.exercises.base import Breath, View
from sim.session.events import Event


class Aside(Protocol):
    """A question beside the exercise, such as how the headset feels."""

    def reads(self, words: str) -> bool:
        """Whether `words` answer it and are nothing else, such as a bare number."""

    def take(self, words: str) -> None:
        """Take the answer."""


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


class Pacer(Protocol):
    """Sounds a breath; where it is heard, it is the clock."""

    @property
    def is_on(self) -> bool:
        """Whether a breath is led now."""

    def begin(self, breath: Breath) -> None:
        """Begin to lead `breath`."""

    def tick(self) -> None:
        """Go on; called every frame."""

    def stop(self) -> None:
        """Stop now."""

    def at_s(self) -> float | None:
        """Seconds into the breath as heard; None where nothing is heard."""


class Record(Protocol):
    """Keeps events as they happen."""

    def record(self, event: Event) -> int:
        """Keep one event."""
