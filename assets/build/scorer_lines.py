"""The labelled lines as the scorers read them, with folds by topic."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from assets import folder
from dialogue.scorers._heads import Floats
from dialogue.scorers._text import Token, tokens, undress, words
from dialogue.skills import SKILL_IDS

FOLDS: Final = 3
"""By topic; each partner line stands under one topic, so it is never on both sides."""
SHUFFLE: Final = 3


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
    topics = sorted({record["topic"] for record in records})
    order = np.random.default_rng(SHUFFLE).permutation(len(topics))
    fold = {topics[at]: index % FOLDS for index, at in enumerate(order)}
    return Corpus(
        known,
        [tokens(record["partner_line"], known) for record in records],
        (
            [tokens(line, known) for line in said],
            [tokens(undress(line) or line, known) for line in said],
        ),
        np.array([[_label(r, skill) for skill in SKILL_IDS] for r in records]),
        np.array([fold[record["topic"]] for record in records]),
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
