"""What a scorer is: a line in, a probability per communication skill out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeAlias

from dialogue.messages import LineScore

Pair: TypeAlias = tuple[str, str]
"""The partner's previous line (empty at the start) and the user's line."""


class Scorer(Protocol):
    """Finds communication skills in what the user said."""

    def score(
        self, partner_line: str, user_line: str, context: tuple[str, ...] = ()
    ) -> LineScore:
        """Score `user_line` as an answer to `partner_line`.

        `context` holds the user's earlier lines, oldest first; the shipped scorers
        rest on the partner's last line alone and do not read it.
        """

    def score_many(self, pairs: Iterable[Pair]) -> list[LineScore]:
        """Score many lines at once; the same scores as one by one, sooner."""
