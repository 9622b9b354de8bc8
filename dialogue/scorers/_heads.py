"""The learned part: the n-gram head, calibration, and when to abstain.

A head is linear, so a score can be traced back to the words it rests on. All numbers
come from ``assets/rubrics/heads.npz`` and ``heads.json``, made by
``python -m assets.build.scorers``.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

import assets
from assets.arrays import read, take
from dialogue.scorers import _cues
from dialogue.scorers._text import Token
from dialogue.skills import SKILL_IDS

Floats = NDArray[np.float64]
CUE_SCALE: Final = 0.5
"""Weight of a cue beside the unit-length n-gram block; .25 and 1 did no better."""
WORD_ORDERS: Final = (1, 2, 3)
CHARACTER_ORDERS: Final = (3, 4, 5)


class WeightsError(ValueError):
    """The weights on disk do not fit this program."""


def word_grams(line: list[Token]) -> Iterator[tuple[str, range]]:
    """Word n-grams with the tokens that they cover; line ends are marked."""
    forms = ["<s>", *(token.form for token in line), "</s>"]
    for order in WORD_ORDERS:
        for at in range(len(forms) - order + 1):
            inside = range(max(at - 1, 0), min(at - 1 + order, len(line)))
            yield " ".join(forms[at : at + order]), inside


def character_grams(line: list[Token]) -> Iterator[str]:
    """Character n-grams over the folded line, across words."""
    text = " " + " ".join(token.form for token in line) + " "
    for order in CHARACTER_ORDERS:
        for at in range(len(text) - order + 1):
            yield text[at : at + order]


@dataclass(frozen=True, slots=True)
class Grams:
    """A TF-IDF space: sublinear counts, smooth idf, unit length."""

    index: dict[str, int]
    idf: Floats

    def weigh(self, grams: Iterable[str]) -> dict[int, float]:
        """Column to value of one line."""
        counts = Counter(self.index[gram] for gram in grams if gram in self.index)
        row = {
            column: (1.0 + math.log(count)) * float(self.idf[column])
            for column, count in counts.items()
        }
        norm = math.sqrt(sum(value * value for value in row.values()))
        return {column: value / norm for column, value in row.items()} if norm else row


@dataclass(frozen=True, slots=True)
class Decision:
    """Calibration of one way of reading, per skill."""

    weights: Floats
    """(skills, readings): how much each head's logit counts."""
    bias: Floats
    low: Floats
    """At or under this probability the skill is called absent."""
    high: Floats
    """At or over this probability the skill is called present."""

    def probability(self, logits: Floats) -> Floats:
        """Calibrated probabilities from (lines, skills, readings)."""
        summed = (logits * self.weights[None]).sum(-1) + self.bias[None]
        clipped = np.clip(summed, -30.0, 30.0)
        return np.asarray(1.0 / (1.0 + np.exp(-clipped)), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Heads:
    """Everything that was learned."""

    known: frozenset[str]
    """Ordinary words; see `dialogue.scorers._text.tokens`."""
    words: Grams
    characters: Grams
    word_weights: Floats
    """(grams, skills)."""
    character_weights: Floats
    cue_weights: Floats
    gram_bias: Floats
    tfidf: Decision
    """Calibration of n-grams alone, of n-grams with MiniLM, and of these with MPNet."""
    fused: Decision
    careful: Decision
    facts: dict[str, Any]
    """How it was trained and what it reached; see `heads.json`."""

    def gram_logits(self, user: list[Token], cues: Floats) -> Floats:
        """One logit per skill from n-grams and cues."""
        logits = self.gram_bias + CUE_SCALE * cues @ self.cue_weights
        words = self.words.weigh(gram for gram, _ in word_grams(user))
        for column, value in words.items():
            logits = logits + value * self.word_weights[column]
        characters = self.characters.weigh(character_grams(user))
        if characters:
            columns = np.fromiter(characters, dtype=np.int64)
            values = np.fromiter(characters.values(), dtype=np.float64)
            logits = logits + values @ self.character_weights[columns]
        return np.asarray(logits, dtype=np.float64)


@cache
def load(folder: Path | None = None) -> Heads:
    """Read the weights; about 0.2 s the first time.

    Raises:
        WeightsError: files are missing, or were made for other skills or cues.
    """
    place = folder or assets.folder("rubrics")
    again = "Run: python -m assets.build.scorers"
    try:
        facts = json.loads((place / "heads.json").read_text(encoding="utf-8"))
        arrays = read(place / "heads.npz")
    except (OSError, ValueError, RecursionError) as error:
        raise WeightsError(
            f"{place}/heads: cannot be read ({error}). {again}"
        ) from error
    if not isinstance(facts, dict):
        raise WeightsError(f"{place / 'heads.json'}: must be one object. {again}")
    for key, now in (("skills", list(SKILL_IDS)), ("cues", list(_cues.names()))):
        if facts.get(key) != now:
            raise WeightsError(
                f"{place / 'heads.json'}: {key} are not those of this program. {again}"
            )
    try:
        return _assemble(facts, arrays)
    except ValueError as error:  # ArraysError, and texts that are no UTF-8
        raise WeightsError(f"{place / 'heads.npz'}: {error} {again}") from error


def _assemble(facts: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> Heads:
    skills, cues = len(SKILL_IDS), len(_cues.names())

    def floats(key: str, *shape: int) -> Floats:
        array = take(arrays, key, "fi", *shape).astype(np.float64)
        if f"{key}_scale" not in arrays:
            return array
        scale = take(arrays, f"{key}_scale", "f", shape[0], 1)
        return np.asarray(array * scale.astype(np.float64))

    def texts(key: str) -> list[str]:
        return bytes(take(arrays, key, "u", None)).decode("utf-8").split("\n")

    def grams(key: str) -> tuple[Grams, Floats]:
        order = {gram: at for at, gram in enumerate(texts(f"{key}_grams"))}
        idf, weights = f"{key}_idf", f"{key}_weights"
        found = Grams(order, floats(idf, len(order)))
        return found, floats(weights, len(order), skills)

    def decision(key: str, parts: int) -> Decision:
        ends = (floats(f"{key}_{part}", skills) for part in ("bias", "low", "high"))
        return Decision(floats(f"{key}_weights", skills, parts), *ends)

    words, word_weights = grams("word")
    characters, character_weights = grams("character")
    return Heads(
        known=frozenset(texts("known")),
        words=words,
        characters=characters,
        word_weights=word_weights,
        character_weights=character_weights,
        cue_weights=floats("cue_weights", cues, skills),
        gram_bias=floats("gram_bias", skills),
        tfidf=decision("tfidf", 1),
        fused=decision("fused", 2),
        careful=decision("careful", 3),
        facts=facts,
    )
