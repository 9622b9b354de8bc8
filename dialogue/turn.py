"""One turn of the conversation: score, appraise, move, word.

The order is the order of DESIGN: skills of the line, the partner's appraisal and
move, the words. A language model, where one is plugged in, words what was already
decided; whatever goes wrong with it leaves the authored words in place.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from dialogue.messages import LineScore, Memory, PartnerTurn


class Partner(Protocol):
    """The explainable partner: a pure function of memory and line."""

    def open(self) -> PartnerTurn:
        """The opening line."""

    def reply(self, memory: Memory, text: str, score: LineScore) -> PartnerTurn:
        """The answer to the user's `text`."""

    def respond_to_silence(self, memory: Memory) -> PartnerTurn:
        """What the partner says when the user says nothing."""


class Scorer(Protocol):
    """Finds communication skills in a line."""

    def score(
        self, partner_line: str, user_line: str, context: tuple[str, ...] = ()
    ) -> LineScore:
        """Score `user_line` as an answer to `partner_line`."""


Words = Callable[[PartnerTurn, str, Memory], PartnerTurn]
"""Re-words a turn, given the user's line and the memory before it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A partner turn with what it rests on."""

    turn: PartnerTurn
    score: LineScore | None
    took_ms: dict[str, float]
    """Stage of the work to milliseconds."""


class TurnMaker:
    """Makes the partner's turns; holds no state between them."""

    def __init__(
        self, partner: Partner, scorer: Scorer, words: Words | None = None
    ) -> None:
        self._partner = partner
        self._scorer = scorer
        self._words = words

    def open(self) -> Answer:
        """The opening line; always authored."""
        begin = time.perf_counter()
        turn = self._partner.open()
        return Answer(turn, None, {"partner_ms": _since(begin)})

    def answer(self, memory: Memory, text: str) -> Answer:
        """The answer to the user's `text` by a partner who remembers `memory`.

        Without words it is a silence, in which nothing is scored.
        """
        begin = time.perf_counter()
        if not text.strip():
            turn = self._partner.respond_to_silence(memory)
            return Answer(turn, None, {"partner_ms": _since(begin)})
        said = memory.texts[-1] if memory.texts else ""
        score = self._scorer.score(said, text, memory.heard)
        took = {"score_ms": _since(begin)}
        begin = time.perf_counter()
        turn = self._partner.reply(memory, text, score)
        took["partner_ms"] = _since(begin)
        if self._words is not None:
            begin = time.perf_counter()
            turn = self._words(turn, text, memory)
            took["words_ms"] = _since(begin)
        return Answer(turn, score, took)

    def pass_turn(self, memory: Memory) -> Answer:
        """The partner moves on from a moment that the user skipped.

        Skipping is the user's right and costs nothing: the levels stay as they were.
        """
        begin = time.perf_counter()
        turn = self._partner.respond_to_silence(memory)
        kept = replace(turn.memory, levels=memory.levels)
        turn = replace(turn, levels=memory.levels, reasons=(), memory=kept)
        return Answer(turn, None, {"partner_ms": _since(begin)})


def _since(begin: float) -> float:
    return round((time.perf_counter() - begin) * 1000, 2)
