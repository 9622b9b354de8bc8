"""One better wording for a line that cost something, about what the user spoke of.

The rules are data (``assets/rubrics/rewordings.toml``): they find the piece of the
user's sentence worth keeping and put it into a sentence that asks, owns or makes
room. What would come out harsh or broken is not used; the next rule is tried.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from assets import folder
from sim.session.debrief_grammar import SHAPES, sentence, turned

_UNKIND = re.compile(
    r"(?:to )?(?:be |get )?(?:forc|push|hurt|hit|pressur|threat|rush|blam|leav|left|"
    r"wrong|shout|yell|cheat|l(?:ie|ied|ying)\b|abus|rap|rough|slap|grab)\w*",
    re.IGNORECASE,
)
"""What nobody is helped to ask for: "you never force me" must not become a wish."""
_MOST_SLOT_WORDS = 14
_QUOTABLE_WORDS = range(4, 13)
_SLOT = re.compile(r"\{(\w+)\}")
_SENTENCE = re.compile(r"[^.!?…]*[.!?…]*\s*")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "`": "'"})
_EMPTY = re.compile(r"^(?:this|that|it|so|do|be|me|you|there|what|too|a|the)?$", re.I)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Said:
    """A line with what stands around it."""

    text: str
    heard: str = ""
    """What the partner had said before it."""
    evidence: tuple[Span, ...] = ()
    """Where the harmful skill shows."""
    kept: tuple[Span, ...] = ()
    """Where something constructive shows that may stay."""
    session: tuple[str, ...] = ()
    """All lines of the user in the session, for their own word for a feeling."""
    about: str = ""
    """What the scenario is about, in any words that name its subject."""


@dataclass(frozen=True, slots=True)
class Rewording:
    """A wording to try, and what it changes."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class _Rule:
    match: re.Pattern[str] | None
    after: re.Pattern[str] | None
    say: tuple[str, ...]
    take: dict[str, str] = field(default_factory=dict)
    needs: dict[str, re.Pattern[str]] = field(default_factory=dict)
    refuses: dict[str, re.Pattern[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Skill:
    why: str
    feeling: str
    allows: re.Pattern[str] | None
    rules: tuple[_Rule, ...]


class Rewordings:
    """The rules, read once."""

    def __init__(self, data: dict[str, Any]) -> None:
        """Read the rules from TOML `data`.

        Raises:
            KeyError: a skill's entry is incomplete.
            re.error: a pattern is wrong.
        """
        self._harsh = _pattern(data["harsh"])
        self._topics = [
            (_pattern(row["match"]), row["phrase"], row.get("wish", False))
            for row in data["topics"]
        ]
        self._traits = [
            (_pattern(rf"\b(?:{row['match']})"), row["feel"], row["hope"])
            for row in data["traits"]
        ]
        words = "|".join(data["feelings"]["words"])
        self._feeling = _pattern(data["feelings"]["told"].replace("WORDS", words))
        self._back = {who: _pattern(text) for who, text in data["back"].items()}
        self._missing = frozenset(data["feelings"]["missing"])
        self._heard = [(_pattern(row["match"]), row["say"]) for row in data["heard"]]
        self._skills = {
            name: _skill(data["skills"][body.get("same_as", name)])
            for name, body in data["skills"].items()
        }

    @property
    def skills(self) -> frozenset[str]:
        """Skills and events that there are rules for."""
        return frozenset(self._skills)

    def reword(
        self, skill: str, said: Said, partner: str, used: Iterable[str] = ()
    ) -> Rewording | None:
        """A better wording of `said`, none when there are no rules for `skill`.

        `used` are wordings of the same debrief; another is taken where there is one.
        """
        if skill not in self._skills:
            return None
        entry = self._skills[skill]
        line = _plain(said.text)
        bad, before = _split(line, said)
        found = list(self._wordings(entry, bad, line, said))
        fresh = [one for one in found if not any(one in former for former in used)]
        if not found:
            return None
        best = (fresh or found)[0]
        kept = before if not ("feel" in before.lower() and "feel" in best) else ""
        return Rewording(sentence(f"{kept} {best}"), entry.why.format(partner=partner))

    def topic(self, *texts: str) -> tuple[str, str]:
        """What `texts` are about and, where one can miss it, the same as a wish."""
        for text in texts:
            for pattern, phrase, is_wish in self._topics:
                if pattern.search(_plain(text)):
                    return phrase, phrase if is_wish else ""
        return "", ""

    def _wordings(
        self, entry: _Skill, bad: str, line: str, said: Said
    ) -> Iterator[str]:
        common = self._common(entry, bad, line, said)
        for rule in entry.rules:
            slots = self._slots(entry, rule, bad)
            is_apt = rule.after is None or rule.after.search(_plain(said.heard))
            if slots is None or not is_apt:
                continue
            for say in rule.say:
                filled = _fill(say, {**common, **slots})
                if filled:
                    yield filled

    def _common(self, entry: _Skill, bad: str, line: str, said: Said) -> dict[str, str]:
        topic, wish = self.topic(bad, line, said.heard, said.about)
        texts = " . ".join((line, *map(_plain, said.session)))
        own = [hit["word"].lower() for hit in self._feeling.finditer(texts)]
        feeling = own[0] if own else entry.feeling
        traits = (row for row in self._traits if row[0].search(bad))
        _, feel, hope = next(traits, (None, "", ""))
        return {
            "topic": topic,
            "wish": wish,
            "feeling": feeling,
            "heard": self._hear(said.heard),
            "echo": self._say_back(said.heard, "you"),
            "charge": self._say_back(said.heard, "I"),
            "quote": _quotable(said.heard),
            "alone": next((one for one in own if one in self._missing), "lonely"),
            "feel": feel,
            "hope": hope,
        }

    def _say_back(self, heard: str, subject: str) -> str:
        """What the partner said about themselves, or about the user ("I")."""
        every = list(_sentences(_plain(heard)))
        # A complaint begins with its point; what people say of themselves ends with it.
        for one in every if subject == "I" else reversed(every):
            back = turned(one)
            if (
                re.match(rf"{subject}\b", back)
                and self._back[subject].search(back)
                and not self._back["not"].search(back)
            ):
                return back
        return ""

    def _hear(self, heard: str) -> str:
        """What the partner last said of themselves, as a clause to them."""
        for one in reversed(list(_sentences(_plain(heard)))):
            for pattern, say in self._heard:
                if hit := pattern.search(one):
                    return _fill(
                        say, {k: v.lower() for k, v in hit.groupdict().items()}
                    )
        return ""

    def _slots(self, entry: _Skill, rule: _Rule, bad: str) -> dict[str, str] | None:
        if rule.match is None:
            return {}
        hit = rule.match.search(bad)
        if hit is None:
            return None
        slots = {}
        for name, words in hit.groupdict().items():
            shape = SHAPES[rule.take.get(name, "clause")]
            slots[name] = shape(words or "")
            if not self._is_usable(entry, rule, name, slots[name]):
                return None
        return slots

    def _is_usable(self, entry: _Skill, rule: _Rule, name: str, words: str) -> bool:
        mild = entry.allows.sub("", words) if entry.allows else words
        return not (
            _EMPTY.match(words)
            or len(words.split()) > _MOST_SLOT_WORDS
            or self._harsh.search(mild)
            or (name in rule.needs and not rule.needs[name].search(words))
            or (_is_about_never(rule) and _UNKIND.match(words))
            or (name in rule.refuses and rule.refuses[name].search(words))
        )


def _is_about_never(rule: _Rule) -> bool:
    return rule.match is not None and "never" in rule.match.pattern


@functools.cache
def rewordings() -> Rewordings:
    """The rules that come with the program."""
    path = folder("rubrics") / "rewordings.toml"
    return Rewordings(tomllib.loads(path.read_text("utf-8")))


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.I)


def _skill(body: dict[str, Any]) -> _Skill:
    allows = body.get("allows")
    return _Skill(
        body["why"],
        body["feeling"],
        _pattern(allows) if allows else None,
        tuple(
            _Rule(
                _pattern(row["match"]) if "match" in row else None,
                _pattern(row["after"]) if "after" in row else None,
                tuple(row["say"]),
                row.get("take", {}),
                {name: _pattern(text) for name, text in row.get("needs", {}).items()},
                {name: _pattern(text) for name, text in row.get("refuses", {}).items()},
            )
            for row in body["rules"]
        ),
    )


def _plain(text: str) -> str:
    return text.translate(_QUOTES)


def _sentences(text: str) -> Iterator[str]:
    return (hit[0].strip() for hit in _SENTENCE.finditer(text) if hit[0].strip())


def _quotable(heard: str) -> str:
    """A short statement of the partner's that can be quoted as it stands."""
    for one in reversed(list(_sentences(_plain(heard)))):
        if len(one.split()) in _QUOTABLE_WORDS and one.endswith((".", "…")):
            return one.rstrip(".…")
    return ""


def _fill(say: str, slots: dict[str, str]) -> str:
    """`say` with its slots, or nothing when one of them is empty."""
    names = _SLOT.findall(say)
    if not all(slots.get(name) for name in names):
        return ""
    return _SLOT.sub(lambda hit: slots[hit[1]], say)


def _split(line: str, said: Said) -> tuple[str, str]:
    """The sentences that cost, and one good sentence before them that may stay."""
    bad: list[str] = []
    before = ""
    for hit in _SENTENCE.finditer(line):
        start, end = hit.span()
        if not hit[0].strip():
            continue
        if _overlaps(said.evidence, start, end):
            bad.append(hit[0].strip())
        elif not bad and _overlaps(said.kept, start, end):
            before = hit[0].strip()
    return (" ".join(bad), before) if bad else (line.strip(), "")


def _overlaps(spans: tuple[Span, ...], start: int, end: int) -> bool:
    return any(low < end and start < high for low, high in spans)
