"""How often each part of an assignment was done, counted from the record."""

from __future__ import annotations

from collections import Counter

from sim.clinic.client.kept import Kept
from sim.privacy.shelf import Shelf

_OF = (
    "SELECT session, json_extract(body, '$.given.part') FROM events"
    " WHERE kind = 'session_started'"
    " AND json_extract(body, '$.given.assignment') = ?"
)
_KINDS = "SELECT DISTINCT kind FROM events WHERE session = ?"


def times_done(shelf: Shelf, kept: Kept) -> Counter[str]:
    """How often each part was done, by its id; what is hidden counts nothing.

    A talk counts when something was said in it and it is over; an exercise when it
    was not left before its end. What the safety screen stopped does not count.
    """
    shown = {one.id for one in shelf.sessions("closed")}
    made: Counter[str] = Counter()
    for session, part in shelf.run(_OF, (kept.key,)):
        if session in shown and _counts(shelf, session):
            made[str(part)] += 1
    return made


def _counts(shelf: Shelf, session: str) -> bool:
    kinds = {row[0] for row in shelf.run(_KINDS, (session,))}
    if "stopped" in kinds:
        return False
    if shelf.info(session).scenario.startswith("exercise:"):
        return "left" not in kinds and not _is_stopped(shelf, session)
    return "utterance" in kinds


def _is_stopped(shelf: Shelf, session: str) -> bool:
    rows = shelf.run(
        "SELECT 1 FROM events WHERE session = ? AND kind = 'safety'"
        " AND json_extract(body, '$.action') = 'stop'",
        (session,),
    )
    return bool(rows)


def is_done(kept: Kept, done: Counter[str]) -> bool:
    """Whether nothing that was taken on is left to do."""
    return all(done[part.id] >= part.times for part in kept.parts)
