"""Train the safety screen's second reader: ``python -m assets.build.safety_reader``.

A head of two layers over the published sentence embedding of each line, written to
``assets/safety/reader.npz``. Needs torch; embedding the lines takes two minutes on a
quiet core, learning half a minute. The same lines, versions and machine give the same
weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from assets import folder
from assets.build import safety_lines
from assets.build.safety_lines import Line
from dialogue.models import safety_reader
from dialogue.models._embedding import create
from dialogue.safety.classifier import CLASSES

EPOCHS: Final = 24
BATCH: Final = 128
RATE: Final = 2e-3
DECAY: Final = 1e-2
DROP_FIRST: Final = 0.1
DROP: Final = 0.5
SMOOTH: Final = 0.05
FOLDS: Final = 3
UNSEEN: Final = "reader_unseen.npz"
"""What heads make of lines that they did not learn from; the mix is fitted on it."""
OFTEN: Final = 2
"""How often a line counts that was written for variety (the second writer, the second
set of contrasts)."""

Floats = NDArray[np.float32]


def lessons() -> tuple[list[Line], list[int]]:
    """The lines to learn from, and how often each counts."""
    second = safety_lines.written(safety_lines.SECOND_WRITER)
    everyday, _ = safety_lines.read_ordinary()
    lines = [*safety_lines.written(), *second, *everyday]
    varied = {line.id for line in second}
    return lines, [OFTEN if x.id in varied or _is_varied(x) else 1 for x in lines]


def unseen(
    vectors: Floats, lines: Sequence[Line], often: Sequence[int]
) -> dict[str, Floats]:
    """Logits of the second writer's lines, by heads that did not learn from them."""
    second = {x.id for x in safety_lines.written(safety_lines.SECOND_WRITER)}
    places = [at for at, line in enumerate(lines) if line.id in second]
    made = {}
    for fold in range(FOLDS):
        own = places[fold::FOLDS]
        kept = sorted(set(range(len(lines))) - set(own))
        head = train(
            vectors[kept], [lines[at] for at in kept], [often[at] for at in kept]
        )
        for at, row in zip(own, logits(head, vectors[own]), strict=True):
            made[lines[at].id] = row
    return made


def logits(head: Any, vectors: Floats) -> Floats:
    """What `head` makes of unit vectors, as `dialogue.safety.classifier.log_odds`."""
    with torch.no_grad():
        found = head(torch.tensor(vectors) * vectors.shape[1] ** 0.5)
        classes = torch.log_softmax(found[:, :-1], 1)
        made = torch.cat([classes, found[:, -1:].clip(-30, 30)], 1)
    return np.asarray(made.numpy(), np.float32)


def _is_varied(line: Line) -> bool:
    theme = line.id.rsplit(".", 1)[0]
    return theme.endswith(".d1") or theme.startswith("none.contrast_")


def train(vectors: Floats, lines: Sequence[Line], often: Sequence[int]) -> Any:
    """Learn the categories of `lines` from their unit `vectors`."""
    torch.manual_seed(safety_lines.SEED)
    chance = np.random.default_rng(safety_lines.SEED)
    width, outputs = vectors.shape[1], len(CLASSES) + 1
    head = nn.Sequential(
        nn.Dropout(DROP_FIRST),
        nn.Linear(width, safety_reader.HIDDEN),
        nn.ReLU(),
        nn.Dropout(DROP),
        nn.Linear(safety_reader.HIDDEN, outputs),
    )
    # unit vectors are small numbers; learning goes better on numbers about one
    given = torch.tensor(vectors) * width**0.5
    classes = torch.tensor([CLASSES.index(line.category) for line in lines])
    explicit = torch.tensor([float(line.form == "explicit") for line in lines])
    order = np.repeat(np.arange(len(lines)), often)
    steps = EPOCHS * (len(order) // BATCH + 1)
    optimiser = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=DECAY)
    rate = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    head.train()
    for _ in range(EPOCHS):
        mixed = chance.permutation(order)
        for begin in range(0, len(mixed), BATCH):
            chosen = torch.tensor(mixed[begin : begin + BATCH])
            loss = _loss(head(given[chosen]), classes[chosen], explicit[chosen])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            rate.step()
    return head.eval()


def _loss(made: Any, classes: Any, explicit: Any) -> Any:
    loss = functional.cross_entropy(made[:, :-1], classes, label_smoothing=SMOOTH)
    harmful = classes > 0
    if harmful.any():
        loss = loss + 0.3 * functional.binary_cross_entropy_with_logits(
            made[harmful, -1], explicit[harmful]
        )
    return loss


def save(head: Any, path: Any, width: int) -> None:
    """Write the head without pickles."""
    first, last = head[1], head[4]
    np.savez_compressed(
        path,
        format=np.int64(safety_reader.FORMAT),
        first=(first.weight.detach().numpy().T * width**0.5).astype(np.float16),
        first_bias=first.bias.detach().numpy(),
        last=last.weight.detach().numpy().T.astype(np.float16),
        last_bias=last.bias.detach().numpy(),
    )


def main() -> None:
    """Embed, train, and write the head and what heads make of unseen lines."""
    lines, often = lessons()
    _, calm = safety_lines.read_ordinary()
    embedding = create({})
    vectors = embedding.encode([line.text for line in lines])
    rows = unseen(vectors, lines, often)
    head = train(vectors, lines, often)
    found = logits(head, embedding.encode([line.text for line in calm]))
    rows.update(zip((line.id for line in calm), found, strict=True))
    home = folder("safety")
    save(head, home / "reader.npz", vectors.shape[1])
    np.savez_compressed(
        home / UNSEEN,
        ids=np.asarray(list(rows)),
        rows=np.stack(list(rows.values())).astype(np.float16),
    )
    print(f"{len(lines)} lines")


if __name__ == "__main__":
    main()
