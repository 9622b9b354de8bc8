"""What a therapist has given for a session; it stands in the session's first event.

With it a replay needs nothing else: neither the assignment, which may be gone, nor the
amounts by which this version makes a partner gentler or steeper.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dialogue.scenario import Overlay
from dialogue.strict import DataError, read


@dataclass(frozen=True, slots=True)
class Given:
    """One part of an assignment, as it is in force."""

    assignment: str = ""
    """Key under which the vault keeps it."""
    part: str = ""
    overlay: Overlay = field(default_factory=Overlay)
    source: str = ""
    """The therapist's own scenario, as TOML; empty for one of the program's."""


def given_in(log: Sequence[Mapping[str, Any]]) -> Given | None:
    """What the session with this log was given; None for nothing.

    Raises:
        DataError: it is damaged or of a later version.
    """
    row = log[0].get("given") if log else None
    if row is None:
        return None
    if not isinstance(row, dict):
        raise DataError("given must be a table.")
    # longer than any text that is read strictly; the scenario loader has its limits
    source = row.get("source", "")
    if not isinstance(source, str):
        raise DataError("given.source must be a string.")
    made = read(Given, {key: row[key] for key in row if key != "source"}, "given")
    return Given(made.assignment, made.part, made.overlay, source)
