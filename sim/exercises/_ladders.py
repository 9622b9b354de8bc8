"""Ladders of graded exposure: what may stand in a file of ``assets/exposure``."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from assets import folder
from assets.cards import cards
from dialogue.messages import MOODS
from dialogue.strict import DataError, one_of, read

FEWEST, MOST = 5, 8
"""Steps of a ladder; more than eight cannot be read at one glance."""
FEWEST_NAMED = 2
"""Steps of a therapist's ladder that the scenes can follow."""
NEAREST_M, FURTHEST_M = 1.0, 3.0
"""From the user's eyes to the other's. Nobody comes nearer than a metre."""


class LadderError(ValueError):
    """A file of ``assets/exposure`` is wrong."""


@dataclass(frozen=True, slots=True)
class Beat:
    """One moment of a scene: somebody speaks, or time passes; then the user's turn."""

    says: str = ""
    note: str = ""
    """What the guide says before it."""
    wait_s: float = field(default=0.0, metadata={"range": (0.0, 60.0)})
    """Quiet time in place of the user's turn, in seconds."""
    mood: str = field(default="calm", metadata={"one_of": MOODS, "what": "mood"})
    yes: str = ""
    no: str = ""
    ask: str = ""
    thanks: str = ""
    silence: str = ""
    other: str = ""
    """What the other answers, by what was heard; empty for `other`."""

    def reply(self, heard: str) -> str:
        """The answer to what was `heard`, one of `_heard.KINDS`."""
        found: str = getattr(self, heard)
        return found or self.other


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder, with its scene."""

    id: str
    title: str
    suds: int = field(metadata={"range": (0, 100)})
    """What the file guesses; the user's own guess counts."""
    say: tuple[str, ...]
    beats: tuple[Beat, ...]
    distance_m: float = field(default=1.6, metadata={"range": (NEAREST_M, FURTHEST_M)})
    gaze: float = field(default=0.6, metadata={"range": (0.0, 1.0)})
    people: int = field(default=0, metadata={"range": (0, 6)})
    """Others in the room, besides the one who speaks."""
    light: str = field(
        default="day", metadata={"one_of": ("day", "evening"), "what": "light"}
    )
    topic: int = 0
    """Which of the ladder's topic words stands for ``{topic}``."""
    alone: bool = False
    """Nobody sits there: the scene is the room and the guide's words."""
    room: str = ""
    """Where it is; empty for the ladder's own room."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """One template, to be changed by the user."""

    id: str
    title: str
    about: str
    name: str
    """Of the one who sits across."""
    body: str
    voice: str
    rungs: tuple[Rung, ...]
    topics: tuple[str, ...] = ()
    """Words for what it is about, from roundabout to plain."""
    room: str = "living_room"
    evening_room: str = ""
    """What `room` looks like in the evening; empty for the same with less light."""
    company: tuple[str, ...] = ()
    """Bodies of the others in the room, the first to come first."""
    with_partner: bool = False
    """Whether the one across is the user's partner in some of its scenes."""

    def rung(self, name: str) -> Rung:
        """The step with this id."""
        return next(one for one in self.rungs if one.id == name)


def check(ladder: Ladder) -> None:
    """Refuse a ladder that does not hold together.

    Raises:
        DataError: says where, and what is allowed.
    """
    if not FEWEST <= len(ladder.rungs) <= MOST:
        raise DataError(f"rungs: {len(ladder.rungs)}; allowed: {FEWEST} to {MOST}.")
    one_of("body", ladder.body, [item.id for item in cards("bodies")], "body")
    one_of("voice", ladder.voice, [item.id for item in cards("voices")], "voice")
    known = [item.id for item in cards("bodies")]
    for body in ladder.company:
        one_of("company", body, known, "body")
    seen: set[str] = set()
    for index, rung in enumerate(ladder.rungs):
        where = f"rungs[{index}] ({rung.id})"
        if rung.id in seen:
            raise DataError(f"{where}: the id is taken.")
        seen.add(rung.id)
        _check_rung(ladder, rung, where)


def _check_rung(ladder: Ladder, rung: Rung, where: str) -> None:
    seats = most_others(rung.room or ladder.room)
    if rung.people > seats:
        raise DataError(f"{where}: people {rung.people}; {seats} can sit there.")
    if ladder.topics and not 0 <= rung.topic < len(ladder.topics):
        most = len(ladder.topics) - 1
        raise DataError(f"{where}: topic {rung.topic}; allowed: 0 to {most}.")
    if not rung.beats:
        raise DataError(f"{where}: a scene needs a beat.")
    for beat in rung.beats:
        if not (beat.says or beat.note or beat.wait_s):
            raise DataError(f"{where}: a beat that says nothing and waits not.")
        if not (beat.wait_s or beat.other or rung.alone):
            raise DataError(f'{where}: a beat to answer needs "other".')


def matched(wanted: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Template and steps that `wanted` names; empty if no template has them all.

    A step is named by its id, by its title, or as ``saying_no:tea``.
    """
    for template in ladders() if len(wanted) >= FEWEST_NAMED else ():
        found = tuple(filter(None, (_named(template, one) for one in wanted)))
        if len(found) == len(wanted) == len(set(found)):
            return template.id, found
    return "", ()


def titled(wanted: Sequence[str]) -> tuple[str, ...]:
    """What the steps are called that `wanted` names; other words stay as they are."""
    template, found = matched(wanted)
    if not found:
        return tuple(wanted)
    return tuple(by_id(template).rung(one).title for one in found)


def unknown(wanted: Sequence[str]) -> str:
    """What is wrong with a step as ``saying_no:tea``; "" where all are known."""
    for one in wanted:
        name = one.partition(":")[0].strip().casefold()
        template = next((item for item in ladders() if item.id == name), None)
        if ":" in one and template is not None and not _named(template, one):
            there = ", ".join(f"{name}:{rung.id}" for rung in template.rungs)
            return f"{one!r:.60} is no step of “{template.title}”. Steps: {there}."
    return ""


def _named(template: Ladder, said: str) -> str:
    words = said.strip().casefold().removeprefix(f"{template.id}:").strip()
    for one in template.rungs:
        if words in (one.id.casefold(), one.title.casefold()):
            return one.id
    return ""


def room_of(ladder: Ladder, rung: Rung, light: str) -> tuple[str, str]:
    """The room of `rung` and its light, in a ladder's own `light`."""
    room = rung.room or ladder.room
    if light == "evening" and room == ladder.room and ladder.evening_room:
        return ladder.evening_room, "day"  # it is dark there by itself
    return room, light


@cache
def most_others(room: str) -> int:
    """How many besides the one across can sit in `room`; 0 for an unknown room."""
    seats = [one.fields.get("seats") for one in cards("rooms") if one.id == room]
    return len(seats[0]) - 1 if seats and seats[0] else 0


@cache
def ladders() -> tuple[Ladder, ...]:
    """Every template, gentlest name first as the files stand.

    Raises:
        LadderError: a file is wrong; says which and where.
    """
    return tuple(load(path) for path in sorted(folder("exposure").glob("*.toml")))


def load(path: Path) -> Ladder:
    """Read and check one file.

    Raises:
        LadderError: it is wrong.
    """
    try:
        ladder = read(Ladder, tomllib.loads(path.read_text("utf-8")), "")
        check(ladder)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, DataError) as error:
        raise LadderError(f"{path.name}: {str(error).lstrip('.: ')}") from None
    return ladder


def by_id(name: str) -> Ladder:
    """The template with this id.

    Raises:
        KeyError: there is none.
    """
    for one in ladders():
        if one.id == name:
            return one
    raise KeyError(name)
