"""Whether words that a model proposes may be spoken; one reason when they may not."""

from __future__ import annotations

import re

from dialogue.messages import Memory, PartnerTurn
from dialogue.partner.matching import near_duplicate
from dialogue.plain import hidden, plain
from dialogue.safety.partner import partner_line_problem
from dialogue.scenario import Scenario
from dialogue.scenario.rules import on

MOST_WORDS = 60
MOST_SENTENCES = 6
"""Authored replies have up to six; most of them are of one or two words."""
LEAST_LATIN = 0.85
"""Share of letters that must be Latin; small models slip into other scripts."""
ECHO = 0.8
"""Share of the user's words in the reply above which it only says them back."""

_STAGE_DIRECTION = re.compile(r"[\[\]*<>{}#]|\((?:sigh|look|pause|smile|laugh)", re.I)
_OUT_OF_ROLE = re.compile(
    r"\b(?:as an? (?:ai|assistant|language model|therapist|partner in this)|language "
    r"model|i(?:'m| am) an? (?:ai|assistant)|how can i (?:help|assist)|rehearsal|"
    r"role-?play|the user|prompt|scenario|own words)\b",
    re.I,
)
_YES = re.compile(
    r"\b(?:yes|yeah|okay|ok|sure|of course|let's do|i'd love to|i agree)\b", re.I
)
_NO = re.compile(
    r"\b(?:no|not|n't|don't|can't|won't|never|need (?:some|more) time|rather)\b|n't",
    re.I,
)
_NUMBER = re.compile(
    r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"twenty|thirty)\b",
    re.I,
)
_FIRM = ("refuse", "set_limit")


def cleaned(text: str, name: str) -> str:
    """The reply without quotes, a name in front or a cut-off last sentence.

    What cannot be seen goes first: it could hide a word from every check that follows.
    """
    text = " ".join(plain(text).split()).strip()
    text = re.sub(rf"^{re.escape(name)}\s*:\s*", "", text, flags=re.I)
    text = text.strip("\"“”' ")
    if text and text[-1] not in ".?!…":
        end = max(text.rfind(mark) for mark in ".?!…")
        text = text[: end + 1] if end > 0 else text
    return text


def problem(
    text: str, told: Scenario, turn: PartnerTurn, user: str, memory: Memory
) -> str:
    """Why `text` may not be spoken instead of `turn.text`; "" when it may."""
    if sign := hidden(text):
        return f"holds what cannot be seen: {sign}"
    for check in (_shape, _role):
        found = check(text, told)
        if found:
            return found
    unsafe = partner_line_problem(text)
    if unsafe:
        return f"not spoken: {unsafe}"
    if any(near_duplicate(text, said) for said in memory.texts):
        return "was said before"
    if _echoes(text, user):
        return "only says back the user's words"
    if turn.move in _FIRM and (_YES.search(text) or not _NO.search(text)):
        return "softens a no"
    return _ruled(text, told, turn) or _invented(text, told, turn, user, memory)


def _ruled(text: str, told: Scenario, turn: PartnerTurn) -> str:
    """The partner's rule that forbids `text`, in whatever role it is said."""
    lines = {line.id: line for line in told.every_line}
    meant = [lines[item.line_id] for item in turn.segments if item.line_id in lines]
    for rule in on(told.persona.rules, turn.memory):
        for role, about in [("", ""), *((line.role, line.about) for line in meant)]:
            if rule.forbids(turn.move, role, about, text):
                return f"against a rule: {rule.text}"
    return ""


def _shape(text: str, told: Scenario) -> str:
    if not text or text[-1] not in ".?!…":
        return "no whole sentence"
    if len(text.split()) > MOST_WORDS:
        return f"more than {MOST_WORDS} words"
    if len(re.findall(r"[.?!…]+(?:\s|$)", text)) > MOST_SENTENCES:
        return f"more than {MOST_SENTENCES} sentences"
    letters = [letter for letter in text if letter.isalpha()]
    latin = sum(letter < "\u0250" for letter in letters)
    if not letters or latin / len(letters) < LEAST_LATIN:
        return "not in the language of the talk"
    return ""


def _role(text: str, told: Scenario) -> str:
    if _STAGE_DIRECTION.search(text):
        return "stage directions"
    if _OUT_OF_ROLE.search(text):
        return "out of role"
    if re.search(rf"\b{re.escape(told.persona.name)}\b", text):
        return "speaks about the partner by name"
    return ""


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z']+", text.lower()))


def _echoes(text: str, user: str) -> bool:
    mine, theirs = _words(text), _words(user)
    return len(theirs) > 3 and len(mine & theirs) / len(theirs) > ECHO


def _invented(
    text: str, told: Scenario, turn: PartnerTurn, user: str, memory: Memory
) -> str:
    """Names and numbers that stand in none of the texts that are true here."""
    persona = told.persona
    known = " ".join(
        (
            turn.text,
            user,
            *memory.texts,
            *memory.heard,
            persona.history,
            persona.wants,
            persona.fears,
            told.briefing,
        )
    )
    words = {word.lower() for word in re.findall(r"[\w']+", known)}
    for match in _NUMBER.finditer(text):
        if match.group().lower() not in words:
            return f"a number of its own: {match.group()}"
    for name in re.findall(
        r"(?<![.?!…“\"] )(?<![.?!…][”\"] )(?<!^)\b[A-Z][a-z]{2,}\b", text
    ):
        if name.lower() not in words:
            return f"a name of its own: {name}"
    return ""
