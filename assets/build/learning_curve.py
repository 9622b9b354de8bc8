"""What more lines would buy: ``python -m assets.build.learning_curve`` (10 minutes).

Trains the n-gram head and the small reader on 250, 500, … lines of two folds and reads
the third; the result is kept in ``assets/rubrics/readers/curve.json`` for the docs.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import numpy as np

from assets import folder
from assets.build import readers, scorers
from assets.build import scorer_figures as figures
from assets.build.scorer_lines import read

MODEL: Final = "minilm"
COUNTS: Final = (250, 500, 1000, 2000)


def _path() -> Path:
    return folder("rubrics") / "readers" / "curve.json"


def curve() -> list[dict[str, float]]:
    """The curve as it was measured; empty if it was not."""
    if not _path().is_file():
        return []
    rows: list[dict[str, float]] = json.loads(_path().read_text(encoding="utf-8"))
    return rows


def main() -> None:
    """Measure and write."""
    corpus = read()
    test = np.flatnonzero(corpus.folds == 0)
    rest = np.random.default_rng(0).permutation(np.flatnonzero(corpus.folds != 0))
    cues, trainer = scorers.cues_of(corpus), readers.trainer_of(corpus, MODEL)
    rows: list[dict[str, float]] = []
    for count in (*(n for n in COUNTS if n < len(rest)), len(rest)):
        chosen = rest[:count]
        head = scorers.train(corpus, cues, chosen)
        grams = scorers.logits(corpus, cues, head, test)
        reading = trainer.read(trainer.train(chosen, corpus.labels), test)
        row: dict[str, float] = {"lines": count}
        for name, value in (
            ("n-grams", grams),
            (MODEL, reading),
            ("both", (grams + reading) / 2),
        ):
            row.update(figures.ranking(value, corpus.labels[test], name))
        rows.append(row)
        print(row, flush=True)
    _path().write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
