"""The sentence model's forward pass, in plain torch.

Loading the model through a library of models takes three seconds more on two cores;
this needs the weights and the sizes in ``config.json``, and gives the same numbers.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Final

import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

KIND: Final = "bert"


class ModelError(ValueError):
    """The folder holds another kind of model; the message says which."""


class Encoder:
    """A BERT encoder that returns every layer's hidden states."""

    def __init__(self, folder: Path) -> None:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        if config.get("model_type") != KIND:
            raise ModelError(
                f"{folder / 'config.json'}: model_type {config.get('model_type')!r} is "
                f"not {KIND!r}. Use a folder of all-MiniLM-L6-v2, or the scorer tfidf."
            )
        loaded = load_file(folder / "model.safetensors")
        self._weights = {
            key.removeprefix("bert."): value.float() for key, value in loaded.items()
        }
        self._layers = int(config["num_hidden_layers"])
        self._heads = int(config["num_attention_heads"])
        self._epsilon = float(config["layer_norm_eps"])

    @torch.inference_mode()
    def states(self, ids: Tensor, kinds: Tensor, mask: Tensor) -> list[Tensor]:
        """Hidden states after the embedding and each layer, (lines, pieces, width).

        `mask` is 1 on pieces and 0 on padding.
        """
        got = self._weights
        place = torch.arange(ids.shape[1])
        hidden = (
            got["embeddings.word_embeddings.weight"][ids]
            + got["embeddings.position_embeddings.weight"][place]
            + got["embeddings.token_type_embeddings.weight"][kinds]
        )
        states = [self._norm(hidden, "embeddings.LayerNorm")]
        seen = mask.bool()[:, None, None, :]
        for layer in range(self._layers):
            states.append(self._layer(states[-1], seen, f"encoder.layer.{layer}"))
        return states

    def _layer(self, hidden: Tensor, seen: Tensor, name: str) -> Tensor:
        lines, pieces, width = hidden.shape
        split = (lines, pieces, self._heads, width // self._heads)
        query, key, value = (
            self._linear(hidden, f"{name}.attention.self.{part}")
            .view(split)
            .transpose(1, 2)
            for part in ("query", "key", "value")
        )
        mixed = functional.scaled_dot_product_attention(
            query, key, value, attn_mask=seen
        )
        joined = mixed.transpose(1, 2).reshape(lines, pieces, width)
        attended = self._linear(joined, f"{name}.attention.output.dense")
        hidden = self._norm(hidden + attended, f"{name}.attention.output.LayerNorm")
        inner = functional.gelu(self._linear(hidden, f"{name}.intermediate.dense"))
        outer = self._linear(inner, f"{name}.output.dense")
        return self._norm(hidden + outer, f"{name}.output.LayerNorm")

    def _linear(self, given: Tensor, name: str) -> Tensor:
        got = self._weights
        return functional.linear(given, got[f"{name}.weight"], got[f"{name}.bias"])

    def _norm(self, given: Tensor, name: str) -> Tensor:
        weight, bias = (self._weights[f"{name}.{part}"] for part in ("weight", "bias"))
        return functional.layer_norm(
            given, (given.shape[-1],), weight, bias, self._epsilon
        )


@cache
def encoder(folder: Path) -> Encoder:
    """The process's one copy of the weights in `folder`."""
    return Encoder(folder)
