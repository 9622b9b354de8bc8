"""Train the safety screen's classifier: ``python -m assets.build.safety``.

Reads ``assets/safety/lines.jsonl``, writes ``assets/safety/classifier.npz`` and
``training.json`` (figures of the grouped cross-validation). The same lines give the
same bytes. Needs scikit-learn; the program itself needs numpy only.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from assets import folder
from dialogue.safety import classifier
from dialogue.safety.errors import SafetyDataError, check_keys
from dialogue.safety.wording import plain, without_idioms
from dialogue.skills import SAFETY_CATEGORIES

KEYS = ("id", "text", "partner_line", "category", "form")
MIN_LINES = 2
"""An n-gram has to occur in this many lines."""
STRENGTH = 12.0
"""Inverse regularisation; chosen by grouped cross-validation among 1, 3, 6, 12, 25."""
ALARMS = 0.045
"""Share of ordinary lines on which the classifier alone may check in."""
ALARMS_STOP = 0.004
FOLDS = 4
CHUNK = 6
"""How many neighbouring lines of one theme make a family."""
HELD_BACK = 4
"""Every fourth ordinary line of the rubrics is never trained on, but measured."""


@dataclass(frozen=True, slots=True)
class Line:
    """One written line with its label."""

    id: str
    text: str
    partner_line: str
    category: str
    form: str

    @property
    def family(self) -> str:
        """Neighbours of one theme were written together and stay in one fold."""
        theme, number = self.id.rsplit(".", 1)
        return f"{theme}.{(int(number) - 1) // CHUNK}"


def read(path: Path) -> list[Line]:
    """Read labelled lines.

    Raises:
        SafetyDataError: a row has unknown keys, labels or a repeated id.
    """
    lines: list[Line] = []
    ids: set[str] = set()
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(raw)
        where = f"{path.name}: line {number}"
        check_keys(row, KEYS, ("id", "text", "category", "form"), where)
        if row["category"] not in ("none", *SAFETY_CATEGORIES):
            raise SafetyDataError(f"{where}: category {row['category']!r} is unknown.")
        forms = ("none",) if row["category"] == "none" else ("explicit", "indirect")
        if row["form"] not in forms:
            raise SafetyDataError(f"{where}: form must be one of {', '.join(forms)}.")
        if row["id"] in ids:
            raise SafetyDataError(f"{where}: id {row['id']!r} is used twice.")
        ids.add(row["id"])
        lines.append(
            Line(
                row["id"],
                row["text"],
                row.get("partner_line", ""),
                row["category"],
                row["form"],
            )
        )
    return lines


def ordinary(is_held_back: bool) -> list[Line]:
    """Everyday lines that the rubrics' writers wrote, as further ``none`` lines.

    Args:
        is_held_back: the quarter that only the benchmark sees, or the rest.
    """
    path = folder("rubrics") / "lines.jsonl"
    texts: set[str] = set()
    for raw in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(raw)
        texts.update({row["user_line"], row["partner_line"]})
    lines = []
    for text in sorted(texts):
        digest = hashlib.sha256(text.encode()).hexdigest()
        held = int(digest[:8], 16) % HELD_BACK == 0
        if held is is_held_back and text.strip():
            lines.append(Line(f"rubrics.{digest[:12]}.1", text, "", "none", "none"))
    return lines


def _vocabulary(texts: Sequence[str]) -> tuple[list[str], np.ndarray[Any, Any]]:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(classifier.grams(text).keys())
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


def _fit(x: Any, y: Any, balance: bool) -> Any:
    model = LogisticRegression(
        C=STRENGTH,
        max_iter=3000,
        tol=1e-5,
        class_weight="balanced" if balance else None,
    )
    return model.fit(x, y)


def fit(lines: Sequence[Line]) -> classifier.Weights:
    """Train on `lines`; thresholds are left at one half."""
    texts = [without_idioms(plain(line.text)) for line in lines]
    kept, idf = _vocabulary(texts)
    empty = np.zeros((0, 0), dtype=np.float32)
    index = {key: at for at, key in enumerate(kept)}
    model = classifier.Weights(index, idf, empty, empty, 0.5, 0.9)
    x = _matrix(texts, model)
    order = {name: at for at, name in enumerate(classifier.CLASSES)}
    categories = _fit(x, [order[line.category] for line in lines], balance=False)
    harmful = [at for at, line in enumerate(lines) if line.category != "none"]
    forms = _fit(x[harmful], [lines[at].form == "explicit" for at in harmful], True)
    coef = np.vstack([categories.coef_, forms.coef_]).astype(np.float16)
    bias = np.concatenate([categories.intercept_, forms.intercept_])
    return classifier.Weights(
        index,
        idf,
        coef.astype(np.float32),
        bias.astype(np.float32),
        0.5,
        0.9,
    )


def out_of_fold(lines: Sequence[Line]) -> list[classifier.Guess]:
    """What a classifier that never saw a line's family makes of it."""
    found: list[classifier.Guess | None] = [None] * len(lines)
    groups = [line.family for line in lines]
    split = GroupKFold(FOLDS, shuffle=True, random_state=7).split(lines, groups=groups)
    for train, test in split:
        model = fit([lines[at] for at in train])
        for at in test:
            text = without_idioms(plain(lines[at].text))
            found[at] = classifier.guess(text, model)
    return [item for item in found if item is not None]


def thresholds(
    lines: Sequence[Line], seen: Sequence[classifier.Guess]
) -> tuple[float, float]:
    """Least probabilities that keep false alarms within `ALARMS`."""
    ordinary = [
        g for g, line in zip(seen, lines, strict=True) if line.category == "none"
    ]
    any_ = np.quantile([guess.p_any for guess in ordinary], 1 - ALARMS)
    one = np.quantile([guess.p for guess in ordinary], 1 - ALARMS_STOP)
    return round(float(any_), 4), round(max(float(one), 0.8), 4)


def save(path: Path, model: classifier.Weights, limits: tuple[float, float]) -> None:
    """Write the weights without pickles."""
    np.savez_compressed(
        path,
        format=np.int64(classifier.FORMAT),
        vocabulary=np.asarray(list(model.index)),
        idf=model.idf.astype(np.float16),
        coef=model.coef.astype(np.float16),
        bias=model.bias,
        threshold=np.float64(limits[0]),
        threshold_stop=np.float64(limits[1]),
    )


def main() -> None:
    """Train, cross-validate, write."""
    home = folder("safety")
    written = read(home / "lines.jsonl")
    lines = written + ordinary(is_held_back=False)
    seen = out_of_fold(lines)
    limits = thresholds(lines, seen)
    model = fit(lines)
    save(home / "classifier.npz", model, limits)
    caught = {name: _recall(name, lines, seen, limits[0]) for name in SAFETY_CATEGORIES}
    report = {
        "lines": len(written),
        "ordinary_lines": len(lines) - len(written),
        "ngrams": len(model.index),
        "threshold": limits[0],
        "threshold_stop": limits[1],
        "recall_classifier_alone": caught,
    }
    text = json.dumps(report, indent=1, sort_keys=True)
    (home / "training.json").write_text(text + "\n", encoding="utf-8")
    print(json.dumps(report, sort_keys=True))


def _recall(
    name: str, lines: Sequence[Line], seen: Sequence[classifier.Guess], limit: float
) -> float:
    mine = [g for g, line in zip(seen, lines, strict=True) if line.category == name]
    return round(sum(guess.p_any >= limit for guess in mine) / len(mine), 3)


if __name__ == "__main__":
    main()
