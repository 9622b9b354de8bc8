"""An exchange as word pieces: which of them are the user's, and of which word."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tokenizers import Tokenizer

LONGEST: Final = 160
"""Word pieces of both lines together; the end of the longer one is left out."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One exchange in pieces."""

    ids: list[int]
    kinds: list[int]
    """0 on the partner's pieces, 1 on the user's."""
    begin: int
    end: int
    """The user's pieces; an empty line has its end mark only."""
    starts: list[int]
    """For each of them, where it begins in the user's line, in characters."""
    pad: int


class Splitter:
    """Splits exchanges as the model in a folder wants them."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(
            LONGEST, strategy="longest_first", direction="right"
        )
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self._pad = int(config.get("pad_token_id", 0))

    def split(self, lines: Sequence[tuple[str, str]]) -> list[Piece]:
        """Pieces of (partner, user) `lines`."""
        return [self._one(partner, user) for partner, user in lines]

    def _one(self, partner: str, user: str) -> Piece:
        encoded = self._tokenizer.encode(partner, user)
        rows = [at for at, text in enumerate(encoded.sequence_ids) if text == 1]
        if not rows:
            rows = [len(encoded.ids) - 1]
        begin, end = rows[0], rows[-1] + 1
        return Piece(
            encoded.ids,
            encoded.type_ids,
            begin,
            end,
            [encoded.offsets[at][0] for at in range(begin, end)],
            self._pad,
        )
