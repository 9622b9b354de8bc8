"""What stage and mind say to each other, and what the log keeps.

Everything here is a frozen dataclass of plain values. `to_json` and `from_json`
are derived from the dataclasses, so a field that is declared is a field that is
sent. Levels, scores, weights and probabilities are in 0..1.
"""

from __future__ import annotations

import dataclasses
import functools
import math
import types
import typing
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from dialogue.skills import SKILL_IDS

LEVELS: tuple[str, ...] = ("felt_safety", "openness", "hurt", "anger", "trust")

MOODS: tuple[str, ...] = (
    "calm",
    "warm",
    "tender",
    "relieved",
    "amused",
    "nervous",
    "guarded",
    "hurt",
    "sad",
    "angry",
    "withdrawn",
)
"""How the partner looks and sounds. Every face, voice pace and line bank uses these."""

MOVES: tuple[str, ...] = (
    "disclose",
    "ask",
    "soften",
    "agree",
    "propose",
    "hesitate",
    "deflect",
    "defend",
    "counter",
    "withdraw",
    "set_limit",
    "refuse",
    "accept_repair",
    "end",
)

ACTS: tuple[str, ...] = (
    "ask",
    "tell",
    "request",
    "refuse",
    "apologise",
    "blame",
    "thank",
    "comfort",
    "agree",
    "greet",
    "silence",
    "change_topic",
    "goodbye",
)
"""What kind of act the user's line is."""

CHOOSING = " (choosing)"
"""Ends the name of a words drop-in that only chooses among authored lines."""

SafetyAction = Literal["none", "check_in", "stop"]
SafetyForm = Literal["explicit", "indirect", "none"]
Source = Literal["typed", "speech", "script"]


@dataclass(frozen=True, slots=True)
class Levels:
    """How the partner is, each 0..1."""

    felt_safety: float = 0.5
    openness: float = 0.5
    hurt: float = 0.0
    anger: float = 0.0
    trust: float = 0.5


@dataclass(frozen=True, slots=True)
class Reason:
    """One named change of one level, with the words that caused it."""

    level: str
    before: float
    after: float
    skill: str
    """A skill id, or the name of an event such as ``answered`` or ``silence``."""
    quote: str
    """The user's words it rests on; empty when it rests on the whole line."""
    text: str
    """A sentence for a person: 'Sam closed up: heard blame in “you never”.'"""


@dataclass(frozen=True, slots=True)
class SkillScore:
    """One skill on one line."""

    p: float
    """Calibrated probability that the line shows the skill."""
    present: bool | None
    """None: the scorer abstains."""
    evidence: tuple[tuple[int, int], ...] = ()
    """Character spans [start, end) of the user's line."""


@dataclass(frozen=True, slots=True)
class LineScore:
    """All skills on one line, keyed by skill id."""

    skills: dict[str, SkillScore]

    def has(self, skill: str) -> bool:
        """Whether the scorer says that the line shows `skill`."""
        score = self.skills.get(skill)
        return score is not None and score.present is True

    def shown(self) -> tuple[str, ...]:
        """Ids of the skills that are present, in vocabulary order."""
        return tuple(skill for skill in SKILL_IDS if self.has(skill))


@dataclass(frozen=True, slots=True)
class Safety:
    """What the screen found in one line."""

    category: str = "none"
    form: SafetyForm = "none"
    p: float = 0.0
    action: SafetyAction = "none"
    rule: str = ""
    """The rule or classifier that decided, for the log."""


@dataclass(frozen=True, slots=True)
class SpeechMeasures:
    """Measures of one spoken utterance; reported, never scored as virtue."""

    duration_s: float
    pace_wpm: float
    loudness_db: float
    """dB relative to the user's own baseline; 0 for the first utterance."""
    pause_count: int
    pause_s: float
    barge_in: bool = False


