"""The user's own words that a reply may give back: feelings, absolutes, labels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dialogue.partner.banks import Ears

_CLAUSES = re.compile(r"[.,;!?]| but ")
_OWN = re.compile(r"\b(?:i|i'm|me|makes me|it's|felt|feeling|feels)\b")
_DENIED = re.compile(
    r"\b(?:not|isn't|wasn't) (?:that|because|about|saying|trying|meant|going)\b"
    r"|\b(?:don't|didn't|do not|did not) (?:mean|want|say)\b"
)
"""Before a feeling: "it's not that I'm unhappy", "I'm not saying it to hurt you"."""
_OTHERS = r"(?:i|i'm|i've|i'd|we|we're|we've|it|it's|he|she|they|me|my|this|that)"
"""Whoever stands between "you" and "always" is the one who always does it."""


def echoed(text: str, ears: Ears) -> tuple[tuple[str, ...], dict[str, str]]:
    """Families of the feelings that the user owns, and the words to give back.

    Returns:
        Families, most early first; ``feeling``, ``judgement``, ``absolute`` or
        ``label`` to the word.
    """
    lowered = text.lower().replace("’", "'")
    families, echoes = _feelings(lowered, ears)
    for word in ears.absolutes:
        between = rf"(?:(?!\b{_OTHERS}\b).){{0,20}}"
        if re.search(
            rf"\byou(?:'re|'ve)?\b{between}(?<!not )(?<!n't )\b{word}\b", lowered
        ):
            echoes.setdefault("absolute", word)
    labels = "|".join(map(re.escape, ears.labels))
    found = re.search(
        r"\byou(?:'re| are|r)?(?: being| just| so| such an?| really| a| an| always"
        rf"| acting)* ({labels})\b",
        lowered,
    )
    if found:
        echoes["label"] = found[1]
    return families, echoes


def _feelings(lowered: str, ears: Ears) -> tuple[tuple[str, ...], dict[str, str]]:
    echoes: dict[str, str] = {}
    families: list[str] = []
    for clause in _CLAUSES.split(lowered):
        if not _OWN.search(clause):
            continue
        for family, words in ears.feelings.items():
            for word in words:
                # "~" marks words that name a feeling but cannot be echoed.
                if not _named(word.lstrip("~"), clause):
                    continue
                families.append(family)
                if word in ears.judgements:
                    echoes.setdefault("judgement", word)
                elif not word.startswith("~"):
                    echoes.setdefault("feeling", word)
    return tuple(dict.fromkeys(families)), echoes


def _named(word: str, clause: str) -> bool:
    """Whether the user names `word` as their own feeling.

    Not negated, not the partner's, and not said of something else ("a tired yes").
    """
    own = (
        r"\b(?:i|i'm|i've|me|it|it's)\b(?:(?!\byou(?:r|rs|'re)?\b).)*"
        r"(?<!not )(?<!n't )(?<!\ba )(?<!\ban )(?<!\bthe )(?<!\bmy )(?<!\bto )"
        rf"\b{word}\b"
    )
    found = re.search(own, clause)
    return found is not None and not _DENIED.search(found[0])
