"""Train the partner model's adapters on the records of `partner_dialogues`.

Usage::

    python -m assets.build.partner_dialogues
    python -m assets.build.partner_model            # about an hour on two quiet cores

A run that was cut goes on from its last checkpoint in the cache. The adapters and what
was measured (perplexity of replies that were never learned from, against the base with
the same texts) are written to ``assets/partner``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import nn

import assets
from assets.build import partner_training as training
from assets.build.partner_dialogues import read_records, records_file
from assets.build.partner_training import Model, Pieces, Recipe
from dialogue import registry
from dialogue.models import _base_weights

FOLDER: Final = assets.ROOT / "partner"
WARM_UP: Final = 0.05
MEASURED: Final = 32
"""Records of each kind that perplexity is measured on."""
CHECKPOINT_S: Final = 180.0


class Run:
    """One training run over all records."""

    def __init__(self, recipe: Recipe, folder: Path) -> None:
        self.recipe, self._folder = recipe, folder
        base = _base_weights.load()
        self.items = [training.cut(base.tokenizer, item) for item in read_records()]
        self.model = Model(base, recipe)
        self.rows = [at for at, item in enumerate(self.items) if item.split == "train"]
        self.measured = _measured(self.items)
        begin = time.monotonic()
        self._low = training.Low(self.model, self.items, folder / "low.bin")
        print(f"lower layers read in {time.monotonic() - begin:.0f} s", flush=True)
        self._adapters = [p for p in self.model.parameters() if p.requires_grad]
        self._optimizer = torch.optim.AdamW(
            self._adapters, lr=recipe.rate, weight_decay=0.01
        )
        self._done = 0
        self.history: list[dict[str, Any]] = []
        self.spent_s = 0.0

    def train(self) -> None:
        """Learn for all epochs, from the last checkpoint where there is one."""
        recipe = self.recipe
        self._resume()
        if not self.history:
            self._note(0)
        epochs = [self._order(epoch) for epoch in range(recipe.epochs)]
        whole = sum(map(len, epochs))
        step, kept_s = 0, time.monotonic()
        for epoch, order in enumerate(epochs, 1):
            for rows in order:
                step += 1
                if step <= self._done:
                    continue
                begin = time.monotonic()
                loss = self._step(rows, _rate(recipe.rate, step, whole))
                self.spent_s += time.monotonic() - begin
                self._done = step
                if step % 20 == 0:
                    print(f"{step}/{whole} {loss:.3f} {self.spent_s:.0f} s", flush=True)
                if time.monotonic() - kept_s > CHECKPOINT_S:
                    self._keep()
                    kept_s = time.monotonic()
            if len(self.history) == epoch:
                self._note(epoch)
                self._keep()

    def _order(self, epoch: int) -> list[list[int]]:
        """Batches of one epoch: all authored records and a share of the played."""
        recipe = self.recipe
        rng = np.random.default_rng([recipe.seed, epoch])
        rows = [
            at
            for at in self.rows
            if self.items[at].source == "authored" or rng.random() < recipe.played
        ]
        return list(training.batches(self.items, rows, recipe.tokens, rng))

    def _step(self, rows: Sequence[int], rate: float) -> float:
        self.model.train()
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        row, place, piece, _ = training.targets(self.items, rows)
        authored = torch.tensor([self.items[at].source == "authored" for at in rows])
        weight = torch.where(authored, self.recipe.authored, 1.0)[row]
        states = self.model(self._low.batch(rows))[row, place]
        losses = self.model.losses(states, piece)
        loss = (losses * weight).sum() / weight.sum()
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self._adapters, 1.0)
        self._optimizer.step()
        return float(loss.detach())

    def _note(self, epoch: int) -> None:
        """Measure perplexity per kind of unseen reply."""
        self.model.eval()
        found: dict[str, Any] = {"epoch": epoch}
        for kind, rows in self.measured.items():
            total = count = 0.0
            with torch.inference_mode():
                for begin in range(0, len(rows), 4):
                    some = rows[begin : begin + 4]
                    row, place, piece, _ = training.targets(self.items, some)
                    states = self.model(self._low.batch(some))[row, place]
                    total += float(self.model.losses(states, piece).sum())
                    count += len(piece)
            found[kind] = round(math.exp(total / count), 2)
        self.history.append(found)
        print(found, f"{self.spent_s:.0f} s", flush=True)

    def _resume(self) -> None:
        path = self._checkpoint()
        if not path.is_file():
            return
        kept = torch.load(path, weights_only=True)
        with torch.no_grad():
            for parameter, value in zip(self._adapters, kept["adapters"], strict=True):
                parameter.copy_(value)
        self._optimizer.load_state_dict(kept["optimizer"])
        self._done, self.spent_s = kept["step"], kept["spent_s"]
        self.history = json.loads(kept["history"])
        print(f"goes on from step {self._done}", flush=True)

    def _keep(self) -> None:
        part = self._checkpoint().with_suffix(".part")
        torch.save(
            {
                "adapters": [p.detach() for p in self._adapters],
                "optimizer": self._optimizer.state_dict(),
                "step": self._done,
                "spent_s": self.spent_s,
                "history": json.dumps(self.history),
            },
            part,
        )
        part.replace(self._checkpoint())

    def _checkpoint(self) -> Path:
        stamp = hashlib.sha256(
            json.dumps(asdict(self.recipe)).encode() + records_file().read_bytes()
        ).hexdigest()[:12]
        return self._folder / f"run-{stamp}.pt"


def _measured(items: Sequence[Pieces]) -> dict[str, list[int]]:
    """Records whose replies are measured, by kind; spread over their scenarios."""
    found: dict[str, list[int]] = {}
    for at, item in enumerate(items):
        if item.split != "train":
            found.setdefault(f"{item.split} {item.source}", []).append(at)
    return {
        kind: [rows[at * len(rows) // MEASURED] for at in range(MEASURED)]
        if len(rows) > MEASURED
        else rows
        for kind, rows in found.items()
    }


def _rate(most: float, step: int, whole: int) -> float:
    """Cosine schedule after a short warm-up."""
    warm = max(1.0, WARM_UP * whole)
    if step < warm:
        return most * step / warm
    share = (step - warm) / max(1.0, whole - warm)
    return most * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * share)))


def write(run: Run, folder: Path) -> dict[str, Any]:
    """Write adapters and figures; returns the figures."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "adapter.npz"
    made: dict[str, Any] = training.arrays(run.model)
    np.savez_compressed(path, **made)
    counts = Counter(
        f"{item.split} {item.source}" for item in run.items for _ in item.moves
    )
    base = registry.model(_base_weights.MODEL)
    figures = {
        "adapter_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "base": base.main,
        "base_sha256": base.sha256,
        "records_sha256": hashlib.sha256(records_file().read_bytes()).hexdigest(),
        "recipe": asdict(run.recipe),
        "replies": dict(sorted(counts.items())),
        "pieces": {
            "all": int(sum(len(item.ids) for item in run.items)),
            "median of a record": int(np.median([len(i.ids) for i in run.items])),
        },
        "minutes": round(run.spent_s / 60, 1),
        "perplexity": run.history,
    }
    (folder / "training.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    return figures


def main() -> None:
    """Train, and write what was learned."""
    parser = argparse.ArgumentParser(
        prog="python -m assets.build.partner_model", description="Train the partner."
    )
    parser.add_argument("--threads", type=int, default=2, help="for torch")
    parser.add_argument("--epochs", type=int, default=Recipe().epochs)
    parser.add_argument("--to", type=Path, default=FOLDER, help="folder to write to")
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    folder = registry.cache_folder() / "partner"
    run = Run(replace(Recipe(), epochs=chosen.epochs), folder)
    run.train()
    print(json.dumps(write(run, chosen.to), indent=1))


if __name__ == "__main__":
    main()
