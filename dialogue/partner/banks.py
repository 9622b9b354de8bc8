"""What all scenarios share: reactions, forwards, common topics, and the tables.

Everything here is data in ``assets/banks``, read once and checked as strictly as a
scenario is.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, TypeVar

from assets import folder
from dialogue.messages import LEVELS, MOODS, MOVES
from dialogue.scenario import (
    FEELINGS,
    MANNERS,
    STAGES,
    TRIGGERS,
    Condition,
    Kind,
    Line,
    Question,
    Role,
    Scenario,
    ScenarioError,
    Topic,
    placed,
)
from dialogue.skills import SKILL_IDS
from dialogue.slots import check_slots
from dialogue.strict import DataError, one_of, read

CLUSTERS: dict[str, tuple[str, ...]] = {
    "open": ("calm", "warm", "tender", "relieved", "amused"),
    "uneasy": ("nervous", "guarded"),
    "hurt": ("hurt", "sad"),
    "angry": ("angry",),
    "closed": ("withdrawn",),
}
"""Mood clusters that share lines."""
TARGETS: tuple[str, ...] = (
    "again",
    "answer",
    "fact_tell",
    "fact_hold",
    "fact_more",
    "yes",
    "yes_but",
    "not_now",
    "no",
    "topic",
    "volunteer",
    "none",
)
"""What a reply can speak to; see `dialogue.partner.moves`."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that share their limits."""

    id: str
    texts: tuple[str, ...]
    kind: Kind = "reaction"
    to: tuple[str, ...] = field(
        default=(), metadata={"one_of": TRIGGERS, "what": "act or skill"}
    )
    feelings: tuple[str, ...] = field(
        default=(), metadata={"one_of": FEELINGS, "what": "feeling"}
    )
    clusters: tuple[str, ...] = field(
        default=(), metadata={"one_of": tuple(CLUSTERS), "what": "mood cluster"}
    )
    moods: tuple[str, ...] = field(
        default=(), metadata={"one_of": MOODS, "what": "mood"}
    )
    """Moods beside those of the clusters."""
    manners: tuple[str, ...] = field(
        default=(), metadata={"one_of": MANNERS, "what": "manner of speech"}
    )
    moves: tuple[str, ...] = field(
        default=(), metadata={"one_of": MOVES, "what": "move"}
    )
    stages: tuple[str, ...] = field(
        default=(), metadata={"one_of": STAGES, "what": "stage"}
    )
    when: tuple[Condition, ...] = ()
    echo: str = ""
    asks: str = ""
    alone: bool = False
    bare: bool = False
    role: Role = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """One file of shared lines."""

    groups: tuple[Group, ...] = ()
    topics: tuple[Topic, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Ears:
    """What the analysis listens for beside the scenario's own wordings."""

    feelings: dict[str, tuple[str, ...]] = field(
        metadata={"keys": FEELINGS, "what": "feeling"}
    )
    judgements: tuple[str, ...]
    """Feelings that are a verdict on oneself: "you feel ugly" may be said back, "you're
    ugly" never."""
    labels: tuple[str, ...]
    absolutes: tuple[str, ...]
    invitations: tuple[str, ...]
    """Ways to ask the partner, without a topic, how it is for them."""


@dataclass(frozen=True, slots=True)
class Effect:
    """How one skill or event moves the partner before who they are is considered."""

    heard: str
    """Completes "heard …" in a reason."""
    theory: str
    """The appraisal variable or finding that it rests on."""
    changes: dict[str, float] = field(metadata={"keys": LEVELS, "what": "level"})


@dataclass(frozen=True, slots=True)
class Verbs:
    """How a change of one level is told, up and down."""

    up: str
    down: str


@dataclass(frozen=True, slots=True)
class Mood:
    """The first mood whose limits hold is shown."""

    mood: str = field(metadata={"one_of": MOODS, "what": "mood"})
    when: tuple[Condition, ...] = ()
    to: tuple[str, ...] = field(
        default=(), metadata={"one_of": TRIGGERS, "what": "act or skill"}
    )
    moves: tuple[str, ...] = field(
        default=(), metadata={"one_of": MOVES, "what": "move"}
    )


@dataclass(frozen=True, slots=True)
class Appraisal:
    """The appraisal tables."""

    skills: dict[str, Effect] = field(metadata={"keys": SKILL_IDS, "what": "skill"})
    events: dict[str, Effect]
    verbs: dict[str, Verbs] = field(metadata={"keys": LEVELS, "what": "level"})
    numbers: dict[str, float]
    """Constants of the modifiers, with their sources in the file."""
    moods: tuple[Mood, ...]


@dataclass(frozen=True, slots=True)
class MoveRule:
    """A reason for a move; the heaviest that holds decides."""

    move: str = field(metadata={"one_of": MOVES, "what": "move"})
    why: str
    """Words for a person; slots {partner}, {heard} (what set it off)."""
    weight: float
    targets: tuple[str, ...] = field(
        default=(), metadata={"one_of": TARGETS, "what": "target"}
    )
    to: tuple[str, ...] = field(
        default=(), metadata={"one_of": TRIGGERS, "what": "act or skill"}
    )
    when: tuple[Condition, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    """Memory counter to the least value it must have."""


@dataclass(frozen=True, slots=True)
class MoveTable:
    """All move rules."""

    rules: tuple[MoveRule, ...]


@dataclass(frozen=True)
class Banks:
    """All shared data."""

    lines: tuple[Line, ...]
    topics: tuple[Topic, ...]
    questions: tuple[Question, ...]
    ears: Ears
    appraisal: Appraisal
    moves: tuple[MoveRule, ...]


_LINE_FILES = ("reactions", "forwards", "silences", "common")


@cache
def banks() -> Banks:
    """The shared banks, read once.

    Raises:
        ScenarioError: one of the files is wrong.
    """
    parts = [_load(Lines, name) for name in _LINE_FILES]
    topics = tuple(topic for part in parts for topic in part.topics)
    questions = tuple(item for part in parts for item in part.questions)
    lines: list[Line] = []
    for part in parts:
        for group in part.groups:
            lines += _expand(group)
    for topic in topics:
        topic_roles: tuple[Role, ...] = ("reply", "more")
        for role in topic_roles:
            for index, line in enumerate(getattr(topic, role), 1):
                place = f"common.{topic.id}.{role}.{index}"
                lines.append(placed(line, place, topic.id, role))
    for item in questions:
        question_roles: tuple[Role, ...] = ("reply", "yes", "no")
        for role in question_roles:
            for index, line in enumerate(getattr(item, role), 1):
                place = f"common.{item.id}.{role}.{index}"
                lines.append(placed(line, place, item.id, role))
    _check(lines, questions)
    return Banks(
        lines=tuple(lines),
        topics=topics,
        questions=questions,
        ears=_load(Ears, "ears"),
        appraisal=_load(Appraisal, "appraisal"),
        moves=_load(MoveTable, "moves").rules,
    )


def for_scenario(shared: Banks, scenario: Scenario) -> Banks:
    """The banks without the groups that `scenario` leaves out.

    Raises:
        ScenarioError: there is no such group.
    """
    groups = sorted({_group(line) for line in shared.lines} - {""})
    for index, name in enumerate(scenario.without):
        try:
            one_of(f"without[{index}]", name, groups, "group of the banks")
        except DataError as error:
            raise ScenarioError(f"{scenario.id}: {error}") from None
    kept = tuple(line for line in shared.lines if _group(line) not in scenario.without)
    return replace(shared, lines=kept)


def _group(line: Line) -> str:
    """Id of the group of a shared line; empty for lines of a topic."""
    place, _, rest = line.id.partition(".")
    return rest.rpartition(".")[0] if place == "bank" else ""


def _load(kind: type[T], name: str) -> T:
    path = folder("banks") / f"{name}.toml"
    try:
        data: Any = tomllib.loads(path.read_text("utf-8"))
        return read(kind, data, "")
    except (OSError, tomllib.TOMLDecodeError, DataError) as error:
        raise ScenarioError(f"banks/{path.name}: {str(error).lstrip('.: ')}") from None


def _expand(group: Group) -> list[Line]:
    moods = tuple(mood for name in group.clusters for mood in CLUSTERS[name])
    moods += group.moods
    return [
        Line(
            text=text,
            id=f"bank.{group.id}.{index}",
            kind=group.kind,
            role=group.role,
            to=group.to,
            feelings=group.feelings,
            moods=moods,
            moves=group.moves,
            stages=group.stages,
            manners=group.manners,
            when=group.when,
            asks=group.asks,
            echo=group.echo,  # type: ignore[arg-type]  # checked in _check
            alone=group.alone,
            bare=group.bare,
        )
        for index, text in enumerate(group.texts, 1)
    ]


def _check(lines: list[Line], questions: tuple[Question, ...]) -> None:
    ids = {item.id for item in questions}
    seen: dict[str, str] = {}
    used: set[str] = set()
    for line in lines:
        check_slots(line.text, f"banks: line {line.id}", {})
        one_of(f"banks: {line.id}.echo", line.echo, ("", *_ECHOES), "echo")
        if line.asks:
            one_of(f"banks: {line.id}.asks", line.asks, sorted(ids), "question")
        if line.text in seen or line.id in used:
            other = seen.get(line.text, line.id)
            raise ScenarioError(f"banks: line {line.id} repeats line {other}.")
        seen[line.text] = line.id
        used.add(line.id)


_ECHOES = ("feeling", "judgement", "absolute", "label")
