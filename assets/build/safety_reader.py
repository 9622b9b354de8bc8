"""Train the safety screen's second reader: ``python -m assets.build.safety_reader``.

A head of two layers over what the upper layers of the published sentence model make of
each line, written to ``assets/safety/reader.npz``. Needs torch; the sentence model
takes three minutes on a quiet core, the heads one. The same lines, versions and machine
give the same weights.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
from dialogue.models._embedding import LAYERS, WIDTH, create
from dialogue.safety.classifier import CLASSES

HIDDEN: Final = 512
EPOCHS: Final = 12
BATCH: Final = 256
RATE: Final = 2e-3
DECAY: Final = 1e-2
DROP_FIRST: Final = 0.1
DROP: Final = 0.5
SMOOTH: Final = 0.05
OFTEN: Final = 2
"""How often a line counts that was written for variety: those of the further writers,
and the first writer's second set of contrasts."""
AT_ONCE: Final = 64

Floats = NDArray[np.float32]


class Means:
    """What the upper layers make of texts, worked out once."""

    def __init__(self) -> None:
        self._embedding = create({})
        self._known: dict[str, NDArray[np.float16]] = {}

    def of(self, texts: Sequence[str]) -> Floats:
        """(texts, `LAYERS` * `WIDTH`), numbers of about one."""
        missing = sorted(set(texts) - self._known.keys(), key=lambda x: (len(x), x))
        for begin in range(0, len(missing), AT_ONCE):
            chunk = missing[begin : begin + AT_ONCE]
            self._embedding.encode(chunk)
            for text in chunk:
                means = self._embedding.layers(text).astype(np.float16)
                self._known[text] = means.reshape(-1)
        found = np.stack([self._known[text] for text in texts]).astype(np.float32)
        return np.asarray(found * WIDTH**0.5, np.float32)


def lessons(without: Iterable[str] = ()) -> tuple[list[Line], list[int]]:
    """The lines to learn from, and how often each counts.

    Args:
        without: files of writers who are left out.
    """
    more = safety_lines.further()
    far = [x for name in more if name not in set(without) for x in more[name]]
    lines = [*safety_lines.lessons(), *far, *safety_lines.read_ordinary()[0]]
    varied = {x.id for x in far}
    return lines, [OFTEN if x.id in varied or _is_varied(x) else 1 for x in lines]


def _is_varied(line: Line) -> bool:
    theme = line.id.rsplit(".", 1)[0]
    return theme.endswith(".d1") or theme.startswith("none.contrast_")


def train(lines: Sequence[Line], often: Sequence[int], means: Floats) -> Any:
    """Learn the categories of `lines` from their `means`."""
    torch.manual_seed(safety_lines.SEED)
    chance = np.random.default_rng(safety_lines.SEED)
    outputs = len(CLASSES) + 1
    head = nn.Sequential(
        nn.Dropout(DROP_FIRST),
        nn.Linear(LAYERS * WIDTH, HIDDEN),
        nn.ReLU(),
        nn.Dropout(DROP),
        nn.Linear(HIDDEN, outputs),
    )
    given = torch.tensor(means)
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


def log_odds(head: Any, means: Floats) -> Floats:
    """What `head` makes of lines, as `dialogue.safety.classifier.log_odds`."""
    with torch.no_grad():
        found = head(torch.tensor(means))
        classes = torch.log_softmax(found[:, :-1], 1)
        made = torch.cat([classes, found[:, -1:].clip(-30, 30)], 1)
    return np.asarray(made.numpy(), np.float32)


def head_of(means: Means, without: Iterable[str] = ()) -> Any:
    """A head that learned from all lines but those of the writers left out."""
    lines, often = lessons(without)
    return train(lines, often, means.of([line.text for line in lines]))


def save(head: Any, rows: dict[str, Floats]) -> None:
    """Write the head without pickles, and what heads make of unseen lines."""
    home, first, last = folder("safety"), head[1], head[4]
    np.savez_compressed(
        home / "reader.npz",
        format=np.int64(safety_reader.FORMAT),
        # unit vectors are given when a line is read
        first=(first.weight.detach().numpy().T * WIDTH**0.5).astype(np.float16),
        first_bias=first.bias.detach().numpy(),
        last=last.weight.detach().numpy().T.astype(np.float16),
        last_bias=last.bias.detach().numpy(),
    )
    np.savez_compressed(
        home / safety_lines.UNSEEN,
        ids=np.asarray(list(rows)),
        rows=np.stack(list(rows.values())).astype(np.float16),
    )


def build(means: Means) -> None:
    """Train with each writer left out, then with all; write."""
    rows: dict[str, Floats] = {}
    calm = safety_lines.read_ordinary()[1]
    seen = means.of([line.text for line in calm])
    for name, own in safety_lines.further().items():
        head = head_of(means, (name,))
        found = log_odds(head, means.of([line.text for line in own]))
        rows.update(zip((x.id for x in own), found, strict=True))
        print(f"without {name}: {len(own)} lines read", flush=True)
    head = head_of(means)
    rows.update(zip((x.id for x in calm), log_odds(head, seen), strict=True))
    save(head, rows)


def main() -> None:
    """Build on one thread."""
    torch.set_num_threads(1)
    build(Means())


if __name__ == "__main__":
    main()
