"""Assignments that were taken in, as the client's vault keeps them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from dialogue.strict import DataError, read
from sim.clinic.errors import ClinicError
from sim.clinic.letters import Assignment, Part
from sim.privacy.shelf import Shelf

NOTE: Final = "client.assignment."
"""Begins the name of each one's note; its key follows."""
_MARK: Final = "."
"""Between the sender's id, which has none, and the assignment's own."""


class NoAssignment(ClinicError):
    """There is no such assignment, or no such part of it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One assignment, and what the client said to it."""

    sender: str
    """Id of the contact who sent it."""
    letter: Assignment
    taken_on: str
    """ISO 8601 day on which it came."""
    files: dict[str, str] = dataclasses.field(default_factory=dict)
    """The therapist's own scenarios as TOML, by their ids."""
    declined: tuple[str, ...] = ()
    """Ids of parts that the client does not want to do."""

    @property
    def key(self) -> str:
        """Unique in a vault: two therapists may use the same id."""
        return f"{self.sender}{_MARK}{self.letter.id}"

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts that are taken on."""
        return tuple(p for p in self.letter.parts if p.id not in self.declined)

    def part(self, ident: str) -> Part:
        """The part with this id.

        Raises:
            NoAssignment: there is none.
        """
        for one in self.letter.parts:
            if one.id == ident:
                return one
        known = ", ".join(one.id for one in self.letter.parts)
        raise NoAssignment(f"{ident!r:.40} is no part of it. There are: {known}.")


class Assignments:
    """The assignments in one open vault."""

    def __init__(self, shelf: Shelf) -> None:
        self._notes = shelf.notes

    def all(self) -> tuple[Kept, ...]:
        """Every one, oldest first; what cannot be read any more is passed over."""
        made = list(self._read())
        return tuple(sorted(made, key=lambda one: (one.taken_on, one.key)))

    def _read(self) -> Iterator[Kept]:
        for row in self._notes.beginning(NOTE).values():
            try:
                yield _kept(row)
            except (DataError, KeyError, TypeError):  # of another version
                continue

    def get(self, key: str) -> Kept:
        """The one with this key.

        Raises:
            NoAssignment: there is none.
        """
        for one in self._read():
            if one.key == key:
                return one
        raise NoAssignment("This assignment is not here any more.")

    def find(self, said: str) -> tuple[Kept, Part | None]:
        """What ``2`` or ``2.1`` means: the second one, and its first part.

        Raises:
            NoAssignment: there is no such one; says what there is.
        """
        every = self.all()
        number, _, place = said.strip().partition(".")
        if not number.isdecimal() or not 1 <= int(number) <= len(every):
            raise NoAssignment(
                f"{said!r:.40} is no assignment. "
                + (
                    f"Give a number from 1 to {len(every)}, or as 1.2 for a part of "
                    "one: visavis assignments"
                    if every
                    else "There is none yet; visavis open FILE takes one in."
                )
            )
        kept = every[int(number) - 1]
        if not place:
            return kept, None
        parts = kept.letter.parts
        if not place.isdecimal() or not 1 <= int(place) <= len(parts):
            raise NoAssignment(
                f"{said!r:.40} is no part of it. It has parts {number}.1 to "
                f"{number}.{len(parts)}: visavis assignments"
            )
        return kept, parts[int(place) - 1]

    def keep(self, kept: Kept) -> None:
        """Write one down, in place of a former one with its key."""
        self._notes.keep(NOTE + kept.key, dataclasses.asdict(kept))

    def decline(self, kept: Kept, part: str, *, is_declined: bool = True) -> Kept:
        """Leave a part out, or take it on again; nobody is told by it."""
        part = kept.part(part).id
        others = tuple(one for one in kept.declined if one != part)
        changed = replace(kept, declined=(*others, part) if is_declined else others)
        self.keep(changed)
        return changed

    def drop(self, kept: Kept) -> None:
        """Keep it no longer."""
        self._notes.forget(NOTE + kept.key)


def owner_of(key: str) -> tuple[str, str]:
    """Sender's id and the assignment's own id, out of its key."""
    sender, _, ident = key.partition(_MARK)
    return sender, ident


def _kept(row: dict[str, Any]) -> Kept:
    letter = read(Assignment, row["letter"], "assignment")
    return Kept(
        row["sender"],
        letter,
        row["taken_on"],
        dict(row["files"]),
        tuple(row["declined"]),
    )
