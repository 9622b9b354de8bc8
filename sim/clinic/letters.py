"""What therapist and client write to each other, before it is sealed.

A letter is one of the dataclasses below; they are its schema, and what does not fit is
refused with its place. A letter travels as JSON inside a sealed envelope
(`sim.clinic.envelopes`); files that belong to it, such as a scenario that the therapist
wrote, lie beside the JSON in the same envelope.

Nothing here is applied by reading it: the client sees an assignment and says yes or no
to each part, and sees a report and says yes or no to each item.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final, Literal, get_args

from dialogue.scenario.rules import Rule
from dialogue.scenario.vocabulary import CONTENT
from dialogue.skills import SKILL_IDS
from dialogue.strict import DataError, one_of, read

FORMAT: Final = 1
"""Rises when a letter changes so that a former program would misread it."""

Kind = Literal["assignment", "answer", "report", "withdrawal", "keys", "goodbye"]
ItemKind = Literal[
    "attendance",
    "grades",
    "quotes",
    "course",
    "notes",
    "suds",
    "measures",
    "corrections",
    "noticed",
]
"""What can be shared: that it was done and for how long; grades of skills; the words
that were said; the partner's levels and reasons; notes and the answer to "where will
you use this?"; distress and expectancy; questionnaires; "this is wrong" marks; what a
headset counted."""
ITEM_KINDS: Final[tuple[str, ...]] = get_args(ItemKind)

MOST_PARTS: Final = 12
MOST_TIMES: Final = 20
_DAY: Final = "a day as 2026-11-23, or nothing"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to do."""

    id: str
    """Unique in its assignment: ``p1``."""
    kind: Literal["rehearsal", "exercise"]
    what: str
    """Id of the scenario or exercise; of a file in the envelope if one has that id."""
    times: int = field(default=1, metadata={"range": (1, MOST_TIMES)})
    goals: tuple[str, ...] = field(
        default=(), metadata={"one_of": SKILL_IDS, "what": "skill"}
    )
    partner: Literal["gentler", "as_written", "steeper"] = "as_written"
    """How quick to close up and how slow to open the partner is."""
    setting: dict[str, str] = field(default_factory=dict)
    """Names, pronouns, relationship and facts, as `visavis rehearse --set`."""
    rules: tuple[Rule, ...] = ()
    """What the partner never does, beside the scenario's own rules."""
    unlocks: bool = False
    """Opens an exercise that is locked until a therapist opens it."""
    ladder: tuple[str, ...] = ()
    """Steps of a graded exposure in their order; none: the client's own."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a therapist asks a client to try; every part may be declined."""

    id: str
    made_on: str
    """ISO 8601 day."""
    title: str
    parts: tuple[Part, ...]
    note: str = ""
    """To the client, in the therapist's words."""
    due_on: str = ""
    """ISO 8601 day, or nothing."""
    rule_out: tuple[str, ...] = field(
        default=(), metadata={"one_of": CONTENT, "what": "kind of content"}
    )
    """The therapist's ceiling; the client's own stays, and the lower one counts."""
    steepest: int = field(default=3, metadata={"range": (1, 3)})
    share: tuple[ItemKind, ...] = ()
    """What the therapist would like to see; the client decides."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client takes on of an assignment, if they want that told."""

    assignment: str
    taken: tuple[str, ...] = ()
    """Ids of parts."""
    declined: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a report, as the client saw it; nothing else of it is sent."""

    id: str
    """Unique in its report: ``grades.open_question``."""
    kind: ItemKind
    label: str
    """In plain words: "Open questions"."""
    value: str = ""
    """A grade, quoted words, a note."""
    numbers: dict[str, float] = field(default_factory=dict)
    """For plots: ``{"before": 60, "after": 35}``."""
    skill: str = ""
    turn: int = -1
    reason: str = ""
    """Why the program says so, in a sentence."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a client shares of one session."""

    id: str
    kind: Literal["rehearsal", "exercise"]
    what: str
    title: str
    done_on: str
    """ISO 8601 day."""
    items: tuple[Item, ...]
    minutes: int = field(default=0, metadata={"range": (0, 1440)})
    assignment: str = ""
    """Empty when the client did it unasked."""
    part: str = ""
    note: str = ""
    """To the therapist, in the client's words."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The client takes a report back: the therapist's app deletes it."""

    report: str


@dataclass(frozen=True, slots=True)
class Keys:
    """The sender's new public keys; sealed and signed under the former ones."""

    sign: str
    """Ed25519 public key, hexadecimal."""
    box: str
    """X25519 public key, hexadecimal."""


@dataclass(frozen=True, slots=True)
class Goodbye:
    """The sender ends the pairing; nothing further will be opened."""

    note: str = ""


Letter = Assignment | Answer | Report | Withdrawal | Keys | Goodbye
_KINDS: Final[dict[str, type[Letter]]] = {
    "assignment": Assignment,
    "answer": Answer,
    "report": Report,
    "withdrawal": Withdrawal,
    "keys": Keys,
    "goodbye": Goodbye,
}


def kind_of(letter: Letter) -> str:
    """The name of its kind."""
    return next(name for name, one in _KINDS.items() if type(letter) is one)


def written(letter: Letter) -> bytes:
    """The letter as JSON, the same bytes for the same letter."""
    body = {"format": FORMAT, "kind": kind_of(letter), "letter": asdict(letter)}
    return json.dumps(
        body, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def read_letter(raw: bytes) -> Letter:
    """Read what `written` made, or what somebody else claims it did.

    Raises:
        DataError: says what is wrong with it; nothing of it has been used.
    """
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise DataError("the letter is no JSON text.") from None
    if not isinstance(body, dict) or set(body) != {"format", "kind", "letter"}:
        raise DataError("the letter must have format, kind and letter.")
    if body["format"] != FORMAT:
        raise DataError(
            f"the letter has format {body['format']!r:.20}; this program reads "
            f"{FORMAT}. One of you needs the newer Vis-à-Vis."
        )
    kind = body["kind"] if isinstance(body["kind"], str) else ""
    one_of("kind", kind, _KINDS, "kind of letter")
    letter: Any = read(_KINDS[kind], body["letter"], kind)
    return checked(letter)


def checked(letter: Letter) -> Letter:
    """The letter itself, if all of it fits together.

    Raises:
        DataError: a day is none, an id is used twice, or there is nothing in it.
    """
    _check(letter)
    return letter


def _check(letter: Letter) -> None:
    if isinstance(letter, Assignment):
        _check_day("assignment.made_on", letter.made_on)
        if letter.due_on:
            _check_day("assignment.due_on", letter.due_on)
        _check_ids("assignment.parts", [part.id for part in letter.parts])
        if len(letter.parts) > MOST_PARTS:
            raise DataError(f"assignment.parts: {MOST_PARTS} at most.")
    if isinstance(letter, Report):
        _check_day("report.done_on", letter.done_on)
        _check_ids("report.items", [item.id for item in letter.items])


def _check_ids(path: str, ids: list[str]) -> None:
    if not ids:
        raise DataError(f"{path}: there is nothing in it.")
    for one in ids:
        if not one or ids.count(one) > 1:
            raise DataError(f"{path}: every id must be there, and only once.")


def _check_day(path: str, day: str) -> None:
    try:
        date.fromisoformat(day)
    except ValueError:
        raise DataError(f"{path} must be {_DAY}.") from None
