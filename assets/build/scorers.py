"""Train the scorers' heads from ``assets/rubrics/lines.jsonl``.

Usage::

    python -m assets.build.scorers                         # train, about 3 minutes
    python -m assets.build.scorers --merge RATINGS.jsonl   # add a second rating first

Same lines and versions give the same weights. Nothing but the project's own lines is
read. Folds are by topic, so a partner's line is never on both sides of a fold.
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
from assets.build.scorer_fit import decide, fit
from dialogue import registry
from dialogue.scorers import _cues, _heads
from dialogue.scorers._heads import CUE_SCALE, Decision, Floats, Grams
from dialogue.scorers._text import Token, tokens, undress, words
from dialogue.skills import SKILL_IDS

FOLDS: Final = 5
LAYERS: Final = (3, 6)
"""The middle layer carries grammar, the last meaning: AUC .929 against .920 for the
last alone, no gain from a third."""
GRAM_STRENGTH: Final = 3.0
EMBEDDING_STRENGTH: Final = 3.0
"""Inverse L2 penalty of the heads; between 1 and 10 macro-F1 moves by less than .01."""
UNDRESSED_WEIGHT: Final = 0.5
"""Weight of each line's copy without case and marks."""
MOST_WORD_GRAMS: Final = 12_000
MOST_CHARACTER_GRAMS: Final = 16_000


@dataclass(frozen=True, slots=True)
class Corpus:
    """Lines as tokens, with labels and folds."""

    known: frozenset[str]
    partner: list[list[Token]]
    user: tuple[list[list[Token]], list[list[Token]]]
    """As written, and undressed."""
    labels: Floats
    """(lines, skills): 0 absent, 1 present, 0.5 disputed."""
    folds: NDArray[np.int64]
    records: list[dict[str, Any]]

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self.records)


def read(path: Path | None = None) -> Corpus:
    """Read the labelled lines."""
    place = path or folder("rubrics") / "lines.jsonl"
    records = [json.loads(row) for row in place.read_text("utf-8").splitlines()]
    known = _known(records)
    said = [record["user_line"] for record in records]
    groups = sorted({record["group"] for record in records})
    order = np.random.default_rng(0).permutation(len(groups))
    fold = {groups[at]: index % FOLDS for index, at in enumerate(order)}
    return Corpus(
        known,
        [tokens(record["partner_line"], known) for record in records],
        (
            [tokens(line, known) for line in said],
            [tokens(undress(line) or line, known) for line in said],
        ),
        np.array([[_label(r, skill) for skill in SKILL_IDS] for r in records]),
        np.array([fold[record["group"]] for record in records]),
        records,
    )


def _label(record: dict[str, Any], skill: str) -> float:
    if skill in record.get("disputed", ()):
        return 0.5
    return float(skill in record["skills"])


def _known(records: list[dict[str, Any]]) -> frozenset[str]:
    """Words that are seen without a capital somewhere."""
    found = set(words()["always_known"].split())
    for record in records:
        for line in (record["partner_line"], record["user_line"]):
            for token in tokens(line):
                raw = line[token.start : token.end]
                if raw[0].islower():
                    found.add(token.form)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Inputs:
    """Numbers that the heads read, as written and undressed."""

    cues: tuple[Floats, Floats]
    pooled: tuple[Floats, Floats]


def inputs(corpus: Corpus) -> Inputs:
    """Cues and pooled hidden states of all lines; the slow part."""
    from dialogue.scorers.fused import MODEL, Embedder

    embedder = Embedder(registry.resolve(MODEL).path, LAYERS)
    cues, pooled = [], []
    for user in corpus.user:
        pairs = list(zip(corpus.partner, user, strict=True))
        cues.append(np.stack([_cues.cues(said, heard) for heard, said in pairs]))
        pooled.append(np.stack([state.mean() for state in embedder.read(pairs)]))
    return Inputs((cues[0], cues[1]), (pooled[0], pooled[1]))


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
    """Both heads as arrays, named as `dialogue.scorers._heads.Heads` names them."""

    words: Grams
    characters: Grams
    arrays: dict[str, Floats]


