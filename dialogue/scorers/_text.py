"""Tokens of a line, with their places, in a form that wording swaps do not move.

Names, gendered words, the partner's kind and spelling variants are folded together
before any scorer reads a line, so that the same words said by or about somebody else
score the same. Apostrophes and case are dropped, as a speech recogniser drops them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

_TOKEN = re.compile(r"[^\W\d_]+(?:['’´`][^\W\d_]+)*|\d+(?:[:.]\d+)*|\.\.\.+|…|[^\w\s]")
_APOSTROPHES = re.compile(r"['’´`]")
_VOWEL_STRETCH = re.compile(r"(.)\1{2,}")

NAME: Final = "alex"
"""Stands for every name in the text that the scorers read."""

_APART: Final[dict[str, str]] = {
    whole.replace("'", ""): whole
    for whole in (
        "i'm i've don't didn't doesn't can't won't isn't aren't wasn't weren't haven't "
        "hasn't hadn't couldn't wouldn't shouldn't you're you've you'd you'll they're "
        "they've that's what's there's it'll it'd that'd who's how's where's"
    ).split()
}
"""Contractions as a sentence model knows them; only those that are nothing else."""

_SAME: Final[dict[str, str]] = {
    word: folded
    for folded, words in {
        "partner": "husband wife boyfriend girlfriend hubby missus spouse fiance fiancee",
        "partners": "husbands wives boyfriends girlfriends spouses",
        "person": "man woman guy girl boy lad lass bloke lady gentleman",
        "persons": "men women guys girls boys lads ladies",
        "they": "he she",
        "them": "him her his hers their theirs",
        "theyre": "hes shes",
        "themself": "himself herself themselves",
        "parent": "mum mom mother father dad mama papa mam mummy daddy mommy",
        "parents": "mums moms mothers fathers dads",
        "grandparent": "gran grandma grandmother grandad grandpa granddad nan nana",
        "sibling": "brother sister bro sis",
        "siblings": "brothers sisters",
        "child": "son daughter kid baby toddler",
        "children": "sons daughters kids babies",
        "straight": "gay lesbian bi bisexual queer heterosexual hetero pan",
        "you": "u ya",
        "your": "ur",
        "because": "cause cos cuz coz bc",
        "want to": "wanna",
        "going to": "gonna",
        "got to": "gotta",
        "do you": "dyou dya",
        "ok": "okay k okey",
        "alright": "allright",
        "sorry": "srry soz sry",
        "please": "pls plz",
        "thanks": "thx ta cheers",
        "love": "darling honey babe baby sweetheart hun dear luv sweetie",
        "yeah": "yep yup yea",
        "no": "nope nah",
        "dont": "dunt doan",
        "favourite": "favorite",
        "colour": "color",
        "behaviour": "behavior",
        "apologise": "apologize",
        "apologised": "apologized",
        "realise": "realize",
        "realised": "realized",
        "recognise": "recognize",
        "humour": "humor",
        "neighbour": "neighbor",
        "arse": "ass",
        "ages": "yrs",
    }.items()
    for word in words.split()
}
# Two readings: a term of endearment when it stands alone, a child otherwise. The
# endearment changes scores less than the child does.
_SAME["baby"] = "child"


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
    if word[0].isdigit():
        return (("0", "2"),)
    if word == "…" or word.startswith(".."):
        return (("…", "..."),)
    if word in _SAME:
        return tuple((part, part) for part in _SAME[word].split())
    return ((word, _APART.get(word, _APOSTROPHES.sub("'", lower))),)


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
    """A capital inside a sentence, or before a comma at its start, on a rare word."""
    if not raw[0].isupper() or (raw.isupper() and len(raw) > 1):
        return False
    word = _APOSTROPHES.sub("", raw.lower())
    if raw.endswith(("'s", "’s")):
        word = word[:-1]
    if word in known or word in _SAME:
        return False
    starts = before[0] in '.?!…:"“”-*'
    return not starts or after == ","


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
