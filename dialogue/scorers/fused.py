"""The default scorer: n-grams, cues and a fine-tuned sentence model, fused.

The model (MiniLM with the project's adapters) reads the partner's line and the user's
line together; n-grams carry the function words. Their logits are weighed per skill and
calibrated on lines that neither had seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from dialogue.messages import LineScore
from dialogue.scorers import _cues, _evidence, _heads, _reader
from dialogue.scorers._heads import Decision, Heads
from dialogue.scorers._reader import Reader, Reading
from dialogue.scorers._text import Token, tokens
from dialogue.scorers._vetoes import vetoed
from dialogue.scorers.base import Pair
from dialogue.scorers.tfidf import judged

MODEL: Final = "minilm"


class FusedScorer:
    """Scores lines with n-grams, cues and one or more readers."""

    def __init__(
        self, heads: Heads, decision: Decision, readers: Sequence[Reader]
    ) -> None:
        self._heads = heads
        self._decision = decision
        self._readers = tuple(readers)

    def score(
        self, partner_line: str, user_line: str, context: tuple[str, ...] = ()
    ) -> LineScore:
        """Score `user_line` as an answer to `partner_line`."""
        return self.score_many([(partner_line, user_line)])[0]

    def score_many(self, pairs: Iterable[Pair]) -> list[LineScore]:
        """Score many lines at once; batched, several times faster a line."""
        known, given = self._heads.known, list(pairs)
        lines = [(tokens(heard, known), tokens(said, known)) for heard, said in given]
        readings = [reader.read(lines) for reader in self._readers]
        made = [
            self._one(partner, user, [of[at] for of in readings])
            for at, (partner, user) in enumerate(lines)
        ]
        return [
            vetoed(score, said) for score, (_, said) in zip(made, given, strict=True)
        ]

    def _one(
        self, partner: list[Token], user: list[Token], readings: Sequence[Reading]
    ) -> LineScore:
        heads, decision = self._heads, self._decision
        logits = [heads.gram_logits(user, _cues.cues(user, partner))]
        logits += [reading.logits for reading in readings]
        p = decision.probability(np.stack(logits, axis=-1)[None])[0]
        shares = _evidence.shares(heads, user) * decision.weights[:, 0]
        for at, reading in enumerate(readings, 1):
            shares = shares + reading.shares * decision.weights[:, at]
        return judged(decision, p, user, shares)


def create(options: Mapping[str, Any] | None = None) -> FusedScorer:
    """Make the scorer. Option ``model``: the user's own folder of MiniLM weights.

    Raises:
        MissingModel: no weights; the message says how to get them. The scorer
            ``tfidf`` works without.
        WeightsError: the heads are missing or of another version.
        ModelError: the folder holds another kind of model.
    """
    heads = _heads.load()
    reader = _reader.load(MODEL, (options or {}).get("model"))
    return FusedScorer(heads, heads.fused, [reader])
