"""A small Llama in plain numpy: reads on from a kept prefix, gives chances of replies.

No library of models is loaded. What has been read is kept (keys and values of each
layer), so that the talk so far costs nothing when the user has spoken. Adapters (Hu et
al. 2021, "LoRA", arXiv 2106.09685) are added to the weights once, on loading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from dialogue.models._base_weights import Arrays, Base

Floats = NDArray[np.float32]
PARTS: Final = ("q", "k", "v", "o", "gate", "up", "down")
"""Linear layers of one layer, each of which may have an adapter."""
LONGEST: Final = 2048
"""Pieces that can be kept; a talk of thirty turns has about 1,500."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Pieces that were read, with their keys and values by layer."""

    ids: tuple[int, ...]
    keys: Floats
    """(layers, heads, pieces, width)"""
    values: Floats
    last: Floats
    """The last piece's state, (width,); it says what may come next."""


class Decoder:
    """One model's weights, with its adapters added."""

    def __init__(self, base: Base, adapters: Mapping[str, NDArray[Any]]) -> None:
        sizes = base.sizes
        self._sizes = sizes
        self._embed: Floats = base.weights["embed"].astype(np.float32)
        self._norm: Floats = base.weights["norm"].astype(np.float32)
        self._layers = [
            _layer(base.weights, adapters, at) for at in range(sizes.layers)
        ]
        self._width = self._embed.shape[1] // sizes.heads
        half = np.arange(0, self._width, 2) / self._width
        turns = np.arange(LONGEST)[:, None] * sizes.theta ** -half[None]
        both = np.concatenate([turns, turns], 1)
        self._cos, self._sin = (
            np.cos(both).astype(np.float32),
            np.sin(both).astype(np.float32),
        )
        shape = (sizes.layers, sizes.kv_heads, 0, self._width)
        empty = np.zeros(shape, np.float32)
        self.nothing = Kept((), empty, empty, np.zeros(0, np.float32))

    def read(self, kept: Kept, ids: Sequence[int]) -> Kept:
        """Read `ids` after what is `kept`; one thread.

        Raises:
            ValueError: more than `LONGEST` pieces, or none.
        """
        if not ids or len(kept.ids) + len(ids) > LONGEST:
            raise ValueError(f"{len(kept.ids)} + {len(ids)} pieces cannot be read.")
        states, keys, values = self._run(kept, np.array([ids]))
        return Kept(
            (*kept.ids, *ids),
            np.concatenate([kept.keys, keys[:, 0]], 2),
            np.concatenate([kept.values, values[:, 0]], 2),
            states[0, -1],
        )

    def next(self, kept: Kept) -> Floats:
        """Log-probability of each piece after what is `kept`, (pieces,)."""
        with _threads().limit(limits=1):
            return _log_softmax(self._embed @ kept.last)

    def log_chances(self, kept: Kept, replies: Sequence[Sequence[int]]) -> list[Floats]:
        """Log-probability of each piece of each of `replies` after what is `kept`."""
        first = self.next(kept)
        longest = max(len(reply) for reply in replies) - 1
        found = [first[[reply[0]]] for reply in replies]
        if not longest:
            return found
        rows = np.zeros((len(replies), longest), np.int64)
        for at, reply in enumerate(replies):
            rows[at, : len(reply) - 1] = reply[:-1]
        states, _, _ = self._run(kept, rows)
        for at, reply in enumerate(replies):
            rest = len(reply) - 1
            if rest:
                with _threads().limit(limits=1):
                    chances = _log_softmax(states[at, :rest] @ self._embed.T)
                more = chances[np.arange(rest), list(reply[1:])]
                found[at] = np.concatenate([found[at], more])
        return found

    def _run(
        self, kept: Kept, rows: NDArray[np.int64]
    ) -> tuple[Floats, Floats, Floats]:
        """States, keys and values of `rows` (replies, pieces), each after `kept`."""
        done, count = len(kept.ids), rows.shape[1]
        place = slice(done, done + count)
        turn = self._cos[place], self._sin[place]
        seen = np.triu(np.full((count, count), -1e9, np.float32), 1)
        keys, values = [], []
        with _threads().limit(limits=1):
            hidden = self._embed[rows]
            for at, layer in enumerate(self._layers):
                past = kept.keys[at], kept.values[at]
                hidden, key, value = self._step(layer, hidden, past, turn, seen)
                keys.append(key)
                values.append(value)
            hidden = self._rms(hidden, self._norm)
        return hidden, np.stack(keys), np.stack(values)

    def _step(
        self,
        layer: Mapping[str, Floats],
        hidden: Floats,
        past: tuple[Floats, Floats],
        turn: tuple[Floats, Floats],
        seen: Floats,
    ) -> tuple[Floats, Floats, Floats]:
        sizes, width = self._sizes, self._width
        rows, count, whole = hidden.shape
        made = _product(self._rms(hidden, layer["attn_norm"]), layer["qkv"])
        heads = made.reshape(rows, count, -1, width).transpose(0, 2, 1, 3)
        own = sizes.heads + sizes.kv_heads
        query = _turned(heads[:, : sizes.heads], turn)
        key = _turned(heads[:, sizes.heads : own], turn)
        value = heads[:, own:]
        group = sizes.heads // sizes.kv_heads
        query = query.reshape(rows, sizes.kv_heads, group, count, width)
        query *= np.float32(width**-0.5)
        before = past[0].shape[1]
        weight = np.concatenate(
            [
                query @ past[0][None, :, None].transpose(0, 1, 2, 4, 3),
                query @ key[:, :, None].transpose(0, 1, 2, 4, 3) + seen,
            ],
            -1,
        )
        weight -= weight.max(-1, keepdims=True)
        np.exp(weight, out=weight)
        weight /= weight.sum(-1, keepdims=True)
        mixed = weight[..., :before] @ past[1][None, :, None]
        mixed += weight[..., before:] @ value[:, :, None]
        joined = mixed.reshape(rows, sizes.heads, count, width).transpose(0, 2, 1, 3)
        hidden = hidden + _product(joined.reshape(rows, count, whole), layer["o"])
        both = _product(self._rms(hidden, layer["ffn_norm"]), layer["gate_up"])
        gate, up = np.split(both, 2, -1)
        gate /= 1 + np.exp(-gate)
        hidden = hidden + _product(gate * up, layer["down"])
        return hidden, key, value

    def _rms(self, given: Floats, weight: Floats) -> Floats:
        mean = np.square(given).mean(-1, keepdims=True)
        return np.asarray(given / np.sqrt(mean + self._sizes.epsilon) * weight)


