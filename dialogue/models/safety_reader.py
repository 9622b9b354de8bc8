"""The safety screen's second reader: a sentence model that hears hints.

Mind runs each line through a sentence model anyway, to find what the user talks about.
The reader looks at what the model's upper layers make of it, not only at the last one:
one small head (``assets/safety/reader.npz``, made by
``python -m assets.build.safety_reader``) over their means gives the categories. It is
used where models run, never on stage: in mind, and for ``visavis score``.
"""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from assets import folder
from assets.arrays import ArraysError, read, take
from dialogue.models._embedding import (
    LAYERS,
    WIDTH,
    EmbeddingMatcher,
    EmbeddingUnavailable,
    create,
)
from dialogue.safety.classifier import CLASSES

Floats = npt.NDArray[np.float32]
FORMAT: Final = 3
_log = logging.getLogger(__name__)


class ReaderError(ValueError):
    """The head is missing, damaged or of another version; says what to do."""


class Head:
    """Two layers over the means of the upper layers."""

    def __init__(self, path: Path) -> None:
        """Read the weights.

        Raises:
            ReaderError: the file is missing, damaged or of another version.
        """
        try:
            arrays = read(path)
            if int(take(arrays, "format", "iu")) != FORMAT:
                raise ReaderError(f"{path.name} is of another version.")
            given, outputs = LAYERS * WIDTH, len(CLASSES) + 1
            first = take(arrays, "first", "f", given, None).astype(np.float32)
            hidden = first.shape[1]
            self._first = first
            self._first_bias = take(arrays, "first_bias", "f", hidden)
            self._last = take(arrays, "last", "f", hidden, outputs).astype(np.float32)
            self._last_bias = take(arrays, "last_bias", "f", outputs)
        except (ArraysError, ReaderError) as error:
            raise ReaderError(
                f"{path.name}: {error} Run: python -m assets.build.safety_reader"
            ) from None

    def log_odds(self, means: Floats) -> Floats:
        """Of `LAYERS` unit vectors, as `dialogue.safety.classifier.log_odds`."""
        inner = np.maximum(means.reshape(-1) @ self._first + self._first_bias, 0)
        logits = inner @ self._last + self._last_bias
        classes = logits[:-1] - logits[:-1].max()
        classes = classes - np.log(np.exp(classes).sum())
        made: Floats = np.append(classes, np.clip(logits[-1], -30, 30))
        return made.astype(np.float32)


class SafetyReader:
    """Reads one line; the same line always gives the same numbers."""

    def __init__(self, head: Head, embedding: EmbeddingMatcher) -> None:
        self._head, self._embedding = head, embedding

    def means(self, text: str) -> Floats:
        """What the upper layers make of `text`; kept a while, with its embedding."""
        return self._embedding.layers(text)

    def log_odds(self, text: str) -> Floats:
        """Read a line as it was typed or recognised."""
        return self._head.log_odds(self.means(text))


@cache
def load() -> SafetyReader:
    """The process's one reader.

    Raises:
        ReaderError: the head is missing or damaged.
        EmbeddingUnavailable: there are no embedding weights, or a library is missing.
    """
    return SafetyReader(Head(folder("safety") / "reader.npz"), create({}))


def available() -> SafetyReader | None:
    """The reader, or None where it cannot be loaded here; then a warning is logged."""
    try:
        return load()
    except (ReaderError, EmbeddingUnavailable) as error:
        _log.warning("the safety screen works without its second reader: %s", error)
        return None
