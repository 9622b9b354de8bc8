"""A model that only chooses: which of the authored candidates is said.

Every candidate has passed the partner's own filters for the same move, so whatever the
model prefers is authored, in role and true. It may choose among those that come close
to the best; what it chooses changes what is remembered, as if the partner had said it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol, runtime_checkable

from dialogue.messages import Candidate, PartnerTurn
from dialogue.models.base import Message

HELD: Final = "held back: "
"""Begins the reason of a candidate that a rule of the partner forbids."""
MOST: Final = 4
"""Candidates that a model is offered; each costs it a reading."""
BEHIND: Final = 0.15
"""Score behind the best from which a candidate answers something else instead."""


@runtime_checkable
class Weighing(Protocol):
    """A model that can say how likely it finds a reply."""

    def likelihoods(
        self, messages: tuple[Message, ...], replies: Sequence[str]
    ) -> list[float]:
        """Mean log-probability per token of each of `replies` after `messages`.

        Raises:
            ModelError: the model failed.
        """


def choices(turn: PartnerTurn) -> tuple[Candidate, ...]:
    """Authored candidates that may be said instead of each other, best first.

    They speak to the same subject in the same way as the best one and score close to
    it: another fact or another answer would be another decision, not other words.
    """
    if not turn.candidates or turn.ending:
        return ()
    best = turn.candidates[0]
    kept = [
        item
        for item in turn.candidates
        if item.line_ids
        and not item.why.startswith(HELD)
        and best.score - item.score <= BEHIND
        and _subject(item) == _subject(best)
    ]
    return tuple(kept[:MOST])


def _subject(candidate: Candidate) -> str:
    """What kind of answer it is and to what: "fact_tell:work"; "" for none."""
    first = candidate.why.split(", ")[0]
    return first if ":" in first else ""
