"""Lets a language model word a turn that the partner has already decided.

The model has a deadline. Whatever it does, the user gets a line: the model's when it
came in time and passed the check, the authored one otherwise, with the reason kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dialogue import dropins
from dialogue.messages import Candidate, Memory, PartnerTurn, Segment
from dialogue.models.base import LanguageModel, ModelError
from dialogue.models.checking import cleaned, problem
from dialogue.models.choosing import Chooser
from dialogue.models.prompting import prompt_for
from dialogue.models.roletest.record import standing
from dialogue.models.waiting import within
from dialogue.scenario import Scenario

MAX_TOKENS = 80
"""Three spoken sentences; speech of more than about 20 s loses the listener."""
MODELS = "dialogue.models"
PROGRAM = "c_program."
"""Begins the lines that answer whether the partner is a person."""
KINDS = ("transformers_local", "openai_compatible", "tuned_partner")


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

    A model that has not passed the role test only chooses among authored lines.

    Raises:
        UnknownDropIn: there is no such kind.
        ModelError: the model is missing or broken; the session uses authored words.
    """
    if kind not in KINDS:
        raise dropins.UnknownDropIn(f"words: {kind!r} is not one of {', '.join(KINDS)}")
    options = {"model": model, "base_url": base_url, "deadline_s": deadline_s}
    made: LanguageModel = dropins.create(MODELS, kind, options)
    made.warm()
    if not standing(kind, model, base_url).may_word:
        return Chooser(kind, made, told, deadline_s, seed)
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
        if any(item.line_id.startswith(PROGRAM) for item in turn.segments):
            return replace(turn, fallback="what it is, it says in authored words")
        chat = prompt_for(self._model, self._told, turn, text, memory)
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
