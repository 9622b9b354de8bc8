"""What Whisper writes that nobody said, and how it is told apart."""

from __future__ import annotations

import re

LEAST_SPEECH_S = 0.16
"""Less voice than this is a cough or a click, not a word; "no" takes about 0.25 s."""
MOST_WORDS_PER_S = 8.0
"""Nobody speaks faster for a whole utterance; invented text does."""
_DOUBTFUL_LOGPROB = -1.0
_NO_SPEECH = 0.6
"""Whisper's own pair of thresholds for "no speech" (Radford et al. 2022)."""
_SHORT_SPEECH_S = 0.45

_ECHO = re.compile(r"\b(\S+(?: \S+){2,})\b.{0,12}\b\1\b")
"""Three words or more that come again at once."""

_INVENTED = frozenset(
    {
        "thank you",
        "thanks",
        "thanks for watching",
        "thank you for watching",
        "thank you very much",
        "please subscribe",
        "you",
        "bye",
        "bye bye",
        "the end",
        "so",
        "i'm sorry",
        "okay",
        "oh",
    }
)
"""What Whisper's small English models write for breath, hum and near silence."""


def cleaned(text: str) -> str:
    """One line of plain text: no sound notes, no stutter of the decoder."""
    text = re.sub(r"\[[^\]]*\]|\([^)]*\)|[♪♫*]+", " ", text)
    text = text.replace("’", "'").replace("‘", "'")
    text = re.sub(r"\s+", " ", text).strip()
    return _without_loops(text)


def _bare(text: str) -> str:
    """Letters and digits: Whisper writes "75" for what was said in words."""
    return re.sub(r"[^a-z0-9' ]", "", text.lower()).strip()


def is_plausible(text: str, speech_s: float, logprob: float) -> bool:
    """Whether a quick hearing may stand: not too many words, no echo of itself."""
    plain = _bare(text)
    if len(plain.split()) > 2 + MOST_WORDS_PER_S * speech_s * 0.75:
        return False
    return logprob > _DOUBTFUL_LOGPROB and not _ECHO.search(plain)


def is_invented(text: str, speech_s: float, logprob: float, no_speech: float) -> bool:
    """Whether `text` is more likely made up than heard.

    `speech_s` is how long a voice was detected, `logprob` the mean log probability of
    the tokens, `no_speech` Whisper's probability of silence.
    """
    plain = _bare(text)
    if not plain or speech_s < LEAST_SPEECH_S:
        return True
    if no_speech > _NO_SPEECH and logprob < _DOUBTFUL_LOGPROB:
        return True
    if len(plain.split()) > 2 + MOST_WORDS_PER_S * speech_s:
        return True
    if plain in _INVENTED:
        is_doubtful = logprob < _DOUBTFUL_LOGPROB or no_speech > _NO_SPEECH
        return is_doubtful or speech_s < min(_SHORT_SPEECH_S, 0.12 * len(plain.split()))
    return False


def _without_loops(text: str) -> str:
    """A run of one to eight words said more than three times in a row, said once."""
    return re.sub(r"\b((?:\S+\s+){0,7}?\S+)(?:\s+\1){3,}(?=\W|$)", r"\1", text)
