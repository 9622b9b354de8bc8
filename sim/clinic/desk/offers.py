"""What can be assigned: the scenarios and exercises that come with the program.

Only their heads are read: to check every line of a conversation takes seconds.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from dialogue.plain import shown
from dialogue.scenario.loading import files
from dialogue.slots import Setting, fill, slot_values
from dialogue.strict import DataError
from sim.exercises._catalog import guides

Kind = Literal["rehearsal", "exercise"]
STEEPNESS: Final = {1: "gentle", 2: "steady", 3: "steep"}


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that can be assigned, as the therapist reads about it."""

    id: str
    kind: Kind
    title: str
    summary: str
    minutes: int
    difficulty: int = 0
    """1 gentle to 3 steep; 0 for an exercise."""
    partner: str = ""
    goals: tuple[str, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)
    """Facts that can be set, with what stands there otherwise."""
    content: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()
    is_locked: bool = False
    """Opens only when a therapist opens it."""

    @property
    def about(self) -> str:
        """How steep, how long, with whom."""
        parts = [STEEPNESS[self.difficulty]] if self.difficulty else []
        parts.append(f"{self.minutes} min")
        parts += [f"with {self.partner}"] if self.partner else []
        return " · ".join(parts)


@cache
def offers() -> tuple[Offer, ...]:
    """Everything that can be assigned, conversations first, by title."""
    talks = sorted((_talk(path) for path in files()), key=lambda one: one.title)
    exercises = (
        Offer(
            one.id,
            "exercise",
            one.title,
            one.summary,
            one.minutes,
            not_for=one.not_for,
            is_locked=one.locked,
        )
        for one in guides()
        if one.family != "path"  # that one is for beginners, before any assignment
    )
    return (*talks, *sorted(exercises, key=lambda one: one.title))


def offer(kind: str, ident: str) -> Offer:
    """The offer of this kind with this id.

    Raises:
        DataError: there is none; says which there are.
    """
    here = [one for one in offers() if one.kind == kind]
    for one in here:
        if one.id == ident:
            return one
    known = ", ".join(one.id for one in here)
    raise DataError(f"{shown(ident)!r} is no {kind} here. There are: {known}.")


def _talk(path: Path) -> Offer:
    return head_of(tomllib.loads(path.read_text(encoding="utf-8")))


def head_of(body: dict[str, Any]) -> Offer:
    """The offer out of a scenario's file, its names filled in."""
    persona, slots = body["persona"], dict(body.get("slots", {}))
    values = slot_values(
        persona["name"], persona["pronouns"], persona["relationship"], slots, Setting()
    )
    return Offer(
        body["id"],
        "rehearsal",
        fill(body["title"], values),
        fill(body["summary"], values),
        body["minutes"],
        body["difficulty"],
        persona["name"],
        tuple(body["goals"]),
        slots,
        tuple(body.get("content", ())),
        tuple(fill(one, values) for one in body["contraindications"]),
    )
