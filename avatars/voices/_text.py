"""From written text to words as they are spoken: numbers, abbreviations, signs.

Each word keeps its written form, so captions and timings name what was written while
the voice says "twenty five percent" for "25%".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from avatars.voices._numbers import spoken_number

_ABBREVIATIONS = {
    "mr.": "mister",
    "mrs.": "missus",
    "ms.": "miz",
    "dr.": "doctor",
    "st.": "saint",
    "vs.": "versus",
    "etc.": "et cetera",
    "e.g.": "for example",
    "i.e.": "that is",
    "a.m.": "a m",
    "p.m.": "p m",
    "w/": "with",
    "w/o": "without",
    "&": "and",
    "+": "plus",
    "@": "at",
    "%": "percent",
    "=": "equals",
}

_PAUSE_MARKS = ",.;:!?…—"
_OPENERS = "\"“”‘'([{*_«"
_CLOSERS = "\"”’')]}*_»"
_SOUNDS = {"ok": "okay", "o.k.": "okay", "hm": "hmm", "mmm": "mm", "mhmm": "mhm"}
_LONGEST_ACRONYM = 5
_SHOUTED = (
    "no not yes you me we he she it is am are was do did can so to all any and but how "
    "why who now out off on in up my our her his the one two us this get go let"
)
_SHORT_SHOUTS = frozenset(_SHOUTED.split())
"""Words of two or three letters that somebody may put in capitals for weight."""


@dataclass(frozen=True, slots=True)
class Word:
    """One written word."""

    written: str
    """As it stands in the text, with its punctuation."""
    spoken: tuple[str, ...]
    """Lower-case words; empty for a lone dash or quote. A letter is "letter:x"."""
    mark: str = ""
    """The punctuation after it that the voice minds, one of ``,.;:!?…—``."""


def words_of(text: str) -> tuple[Word, ...]:
    """Split `text` into written words with their spoken forms."""
    shouting = text.upper() == text
    words = []
    for written in _tidy(text).split():
        core, mark = _core(written)
        words.append(Word(written, _spoken(core, shouting), mark))
    return tuple(words)


def _tidy(text: str) -> str:
    text = text.replace("’", "'").replace("‘", "'").replace("`", "'")
    text = re.sub(r"\.{3,}|…\.*", "… ", text)
    text = re.sub(r"\s*(?:—|–(?!\d)|--+)\s*", "— ", text)
    text = re.sub(r"\s+-\s+", "— ", text)
    return re.sub(r"\s+([,.;:!?…—])", r"\1", text).strip()


def _core(written: str) -> tuple[str, str]:
    core = written.lstrip(_OPENERS)
    tail = ""
    while core and (core[-1] in _PAUSE_MARKS or core[-1] in _CLOSERS):
        if core.lower() in _ABBREVIATIONS:
            break
        if core[-1] in _PAUSE_MARKS:
            tail = core[-1] + tail
        core = core[:-1]
    return core, _strongest(tail)


def _strongest(tail: str) -> str:
    for mark in "?!.…—;:,":
        if mark in tail:
            return mark
    return ""


def _spoken(core: str, shouting: bool) -> tuple[str, ...]:
    lowered = core.lower()
    if not core:
        return ()
    if lowered in _ABBREVIATIONS:
        said = _ABBREVIATIONS[lowered].split()
        return tuple(
            f"letter:{word}" if len(said) == 2 and len(word) == 1 else word
            for word in said
        )
    if lowered in _SOUNDS:
        return (_SOUNDS[lowered],)
    if any(character.isdigit() for character in core):
        return tuple(spoken_number(lowered))
    if is_acronym(core) and not shouting:
        return tuple(f"letter:{letter.lower()}" for letter in core if letter.isalpha())
    return tuple(_plain_words(lowered))


def is_acronym(core: str) -> bool:
    """Whether a word is said letter by letter: "STI", "H.I.V." but not "I" or "OK"."""
    letters = core.replace(".", "")
    if not (letters.isalpha() and letters.isupper()):
        return False
    if len(letters) <= 3:
        return len(letters) > 1 and letters.lower() not in _SHORT_SHOUTS
    # Longer words in capitals are acronyms when nobody could say them: "PTSD", "LGBTQ".
    return len(letters) <= _LONGEST_ACRONYM and not set(letters) & set("AEIOUY")


def _plain_words(lowered: str) -> list[str]:
    words = []
    for piece in re.split(r"[-/]+", lowered):
        if piece in _ABBREVIATIONS:
            words.append(_ABBREVIATIONS[piece])
            continue
        kept = re.sub(r"[^\w']", "", piece).replace("_", "").strip("'")
        if kept:
            words.append(kept)
    return words
