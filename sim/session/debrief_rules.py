"""The rules that reword a line, as data, and what they are tried on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_NO = re.compile(
    r"\b(?:not (?:tonight|now|yet|today|ready|in the mood)|(?:still|it's|a) no\b|"
    r"said no|too tired|rather not|I (?:really )?(?:don't want|can't|won't)|"
    r"don't push)",
    re.IGNORECASE,
)
"""A no in the partner's words, where the log does not say that there was one."""
_SENTENCE = re.compile(r"[^.!?…]*[.!?…]*\s*")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "`": "'"})

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
    refused: bool | None = None
    """Whether the partner had just said no; None where only `heard` can tell."""
    session: tuple[str, ...] = ()
    """All lines of the user in the session, for their own word for a feeling."""
    about: str = ""
    """What the scenario is about, in any words that name its subject."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to reword, and when it fits."""

    match: re.Pattern[str] | None
    after: re.Pattern[str] | None
    refused: bool | None
    """True: only after a no. False: only where there was none."""
    say: tuple[str, ...]
    why: str = ""
    """In place of the skill's own."""
    take: dict[str, str] = field(default_factory=dict)
    needs: dict[str, re.Pattern[str]] = field(default_factory=dict)
    refuses: dict[str, re.Pattern[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Skill:
    """The rules of one skill or event."""

    why: str
    allows: re.Pattern[str] | None
    rules: tuple[Rule, ...]


def is_apt(rule: Rule, said: Said) -> bool:
    """Whether what was heard before lets the rule be used."""
    heard = plain(said.heard)
    if rule.after is not None and not rule.after.search(heard):
        return False
    if rule.refused is None:
        return True
    was_no = bool(_NO.search(heard)) if said.refused is None else said.refused
    return was_no == rule.refused


def is_about_never(rule: Rule) -> bool:
    """Whether it turns a "never" into a wish."""
    return rule.match is not None and "never" in rule.match.pattern


def compiled(text: str) -> re.Pattern[str]:
    """A pattern that does not look at case."""
    return re.compile(text, re.I)


def skill(body: dict[str, Any]) -> Skill:
    """The rules of one skill, from TOML."""
    allows = body.get("allows")
    return Skill(
        body["why"],
        compiled(allows) if allows else None,
        tuple(
            Rule(
                compiled(row["match"]) if "match" in row else None,
                compiled(row["after"]) if "after" in row else None,
                row.get("refused"),
                tuple(row["say"]),
                row.get("why", ""),
                row.get("take", {}),
                {name: compiled(text) for name, text in row.get("needs", {}).items()},
                {name: compiled(text) for name, text in row.get("refuses", {}).items()},
            )
            for row in body["rules"]
        ),
    )


def plain(text: str) -> str:
    """`text` with straight quotation marks."""
    return text.translate(_QUOTES)


def sentences(text: str) -> Iterator[str]:
    """The sentences of `text`."""
    return (hit[0].strip() for hit in _SENTENCE.finditer(text) if hit[0].strip())


def split(line: str, said: Said) -> tuple[str, str]:
    """The sentences that cost, and one good sentence before them that may stay."""
    bad: list[str] = []
    before = ""
    for hit in _SENTENCE.finditer(line):
        start, end = hit.span()
        if not hit[0].strip():
            continue
        if _overlaps(said.evidence, start, end):
            bad.append(hit[0].strip())
        elif (  # a question before the harm is part of it more often than not
            not bad
            and _overlaps(said.kept, start, end)
            and not hit[0].rstrip().endswith("?")
        ):
            before = hit[0].strip()
    return (" ".join(bad), before) if bad else (line.strip(), "")


def _overlaps(spans: tuple[Span, ...], start: int, end: int) -> bool:
    return any(low < end and start < high for low, high in spans)
