"""Cut a reply into phrases, the first one short so that the voice starts soon."""

from __future__ import annotations

from dataclasses import dataclass

from avatars.voices._text import Word, words_of

FIRST_WORDS = 8
"""A first phrase of more words is cut before a joining word if it has one."""
MOST_WORDS = 18
"""Later phrases hold at most this many; the sentence's tune survives in longer ones."""
LEAST_WORDS = 2
"""A first phrase of one word before a comma stays with what follows."""

_JOINING = "and but because so when if that which while before after until or though"
_JOINERS = frozenset(_JOINING.split())
_PAUSES_S = {
    ".": 0.38,
    "!": 0.36,
    "?": 0.40,
    "…": 0.55,
    "—": 0.28,
    ";": 0.28,
    ":": 0.28,
    ",": 0.16,
    "": 0.03,
}
"""Silence after a phrase by its mark; longer between sentences than inside them. A
typical pause in speech lasts a quarter to half a second (Lundholm Fors 2015)."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One breath of a reply."""

    words: tuple[Word, ...]
    pause_s: float
    """Silence after it; 0 after the last."""

    @property
    def text(self) -> str:
        """The written words."""
        return " ".join(word.written for word in self.words)


def phrases_of(text: str) -> tuple[Phrase, ...]:
    """Phrases of `text` in order; empty when there is nothing to say."""
    words = [word for word in words_of(text) if word.spoken or word.mark]
    groups: list[list[Word]] = []
    while words:
        size = _first_cut(words) if not groups else _later_cut(words)
        groups.append(words[:size])
        words = words[size:]
    spoken = [group for group in groups if any(word.spoken for word in group)]
    return tuple(
        Phrase(tuple(group), 0.0 if group is spoken[-1] else _PAUSES_S[group[-1].mark])
        for group in spoken
    )


def _first_cut(words: list[Word]) -> int:
    """Up to the first mark after `LEAST_WORDS`, else before a joining word."""
    for index, word in enumerate(words):
        ends = word.mark in (".", "!", "?", "…")
        if ends or (word.mark and index + 1 >= LEAST_WORDS):
            return _unless_long(words, index + 1)
    return _unless_long(words, len(words))


def _unless_long(words: list[Word], size: int) -> int:
    if size <= FIRST_WORDS:
        return size
    for index in range(4, min(size - 2, FIRST_WORDS + 1)):
        if words[index].spoken[:1] and words[index].spoken[0] in _JOINERS:
            return index
    return size if size <= FIRST_WORDS + 4 else FIRST_WORDS


def _later_cut(words: list[Word]) -> int:
    """One sentence; a long one up to its last mark or joining word that fits."""
    size = next(
        (i + 1 for i, word in enumerate(words) if word.mark in (".", "!", "?", "…")),
        len(words),
    )
    if size <= MOST_WORDS:
        return size
    marks = [i + 1 for i, word in enumerate(words[:MOST_WORDS]) if word.mark and i > 3]
    if marks:
        return marks[-1]
    joiners = [
        i
        for i, word in enumerate(words[:MOST_WORDS])
        if i > 5 and word.spoken[:1] and word.spoken[0] in _JOINERS
    ]
    return joiners[-1] if joiners else MOST_WORDS
