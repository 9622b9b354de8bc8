"""What may stand in a file of ``assets/exercises``, and whether it holds together."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from assets import folder
from dialogue.strict import DataError, one_of, read
from sim.exercises.base import Info, Kind

OVER = "over"
"""The step after the last one."""
FAMILIES = ("calming", "body_image", "exposure", "closeness", "path")
TELLS = ("", "feared", "happened")
SLOWEST, FASTEST = 4.0, 8.0
"""Breaths a minute that a guide may lead: about the resonance range of 4.5 to 6.5
(Shao et al. 2024 pooled 31 studies of slow breathing), with room for comfort."""


class ExerciseError(ValueError):
    """An exercise's file is wrong, or there is no such exercise."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a claim stands."""

    text: str
    where: str
    read: str = field(metadata={"one_of": ("source", "abstract", "quoted"), "what": ""})
    """What of it was read: the source itself, its abstract, or others quoting it."""


@dataclass(frozen=True, slots=True)
class When:
    """All that is given must hold of an earlier answer."""

    key: str
    is_in: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    at_least: float = -1e9
    at_most: float = 1e9

    def holds(self, value: str | None) -> bool:
        """Whether `value`, the last answer under `key`, meets it; None for none."""
        if self.is_in and value not in self.is_in:
            return False
        if self.not_in and value in self.not_in:
            return False
        if self.at_least > -1e9 or self.at_most < 1e9:
            number = as_number(value)
            return number is not None and self.at_least <= number <= self.at_most
        return True


@dataclass(frozen=True, slots=True)
class GuideOption:
    """One thing to choose in a step."""

    id: str
    label: str
    goto: str = ""


@dataclass(frozen=True, slots=True)
class GuideScene:
    """What stands behind a step; see `base.Scene`."""

    room: str = ""
    partner: str = ""
    body: str = ""
    voice: str = ""
    mood: str = "calm"
    distance_m: float = field(default=1.6, metadata={"range": (1.0, 6.0)})
    gaze: float = field(default=1.0, metadata={"range": (0.0, 1.0)})
    people: int = field(default=0, metadata={"range": (0, 6)})
    light: str = field(
        default="", metadata={"one_of": ("", "day", "evening"), "what": "light"}
    )
    mirror: bool = False
    seat: str = field(default="", metadata={"one_of": ("", "other"), "what": "seat"})


@dataclass(frozen=True, slots=True)
class GuideStep:
    """One step of a guide."""

    id: str
    say: tuple[str, ...] = ()
    partner_says: tuple[str, ...] = ()
    kind: Kind = "next"
    ask: str = ""
    key: str = ""
    """Name of the answer: ``{key}`` gives it back in later texts, ``{key|this}`` says
    "this" where it was not given."""
    keep: bool = False
    """Whether the answer's words are recorded; without it they are forgotten."""
    times: int = field(default=1, metadata={"range": (1, 12)})
    """How often it is asked; each answer may be the last."""
    options: tuple[GuideOption, ...] = ()
    low: float = 0.0
    high: float = 100.0
    low_means: str = ""
    high_means: str = ""
    wait_s: float = field(default=0.0, metadata={"range": (0.0, 600.0)})
    rate: float = field(default=6.0, metadata={"range": (SLOWEST, FASTEST)})
    rate_key: str = ""
    """Answer that sets the breaths a minute, if it is one."""
    in_share: float = field(default=0.4, metadata={"range": (0.3, 0.5)})
    minutes: float = field(default=0.0, metadata={"range": (0.0, 20.0)})
    goto: str = ""
    """Step that comes next; empty for the one below, ``over`` for the end."""
    when: tuple[When, ...] = ()
    """The step is passed over unless one of them holds."""
    scene: GuideScene = field(default_factory=GuideScene)
    for_eyes: bool = False
    """Whether it asks about something to see: see `base.View`."""
    silent: bool = False
    """Whether it is only read and never said aloud: see `base.View`."""
    tells: str = field(default="", metadata={"one_of": TELLS, "what": "kind of story"})
    """See `base.View`."""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """A guided exercise."""

    id: str
    title: str
    summary: str
    family: str = field(metadata={"one_of": FAMILIES, "what": "family"})
    minutes: int
    why: str
    records: tuple[str, ...]
    steps: tuple[GuideStep, ...] = ()
    sources: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()
    content_notes: tuple[str, ...] = ()
    room: str = "living_room"
    locked: bool = False
    module: str = "guided"
    """The drop-in of ``sim.exercises`` that runs it."""
    data: str = ""
    """Folder or file beside this one that the drop-in reads, if it needs more."""

    @property
    def info(self) -> Info:
        """What is said about it before it begins."""
        return Info(
            id=self.id,
            title=self.title,
            summary=self.summary,
            family=self.family,
            minutes=self.minutes,
            why=self.why,
            sources=self.sources,
            not_for=self.not_for,
            content_notes=self.content_notes,
            records=self.records,
            room=self.room,
            is_locked=self.locked,
        )


