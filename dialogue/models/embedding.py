"""Sentence embeddings on one thread, shared by whoever needs them in this process.

Heavy libraries are imported on `create`. Vectors are cached by text, so a line that
the scorers have embedded costs the partner nothing, and the reverse.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from dialogue.registry import MissingModel, RegistryError, resolve

Vectors = npt.NDArray[np.float32]

_CACHE = 8192
"""Texts kept; 384 floats each, so at most 13 MB."""
_BATCH = 64


class EmbeddingUnavailable(RuntimeError):
    """No sentence-embedding weights or no torch on this machine."""


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
            import torch
            from transformers import AutoModel, AutoTokenizer
            from transformers.utils import logging
        except ImportError as error:
            raise EmbeddingUnavailable(
                f"{error}; pip install torch transformers"
            ) from None
        logging.disable_progress_bar()
        # Two threads on two busy cores were 40 times slower than one.
        torch.set_num_threads(1)
        try:
            self._tokenizer = AutoTokenizer.from_pretrained(str(model_folder))
            self._model = AutoModel.from_pretrained(
                str(model_folder), dtype=torch.float32
            ).eval()
        except (OSError, ValueError) as error:
            raise EmbeddingUnavailable(f"{model_folder}: {error}") from None
        self._torch = torch
        self._cache: OrderedDict[str, Vectors] = OrderedDict()
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
            return np.zeros((0, 384), np.float32)
        return np.stack([row for row in rows if row is not None])

    def _embed(self, batch: Sequence[str]) -> Vectors:
        torch = self._torch
        with torch.inference_mode():
            read = self._tokenizer(
                list(batch),
                padding=True,
                truncation=True,
                max_length=128,
                return_tensors="pt",
            )
            hidden = self._model(**read).last_hidden_state
            mask = read["attention_mask"].unsqueeze(-1).to(hidden.dtype)
            mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1.0)
            unit = torch.nn.functional.normalize(mean, dim=1)
        vectors: Vectors = unit.numpy().astype(np.float32)
        return vectors

    def index(self, corpus: Sequence[str]) -> EmbeddingIndex:
        """Embed `corpus` once."""
        return EmbeddingIndex(self, corpus)


class EmbeddingIndex:
    """Embedded wordings."""

    def __init__(self, matcher: EmbeddingMatcher, corpus: Sequence[str]) -> None:
        self._matcher = matcher
        self._vectors = matcher.encode(corpus)

    def scores(self, texts: Sequence[str]) -> Vectors:
        """Cosine of each of `texts` (rows) with each wording."""
        cosine: Vectors = self._matcher.encode(texts) @ self._vectors.T
        return cosine


_shared: dict[Path, EmbeddingMatcher] = {}


def create(options: Mapping[str, Any]) -> EmbeddingMatcher:
    """The process's matcher for `options["path"]`, or for the registry's MiniLM.

    Raises:
        EmbeddingUnavailable: there are no weights, or torch is missing.
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
