"""The small base model's weights and word pieces, out of a GGUF file or a hub folder.

A GGUF file is unpacked once into the cache (270 MB of float16), so that later starts
need neither the ``gguf`` package nor its minute of work. Both forms give the same names
and the same layout of heads.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

from dialogue import registry
from dialogue.models.base import ModelError

MODEL: Final = "smollm2"
"""Registry id of the base."""
HUB: Final = "HuggingFaceTB/SmolLM2-135M-Instruct"
Arrays = dict[str, NDArray[Any]]

_PARTS: Final = {
    "attn_q": "q",
    "attn_k": "k",
    "attn_v": "v",
    "attn_output": "o",
    "ffn_gate": "gate",
    "ffn_up": "up",
    "ffn_down": "down",
    "attn_norm": "attn_norm",
    "ffn_norm": "ffn_norm",
}
_HUB_PARTS: Final = {
    "self_attn.q_proj": "q",
    "self_attn.k_proj": "k",
    "self_attn.v_proj": "v",
    "self_attn.o_proj": "o",
    "mlp.gate_proj": "gate",
    "mlp.up_proj": "up",
    "mlp.down_proj": "down",
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
}


@dataclass(frozen=True, slots=True)
class Sizes:
    """What the weights do not say themselves."""

    layers: int
    heads: int
    kv_heads: int
    theta: float
    epsilon: float


@dataclass(frozen=True, slots=True)
class Base:
    """A base model: ``embed``, ``norm`` and ``layers.N.PART``, each (out, in)."""

    weights: Arrays
    sizes: Sizes
    tokenizer: Tokenizer
    end: int
    """The piece that ends a reply."""


def load(name: str = "") -> Base:
    """The base by a folder or a GGUF file `name`; the registry's when empty.

    Raises:
        ModelError: it is missing or another kind of model; says how to get it.
    """
    found = place(name)
    return from_gguf(found) if found.suffix == ".gguf" else from_folder(found.parent)


def place(name: str = "") -> Path:
    """The file of the base's weights, as `load` finds it.

    Raises:
        ModelError: it is missing; says how to get it.
    """
    try:
        found = registry.resolve(MODEL, name or None)
    except registry.MissingModel as error:
        folder = _hub_folder(name)
        if folder is None:
            raise ModelError(f"the partner model's base is missing. {error}") from error
        return folder / "model.safetensors"
    return found.main or found.path


def _hub_folder(name: str) -> Path | None:
    """A folder as the hub's client leaves it: `name`, or the newest in its cache."""
    if name and (Path(name) / "model.safetensors").is_file():
        return Path(name)
    cached = registry.hub_cache_folder() / f"models--{HUB.replace('/', '--')}"
    found = sorted(cached.glob("snapshots/*/model.safetensors"))
    return found[-1].parent if found and not name else None


def from_gguf(path: Path) -> Base:
    """Unpack `path`, or read what was unpacked before.

    Raises:
        ModelError: the file is not there, or no Llama, or ``gguf`` is not installed.
    """
    if not path.is_file():
        raise ModelError(f"{path} is no GGUF file.")
    stamp = f"{path.stem}-{path.stat().st_size}"
    cached = registry.cache_folder() / "partner" / f"{stamp}.npz"
    if not cached.is_file():
        _unpack(path, cached)
    with np.load(cached, allow_pickle=False) as file:
        weights = {key: file[key] for key in file.files if key != "about"}
        about = json.loads(str(file["about"]))
    return Base(
        weights, Sizes(**about["sizes"]), _tokenizer(about["pieces"]), about["end"]
    )


