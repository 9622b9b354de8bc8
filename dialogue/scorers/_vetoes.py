"""What a line of reassurance cannot be, whatever its words look like one by one.

"You never pushed me" has the words of an accusation and says the opposite. Nobody who
takes the blame off a partner should read that it was criticism, so these forms win over
the weights. Each pattern was read off a line that the weights had mistaken.
"""

from __future__ import annotations

import re
from dataclasses import replace

from dialogue.messages import LineScore

_DEEDS = (
    r"(?:push|forc|pressur|rush|hurt|hit|blam|threat|shout|yell|trick|mak(?:e|ing) me|"
    r"made me)"
)
REASSURING = re.compile(
    r"\b(?:it|that|this)(?:'s| is| was|'s| isn'?t| wasn'?t)?(?: not| never)? "
    r"(?:your fault|you(?:r doing)?(?:$|[,.!;])|because of you)\b"
    r"|\b(?:not|isn'?t|wasn'?t) (?:your fault|because of you|something you(?:'re| did))"
    r"|\byou(?:'ve| have)? (?:did|done|are doing|were doing|have done) nothing wrong"
    r"|\byou (?:did not|didn'?t|haven'?t|have not) (?:do |done )?anything wrong"
    rf"|\byou(?:'ve| have)? (?:never|didn'?t|did not|haven'?t|don'?t) (?:ever |once )?"
    rf"{_DEEDS}\w*"
    r"|\bnobody'?s fault|\bno one'?s fault"
    r"|\b(?:not|isn'?t) (?:about )?(?:blam(?:e|ing)|accus\w+|an attack)\b"
    r"|\bi(?:'m| am) not (?:blaming|accusing|angry|cross|attacking|trying to push)\b"
    r"|\bi (?:don'?t|do not) (?:blame|want to (?:blame|push|pressure|hurt)) you",
    re.IGNORECASE,
)
_BLAMING = re.compile(r"\b(?:it|that|this)(?:'s| is| was) your fault\b", re.IGNORECASE)
VETOED: tuple[str, ...] = (
    "criticism",
    "contempt",
    "defensiveness",
    "invalidation",
    "pressure",
    "demand",
    "mind_reading",
)
MOST = 0.05
"""Probability that is left to a vetoed skill."""


def vetoed(score: LineScore, user_line: str) -> LineScore:
    """`score` without blame, where `user_line` takes blame away."""
    if not REASSURING.search(user_line) or _BLAMING.search(user_line):
        return score
    skills = dict(score.skills)
    for skill in VETOED:
        found = skills.get(skill)
        if found is not None and found.p > MOST:
            skills[skill] = replace(found, p=MOST, present=False, evidence=())
    return LineScore(skills)
