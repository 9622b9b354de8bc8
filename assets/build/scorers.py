"""Train the scorers' n-gram head, and weigh and calibrate all readings together.

Usage::

    python -m assets.build.scorers                         # train, about 2 minutes
    python -m assets.build.scorers --merge RATINGS.jsonl   # add ratings first

Needs the held-out logits of the readers (`assets.build.readers`). Same lines and
versions give the same weights. Nothing but the project's own lines is read.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from assets import folder
from assets.build import readers
from assets.build.scorer_fit import decide, fit
from assets.build.scorer_lines import Corpus, read
from dialogue.scorers import _cues, _heads
from dialogue.scorers._heads import CUE_SCALE, Decision, Floats, Grams
from dialogue.skills import SKILL_IDS

GRAM_STRENGTH: Final = 3.0
"""Inverse L2 penalty of the head; between 1 and 10 macro-F1 moves by less than .01."""
UNDRESSED_WEIGHT: Final = 0.5
"""Weight of each line's copy without case and marks."""
MOST_WORD_GRAMS: Final = 20_000
MOST_CHARACTER_GRAMS: Final = 30_000
READINGS: Final = {"tfidf": (), "fused": ("minilm",), "careful": ("minilm", "mpnet")}
"""Scorer to the readers whose logits it weighs beside the n-grams."""


def cues_of(corpus: Corpus) -> tuple[Floats, Floats]:
    """Cues of all lines, as written and undressed."""
    made = [
        np.stack(
            [
                _cues.cues(said, heard)
                for heard, said in zip(corpus.partner, user, strict=True)
            ]
        )
        for user in corpus.user
    ]
    return made[0], made[1]


def grams(lines: list[list[str]], least: int, most: int) -> Grams:
    """The commonest n-grams that at least `least` lines hold, with smooth idf."""
    counts = Counter(gram for line in lines for gram in set(line) if "\n" not in gram)
    chosen = sorted((-count, gram) for gram, count in counts.items() if count >= least)
    names = sorted(gram for _, gram in chosen[:most])
    idf = [np.log((1 + len(lines)) / (1 + counts[name])) + 1 for name in names]
    return Grams({name: at for at, name in enumerate(names)}, np.array(idf))


def matrix(space: Grams, lines: list[list[str]]) -> Any:
    """Sparse TF-IDF rows."""
    rows, columns, values = [], [], []
    for row, line in enumerate(lines):
        for column, value in space.weigh(line).items():
            rows.append(row)
            columns.append(column)
            values.append(value)
    shape = (len(lines), len(space.idf))
    return sparse.csr_matrix((values, (rows, columns)), shape=shape)


@dataclass(frozen=True, slots=True)
class Fitted:
    """The head as arrays, named as `dialogue.scorers._heads.Heads` names them."""

    words: Grams
    characters: Grams
    arrays: dict[str, Floats]


def train(
    corpus: Corpus, cues: tuple[Floats, Floats], rows: NDArray[np.int64]
) -> Fitted:
    """Fit the head on `rows`, each line twice: as written and undressed."""
    user = [corpus.user[form][row] for form in (0, 1) for row in rows]
    word = [[gram for gram, _ in _heads.word_grams(line)] for line in user]
    character = [list(_heads.character_grams(line)) for line in user]
    by_word = grams(word, 3, MOST_WORD_GRAMS)
    characters = grams(character, 4, MOST_CHARACTER_GRAMS)
    labels = np.vstack([corpus.labels[rows]] * 2)
    weights = np.r_[np.ones(len(rows)), np.full(len(rows), UNDRESSED_WEIGHT)]
    both = np.vstack([form[rows] for form in cues]) * CUE_SCALE
    blocks = [matrix(by_word, word), matrix(characters, character), both]
    found, bias = fit(sparse.hstack(blocks).tocsr(), labels, weights, GRAM_STRENGTH)
    first, second = len(by_word.idf), len(by_word.idf) + len(characters.idf)
    return Fitted(
        by_word,
        characters,
        {
            "word_weights": found[:first],
            "character_weights": found[first:second],
            "cue_weights": found[second:],
            "gram_bias": bias,
        },
    )


