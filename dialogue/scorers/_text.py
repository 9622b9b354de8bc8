"""Tokens of a line, with their places, in a form that wording swaps do not move.

Names, gendered words, the partner's kind and spelling variants are folded together
before any scorer reads a line, so that the same words said by or about somebody else
score the same. Apostrophes and case are dropped, as a speech recogniser drops them.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import assets

_TOKEN = re.compile(r"[^\W\d_]+(?:['’´`][^\W\d_]+)*|\d+(?:[:.]\d+)*|\.\.\.+|…|[^\w\s]")
_APOSTROPHES = re.compile(r"['’´`]")
_VOWEL_STRETCH = re.compile(r"(.)\1{2,}")

NAME: Final = "alex"
"""Stands for every name in the text that the scorers read."""


@cache
def words() -> dict[str, Any]:
    """Word lists, ``assets/rubrics/words.toml``."""
    path = assets.folder("rubrics") / "words.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _apart() -> dict[str, str]:
    return {word.replace("'", ""): word for word in words()["apart"].split()}


@cache
def _same(key: str = "same") -> dict[str, str]:
    return {
        word: folded for folded, alike in words()[key].items() for word in alike.split()
    }


@cache
def _names(key: str) -> frozenset[str]:
    return frozenset(words()[key].split())


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark of a line."""

    form: str
    """Folded form without apostrophes; what n-grams and cues compare."""
    spelled: str
    """Folded form with its apostrophe; what the sentence model reads."""
    start: int
    end: int
    """Character span [start, end) in the line as given."""

    @property
    def is_word(self) -> bool:
        """Whether it is a word or number, not a mark."""
        return self.form[:1].isalnum()


@cache
def _fold(raw: str) -> tuple[tuple[str, str], ...]:
    """Pairs of form and spelling; one word may stand for two."""
    lower = _VOWEL_STRETCH.sub(r"\1\1", raw.lower())
    word = _APOSTROPHES.sub("", lower)
    if not word:
        return (("'", "'"),)
    if (short := _APOSTROPHES.sub("'", lower)) in _same("same_apart"):
        folded = _same("same_apart")[short]
        return ((folded, _apart().get(folded, folded)),)
    if word[0].isdigit():
        return (("0", "2"),)
    if word == "…" or word.startswith(".."):
        return (("…", "..."),)
    if word in _same():
        return tuple((part, part) for part in _same()[word].split())
    return ((word, _apart().get(word, _APOSTROPHES.sub("'", lower))),)


def tokens(line: str, known: frozenset[str] = frozenset()) -> list[Token]:
    """Split `line`; `known` are ordinary words, others with a capital are names."""
    found: list[Token] = []
    before = "."
    for match in _TOKEN.finditer(line):
        raw = match.group()
        start, end = match.span()
        folded = _fold(raw)
        if known and _is_name(raw, before, line[end : end + 1], known):
            folded = ((NAME, NAME),)
        found.extend(Token(form, spelled, start, end) for form, spelled in folded)
        before = raw
    return found


def _is_name(raw: str, before: str, after: str, known: frozenset[str]) -> bool:
    """A first name, or a rare word with a capital.

    The capital counts inside a sentence, or before a comma at its start.
    """
    word = _APOSTROPHES.sub("", raw.lower())
    if raw.lower().endswith(("'s", "’s")):
        word = word[:-1]
    if word in _names("names"):
        return True
    if not raw[0].isupper() or (raw.isupper() and len(raw) > 1):
        return False
    starts = before[0] in '.?!…:"“”-*'
    inside = not starts or after == ","
    if word in _names("names_with_capital"):
        return inside
    if word in known or word in _same():
        return False
    return inside


def spelled(line: list[Token]) -> tuple[str, list[int]]:
    """The line as a sentence model reads it, and where each token begins in that."""
    text, starts = "", []
    for token in line:
        if text and (token.is_word or token.form in '“"*('):
            text += " "
        starts.append(len(text))
        text += token.spelled
    return text, starts


def undress(line: str) -> str:
    """`line` as a recogniser or a hasty typist would give it: no case, no marks."""
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s]", "", line.lower())).strip()
