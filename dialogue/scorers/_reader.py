"""A fine-tuned sentence model that reads an exchange and gives a logit per skill.

The published weights come from the registry; what was learned, low-rank adapters and a
linear head, is ``assets/rubrics/readers/MODEL.npz``, made by
``python -m assets.build.readers``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

import assets
from assets.arrays import ArraysError, read, take
from dialogue import registry
from dialogue.models._encoder import Encoder, ModelError
from dialogue.scorers._heads import Floats, WeightsError
from dialogue.scorers._pieces import Piece, Splitter
from dialogue.scorers._text import Token, spelled
from dialogue.skills import SKILL_IDS

BATCH: Final = 16


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of one line."""

    logits: Floats
    """(skills,)."""
    shares: Floats
    """(tokens, skills): what each token of the user's line adds."""


class Reader:
    """Reads exchanges with one model."""

    def __init__(self, folder: Path, learned: Path) -> None:
        again = "Run: python -m assets.build.readers"
        try:
            arrays = read(learned)
            count = len(SKILL_IDS)
            self._weight = take(arrays, "head.weight", "f", count, None)
            self._bias = take(arrays, "head.bias", "f", count).astype(np.float64)
        except ArraysError as error:
            raise WeightsError(f"{learned}: {error} {again}") from error
        self._weight = self._weight.astype(np.float64)
        adapters = {k: v for k, v in arrays.items() if not k.startswith("head.")}
        try:
            self._encoder = Encoder(folder, adapters)
        except (ValueError, KeyError) as error:  # an adapter of another model
            if isinstance(error, ModelError):
                raise
            raise WeightsError(f"{learned}: does not fit {folder}. {again}") from error
        self._splitter = Splitter(folder)

    def read(self, lines: Sequence[tuple[list[Token], list[Token]]]) -> list[Reading]:
        """Read (partner, user) `lines`; longer ones apart, so that less is padded."""
        pieces = self._splitter.split(
            [(spelled(partner)[0], spelled(user)[0]) for partner, user in lines]
        )
        order = sorted(range(len(lines)), key=lambda at: len(pieces[at].ids))
        found: dict[int, Reading] = {}
        for begin in range(0, len(order), BATCH):
            chosen = order[begin : begin + BATCH]
            hidden = self._states([pieces[at] for at in chosen])
            for row, at in enumerate(chosen):
                found[at] = self._one(hidden[row], pieces[at], lines[at][1])
        return [found[at] for at in range(len(lines))]

    def _states(self, pieces: Sequence[Piece]) -> Floats:
        shape = (len(pieces), max(len(piece.ids) for piece in pieces))
        ids = np.full(shape, self._encoder.pad, dtype=np.int64)
        kinds, mask = (np.zeros(shape, dtype=np.int64) for _ in range(2))
        for row, piece in enumerate(pieces):
            ids[row, : len(piece.ids)] = piece.ids
            kinds[row, : len(piece.ids)] = piece.kinds
            mask[row, : len(piece.ids)] = 1
        return self._encoder.states(ids, kinds, mask)[-1].astype(np.float64)

    def _one(self, hidden: Floats, piece: Piece, user: list[Token]) -> Reading:
        own = hidden[piece.begin : piece.end]
        width = hidden.shape[1]
        parts = own @ self._weight[:, :width].T / len(own)
        logits = parts.sum(0) + self._weight[:, width:] @ hidden[0] + self._bias
        shares = np.zeros((len(user), len(SKILL_IDS)))
        if user:
            starts = spelled(user)[1]
            owner = np.searchsorted(starts, piece.starts, "right") - 1
            # what all pieces have in common points at none of them
            np.add.at(shares, np.maximum(owner, 0), parts - parts.mean(0))
        return Reading(logits, shares)


def load(model: str, folder: str | Path | None = None) -> Reader:
    """The reader on `model`; `folder` is the user's own copy of its weights.

    Raises:
        MissingModel: no weights; the message says how to get them.
        WeightsError: what was learned is missing or of another version.
        ModelError: the folder holds another kind of model.
    """
    found = registry.resolve(model, folder)
    return Reader(found.path, assets.folder("rubrics") / "readers" / f"{model}.npz")
