"""No sound, but the pace of speech: captions and lips move as if somebody spoke."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from avatars.moods import TABLE as MOOD_TABLE
from avatars.performance import Speech
from avatars.voices._phrases import Phrase, phrases_of
from avatars.voices._visemes import Timed, viseme_spans, word_spans
from avatars.voices.base import VoiceError, delivery

RATE_HZ = 24_000
_LETTER_S = 0.062
"""About 200 words a minute with the gaps below, the rate of conversation."""
_GAP_S = 0.045
_SHAPES = {
    "a": "æ", "e": "ɛ", "i": "ɪ", "o": "ɔ", "u": "ʊ", "y": "i",
    "b": "b", "c": "k", "d": "d", "f": "f", "g": "ɡ", "h": "h", "j": "ʤ", "k": "k",
    "l": "l", "m": "m", "n": "n", "p": "p", "q": "k", "r": "ɹ", "s": "s", "t": "t",
    "v": "v", "w": "w", "x": "k", "z": "z",
}  # fmt: skip
"""A sound per letter: wrong for the ear, near enough for lips without a voice."""


class SilentVoice:
    """Paces a reply without sound; needs no weights."""

    def warm(self) -> None:
        """Nothing to load."""

    def synthesize(
        self, text: str, mood: str = "calm", pace: float = 1.0
    ) -> Iterator[Speech]:
        """Silence of the length of each phrase, with visemes and words."""
        manner = delivery(mood)
        rate = pace * (MOOD_TABLE[mood].speech_pace if mood in MOOD_TABLE else 1.0)
        for phrase in phrases_of(text):
            yield _silence(phrase, rate, phrase.pause_s * manner.pause)

    def fillers(self, mood: str = "calm") -> tuple[Speech, ...]:
        """None: a listener response without sound is no response."""
        return ()


def create(options: Mapping[str, Any]) -> SilentVoice:
    """Make the silent voice; ``voice`` is taken and does nothing.

    Raises:
        VoiceError: an unknown option.
    """
    if unknown := sorted(set(options) - {"voice"}):
        raise VoiceError(f"voices.silent: {unknown[0]!r} is not an option.")
    return SilentVoice()


def _silence(phrase: Phrase, rate: float, pause_s: float) -> Speech:
    timed: list[Timed] = []
    place = 0.0
    for index, word in enumerate(phrase.words):
        letters = "".join(word.spoken).replace("letter:", "")
        for letter in letters:
            symbol = _SHAPES.get(letter)
            if symbol is not None:
                end = place + _LETTER_S / rate
                timed.append(Timed(symbol, index, place, end))
                place = end
        place += (_GAP_S + (0.1 if word.mark else 0.0)) / rate
    size = math.ceil((place + pause_s) * RATE_HZ)
    duration_s = size / RATE_HZ
    written = [word.written for word in phrase.words]
    return Speech(
        np.zeros(size, np.int16),
        RATE_HZ,
        viseme_spans(timed, duration_s),
        word_spans(timed, written, duration_s),
        phrase.text,
    )
