"""How hard a text is to read: the Flesch-Kincaid grade, with counted syllables."""

from __future__ import annotations

import re


def grade(text: str) -> float:
    """School grade; syllables are counted as groups of vowels, near enough."""
    sentences = max(1, len(re.findall(r"[.?!:]+(?:\s|$)", text)))
    words = re.findall(r"[A-Za-z’']+", text)
    syllables = sum(_syllables(word) for word in words)
    if not words:
        return 0.0
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    word = word.lower().rstrip("'’")
    groups = len(re.findall(r"[aeiouy]+", word))
    is_mute = word.endswith("e") and not word.endswith("le") and groups > 1
    return max(1, groups - is_mute)
