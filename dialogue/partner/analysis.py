"""What the user's line does and what it is about.

The act comes from the scored skills first and from plain patterns where the scorers
abstain; the subject from matching each part of the line with the scenario's wordings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from dialogue.messages import Analysis, LineScore, Memory
from dialogue.partner import patterns
from dialogue.partner.banks import Banks
from dialogue.partner.echoes import echoed
from dialogue.partner.matching import Matcher, near_duplicate, stem, words_of
from dialogue.scenario import Fact, Request, Scenario, Topic
from dialogue.skills import HARMFUL

INVITE = "@invite"
_LONG = 14
"""Words above which a part without punctuation is split on."""
_MAX_PARTS = 6
_SHORT = 2
"""Words under which a part needs a keyword to be about anything."""
_SPOKEN_TO = 0.5
"""Calibrated probability from which a skill is answered in words. Under it the debrief
may name it, but to be thanked or scolded for what one did not say reads as deafness."""
_HINT = 0.45
"""Probability from which an undecided skill is worth a reaction."""
_HINTED = frozenset({"criticism", "demand", "pressure"})
"""Where a reaction does little harm if the doubt was right."""
_SUBJECT = 0.47
"""Score from which small talk is what the line is about."""
_KEYWORD = 0.14
"""Lift of a match when a keyword of the subject stands in the part."""
_JUDGED = 0.06
"""Lift of a worry where users name what they take themselves for ("repulsive")."""


@dataclass(frozen=True, slots=True)
class Match:
    """One subject that the line is about."""

    id: str
    score: float
    """About 0..1.3: the matcher's scale moved so that 0.3 is weak and 0.55 strong."""
    question: bool
    """Whether the part that matched asks."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Everything the reply is planned from."""

    text: str
    act: str
    triggers: dict[str, float]
    matches: tuple[Match, ...] = ()
    feelings: tuple[str, ...] = ()
    echoes: dict[str, str] = field(default_factory=dict)
    """``feeling``, ``judgement``, ``absolute`` or ``label`` to the user's own word."""
    question: bool = False
    asks_more: bool = False
    invites: bool = False
    """Asks how it is for the partner, without a topic."""
    answers: str = ""
    """``yes``, ``no`` or ``reply`` when it answers the partner's open question."""
    repeats: bool = False
    hints: dict[str, float] = field(default_factory=dict)
    """Skills that the scorer would not decide on; they colour words, never levels."""

    def message(self) -> Analysis:
        """The part of it that goes to the log."""
        echo = next(iter(self.echoes.values()), "")
        return Analysis(
            act=self.act,
            topics=tuple(match.id for match in self.matches),
            question=self.question,
            answers_open_question=bool(self.answers),
            repeats=self.repeats,
            key_phrase=echo,
        )


_JOINTS = re.compile(
    r",? (?=(?:but|because|and i|and you|so i|so you|what if|how about|"
    r"(?:can|could|would|will|shall|should|do|did|are) (?:we|you))\b)",
    re.I,
)
"""Where a line typed without punctuation goes on to something else."""


def _whole(pieces: Sequence[str]) -> list[str]:
    """Join pieces of under four words to what follows: "so" + "can we talk"."""
    whole: list[str] = []
    for piece in pieces:
        if whole and len(whole[-1].split()) < 4:
            whole[-1] = f"{whole[-1]} {piece}"
        else:
            whole.append(piece)
    return whole


