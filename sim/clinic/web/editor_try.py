"""Trying a draft out in text: the real partner, with the words as they stand.

Nothing is kept: each time the whole talk is played again from its first line, so a
changed text is heard at once and the same lines give the same talk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from dialogue import dropins
from dialogue.messages import LEVELS, Levels, LineScore, PartnerTurn
from dialogue.partner.engine import MAX_TURNS, Partner, epilogue
from dialogue.partner.matching import TfidfMatcher
from dialogue.plain import plain
from dialogue.safety import screen
from dialogue.scenario import Scenario
from dialogue.skills import BY_ID
from dialogue.turn import Scorer, TurnMaker

LONGEST: Final = 500
"""Letters of one line."""
SEEDS: Final = 99


class _NoScores:
    """Hears no skill in anything: only what was said counts."""

    def score(
        self, partner_line: str, user_line: str, context: tuple[str, ...] = ()
    ) -> LineScore:
        """Nothing."""
        return LineScore({})


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: what the user said, and what came back with its reasons."""

    user: str
    partner: str
    mood: str
    why: str
    skills: tuple[str, ...]
    """Titles of what was heard in the user's line."""
    reasons: tuple[str, ...]
    own: bool
    """Whether one of the draft's own lines was said."""
    steps_out: str = ""
    """What the safety screen would do in a session: ``check_in`` or ``stop``."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk so far."""

    turns: tuple[Turn, ...]
    lines: tuple[str, ...]
    """The user's, as they were taken."""
    levels: tuple[tuple[str, int], ...]
    """Of the partner now, in percent."""
    ending: str = ""
    epilogue: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing more can be said."""
        return bool(self.ending) or len(self.lines) >= MAX_TURNS

    @property
    def own(self) -> int:
        """How many answers held a line of the draft's own."""
        return sum(turn.own for turn in self.turns[1:])


def played(
    scenario: Scenario, lines: Sequence[str], seed: int = 1, *, is_scored: bool = True
) -> Talk:
    """Play `lines` from the beginning; an empty one is a silence."""
    partner = Partner(scenario, TfidfMatcher(), seed)
    maker = TurnMaker(partner, _scorer() if is_scored else _NoScores())
    answer = maker.open()
    turns = [_turn("", answer.turn, None)]
    taken: list[str] = []
    for line in lines[:MAX_TURNS]:
        if answer.turn.ending:
            break
        said = plain(line[:LONGEST]).strip()
        action = screen(said, partner_line=answer.turn.text, context=taken[-8:]).action
        answer = maker.answer(answer.turn.memory, said)
        turns.append(_turn(said, answer.turn, answer.score, action))
        taken.append(said)
    last = answer.turn
    ending = next((e for e in partner.scenario.endings if e.id == last.ending), None)
    return Talk(
        tuple(turns),
        tuple(taken),
        _percent(last.levels),
        ending.title if ending else "",
        epilogue(partner, last.ending),
    )


def _turn(
    user: str, turn: PartnerTurn, score: LineScore | None, action: str = "none"
) -> Turn:
    return Turn(
        user,
        turn.text,
        turn.mood,
        turn.move_why,
        tuple(BY_ID[one].title for one in score.shown()) if score else (),
        tuple(reason.text for reason in turn.reasons),
        any(not one.line_id.startswith(("bank.", "common.")) for one in turn.segments),
        "" if action == "none" else action,
    )


def _percent(levels: Levels) -> tuple[tuple[str, int], ...]:
    return tuple(
        (name.replace("_", " "), round(100 * getattr(levels, name))) for name in LEVELS
    )


@cache
def _scorer() -> Scorer:
    made: Scorer = dropins.create("dialogue.scorers", "tfidf")
    return made
