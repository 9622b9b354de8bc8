"""Low-rank adapters on the upper layers of the partner model's base, learned in torch.

LoRA (Hu et al. 2021, arXiv 2106.09685). The lower layers are run once per record and
kept in half precision, so that an epoch costs little more than the upper layers; only
the pieces of learned replies are compared with the vocabulary.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from assets.build.partner_turns import Record
from dialogue.models._base_weights import Base
from dialogue.models._decoder import PARTS
from dialogue.models._partner_text import spans
from dialogue.models.base import Message

BUCKET: Final = 24
"""Batches that are sorted by length together: less padding, still shuffled."""
LONGEST: Final = 640
"""Pieces of one record; the few longer ones lose their end."""
DROPOUT: Final = 0.05


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the adapters are learned."""

    first_layer: int = 18
    rank: int = 20
    rate: float = 8e-4
    epochs: int = 3
    tokens: int = 2400
    """Pieces in a batch, padding counted."""
    authored: float = 2.0
    """Weight of an authored reply's pieces; a played one's is 1."""
    played: float = 0.5
    """Share of the played records that an epoch reads."""
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Pieces:
    """One record as pieces."""

    ids: NDArray[np.int64]
    reply: NDArray[np.int16]
    """Which learned reply a piece belongs to, from 1; 0 on all others."""
    source: str
    scenario: str
    split: str
    moves: tuple[str, ...]


