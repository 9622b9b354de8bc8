"""A scenario: who the partner is, what can be told, and how it may end.

A scenario is one TOML file in ``assets/scenarios``; these dataclasses are its
schema, and an unknown key is refused. In short (docs/how-to/write-a-scenario.md
walks through it):

    id, title, summary, difficulty, content, is_with_partner, room, minutes,
    content_notes, contraindications, why_hard, why_hard_source, goals, briefing,
    opening, opening_mood, opening_asks
    [slots]        words of the setting that a user may change, with defaults
    [persona]      who the partner is; levels, sensitivities, manners, voice, body
    [[stages]]     the five stages and when each begins
    [[facts]]      what the partner can tell: wordings, when, tell / more / hold
    [[topics]]     what the user may say: wordings, reply / more
    [[requests]]   what the user may ask for: stances, and lines for each stance
    [[questions]]  what the partner asks: yes / no / reply to the user's answer
    [[lines]]      reactions, contents and forwards that belong to none of these
    [[endings]]    how it may end, most particular first
    [audit]        who does what, for counting over all scenarios (audit.py)

Wherever a line stands it is a string, or a table with `text` and limits on it.
`when` is one condition or a list of which one must hold; left out, it always holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar, Literal

from dialogue.messages import Levels
from dialogue.scenario.audit import Audit
from dialogue.scenario.conditions import Condition
from dialogue.scenario.rules import Rule
from dialogue.scenario.vocabulary import (
    CONTENT,
    FEELINGS,
    MANNERS,
    MOOD,
    MOVE,
    SKILL,
    STAGE,
    TRIGGERS,
    Kind,
    Role,
    Stance,
)
from dialogue.skills import SKILL_IDS
from dialogue.strict import DataError


class ScenarioError(DataError):
    """A scenario file is wrong; says file, key path, what is allowed, the near name."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing the partner may say, with what limits it."""

    SHORT: ClassVar[str] = "text"
    text: str
    id: str = ""
    """Made from its place when left out: ``tired.tell.1``."""
    kind: Kind = "content"
    about: str = ""
    """The fact, topic, request or question it speaks to; a forward with an `about` is
    only said when that is the subject."""
    role: Role = ""
    to: tuple[str, ...] = field(
        default=(), metadata={"one_of": TRIGGERS, "what": "act or skill"}
    )
    """Acts or skills of the user's line that it reacts to; one is enough."""
    feelings: tuple[str, ...] = field(
        default=(), metadata={"one_of": FEELINGS, "what": "feeling"}
    )
    """Families of feeling that the user must have named; one is enough."""
    moods: tuple[str, ...] = field(default=(), metadata=MOOD)
    moves: tuple[str, ...] = field(default=(), metadata=MOVE)
    stages: tuple[str, ...] = field(default=(), metadata=STAGE)
    manners: tuple[str, ...] = field(
        default=(), metadata={"one_of": MANNERS, "what": "manner of speech"}
    )
    when: tuple[Condition, ...] = ()
    asks: str = ""
    """Id of the question that the line ends with."""
    echo: Literal["", "feeling", "judgement", "absolute", "label"] = ""
    """What ``{echo}`` must be: a feeling the user named, a verdict on themselves
    ("ugly"), a "never" or "always", or a word that the user put on the partner
    ("you're so cold")."""
    alone: bool = False
    """Said without another segment beside it."""
    bare: bool = False
    """A way on that is not said beside a content: "How do you mean?"."""
    asked: bool = False
    """Only makes sense when the user asked (it begins with a yes or a no)."""


@dataclass(frozen=True, slots=True)
class Persona:
    """Who the partner is; every text is told to the author of lines, not shown."""

    name: str
    pronouns: str
    """Subject/object, such as "she/her" or "they/them"."""
    age: int = field(metadata={"range": (25, 99)})
    relationship: str
    """Who the partner is to the user: "husband", "girlfriend", "partner"."""
    history: str
    wants: str
    fears: str
    hidden_need: str
    boundaries: tuple[str, ...]
    manner: str
    """How the partner speaks, in words."""
    manners: tuple[str, ...] = field(
        metadata={"one_of": MANNERS, "what": "manner of speech"}
    )
    voice: str
    body: str
    levels: Levels = field(default_factory=Levels)
    sensitivities: dict[str, float] = field(
        default_factory=dict,
        metadata={"keys": SKILL_IDS, "what": "skill", "range": (0.0, 3.0)},
    )
    """Skill id to a factor on the appraisal table; 1 when left out."""
    rules: tuple[Rule, ...] = ()
    """What this partner never does, or not before something has happened."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the talk; the furthest stage whose `when` holds is entered."""

    id: str = field(metadata=STAGE)
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """Something true of the partner that may be told."""

    id: str
    topic: str
    """In a few words, for logs and panels: "sleep and work"."""
    wordings: tuple[str, ...]
    """Ways in which a user asks for it or mentions it."""
    tell: tuple[Line, ...]
    """Each tells it on its own, asked or not."""
    more: tuple[Line, ...] = ()
    """What follows when the user asks on."""
    hold: tuple[Line, ...] = ()
    """Said when asked before `when` holds: a hint, a wince, a not-yet."""
    keywords: tuple[str, ...] = ()
    """Words that name it; each lifts the match."""
    when: tuple[Condition, ...] = ()
    hidden: bool = False
    volunteer: bool = True
    """May come unasked when the partner opens up; earlier facts come first."""
    contradicts: tuple[str, ...] = ()
    """Line or fact ids that must not be said once this is told, and the reverse."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that the user may say, with what the partner says to it."""

    id: str
    topic: str
    wordings: tuple[str, ...]
    reply: tuple[Line, ...]
    more: tuple[Line, ...] = ()
    keywords: tuple[str, ...] = ()
    kind: Literal["topic", "worry", "boundary"] = "topic"
    when: tuple[Condition, ...] = ()
    """When it can be meant at all; "glad you told me" needs something told."""
    hears: tuple[str, ...] = field(
        default=(), metadata={"one_of": TRIGGERS, "what": "act or skill"}
    )
    """Acts and skills that the replies themselves react to, so nothing is said to
    the same thing twice in one reply."""


