"""From timed phoneme symbols to visemes and words that cover the audio exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from avatars.performance import VisemeSpan, WordSpan

_CONSONANTS = {
    "p": "PP", "b": "PP", "m": "PP",
    "f": "FF", "v": "FF",
    "θ": "TH", "ð": "TH",
    "t": "DD", "d": "DD", "T": "DD", "ɾ": "DD",
    "k": "kk", "ɡ": "kk", "ŋ": "kk", "x": "kk",
    "ʃ": "CH", "ʒ": "CH", "ʧ": "CH", "ʤ": "CH",
    "s": "SS", "z": "SS",
    "n": "nn", "l": "nn",
    "ɹ": "RR",
    "j": "ih", "w": "ou",
}  # fmt: skip
_VOWELS = {
    "ɑ": "aa", "æ": "aa", "ʌ": "aa", "a": "aa", "ɐ": "aa",
    "ə": "E", "ɛ": "E", "e": "E", "ɜ": "E", "ᵊ": "E",
    "ɪ": "ih", "i": "ih", "ᵻ": "ih",
    "ɔ": "oh", "ɒ": "oh", "o": "oh",
    "ʊ": "ou", "u": "ou",
}  # fmt: skip
_DIPHTHONGS = {
    "A": ("E", "ih"),
    "I": ("aa", "ih"),
    "O": ("oh", "ou"),
    "W": ("aa", "ou"),
    "Y": ("oh", "ih"),
}
_STRESS = {"ˈ": 1.0, "ˌ": 0.5}
_GLIDE = 0.6
"""Share of a diphthong that its first part takes."""
_QUIET_S = 0.06
"""A gap at a comma shorter than this does not close the mouth."""
_BREATHED = "h"
"""Takes the shape of the vowel that follows."""


@dataclass(frozen=True, slots=True)
class Timed:
    """One symbol with its place in the audio."""

    symbol: str
    word: int
    """Index of its written word; -1 between words."""
    start_s: float
    end_s: float


def viseme_spans(timed: Sequence[Timed], duration_s: float) -> tuple[VisemeSpan, ...]:
    """Visemes that tile 0 to `duration_s` without gap or overlap."""
    pieces = _pieces(timed)
    spans: list[VisemeSpan] = []
    reached = 0.0
    for name, start_s, end_s, stress in pieces:
        start_s, end_s = max(start_s, reached), min(end_s, duration_s)
        if end_s <= start_s:
            continue
        if start_s > reached:
            _append(spans, "sil", reached, start_s, 0.0)
        _append(spans, name, start_s, end_s, stress)
        reached = end_s
    if reached < duration_s or not spans:
        _append(spans, "sil", reached, duration_s, 0.0)
    return tuple(spans)


def word_spans(
    timed: Sequence[Timed], written: Sequence[str], duration_s: float
) -> tuple[WordSpan, ...]:
    """Start and end of every written word that sounds, inside the audio."""
    spans = []
    for index, word in enumerate(written):
        own = [item for item in timed if item.word == index]
        if own:
            start_s = min(max(own[0].start_s, 0.0), duration_s)
            end_s = min(max(own[-1].end_s, start_s), duration_s)
            spans.append(WordSpan(word, start_s, end_s))
    return tuple(spans)


def _append(
    spans: list[VisemeSpan], name: str, start_s: float, end_s: float, stress: float
) -> None:
    if spans and spans[-1].viseme == name and spans[-1].stress == stress:
        start_s = spans.pop().start_s
    spans.append(VisemeSpan(name, start_s, end_s, stress))


def _pieces(timed: Sequence[Timed]) -> list[tuple[str, float, float, float]]:
    pieces: list[tuple[str, float, float, float]] = []
    stress, begin = 0.0, None
    for index, item in enumerate(timed):
        if item.symbol in _STRESS:
            stress, begin = _STRESS[item.symbol], item.start_s
            continue
        start_s = item.start_s if begin is None else begin
        begin = None
        if item.symbol in _DIPHTHONGS:
            first, second = _DIPHTHONGS[item.symbol]
            middle = start_s + (item.end_s - start_s) * _GLIDE
            pieces.append((first, start_s, middle, stress))
            pieces.append((second, middle, item.end_s, stress))
            stress = 0.0
        elif item.symbol in _VOWELS:
            pieces.append((_VOWELS[item.symbol], start_s, item.end_s, stress))
            stress = 0.0
        elif item.symbol in _CONSONANTS or item.symbol == _BREATHED:
            name = _CONSONANTS.get(item.symbol) or _next_vowel(timed, index)
            pieces.append((name, start_s, item.end_s, 0.0))
        else:
            _add_gap(pieces, item)
    return pieces


def _add_gap(pieces: list[tuple[str, float, float, float]], item: Timed) -> None:
    """A space belongs to the sound before it; a mark closes the mouth when it lasts."""
    is_quiet = item.symbol != " " and item.end_s - item.start_s >= _QUIET_S
    if is_quiet or not pieces:
        pieces.append(("sil", item.start_s, item.end_s, 0.0))
        return
    name, start_s, _, stress = pieces[-1]
    pieces[-1] = (name, start_s, item.end_s, stress)


def _next_vowel(timed: Sequence[Timed], index: int) -> str:
    for item in timed[index + 1 :]:
        if item.symbol in _VOWELS:
            return _VOWELS[item.symbol]
        if item.symbol in _DIPHTHONGS:
            return _DIPHTHONGS[item.symbol][0]
    return "E"
