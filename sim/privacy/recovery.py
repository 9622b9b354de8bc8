"""The recovery phrase: twelve words on paper that open the vault once more.

Made as BIP-39 makes its sentences: 128 random bits and four bits of their SHA-256,
eleven bits to a word. The list is BIP-39's English one without words that could sting
(``assets/recovery``). No two words share their first four letters, so the beginning
of a word is enough, and British spellings of the list's American words are understood.
"""

from __future__ import annotations

import hashlib
import secrets
from functools import cache
from typing import Final

from assets.words import word_list
from sim.privacy.errors import NoRecovery

WORDS: Final = 12
ENTROPY_BITS: Final = 128
ASKED: Final = 3
"""How many words the user is asked for, to see that they were written down."""
_WORD_BITS: Final = 11
_CHECK_BITS: Final = WORDS * _WORD_BITS - ENTROPY_BITS
_TELLING: Final = 4
"""The first letters that tell a word."""


@cache
def _places() -> dict[str, int]:
    return {word[:_TELLING]: place for place, word in enumerate(word_list())}


def new_words() -> tuple[str, ...]:
    """Twelve fresh random words."""
    return _words_of(secrets.token_bytes(ENTROPY_BITS // 8))


def _words_of(entropy: bytes) -> tuple[str, ...]:
    number = int.from_bytes(entropy) << _CHECK_BITS | _check(entropy)
    mask = (1 << _WORD_BITS) - 1
    places = (
        number >> shift & mask
        for shift in range((WORDS - 1) * _WORD_BITS, -1, -_WORD_BITS)
    )
    return tuple(word_list()[place] for place in places)


def _check(entropy: bytes) -> int:
    return hashlib.sha256(entropy).digest()[0] >> (8 - _CHECK_BITS)


def checked(typed: str) -> str:
    """The phrase that `typed` means, words apart by single spaces.

    Raises:
        NoRecovery: it is no phrase of ours; says which word, or how many there are.
    """
    given = typed.lower().replace(",", " ").split()
    if len(given) != WORDS:
        raise NoRecovery(
            f"A recovery phrase has {WORDS} words, and these are {len(given)}. "
            "Type them all, with spaces between."
        )
    places = [_place(number, word) for number, word in enumerate(given, 1)]
    number = 0
    for place in places:
        number = number << _WORD_BITS | place
    entropy = (number >> _CHECK_BITS).to_bytes(ENTROPY_BITS // 8)
    if number & (1 << _CHECK_BITS) - 1 != _check(entropy):
        raise NoRecovery(
            "Each of these words is on the list, but together they are no recovery "
            "phrase: one of them, or their order, is not as it was written down."
        )
    return " ".join(word_list()[place] for place in places)


def _place(number: int, word: str) -> int:
    place = _places().get(word[:_TELLING])
    # a short word must be meant as it stands: "sun" is not the beginning of "sunny"
    if place is None or (len(word) < _TELLING and word_list()[place] != word):
        raise NoRecovery(
            f"Word {number}, {word!r}, is not on the list of recovery words. Look at "
            "how it is spelled; its first four letters are enough."
        )
    return place


def to_ask() -> tuple[int, ...]:
    """The numbers, from 1, of the words to ask for, in rising order."""
    drawn = secrets.SystemRandom().sample(range(1, WORDS + 1), ASKED)
    return tuple(sorted(drawn))


def is_same(word: str, typed: str) -> bool:
    """Whether `typed` means `word` of the list."""
    given = typed.strip().lower()
    if len(word) < _TELLING or len(given) < _TELLING:
        return given == word
    return given[:_TELLING] == word[:_TELLING]


def wrong_ones(word: str, count: int) -> tuple[str, ...]:
    """`count` other words of the list, to choose among."""
    others = [one for one in word_list() if one != word]
    return tuple(secrets.SystemRandom().sample(others, count))