def cut(tokenizer: Tokenizer, record: Record) -> Pieces:
    """`record` as pieces, cut as they are cut at run time: span by span."""
    chat = [Message(role, text) for role, text, _ in record.chat]
    learned = [learn for _, _, learn in record.chat]
    ids: list[int] = []
    reply: list[int] = []
    number = 0
    for at, (text, _) in enumerate(spans(chat)):
        pieces = tokenizer.encode(text, add_special_tokens=False).ids
        is_reply = at % 3 == 1 and learned[at // 3]
        number += is_reply
        ids += pieces
        reply += [number if is_reply else 0] * len(pieces)
    return Pieces(
        np.array(ids[:LONGEST]),
        np.array(reply[:LONGEST], np.int16),
        record.source,
        record.scenario,
        record.split,
        record.moves,
    )


class Adapted(nn.Module):
    """A frozen linear layer and its low-rank adapter."""

    def __init__(self, weight: NDArray[Any], rank: int) -> None:
        super().__init__()
        out, into = weight.shape
        self.weight = nn.Parameter(
            torch.from_numpy(weight.astype(np.float32)).to(torch.bfloat16),
            requires_grad=False,
        )
        self.down: nn.Parameter | None = None
        if rank:
            self.down = nn.Parameter(torch.randn(rank, into) / math.sqrt(into))
            self.up = nn.Parameter(torch.zeros(out, rank))

    def forward(self, given: Tensor) -> Tensor:
        """The layer's output with the adapter's added."""
        made = functional.linear(given, self.weight)
        if self.down is None:
            return made
        low = functional.linear(given, self.down.to(given.dtype))
        # dropped here, where it is narrow: on what is given it took a third of a step
        low = functional.dropout(low, DROPOUT, self.training)
        # doubled, as alpha = 2 * rank is in the paper's terms
        return made + functional.linear(low, 2.0 * self.up.to(given.dtype))


class Layer(nn.Module):
    """One layer of the base."""

    def __init__(self, base: Base, at: int, rank: int) -> None:
        super().__init__()
        name, sizes = f"layers.{at}", base.sizes
        self.heads, self.kv_heads = sizes.heads, sizes.kv_heads
        self.epsilon = sizes.epsilon
        self.linear = nn.ModuleDict(
            {part: Adapted(base.weights[f"{name}.{part}"], rank) for part in PARTS}
        )
        for part in ("attn_norm", "ffn_norm"):
            weight = torch.from_numpy(base.weights[f"{name}.{part}"].astype(np.float32))
            self.register_buffer(part, weight.to(torch.bfloat16))

    def forward(self, hidden: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
        """States after this layer; `turn` is cosine and sine by place."""
        rows, count, width = hidden.shape
        given = rms(hidden, self.attn_norm, self.epsilon)  # type: ignore[arg-type]

        def heads(part: str, number: int) -> Tensor:
            made: Tensor = self.linear[part](given)
            return made.view(rows, count, number, -1).transpose(1, 2)

        query = turned(heads("q", self.heads), turn)
        key = turned(heads("k", self.kv_heads), turn)
        value = heads("v", self.kv_heads)
        # padding is at the end, so that looking back only is enough of a mask
        mixed = functional.scaled_dot_product_attention(
            query, key, value, is_causal=True, enable_gqa=True
        )
        joined = mixed.transpose(1, 2).reshape(rows, count, width)
        hidden = hidden + self.linear["o"](joined)
        given = rms(hidden, self.ffn_norm, self.epsilon)  # type: ignore[arg-type]
        gate = functional.silu(self.linear["gate"](given))
        made: Tensor = self.linear["down"](gate * self.linear["up"](given))
        return hidden + made


class Model(nn.Module):
    """The base, with adapters from one layer up."""

    def __init__(self, base: Base, recipe: Recipe) -> None:
        super().__init__()
        torch.manual_seed(recipe.seed)
        self.first_layer = recipe.first_layer
        self.epsilon = base.sizes.epsilon

        def half(name: str) -> Tensor:
            made = torch.from_numpy(base.weights[name].astype(np.float32))
            return made.to(torch.bfloat16)

        self.embed = nn.Parameter(half("embed"), requires_grad=False)
        self.register_buffer("norm", half("norm"))
        layers = [
            Layer(base, at, recipe.rank if at >= recipe.first_layer else 0)
            for at in range(base.sizes.layers)
        ]
        self.lower = nn.ModuleList(layers[: recipe.first_layer])
        self.upper = nn.ModuleList(layers[recipe.first_layer :])
        width = self.embed.shape[1] // base.sizes.heads
        rates = base.sizes.theta ** -(torch.arange(0, width, 2) / width)
        turns = torch.arange(LONGEST)[:, None] * rates[None]
        both = torch.cat([turns, turns], 1)
        self.register_buffer("cos", both.cos().to(torch.bfloat16))
        self.register_buffer("sin", both.sin().to(torch.bfloat16))

    def low(self, ids: Tensor) -> Tensor:
        """States under the first adapted layer."""
        return self._through(self.lower, self.embed[ids])

    def forward(self, low: Tensor) -> Tensor:
        """States before the vocabulary."""
        hidden = self._through(self.upper, low)
        return rms(hidden, self.norm, self.epsilon)  # type: ignore[arg-type]

    def _through(self, layers: nn.ModuleList, hidden: Tensor) -> Tensor:
        count = hidden.shape[1]
        turn = (self.cos[:count], self.sin[:count])  # type: ignore[index]
        for layer in layers:
            hidden = layer(hidden, turn)
        return hidden

    def losses(self, states: Tensor, wanted: Tensor) -> Tensor:
        """Loss of each wanted piece, (pieces,), from the states before them."""
        logits = functional.linear(states, self.embed).float()
        return functional.cross_entropy(logits, wanted, reduction="none")


def rms(given: Tensor, weight: Tensor, epsilon: float) -> Tensor:
    """Root mean square norm, reckoned in float32."""
    wide = given.float()
    made = wide * torch.rsqrt(wide.square().mean(-1, keepdim=True) + epsilon)
    return made.to(given.dtype) * weight


def turned(heads: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
    """Heads turned by their place."""
    half = heads.shape[-1] // 2
    swapped = torch.cat([-heads[..., half:], heads[..., :half]], -1)
    return heads * turn[0] + swapped * turn[1]


class Low:
    """States under the first adapted layer of every record, kept on disk."""

    def __init__(self, model: Model, items: Sequence[Pieces], path: Path) -> None:
        lengths = [len(item.ids) for item in items]
        self._begins = np.concatenate([[0], np.cumsum(lengths)])
        shape = (int(self._begins[-1]), model.embed.shape[1])
        # bfloat16, which numpy does not know, kept as its bits
        self._kept = np.memmap(path, np.int16, "w+", shape=shape)
        with torch.inference_mode():
            for at, item in enumerate(items):
                low = model.low(torch.from_numpy(item.ids)[None])[0]
                self._kept[self._place(at)] = low.view(torch.int16).numpy()

    def _place(self, at: int) -> slice:
        return slice(int(self._begins[at]), int(self._begins[at + 1]))

    def batch(self, rows: Sequence[int]) -> Tensor:
        """States of records `rows`, padded at their ends."""
        found = [
            torch.from_numpy(self._kept[self._place(at)].copy()).view(torch.bfloat16)
            for at in rows
        ]
        return nn.utils.rnn.pad_sequence(found, batch_first=True)


def batches(
    items: Sequence[Pieces], rows: Sequence[int], tokens: int, rng: np.random.Generator
) -> Iterator[list[int]]:
    """Shuffled batches of about `tokens` pieces with padding."""
    order = rng.permutation(np.array(rows))
    mean = float(np.mean([len(items[at].ids) for at in rows]))
    near = max(1, int(BUCKET * tokens / mean))
    made: list[list[int]] = []
    for begin in range(0, len(order), near):
        group = sorted(map(int, order[begin : begin + near]), key=_length(items))
        batch: list[int] = []
        for at in group:
            if batch and (len(batch) + 1) * len(items[at].ids) > tokens:
                made.append(batch)
                batch = []
            batch.append(at)
        made.append(batch)
    for at in rng.permutation(len(made)):
        yield made[int(at)]


def _length(items: Sequence[Pieces]) -> Any:
    return lambda at: len(items[at].ids)


def targets(
    items: Sequence[Pieces], rows: Sequence[int]
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """(row, place before, piece, number of the reply) of every learned piece."""
    found: list[NDArray[np.int64]] = []
    for row, at in enumerate(rows):
        places = np.flatnonzero(items[at].reply)
        ids, numbers = items[at].ids[places], items[at].reply[places]
        found.append(np.stack([np.full(len(places), row), places - 1, ids, numbers]))
    row, place, piece, number = torch.from_numpy(np.concatenate(found, 1))
    return row, place, piece, number


def arrays(model: Model) -> dict[str, NDArray[Any]]:
    """The adapters by the names that the runtime reads, in float16."""
    made: dict[str, NDArray[Any]] = {}
    for at, layer in enumerate(model.upper, model.first_layer):
        for part, module in layer.get_submodule("linear").named_children():
            if isinstance(module, Adapted) and module.down is not None:
                name = f"layers.{at}.{part}"
                made[f"{name}.up"] = (2.0 * module.up).detach().half().numpy()
                made[f"{name}.down"] = module.down.detach().half().numpy()
    return made
