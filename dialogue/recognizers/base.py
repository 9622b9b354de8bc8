"""What a recogniser is: sound in, words with times out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

RATE_HZ = 16_000
"""Sample rate of every utterance."""


class RecognizerError(ValueError):
    """A recogniser was made or used wrongly; the message says what is allowed."""


@dataclass(frozen=True, slots=True)
class HeardWord:
    """One word; times are seconds from the first sample."""

    word: str
    start_s: float
    end_s: float
    p: float = 1.0
    """How sure the recogniser is of it, 0..1."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said; empty text when nobody spoke."""

    text: str
    words: tuple[HeardWord, ...] = ()
    confidence: float = 0.0
    """0..1; 0 when nothing was heard."""
    speech_s: float = 0.0
    """How much of the sound is speech."""


class Recognizer(Protocol):
    """Turns an utterance into text."""

    def warm(self) -> None:
        """Load and run once, so that the first utterance is as quick as the rest.

        Raises:
            MissingModel: there are no weights; the message names how to get them.
        """

    def transcribe(self, samples: npt.NDArray[np.int16]) -> Heard:
        """Text and words of mono PCM at `RATE_HZ`."""
