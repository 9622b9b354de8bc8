"""The light scorer: word and character n-grams with cues; no model files needed.

It stands in where the sentence model is missing. Its own calibration and abstention
make up for what it does not know: it abstains more often than `fused`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dialogue.messages import LineScore, SkillScore
from dialogue.scorers import _cues, _evidence, _heads
from dialogue.scorers._heads import Decision, Floats, Heads
from dialogue.scorers._text import Token, tokens
from dialogue.scorers._vetoes import vetoed
from dialogue.scorers.base import Pair
from dialogue.skills import SKILL_IDS


class TfidfScorer:
    """Scores lines with n-grams and cues; about 2 ms a line."""

    def __init__(self, heads: Heads) -> None:
        self._heads = heads

    def score(
        self, partner_line: str, user_line: str, context: tuple[str, ...] = ()
    ) -> LineScore:
        """Score `user_line` as an answer to `partner_line`."""
        return self.score_many([(partner_line, user_line)])[0]

    def score_many(self, pairs: Iterable[Pair]) -> list[LineScore]:
        """Score many lines at once."""
        return [self._one(*pair) for pair in pairs]

    def _one(self, partner_line: str, user_line: str) -> LineScore:
        heads = self._heads
        user = tokens(user_line, heads.known)
        cues = _cues.cues(user, tokens(partner_line, heads.known))
        logits = heads.gram_logits(user, cues)[None, :, None]
        p = heads.tfidf.probability(logits)[0]
        made = judged(heads.tfidf, p, user, _evidence.shares(heads, user))
        return vetoed(made, user_line)


def judged(
    decision: Decision, p: Floats, user: list[Token], shares: Floats
) -> LineScore:
    """Turn probabilities into present, absent or abstain, with the words behind it.

    A line without any word shows no skill but silence; nothing is present in it.
    """
    skills: dict[str, SkillScore] = {}
    for at, skill in enumerate(SKILL_IDS):
        chance = float(p[at])
        present: bool | None = None
        if chance >= decision.high[at]:
            present = True
        elif chance <= decision.low[at]:
            present = False
        evidence = () if present is False else _evidence.spans(user, shares[:, at])
        skills[skill] = SkillScore(chance, present, evidence)
    return LineScore(skills)


def create(options: Mapping[str, Any] | None = None) -> TfidfScorer:
    """Make the scorer; it has no options.

    Raises:
        WeightsError: the weights are missing or of another version.
    """
    return TfidfScorer(_heads.load())
