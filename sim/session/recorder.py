"""Writes every event as it happens, and reads sessions back.

A session is an ordered list of events, each a JSON object with its kind under
``event``. The session's id, an event's number and the time of day stay outside of
the events: the same scenario, seed and script give the same events.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from sim.privacy.records import new_session_id
from sim.session.clock import Clock, SystemClock
from sim.session.events import Event

CLOSING = frozenset({"ended", "left", "stopped"})
"""Events after which a session is over; without one it was interrupted."""


class Store(Protocol):
    """The part of the vault that recording needs."""

    def begin(self, session: str, scenario: str, title: str, started_at: str) -> None:
        """Enter a session into the list, as open."""

    def append(
        self, session: str, seq: int, event: Mapping[str, Any], at: str = ""
    ) -> None:
        """Write one event durably."""

    def append_all(
        self, session: str, seq: int, events: Sequence[Mapping[str, Any]], at: str = ""
    ) -> None:
        """Write several events, all or none."""

    def close_session(self, session: str, ended_at: str = "") -> None:
        """Mark a session as finished."""

    def reopen_session(self, session: str) -> None:
        """Mark a finished session as open: it goes on after all."""

    def last_seq(self, session: str) -> int:
        """Number of the last event; -1 when there is none."""


class Recorder:
    """Appends the events of one session."""

    def __init__(
        self, store: Store, clock: Clock | None = None, session: str | None = None
    ) -> None:
        """Record a new session, or go on with `session` after an interruption."""
        self._store = store
        self._clock = clock or SystemClock()
        self._has_begun = session is not None
        self.session = session or new_session_id()
        self._seq = store.last_seq(self.session) if session else -1

    def record(self, event: Mapping[str, Any]) -> int:
        """Write one event and return its number; on return it is on the disk.

        The first one of a new session must be ``session_started``.

        Raises:
            ValueError: another kind comes first, or the event has no kind.
            VaultError: it could not be written.
        """
        return self.record_all((event,))

    def record_all(self, events: Sequence[Mapping[str, Any]]) -> int:
        """Write events that belong together, all or none; the last one's number.

        One wait for the disk instead of one per event.

        Raises:
            ValueError: another kind comes first, or an event has no kind.
            VaultError: they could not be written.
        """
        at = self._clock.now().isoformat(timespec="milliseconds")
        for event in events:
            if not isinstance(event.get("event"), str) or not event["event"]:
                raise ValueError('an event needs its kind under "event"')
        if events and not self._has_begun:
            self._begin(events[0], at)
        if len(events) == 1:
            self._store.append(self.session, self._seq + 1, events[0], at)
        elif events:
            self._store.append_all(self.session, self._seq + 1, events, at)
        self._seq += len(events)
        return self._seq

    def _begin(self, event: Mapping[str, Any], at: str) -> None:
        if event["event"] != "session_started":
            raise ValueError(f"{event['event']!r} comes before 'session_started'")
        scenario = str(event.get("scenario", ""))
        title = str(event.get("title", scenario))
        self._store.begin(self.session, scenario, title, at)
        self._has_begun = True

    def close(self) -> None:
        """Mark the session as finished; it is no longer offered for resuming."""
        if self._has_begun:
            at = self._clock.now().isoformat(timespec="milliseconds")
            self._store.close_session(self.session, at)

    def reopen(self) -> None:
        """Mark the session as open again: a moment of it is tried once more."""
        if self._has_begun:
            self._store.reopen_session(self.session)


def untimed(events: Iterable[Event]) -> Iterator[Event]:
    """The events that make the state: everything but timings."""
    return (event for event in events if event["event"] != "timings")


def is_over(events: Iterable[Event]) -> bool:
    """Whether the session came to an end, rather than being cut off."""
    over = False
    for event in events:
        if event["event"] == "branched":
            over = False
        elif event["event"] in CLOSING:
            over = True
    return over


def branches(events: Iterable[Event]) -> list[list[Event]]:
    """Each way the conversation went, first try first, the last one as it stands.

    A branch holds the turns it shares with the one before and then its own. Events
    without a turn (pauses, endings) belong to the try in which they happened.
    """
    ways: list[list[Event]] = [[]]
    redo = False
    for event in untimed(events):
        turn = event.get("turn")
        if event["event"] == "branched":
            from_turn = int(event["from_turn"])
            ways.append(
                [
                    one
                    for one in ways[-1]
                    if one["event"] == "session_started"
                    or (one.get("turn") is not None and one["turn"] <= from_turn)
                ]
            )
            redo = True
            continue
        if redo and event["event"] == "utterance" and turn is not None:
            # The log may name the turn that is taken again or the one before it.
            ways[-1] = [one for one in ways[-1] if one.get("turn", -1) < turn]
            redo = False
        ways[-1].append(event)
    return ways
