# ruff: noqa: E501
"""Test data: a few plain patterns that mark skills in the lines of scripted users.

The product's scorers are in dialogue/scorers; these marks only make scripted lines
mean what their author means, without a model.
"""

from __future__ import annotations

import re

from dialogue.messages import LineScore, SkillScore

# fmt: off
_MARKS: tuple[tuple[str, str], ...] = (
    ("feeling", r"\bi(?:'m| am| feel| felt|'ve been| have been)(?: been)?(?: so| really| very| a bit| just| feeling)* (?:lonely|sad|scared|afraid|hurt|unwanted|rejected|frustrated|nervous|worried|angry|ashamed|confused|lost|stuck|happy|relieved)"),
    ("need", r"\b(?:it matters to me|because i (?:want|need|miss)|i need (?:us|to feel|closeness|some)|what i want is|i miss)\b"),
    ("observation", r"\b(?:last (?:week|night|month)|on (?:monday|tuesday|friday|sunday)|i(?:'ve)? noticed)\b"),
    ("request", r"\b(?:could we|would you be (?:willing|up for)|would you like|can we|could you|would you)\b"),
    ("boundary", r"\bi (?:don't want to|won't|can't do) \b"),
    ("open_question", r"^(?:what|how|tell me (?:more|what|how))\b|(?<=[.!,] )(?:what|how|tell me more)\b"),
    ("closed_question", r"^(?:are|is|do|did|have|was|were)\b.*\?"),
    ("reflection", r"\b(?:so you(?:'re| feel|'ve)?|it sounds like|you mean that|so it's)\b"),
    ("validation", r"\b(?:makes sense|i (?:can )?understand|i get (?:it|that|why)|of course you|anyone would|that must)\b"),
    ("appreciation", r"\b(?:thank you|thanks for|i'm glad you|i appreciate|i love (?:that|how|your))\b"),
    ("responsibility", r"\b(?:i'm sorry (?:that |for |i )|my part|i was wrong|i shouldn't have|that was on me)\b"),
    ("repair", r"\b(?:can we start over|same side|i don't want to fight|we're in this together|come back to)\b"),
    ("negotiation", r"\b(?:what if we|how about|maybe we could|a way that works)\b"),
    ("consent_check", r"\b(?:would that be (?:ok|okay|all right)|is that okay|are you comfortable|only if you want|do you want to talk)\b"),
    ("accepts_no", r"\b(?:that's okay|okay, not tonight|i respect that|you can say no|a no is (?:fine|okay)|then not)\b"),
    ("time_out", r"\b(?:take a break|twenty minutes)\b"),
    ("criticism", r"\byou (?:always|never|don't even|are so|only think)\b|\byou're (?:so |just )?(?:selfish|lazy|cold|boring)\b"),
    ("contempt", r"\b(?:pathetic|what a joke|what kind of man|loser|grow up|be a man|ridiculous|poor baby)\b"),
    ("defensiveness", r"\b(?:it's not my fault|i didn't do anything|what about you)\b"),
    ("stonewalling", r"^(?:whatever|fine|i'm done)\b"),
    ("pressure", r"\b(?:if you loved me|come on|you owe me|or else|just this once|i'll find it|everyone else|after all i)\b"),
    ("demand", r"\b(?:you have to|you must|do it now|i want you to)\b|^(?:stop|tell me now|just say)"),
    ("invalidation", r"\b(?:you're overreacting|it's not that bad|don't be silly|that's nothing|calm down)\b"),
    ("advice", r"\b(?:you should (?:just )?|you ought to|why don't you just)\b"),
    ("mind_reading", r"\b(?:you just want|you don't care|you're doing this to|you think i'm)\b"),
)
# fmt: on


def mark(text: str) -> LineScore:
    """Skills of a scripted line."""
    plain = text.lower().replace("’", "'")
    skills = {}
    for skill, pattern in _MARKS:
        found = re.search(pattern, plain)
        spans = ((found.start(), found.end()),) if found else ()
        skills[skill] = SkillScore(0.9 if found else 0.05, found is not None, spans)
    return LineScore(skills)
