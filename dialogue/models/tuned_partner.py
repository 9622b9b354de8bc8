"""The small partner model of our own: SmolLM2-135M with adapters of the project's.

It needs no model library: the base is unpacked once, the adapters come with the
project. It makes its own short chat out of a turn, keeps what it has read of a talk,
and can read on while the user speaks.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

import assets
from dialogue.messages import Memory, PartnerTurn
from dialogue.models import _base_weights
from dialogue.models._decoder import Decoder, Kept
from dialogue.models._partner_text import (
    AFTER_REPLY,
    BEFORE_REPLY,
    SILENT,
    chat_for,
    fact_of,
    spans,
    talk_before,
)
from dialogue.models.base import Message, ModelError
from dialogue.scenario import Scenario

FOLDER: Final = assets.ROOT / "partner"
ADAPTER: Final = "adapter.npz"
FIGURES: Final = "training.json"
TEMPERATURE: Final = 0.6
TOP: Final = 0.9
"""Only the likeliest pieces that together have this chance may be said."""
DISCOUNT: Final = 1.0
"""How much of a reply's chance without the talk is taken off. What is left says how
much likelier the talk makes it; the chance alone finds an answer hardly more often than
luck (docs/explanation/the-partner-model.md)."""


class TunedPartner:
    """Weighs authored replies, and words a planned move."""

    def __init__(
        self, base: str = "", adapter: Path | None = None, is_plain: bool = False
    ) -> None:
        """Name what to load; `is_plain` leaves the adapters out, for comparison."""
        self._name, self._is_plain = base, is_plain
        self._path = adapter or FOLDER / ADAPTER
        self._base: _base_weights.Base | None = None
        self._decoder: Decoder | None = None
        self._kept: dict[str, Kept] = {}
        self._lock = threading.Lock()

    def warm(self) -> None:
        """Load base and adapters.

        Raises:
            ModelError: one of them is missing or not the one that belongs here.
        """
        with self._lock:
            self._warmed()

    def chat(
        self, told: Scenario, turn: PartnerTurn, text: str, memory: Memory
    ) -> tuple[Message, ...]:
        """What the model reads before it words `turn`."""
        return chat_for(told, turn, text, memory, fact_of(told, turn))

    def ballot(
        self, told: Scenario, turn: PartnerTurn, text: str, memory: Memory
    ) -> tuple[Message, ...]:
        """What the model reads before it weighs replies: no wording is given away."""
        return chat_for(told, turn, text, memory)

    def read_ahead(self, told: Scenario, memory: Memory) -> None:
        """Read the talk so far, so that less is left when the user has spoken.

        Raises:
            ModelError: the model cannot read it.
        """
        with self._lock:
            self._warmed()
            try:
                self._read("talk", self._pieces(spans(talk_before(told, memory))))
            except (ValueError, MemoryError) as error:
                raise ModelError(f"partner model: {error}") from error

    def likelihoods(
        self, messages: tuple[Message, ...], replies: Sequence[str]
    ) -> list[float]:
        """How much likelier `messages` make each of `replies`, in nats per piece.

        The mean log-probability less `DISCOUNT` times the same without the talk:
        pointwise mutual information, by piece.

        Raises:
            ModelError: the model cannot read them.
        """
        with_talk, without = self.chances(messages, replies)
        return [
            one - DISCOUNT * other
            for one, other in zip(with_talk, without, strict=True)
        ]

    def chances(
        self, messages: tuple[Message, ...], replies: Sequence[str]
    ) -> tuple[list[float], list[float]]:
        """Mean log-probability per piece of each reply, with and without the talk.

        Raises:
            ModelError: the model cannot read them.
        """
        if not all(reply.strip() for reply in replies):
            raise ModelError("a reply without words cannot be weighed.")
        with self._lock:
            try:
                self._warmed()
                return self._means("talk", messages, replies), self._means(
                    "alone", alone(messages), replies
                )
            except (ValueError, IndexError, MemoryError) as error:
                raise ModelError(f"partner model: {error}") from error

    def stream(
        self, messages: tuple[Message, ...], max_tokens: int, seed: int
    ) -> Iterator[str]:
        """Yield the reply piece by piece; closing the iterator stops the model.

        Raises:
            ModelError: the model cannot read `messages`.
        """
        rng = np.random.default_rng(abs(seed))
        with self._lock:
            base, decoder = self._warmed()
            try:
                kept = self._read("talk", self._pieces(_asked(messages)))
                said: list[int] = []
                shown = ""
                for _ in range(max_tokens):
                    piece = _drawn(decoder.next(kept), rng)
                    if piece == base.end:
                        break
                    said.append(piece)
                    text = base.tokenizer.decode(said)
                    if not text.endswith("\ufffd"):  # half of a character
                        yield text[len(shown) :]
                        shown = text
                    kept = decoder.read(kept, [piece])
            except (ValueError, MemoryError) as error:
                raise ModelError(f"partner model: {error}") from error

    def _warmed(self) -> tuple[_base_weights.Base, Decoder]:
        if self._base is None or self._decoder is None:
            adapters = {} if self._is_plain else _adapters(self._path)
            base = _base_weights.load(self._name)
            self._decoder = Decoder(base, adapters)
            # the decoder has its own copy, which is twice as large
            self._base = replace(base, weights={})
        return self._base, self._decoder

    def _pieces(self, marked: Sequence[tuple[str, bool]]) -> list[int]:
        tokenizer = self._warmed()[0].tokenizer
        return [
            piece
            for text, _ in marked
            for piece in tokenizer.encode(text, add_special_tokens=False).ids
        ]

    def _means(
        self, place: str, messages: Sequence[Message], replies: Sequence[str]
    ) -> list[float]:
        decoder = self._warmed()[1]
        kept = self._read(place, self._pieces(_asked(messages)))
        ended = [self._pieces([(f"{text}{AFTER_REPLY}", True)]) for text in replies]
        return [float(found.mean()) for found in decoder.log_chances(kept, ended)]

    def _read(self, place: str, ids: list[int]) -> Kept:
        """Read `ids`, as far as they are not what was read at `place` before."""
        decoder = self._warmed()[1]
        old = self._kept.get(place, decoder.nothing)
        same = 0
        # at least one piece is read, for its state says what comes next
        while same < min(len(old.ids), len(ids) - 1) and old.ids[same] == ids[same]:
            same += 1
        begun = Kept(
            old.ids[:same], old.keys[:, :, :same], old.values[:, :, :same], old.last
        )
        self._kept[place] = decoder.read(begun, ids[same:])
        return self._kept[place]


def alone(messages: Sequence[Message]) -> tuple[Message, ...]:
    """The chat without the talk: who the partner is, and what they now do."""
    plan = messages[-1].content.rpartition("\n")[2]
    heard = f"{SILENT}\n{plan}" if plan.startswith("[") else SILENT
    first = [item for item in messages[:1] if item.role == "system"]
    return (*first, Message("user", heard))


def _asked(messages: Sequence[Message]) -> list[tuple[str, bool]]:
    return [*spans(messages), (BEFORE_REPLY, False)]


def _drawn(chances: NDArray[np.float32], rng: np.random.Generator) -> int:
    """A piece by chance, out of the likeliest."""
    weights = np.exp((chances - chances.max()) / TEMPERATURE)
    order = np.argsort(-weights)[:200]
    shares = weights[order] / weights.sum()
    most = int(np.searchsorted(np.cumsum(shares), TOP)) + 1
    kept = shares[:most] / shares[:most].sum()
    return int(order[: len(kept)][rng.choice(len(kept), p=kept)])


def _adapters(path: Path) -> dict[str, NDArray[Any]]:
    """The adapters, checked against the sum in the figures beside them.

    Raises:
        ModelError: they are missing, or others than those that were measured.
    """
    try:
        wanted = json.loads((path.parent / FIGURES).read_text(encoding="utf-8"))
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        raise ModelError(
            f"the partner model's adapters are not in {path.parent}. To make them: "
            "python -m assets.build.partner_dialogues, then "
            "python -m assets.build.partner_model"
        ) from error
    if hashlib.sha256(raw).hexdigest() != wanted.get("adapter_sha256"):
        raise ModelError(f"{path} is not the file that {FIGURES} beside it describes.")
    with np.load(path, allow_pickle=False) as file:
        return {key: file[key] for key in file.files}


def files_of(base: str = "") -> tuple[Path, ...]:
    """The files that the model is made of.

    Raises:
        ModelError: the base is missing.
    """
    return (FOLDER / ADAPTER, _base_weights.place(base))


def create(options: Mapping[str, Any]) -> TunedPartner:
    """Make the model; ``model`` is a folder or GGUF file of the base, if not ours."""
    adapter = options.get("adapter")
    return TunedPartner(
        str(options.get("model", "")), Path(str(adapter)) if adapter else None
    )
