"""Where graded exposure stands, and the changes a ladder and a scene can take."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, Self

from sim.exercises._ladders import FURTHEST_M, Ladder, Rung

Keeps = Literal["nothing", "numbers", "all"]
Length = Literal["short", "usual", "long"]

STRONG: Final = 90.0
"""From here on something calming is offered before anything else [own choice]."""
RISE: Final = 40.0
"""So is it when the fear has risen by this much since the scene began [own choice]."""
STEEP: Final = 20.0
"""A step this much above the highest done is asked about once [own choice]."""
MOST_TRIES: Final = 3
"""Scenes a day: with the talk around them about 30 minutes, as long as one should sit
in a headset [own choice, from the session length of the comfort rules]."""
MOST_CHANGES: Final = 30
"""Changes to a ladder in one session; then it is time to try one of its steps."""
MOST_TURNS: Final = 24
"""Turns of a dial for one scene: some more than once round for each of the six."""
FEWEST_LEFT: Final = 2
"""Steps that a ladder keeps; with fewer it is none."""

DISTANCES_M: Final = (1.0, 1.3, 1.6, 2.0, 2.5, FURTHEST_M)
GAZES: Final = (0.0, 0.3, 0.6, 0.9)
LENGTHS: Final[tuple[Length, ...]] = ("short", "usual", "long")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the user's own ladder."""

    id: str
    title: str
    suds: int
    """The user's guess, 0..100."""
    done: bool = False
    """Whether its scene was once gone through to the end."""


@dataclass(frozen=True, slots=True)
class Dials:
    """How a scene is set."""

    distance_m: float
    gaze: float
    people: int
    light: str
    topic: int
    length: Length = "usual"

    @classmethod
    def of(cls, rung: Rung) -> Self:
        """As the file proposes."""
        return cls(rung.distance_m, rung.gaze, rung.people, rung.light, rung.topic)

    def turned(self, dial: str, ladder: Ladder, seats: int) -> Dials:
        """`dial` one notch further, round and round; others stay."""
        if dial == "distance":
            further = [one for one in DISTANCES_M if one > self.distance_m + 1e-6]
            return replace(self, distance_m=(further or DISTANCES_M)[0])
        if dial == "gaze":
            more = [one for one in GAZES if one > self.gaze + 1e-6]
            return replace(self, gaze=(more or GAZES)[0])
        if dial == "people":
            return replace(self, people=(self.people + 1) % (seats + 1))
        if dial == "light":
            light = "evening" if self.light == "day" else "day"
            return replace(self, light=light)
        if dial == "topic":
            topic = (self.topic + 1) % max(1, len(ladder.topics))
            return replace(self, topic=topic)
        place = LENGTHS.index(self.length) + 1
        return replace(self, length=LENGTHS[place % len(LENGTHS)])

    def eased(self) -> Dials:
        """Further away and with less gaze, in one notch; never the other way."""
        further = [one for one in DISTANCES_M if one > self.distance_m + 1e-6]
        less = [one for one in GAZES if one < self.gaze - 1e-6]
        return replace(
            self,
            distance_m=further[0] if further else self.distance_m,
            gaze=less[-1] if less else self.gaze,
        )


@dataclass(frozen=True, slots=True)
class Try:
    """One scene with what was expected of it and what came of it."""

    template: str
    rung: str
    title: str
    fear: str = ""
    likely: float | None = None
    before: float | None = None
    during: tuple[float, ...] = ()
    after: float | None = None
    happened: str = ""
    came: float | None = None
    learned: str = ""
    left: bool = False
    """Whether the user left it before its end, which costs nothing."""

    @property
    def strongest(self) -> float | None:
        """The highest number given for it; None when none was."""
        given = [
            one for one in (self.before, *self.during, self.after) if one is not None
        ]
        return max(given, default=None)

    @property
    def gap(self) -> float | None:
        """What seemed likely less what came, -100..100; None when one is missing."""
        if self.likely is None or self.came is None:
            return None
        return self.likely - self.came


@dataclass(frozen=True, slots=True)
class Exposure:
    """Where it stands."""

    at: str = "private"
    keeps: Keeps = "nothing"
    template: str = ""
    ladder: tuple[Step, ...] = ()
    """Lowest number first."""
    rung: str = ""
    """Step that is being changed or tried."""
    rating: int = -1
    """Which step is being rated when all are; -1 otherwise."""
    dials: Dials | None = None
    now: Try | None = None
    tries: tuple[Try, ...] = ()
    """Those of this session, oldest first; the last one may lack its answers yet."""
    is_entered: bool = False
    """Whether `now` is the last of `tries` already."""
    beat: int = 0
    heard: str = ""
    note: str = ""
    """Said in place of a beat's own words when one comes back to it."""
    is_back: bool = False
    back: str = ""
    """Where something calming leads back to."""
    changes: int = 0
    turns: int = 0
    """How often a dial was turned for this scene."""
    was_asked: bool = False
    """Whether a steep step was asked about."""
    visits: int = 0

    @property
    def step(self) -> Step:
        """The step with the id `rung`."""
        return next(one for one in self.ladder if one.id == self.rung)

    @property
    def highest_done(self) -> float:
        """The highest step done; before any, the lowest there is."""
        done = [one.suds for one in self.ladder if one.done]
        return max(done) if done else min(one.suds for one in self.ladder)


def fresh(ladder: Ladder) -> tuple[Step, ...]:
    """The user's ladder before any change."""
    return ordered(Step(one.id, one.title, one.suds) for one in ladder.rungs)


def ordered(steps: Any) -> tuple[Step, ...]:
    """By the user's numbers; equal ones stay as they stood."""
    return tuple(sorted(steps, key=lambda one: one.suds))


def changed(steps: Sequence[Step], name: str, **values: Any) -> tuple[Step, ...]:
    """`steps` with one of them changed, in order again."""
    return ordered(replace(s, **values) if s.id == name else s for s in steps)


def moved(steps: Sequence[Step], name: str, by: int) -> tuple[Step, ...]:
    """`steps` with one of them a place further up (1) or down (-1).

    The two change numbers, so that the order and the numbers never disagree.
    """
    here = [one.id for one in steps].index(name)
    there = here + by
    if not 0 <= there < len(steps):
        return tuple(steps)
    made = list(steps)
    first, second = steps[here], steps[there]
    made[there] = replace(first, suds=second.suds)
    made[here] = replace(second, suds=first.suds)
    return tuple(made)


def dropped(steps: Sequence[Step], name: str) -> tuple[Step, ...]:
    """`steps` without one of them; `FEWEST_LEFT` stay."""
    if len(steps) <= FEWEST_LEFT:
        return tuple(steps)
    return tuple(one for one in steps if one.id != name)


def to_note(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """A ladder as the record keeps it."""
    return [dataclasses.asdict(one) for one in steps]


def from_note(note: Any, ladder: Ladder) -> tuple[Step, ...]:
    """A ladder out of the record; empty for one that does not fit its template."""
    known = {one.id for one in ladder.rungs}
    try:
        steps = [
            Step(str(d["id"]), str(d["title"]), int(d["suds"]), bool(d["done"]))
            for d in note
        ]
    except (TypeError, KeyError, ValueError):
        return ()
    is_sound = all(one.id in known and 0 <= one.suds <= 100 for one in steps)
    ids = {one.id for one in steps}
    if not is_sound or len(ids) < len(steps) or len(steps) < FEWEST_LEFT:
        return ()
    return ordered(steps)