@dataclass(frozen=True, slots=True)
class RequestStance:
    """The first stance whose `when` holds is taken."""

    stance: Stance
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """Something that the user may ask for."""

    id: str
    topic: str
    wordings: tuple[str, ...]
    stances: tuple[RequestStance, ...]
    no: tuple[Line, ...]
    again: tuple[Line, ...]
    """The same no, asked again; a no stays a no."""
    yes: tuple[Line, ...] = ()
    yes_but: tuple[Line, ...] = ()
    not_now: tuple[Line, ...] = ()
    more: tuple[Line, ...] = ()
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the partner asks; lines name it in `asks`."""

    id: str
    reply: tuple[Line, ...]
    """Said to any answer that is no plain yes or no."""
    yes: tuple[Line, ...] = ()
    no: tuple[Line, ...] = ()
    keywords: tuple[str, ...] = ()
    """If given, one of these words must stand in an answer that gets a `reply`."""


@dataclass(frozen=True, slots=True)
class Ending:
    """One way in which it may end."""

    id: str
    title: str
    last: tuple[Line, ...]
    """The partner's last words; one is said."""
    epilogue: str
    """A plain sentence to the user after the scene."""
    warmth: float = field(metadata={"range": (0.0, 1.0)})
    """0 a rupture, 1 closer than before; for plots and tests, never a score."""
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """One rehearsal, checked on load."""

    id: str
    title: str
    summary: str
    difficulty: int = field(metadata={"range": (1, 3)})
    """1 gentle, 2 steady, 3 steep."""
    room: str
    minutes: int
    content_notes: tuple[str, ...]
    contraindications: tuple[str, ...]
    """When not to rehearse this one, in plain words to the user."""
    why_hard: str
    why_hard_source: str
    goals: tuple[str, ...] = field(metadata=SKILL)
    """Skills suggested as goals."""
    briefing: str
    """The user's situation, to "you", neutral about the user's gender."""
    opening: tuple[str, ...]
    """First lines; one is said, by seed."""
    persona: Persona
    stages: tuple[Stage, ...]
    facts: tuple[Fact, ...]
    topics: tuple[Topic, ...]
    requests: tuple[Request, ...]
    questions: tuple[Question, ...]
    lines: tuple[Line, ...]
    endings: tuple[Ending, ...]
    opening_mood: str = field(default="nervous", metadata=MOOD)
    opening_asks: str = ""
    """Id of the question that the opening asks."""
    without: tuple[str, ...] = ()
    """Ids of groups in ``assets/banks`` whose lines are wrong for this partner."""
    slots: dict[str, str] = field(default_factory=dict)
    """Own slots and their defaults, such as ``together = "six years"``."""
    content: tuple[str, ...] = field(
        default=(), metadata={"one_of": CONTENT, "what": "kind of content"}
    )
    """What a user who has ruled it out does not want to meet."""
    is_with_partner: bool = True
    """Whether it rehearses a talk with the user's own partner. Such a talk is not
    offered to somebody who is afraid of theirs."""
    audit: Audit = field(default_factory=Audit)
    """For `benchmarks.content_audit`; never shown."""

    @cached_property
    def every_line(self) -> tuple[Line, ...]:
        """All lines with their ids, kinds and roles filled in; no last words."""
        return tuple(_place_lines(self))

    @cached_property
    def facts_by_id(self) -> dict[str, Fact]:
        """Facts by id."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def requests_by_id(self) -> dict[str, Request]:
        """Requests by id."""
        return {request.id: request for request in self.requests}


def _place_lines(scenario: Scenario) -> Iterator[Line]:
    nested: tuple[tuple[Any, tuple[Role, ...]], ...] = (
        (scenario.facts, ("tell", "more", "hold")),
        (scenario.topics, ("reply", "more")),
        (scenario.requests, ("yes", "yes_but", "not_now", "no", "again", "more")),
        (scenario.questions, ("reply", "yes", "no")),
    )
    for owners, roles in nested:
        for owner in owners:
            for role in roles:
                for index, line in enumerate(getattr(owner, role), 1):
                    yield placed(line, f"{owner.id}.{role}.{index}", owner.id, role)
    for index, line in enumerate(scenario.lines, 1):
        yield placed(line, f"line.{index}", line.about, line.role)


def placed(line: Line, line_id: str, about: str, role: Role) -> Line:
    """`line` with the id, subject and role that its place gives it."""
    return replace(line, id=line.id or line_id, about=about, role=role)