def parts_of(text: str) -> tuple[str, ...]:
    """Sentences of `text`; long ones without punctuation are split on joints."""
    parts: list[str] = []
    for sentence in re.split(r"(?<=[.!?…;])\s+|\n+", text.strip()):
        words = sentence.split()
        if len(words) <= _LONG:
            parts.append(sentence)
            continue
        pieces = _whole(_JOINTS.split(sentence))
        for piece in pieces:
            cut = piece.split()
            step = max(8, -(-len(cut) // (-(-len(cut) // _LONG))))
            parts += [
                " ".join(cut[at : at + step]) for at in range(0, max(1, len(cut)), step)
            ]
    kept = [part for part in parts if words_of(part)]
    return tuple(kept[-_MAX_PARTS:])


class Ear:
    """Hears lines for one scenario."""

    def __init__(self, scenario: Scenario, shared: Banks, matcher: Matcher) -> None:
        """Prepare all wordings with `matcher`."""
        own: tuple[Fact | Topic | Request, ...] = (
            *scenario.facts,
            *scenario.topics,
            *scenario.requests,
        )
        taken = {item.id for item in own}
        subjects = (*own, *(t for t in shared.topics if t.id not in taken))
        wordings = [(item.id, text) for item in subjects for text in item.wordings]
        wordings += [(INVITE, text) for text in shared.ears.invitations]
        self._owners = [owner for owner, _ in wordings]
        self._asking = np.array([is_question(text) for _, text in wordings])
        self._facts = frozenset(scenario.facts_by_id)
        self._requests = frozenset(scenario.requests_by_id)
        self._worries = frozenset(
            topic.id
            for topic in (*shared.topics, *scenario.topics)
            if topic.kind == "worry"
        )
        self._matcher = matcher
        self._index = matcher.index([text for _, text in wordings])
        self._keywords = {
            item.id: re.compile(
                r"\b(?:" + "|".join(map(re.escape, item.keywords)) + r")\b", re.I
            )
            for item in subjects
            if item.keywords
        }
        self._whole = {(item, _bare(said)) for item, said in wordings}
        self._listens = shared.ears

    def hear(self, text: str, score: LineScore, memory: Memory) -> Heard:
        """Analyse one line in the context of what was said before."""
        parts = parts_of(text) or (text,)
        questions = tuple(is_question(part) for part in parts)
        answers = _answers(text, questions, memory)
        matches, invites = self._match(parts, questions, bool(answers))
        act = act_of(text, score, any(questions))
        asked = memory.texts[-1] if memory.texts else ""
        if answers == "reply" and not _is_reply(text, act, matches, asked):
            answers = ""
        repeats = any(near_duplicate(text, old, 0.8) for old in memory.heard[-12:])
        feelings, echoes = echoed(text, self._listens)
        triggers = {
            skill: _weight(skill, score.skills[skill].p)
            for skill in score.shown()
            if score.skills[skill].p >= _SPOKEN_TO
        }
        triggers.setdefault(act, patterns.WEIGHTS[act])
        if answers:
            triggers["answered"] = patterns.WEIGHTS["answered"]
        if repeats:
            triggers["repeats"] = patterns.WEIGHTS["repeats"]
        if patterns.JOKE.search(text):
            triggers["joke"] = patterns.WEIGHTS["joke"]
        if any(questions):
            triggers.setdefault("ask", patterns.WEIGHTS["ask"])
        return Heard(
            text=text,
            act=act,
            triggers=triggers,
            matches=matches,
            feelings=feelings,
            echoes=echoes,
            question=any(questions),
            asks_more=bool(patterns.MORE.match(parts[-1]))
            and len(words_of(parts[-1])) <= 9,
            invites=invites,
            answers=answers,
            repeats=repeats,
            hints=_hints(score, echoes),
        )

    def _match(
        self, parts: Sequence[str], questions: Sequence[bool], answers: bool
    ) -> tuple[tuple[Match, ...], bool]:
        scores = self._index.scores(parts)
        best: dict[str, Match] = {}
        for row, (text, asks) in enumerate(zip(parts, questions, strict=True)):
            short = len(words_of(text)) < _SHORT
            # "Did I push you?" is no apology for it, though the words are near.
            unlike = np.where(self._asking == asks, 0.0, 0.09 if asks else 0.03)
            judged = "judgement" in echoed(text, self._listens)[1]
            for owner, value in self._row(scores[row] - unlike).items():
                # "Fine." and "Okay." are about nothing by themselves.
                if short and not self._names_all(owner, text):
                    continue
                lifted = value + self._lift(owner, text, asks, answers)
                lifted += _JUDGED if judged and owner in self._worries else 0.0
                scaled = self._scale(lifted)
                # What is asked last is what wants an answer.
                scaled -= 0.12 if questions[-1] and not asks else 0.0
                if owner not in best or scaled > best[owner].score:
                    best[owner] = Match(owner, scaled, asks)
        ranked = sorted(
            (match for match in best.values() if match.score >= 0.3),
            key=lambda match: (-match.score, match.id),
        )
        invites = any(m.id == INVITE and m.score >= 0.45 for m in ranked)
        return tuple(m for m in ranked if m.id != INVITE)[:5], invites

    def _row(self, scores: np.ndarray) -> dict[str, float]:
        best: dict[str, float] = {}
        for owner, value in zip(self._owners, scores, strict=True):
            if value > best.get(owner, 0.0):
                best[owner] = float(value)
        return best

    def _lift(self, owner: str, part: str, asks: bool, answers: bool) -> float:
        lift = _KEYWORD if self._names(owner, part) else 0.0
        if owner in self._requests:
            # "We don't sleep together" tells; "could we" asks for it.
            lift += 0.06 if patterns.ASKS_FOR.search(part) else -0.15 if asks else -0.25
        if owner in self._facts:
            only_me = bool(patterns.ME.search(part)) and not patterns.YOU.search(part)
            lift = 0.0 if only_me and not asks else lift
            lift -= 0.04 if patterns.ASKS_FOR.search(part) else 0.0
            # "I'm so tired" is about the user; "are you tired" asks for the fact.
            lift -= 0.12 if only_me and not asks else 0.0
            lift -= 0.06 if answers and not asks else 0.0
        return lift

    def _names_all(self, owner: str, part: str) -> bool:
        """Whether a part of one word speaks of `owner`: by a keyword or as worded."""
        return self._names(owner, part) or (owner, _bare(part)) in self._whole

    def _names(self, owner: str, part: str) -> bool:
        keyword = self._keywords.get(owner)
        return keyword is not None and keyword.search(part) is not None

    def _scale(self, value: float) -> float:
        weak, strong = self._matcher.weak, self._matcher.strong
        scaled = 0.3 + 0.25 * (value - weak) / (strong - weak)
        if scaled > 0.8:  # near certainty differences count less, but still count
            scaled = 0.8 + 0.4 * (scaled - 0.8)
        return round(max(0.0, scaled), 4)


def _weight(skill: str, p: float) -> float:
    """What a reply owes a skill, less when the scorer is not so sure."""
    return round(patterns.WEIGHTS[skill] * min(1.0, max(0.55, 0.4 + 0.65 * p)), 4)


def _hints(score: LineScore, echoes: Mapping[str, str]) -> dict[str, float]:
    hints = {
        skill: _weight(skill, item.p) * 0.8
        for skill, item in score.skills.items()
        if item.present is None and item.p >= _HINT and skill in _HINTED
    }
    if "label" in echoes and not score.has("contempt"):
        hints.setdefault("criticism", 0.6)
    return hints


def is_question(part: str) -> bool:
    """Whether one sentence asks."""
    if patterns.RHETORICAL.match(part):
        return False
    found = patterns.QUESTION.search(part)
    return found is not None


def _bare(text: str) -> str:
    return " ".join(words_of(text))


def _answers(text: str, questions: Sequence[bool], memory: Memory) -> str:
    """How `text` may answer the open question, by its form alone."""
    if not memory.open_question or not words_of(text):
        return ""
    first = text.strip().replace("’", "'")
    if patterns.YES.match(first):
        return "yes"
    if patterns.NO.match(first):
        return "no"
    if patterns.DODGE.search(first):
        return ""
    # A question back is no answer, unless something was said before it.
    if questions[0] and len(questions) == 1:
        return ""
    return "reply" if len(words_of(text)) >= 4 else ""


def _is_reply(text: str, act: str, matches: Sequence[Match], asked: str) -> bool:
    """Whether four words or more speak to the question `asked` at all."""
    if act in ("greet", "goodbye", "change_topic"):
        return False
    if matches and matches[0].id in patterns.AROUND and matches[0].score >= _SUBJECT:
        return False
    if patterns.BECAUSE.match(text.strip()) or patterns.PEOPLE.search(text):
        return True
    question = {stem(word) for word in words_of(asked) if len(word) > 3}
    return bool(question & {stem(word) for word in words_of(text)})


def act_of(text: str, score: LineScore, asks: bool) -> str:
    """One of `dialogue.messages.ACTS`: by skill, then by plain patterns."""
    plain = text.strip().replace("’", "'")
    if not words_of(plain):
        return "silence"
    if patterns.GOODBYE.search(plain) and not asks and not score.has("pressure"):
        return "goodbye"
    if patterns.APOLOGY.search(plain) and not any(
        score.has(skill) for skill in HARMFUL
    ):
        return "apologise"
    for skill, act in patterns.SKILL_ACTS:
        if score.has(skill):
            return act
    for act, pattern in patterns.ACTS:
        if pattern.search(plain):
            return act
    if asks:
        return "ask"
    if patterns.YES.match(plain) and len(words_of(plain)) <= 8:
        return "agree"
    return "tell"