def as_number(value: str | None) -> float | None:
    """`value` as a number; None when it is none."""
    try:
        return float(value) if value is not None else None
    except ValueError:
        return None


def files() -> tuple[Path, ...]:
    """Files of all exercises, by name."""
    found = sorted(folder("exercises").glob("*.toml"))
    return tuple(path for path in found if path.stem != "sources")


def sources() -> dict[str, Source]:
    """Every source by id.

    Raises:
        ExerciseError: the file is wrong.
    """
    path = folder("exercises") / "sources.toml"
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        return {key: read(Source, item, key) for key, item in table.items()}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, DataError) as error:
        raise ExerciseError(f"{path.name}: {error}") from None


def load(name: str | Path) -> Guide:
    """Read and check one exercise, by id or by path of a TOML file.

    Raises:
        ExerciseError: it does not exist or is wrong; says where and what is allowed.
    """
    path = Path(name)
    if path.suffix != ".toml":
        try:
            one_of("exercise", str(name), [file.stem for file in files()], "exercise")
        except DataError as error:
            raise ExerciseError(str(error)) from None
        path = folder("exercises") / f"{name}.toml"
    try:
        guide = read(Guide, tomllib.loads(path.read_text("utf-8")), "")
        check(guide)
    except (OSError, UnicodeDecodeError) as error:
        raise ExerciseError(f"{path}: cannot be read ({error}).") from None
    except (tomllib.TOMLDecodeError, DataError) as error:
        raise ExerciseError(f"{path.name}: {str(error).lstrip('.: ')}") from None
    return guide


def check(guide: Guide) -> None:
    """Refuse a guide that does not hold together.

    Raises:
        DataError: says where, what is allowed and what is near.
    """
    ids = [step.id for step in guide.steps]
    for source in guide.sources:
        one_of("sources", source, sources(), "source")
    if guide.module == "guided" and not ids:
        raise DataError('"steps" is missing: a guided exercise needs one.')
    seen: set[str] = set()
    for index, step in enumerate(guide.steps):
        path = f"steps[{index}] ({step.id})"
        if step.id in ids[:index] or step.id == OVER:
            raise DataError(f'{path}: the id "{step.id}" is taken.')
        for problem in _problems(step):
            raise DataError(f"{path}: {problem}")
        for target in _targets(step):
            one_of(f"{path}: goto", target, (*ids, OVER), "step")
        for condition in step.when:
            one_of(f"{path}: when.key", condition.key, seen, "earlier answer")
        if step.key:
            seen.add(step.key)
    _check_ends(guide)


def _problems(step: GuideStep) -> Iterator[str]:
    if step.kind == "choice" and not step.options:
        yield "a choice needs options."
    if step.kind != "choice" and step.options:
        yield "only a choice has options."
    if step.for_eyes and step.kind != "choice":
        yield "only a choice can be for_eyes: its first option is for words alone."
    if step.kind == "breathe" and not step.minutes:
        yield "a breath to follow needs minutes."
    if step.kind == "wait" and not step.wait_s:
        yield "a wait needs wait_s."
    asks = ("choice", "words", "number", "tap")
    if step.kind in asks and not (step.ask and step.key):
        yield f"a step of the kind {step.kind} needs ask and key."
    if step.kind == "number" and step.low >= step.high:
        yield "low must be under high."
    if step.kind == OVER:
        yield 'a step cannot be of the kind "over"; the end comes by itself.'
    if not step.say and not step.ask:
        yield "it says nothing and asks nothing."


def _targets(step: GuideStep) -> Iterator[str]:
    if step.goto:
        yield step.goto
    for option in step.options:
        if option.goto:
            yield option.goto


def _check_ends(guide: Guide) -> None:
    """Refuse a guide in which one could go round without ever reaching the end."""
    ids = [step.id for step in guide.steps]
    following: dict[str, set[str]] = {}
    for index, step in enumerate(guide.steps):
        below = ids[index + 1] if index + 1 < len(ids) else OVER
        after = {option.goto or step.goto or below for option in step.options}
        following[step.id] = after or {step.goto or below}
        if step.when:
            following[step.id].add(below)
    ends = {OVER}
    while True:
        more = {key for key, after in following.items() if after & ends} - ends
        if not more:
            break
        ends |= more
    for name in ids:
        if name not in ends:
            raise DataError(f'steps: the end cannot be reached from "{name}".')
