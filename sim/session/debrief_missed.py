"""Chances that went by: the partner told something and nobody took it up.

Said only where nothing at all answers it; a doubt is no missed chance.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dialogue.scenario import Scenario
from dialogue.skills import HARMFUL
from sim.session.debrief_log import Story, Turn
from sim.session.debrief_parts import Quote
from sim.session.debrief_rewording import rewordings
from sim.session.debrief_rules import Said

_TAKES_UP = (
    "reflection",
    "validation",
    "open_question",
    "closed_question",
    "appreciation",
    "repair",
    "responsibility",
    "consent_check",
    "accepts_no",
    "negotiation",
)
"""Skills that answer what the partner told."""
_QUESTIONS = ("open_question", "closed_question", "consent_check")
_LEAST_LINES = 4
"""Shorter talks are not told that no question was asked [judgement]."""
_WORD = re.compile(r"[a-z']{4,}")
_EMPTY = re.compile(
    r"(?:that|this|with|have|what|when|your|just|like|know|really|about|don't|didn't|"
    r"it's|i'm|you're|there|they|them|then|than|from|would|could|should|been|were|"
    r"will|want|some|only|even|very|much|more|because|never|always)$"
)
"""Words that two lines share without being about the same thing."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A moment that could have been taken up."""

    key: str
    """Of the statement."""
    text: str
    """What was passed by, in a sentence."""
    quote: Quote | None
    """The line that passed it by; none where the whole talk is meant."""
    heard: str
    """What the partner had said."""
    better: str
    """What could have been asked or said."""
    why: str


def missed(story: Story, scenario: Scenario | None) -> tuple[Missed, ...]:
    """At most one thing that was told and passed by, and no question asked."""
    found = (_passed_by(story, scenario), _never_asked(story))
    return tuple(one for one in found if one is not None)


def _passed_by(story: Story, scenario: Scenario | None) -> Missed | None:
    """The first thing told in confidence after which the user went on without it."""
    facts = scenario.facts_by_id if scenario is not None else {}
    known: set[str] = set()
    told: Turn | None = None
    for turn in story.turns:
        if told is not None and turn.said and _walks_past(turn, told.reply):
            return _missed(story, turn)
        fresh = [one for one in turn.revealed if one not in known]
        known.update(fresh)
        # what anybody is told, such as the day at work, is no confidence; and who
        # ends on a question has passed the word on
        is_dear = any(one in facts and facts[one].when for one in fresh)
        told = turn if is_dear and turn.reply and "?" not in turn.reply else None
    return None


def _walks_past(turn: Turn, reply: str) -> bool:
    if not turn.is_scored or "?" in turn.said or turn.is_flagged:
        return False
    # what hurt is told with the costly lines; here it is about what was left out
    if any(turn.score.has(one) for one in HARMFUL):
        return False
    for one in _TAKES_UP:
        score = turn.skills.get(one)
        if score is not None and score.present is not False:
            return False
    if any(one.skill == "answered" for one in turn.reasons):
        return False
    return not _words(turn.said) & _words(reply)


def _missed(story: Story, turn: Turn) -> Missed:
    name = story.partner
    said = Said(turn.said, turn.heard)
    made = rewordings().reword("walked_past", said, name)
    whole = Quote(turn.turn, turn.said, 0, len(turn.said))
    return Missed(
        f"missed@{turn.turn}",
        f"{name} had just told you something, and the talk went on without it.",
        whole,
        turn.heard,
        made.text if made else "",
        made.why if made else "",
    )


def _never_asked(story: Story) -> Missed | None:
    lines = [turn for turn in story.said if turn.is_scored]
    if len(lines) < _LEAST_LINES or any("?" in turn.said for turn in story.said):
        return None
    for turn in lines:
        for one in _QUESTIONS:
            score = turn.skills.get(one)
            if score is not None and score.present is not False:
                return None
    heard = next((turn.heard for turn in reversed(lines) if turn.heard), "")
    made = rewordings().reword("never_asked", Said("", heard), story.partner)
    return Missed(
        "missed:question",
        f"You told {story.partner} a good deal and asked nothing.",
        None,
        "",
        made.text if made else "",
        made.why if made else "",
    )


def _words(text: str) -> set[str]:
    plain = text.lower().replace("’", "'")
    found = _WORD.findall(plain)
    # six letters, so that "remember" and "remembering" are one word
    return {word[:6] for word in found if not _EMPTY.match(word)}