def logits(
    corpus: Corpus,
    cues: tuple[Floats, Floats],
    fitted: Fitted,
    rows: NDArray[np.int64],
    form: int = 0,
) -> Floats:
    """(rows, skills): what the head says of lines."""
    user = [corpus.user[form][row] for row in rows]
    got = fitted.arrays
    word = matrix(fitted.words, [[g for g, _ in _heads.word_grams(u)] for u in user])
    character = matrix(
        fitted.characters, [list(_heads.character_grams(u)) for u in user]
    )
    return np.asarray(
        word @ got["word_weights"]
        + character @ got["character_weights"]
        + cues[form][rows] * CUE_SCALE @ got["cue_weights"]
        + got["gram_bias"]
    )


def held_out_logits(corpus: Corpus, form: int = 0) -> dict[str, Floats]:
    """Reading to (lines, skills): each line read by what never saw its topic."""
    cues = cues_of(corpus)
    found = np.zeros((corpus.count, len(SKILL_IDS)))
    for fold in np.unique(corpus.folds):
        fitted = train(corpus, cues, np.flatnonzero(corpus.folds != fold))
        rows = np.flatnonzero(corpus.folds == fold)
        found[rows] = logits(corpus, cues, fitted, rows, form)
    made = {"grams": found}
    for model in ("minilm", "mpnet"):
        made[model] = readers.held_out(corpus, model, form)
    return made


def stacked(found: dict[str, Floats], scorer: str) -> Floats:
    """(lines, skills, readings) of one scorer."""
    names = ("grams", *READINGS[scorer])
    return np.stack([found[name] for name in names], axis=-1)


def usable(given: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """The lines that every reading has, and their rows."""
    rows = np.flatnonzero(np.isfinite(given).all(axis=(1, 2)))
    return given[rows], rows


def quarter(array: Floats) -> dict[str, NDArray[Any]]:
    """An array in 8 bits per number with a scale per row."""
    scale = np.abs(array).max(axis=1, keepdims=True) / 127 + 1e-12
    return {"": np.round(array / scale).astype(np.int8), "_scale": scale.astype("f4")}


def write(corpus: Corpus, fitted: Fitted, decisions: dict[str, Decision]) -> None:
    """Write ``heads.npz`` and ``heads.json``."""
    arrays: dict[str, NDArray[Any]] = {}
    for key, value in fitted.arrays.items():
        if value.ndim == 2 and key.startswith(("word", "character")):
            arrays.update({key + end: part for end, part in quarter(value).items()})
        else:
            arrays[key] = value.astype(np.float32)
    for name, space in (("word", fitted.words), ("character", fitted.characters)):
        arrays[f"{name}_idf"] = space.idf.astype(np.float32)
        arrays[f"{name}_grams"] = _bytes(list(space.index))
    arrays["known"] = _bytes(sorted(corpus.known))
    for name, decision in decisions.items():
        for part in ("weights", "bias", "low", "high"):
            value = getattr(decision, part)
            arrays[f"{name}_{part}"] = np.asarray(value, dtype=np.float64)
    # The stub takes every keyword for its own switch.
    np.savez_compressed(folder("rubrics") / "heads.npz", **arrays)  # type: ignore[arg-type]
    facts = {
        "made_by": "python -m assets.build.scorers",
        "lines": corpus.count,
        "readings": {name: list(models) for name, models in READINGS.items()},
        "skills": list(SKILL_IDS),
        "cues": list(_cues.names()),
    }
    text = json.dumps(facts, indent=1, ensure_ascii=False) + "\n"
    (folder("rubrics") / "heads.json").write_text(text, encoding="utf-8")


def _bytes(texts: list[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(texts).encode("utf-8"), dtype=np.uint8)


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(
        prog="python -m assets.build.scorers", description="Train the scorers."
    )
    parser.add_argument("--merge", type=Path, help="ratings to add first")
    chosen = parser.parse_args()
    if chosen.merge:
        from assets.build import scorer_ratings

        print(scorer_ratings.merge(chosen.merge))
    corpus = read()
    held_out = held_out_logits(corpus)
    decisions = {}
    for name in READINGS:
        given, rows = usable(stacked(held_out, name))
        decisions[name] = decide(given, corpus.labels[rows])
    fitted = train(corpus, cues_of(corpus), np.arange(corpus.count))
    write(corpus, fitted, decisions)
    print(f"{corpus.count} lines -> {folder('rubrics') / 'heads.npz'}")


if __name__ == "__main__":
    main()
