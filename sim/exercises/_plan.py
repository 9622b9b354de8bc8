"""A plan for an unhurried hour: its parts, and what a rehearsed talk says of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, Final

from assets import folder
from dialogue.scenario import Scenario
from dialogue.strict import read
from sim.session.events import Event

FIELDS: Final = ("time", "place", "inside", "outside", "stop", "after")
"""Parts of a plan, in the order in which they are asked for."""
LONGEST: Final = 200
"""Characters of one part; the rest of a longer answer would not fit the page."""

_ABOUT: Final[Mapping[str, tuple[str, ...]]] = {
    "time": ("weekend", "how_long", "own_time", "best_time"),
    "place": ("other_room", "in_bedroom", "best_place"),
    "inside": ("own_wish", "parts_in", "clothed", "q_your_in"),
    "outside": ("own_limit", "no_sex", "q_your_out"),
    "stop": ("stop_word", "q_what_word"),
    "after": ("debrief", "q_when_after"),
}
"""Which subjects of the talk speak of which part."""
_CUES: Final[Mapping[str, str]] = {
    "time": r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekend|morning|afternoon|"
    r"evening|noon|o'?clock|minutes?|hours?|at (?:one|two|three|four|five|six|\d)",
    "place": r"room|rug|sofa|couch|bed|floor|here|upstairs|home|garden|hotel|kitchen",
    "inside": r"hands?|arms?|shoulders?|back|hair|head|face|feet|hugs?|hold|held|"
    r"lie|clothes|dressed|massage",
    "outside": r"\bnot?\b|out\b|without|don't|never|nothing|leave",
    "after": r"talk|after|breakfast|next (?:day|morning)|monday|later|walk",
}
_WORD: Final = re.compile(
    r"[“\"‘](?P<a>[\w -]{2,20})[”\"’]"
    r"|\bthe word (?:is |could be |)(?P<b>\w+)"
    r"|\b(?:say|use|take|about|call it) (?P<c>\w+)(?= (?:means|to stop)|[?.!]*$)"
    r"|\b(?P<d>\w+) means stop"
    r"|\bword is (?P<e>\w+)",
    re.I,
)
_FRAME: Final = re.compile(
    r"^(?:(?:and|so|okay|yes|then|maybe|well),? )*"
    r"(?:how about|what about|for me|i was thinking|i'd (?:like|prefer|love)(?: to)?"
    r"(?: do it| talk about it)?|(?:can|could|shall|should|may) (?:we|i|it be) ?(?:say|"
    r"do it|talk about it|take|touch|keep)?|let's(?: say| do it| talk about it)?|"
    r"i suggest|i want(?: to)?)\s+"
    r"|(?: to be in| would be (?:good|nice)| maybe| please)?[?.!]*$",
    re.I,
)
"""What makes a question or a wish of a few words that stand on a plan by themselves."""
_FEW: Final = 2
"""So short an answer to "what would your word be?" is the word."""
_NO_WORD: Final = frozenset(
    {"it", "that", "the", "a", "for", "is", "this", "and", "to"}
)


@dataclass(frozen=True, slots=True)
class PlanWords:
    """What stands on the page beside the user's own words."""

    title: str
    lead: str
    open: str
    theirs: str
    rules_title: str
    rules: tuple[str, ...]
    made: str
    fields: dict[str, str]


@cache
def plan_words() -> PlanWords:
    """The words of ``assets/plan``, read once.

    Raises:
        DataError: the file is wrong.
    """
    text = (folder("plan") / "plan.toml").read_text("utf-8")
    return read(PlanWords, tomllib.loads(text), "plan.toml")


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan; an empty part is still open."""

    time: str = ""
    place: str = ""
    inside: str = ""
    outside: str = ""
    stop: str = ""
    after: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(getattr(self, name) for name in FIELDS)

    def rows(self) -> Iterator[tuple[str, str]]:
        """Name and words of each part, in order; open ones say so."""
        words = plan_words()
        for name in FIELDS:
            yield words.fields[name], getattr(self, name) or words.open


def drawn(log: Sequence[Event], told: Scenario) -> dict[str, str]:
    """What the user said in a rehearsed talk, by part of the plan.

    Only the user's own words count, and nothing that the partner said no to: the plan
    goes to somebody else, who has limits of their own.
    """
    found: dict[str, list[str]] = {}
    for words, about in _turns(log, told):
        for name, subjects in _ABOUT.items():
            if set(subjects) & set(about) and (piece := _piece(name, words)):
                found.setdefault(name, []).append(piece)
    joined = {
        # what is in and out adds up; of a time or a word the last one holds
        name: "; ".join(dict.fromkeys(pieces))
        if name in ("inside", "outside")
        else pieces[-1]
        for name, pieces in found.items()
    }
    return {name: words[:LONGEST] for name, words in joined.items()}


def _turns(log: Sequence[Event], told: Scenario) -> Iterator[tuple[str, set[str]]]:
    """Each line of the user with what it is about, as far as it was not refused."""
    lines = {line.id: line for line in told.every_line}
    asked = ""
    refusals = {"no", "again", "not_now"}
    spoken = [e for e in log if e["event"] in ("utterance", "move", "reply")]
    said, about = "", set[str]()
    for event, following in pairwise([*spoken, {"event": ""}]):
        if event["event"] == "utterance":
            said = str(event.get("text", ""))
        elif event["event"] == "move":
            about = _subjects(event)
            if asked:
                about.add(asked)
        elif said and following["event"] != "reply":
            used = [
                lines[p["line_id"]] for p in _pieces(event) if p["line_id"] in lines
            ]
            refused = {line.about for line in used if line.role in refusals}
            if not refused:
                yield said, about
            asked = next((line.asks for line in reversed(used) if line.asks), "")
            said = ""


def _subjects(move: Event) -> set[str]:
    analysis: dict[str, Any] = move.get("analysis") or {}
    return set(tuple(analysis.get("topics", ()))[:2])


def _pieces(reply: Event) -> list[dict[str, Any]]:
    return [dict(one) for one in reply.get("segments", ())]


def _piece(name: str, words: str) -> str:
    """The sentences of `words` that speak of the part `name`; "" for none."""
    if name == "stop":
        return _stop_word(words)
    cue = re.compile(rf"(?:{_CUES[name]})", re.I)
    sentences = [
        one.strip() for one in re.split(r"(?<=[.!?])\s+", words) if cue.search(one)
    ]
    if name == "outside":  # a limit stands as it was said
        return " ".join(sentences)
    return " ".join(filter(None, map(_bare, sentences)))


def _bare(sentence: str) -> str:
    """`sentence` without what made it a question: "Sunday at three"."""
    bare = _FRAME.sub("", sentence).strip(" ,")
    return bare[:1].upper() + bare[1:]


def _stop_word(words: str) -> str:
    """The word that was named; "" for talk about a word without one."""
    if len(words.split()) <= _FEW:
        return words.strip(" .!?")
    found = _WORD.search(words)
    word = next(filter(None, found.groups()), "") if found else ""
    return "" if word.lower() in _NO_WORD else word