def _unpack(path: Path, cached: Path) -> None:
    try:
        from gguf import GGUFReader
        from gguf.quants import dequantize
    except ImportError as error:
        raise ModelError(
            "unpacking the partner model's base needs: pip install 'visavis[gguf]'"
        ) from error
    reader = GGUFReader(str(path))

    def value(key: str) -> Any:
        field = reader.get_field(key)
        if field is None:
            raise ModelError(f"{path.name} has no {key}: it is no Llama model.")
        return field.contents()

    sizes = {
        "layers": int(value("llama.block_count")),
        "heads": int(value("llama.attention.head_count")),
        "kv_heads": int(value("llama.attention.head_count_kv")),
        "theta": float(value("llama.rope.freq_base")),
        "epsilon": float(value("llama.attention.layer_norm_rms_epsilon")),
    }
    weights: Arrays = {}
    for tensor in reader.tensors:
        made = dequantize(tensor.data, tensor.tensor_type)
        name = _named(tensor.name)
        if name.endswith((".q", ".k")):
            made = _unturned(
                made, int(sizes["kv_heads" if name[-1] == "k" else "heads"])
            )
        weights[name] = made.astype(np.float16)
    pieces = {
        "tokens": value("tokenizer.ggml.tokens"),
        "kinds": [int(kind) for kind in value("tokenizer.ggml.token_type")],
        "merges": value("tokenizer.ggml.merges"),
    }
    end = int(value("tokenizer.ggml.eos_token_id"))
    about = json.dumps({"sizes": sizes, "pieces": pieces, "end": end})
    cached.parent.mkdir(parents=True, exist_ok=True)
    part = cached.with_suffix(".part.npz")
    np.savez(part, about=np.array(about), **weights)  # type: ignore[arg-type]
    part.replace(cached)


def _named(name: str) -> str:
    if name == "token_embd.weight":
        return "embed"
    if name == "output_norm.weight":
        return "norm"
    _, layer, part, _ = name.split(".")
    return f"layers.{layer}.{_PARTS[part]}"


def _unturned(weight: NDArray[Any], heads: int) -> NDArray[Any]:
    """Undo the order in which GGUF keeps the rows of each head."""
    shape = (heads, weight.shape[0] // heads // 2, 2, weight.shape[1])
    return weight.reshape(shape).swapaxes(1, 2).reshape(weight.shape)


def _tokenizer(pieces: Mapping[str, Any]) -> Tokenizer:
    ids = {token: at for at, token in enumerate(pieces["tokens"])}
    merges = [tuple(pair.split(" ")) for pair in pieces["merges"]]
    made = Tokenizer(models.BPE(ids, merges))
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    made.decoder = decoders.ByteLevel()
    controls = zip(pieces["tokens"], pieces["kinds"], strict=True)
    made.add_special_tokens(
        [
            AddedToken(token, special=True, normalized=False)
            for token, kind in controls
            if kind == 3
        ]
    )
    return made


def from_folder(folder: Path) -> Base:
    """Read a folder of ``config.json``, ``tokenizer.json``, ``model.safetensors``.

    Raises:
        ModelError: the folder holds another kind of model.
    """
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    if config.get("model_type") != "llama" or not config.get("tie_word_embeddings"):
        raise ModelError(f"{folder} is not a copy of {HUB}.")
    rope = config.get("rope_parameters") or config
    sizes = Sizes(
        int(config["num_hidden_layers"]),
        int(config["num_attention_heads"]),
        int(config["num_key_value_heads"]),
        float(rope["rope_theta"]),
        float(config["rms_norm_eps"]),
    )
    read = _safetensors(folder / "model.safetensors")
    weights = {"embed": read["model.embed_tokens.weight"]}
    weights["norm"] = read["model.norm.weight"]
    for layer in range(sizes.layers):
        for long, part in _HUB_PARTS.items():
            weights[f"layers.{layer}.{part}"] = read[
                f"model.layers.{layer}.{long}.weight"
            ]
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    end = tokenizer.token_to_id("<|im_end|>")
    if end is None:
        raise ModelError(f"{folder} is not a copy of {HUB}: it knows no <|im_end|>.")
    return Base(weights, sizes, tokenizer, end)


def _safetensors(path: Path) -> Arrays:
    """All tensors of `path`; bfloat16, which numpy does not know, as float32."""
    raw = np.fromfile(path, dtype=np.uint8)
    begin = 8 + int(raw[:8].view("<u8")[0])
    header = json.loads(raw[8:begin].tobytes())
    kinds = {"F32": "<f4", "F16": "<f2", "BF16": "<u2"}
    found: Arrays = {}
    for name, item in header.items():
        if name == "__metadata__":
            continue
        at, end = item["data_offsets"]
        flat = raw[begin + at : begin + end].view(kinds[item["dtype"]])
        if item["dtype"] == "BF16":
            flat = (flat.astype(np.uint32) << 16).view(np.float32)
        found[name] = flat.reshape(item["shape"])
    return found
