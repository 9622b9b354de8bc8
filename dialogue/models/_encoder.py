"""Sentence encoders in plain numpy: BERT (MiniLM) and MPNet, with low-rank adapters.

No library of models is loaded to read a line: the weights and the sizes in
``config.json`` are enough, and the numbers are the same as theirs (tested). Adapters
(Hu et al. 2021, "LoRA", arXiv 2106.09685) are added to the weights once, on loading.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from scipy.special import erf
from threadpoolctl import ThreadpoolController

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

KINDS: Final = ("bert", "mpnet")
_MASKED: Final = np.float32(-1e9)
_ROOT_HALF: Final = np.float32(1 / np.sqrt(2.0))
_NAMES: Final[dict[str, dict[str, str]]] = {
    "bert": {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "joined": "attention.output.dense",
        "attended": "attention.output.LayerNorm",
    },
    "mpnet": {
        "query": "attention.attn.q",
        "key": "attention.attn.k",
        "value": "attention.attn.v",
        "joined": "attention.attn.o",
        "attended": "attention.LayerNorm",
    },
}


class ModelError(ValueError):
    """The folder holds another kind of model; the message says which."""


class Encoder:
    """An encoder that returns every layer's hidden states."""

    def __init__(self, folder: Path, adapters: Mapping[str, Floats]) -> None:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.kind: str = config.get("model_type", "")
        if self.kind not in KINDS:
            raise ModelError(
                f"{folder / 'config.json'}: model_type {self.kind!r} is not one of "
                f"{', '.join(KINDS)}. Use a folder of all-MiniLM-L6-v2 or "
                "all-mpnet-base-v2, or the scorer tfidf."
            )
        loaded = load_file(folder / "model.safetensors")
        self._weights: dict[str, Any] = {
            key.removeprefix(f"{self.kind}."): value.astype(np.float32, copy=False)
            for key, value in loaded.items()
        }
        _add(self._weights, adapters)
        self._names = _NAMES[self.kind]
        self._layers = int(config["num_hidden_layers"])
        for layer in range(self._layers):
            self._join(f"encoder.layer.{layer}")
        self._heads = int(config["num_attention_heads"])
        self._epsilon = np.float32(config["layer_norm_eps"])
        self._buckets = int(config.get("relative_attention_num_buckets", 0))
        self.pad = int(config.get("pad_token_id", 0))

    def states(self, ids: Integers, kinds: Integers, mask: Integers) -> list[Floats]:
        """Hidden states after the embedding and each layer, (lines, pieces, width).

        `mask` is 1 on pieces and 0 on padding; `kinds` is 0 or 1 for the first or the
        second text, and is not read by MPNet. One thread: two on two shared cores are
        many times slower.
        """
        with _threads().limit(limits=1):
            hidden = self._embed(ids, kinds)
            bias = np.where(mask[:, None, None, :] > 0, np.float32(0), _MASKED)
            if self.kind == "mpnet":
                bias = bias + self._places(ids.shape[1])
            states = [self._norm(hidden, "embeddings.LayerNorm")]
            for layer in range(self._layers):
                states.append(self._layer(states[-1], bias, f"encoder.layer.{layer}"))
            return states

    def _embed(self, ids: Integers, kinds: Integers) -> Floats:
        got = self._weights
        words = got["embeddings.word_embeddings.weight"][ids]
        # MPNet counts its places from behind the number that stands for padding.
        first = self.pad + 1 if self.kind == "mpnet" else 0
        place = np.arange(first, first + ids.shape[1])
        hidden = words + got["embeddings.position_embeddings.weight"][place]
        if self.kind == "bert":
            hidden = hidden + got["embeddings.token_type_embeddings.weight"][kinds]
        return np.asarray(hidden)

    def _places(self, count: int) -> Floats:
        """MPNet's bias by distance between pieces, (1, heads, count, count)."""
        distance = np.arange(count)[:, None] - np.arange(count)[None, :]
        half = self._buckets // 2
        bucket = np.where(distance < 0, half, 0)
        far = np.abs(distance)
        exact = half // 2
        log = np.log(np.maximum(far, 1) / exact) / np.log(128 / exact) * (half - exact)
        bucket = bucket + np.where(
            far < exact, far, np.minimum(exact + log.astype(np.int64), half - 1)
        )
        weight = self._weights["encoder.relative_attention_bias.weight"]
        return np.asarray(weight[bucket].transpose(2, 0, 1)[None])

    def _join(self, name: str) -> None:
        """Query, key and value as one matrix: a third of the products.

        All are turned once, for products with few rows are a third faster so.
        """
        parts = [f"{name}.{self._names[part]}" for part in ("query", "key", "value")]
        for end in ("weight", "bias"):
            taken = [self._weights.pop(f"{part}.{end}") for part in parts]
            self._weights[f"{name}.qkv.{end}"] = np.concatenate(taken)
        dense = (self._names["joined"], "intermediate.dense", "output.dense", "qkv")
        for part in dense:
            key = f"{name}.{part}.weight"
            self._weights[key] = np.ascontiguousarray(self._weights[key].T)

    def _layer(self, hidden: Floats, bias: Floats, name: str) -> Floats:
        lines, pieces, width = hidden.shape
        split = (lines, pieces, 3, self._heads, width // self._heads)
        query, key, value = (
            self._linear(hidden, f"{name}.qkv").reshape(split).transpose(2, 0, 3, 1, 4)
        )
        weight = query @ key.transpose(0, 1, 3, 2)
        weight *= np.float32(1 / np.sqrt(split[-1]))
        weight += bias
        weight -= weight.max(-1, keepdims=True)
        np.exp(weight, out=weight)
        weight /= weight.sum(-1, keepdims=True)
        joined = (weight @ value).transpose(0, 2, 1, 3).reshape(lines, pieces, width)
        attended = self._linear(joined, f"{name}.{self._names['joined']}")
        hidden = self._norm(hidden + attended, f"{name}.{self._names['attended']}")
        inner = self._linear(hidden, f"{name}.intermediate.dense")
        inner *= np.float32(0.5) * (1 + erf(inner * _ROOT_HALF))
        outer = self._linear(inner, f"{name}.output.dense")
        return self._norm(hidden + outer, f"{name}.output.LayerNorm")

    def _linear(self, given: Floats, name: str) -> Floats:
        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        # one product for all lines: numpy takes them one by one otherwise
        made = given.reshape(-1, given.shape[-1]) @ weight
        made += bias
        return np.asarray(made.reshape(*given.shape[:-1], len(bias)))

    def _norm(self, given: Floats, name: str) -> Floats:
        made = given - given.mean(-1, keepdims=True)
        spread = np.sqrt(np.square(made).mean(-1, keepdims=True) + self._epsilon)
        made /= spread
        made *= self._weights[f"{name}.weight"]
        made += self._weights[f"{name}.bias"]
        return np.asarray(made)


@cache
def _threads() -> ThreadpoolController:
    # Looking for the libraries takes milliseconds, so it is done once.
    return ThreadpoolController()


def _add(weights: dict[str, Any], adapters: Mapping[str, Floats]) -> None:
    """Add ``NAME.up`` (out, rank) times ``NAME.down`` (rank, in) to NAME's weight."""
    for key in adapters:
        if not key.endswith(".up"):
            continue
        name = key.removesuffix(".up")
        up = adapters[key].astype(np.float32)
        down = adapters[f"{name}.down"].astype(np.float32)
        weights[f"{name}.weight"] = weights[f"{name}.weight"] + up @ down


@cache
def encoder(folder: Path) -> Encoder:
    """The process's one copy of the weights in `folder`, as they were published."""
    return Encoder(folder, {})
