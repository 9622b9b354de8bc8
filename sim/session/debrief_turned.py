"""The moment that turned it: one for better, one for worse, each with its reason.

A moment counts by how far the partner moved and stayed: a line that stung and was
mended in the next one turned nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from dialogue.messages import Levels, Reason
from dialogue.skills import BY_ID
from sim.session.debrief_log import Story, Turn
from sim.session.debrief_parts import Quote, gain, is_sure, plain

_LEAST = 0.06
"""Summed change of five levels below which nothing is said to have turned
[judgement: about one ordinary line's worth]."""
_STAYS_TURNS = 2
"""For how many of the next turns the change must still be there [judgement]."""
_LEAST_NAMED = 0.03
"""Change of one level that is put into words [judgement]."""
_WORDS = {
    "openness": ("opened up", "closed up"),
    "trust": ("trusted you more", "trusted you less"),
    "felt_safety": ("felt safer", "felt less safe"),
    "hurt": ("was more hurt", "was less hurt"),
    "anger": ("got angrier", "calmed down"),
}


@dataclass(frozen=True, slots=True)
class Turned:
    """A line after which the partner was different, and stayed so."""

    is_better: bool
    quote: Quote
    change: str
    """What changed in the partner, in a sentence."""
    reason: str
    """The largest reason for it, in a sentence."""
    reply: str
    """What the partner answered."""

    @property
    def key(self) -> str:
        """Of the statement."""
        return f"{'better' if self.is_better else 'worse'}@{self.quote.turn}"


def turned(story: Story) -> tuple[Turned, ...]:
    """The moment for better and the one for worse, where there were such."""
    found = (_turned(story, is_better=is_better) for is_better in (True, False))
    return tuple(one for one in found if one is not None)


def balance(levels: Levels) -> float:
    """How good it is to be the partner just now: -2 to 3."""
    up = levels.openness + levels.trust + levels.felt_safety
    return up - levels.hurt - levels.anger


def agreed(turn: Turn, reason: Reason) -> bool:
    """Whether the reading that counts still hears what the partner reacted to."""
    return reason.skill not in BY_ID or turn.score.has(reason.skill)


def _turned(story: Story, *, is_better: bool) -> Turned | None:
    sign = 1.0 if is_better else -1.0
    points = [(turn, turn.levels) for turn in story.turns if turn.levels is not None]
    best: tuple[float, Turn, Reason, Levels] | None = None
    for index, (turn, _) in enumerate(points[1:], 1):
        before = points[index - 1][1]
        later = points[index : index + 1 + _STAYS_TURNS]
        stayed = min(sign * (balance(levels) - balance(before)) for _, levels in later)
        if best is not None and stayed <= best[0]:
            continue
        reason = _reason(turn, sign)
        if stayed >= _LEAST and reason is not None:
            best = stayed, turn, reason, before
    if best is None:
        return None
    _, turn, reason, before = best
    whole = Quote(turn.turn, turn.said, 0, len(turn.said))
    change = _change(story.partner, before, turn.levels or before, sign)
    if not change:
        return None
    return Turned(is_better, whole, change, plain(reason), turn.reply)


def _reason(turn: Turn, sign: float) -> Reason | None:
    """The largest reason of this turn that goes the same way."""
    if not turn.said or turn.is_flagged:
        return None
    same = [
        one
        for one in turn.reasons
        if sign * gain(one) > 0
        and agreed(turn, one)
        and (sign < 0 or is_sure(turn, one.skill))
    ]
    return max(same, key=lambda one: sign * gain(one), default=None)


def _change(name: str, before: Levels, after: Levels, sign: float) -> str:
    """What moved in this direction, in words, three at most; empty for too little."""
    moves = []
    for level, (up, down) in _WORDS.items():
        change = getattr(after, level) - getattr(before, level)
        is_good = (change > 0) == (level not in ("hurt", "anger"))
        if abs(change) >= _LEAST_NAMED and is_good == (sign > 0):
            moves.append((abs(change), up if change > 0 else down))
    words = [word for _, word in sorted(moves, reverse=True)[:3]]
    if not words:
        return ""
    listed = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
    return f"{name} {listed}, and it stayed so."
