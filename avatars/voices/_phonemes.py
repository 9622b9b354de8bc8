"""From spoken words to Kokoro's phoneme symbols, by gruut's lexicon and our own.

gruut (MIT) looks words up, guesses unknown ones by letter-to-sound rules and tells
"read" from "read" by part of speech. It stresses every word alike; people do not, so
function words lose their stress inside a phrase. Symbols and weak forms follow the
conventions of the transcriptions that Kokoro was trained on.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass

import assets
from avatars.voices._text import Word

VOWELS = frozenset("AIOWYiuæɑɐɒəɛɜɪɔʊʌᵻᵊaeo")
STRESS = "ˈˌ"

_SYMBOLS = (
    ("\u0361", ""),
    ("\u032f", ""),
    ("\u0329", ""),
    ("tʃ", "ʧ"),
    ("dʒ", "ʤ"),
    ("eɪ", "A"),
    ("aɪ", "I"),
    ("oʊ", "O"),
    ("aʊ", "W"),
    ("ɔɪ", "Y"),
    ("ˈɚ", "ˈɜɹ"),
    ("ˌɚ", "ˌɜɹ"),
    ("ɝ", "ɜɹ"),
    ("ɚ", "əɹ"),
    ("g", "ɡ"),
    ("r", "ɹ"),
)


@dataclass(frozen=True, slots=True)
class Sounds:
    """One spoken word in Kokoro's symbols."""

    word: int
    """Index of the written word it belongs to."""
    symbols: str


@dataclass(frozen=True, slots=True)
class _Lexicon:
    words: dict[str, str]
    letters: dict[str, str]
    weak: frozenset[str]
    light: frozenset[str]


@functools.cache
def _lexicon() -> _Lexicon:
    path = assets.folder("voices") / "english" / "lexicon.toml"
    with path.open("rb") as file:
        table = tomllib.load(file)
    return _Lexicon(
        table["words"],
        table["letters"],
        frozenset(table["weak"]),
        frozenset(table["light"]),
    )


def sounds_of(words: Sequence[Word]) -> tuple[Sounds, ...]:
    """Symbols of every spoken word, stressed as in a phrase."""
    spoken = [(index, said) for index, word in enumerate(words) for said in word.spoken]
    looked_up = _look_up(words)
    lexicon = _lexicon()
    last = len(spoken) - 1
    made: list[Sounds] = []
    for place, (index, said) in enumerate(spoken):
        if said.startswith("letter:"):
            symbols = lexicon.letters.get(said[7:], "")
        else:
            symbols = lexicon.words.get(said) or _symbols(looked_up[place])
        is_end = place == last or bool(words[index].mark)
        symbols = _stressed(said, symbols, is_end, is_first=place == 0)
        made.append(Sounds(index, _flap(symbols)))
    return tuple(_linked(made, [said for _, said in spoken]))


def warm() -> None:
    """Load gruut's models; about a second."""
    _look_up((Word("Hello", ("hello",), "."),))


def _look_up(words: Sequence[Word]) -> list[str]:
    """IPA from gruut per spoken word; words are matched by their letters in order."""
    import gruut  # opens its databases

    pieces: list[str] = []
    lengths: list[int] = []
    for word in words:
        for said in word.spoken:
            plain = said.removeprefix("letter:")
            pieces.append(plain)
            lengths.append(_letters(plain))
        if word.mark:
            pieces.append("," if word.mark in ",;:—…" else word.mark)
    found = [""] * len(lengths)
    place = used = 0
    for sentence in gruut.sentences(" ".join(pieces), lang="en-us"):
        for token in sentence:
            if not token.is_spoken or not token.phonemes:
                continue
            while place < len(lengths) and used >= lengths[place]:
                place, used = place + 1, 0
            if place == len(lengths):
                break
            found[place] += "".join(token.phonemes)
            used += _letters(token.text)
    return found


def _letters(text: str) -> int:
    return sum(character.isalnum() for character in text)


def _symbols(ipa: str) -> str:
    for old, new in _SYMBOLS:
        ipa = ipa.replace(old, new)
    return ipa


def _stressed(said: str, symbols: str, is_end: bool, is_first: bool) -> str:
    if is_end:
        return symbols
    lexicon = _lexicon()
    # A phrase that begins with an unstressed vowel loses it: "I've" became "'ve".
    if said in lexicon.weak and not (is_first and symbols.startswith("ˈ")):
        return symbols.replace("ˈ", "").replace("ˌ", "")
    if said in lexicon.light or said in lexicon.weak:
        return symbols.replace("ˈ", "ˌ")
    return symbols


def _flap(symbols: str) -> str:
    """American t between vowels before an unstressed one: "better", "getting"."""
    made = list(symbols)
    for index in range(1, len(made) - 1):
        before, after = made[index - 1], made[index + 1]
        if (
            made[index] == "t"
            and after in VOWELS
            and (before in VOWELS or before == "ɹ")
        ):
            made[index] = "T"
    return "".join(made)


def _linked(made: Sequence[Sounds], said: Sequence[str]) -> list[Sounds]:
    """Let "the" and "to" change before a vowel."""
    linked = list(made)
    for place in range(len(made) - 1):
        following = made[place + 1].symbols.lstrip(STRESS)[:1]
        if following in VOWELS and said[place] in ("the", "to"):
            symbols = "ði" if said[place] == "the" else "tʊ"
            linked[place] = Sounds(made[place].word, symbols)
    return linked
