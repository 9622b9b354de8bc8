"""Sentence embeddings on one thread, shared by whoever needs them in this process.

The weights are the scorers' own copy, and
the wordings of a scenario are embedded once per computer.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from dialogue.registry import MissingModel, RegistryError, cache_folder, resolve

Vectors = npt.NDArray[np.float32]

_CACHE = 8192
"""Texts kept; 384 floats each, so at most 13 MB."""
_BATCH = 64
WIDTH = 384
LONGEST = 128
"""Word pieces of a line; the rest of a longer one is left out."""
LAYERS = 3
"""How many of the upper layers' means are kept with a vector, for other readers."""
_KEPT = 64
"""Texts whose layers are kept."""


class EmbeddingUnavailable(RuntimeError):
    """No sentence-embedding weights, or a library is missing."""


class EmbeddingMatcher:
    """MiniLM sentence vectors; the thresholds were read off the scenarios' wordings."""

    name = "minilm"
    strong = 0.54
    weak = 0.43

    def __init__(self, model_folder: Path) -> None:
        """Load tokenizer and weights from `model_folder`, on one thread.

        Raises:
            EmbeddingUnavailable: a library or a file is missing.
        """
        try:
            from tokenizers import Tokenizer

            from dialogue.models._encoder import ModelError, encoder
        except ImportError as error:
            raise EmbeddingUnavailable(
                f"{error}; pip install tokenizers safetensors scipy threadpoolctl"
            ) from None
        try:
            self._encoder = encoder(model_folder)
            self._tokenizer = Tokenizer.from_file(str(model_folder / "tokenizer.json"))
        except (OSError, ValueError, ModelError) as error:
            raise EmbeddingUnavailable(f"{model_folder}: {error}") from None
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.enable_padding()
        self._folder = model_folder
        self._cache: OrderedDict[str, Vectors] = OrderedDict()
        self._layers: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of `texts`, one row each."""
        with self._lock:
            missing = [text for text in dict.fromkeys(texts) if text not in self._cache]
            made: dict[str, Vectors] = {}
            # Texts of like length together: less padding, less to compute.
            missing.sort(key=lambda text: (len(text), text))
            for start in range(0, len(missing), _BATCH):
                batch = missing[start : start + _BATCH]
                made.update(zip(batch, self._embed(batch), strict=True))
            rows = [made.get(text, self._cache.get(text)) for text in texts]
            self._cache.update(made)
            while len(self._cache) > _CACHE:
                self._cache.popitem(last=False)
        if not rows:
            return np.zeros((0, WIDTH), np.float32)
        return np.stack([row for row in rows if row is not None])

    def _embed(self, batch: Sequence[str]) -> Vectors:
        read = self._tokenizer.encode_batch(list(batch))
        ids = np.array([item.ids for item in read], dtype=np.int64)
        kinds = np.array([item.type_ids for item in read], dtype=np.int64)
        seen = np.array([item.attention_mask for item in read], dtype=np.int64)
        states = self._encoder.states(ids, kinds, seen)[-LAYERS:]
        mask = seen[..., None].astype(np.float32)
        pieces = np.maximum(mask.sum(1), 1.0)
        means = np.stack([(hidden * mask).sum(1) / pieces for hidden in states], 1)
        length = np.linalg.norm(means, axis=-1, keepdims=True)
        layers: Vectors = (means / np.maximum(length, 1e-12)).astype(np.float32)
        self._layers.update(zip(batch, layers, strict=True))
        while len(self._layers) > _KEPT:
            self._layers.popitem(last=False)
        return layers[:, -1]

    def layers(self, text: str) -> Vectors:
        """Unit means of the last `LAYERS` layers, lowest first; the vector is the last.

        Asking for the vector before or afterwards costs nothing more.
        """
        with self._lock:
            if text not in self._layers:
                self._cache[text] = self._embed([text])[0]
            return self._layers[text]

    def index(self, corpus: Sequence[str]) -> EmbeddingIndex:
        """Embed `corpus` once; a scenario's wordings are kept in the cache folder."""
        return EmbeddingIndex(self, self._kept(corpus))

    def _kept(self, corpus: Sequence[str]) -> Vectors:
        """Vectors of wordings, from an earlier start where they have not changed.

        Encoding 700 wordings takes 2.5 s on two cores. Only texts of the product come
        here, never what a user says.
        """
        text = "\0".join((str(self._folder), *corpus))
        name = hashlib.sha256(text.encode()).hexdigest()[:32]
        path = cache_folder() / "wordings" / f"{name}.npy"
        try:
            kept: Vectors = np.load(path, allow_pickle=False)
            if kept.shape == (len(corpus), WIDTH):
                return kept
        except (OSError, ValueError):
            pass
        made = self.encode(corpus)
        # a cache that cannot be written costs the next start its time, no more
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_suffix(f".{os.getpid()}.npy")
            np.save(draft, made)
            draft.replace(path)
        return made


class EmbeddingIndex:
    """Embedded wordings."""

    def __init__(self, matcher: EmbeddingMatcher, vectors: Vectors) -> None:
        self._matcher = matcher
        self._vectors = vectors

    def scores(self, texts: Sequence[str]) -> Vectors:
        """Cosine of each of `texts` (rows) with each wording."""
        cosine: Vectors = self._matcher.encode(texts) @ self._vectors.T
        return cosine


_shared: dict[Path, EmbeddingMatcher] = {}


def create(options: Mapping[str, Any]) -> EmbeddingMatcher:
    """The process's matcher for `options["path"]`, or for the registry's MiniLM.

    Raises:
        EmbeddingUnavailable: there are no weights, or a library is missing.
    """
    path = Path(options["path"]) if options.get("path") else _find()
    if path not in _shared:
        _shared[path] = EmbeddingMatcher(path)
    return _shared[path]


def _find() -> Path:
    try:
        found = resolve("minilm")
    except (RegistryError, MissingModel) as error:
        raise EmbeddingUnavailable(str(error)) from None
    return Path(found.path)
