"""Checks of a scenario's writing; each returns what is wrong, so a failure names it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from dialogue.messages import MOODS
from dialogue.partner.banks import CLUSTERS
from dialogue.scenario import Line, Scenario

_LONGEST = 34
"""Words in one line; about 14 seconds at 150 words a minute."""
_SENTENCES = 5
"""Spoken fragments such as "Okay." count as sentences here."""
_LEAST_WORDINGS = 6

_EXPLICIT = (
    "penis vagina vulva clitoris anus anal oral orgasm climax penetration erection "
    "genital thrust naked horny fuck shit cunt cock pussy dick breasts nipple"
)
_CLINICAL = (
    "boundaries validate validation process trauma trigger triggered communicate "
    "communication coping mechanism attachment dysfunction disorder therapy journey "
    "safe-space self-care vulnerable vulnerability intimacy libido arousal"
)
_ASSUMING = (
    "man woman boy girl husband wife boyfriend girlfriend he him his himself sir madam "
    "mister lady guy dude handsome beautiful pretty period pregnant womb prostate"
)
_ALLOWED = Path(__file__).parent / "allowed"
"""One optional file per scenario, SCENARIO.toml: ``words`` that its subject needs
("period" in menopause), ``phrases`` that are fine, ``others``: who a "he" may be."""


def texts(scenario: Scenario) -> list[str]:
    """All that the partner may say."""
    last = [line.text for ending in scenario.endings for line in ending.last]
    return [*scenario.opening, *(line.text for line in scenario.every_line), *last]


def too_long(scenario: Scenario) -> list[str]:
    """Lines that are too long to be said in one breath or two."""
    return [
        text
        for text in texts(scenario)
        if len(text.split()) > _LONGEST
        or len(re.findall(r"[.!?…]+(?:\s|$)", text)) > _SENTENCES
    ]


def unfit(scenario: Scenario) -> list[tuple[str, str]]:
    """Lines with a word that does not belong there."""
    file = _ALLOWED / f"{scenario.id}.toml"
    allowed: dict[str, list[str]] = (
        tomllib.loads(file.read_text("utf-8")) if file.exists() else {}
    )
    words = "|".join([*_EXPLICIT.split(), *_CLINICAL.split(), *_ASSUMING.split()])
    pattern = re.compile(rf"\b(?:{words})\b", re.I)
    found = []
    for text in texts(scenario):
        plain = text
        for slot, word in scenario.slots.items():
            plain = plain.replace("{" + slot + "}", word)
        for phrase in allowed.get("phrases", []):
            plain = plain.replace(phrase, "")
        hits = {hit.lower() for hit in pattern.findall(plain)}
        hits -= set(allowed.get("words", []))
        if any(re.search(rf"\b{name}\b", plain) for name in allowed.get("others", [])):
            hits -= {"he", "him", "his", "himself", "boy", "girl", "man", "woman"}
        found += [(hit, text) for hit in sorted(hits)]
    return found


def unanswered(scenario: Scenario) -> list[tuple[str, str, str]]:
    """Subjects with no line for a mood cluster: (id, role, cluster)."""
    gaps = []
    for role, group in (
        ("tell", scenario.facts),
        ("reply", scenario.topics),
        ("no", scenario.requests),
        ("again", scenario.requests),
        ("reply", scenario.questions),
    ):
        for item in group:
            lines: tuple[Line, ...] = getattr(item, role)
            for cluster, moods in CLUSTERS.items():
                if not any(set(line.moods or MOODS) & set(moods) for line in lines):
                    gaps.append((item.id, role, cluster))
    return gaps


def thinly_worded(scenario: Scenario) -> list[str]:
    """Subjects that a user must word in one of too few ways."""
    worded = [(item.id, item.wordings) for item in scenario.facts]
    worded += [(item.id, item.wordings) for item in scenario.topics]
    worded += [(item.id, item.wordings) for item in scenario.requests]
    return [name for name, wordings in worded if len(wordings) < _LEAST_WORDINGS]
