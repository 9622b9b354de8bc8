"""Train the safety screen's n-grams: ``python -m assets.build.safety``.

Reads the lines of ``assets/safety`` and the ordinary lines of the rubrics; writes
``classifier.npz`` (n-grams), ``mix.json`` (how rules, n-grams and the second reader are
weighed, and from where on something is done) and ``training.json`` (figures of writers
left out). The same lines give the same bytes. Needs scikit-learn, and what
``python -m assets.build.safety_reader`` wrote; the program needs neither scikit-learn
nor scipy for it.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from assets import folder
from assets.build import safety_lines, safety_mix
from assets.build.safety_lines import Line
from dialogue.safety import classifier
from dialogue.safety.wording import plain, without_idioms

MIN_LINES = 2
"""An n-gram has to occur in this many lines."""
STRENGTH = 12.0
"""Inverse regularisation; chosen by grouped cross-validation among 1, 3, 6, 12, 25."""

Rows = NDArray[np.float32]


def _vocabulary(texts: Sequence[str]) -> tuple[list[str], NDArray[np.float32]]:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(classifier.grams(text)))
    kept = sorted(key for key, count in counts.items() if count >= MIN_LINES)
    total = len(texts)
    idf = [math.log((1 + total) / (1 + counts[key])) + 1.0 for key in kept]
    return kept, np.asarray(idf, dtype=np.float32)


def _matrix(texts: Sequence[str], model: classifier.Weights) -> Any:
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for number, text in enumerate(texts):
        at, value = classifier.vector(text, model)
        rows += [number] * len(at)
        columns += at.tolist()
        values += value.tolist()
    shape = (len(texts), len(model.index))
    return csr_matrix((values, (rows, columns)), shape=shape)


def _fit(x: Any, y: Any, *, is_balanced: bool) -> Any:
    model = LogisticRegression(
        C=STRENGTH,
        max_iter=3000,
        tol=1e-4,
        class_weight="balanced" if is_balanced else None,
    )
    return model.fit(x, y)


def fit(lines: Sequence[Line]) -> classifier.Weights:
    """Train the n-grams on `lines`."""
    texts = [without_idioms(plain(line.text)) for line in lines]
    kept, idf = _vocabulary(texts)
    empty = np.zeros((0, 0), dtype=np.float32)
    index = {key: at for at, key in enumerate(kept)}
    kinds = classifier.of_words(kept)
    x = _matrix(texts, classifier.Weights(index, idf, empty, empty, kinds))
    order = {name: at for at, name in enumerate(classifier.CLASSES)}
    classes = _fit(x, [order[line.category] for line in lines], is_balanced=False)
    harmful = [at for at, line in enumerate(lines) if line.category != "none"]
    is_explicit = [lines[at].form == "explicit" for at in harmful]
    forms = _fit(x[harmful], is_explicit, is_balanced=True)
    coef = np.vstack([classes.coef_, forms.coef_]).astype(np.float16)
    bias = np.concatenate([classes.intercept_, forms.intercept_])
    return classifier.Weights(
        index, idf, coef.astype(np.float32), bias.astype(np.float32), kinds
    )


def unseen(lines: Sequence[Line]) -> dict[str, Rows]:
    """What n-grams that never saw a line's writer make of its parts, by the line's id.

    The writers are left out as the second reader does it, and with each turn
    a part of the everyday lines; only what was left out is read.
    """
    made: dict[str, Rows] = {}
    for fold in range(safety_lines.FOLDS):
        out = safety_lines.left_out(fold)
        own = [x for x in lines if x.id in out or _everyday_fold(x) == fold]
        ids = {line.id for line in own}
        model = fit([line for line in lines if line.id not in ids])
        for line in own:
            text = without_idioms(plain(line.text))
            made[line.id] = np.stack(classifier.read(text, model))
    return made


def _everyday_fold(line: Line) -> int:
    theme, _, name = line.id.partition(".")
    return (
        int(name.split(".")[0], 16) % safety_lines.FOLDS if theme == "rubrics" else -1
    )


def save(path: Path, model: classifier.Weights) -> None:
    """Write the weights without pickles."""
    np.savez_compressed(
        path,
        format=np.int64(classifier.FORMAT),
        vocabulary=np.asarray(list(model.index)),
        idf=model.idf.astype(np.float16),
        coef=model.coef.astype(np.float16),
        bias=model.bias,
    )


def main() -> None:
    """Train, cross-validate, weigh, write."""
    home = folder("safety")
    more = safety_lines.further()
    written = [*safety_lines.lessons(), *(line for x in more.values() for line in x)]
    everyday = safety_lines.ordinary(is_held_back=False)
    lines = written + everyday
    words = unseen(lines)
    save(home / "classifier.npz", fit(lines))
    with np.load(home / safety_lines.UNSEEN, allow_pickle=False) as file:
        reader = dict(zip(file["ids"].tolist(), file["rows"].astype("f4"), strict=True))
    mixes, figures = safety_mix.mixes(more, words, reader)
    (home / "mix.json").write_text(_text(mixes), encoding="utf-8")
    report = {
        "lines": len(written),
        "ordinary_lines": len(everyday),
        "share asked about of the lines of a writer whom nothing had seen": figures,
    }
    (home / "training.json").write_text(_text(report), encoding="utf-8")
    print(_text(report))


def _text(value: Any) -> str:
    return json.dumps(value, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    main()
