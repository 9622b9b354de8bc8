"""Fine-tune a sentence encoder to hear the skills: adapters and a linear head.

Needs torch and transformers; what it makes is read without either. The weights of the
encoder stay as they were published: only low-rank adapters (Hu et al. 2021, LoRA, arXiv
2106.09685) on the linear layers of its upper part are learned, so a reader is a few
megabytes. The lower part is run once and kept, which saves a quarter of the time.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import AutoModel

from dialogue.scorers._pieces import Piece, Splitter
from dialogue.skills import SKILL_IDS

BATCH: Final = 32
BUCKET: Final = 16
"""Batches that are sorted by length together: less padding, still shuffled."""
WARM_UP: Final = 0.06
HEAD_RATE: Final = 3e-3
DROPOUT: Final = 0.1
UNDRESSED: Final = 0.3
"""Share of lines that are read without case and marks, as a recogniser gives them."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one reader is trained."""

    model: str
    """Registry id."""
    first_layer: int
    """Adapters are learned from this layer up; under it nothing changes."""
    rank: int
    rate: float
    epochs: int
    seed: int = 0


RECIPES: Final = {
    "minilm": Recipe("minilm", first_layer=0, rank=16, rate=6e-4, epochs=4),
    "mpnet": Recipe("mpnet", first_layer=6, rank=16, rate=6e-4, epochs=4),
}


class Adapted(nn.Module):
    """A frozen linear layer and its low-rank adapter."""

    def __init__(self, base: nn.Linear, rank: int) -> None:
        super().__init__()
        # bf16 once, instead of a cast of the frozen weights in every step
        self.base = base.to(torch.bfloat16)
        self.down = nn.Parameter(
            torch.randn(rank, base.in_features) / math.sqrt(base.in_features)
        )
        self.up = nn.Parameter(torch.zeros(base.out_features, rank))

    def forward(self, given: Tensor) -> Tensor:
        """The layer's output with the adapter's added."""
        made: Tensor = self.base(given)
        # doubled, as alpha = 2 * rank is in the paper's terms
        return made + 2.0 * (given @ self.down.T) @ self.up.T


