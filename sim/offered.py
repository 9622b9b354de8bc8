"""What the lobby offers: talks and exercises side by side, and what else there is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from dialogue.scenario import Scenario
from sim.choosing import matches
from sim.exercises._catalog import guides
from sim.exercises._path_rules import SELF
from sim.screening.ceiling import title as content_title
from sim.texts import text, texts

Kind = Literal["talk", "exercise", "act"]
ACTS = ("path", "limit", "about", "kept", "people", "leave")
"""What else can be chosen, in the order in which it stands there."""

ASSIGNED = "assigned"
"""What a therapist has sent; stands before the others, where there is something."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that can be chosen in the lobby."""

    id: str
    kind: Kind
    title: str
    about: str = ""
    """What it is, in a sentence or two."""
    minutes: int = 0
    notes: tuple[str, ...] = ()
    """What comes up in it, in a word or two each."""
    group: str = ""
    """What it stands under."""
    names: tuple[str, ...] = ()
    """Other words that it answers to."""
    is_locked: bool = False

    @property
    def target(self) -> str:
        """What it opens: ``talk:ID``, ``exercise:ID``, or the id of an act."""
        return self.id if self.kind == "act" else f"{self.kind}:{self.id}"

    @property
    def under(self) -> str:
        """One line below the title: how long it takes, and what comes up."""
        if self.kind == "act":
            return ""
        parts = [text("lobby.minutes", minutes=str(self.minutes))]
        if self.is_locked:
            parts.append(text("lobby.locked"))
        return " · ".join((*parts, *self.notes))


@dataclass(frozen=True, slots=True)
class Sent:
    """What the lobby has to know of what a therapist has sent."""

    is_there: bool = False
    lines: tuple[str, ...] = ()
    """What is left to do, in words; the first line names it."""
    unlocked: frozenset[str] = frozenset()
    """Exercises that are open because of it."""
    news: tuple[str, ...] = ()
    """What has come since, and what could not be opened; nothing to choose."""


NOTHING_SENT = Sent()


def talks(told: Sequence[Scenario]) -> list[Item]:
    """The conversations, in the order given."""
    return [
        Item(
            one.id,
            "talk",
            one.title,
            one.summary,
            one.minutes,
            tuple(map(content_title, one.content)),
            text(f"lobby.difficulty_{one.difficulty}"),
            (one.id.replace("_", " "),),
        )
        for one in told
    ]


def exercises(unlocked: Collection[str] = ()) -> list[Item]:
    """The exercises, grouped; the check-in has a place of its own.

    `unlocked` are ids of those that a therapist has opened.
    """
    order = ("calming", "body_image", "exposure", "closeness")
    offered = [guide for guide in guides() if guide.id != SELF]
    offered.sort(key=lambda guide: order.index(guide.family))
    return [
        Item(
            guide.id,
            "exercise",
            guide.title,
            guide.summary,
            guide.minutes,
            # its notes are sentences, and stand on its first screen
            notes=(text("lobby.has_notes"),) if guide.content_notes else (),
            group=text(f"lobby.{guide.family}"),
            names=(guide.id.replace("_", " "),),
            is_locked=guide.locked and guide.id not in unlocked,
        )
        for guide in offered
    ]


def acts(*, is_assigned: bool = False) -> list[Item]:
    """What else can be chosen, named by words and not by numbers.

    `is_assigned` says whether a therapist has sent something.
    """
    made = [
        Item(one, "act", text(f"lobby.act_{one}"), names=texts(f"lobby.say_{one}"))
        for one in ACTS
    ]
    if is_assigned:
        names = texts("assigned.say")
        made.insert(0, Item(ASSIGNED, "act", text("assigned.act"), names=names))
    return made


def narrowed(typed: str, items: Sequence[Item]) -> list[Item]:
    """The items that what is typed so far may mean."""
    return matches(
        typed, items, lambda one: f"{one.about} {one.group} {' '.join(one.notes)}"
    )
