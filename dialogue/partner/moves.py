"""What the partner does next, and what the reply speaks to.

`targets` lists what there is to answer, best first; `choose` takes the heaviest rule
of ``assets/banks/moves.toml`` that holds.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from dialogue.messages import Memory
from dialogue.partner.analysis import Heard, Match
from dialogue.partner.banks import Banks, MoveRule
from dialogue.partner.matching import words_of
from dialogue.scenario import Fact, Line, Request, Role, Scenario, holds
from dialogue.scenario.rules import on
from dialogue.skills import CONSTRUCTIVE, HARMFUL
from dialogue.slots import fill

_WOBBLE = 0.12
_ABOUT = 0.47
"""A match at or above it is taken as what the line is about."""
_NEAR_QUESTION = 0.37
"""The same for a question: an answer a little beside it is better than none."""
_CLEAR = 0.38
"""The same for the best match when nothing else comes near it."""
_CLEAR_MARGIN = 0.05
_CLEAR_SCORE = 0.5
"""What is taken as the subject counts at least this much against small talk."""
_ASKED = 0.52
"""The same for a request: a yes or a no to what was not asked is worse than none."""
_SURE = 0.58
"""The same beside an apology and the like, which want their own answer."""
_VOLUNTEER_OPENNESS = 0.36
_UNASKED_BEHIND = 0.1
"""How far a disclosure that nobody asked for stays behind an answer."""
_OWN_ANSWER = frozenset({"responsibility", "apologise", "accepts_no", "time_out"})
"""What wants its own answer before any reply to an answered question."""
_DRAWS_OUT = frozenset(
    {"validation", "reflection", "consent_check", "accepts_no", "open_question"}
)
"""What makes room for something unasked; what the user tells wants an answer first."""
_GENTLE = frozenset({"comfort", "thank", "apologise", "agree"})


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that a reply can speak to."""

    kind: str
    """One of `banks.TARGETS`."""
    about: str
    role: Role
    score: float
    question: bool = False
    """The user asked for it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A move with its reason, and the targets for its words."""

    move: str
    why: str
    targets: tuple[Target, ...]
    rules: tuple[str, ...] = ()
    """The partner's rules that kept a heavier move from being made."""