def _layer(
    weights: Arrays, adapters: Mapping[str, NDArray[Any]], at: int
) -> dict[str, Floats]:
    """One layer's weights turned for products, those read together joined."""
    found: dict[str, Floats] = {}
    for part in PARTS:
        name = f"layers.{at}.{part}"
        weight = weights[name].astype(np.float32)
        if f"{name}.up" in adapters:
            up, down = (adapters[f"{name}.{end}"] for end in ("up", "down"))
            weight = weight + up.astype(np.float32) @ down.astype(np.float32)
        found[part] = weight
    joined = {
        "qkv": np.concatenate([found["q"], found["k"], found["v"]]),
        "gate_up": np.concatenate([found["gate"], found["up"]]),
        "o": found["o"],
        "down": found["down"],
    }
    made = {key: np.ascontiguousarray(weight.T) for key, weight in joined.items()}
    for part in ("attn_norm", "ffn_norm"):
        made[part] = weights[f"layers.{at}.{part}"].astype(np.float32)
    return made


def _product(given: Floats, weight: Floats) -> Floats:
    # one product for all rows: numpy takes them one by one otherwise
    made = given.reshape(-1, given.shape[-1]) @ weight
    return np.asarray(made.reshape(*given.shape[:-1], weight.shape[1]))


def _turned(heads: Floats, turn: tuple[Floats, Floats]) -> Floats:
    """Heads turned by their place (Su et al. 2021, rotary embedding)."""
    half = heads.shape[-1] // 2
    swapped = np.concatenate([-heads[..., half:], heads[..., :half]], -1)
    return np.asarray(heads * turn[0] + swapped * turn[1])


def _log_softmax(logits: Floats) -> Floats:
    logits = logits - logits.max(-1, keepdims=True)
    return np.asarray(logits - np.log(np.exp(logits).sum(-1, keepdims=True)))


_CONTROL: list[ThreadpoolController] = []


def _threads() -> ThreadpoolController:
    # Looking for the libraries takes milliseconds, so it is done once.
    if not _CONTROL:
        _CONTROL.append(ThreadpoolController())
    return _CONTROL[0]
