"""A small linear classifier behind the rules: what is meant but not in any rule.

Word and character n-grams of the plain line, weighted as tf-idf, times weights that
``python -m assets.build.safety`` trained. numpy only, no pickles; a line takes well
under a millisecond.
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from assets import folder
from dialogue.safety.errors import SafetyDataError
from dialogue.skills import SAFETY_CATEGORIES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assets.arrays import Arrays

FORMAT = 2
CLASSES: tuple[str, ...] = ("none", *SAFETY_CATEGORIES)
MAX_WORDS = 28
"""Words of a line that count; longer lines are read in overlapping windows."""
FEWEST_WORDS = 4
"""Shorter sentences of a line are not read by themselves."""
BESIDE = 0.3
"""How much the whole line counts where a sentence is read: more of it hears more hints
of unseen writers and lets a harmless sentence in front hide more. Without it .38 of
their hints are heard at the same share of everyday lines, with .3 .42, with .5 .45"""


@dataclass(frozen=True, slots=True)
class Weights:
    """The trained numbers."""

    index: dict[str, int]
    idf: NDArray[np.float32]
    coef: NDArray[np.float32]
    """One row per class of `CLASSES`, then one row for explicit against indirect."""
    bias: NDArray[np.float32]
    is_word: NDArray[np.bool_]
    """Which n-grams are of words; the others are of characters."""


def of_words(index: Iterable[str]) -> NDArray[np.bool_]:
    """Which n-grams of a vocabulary are of words."""
    import numpy as np

    return np.asarray([key.startswith("w:") for key in index], dtype=bool)


def grams(line: str) -> list[str]:
    """N-grams of a plain line, as often as they stand there.

    ``w:`` keys are 1 to 3 words, ``c:`` keys are 3 to 5 characters inside a word
    with its borders; each block is scaled later to length one.
    """
    words = [word for word in line.split() if word != ","]
    found = ["w:" + word for word in words]
    found += [f"w:{one} {two}" for one, two in pairwise(words)]
    triples = zip(words, words[1:], words[2:], strict=False)
    found += [f"w:{a} {b} {c}" for a, b, c in triples]
    for word in words:
        if word != ".":
            found += _inside(word)
    return found


@functools.lru_cache(2048)
def _inside(word: str) -> list[str]:
    padded = f" {word} "
    return [
        "c:" + padded[start : start + size]
        for size in (3, 4, 5)
        for start in range(len(padded) - size + 1)
    ]


def load(path: Path) -> Weights:
    """Read weights from an ``.npz`` without pickles.

    Raises:
        SafetyDataError: the file is of another format or damaged.
    """
    from assets.arrays import ArraysError, read

    again = "run python -m assets.build.safety."
    try:
        return _weights(read(path))
    except (ArraysError, SafetyDataError) as error:
        raise SafetyDataError(f"{path.name}: {error} To mend it, {again}") from error


def _weights(arrays: Arrays) -> Weights:
    from assets.arrays import take

    version = int(take(arrays, "format", "iu"))
    if version != FORMAT:
        raise SafetyDataError(f"format {version} is not {FORMAT}.")
    index = {
        str(key): at for at, key in enumerate(take(arrays, "vocabulary", "U", None))
    }
    count, rows = len(arrays["vocabulary"]), len(CLASSES) + 1
    return Weights(
        index,
        take(arrays, "idf", "f", count).astype("float32"),
        take(arrays, "coef", "f", rows, count).astype("float32"),
        take(arrays, "bias", "f", rows).astype("float32"),
        of_words(index),
    )


@functools.cache
def weights() -> Weights:
    """The shipped weights, read once."""
    return load(folder("safety") / "classifier.npz")


def vector(line: str, model: Weights) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Positions and values of the known n-grams of a plain line."""
    import numpy as np

    index = model.index
    counts = Counter(index[key] for key in grams(line) if key in index)
    at = np.fromiter(counts, np.intp, len(counts))
    count = np.fromiter(counts.values(), np.float64, len(counts))
    values = (1.0 + np.log(count)) * model.idf[at]
    is_word = model.is_word[at]
    for block in (is_word, ~is_word):
        length = math.sqrt(float(np.square(values[block]).sum()))
        values[block] /= length or 1.0
    return at, values.astype(np.float32)


def log_odds(line: str, model: Weights | None = None) -> NDArray[np.float32]:
    """Read one plain `line`, idioms already marked.

    Returns:
        A log probability per class of `CLASSES`, then the log odds of explicit against
        indirect.
    """
    import numpy as np

    model = model or weights()
    at, values = vector(line, model)
    scores = model.bias + model.coef[:, at] @ values
    classes = scores[:-1] - scores[:-1].max()
    classes = classes - np.log(np.exp(classes).sum())
    made: NDArray[np.float32] = np.append(classes, np.clip(scores[-1], -30, 30))
    return made.astype(np.float32)


def read(line: str, model: Weights | None = None) -> list[NDArray[np.float32]]:
    """Log odds of a plain `line`, and of each of its sentences beside the whole.

    What stands in one sentence must not be thinned out by the others, and a sentence
    out of its place says little, so the whole counts beside it. A longer line than
    `MAX_WORDS` is read in overlapping windows.
    """
    whole = [log_odds(part, model) for part in _windows(line)]
    if " . " not in line:
        return whole
    mean = sum(whole[1:], whole[0]) / len(whole)
    sentences = [x for x in line.split(" . ") if len(x.split()) >= FEWEST_WORDS]
    parts = dict.fromkeys(part for x in sentences for part in _windows(x))
    return whole + [BESIDE * mean + (1 - BESIDE) * log_odds(x, model) for x in parts]


def _windows(line: str) -> list[str]:
    words = line.split()
    if len(words) <= MAX_WORDS:
        return [line]
    step = MAX_WORDS // 2
    starts = range(0, len(words) - step, step)
    return [" ".join(words[start : start + MAX_WORDS]) for start in starts]
