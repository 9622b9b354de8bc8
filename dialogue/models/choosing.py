"""A model that only chooses: which of the authored candidates is said.

Every candidate has passed the partner's own filters for the same move, so whatever the
model prefers is authored, in role and true. It may choose among those that come close
to the best; what it chooses changes what is remembered, as if the partner had said it.
"""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, Protocol, runtime_checkable

from dialogue.messages import CHOOSING, Candidate, Memory, PartnerTurn
from dialogue.models.base import LanguageModel, Message, ModelError
from dialogue.models.checking import problem
from dialogue.models.prompting import OwnChat, ballot, talk
from dialogue.models.waiting import within
from dialogue.partner.banks import banks, for_scenario
from dialogue.partner.fitting import Piece, Reply
from dialogue.partner.remembering import remember
from dialogue.scenario import Line, Scenario

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


class Chooser:
    """Asks one model which candidate is said; keeps the best where it does not say."""

    def __init__(
        self,
        kind: str,
        model: LanguageModel,
        told: Scenario,
        deadline_s: float,
        seed: int,
    ) -> None:
        self._kind, self._model, self._told = kind, model, told
        self._deadline_s, self._seed = deadline_s, seed
        shared = for_scenario(banks(), told).lines
        self._lines = {line.id: line for line in (*told.every_line, *shared)}

    def __call__(self, turn: PartnerTurn, text: str, memory: Memory) -> PartnerTurn:
        """`turn` with the chosen candidate, or as it was with the reason."""
        chosen = self._chosen(turn, text, memory)
        if isinstance(self._model, OwnChat) and not chosen.ending:
            threading.Thread(
                target=_read_ahead,
                args=(self._model, self._told, chosen.memory),
                daemon=True,
            ).start()
        return chosen

    def _chosen(self, turn: PartnerTurn, text: str, memory: Memory) -> PartnerTurn:
        offered = self._offered(turn, text, memory)
        if len(offered) < 2:
            return turn
        try:
            picked = within(
                self._pick(turn, text, memory, offered), self._deadline_s
            ).strip()
        except ModelError as error:
            return replace(turn, fallback=f"{self._kind}: {error}")
        if not re.fullmatch(rf"[1-{len(offered)}]\.?", picked):
            why = f"{self._kind}: chose none of {len(offered)}"
            return replace(turn, fallback=why)
        chosen = offered[int(picked[0]) - 1]
        if chosen.text == turn.text:
            return replace(turn, words=f"{self._kind}{CHOOSING}")
        return self._said(turn, memory, chosen)

    def _offered(
        self, turn: PartnerTurn, text: str, memory: Memory
    ) -> tuple[Candidate, ...]:
        """The best and what may stand in for it; a no is never offered a softer one."""
        meant = self._answers(tuple(item.line_id for item in turn.segments))
        return tuple(
            item
            for item in choices(turn)
            if item.text == turn.text
            or (
                self._answers(item.line_ids) == meant
                and not problem(item.text, self._told, turn, text, memory)
            )
        )

    def _answers(self, line_ids: Sequence[str]) -> set[tuple[str, str]] | None:
        """What the lines answer, and how (a yes, a no, a fact); None if one is gone."""
        if not all(name in self._lines for name in line_ids):
            return None
        lines = [self._lines[name] for name in line_ids]
        return {(line.about, line.role) for line in lines if line.kind == "content"}

    def _pick(
        self,
        turn: PartnerTurn,
        text: str,
        memory: Memory,
        offered: tuple[Candidate, ...],
    ) -> Iterator[str]:
        replies = [item.text for item in offered]
        if isinstance(self._model, Weighing):
            if isinstance(self._model, OwnChat):
                chat = self._model.ballot(self._told, turn, text, memory)
            else:
                chat = talk(self._told, turn, text, memory)
            weights = self._model.likelihoods(chat, replies)
            yield str(weights.index(max(weights)) + 1)
        else:
            chat = ballot(self._told, turn, text, memory, replies)
            yield from self._model.stream(chat, 4, self._seed + turn.turn)

    def _said(
        self, turn: PartnerTurn, memory: Memory, chosen: Candidate
    ) -> PartnerTurn:
        lines = tuple(self._lines[name] for name in chosen.line_ids)
        reply = Reply(
            tuple(
                Piece(line, said, 0.0)
                for line, said in zip(lines, _parts(chosen.text, lines), strict=True)
            ),
            chosen.score,
            chosen.why,
        )
        before = self._before(turn, memory)
        after = remember(before, turn.move, reply, self._told.requests_by_id)
        return replace(
            turn,
            text=chosen.text,
            segments=reply.segments(),
            memory=after,
            words=f"{self._kind}{CHOOSING}",
        )

    def _before(self, turn: PartnerTurn, memory: Memory) -> Memory:
        """`turn.memory` without what the best candidate's words left in it."""
        counts = dict(turn.memory.counts)
        touched = [f"move:{turn.move}", "last_n"]
        for part in turn.segments:
            line = self._lines.get(part.line_id)
            if line is not None:
                touched += [f"asked:{line.asks}", f"told:{line.about}"]
        for key in touched:
            counts.pop(key, None)
            if key in memory.counts:
                counts[key] = memory.counts[key]
        return replace(
            turn.memory,
            said=memory.said,
            texts=memory.texts,
            revealed=memory.revealed,
            agreed=memory.agreed,
            refused=memory.refused,
            counts=counts,
        )


def _read_ahead(model: OwnChat, told: Scenario, memory: Memory) -> None:
    # whatever is wrong is said when the model is asked, not here
    with contextlib.suppress(ModelError):
        model.read_ahead(told, memory)


def _parts(text: str, lines: Sequence[Line]) -> list[str]:
    """`text` cut where its lines meet; a line with slots takes what is left of it."""
    cut = [0]
    for line in lines[1:]:
        start = line.text.split("{")[0].strip()
        found = text.find(start, cut[-1] + 1) if start else -1
        cut.append(found if found > 0 else len(text))
    return [
        text[begin:end].strip()
        for begin, end in zip(cut, [*cut[1:], len(text)], strict=True)
    ]
