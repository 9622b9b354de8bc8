"""A small linear classifier behind the rules: what is meant but not in any rule.

Word and character n-grams of the plain line, weighted as tf-idf, times weights that
``python -m assets.build.safety`` trained. numpy only, no pickles; a line takes well
under a millisecond.
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Weights:
    """The trained numbers."""

    index: dict[str, int]
    idf: NDArray[np.float32]
    coef: NDArray[np.float32]
    """One row per class of `CLASSES`, then one row for explicit against indirect."""
    bias: NDArray[np.float32]


def grams(line: str) -> dict[str, float]:
    """N-grams of a plain line with sublinear counts.

    ``w:`` keys are 1 to 3 words, ``c:`` keys are 3 to 5 characters inside a word
    with its borders; each block is scaled later to length one.
    """
    words = [word for word in line.split() if word != ","]
    found: Counter[str] = Counter()
    for size in (1, 2, 3):
        for start in range(len(words) - size + 1):
            found["w:" + " ".join(words[start : start + size])] += 1
    for word in words:
        if word == ".":
            continue
        padded = f" {word} "
        for size in (3, 4, 5):
            for start in range(len(padded) - size + 1):
                found["c:" + padded[start : start + size]] += 1
    return {key: 1.0 + math.log(count) for key, count in found.items()}


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
    )


@functools.cache
def weights() -> Weights:
    """The shipped weights, read once."""
    return load(folder("safety") / "classifier.npz")


def vector(line: str, model: Weights) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Positions and values of the known n-grams of a plain line."""
    import numpy as np

    at: list[int] = []
    values: list[float] = []
    squares = {"w": 0.0, "c": 0.0}
    kinds: list[str] = []
    for key, count in grams(line).items():
        position = model.index.get(key)
        if position is None:
            continue
        value = count * float(model.idf[position])
        at.append(position)
        values.append(value)
        kinds.append(key[0])
        squares[key[0]] += value * value
    scale = {kind: 1.0 / math.sqrt(total or 1.0) for kind, total in squares.items()}
    scaled = [value * scale[kind] for value, kind in zip(values, kinds, strict=True)]
    return np.asarray(at, dtype=np.intp), np.asarray(scaled, dtype=np.float32)


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


def windows(line: str) -> list[str]:
    """`line`, or overlapping parts of `MAX_WORDS` words where it is longer.

    What stands in one clause of a long text must not be thinned out by the rest.
    """
    words = line.split()
    if len(words) <= MAX_WORDS:
        return [line]
    step = MAX_WORDS // 2
    starts = range(0, len(words) - step, step)
    return [" ".join(words[start : start + MAX_WORDS]) for start in starts]
