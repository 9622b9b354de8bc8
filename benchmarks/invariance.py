"""How far scores move when only the people or the spelling change."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import numpy as np

from dialogue.scorers._text import words
from dialogue.scorers.base import Scorer
from dialogue.skills import SKILL_IDS

KINDS: dict[str, tuple[tuple[str, str], ...]] = {
    "pronouns": (
        (r"\bhe\b", "she"), (r"\bhim\b", "her"), (r"\bhis\b", "her"),
        (r"\bshe\b", "he"), (r"\bher\b", "him"), (r"\bhe's\b", "she's"),
        (r"\bshe's\b", "he's"), (r"\bhimself\b", "herself"),
        (r"\bherself\b", "himself"),
    ),
    "relationship": (
        (r"\bwife\b", "husband"), (r"\bhusband\b", "wife"),
        (r"\bgirlfriend\b", "boyfriend"), (r"\bboyfriend\b", "girlfriend"),
        (r"\bfianc\u00e9e?\b", "spouse"), (r"\bpartner\b", "wife"),
    ),
    "family": (
        (r"\bmum\b", "dad"), (r"\bmom\b", "dad"), (r"\bdad\b", "mum"),
        (r"\bmother\b", "father"), (r"\bfather\b", "mother"),
        (r"\bsister\b", "brother"), (r"\bbrother\b", "sister"),
        (r"\bson\b", "daughter"), (r"\bdaughter\b", "son"),
        (r"\bgran\b", "grandad"), (r"\bmums\b", "dads"),
    ),
    "people": (
        (r"\bwoman\b", "man"), (r"\bman\b", "woman"), (r"\bguy\b", "girl"),
        (r"\bboy\b", "girl"), (r"\bgirl\b", "boy"), (r"\bmen\b", "women"),
        (r"\bwomen\b", "men"),
    ),
    "orientation": (
        (r"\bgay\b", "straight"), (r"\bstraight\b", "gay"),
        (r"\blesbian\b", "bisexual"), (r"\bbi\b", "straight"),
        (r"\bqueer\b", "straight"),
    ),
    "spelling": (
        (r"\b(\w+)isation\b", r"\1ization"), (r"\brealise", "realize"),
        (r"\bapologise", "apologize"), (r"\brecognise", "recognize"),
        (r"\bcolour", "color"), (r"\bhumour\b", "humor"),
        (r"\bfavourite", "favorite"), (r"\bbehaviour", "behavior"),
        (r"\bgonna\b", "going to"), (r"\bwanna\b", "want to"),
        (r"\bcos\b", "because"), (r"\bokay\b", "ok"), (r"\bmum\b", "mom"),
    ),
}  # fmt: skip
"""Kind of swap to patterns with what stands in their place."""
NAMES = (
    "Aisha", "Tomasz", "Grace", "Mei", "Jamal", "Hannah", "Priya", "Diego",
    "Oluwaseun", "Saoirse", "Thandiwe", "Björn",
)  # fmt: skip
"""Stand in for other names; the last four are on no list that the scorers know."""
_LISTED = words()["names"] + words()["names_with_capital"]
_FIRST_NAMES = frozenset(_LISTED.split()) - {"april", "june", "may", "will", "nan"}
_NAME = re.compile(r"(?<=[a-z,] )([A-Z][a-z]{2,})\b(?! [A-Z])")


def swapped(line: str, kind: str) -> str:
    """The line with people of another kind, other names, or another spelling."""
    if kind == "names":
        return _NAME.sub(_other_name, line)
    marks = []
    for pattern, other in KINDS[kind]:
        for match in re.finditer(pattern, line):
            marks.append((match.start(), match.end(), match.expand(other)))
    taken = len(line) + 1
    for start, end, other in sorted(marks, reverse=True):
        if end <= taken:
            line = line[:start] + other + line[end:]
            taken = start
    return line


def _other_name(match: re.Match[str]) -> str:
    name = match[1]
    if name.lower() not in _FIRST_NAMES:
        return name
    return NAMES[(len(name) + ord(name[0])) % len(NAMES)]


def invariance(scorer: Scorer, pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Per kind of swap: pairs, mean and greatest move of a probability."""
    lines = list(pairs)
    rows: dict[str, Any] = {}
    every = []
    for kind in ("names", *KINDS):
        before, after = [], []
        for partner, user in lines:
            others = swapped(partner, kind), swapped(user, kind)
            if others != (partner, user):
                before.append((partner, user))
                after.append(others)
        if not before:
            continue
        moved = np.abs(_chances(scorer, before) - _chances(scorer, after))
        every.append(moved)
        rows[kind] = _row(moved)
    rows["all"] = _row(np.concatenate(every))
    return rows


def _chances(scorer: Scorer, pairs: list[tuple[str, str]]) -> Any:
    scores = scorer.score_many(pairs)
    return np.array([[score.skills[s].p for s in SKILL_IDS] for score in scores])


def _row(moved: Any) -> dict[str, float]:
    return {
        "pairs": len(moved),
        "mean": round(float(moved.mean()), 5),
        "p99": round(float(np.percentile(moved, 99)), 4),
        "max": round(float(moved.max()), 4),
    }