class Reader(nn.Module):
    """Upper layers of the encoder with adapters, and the head."""

    def __init__(self, folder: Path, recipe: Recipe, prior: NDArray[Any]) -> None:
        super().__init__()
        torch.manual_seed(recipe.seed)
        model = AutoModel.from_pretrained(folder, attn_implementation="eager")
        for parameter in model.parameters():
            parameter.requires_grad = False
        self.is_mpnet = model.config.model_type == "mpnet"
        self.embeddings = model.embeddings
        self.encoder = model.encoder
        layers = list(model.encoder.layer)
        self.lower, self.upper = layers[: recipe.first_layer], nn.ModuleList()
        for layer in layers[recipe.first_layer :]:
            _adapt(layer, recipe.rank)
            self.upper.append(layer)
        self.first_layer = recipe.first_layer
        self.dropout = nn.Dropout(DROPOUT)
        self.head = nn.Linear(2 * model.config.hidden_size, len(SKILL_IDS))
        with torch.no_grad():
            self.head.weight.mul_(0.1)
            self.head.bias.copy_(torch.tensor(np.log(prior / (1 - prior))))

    def low(self, ids: Tensor, kinds: Tensor, mask: Tensor) -> Tensor:
        """States under the first adapted layer."""
        given = {} if self.is_mpnet else {"token_type_ids": kinds}
        return self._through(self.lower, self.embeddings(input_ids=ids, **given), mask)

    def forward(self, low: Tensor, mask: Tensor, user: Tensor) -> Tensor:
        """Logits, (lines, skills); `user` is 1 on the user's pieces."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = self._through(self.upper, low, mask)
        hidden = hidden.float()
        share = user / user.sum(1, keepdim=True)
        pooled = torch.cat([(hidden * share[..., None]).sum(1), hidden[:, 0]], -1)
        made: Tensor = self.head(self.dropout(pooled))
        return made

    def _through(self, layers: Iterable[Any], hidden: Tensor, mask: Tensor) -> Tensor:
        seen = (1.0 - mask[:, None, None, :].float()) * -1e9
        more = (self.encoder.compute_position_bias(hidden),) if self.is_mpnet else ()
        for layer in layers:
            made = layer(hidden, seen, *more)
            hidden = made[0] if isinstance(made, tuple) else made
        return hidden


def _adapt(layer: nn.Module, rank: int) -> None:
    for name, module in list(layer.named_modules()):
        if isinstance(module, nn.Linear):
            parent, _, own = name.rpartition(".")
            setattr(layer.get_submodule(parent), own, Adapted(module, rank))


class Trainer:
    """Trains readers of one recipe on rows of a corpus."""

    def __init__(
        self,
        folder: Path,
        recipe: Recipe,
        lines: tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str]]],
    ) -> None:
        """Take (partner, user) `lines` as written and undressed; run the lower part."""
        self.recipe = recipe
        self._folder = folder
        splitter = Splitter(folder)
        self._pieces = tuple(splitter.split(form) for form in lines)
        reader = Reader(folder, recipe, np.full(len(SKILL_IDS), 0.5))
        self._low = tuple(_run_low(reader, form) for form in self._pieces)

    def train(self, rows: NDArray[np.int64], labels: NDArray[Any]) -> Reader:
        """A reader that saw `rows`; `labels` are 0 to 1, (lines, skills)."""
        recipe = self.recipe
        prior = np.clip(labels[rows].mean(0), 1e-3, 0.5)
        reader = Reader(self._folder, recipe, prior)
        adapters = [p for p in reader.upper.parameters() if p.requires_grad]
        optimizer = torch.optim.AdamW(
            [
                {"params": adapters, "lr": recipe.rate},
                {"params": reader.head.parameters(), "lr": HEAD_RATE},
            ],
            weight_decay=0.01,
        )
        steps = recipe.epochs * math.ceil(len(rows) / BATCH)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer,
            lambda at: min((at + 1) / (WARM_UP * steps + 1), max(0.0, 1 - at / steps)),
        )
        rng = np.random.default_rng(recipe.seed)
        reader.train()
        for epoch in range(recipe.epochs):
            begin, total = time.monotonic(), 0.0
            for chosen in self._batches(rows, rng):
                forms = (rng.random(len(chosen)) < UNDRESSED).astype(int)
                wanted = torch.tensor(labels[chosen], dtype=torch.float32)
                logits = reader(*self._batch(chosen, forms))
                loss = nn.functional.binary_cross_entropy_with_logits(
                    logits, wanted, reduction="sum"
                ) / len(chosen)
                optimizer.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                nn.utils.clip_grad_norm_(adapters, 1.0)
                optimizer.step()
                schedule.step()
                total += float(loss.detach()) * len(chosen)
            took = time.monotonic() - begin
            print(f"  epoch {epoch + 1}: {total / len(rows):.3f}, {took:.0f} s")
        return reader.eval()

    def read(
        self, reader: Reader, rows: NDArray[np.int64], form: int = 0
    ) -> NDArray[np.float64]:
        """Logits of `rows`."""
        found = np.zeros((len(rows), len(SKILL_IDS)))
        order = sorted(range(len(rows)), key=lambda at: self._length(int(rows[at])))
        with torch.inference_mode():
            for begin in range(0, len(order), 2 * BATCH):
                at = order[begin : begin + 2 * BATCH]
                forms = np.full(len(at), form)
                found[at] = reader(*self._batch(rows[at], forms)).numpy()
        return found

    def _length(self, row: int) -> int:
        return len(self._pieces[0][row].ids)

    def _batches(
        self, rows: NDArray[np.int64], rng: np.random.Generator
    ) -> Iterator[NDArray[np.int64]]:
        order = rng.permutation(rows)
        made: list[NDArray[np.int64]] = []
        for begin in range(0, len(order), BATCH * BUCKET):
            near = sorted(order[begin : begin + BATCH * BUCKET], key=self._length)
            made += [
                np.array(near[at : at + BATCH]) for at in range(0, len(near), BATCH)
            ]
        for at in rng.permutation(len(made)):
            yield made[at]

    def _batch(
        self, rows: NDArray[np.int64], forms: NDArray[Any]
    ) -> tuple[Tensor, Tensor, Tensor]:
        both = list(zip(rows, forms, strict=True))
        low = [self._low[form][row] for row, form in both]
        longest = max(len(item) for item in low)
        hidden = torch.zeros(len(low), longest, low[0].shape[1])
        mask, user = (torch.zeros(len(low), longest) for _ in range(2))
        for at, (row, form) in enumerate(both):
            piece = self._pieces[form][row]
            hidden[at, : len(low[at])] = low[at]
            mask[at, : len(low[at])] = 1
            user[at, piece.begin : piece.end] = 1
        return hidden, mask, user


def _run_low(reader: Reader, pieces: Sequence[Piece]) -> list[Tensor]:
    found: list[Tensor] = [torch.zeros(0)] * len(pieces)
    order = sorted(range(len(pieces)), key=lambda at: len(pieces[at].ids))
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for begin in range(0, len(order), 64):
            at = order[begin : begin + 64]
            longest = max(len(pieces[i].ids) for i in at)
            ids, kinds, mask = (
                torch.zeros(len(at), longest, dtype=torch.long) for _ in range(3)
            )
            for row, i in enumerate(at):
                length = len(pieces[i].ids)
                ids[row, :length] = torch.tensor(pieces[i].ids)
                kinds[row, :length] = torch.tensor(pieces[i].kinds)
                ids[row, length:] = pieces[i].pad
                mask[row, :length] = 1
            hidden = reader.low(ids, kinds, mask).to(torch.bfloat16)
            for row, i in enumerate(at):
                found[i] = hidden[row, : len(pieces[i].ids)].clone()
    return found


def arrays(reader: Reader) -> dict[str, NDArray[Any]]:
    """Adapters and head by the names that the runtime reads."""
    made: dict[str, NDArray[Any]] = {
        "head.weight": reader.head.weight.detach().numpy().astype(np.float32),
        "head.bias": reader.head.bias.detach().numpy().astype(np.float32),
    }
    for index, layer in enumerate(reader.upper, reader.first_layer):
        for name, module in layer.named_modules():
            if isinstance(module, Adapted):
                key = f"encoder.layer.{index}.{name}"
                up, down = module.up.detach().numpy(), module.down.detach().numpy()
                made[f"{key}.up"] = (2.0 * up).astype(np.float16)
                made[f"{key}.down"] = down.astype(np.float16)
    return made