@dataclass(frozen=True, slots=True)
class Utterance:
    """What the user said or typed in one turn."""

    turn: int
    text: str
    source: Source = "typed"
    speech: SpeechMeasures | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """One authored piece of a reply."""

    kind: Literal["reaction", "content", "forward", "model"]
    line_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reply that was considered; the losers stay in the log."""

    text: str
    line_ids: tuple[str, ...]
    score: float
    why: str = ""


@dataclass(frozen=True, slots=True)
class Memory:
    """All that the partner carries from turn to turn; replay rebuilds it.

    The partner is a pure function of scenario, seed, memory and the user's line.
    """

    turn: int = 0
    levels: Levels = field(default_factory=Levels)
    stage: str = "opening"
    said: tuple[str, ...] = ()
    """Line ids already used in this session."""
    texts: tuple[str, ...] = ()
    """What the partner said, turn by turn."""
    heard: tuple[str, ...] = ()
    """What the user said, turn by turn."""
    revealed: tuple[str, ...] = ()
    """Fact ids the partner has told."""
    open_question: str = ""
    """Id of the question the partner asked and the user has not answered."""
    refused: tuple[str, ...] = ()
    """Requests the partner said no to; a no stays a no."""
    agreed: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    """Free counters (skills shown so far, pressure after a no, silences)."""
    unheard: tuple[str, ...] = ()
    """Line ids of the last turn that the user spoke over; they may be said again."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the user's line does and is about."""

    act: str
    topics: tuple[str, ...] = ()
    """Topic, fact or request ids, best first."""
    question: bool = False
    answers_open_question: bool = False
    repeats: bool = False
    key_phrase: str = ""


@dataclass(frozen=True, slots=True)
class PartnerTurn:
    """One turn of the partner with everything that explains it."""

    turn: int
    text: str
    segments: tuple[Segment, ...]
    move: str
    move_why: str
    stage: str
    mood: str
    levels: Levels
    reasons: tuple[Reason, ...]
    analysis: Analysis | None
    memory: Memory
    candidates: tuple[Candidate, ...] = ()
    words: str = "authored"
    """The words drop-in that made the text."""
    fallback: str = ""
    """Why a model's words were not used; empty when they were, or none was asked."""
    rules: tuple[str, ...] = ()
    """The partner's rules that kept something else from being said or done."""
    ending: str = ""
    """Ending id when this turn closes the scene."""


_T = TypeVar("_T")


def to_json(value: Any) -> Any:
    """Turn a message into JSON values; floats are rounded to six places."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            item.name: to_json(getattr(value, item.name))
            for item in dataclasses.fields(value)
        }
    if isinstance(value, dict):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [to_json(item) for item in value]
    if isinstance(value, float):
        return round(value, 6)
    return value


def from_json(kind: type[_T], value: Any) -> _T:
    """Rebuild a message of type `kind` from what `to_json` made.

    Raises:
        TypeError: a field is unknown or of the wrong shape.
    """
    return typing.cast(_T, _read(kind, value))


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    # resolving them for each record took half the time of reading a log
    return typing.get_type_hints(kind)


def _read(kind: Any, value: Any) -> Any:
    origin = typing.get_origin(kind)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        _is(value, dict, kind)
        if unknown := set(value) - set(hints):
            raise TypeError(f"{kind.__name__} has no field {min(unknown)!r:.60}")
        return kind(**{key: _read(hints[key], item) for key, item in value.items()})
    if origin in (types.UnionType, typing.Union):
        if value is None:
            return None
        return _read(
            next(arm for arm in typing.get_args(kind) if arm is not type(None)), value
        )
    if origin in (tuple, dict):
        return _read_several(kind, value)
    return _read_one(kind, value)


def _read_several(kind: Any, value: Any) -> Any:
    arms = typing.get_args(kind)
    if typing.get_origin(kind) is dict:
        _is(value, dict, kind)
        return {key: _read(arms[1], item) for key, item in value.items()}
    _is(value, list | tuple, kind)
    if len(arms) == 2 and arms[1] is Ellipsis:
        return tuple(_read(arms[0], item) for item in value)
    if len(arms) != len(value):
        raise TypeError(f"{kind} does not have {len(value)} parts")
    return tuple(_read(arm, item) for arm, item in zip(arms, value, strict=True))


def _read_one(kind: Any, value: Any) -> Any:
    if kind is float:
        _is(value, int | float, kind)
        if not abs(value) < math.inf:
            raise TypeError(f"{value!r:.60} is no finite number")
        return float(value)
    if typing.get_origin(kind) is Literal:
        if value not in typing.get_args(kind):
            raise TypeError(f"{value!r:.60} is no {kind}")
    elif isinstance(kind, type):
        _is(value, kind, kind)
    return value


def _is(value: Any, kinds: Any, wanted: Any) -> None:
    if not isinstance(value, kinds):
        raise TypeError(f"{value!r:.60} is no {wanted}")
