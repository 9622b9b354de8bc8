"""Train the readers: a sentence model's adapters and head, for every skill at once.

Usage::

    python -m assets.build.readers minilm      # about 20 minutes on two quiet cores
    python -m assets.build.readers mpnet       # about an hour

Each fold by topic is read by a reader that never saw the topic; these held-out logits
are what `assets.build.scorers` calibrates with and what the benchmark reports (MPNet
reads the first fold only, which saves an hour). Then one reader learns from all lines
and is written to ``assets/rubrics/readers``. Nothing but
the project's own lines is read. Same lines, versions and machine give the same weights.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from assets import folder
from assets.build.scorer_lines import FOLDS, Corpus, read
from dialogue import registry
from dialogue.scorers._text import spelled

HELD_OUT: Final = "held_out"
HELD_OUT_FOLDS: Final = {"minilm": FOLDS, "mpnet": 1}


def digest(corpus: Corpus) -> str:
    """A sum over the texts of the lines, so that stale logits are refused."""
    texts = [[r["id"], r["partner_line"], r["user_line"]] for r in corpus.records]
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:16]


def held_out(corpus: Corpus, model: str, form: int = 0) -> NDArray[np.float64]:
    """Logits of each line from readers that never saw its topic, (lines, skills).

    Not a number on lines of a fold that was not held out.

    Raises:
        FileNotFoundError, ValueError: they are missing or of other lines; train again.
    """
    path = _folder() / f"{HELD_OUT}_{model}.npz"
    again = f"Run: python -m assets.build.readers {model}"
    if not path.is_file():
        raise FileNotFoundError(f"{path} is missing. {again}")
    with np.load(path, allow_pickle=False) as file:
        if str(file["digest"]) != digest(corpus):
            raise ValueError(f"{path} was made from other lines. {again}")
        return np.asarray(file[f"logits_{form}"], dtype=np.float64)


def _folder() -> Path:
    return folder("rubrics") / "readers"


def _texts(corpus: Corpus, form: int) -> list[tuple[str, str]]:
    pairs = zip(corpus.partner, corpus.user[form], strict=True)
    return [(spelled(partner)[0], spelled(user)[0]) for partner, user in pairs]


def trainer_of(corpus: Corpus, model: str) -> Any:
    """A trainer that has read the lines of `corpus`; needs torch."""
    from assets.build import reader_training as training

    texts = (_texts(corpus, 0), _texts(corpus, 1))
    place = registry.resolve(model).path
    return training.Trainer(place, training.RECIPES[model], texts)


def main() -> None:
    """Train one reader and write it."""
    import torch

    from assets.build import reader_training as training

    parser = argparse.ArgumentParser(
        prog="python -m assets.build.readers", description="Train a reader."
    )
    parser.add_argument("model", choices=sorted(training.RECIPES))
    parser.add_argument("--threads", type=int, default=1, help="for torch")
    parser.add_argument(
        "--only", choices=("held_out", "final"), help="one half of the work"
    )
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    corpus = read()
    trainer = trainer_of(corpus, chosen.model)
    _folder().mkdir(exist_ok=True)
    if chosen.only != "final":
        _held_out(corpus, trainer, chosen.model)
    if chosen.only != "held_out":
        reader = trainer.train(np.arange(corpus.count), corpus.labels)
        made: dict[str, Any] = training.arrays(reader)
        np.savez_compressed(_folder() / f"{chosen.model}.npz", **made)


def _held_out(corpus: Corpus, trainer: Any, model: str) -> None:
    found = np.full((2, corpus.count, corpus.labels.shape[1]), np.nan)
    for fold in range(HELD_OUT_FOLDS[model]):
        rows = np.flatnonzero(corpus.folds == fold)
        reader = trainer.train(np.flatnonzero(corpus.folds != fold), corpus.labels)
        for form in (0, 1):
            found[form, rows] = trainer.read(reader, rows, form)
        print(f"fold {fold}: {len(rows)} lines read", flush=True)
    np.savez_compressed(
        _folder() / f"{HELD_OUT}_{model}.npz",
        digest=digest(corpus),
        logits_0=found[0].astype(np.float16),
        logits_1=found[1].astype(np.float16),
    )


if __name__ == "__main__":
    main()
