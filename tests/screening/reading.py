"""How hard a text is to read: the Flesch-Kincaid grade, with syllables as spoken.

textstat counts them too, but fetches its dictionary at first use and brings Pyphen
(GPL, LGPL or MPL) along. The voice's own dictionary (gruut, MIT) is here anyway and has
129,000 words with their sounds: each vowel is a syllable.
"""

from __future__ import annotations

import re
import sqlite3
from functools import cache
from pathlib import Path

VOWELS = "aeiouæɑɒɔəɚɛɜɝɪɨʉʊʌ"
"""One of these begins each vowel or diphthong of the dictionary."""


def grade(text: str) -> float:
    """School grade (Kincaid et al. 1975): 0.39 words a sentence + 11.8 syllables a word
    - 15.59."""
    words = words_of(text)
    if not words:
        return 0.0
    syllables = sum(syllables_of(word) for word in words)
    return (
        0.39 * len(words) / len(sentences_of(text))
        + 11.8 * syllables / len(words)
        - 15.59
    )


def words_of(text: str) -> list[str]:
    """Words of `text`; a hyphen parts two words."""
    return re.findall(r"[A-Za-zÀ-ÿ]+(?:[’'][A-Za-z]+)*", text)


def sentences_of(text: str) -> list[str]:
    """Sentences of `text`, at least one."""
    parts = re.split(r"(?<=[.?!…])[”’\"')]*\s+", text.strip())
    return [part for part in parts if words_of(part)] or [text]


@cache
def _dictionary() -> dict[str, str]:
    import gruut_lang_en

    path = Path(gruut_lang_en.__file__).parent / "lexicon.db"
    uri = f"file:{path}?mode=ro&immutable=1"
    lexicon = sqlite3.connect(uri, uri=True)
    rows = lexicon.execute(
        "SELECT word, phonemes FROM word_phonemes ORDER BY pron_order DESC"
    )
    found = dict(rows.fetchall())
    lexicon.close()
    return found


@cache
def syllables_of(word: str) -> int:
    """Syllables of `word`, from its sound; else counted as groups of vowels."""
    word = word.lower().replace("’", "'")
    sounds = _dictionary().get(word) or _dictionary().get(word.removesuffix("'s"))
    if sounds:
        parts = (sound.lstrip("ˈˌ") for sound in sounds.split())
        return max(1, sum(part[0] in VOWELS for part in parts if part))
    groups = len(re.findall(r"[aeiouyà-ÿ]+", word))
    is_mute = word.endswith("e") and not word.endswith("le") and groups > 1
    return max(1, groups - is_mute)
