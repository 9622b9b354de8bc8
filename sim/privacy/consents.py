"""What the user agreed to, purpose by purpose: versioned, dated, taken back any time.

Answers are kept in the vault, in the order in which they were given. An answer holds
for the version of the purpose it was given to: when the purpose changes, it is asked
again, and until then the former answer holds only if it was a no.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

from sim.privacy.errors import VaultError
from sim.privacy.shelf import Shelf

NOTE: Final = "consents"
"""Name of the vault's note that holds the answers."""

PurposeId = Literal["record", "progress", "network_model", "audio", "share"]


class UnknownPurpose(VaultError):
    """There is no such purpose."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """One thing that may be done with what the user says."""

    id: PurposeId
    version: int
    """Rises when what is done, or where, changes; answers to a former one are void."""
    is_here: bool = True
    """Whether this program does it at all; what is not here cannot be agreed to."""
    is_asked_at_start: bool = False
    """Whether going on from the first screen, which names it, is a yes."""


PURPOSES: Final[tuple[Purpose, ...]] = (
    Purpose("record", 1, is_asked_at_start=True),
    Purpose("progress", 1, is_asked_at_start=True),
    Purpose("network_model", 1),
    Purpose("audio", 1, is_here=False),
    Purpose("share", 1),
)
BY_ID: Final[Mapping[str, Purpose]] = {one.id: one for one in PURPOSES}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it was given."""

    purpose: str
    version: int
    is_given: bool
    at: str
    """ISO 8601 date and time."""


def purpose(name: str) -> Purpose:
    """The purpose called `name`.

    Raises:
        UnknownPurpose: there is none; says which there are.
    """
    if name in BY_ID:
        return BY_ID[name]
    near = difflib.get_close_matches(name, BY_ID, 1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise UnknownPurpose(
        f"{name!r} is not something to agree to.{hint} There are: {', '.join(BY_ID)}."
    )


class Consents:
    """The answers in one open vault."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def history(self) -> tuple[Answer, ...]:
        """Every answer ever given, oldest first; one that cannot be read is no yes."""
        rows = self._shelf.notes.get(NOTE) or []
        return tuple(
            Answer(row["purpose"], row["version"], row["is_given"] is True, row["at"])
            for row in rows
            if isinstance(row, dict) and set(row) >= set(Answer.__slots__)
        )

    def last(self, name: str) -> Answer | None:
        """The newest answer to one purpose, of whichever version."""
        return next(
            (one for one in reversed(self.history()) if one.purpose == name), None
        )

    def is_given(self, name: PurposeId) -> bool:
        """Whether there is a yes to the purpose as it is now."""
        asked, told = BY_ID[name], self.last(name)
        return (
            asked.is_here
            and told is not None
            and told.is_given
            and told.version == asked.version
        )

    def is_refused(self, name: PurposeId) -> bool:
        """Whether the newest answer is a no; nobody having asked is no refusal."""
        told = self.last(name)
        return told is not None and not told.is_given

    def is_due(self, name: PurposeId) -> bool:
        """Whether the purpose has changed since the user said yes, so ask again."""
        asked, told = BY_ID[name], self.last(name)
        return (
            asked.is_here
            and told is not None
            and told.is_given
            and told.version != asked.version
        )

    def due(self) -> tuple[Purpose, ...]:
        """The purposes to ask about again."""
        return tuple(one for one in PURPOSES if self.is_due(one.id))

    def answer(self, name: str, *, is_given: bool, now: datetime | None = None) -> None:
        """Keep an answer; it holds from now on.

        Raises:
            UnknownPurpose: there is no such purpose, or the program does not do it.
        """
        asked = purpose(name)
        if is_given and not asked.is_here:
            raise UnknownPurpose(
                f"{name!r}: this version never does that, so there is nothing to "
                "agree to."
            )
        at = (now or datetime.now(UTC)).isoformat(timespec="seconds")
        row: dict[str, Any] = {
            "purpose": asked.id,
            "version": asked.version,
            "is_given": is_given,
            "at": at,
        }
        rows = self._shelf.notes.get(NOTE) or []
        self._shelf.notes.keep(NOTE, [*rows, row])

    def agree_at_start(self, now: datetime | None = None) -> None:
        """Going on from the first screen is a yes to what it names, if not answered."""
        for one in PURPOSES:
            if one.is_asked_at_start and self.last(one.id) is None:
                self.answer(one.id, is_given=True, now=now)


def may(shelf: Shelf | None, name: PurposeId) -> bool:
    """Whether something may be done that is done unless the user has said no.

    For ``record`` and ``progress``: the first screen names them, and a script or a
    vault of an earlier version has no answer. A changed purpose waits for its answer.
    """
    if shelf is None:
        return False
    told = Consents(shelf)
    return not told.is_refused(name) and not told.is_due(name)
