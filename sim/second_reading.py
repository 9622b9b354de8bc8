"""The second reading as stage sees it: asked for once, waited for a little.

The debrief waits at most `WAIT_S` after the partner's last word; whatever goes wrong
leaves the first reading, and the log says which it was.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.mind.link import MindLink
from sim.mind.messages import Discard, Failed, FromMind, ReadAgain, Reread
from sim.session import events
from sim.session.clock import Clock
from sim.session.events import Event
from sim.session.rereading import lines_of

WAIT_S = 8.0
"""Longest wait for the second reading [judgement: twenty lines and loading take about
five seconds on two cores; longer feels broken]."""


class SecondReading:
    """At most one request at a time."""

    def __init__(self, link: MindLink, clock: Clock) -> None:
        """Ask through `link`; nothing is asked yet."""
        self._link, self._clock = link, clock
        self._number = 0
        self._since_s = 0.0
        self.is_waiting = False

    def ask(self, log: Sequence[Event]) -> bool:
        """Ask for what was read only once; returns whether there is anything."""
        lines = lines_of(log)
        if not lines:
            return False
        self._number = self._link.next_request()
        self._since_s = self._clock.monotonic_s()
        self.is_waiting = True
        self._link.send(Reread(self._number, lines))
        return True

    def is_late(self, *, is_voicing: bool) -> bool:
        """Whether to go on without it; mind voices the last line before it reads."""
        if is_voicing:
            self._since_s = self._clock.monotonic_s()
        return self._clock.monotonic_s() - self._since_s > WAIT_S

    def take(self, message: FromMind) -> list[Event] | None:
        """Events of the answer; None when `message` is about something else."""
        if not isinstance(message, Failed | ReadAgain):
            return None
        if not self.is_waiting or message.request != self._number:
            return None
        self.is_waiting = False
        if isinstance(message, ReadAgain) and message.scores:
            return events.read_again(message.scores)
        is_missing = isinstance(message, ReadAgain) and bool(message.missing)
        return [events.not_read_again("missing" if is_missing else "lost")]

    def drop(self) -> bool:
        """Want it no more; returns whether it was still waited for."""
        if not self.is_waiting:
            return False
        self.is_waiting = False
        self._link.send(Discard(self._number))
        return True
