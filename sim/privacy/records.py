"""What the vault keeps of a session, and the rows that hold it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Status = Literal["open", "closed"]


@dataclass(frozen=True, slots=True)
class SessionInfo:
    """One line of the list of sessions."""

    id: str
    scenario: str
    title: str
    started_at: str
    """ISO 8601 date and time with its offset from UTC."""
    status: Status
    """``open`` when it was interrupted and can be resumed or closed."""
    turns: int
    """How many turns the user took."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One recorded event with what the recorder adds to it."""

    seq: int
    at: str
    """ISO 8601 date and time."""
    event: dict[str, Any]


APPEND = (
    "INSERT INTO events (session, seq, kind, turn, at, body) VALUES (?, ?, ?, ?, ?, ?)"
)


def row(session: str, seq: int, event: Mapping[str, Any], at: str) -> tuple[Any, ...]:
    """The values for `APPEND`."""
    body = json.dumps(event, ensure_ascii=False, separators=(",", ":"))
    return session, seq, str(event["event"]), event.get("turn"), at, body


def new_session_id() -> str:
    """A short random id, easy to type: eight hexadecimal digits."""
    return os.urandom(4).hex()
