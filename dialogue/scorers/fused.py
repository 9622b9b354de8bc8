"""The default scorer: n-grams, cues and a frozen sentence model, fused and calibrated.

The sentence model (MiniLM) reads the partner's line and the user's line together; the
hidden states over the user's words are averaged and read by linear heads. N-grams carry
the function words, the model carries meaning; their logits are weighed per skill.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from tokenizers import Tokenizer

from dialogue import registry
from dialogue.messages import LineScore
from dialogue.models._minilm import encoder
from dialogue.scorers import _cues, _evidence, _heads
from dialogue.scorers._heads import Floats, Heads
from dialogue.scorers._text import Token, spelled, tokens
from dialogue.scorers._vetoes import vetoed
from dialogue.scorers.base import Pair
from dialogue.scorers.tfidf import judged

MODEL: Final = "minilm"
LONGEST: Final = 160
"""Word pieces of both lines together; the end of the longer one is left out."""
BATCH: Final = 16


@dataclass(frozen=True, slots=True)
class States:
    """Hidden states over the user's words."""

    pieces: Floats
    """(pieces, layers * width)."""
    owner: tuple[int, ...]
    """Token that each piece belongs to."""

    def mean(self) -> Floats:
        """Average over the pieces."""
        return np.asarray(self.pieces.mean(0), dtype=np.float64)


class Embedder:
    """Runs the frozen sentence model on one thread."""

    def __init__(self, folder: Path, layers: tuple[int, ...]) -> None:
        # Two threads on two shared cores are forty times slower than one.
        torch.set_num_threads(1)
        self._model = encoder(folder)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(
            LONGEST, strategy="longest_first", direction="right"
        )
        self._layers = layers

    def read(self, lines: list[tuple[list[Token], list[Token]]]) -> list[States]:
        """States for (partner, user) lines."""
        order = sorted(
            range(len(lines)), key=lambda at: len(lines[at][0] + lines[at][1])
        )
        found: dict[int, States] = {}
        for begin in range(0, len(order), BATCH):
            chosen = order[begin : begin + BATCH]
            made = self._batch([lines[at] for at in chosen])
            found.update(zip(chosen, made, strict=True))
        return [found[at] for at in range(len(lines))]

    def _batch(self, lines: list[tuple[list[Token], list[Token]]]) -> list[States]:
        texts = [(spelled(partner)[0], spelled(user)) for partner, user in lines]
        encoded = [self._tokenizer.encode(heard, said) for heard, (said, _) in texts]
        longest = max(len(item.ids) for item in encoded)
        shape = (len(encoded), longest)
        ids, kinds, mask = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
        for row, item in enumerate(encoded):
            ids[row, : len(item.ids)] = torch.tensor(item.ids)
            kinds[row, : len(item.ids)] = torch.tensor(item.type_ids)
            mask[row, : len(item.ids)] = 1
        hidden = self._model.states(ids, kinds, mask)
        stacked = torch.cat([hidden[layer] for layer in self._layers], dim=-1).numpy()
        return [
            _states(stacked[row], item, starts)
            for row, (item, (_, (_, starts))) in enumerate(
                zip(encoded, texts, strict=True)
            )
        ]


def _states(hidden: Any, item: Any, starts: list[int]) -> States:
    rows, owner = [], []
    for at, (sequence, (begin, _)) in enumerate(
        zip(item.sequence_ids, item.offsets, strict=True)
    ):
        if sequence == 1:
            rows.append(at)
            owner.append(max(int(np.searchsorted(starts, begin, "right")) - 1, 0))
    if not rows:  # an empty line: what the model makes of its end mark
        last = [len(item.ids) - 1]
        return States(np.asarray(hidden[last], dtype=np.float64), ())
    return States(np.asarray(hidden[rows], dtype=np.float64), tuple(owner))


class FusedScorer:
    """Scores lines with n-grams, cues and the sentence model."""

    def __init__(self, heads: Heads, embedder: Embedder) -> None:
        self._heads = heads
        self._embedder = embedder

    def score(
        self, partner_line: str, user_line: str, context: tuple[str, ...] = ()
    ) -> LineScore:
        """Score `user_line` as an answer to `partner_line`."""
        return self.score_many([(partner_line, user_line)])[0]

    def score_many(self, pairs: Iterable[Pair]) -> list[LineScore]:
        """Score many lines at once; batched, several times faster a line."""
        known, given = self._heads.known, list(pairs)
        lines = [(tokens(heard, known), tokens(said, known)) for heard, said in given]
        states = self._embedder.read(lines)
        made = [
            self._one(partner, user, state)
            for (partner, user), state in zip(lines, states, strict=True)
        ]
        return [
            vetoed(score, said) for score, (_, said) in zip(made, given, strict=True)
        ]

    def _one(self, partner: list[Token], user: list[Token], state: States) -> LineScore:
        heads = self._heads
        cues = _cues.cues(user, partner)
        logits = np.stack(
            [
                heads.gram_logits(user, cues),
                heads.embedding_logits(state.mean(), cues),
            ],
            axis=-1,
        )
        p = heads.fused.probability(logits[None])[0]
        weights = heads.fused.weights
        shares = _evidence.shares(heads, user) * weights[:, 0]
        shares += self._state_shares(state, len(user)) * weights[:, 1]
        return judged(heads.fused, p, user, shares)

    def _state_shares(self, state: States, count: int) -> Floats:
        heads = self._heads
        found = np.zeros((count, heads.embedding_bias.shape[0]))
        if state.owner:
            scaled = (state.pieces - heads.mean) / heads.spread / len(state.owner)
            np.add.at(found, list(state.owner), scaled @ heads.embedding_weights)
        return found


def create(options: Mapping[str, Any] | None = None) -> FusedScorer:
    """Make the scorer. Option ``model``: the user's own folder of MiniLM weights.

    Raises:
        MissingModel: no weights; the message says how to get them. The scorer
            ``tfidf`` works without.
        WeightsError: the heads are missing or of another version.
        ModelError: the folder holds another kind of model.
    """
    given = (options or {}).get("model")
    found = registry.resolve(MODEL, given)
    heads = _heads.load()
    return FusedScorer(heads, Embedder(found.path, heads.layers))