class Planner:
    """Plans moves in one scenario."""

    def __init__(self, scenario: Scenario, shared: Banks) -> None:
        """Index the lines by what they are about."""
        self._scenario = scenario
        self._rules = shared.moves
        self._topics = {topic.id: topic for topic in (*shared.topics, *scenario.topics)}
        self._questions = {
            item.id: item for item in (*shared.questions, *scenario.questions)
        }
        self._lines: dict[str, Line] = {
            line.id: line for line in (*scenario.every_line, *shared.lines)
        }
        self._roles: dict[tuple[str, str], tuple[Line, ...]] = {}
        for line in self._lines.values():
            key = (line.about, line.role)
            self._roles[key] = (*self._roles.get(key, ()), line)

    def targets(self, heard: Heard, memory: Memory) -> tuple[Target, ...]:
        """All that the reply could speak to, best first."""
        found: dict[tuple[str, str], Target] = {}
        for target in _answer_first(tuple(self._each(heard, memory))):
            key = (target.about, target.role)
            if self._has_fresh(target, memory) and (
                key not in found or target.score > found[key].score
            ):
                found[key] = target
        return tuple(sorted(found.values(), key=lambda item: (-item.score, item.about)))

    def _each(self, heard: Heard, memory: Memory) -> Iterator[Target]:
        pushes = bool({"pressure", "demand"} & set(heard.triggers))
        last = self.last_subject(memory)
        weighty = set(heard.triggers) & _OWN_ANSWER
        if pushes:
            yield from self._pushed(heard, memory, last)
        yield from self._answered(heard, memory)
        for match in heard.matches:
            is_fact = match.id in self._scenario.facts_by_id
            near = _NEAR_QUESTION if match.question and is_fact else _ABOUT
            if match.id in self._scenario.requests_by_id:
                near = _ASKED
            elif match is heard.matches[0] and _is_clear(heard.matches):
                near = _CLEAR
            if weighty and not match.question:
                near = _SURE
            if match.score >= near:
                sure = dataclasses.replace(match, score=max(match.score, _CLEAR_SCORE))
                yield from self._of_match(sure, heard, memory, pushes)
        if heard.asks_more and last:
            yield from self._on(last, memory)
        yield from self._volunteered(heard, memory)

    def _answered(self, heard: Heard, memory: Memory) -> Iterator[Target]:
        asked = memory.open_question
        triggers = set(heard.triggers)
        if not asked or not heard.answers or triggers & HARMFUL:
            return
        if heard.answers in ("yes", "no"):
            role: Role = "yes" if heard.answers == "yes" else "no"
            yield Target("answer", asked, role, 0.66)
        if self._takes(asked, heard.text) and not triggers & _OWN_ANSWER:
            yield Target("answer", asked, "reply", 0.44)

    def _takes(self, question: str, text: str) -> bool:
        """Whether `text` can be an answer to `question` at all."""
        item = self._questions.get(question)
        if item is None or not item.keywords:
            return True
        words = words_of(text)
        return any(word in words for word in item.keywords)

    def _pushed(self, heard: Heard, memory: Memory, last: str) -> Iterator[Target]:
        meant = {match.id for match in heard.matches[:2]} | {last}
        if memory.refused and (
            "pressure" in heard.triggers or meant & set(memory.refused)
        ):
            yield Target("again", memory.refused[-1], "again", 0.95)
        elif last in self._scenario.requests_by_id:
            yield Target("no", last, "no", 0.9)

    def _of_match(
        self, match: Match, heard: Heard, memory: Memory, pushes: bool
    ) -> Iterator[Target]:
        fact = self._scenario.facts_by_id.get(match.id)
        request = self._scenario.requests_by_id.get(match.id)
        score = match.score
        harmed = bool(set(heard.triggers) & HARMFUL)
        if fact is not None:
            yield from self._of_fact(fact, score, match.question, memory)
        elif request is not None:
            if match.question or heard.act not in ("apologise", "thank", "goodbye"):
                yield self._of_request(request, score, memory, pushes)
        else:
            topic = self._topics.get(match.id)
            if topic is None or not holds(topic.when, memory):
                return
            hears = set(topic.hears)
            common = topic.id.startswith("c_")
            if harmed and common and hears and hears <= CONSTRUCTIVE | _GENTLE:
                return  # "fine, forget it" is no comfort
            if common:
                score -= 0.03  # what the scenario itself has to say comes first
            told = memory.counts.get(f"told:{match.id}", 0)
            yield Target("topic", match.id, "reply", score, match.question)
            if told:
                yield Target("topic", match.id, "more", score + 0.03, match.question)

    def _of_fact(
        self, fact: Fact, score: float, asks: bool, memory: Memory
    ) -> Iterator[Target]:
        if fact.id in memory.revealed:
            yield Target("fact_more", fact.id, "more", score - 0.04, asks)
        elif not self.may_tell(fact, memory):
            # Holding back needs something that was asked.
            near = score - (0.02 if asks else 0.12)
            yield Target("fact_hold", fact.id, "hold", near, asks)
        else:
            # The hidden need has waited; asked and safe, it comes first.
            lift = 0.12 if fact.hidden else 0.0
            yield Target("fact_tell", fact.id, "tell", score + lift, asks)

    def may_tell(self, fact: Fact, memory: Memory) -> bool:
        """Whether conditions and what was told before allow `fact`."""
        excluded = set(fact.contradicts) & {*memory.revealed, *memory.said}
        told_against = any(
            fact.id in self._scenario.facts_by_id[other].contradicts
            for other in memory.revealed
            if other in self._scenario.facts_by_id
        )
        return holds(fact.when, memory) and not excluded and not told_against

    def _of_request(
        self, request: Request, score: float, memory: Memory, pushes: bool
    ) -> Target:
        if request.id in memory.refused:
            return Target("again", request.id, "again", max(score, 0.7), True)
        if pushes:
            return Target("no", request.id, "no", score, True)
        if request.id in memory.agreed and request.more:
            return Target("fact_more", request.id, "more", score, True)
        for item in request.stances:
            if holds(item.when, memory):
                return Target(item.stance, request.id, item.stance, score, True)
        stance: Role = "not_now" if request.not_now else "no"
        return Target(stance, request.id, stance, score, True)

    def _on(self, last: str, memory: Memory) -> Iterator[Target]:
        fact = self._scenario.facts_by_id.get(last)
        if fact is not None and last not in memory.revealed:
            if self.may_tell(fact, memory):
                yield Target("fact_tell", last, "tell", 0.78, True)
            yield Target("fact_hold", last, "hold", 0.6, True)
            return
        kind = "fact_more" if fact is not None else "topic"
        yield Target(kind, last, "more", 0.8, True)

    def _volunteered(self, heard: Heard, memory: Memory) -> Iterator[Target]:
        if set(heard.triggers) & HARMFUL:
            return
        kind = bool(set(heard.triggers) & _DRAWS_OUT)
        asked = heard.invites or heard.asks_more
        free = kind and not heard.question and heard.act not in ("request", "apologise")
        if not asked and (not free or memory.levels.openness < _VOLUNTEER_OPENNESS):
            return
        for fact in self._scenario.facts:
            if (
                fact.volunteer
                and fact.id not in memory.revealed
                and self.may_tell(fact, memory)
            ):
                score = 0.5 if asked or fact.hidden else 0.4
                # "Talk to me" asks for it, unless it also names a subject.
                if heard.invites and not any(m.score >= 0.6 for m in heard.matches):
                    score = 0.75
                yield Target("volunteer", fact.id, "tell", score, asked)
                return

    def _has_fresh(self, target: Target, memory: Memory) -> bool:
        if target.kind in ("again", "no"):
            return True  # a no is still a no when its own wordings are all said
        lines = self._roles.get((target.about, target.role), ())
        return any(line.id not in memory.said for line in lines)

    def last_subject(self, memory: Memory) -> str:
        """What the partner's last turn was about; empty when about nothing."""
        count = memory.counts.get("last_n", 0)
        for line_id in reversed(memory.said[-count:] if count else ()):
            line = self._lines.get(line_id)
            if line is not None and line.about:
                return line.about
        return ""

    def has_just_declined(self, memory: Memory) -> bool:
        """Whether the partner's last turn held something back or said no."""
        count = memory.counts.get("last_n", 0)
        lines = (self._lines.get(line_id) for line_id in memory.said[-count:])
        declines = {"no", "again", "not_now", "yes_but", "hold"}
        return any(line is not None and line.role in declines for line in lines)

    def wander(self, memory: Memory) -> Plan:
        """What to speak of when nothing answers: the next thing that may be told."""
        found = tuple(
            Target("volunteer", fact.id, "tell", 0.4)
            for fact in self._scenario.facts
            if fact.volunteer
            and fact.id not in memory.revealed
            and self.may_tell(fact, memory)
        )
        more = tuple(
            Target("fact_more", fact_id, "more", 0.3)
            for fact_id in reversed(memory.revealed)
        )
        why = f"{self._scenario.persona.name} comes back to what is on the mind"
        return Plan("disclose", why, (*found, *more))

    def choose(
        self,
        heard: Heard,
        memory: Memory,
        targets: tuple[Target, ...],
        values: Mapping[str, str],
        rng: np.random.Generator,
    ) -> Plan:
        """The move for this turn; the same inputs give the same move."""
        kind = targets[0].kind if targets else "none"
        fitting = []
        for rule in self._rules:
            wobble = float(rng.uniform(0.0, _WOBBLE))
            if _fits(rule, kind, heard, memory):
                fitting.append((rule.weight + wobble, rule))
        forbidden: dict[str, str] = {}
        for given in on(self._scenario.persona.rules, memory):
            for move in filter(given.forbids_move, given.never.moves):
                forbidden.setdefault(move, given.text)
        allowed = [item for item in fitting if item[1].move not in forbidden]
        if not allowed:  # only when rules forbid what is left
            return Plan(
                "hesitate", "nothing else fits", targets, tuple(forbidden.values())
            )
        weight, chosen = max(allowed, key=lambda item: item[0])
        bitten = tuple(
            forbidden[rule.move]
            for heavy, rule in fitting
            if heavy > weight and rule.move in forbidden
        )
        why = chosen.why.replace("{heard}", values.get("heard", ""))
        return Plan(
            chosen.move, fill(why, values), targets, tuple(dict.fromkeys(bitten))
        )


def _answer_first(targets: tuple[Target, ...]) -> tuple[Target, ...]:
    """Put what comes unasked behind whatever answers the line."""
    answers = [item.score for item in targets if item.kind != "volunteer"]
    if not answers:
        return targets
    most = max(answers) - _UNASKED_BEHIND
    return tuple(
        dataclasses.replace(item, score=min(item.score, most))
        if item.kind == "volunteer" and not item.question
        else item
        for item in targets
    )


def _is_clear(matches: tuple[Match, ...]) -> bool:
    return len(matches) < 2 or matches[0].score - matches[1].score >= _CLEAR_MARGIN


def _fits(rule: MoveRule, kind: str, heard: Heard, memory: Memory) -> bool:
    return (
        (not rule.targets or kind in rule.targets)
        and (not rule.to or bool(set(rule.to) & set(heard.triggers)))
        and holds(rule.when, memory)
        and all(memory.counts.get(key, 0) >= low for key, low in rule.counts.items())
    )
