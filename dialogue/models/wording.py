"""Lets a language model word a turn that the partner has already decided.

The model has a deadline. Whatever it does, the user gets a line: the model's when it
came in time and passed the check, the authored one otherwise, with the reason kept.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from dialogue import dropins
from dialogue.messages import Candidate, Memory, PartnerTurn, Segment
from dialogue.models.base import LanguageModel, ModelError
from dialogue.models.checking import cleaned, problem
from dialogue.models.prompting import prompt
from dialogue.scenario import Scenario

MAX_TOKENS = 80
"""Three spoken sentences; speech of more than about 20 s loses the listener."""
MODELS = "dialogue.models"
KINDS = ("transformers_local", "openai_compatible")


class TooSlow(ModelError):
    """The model did not answer before its deadline."""


def reworder(
    kind: str,
    told: Scenario,
    *,
    model: str = "",
    base_url: str = "",
    deadline_s: float = 4.0,
    seed: int = 0,
) -> Callable[[PartnerTurn, str, Memory], PartnerTurn]:
    """Load the language model `kind`, and return what words turns with it.

    Raises:
        UnknownDropIn: there is no such kind.
        ModelError: the model is missing or broken; the session uses authored words.
    """
    if kind not in KINDS:
        raise dropins.UnknownDropIn(f"words: {kind!r} is not one of {', '.join(KINDS)}")
    options = {"model": model, "base_url": base_url, "deadline_s": deadline_s}
    made: LanguageModel = dropins.create(MODELS, kind, options)
    made.warm()
    return Reworder(kind, made, told, deadline_s, seed)


class Reworder:
    """Asks one model, checks what it says, falls back to the authored line."""

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

    def __call__(self, turn: PartnerTurn, text: str, memory: Memory) -> PartnerTurn:
        """`turn` in the model's words, or as it was with the reason in `fallback`."""
        if turn.ending:
            return replace(turn, fallback="last words are always authored")
        chat = prompt(self._told, turn, text, memory)
        try:
            pieces = self._model.stream(chat, MAX_TOKENS, self._seed + turn.turn)
            said = within(pieces, self._deadline_s)
        except ModelError as error:
            return replace(turn, fallback=f"{self._kind}: {error}")
        said = cleaned(said, self._told.persona.name)
        found = problem(said, self._told, turn, text, memory)
        tried = Candidate(said, (), 0.0, found or "the model's words")
        losers = (*turn.candidates, tried)
        if found:
            return replace(turn, fallback=f"{self._kind}: {found}", candidates=losers)
        return self._spoken(turn, said)

    def _spoken(self, turn: PartnerTurn, said: str) -> PartnerTurn:
        authored = Candidate(
            turn.text,
            tuple(item.line_id for item in turn.segments),
            0.0,
            "the authored words",
        )
        memory = replace(turn.memory, texts=(*turn.memory.texts[:-1], said))
        return replace(
            turn,
            text=said,
            segments=(Segment("model", self._kind, said),),
            memory=memory,
            words=self._kind,
            candidates=(*turn.candidates, authored),
        )


def within(pieces: Iterator[str], deadline_s: float) -> str:
    """All of `pieces` joined, read by a thread so that a deadline can hold.

    Raises:
        TooSlow: they did not come to an end in `deadline_s`.
        ModelError: whatever the model raised.
    """
    inbox: queue.SimpleQueue[str | Exception | None] = queue.SimpleQueue()
    gone = threading.Event()
    threading.Thread(target=_read, args=(pieces, inbox, gone), daemon=True).start()
    end_s = time.monotonic() + deadline_s
    said: list[str] = []
    while True:
        try:
            piece = inbox.get(timeout=max(0.0, end_s - time.monotonic()))
        except queue.Empty:
            gone.set()
            raise TooSlow(f"no whole answer in {deadline_s:g} s") from None
        if piece is None:
            return "".join(said)
        if isinstance(piece, ModelError):
            raise piece
        if isinstance(piece, Exception):
            raise ModelError(f"{type(piece).__name__}: {piece}") from piece
        said.append(piece)


def _read(
    pieces: Iterator[str],
    inbox: queue.SimpleQueue[str | Exception | None],
    gone: threading.Event,
) -> None:
    try:
        for piece in pieces:
            inbox.put(piece)
            if gone.is_set():
                break
        inbox.put(None)
    except Exception as error:  # handed to the caller, whatever a model throws
        inbox.put(error)
    finally:
        close = getattr(pieces, "close", None)
        if close is not None:
            close()
