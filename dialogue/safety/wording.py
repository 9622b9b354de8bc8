"""One plain spelling for a line, so that rules and weights see what was meant.

A line that is typed without punctuation, shortened, drawn out or misheard is
brought to the same words as the tidy one. Words for gender are made neutral ("he
hit me" and "she hit me" become the same text), so the screen cannot treat them
differently. Idioms are replaced by one marker before any rule looks.
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from dataclasses import dataclass

from assets import folder
from dialogue.safety.errors import SafetyDataError, check_keys

IDIOM = "_idiom"
"""Stands where an idiom was; a rule never matches across it."""

_KEYS = ("shortened", "leet", "neutral", "numbers", "dropped", "phrases", "idioms")
_KEPT = 32
"""Lines whose plain spelling is kept: those just said are looked at again and again."""
_APOSTROPHES = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"'}
)
_SUBJECTS = "i|you|they|we|it|that|there|this|what|who|here|where|everything|nobody"


@dataclass(frozen=True, slots=True)
class Wording:
    """The tables of ``assets/safety/wording.toml``, compiled."""

    words: dict[str, str]
    """Token to replacement; empty when the token says nothing."""
    phrases: tuple[tuple[re.Pattern[str], str], ...]
    any_phrase: re.Pattern[str]
    """Found where at least one of the phrases is: most lines hold none."""
    idioms: re.Pattern[str]
    leet: dict[int, str]


@functools.cache
def wording() -> Wording:
    """Read and compile the tables once.

    Raises:
        SafetyDataError: the file has an unknown or a missing key.
    """
    path = folder("safety") / "wording.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    check_keys(data, _KEYS, _KEYS, path.name)
    words: dict[str, str] = {}
    for table in ("shortened", "numbers"):
        words.update(data[table])
    for neutral, forms in data["neutral"].items():
        words.update(dict.fromkeys(forms, neutral))
    words.update(dict.fromkeys(data["dropped"], ""))
    try:
        phrases = tuple((re.compile(find), to) for find, to in data["phrases"].items())
        any_phrase = re.compile("|".join(f"(?:{text})" for text in data["phrases"]))
        idioms = re.compile("|".join(f"(?:{text})" for text in data["idioms"]))
    except re.error as error:
        raise SafetyDataError(
            f"{path.name}: {error.pattern!r} is no regular expression: {error}"
        ) from error
    leet = {ord(key): value for key, value in data["leet"].items()}
    return Wording(words, phrases, any_phrase, idioms, leet)


def _letters(text: str) -> str:
    """Lower case, straight quotes, no invisible signs, no drawn-out letters."""
    text = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).lower()
    text = re.sub(r"[\u00ad\u200b-\u200f\u2060\ufeff]", "", text)
    return re.sub(r"([a-z])\1{2,}", r"\1", text)


def _contractions(text: str) -> str:
    """Spell out what an apostrophe shortens."""
    text = re.sub(r"\bcan'?t\b|\bcannot\b", "can not", text)
    text = re.sub(r"\bwon'?t\b", "will not", text)
    text = re.sub(r"n't\b", " not", text)
    text = re.sub(r"\b(i)'m\b", r"\1 am", text)
    text = re.sub(r"'re\b", " are", text)
    text = re.sub(r"'ve\b", " have", text)
    text = re.sub(r"'ll\b", " will", text)
    text = re.sub(r"'d\b", " would", text)
    text = re.sub(
        r"\b(he|she|it|that|there|what|who|here|where|how)'s\b", r"\1 is", text
    )
    text = re.sub(r"\blet's\b", "let us", text)
    return text.replace("'s ", " ").replace("'", "")


def _unmask(token: str, table: dict[int, str]) -> str:
    """Undo letters written as digits ("su1cide"), never in a plain number."""
    if token.isalpha() or token.isdigit() or not re.search(r"[a-z]", token):
        return token
    if re.fullmatch(r"\d+(?:st|nd|rd|th|s|m|f|yo|y|am|pm|kg|mg|cm|k)", token):
        return token
    return token.translate(table)


@functools.lru_cache(_KEPT)
def plain(text: str) -> str:
    """Bring `text` to plain words with ``.`` and ``,`` between clauses.

    The same text always gives the same result; an empty or wordless text gives "".
    """
    table = wording()
    text = _contractions(_letters(text))
    text = re.sub(r"\s+[-–—]+\s+|[.!?;:…\n]+|—", " . ", text)
    text = text.replace(",", " , ")
    text = re.sub(r"[^a-z0-9.,@$ ]", " ", text)
    tokens: list[str] = []
    for raw in text.split():
        token = _unmask(raw, table.leet) if raw not in ".," else raw
        token = table.words.get(token, token)
        if token:
            tokens.append(token)
    line = " ".join(tokens)
    if table.any_phrase.search(line):
        for find, to in table.phrases:
            line = find.sub(to, line)
    line = re.sub(r"\s+", " ", line)
    return re.sub(r"^(?:[.,] )+|(?: [.,])+$", "", line.strip()).strip(" .,")


def without_idioms(line: str) -> str:
    """Replace each idiom of a plain `line` by one marker."""
    return wording().idioms.sub(IDIOM, line)
