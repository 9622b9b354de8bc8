"""What an exercise is: a state, a step, and a view that any front end can show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from sim.session.events import Event
from sim.session.given import Given

Session = tuple[str, Sequence[Event]]
"""An earlier session: when it began, as ISO time, and its events."""


@dataclass(frozen=True, slots=True)
class Before:
    """What an exercise is told before it begins."""

    sessions: tuple[Session, ...] = ()
    """Earlier ones of the same exercise, oldest first, as far as they were kept."""
    is_careful: bool = False
    """The user is, or may be, afraid of their partner: no scenes with one."""
    without: frozenset[str] = frozenset()
    """What the user does not want to meet; of `vocabulary.CONTENT`."""
    steepest: int = 0
    """How steep a talk may be, 1 to 3; 0 while nobody has said."""
    country: str = ""
    """Two letters, for help in the user's country; empty when unknown."""
    is_unlocked: bool = False
    """A therapist has opened it, where it is locked otherwise."""
    ladder: tuple[str, tuple[str, ...]] = ("", ())
    """Template and steps of a ladder that a therapist has set; empty for none."""
    given: Given | None = None
    """The assignment that it is done for."""
    has_record: bool = True
    """Whether there is anything in which something could be kept."""


Kind = Literal["next", "choice", "words", "number", "tap", "wait", "breathe", "over"]
"""What the user is asked for: to go on, to choose, to say something, a number, to tap
at a moment (the answer is the seconds since the last tap), to let time pass, to follow
a breath, nothing more."""

State = Any
"""An exercise's own frozen state; only the exercise looks into it."""


@dataclass(frozen=True, slots=True)
class Info:
    """What is said about an exercise before it begins."""

    id: str
    title: str
    summary: str
    family: str
    """calming, body_image, exposure, closeness or path."""
    minutes: int
    why: str
    """Why it is offered and what it rests on, with how sure that is."""
    sources: tuple[str, ...]
    """Ids of ``assets/exercises/sources.toml``."""
    not_for: tuple[str, ...]
    """When to leave it, or to do it with a therapist only."""
    content_notes: tuple[str, ...]
    records: tuple[str, ...]
    """What is kept of it, in plain words; nothing else is."""
    room: str = "living_room"
    is_locked: bool = False
    """Only a therapist's assignment opens it."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Breath:
    """A breath to follow."""

    per_minute: float
    """Breaths a minute at the beginning; 4 to 20."""
    in_share: float
    """Share of a breath that goes in; the rest goes out, nothing is held."""
    length_s: float
    """How long the guide runs, at least; the last breath is always whole."""
    slowest: float = 0.0
    """Breaths a minute to which it slows down bit by bit; 0 stays as it began."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands behind the words."""

    room: str = ""
    """Room id; empty leaves the room as it is."""
    partner: str = ""
    """Persona that sits there, as a scenario id; empty for nobody."""
    body: str = ""
    """Body of whoever sits there; empty for the persona's own."""
    voice: str = ""
    """Voice that speaks the lines; empty for the guide."""
    mood: str = "calm"
    distance_m: float = 1.6
    """From the user's eyes to the other's; never under 1.0."""
    gaze: float = 1.0
    """Share of the time that the other looks at the user, 0..1."""
    people: int = 0
    """How many others are in the room."""
    company: tuple[str, ...] = ()
    """Who they are, as bodies; more than these are anybody else."""
    light: str = ""
    """day or evening; empty leaves it."""
    mirror: bool = False
    """The user's own clothed body can be seen in a mirror, once it is uncovered."""
    seat: str = ""
    """other: the user sits in the other's chair, and their own body sits across."""


@dataclass(frozen=True, slots=True)
class Curve:
    """One line of a chart."""

    name: str
    values: tuple[float | None, ...]
    """One for each column, 0..100; None where nothing is known."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers over time; each front end draws it in its own way."""

    title: str
    columns: tuple[str, ...]
    """Their labels, oldest first."""
    curves: tuple[Curve, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What a front end shows and says now."""

    step: str
    """Id of the step, for skips and records."""
    kind: Kind
    lines: tuple[str, ...] = ()
    """Paragraphs; the guide's voice reads them."""
    partner_lines: tuple[str, ...] = ()
    """What somebody else says, after `lines`."""
    ask: str = ""
    """What the user is asked, in one line."""
    options: tuple[Option, ...] = ()
    """What can be chosen; with other kinds than ``choice``, what can be done instead
    of answering."""
    number: tuple[float, float, str, str] = (0.0, 100.0, "", "")
    """Least, most, and what both mean."""
    takes_number: bool = False
    """Whether a number from 0 to 100 may be given in place of words."""
    wait_s: float = 0.0
    """How long a ``wait`` lasts after its lines were said."""
    breath: Breath | None = None
    scene: Scene = field(default_factory=Scene)
    done: float = 0.0
    """How far along, 0..1."""
    why: str = ""
    """Why this step; empty for the exercise's own why."""
    chart: Chart | None = None
    """Numbers to look at, below the lines."""
    for_eyes: bool = False
    """It asks about something to see; where there is nothing to see its first option is
    taken, and nobody is asked."""
    silent: bool = False
    """It stands there to be read and the voice says nothing: it is private."""
    tells: str = ""
    """feared or happened: the user is asked to tell of others, seen or imagined."""
    key: str = ""
    """Which version of the step this is: a front end speaks `lines` once per key."""

    @property
    def is_alone(self) -> bool:
        """Whether nobody is across, and nobody but the guide speaks."""
        return not self.scene.partner and not self.partner_lines

    def is_no_speech(self, words: str) -> bool:
        """Whether `words` are a button's name, or a number where one is asked for.

        The safety screen reads what people say; it took the name of a choice for a
        story, a fear of 15 of 100 for an age, and so the wrong number of a choice.
        """
        if words in {option.id for option in self.options}:
            return True
        is_number = self.kind in ("number", "choice") or self.takes_number
        return (
            is_number and words.strip().removeprefix("-").replace(".", "").isdecimal()
        )


class Exercise(Protocol):
    """A drop-in of this folder, made by its ``create``."""

    info: Info

    def start(self) -> State:
        """The state before the first step."""

    def step(self, state: State, event: Event) -> State:
        """The state after one of ``answered``, ``skipped`` or ``time_up``.

        Answers that do not fit change nothing; `problem` says why.
        """

    def view(self, state: State) -> View:
        """What is shown in `state`."""

    def problem(self, state: State, value: str) -> str:
        """Why `value` is no answer here, in one line; "" when it is one."""

    def kept(self, event: Event) -> Event:
        """`event` as it is recorded: without words that are not to be kept."""
