"""The editor's form as data: its sections, its fields, and their words.

A field says where its text stands in the scenario's tables, so the same list makes the
page, reads what was sent, and names the place of a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from dialogue.messages import LEVELS, MOODS
from dialogue.scenario.loading import files
from dialogue.scenario.vocabulary import CONTENT, MANNERS
from dialogue.skills import SKILLS
from sim.clinic.web.editor_kinds import Block, Field, Key, Kind, Section
from sim.texts import text

_BODY: Final = re.compile(r'^body = "(\w+)"', re.M)
_VOICE: Final = re.compile(r'^voice = "(\w+)"', re.M)
_HEARD: Final = "One per row, as people really say it. Three or more; five is better."
_LINES: Final = "One line per row. A mood before it limits it: (angry) Not now."
_SHORT: Final[tuple[tuple[str, str, Kind, str], ...]] = (
    ("title", "Title", "short", ""),
    ("summary", "In two sentences", "long", "For the list that the client sees."),
    (
        "briefing",
        "The situation",
        "long",
        "To “you”. Write {partner} for the name, {partner_they} and {partner_them} "
        "for the pronouns. Leave the user's gender open.",
    ),
    ("opening", "First words", "rows", "One per row; one of them is said."),
)
_PARTNER: Final[tuple[tuple[str, str, Kind, str], ...]] = (
    ("name", "Name", "short", ""),
    ("pronouns", "Pronouns", "short", "Such as she/her or they/them."),
    ("age", "Age", "whole", "25 or more."),
    ("relationship", "Who they are to the user", "short", "Wife, boyfriend, partner…"),
    ("history", "What has been", "long", ""),
    ("wants", "What they want", "long", ""),
    ("fears", "What they fear", "long", ""),
    ("manner", "How they speak", "short", "In words, for whoever writes lines."),
)
_CARE: Final[tuple[tuple[str, str, Kind, str], ...]] = (
    ("content_notes", "Content notes", "rows", "What comes up, one per row."),
    (
        "contraindications",
        "When not to rehearse this",
        "rows",
        "To the client, in plain words, one per row.",
    ),
    ("why_hard", "Why this talk is hard", "long", "Shown before it begins."),
    ("why_hard_source", "Where that is from", "short", "Your own judgement is fine."),
)
_LEVEL_WORDS: Final = ("Feels safe", "Open", "Hurt", "Angry", "Trusts")


def sections(tables: Mapping[str, Any]) -> tuple[Section, ...]:
    """The whole form for these tables."""
    return (
        Section(
            "situation",
            "Situation",
            "What the client reads first, and how the talk begins.",
            (Block("", _situation()),),
        ),
        Section(
            "partner",
            "Partner",
            "Who sits opposite. Every partner is an adult with a will of their own.",
            (Block("", _partner()), Block("How they are at the start", _levels())),
        ),
        Section(
            "need",
            "Hidden need and boundaries",
            "What is not said at first, and what the partner will not do.",
            (Block("", _need()),),
        ),
        Section(
            "facts",
            "What the partner can tell",
            "One of these is the hidden need: it comes only when it is safe enough.",
            _group(tables, "facts", _fact),
            "facts",
        ),
        Section(
            "topics",
            "What the user may say",
            "What everybody says in such talks is answered already.",
            _group(tables, "topics", _topic),
            "topics",
        ),
        Section(
            "requests",
            "What the user may ask for",
            "A no stays a no, whoever asks again.",
            _group(tables, "requests", _request),
            "requests",
        ),
        Section(
            "questions",
            "What the partner asks",
            "A line below asks one of these; here is what follows on the answer.",
            (*_group(tables, "questions", _question), Block("Lines", (_LOOSE,))),
            "questions",
        ),
        Section(
            "endings",
            "How it may end",
            "The first that fits is taken; the last one always fits.",
            _group(tables, "endings", _ending),
            "endings",
        ),
        Section(
            "care",
            "Care",
            "What a client must know beforehand.",
            (Block("", _care()),),
        ),
    )


def fields(tables: Mapping[str, Any]) -> Iterator[Field]:
    """Every field of the form."""
    for section in sections(tables):
        for block in section.blocks:
            yield from block.fields


def _plain(
    words: tuple[tuple[str, str, Kind, str], ...], *under: str
) -> tuple[Field, ...]:
    return tuple(
        Field((*under, key), label, kind, hint) for key, label, kind, hint in words
    )


def _situation() -> tuple[Field, ...]:
    steep = (("1", "Gentle"), ("2", "Steady"), ("3", "Steep"))
    return (
        *_plain(_SHORT),
        Field(("opening_mood",), "Mood at the start", "one", "", _same(MOODS)),
        Field(("difficulty",), "How steep it is", "one", "", steep),
        Field(("minutes",), "Minutes it takes, about", "whole"),
        Field(("is_with_partner",), "It is a talk with the user's own partner", "tick"),
        Field(
            ("goals",),
            "Goals to suggest",
            "many",
            "",
            tuple((one.id, one.title) for one in SKILLS if one.kind == "constructive"),
        ),
        Field(
            ("slots",),
            "Facts that can be set for each client",
            "pairs",
            "One per row: together = six years. Use it as {together} in any text.",
        ),
    )


def _partner() -> tuple[Field, ...]:
    looks, voices = _bodies()
    return (
        *_plain(_PARTNER, "persona"),
        Field(("persona", "manners"), "Manner", "many", "", _same(MANNERS)),
        Field(("persona", "body"), "Looks like", "one", "", looks),
        Field(("persona", "voice"), "Sounds like", "one", "", voices),
    )


def _levels() -> tuple[Field, ...]:
    return tuple(
        Field(("persona", "levels", level), words, "part", "0 to 1")
        for level, words in zip(LEVELS, _LEVEL_WORDS, strict=True)
    )


def _need() -> tuple[Field, ...]:
    return (
        Field(("persona", "hidden_need"), "Hidden need", "long"),
        Field(("persona", "boundaries"), "Boundaries", "rows", "One per row."),
    )


def _care() -> tuple[Field, ...]:
    kinds = tuple((one, text(f"ceiling.{one}")) for one in CONTENT)
    hint = "A client who has ruled one of these out is not offered the talk."
    return (*_plain(_CARE), Field(("content",), "It is about", "many", hint, kinds))


_LOOSE: Final = Field(
    ("lines",),
    "Lines that belong to no subject",
    "lines",
    "One per row. One that ends with a question mark is asked after another line.",
)


def _fact(at: Key) -> tuple[Field, ...]:
    return (
        Field((*at, "topic"), "In a few words"),
        Field((*at, "wordings"), "The user asks for it like this", "rows", _HEARD),
        Field((*at, "tell"), "The partner tells it", "lines", _LINES),
        Field((*at, "more"), "If asked on", "lines"),
        Field((*at, "when"), "May be told", "gate"),
        Field((*at, "hold"), "Until then", "lines", "A hint, a wince, a not-yet."),
        Field((*at, "hidden"), "This is the hidden need", "tick"),
    )


def _topic(at: Key) -> tuple[Field, ...]:
    kinds = (("topic", "A subject"), ("worry", "A worry"), ("boundary", "A boundary"))
    return (
        Field((*at, "topic"), "In a few words"),
        Field((*at, "kind"), "What it is", "one", "", kinds),
        Field((*at, "wordings"), "The user says it like this", "rows", _HEARD),
        Field((*at, "reply"), "The partner answers", "lines", _LINES),
        Field((*at, "more"), "If it goes on", "lines"),
    )


def _request(at: Key) -> tuple[Field, ...]:
    return (
        Field((*at, "topic"), "In a few words"),
        Field((*at, "wordings"), "The user asks like this", "rows", _HEARD),
        Field((*at, "stances"), "The partner says", "stances"),
        Field((*at, "yes"), "Yes", "lines", _LINES),
        Field((*at, "yes_but"), "Yes, but", "lines"),
        Field((*at, "not_now"), "Not now", "lines"),
        Field((*at, "no"), "No", "lines", "Always needed: pressure brings a no."),
        Field((*at, "again"), "The same no, asked again", "lines"),
    )


def _question(at: Key) -> tuple[Field, ...]:
    return (
        Field((*at, "reply"), "After any answer", "lines", _LINES),
        Field((*at, "yes"), "After a yes", "lines"),
        Field((*at, "no"), "After a no", "lines"),
    )


def _ending(at: Key) -> tuple[Field, ...]:
    return (
        Field((*at, "title"), "Title"),
        Field((*at, "when"), "It fits", "gate"),
        Field((*at, "last"), "The partner's last words", "lines"),
        Field((*at, "epilogue"), "What the client reads after it", "long"),
        Field((*at, "warmth"), "How warm it is", "part", "0 apart, 1 closer"),
    )


def _group(tables: Mapping[str, Any], group: str, make: Any) -> tuple[Block, ...]:
    return tuple(
        Block(
            str(item.get("topic") or item.get("title") or item.get("id", "")),
            make((group, place)),
            group,
            place,
        )
        for place, item in enumerate(tables.get(group, ()))
    )


def _same(words: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((one, one.capitalize()) for one in words)


@cache
def _bodies() -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Bodies and voices that the program's own partners have."""
    # whole files take a second to parse, and two words of each are wanted
    texts = [path.read_text("utf-8") for path in files()]
    looks, voices = (
        tuple(sorted({word for one in texts for word in found.findall(one)}))
        for found in (_BODY, _VOICE)
    )
    return _same(looks), _same(voices)