def train(corpus: Corpus, given: Inputs, rows: NDArray[np.int64]) -> Fitted:
    """Fit both heads on `rows`, each line twice: as written and undressed."""
    user = [corpus.user[form][row] for form in (0, 1) for row in rows]
    word = [[gram for gram, _ in _heads.word_grams(line)] for line in user]
    character = [list(_heads.character_grams(line)) for line in user]
    by_word = grams(word, 3, MOST_WORD_GRAMS)
    characters = grams(character, 4, MOST_CHARACTER_GRAMS)
    labels = np.vstack([corpus.labels[rows]] * 2)
    weights = np.r_[np.ones(len(rows)), np.full(len(rows), UNDRESSED_WEIGHT)]
    cues = np.vstack([form[rows] for form in given.cues]) * CUE_SCALE
    blocks = [matrix(by_word, word), matrix(characters, character), cues]
    features = sparse.hstack(blocks).tocsr()
    gram_weights, gram_bias = fit(features, labels, weights, GRAM_STRENGTH)
    first, second = len(by_word.idf), len(by_word.idf) + len(characters.idf)
    pooled = np.vstack([form[rows] for form in given.pooled])
    mean = pooled.mean(0)
    # Each layer's states together have unit length, as an n-gram block has.
    spread = (pooled.std(0) + 1e-6) * np.sqrt(pooled.shape[1] / len(LAYERS))
    dense = np.hstack([(pooled - mean) / spread, cues])
    state_weights, state_bias = fit(dense, labels, weights, EMBEDDING_STRENGTH)
    width = pooled.shape[1]
    return Fitted(
        by_word,
        characters,
        {
            "word_weights": gram_weights[:first],
            "character_weights": gram_weights[first:second],
            "cue_weights": gram_weights[second:],
            "gram_bias": gram_bias,
            "mean": mean,
            "spread": spread,
            "embedding_weights": state_weights[:width],
            "embedding_cue_weights": state_weights[width:],
            "embedding_bias": state_bias,
        },
    )


def logits(
    corpus: Corpus,
    given: Inputs,
    fitted: Fitted,
    rows: NDArray[np.int64],
    form: int = 0,
) -> Floats:
    """(rows, skills, 2): what both heads say of lines."""
    user = [corpus.user[form][row] for row in rows]
    cues = given.cues[form][rows] * CUE_SCALE
    got = fitted.arrays
    word = matrix(fitted.words, [[g for g, _ in _heads.word_grams(u)] for u in user])
    character = matrix(
        fitted.characters, [list(_heads.character_grams(u)) for u in user]
    )
    by_grams = (
        word @ got["word_weights"]
        + character @ got["character_weights"]
        + cues @ got["cue_weights"]
        + got["gram_bias"]
    )
    scaled = (given.pooled[form][rows] - got["mean"]) / got["spread"]
    by_states = (
        scaled @ got["embedding_weights"]
        + cues @ got["embedding_cue_weights"]
        + got["embedding_bias"]
    )
    return np.stack([by_grams, by_states], axis=-1)


def held_out_logits(corpus: Corpus, given: Inputs, form: int = 0) -> Floats:
    """Logits of each line from heads that never saw its topic."""
    found = np.zeros((corpus.count, len(SKILL_IDS), 2))
    for fold in range(FOLDS):
        fitted = train(corpus, given, np.flatnonzero(corpus.folds != fold))
        rows = np.flatnonzero(corpus.folds == fold)
        found[rows] = logits(corpus, given, fitted, rows, form)
    return found


def quarter(array: Floats) -> dict[str, NDArray[Any]]:
    """An array in 8 bits per number with a scale per row."""
    scale = np.abs(array).max(axis=1, keepdims=True) / 127 + 1e-12
    return {"": np.round(array / scale).astype(np.int8), "_scale": scale.astype("f4")}


def write(corpus: Corpus, fitted: Fitted, tfidf: Decision, fused: Decision) -> None:
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
    for name, decision in (("tfidf", tfidf), ("fused", fused)):
        for part in ("weights", "bias", "low", "high"):
            value = getattr(decision, part)
            arrays[f"{name}_{part}"] = np.asarray(value, dtype=np.float64)
    # The stub takes every keyword for its own switch.
    np.savez_compressed(folder("rubrics") / "heads.npz", **arrays)  # type: ignore[arg-type]
    facts = {
        "made_by": "python -m assets.build.scorers",
        "model": "minilm",
        "lines": corpus.count,
        "layers": list(LAYERS),
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
    parser.add_argument("--merge", type=Path, help="second ratings to add first")
    chosen = parser.parse_args()
    if chosen.merge:
        from assets.build import scorer_ratings

        print(scorer_ratings.merge(chosen.merge))
    corpus = read()
    given = inputs(corpus)
    held_out = held_out_logits(corpus, given)
    tfidf = decide(held_out[..., :1], corpus.labels)
    fused = decide(held_out, corpus.labels)
    write(corpus, train(corpus, given, np.arange(corpus.count)), tfidf, fused)
    print(f"{corpus.count} lines -> {folder('rubrics') / 'heads.npz'}")


if __name__ == "__main__":
    main()
