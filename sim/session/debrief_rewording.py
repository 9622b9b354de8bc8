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
from dataclasses import dataclass
from typing import Any

from assets import folder
from sim.session.debrief_grammar import SHAPES, sentence, turned
from sim.session.debrief_rules import (
    Rule,
    Said,
    Skill,
    compiled,
    is_about_never,
    is_apt,
    plain,
    sentences,
    skill,
    split,
)

_UNKIND = re.compile(
    r"(?:to )?(?:be |get )?(?:forc|push|hurt|hit|pressur|threat|rush|blam|leav|left|"
    r"wrong|shout|yell|cheat|l(?:ie|ied|ying)\b|abus|rap|rough|slap|grab)\w*",
    re.IGNORECASE,
)
"""What nobody is helped to ask for: "you never force me" must not become a wish."""
BLANK = "___"
"""Stands for a feeling that the user has not named."""
_MOST_SLOT_WORDS = 14
_QUOTABLE_WORDS = range(4, 13)
_SLOT = re.compile(r"\{(\w+)\}")
_EMPTY = re.compile(r"^(?:this|that|it|so|do|be|me|you|there|what|too|a|the)?$", re.I)


@dataclass(frozen=True, slots=True)
class Rewording:
    """A wording to try, and what it changes."""

    text: str
    why: str


class Rewordings:
    """The rules, read once."""

    def __init__(self, data: dict[str, Any]) -> None:
        """Read the rules from TOML `data`.

        Raises:
            KeyError: a skill's entry is incomplete.
            re.error: a pattern is wrong.
        """
        self._harsh = compiled(data["harsh"])
        self._topics = [
            (compiled(row["match"]), row["phrase"], row.get("wish", False))
            for row in data["topics"]
        ]
        self._traits = [
            (compiled(rf"\b(?:{row['match']})"), row["hope"]) for row in data["traits"]
        ]
        words = "|".join(data["feelings"]["words"])
        self._feeling = compiled(data["feelings"]["told"].replace("WORDS", words))
        self._back = {who: compiled(text) for who, text in data["back"].items()}
        self._missing = frozenset(data["feelings"]["missing"])
        self._heard = [
            (compiled(row["match"]), row["say"], row.get("bare", False))
            for row in data["heard"]
        ]
        self._skills = {
            name: skill(data["skills"][body.get("same_as", name)])
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
        line = plain(said.text)
        bad, before = split(line, said)
        found = list(self._wordings(entry, bad, line, said))
        fresh = [one for one in found if not any(one[0] in former for former in used)]
        if not found:
            return None
        best, rule_why = (fresh or found)[0]
        kept = before if not ("feel" in before.lower() and "feel" in best) else ""
        why = (rule_why or entry.why).format(partner=partner)
        if BLANK in best:
            why += " The blank is for your own word."
        return Rewording(sentence(f"{kept} {best}"), why)

    def topic(self, *texts: str) -> tuple[str, str]:
        """What `texts` are about and, where one can miss it, the same as a wish."""
        for text in texts:
            for pattern, phrase, is_wish in self._topics:
                if pattern.search(plain(text)):
                    return phrase, phrase if is_wish else ""
        return "", ""

    def _wordings(
        self, entry: Skill, bad: str, line: str, said: Said
    ) -> Iterator[tuple[str, str]]:
        common = self._common(entry, bad, line, said)
        for rule in entry.rules:
            slots = self._slots(entry, rule, bad)
            if slots is None or not is_apt(rule, said):
                continue
            for say in rule.say:
                filled = _fill(say, {**common, **slots})
                if filled:
                    yield filled, rule.why

    def _common(self, entry: Skill, bad: str, line: str, said: Said) -> dict[str, str]:
        topic, wish = self.topic(bad, line, said.heard, said.about)
        texts = " . ".join((line, *map(plain, said.session)))
        own = [hit["word"].lower() for hit in self._feeling.finditer(texts)]
        hopes = (hope for pattern, hope in self._traits if pattern.search(bad))
        return {
            "topic": topic,
            "wish": wish,
            "own": own[0] if own else "",
            "feeling": own[0] if own else BLANK,
            "heard": self._hear(said.heard, texts),
            "echo": self._say_back(said.heard, "you"),
            "charge": self._say_back(said.heard, "I"),
            "quote": self._quotable(said.heard),
            "alone": next((one for one in own if one in self._missing), BLANK),
            "hope": next(hopes, ""),
        }

    def _say_back(self, heard: str, subject: str) -> str:
        """What the partner said about themselves, or about the user ("I")."""
        every = list(sentences(plain(heard)))
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

    def _hear(self, heard: str, own: str) -> str:
        """What the partner last said of themselves, as a clause to them.

        A bare word such as "Ashamed." is passed over where it is one of the user's
        `own`: then the partner says it back.
        """
        for one in reversed(list(sentences(plain(heard)))):
            for pattern, say, is_bare in self._heard:
                hit = pattern.search(one)
                if hit and not (is_bare and hit["w"].lower() in own.lower()):
                    return _fill(
                        say, {k: v.lower() for k, v in hit.groupdict().items()}
                    )
        return ""

    def _quotable(self, heard: str) -> str:
        """A short statement of the partner about themselves, fit to be quoted."""
        for one in reversed(list(sentences(plain(heard)))):
            is_short = len(one.split()) in _QUOTABLE_WORDS and one.endswith((".", "…"))
            about = turned(one)
            if (
                is_short
                and self._back["you"].search(about)
                and not self._back["not"].search(about)
            ):
                return one.rstrip(".…")
        return ""

    def _slots(self, entry: Skill, rule: Rule, bad: str) -> dict[str, str] | None:
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

    def _is_usable(self, entry: Skill, rule: Rule, name: str, words: str) -> bool:
        mild = entry.allows.sub("", words) if entry.allows else words
        return not (
            _EMPTY.match(words)
            or len(words.split()) > _MOST_SLOT_WORDS
            or self._harsh.search(mild)
            or (name in rule.needs and not rule.needs[name].search(words))
            or (is_about_never(rule) and _UNKIND.match(words))
            or (name in rule.refuses and rule.refuses[name].search(words))
        )


@functools.cache
def rewordings() -> Rewordings:
    """The rules that come with the program."""
    path = folder("rubrics") / "rewordings.toml"
    return Rewordings(tomllib.loads(path.read_text("utf-8")))


def _fill(say: str, slots: dict[str, str]) -> str:
    """`say` with its slots, or nothing when one of them is empty."""
    names = _SLOT.findall(say)
    if not all(slots.get(name) for name in names):
        return ""
    return _SLOT.sub(lambda hit: slots[hit[1]], say)
