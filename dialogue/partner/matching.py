"""Match what a user says with the ways in which a scenario expects it.

`Matcher` is what the partner needs; `TfidfMatcher` is the one without a model. The
embedding matcher is in `dialogue.models._embedding`.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]

_WORD = re.compile(r"[a-zà-ÿ]+(?:['’][a-z]+)?")
_STOP = frozenset(
    """
    a an the to of in on at for and or but so is are was were be been am it its that
    this these those do does did have has had will would can could should just really
    very with as by from there here then than too not if
    """.split()  # noqa: SIM905  (a list of forty quoted words reads worse)
)
_SUFFIXES = ("ingly", "ings", "ing", "edly", "ed", "ies", "es", "s", "ly")


class Index(Protocol):
    """Texts that were prepared for matching."""

    def scores(self, texts: Sequence[str]) -> Scores:
        """Similarity -1..1 of each of `texts` (rows) with each prepared text."""


class Matcher(Protocol):
    """How near two short texts are in meaning."""

    name: str
    strong: float
    """At or above it two texts are about the same thing."""
    weak: float
    """Below it they are not."""

    def index(self, corpus: Sequence[str]) -> Index:
        """Prepare `corpus` once, at load."""


def words_of(text: str) -> list[str]:
    """Lower-case words of `text` with one kind of apostrophe."""
    return [word.replace("’", "'") for word in _WORD.findall(text.lower())]


@functools.lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Cut a common English ending; enough to join "tired" and "tiring"."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word


def near_duplicate(one: str, other: str, limit: float = 0.72) -> bool:
    """Whether two texts share most of their words (Jaccard at or above `limit`)."""
    first = {stem(word) for word in words_of(one)}
    second = {stem(word) for word in words_of(other)}
    if not first or not second:
        return first == second
    return len(first & second) / len(first | second) >= limit


class TfidfMatcher:
    """Words, word pairs and word beginnings, weighed by rarity; numpy only."""

    name = "tfidf"
    strong = 0.5
    weak = 0.32

    def index(self, corpus: Sequence[str]) -> Index:
        """Prepare `corpus`."""
        return _TfidfIndex(corpus)


class _TfidfIndex:
    def __init__(self, corpus: Sequence[str]) -> None:
        bags = [_features(text) for text in corpus]
        counts = Counter(name for bag in bags for name in bag)
        self._column = {name: index for index, name in enumerate(sorted(counts))}
        self._idf = np.array(
            [
                math.log((1 + len(bags)) / (1 + counts[name])) + 1.0
                for name in self._column
            ],
            np.float32,
        )
        # One row per feature: a query touches only the few that it has.
        self._by_feature = np.zeros((len(self._column), len(bags)), np.float32)
        for place, bag in enumerate(bags):
            columns, weights = self._weigh(bag)
            self._by_feature[columns, place] = weights

    def scores(self, texts: Sequence[str]) -> Scores:
        rows = np.zeros((len(texts), self._by_feature.shape[1]), np.float32)
        for row, text in zip(rows, texts, strict=True):
            columns, weights = self._weigh(_features(text))
            for column, weight in zip(columns, weights, strict=True):
                row += weight * self._by_feature[column]
        return rows

    def _weigh(self, bag: Counter[str]) -> tuple[list[int], list[float]]:
        columns, weights, unknown = [], [], 0.0
        for name, count in sorted(bag.items()):
            column = self._column.get(name)
            if column is None:
                # Words that no wording has still make the texts differ.
                unknown += 4.0 * count * count
            else:
                columns.append(column)
                weights.append(count * float(self._idf[column]))
        norm = math.sqrt(sum(weight * weight for weight in weights) + unknown)
        return columns, [weight / norm for weight in weights]


def _features(text: str) -> Counter[str]:
    words = [stem(word) for word in words_of(text)]
    bag: Counter[str] = Counter()
    for word in words:
        bag[word] += 1 if word not in _STOP else 0
        if len(word) > 5:
            bag[word[:5] + "*"] += 1
    for one, other in itertools.pairwise(words):
        bag[f"{one} {other}"] += 1
    return Counter({name: count for name, count in bag.items() if count})
