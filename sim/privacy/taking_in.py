"""An export of another computer, taken into this vault."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal

from sim.privacy.consents import NOTE as CONSENTS
from sim.privacy.errors import ImportRefused
from sim.privacy.export import FORMAT
from sim.privacy.notes import HIDDEN, POST
from sim.privacy.records import Entry, SessionInfo, Status
from sim.privacy.shelf import Shelf

FORMATS: Final = ("visavis-export-1", FORMAT)
MOST_BYTES: Final = 256 * 2**20
"""A year of daily rehearsals is about a tenth of it."""
MOST_EVENTS: Final = 100_000
"""Per session; a rehearsal of an hour has fewer than a thousand."""
_TRAVELS: Final = frozenset({"record", "progress"})
_ID = re.compile(r"[0-9a-zA-Z-]{1,64}")
_NOTE = re.compile(r"[a-z][a-z0-9_.-]{0,63}")

Session = tuple[SessionInfo, list[Entry]]
Check = Callable[[Sequence[dict[str, Any]]], object]
"""Raises whatever it likes for events that are no session."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was done with a file."""

    sessions: int
    known: int
    """Sessions that were here already, and were left as they are."""
    notes: int


def take_in(shelf: Shelf, path: Path, check: Check) -> Taken:
    """Take in the sessions and notes of the export `path` that are not here yet.

    Everything is looked at before anything is written.

    Raises:
        ImportRefused: it is no export, or not a whole one; nothing was changed.
    """
    body = _read(path)
    sessions = [
        _session(path, number, one) for number, one in enumerate(body["sessions"], 1)
    ]
    for info, entries in sessions:
        try:
            check([entry.event for entry in entries])
        except Exception as cause:  # whatever damaged events run into
            raise _refused(path, f"session {info.id} cannot be replayed") from cause
    notes = _notes(path, body.get("notes") or {})
    here = {info.id for info in shelf.sessions(with_hidden=True)}
    fresh = [(info, rows) for info, rows in sessions if info.id not in here]
    for info, entries in fresh:
        shelf.take_in(info, entries)
    return Taken(len(fresh), len(sessions) - len(fresh), _keep(shelf, notes))


def _keep(shelf: Shelf, notes: dict[str, Any]) -> int:
    here = shelf.notes.all()
    if CONSENTS in notes:  # who may leave this computer is answered on this computer
        notes[CONSENTS] = [
            row for row in notes[CONSENTS] if row.get("purpose") in _TRAVELS
        ]
    for session in notes.pop(HIDDEN, ()):  # hidden there, hidden here
        shelf.notes.hide(session)
    fresh = {
        name: value
        for name, value in notes.items()
        # who is who is settled by pairing, on this computer
        if name not in here and not name.startswith(POST)
    }
    for name, value in fresh.items():
        shelf.notes.keep(name, value)
    return len(fresh)


def _refused(path: Path, why: str) -> ImportRefused:
    return ImportRefused(
        f"{path}: {why}. What can be taken in is a file that 'visavis export' wrote as "
        "JSON. Nothing was changed."
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as cause:
        why = cause.strerror or type(cause).__name__
        raise _refused(path, f"cannot be read ({why})") from cause
    if len(data) > MOST_BYTES:
        raise _refused(path, f"is larger than {MOST_BYTES // 2**20} MB")
    try:
        body = json.loads(data, parse_constant=_no_constant)
    except (ValueError, RecursionError) as cause:
        raise _refused(path, "is not JSON, or not a whole file") from cause
    if not isinstance(body, dict) or not isinstance(body.get("sessions"), list):
        raise _refused(path, "is not an export of this program")
    if body.get("format") not in FORMATS:
        raise _refused(path, f"has the format {str(body.get('format'))[:40]!r}")
    return body


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _session(path: Path, number: int, body: Any) -> Session:
    try:
        info = SessionInfo(
            _text(body, "id"),
            _text(body, "scenario"),
            _text(body, "title"),
            _text(body, "started_at"),
            _status(body),
            0,
        )
        datetime.fromisoformat(info.started_at)
        entries = [_entry(place, one) for place, one in enumerate(body["events"])]
    except (KeyError, TypeError, ValueError) as cause:
        raise _refused(path, f"its session number {number} is damaged") from cause
    begins = bool(entries) and entries[0].event["event"] == "session_started"
    if not _ID.fullmatch(info.id) or not begins or len(entries) > MOST_EVENTS:
        raise _refused(path, f"its session number {number} is damaged")
    return info, entries


def _text(body: dict[str, Any], name: str) -> str:
    if not isinstance(body[name], str) or len(body[name]) > 500:
        raise ValueError(name)
    return str(body[name])


def _status(body: dict[str, Any]) -> Status:
    status: Literal["open", "closed"] = body["status"]
    if status not in ("open", "closed"):
        raise ValueError("status")
    return status


def _entry(place: int, body: Any) -> Entry:
    event, turn = body["event"], body["event"].get("turn")
    is_turn = turn is None or (isinstance(turn, int) and 0 <= turn < 2**31)
    if body["seq"] != place or not isinstance(event["event"], str) or not is_turn:
        raise ValueError("event")
    return Entry(place, str(body["at"])[:40], event)


def _notes(path: Path, body: Any) -> dict[str, Any]:
    if not isinstance(body, dict) or not all(map(_NOTE.fullmatch, body)):
        raise _refused(path, "its notes are damaged")
    hidden = body.get(HIDDEN, [])
    if not isinstance(hidden, list) or not all(isinstance(one, str) for one in hidden):
        raise _refused(path, "its notes are damaged")
    consents = body.get(CONSENTS, [])
    if not isinstance(consents, list) or not all(isinstance(a, dict) for a in consents):
        raise _refused(path, "its notes are damaged")
    return dict(body)
