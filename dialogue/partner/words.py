"""Words for a plan: compose candidates from lines, filter, score, keep the losers.

A reply is a reaction, a content and a forward, any of which may be missing. Hard
filters come first (move, mood, stage, conditions, nothing said before, slots), then a
score: what answers the line, what it owes a reaction, length, variety.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dialogue.messages import Candidate, Memory, Segment
from dialogue.partner.analysis import Heard
from dialogue.partner.banks import Banks
from dialogue.partner.matching import stem, words_of
from dialogue.partner.moves import Plan, Target
from dialogue.scenario import Line, Scenario, holds
from dialogue.slots import fill

MAX_CANDIDATES = 200
KEPT_LOSERS = 5
_MAX_SENTENCES = 5
_MAX_WORDS = 48
_TOP_REACTIONS, _TOP_CONTENTS, _TOP_FORWARDS = 8, 8, 5
_OWED = 0.69
"""Triggers this heavy want a reaction (or a content that speaks to them)."""
_HARD = frozenset({"withdraw", "set_limit", "refuse", "counter", "defend", "end"})
_ASKING = frozenset({"ask", "open_question", "closed_question"})
_PLAIN = _ASKING | {"tell", "agree", "answered", "request", "repeats"}
"""Triggers that a content answers by itself."""
_NEAR = 0.72
_FAR_BEHIND = 0.16
"""What is this much less the subject than the best target is not spoken to."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A line that passed the filters, filled, with what it answers."""

    line: Line
    text: str
    score: float
    target: Target | None = None
    trigger: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """One composed candidate."""

    pieces: tuple[Piece, ...]
    score: float
    why: str

    @property
    def text(self) -> str:
        """The pieces as spoken."""
        return " ".join(piece.text for piece in self.pieces)

    def segments(self) -> tuple[Segment, ...]:
        """The pieces for the log."""
        return tuple(
            Segment(
                piece.line.kind,
                piece.line.id,
                piece.text,
            )
            for piece in self.pieces
        )

    def candidate(self) -> Candidate:
        """The reply as the log keeps it."""
        ids = tuple(piece.line.id for piece in self.pieces)
        return Candidate(self.text, ids, round(self.score, 4), self.why)


class Writer:
    """Composes replies in one scenario."""

    def __init__(self, scenario: Scenario, shared: Banks) -> None:
        """Collect own and shared lines by kind."""
        own_subjects = {
            item.id
            for group in (
                scenario.facts,
                scenario.topics,
                scenario.requests,
                scenario.questions,
            )
            for item in group
        }
        # A scenario that declares a common subject replaces it.
        shared_lines = [line for line in shared.lines if line.about not in own_subjects]
        lines = (*scenario.every_line, *shared_lines)
        self._hears = {
            topic.id: _with_acts(topic.hears)
            for topic in (*shared.topics, *scenario.topics)
        }
        self._own = frozenset(line.id for line in scenario.every_line)
        self._manners = frozenset(scenario.persona.manners)
        self._reactions = [line for line in lines if line.kind == "reaction"]
        self._forwards = [line for line in lines if line.kind == "forward"]
        self._contents: dict[tuple[str, str], list[Line]] = {}
        for line in lines:
            if line.about and line.role:
                self._contents.setdefault((line.about, line.role), []).append(line)

    def compose(
        self,
        plan: Plan,
        heard: Heard,
        memory: Memory,
        mood: str,
        values: Mapping[str, str],
        rng: np.random.Generator,
    ) -> tuple[Reply, ...]:
        """Candidates, best first; empty when nothing is left to say."""
        scene = _Scene(plan, heard, memory, mood, values, rng, self._manners)
        scene.hears = self._hears
        reactions = self._react(scene)
        contents = self._content(scene)
        forwards = self._forward(scene)
        made = [
            reply
            for pieces in _shapes(reactions, contents, forwards)
            if (reply := scene.judge(pieces)) is not None
        ]
        made.sort(key=lambda reply: (-reply.score, reply.text))
        return tuple(made[:MAX_CANDIDATES])

    def _react(self, scene: _Scene) -> list[Piece]:
        pieces = []
        for line in self._reactions:
            trigger, weight = scene.trigger(line)
            jitter = scene.jitter()
            if weight <= 0 or not scene.allows(line):
                continue
            score = weight + 0.12 * jitter + (0.08 if line.id in self._own else 0.0)
            score += 0.05 if line.manners else 0.0
            score += 0.16 if line.echo else 0.0
            pieces.append(Piece(line, scene.fill(line), score, None, trigger))
        pieces.sort(key=lambda piece: (-piece.score, piece.line.id))
        return pieces[:_TOP_REACTIONS]

    def _content(self, scene: _Scene) -> list[Piece]:
        pieces = []
        for target in scene.plan.targets:
            if not scene.admits(target):
                continue
            lines = self._contents.get((target.about, target.role), [])
            behind = scene.plan.targets[0].score - target.score
            if behind > _FAR_BEHIND and scene.plan.move != "end":
                continue
            for order, line in enumerate(lines):
                jitter = scene.jitter()
                if line.asked and not target.question and target.kind != "answer":
                    continue
                if scene.allows(line):
                    # What is clearly the subject wins over what is near it.
                    score = target.score - behind + 0.1 * jitter - 0.01 * order
                    # A line written for this mood fits better than one for all.
                    score += 0.05 if 0 < len(line.moods) < 4 or line.when else 0.0
                    pieces.append(Piece(line, scene.fill(line), score, target))
        pieces.sort(key=lambda piece: (-piece.score, piece.line.id))
        return pieces[:_TOP_CONTENTS]

    def _forward(self, scene: _Scene) -> list[Piece]:
        pieces = []
        for line in self._forwards:
            jitter = scene.jitter()
            if line.asks and scene.memory.counts.get(f"asked:{line.asks}", 0):
                continue
            if line.about and line.about not in scene.subjects:
                continue
            if (line.to or line.feelings) and scene.trigger(line)[1] <= 0:
                continue
            if scene.allows(line):
                score = 0.1 * jitter + (0.12 if line.id in self._own else 0.0)
                score += 0.06 if line.stages or line.moves else 0.0
                pieces.append(Piece(line, scene.fill(line), score))
        pieces.sort(key=lambda piece: (-piece.score, piece.line.id))
        return pieces[:_TOP_FORWARDS]


def _shapes(
    reactions: list[Piece], contents: list[Piece], forwards: list[Piece]
) -> list[tuple[Piece, ...]]:
    shapes: list[tuple[Piece, ...]] = [(content,) for content in contents]
    shapes += [(reaction,) for reaction in reactions]
    shapes += [(r, c) for r in reactions for c in contents]
    shapes += [(r, f) for r in reactions for f in forwards]
    shapes += [(c, f) for c in contents for f in forwards]
    shapes += [(forward,) for forward in forwards]
    shapes += [
        (r, c, f) for r in reactions[:3] for c in contents[:3] for f in forwards[:2]
    ]
    return shapes


class _Scene:
    """What one turn's filters and scores look at."""

    def __init__(
        self,
        plan: Plan,
        heard: Heard,
        memory: Memory,
        mood: str,
        values: Mapping[str, str],
        rng: np.random.Generator,
        manners: frozenset[str],
    ) -> None:
        self.plan, self.heard, self.memory, self.mood = plan, heard, memory, mood
        self._values, self._rng, self._manners = values, rng, manners
        self.subjects = {target.about for target in plan.targets[:2]}
        self.hears: Mapping[str, frozenset[str]] = {}
        self._said = frozenset(memory.said)
        self._sentences, self._stems = _spoken(memory)
        self._first_words = {
            text.split()[0].lower() for text in memory.texts[-2:] if text.split()
        }

    def jitter(self) -> float:
        """A seeded number 0..1; one per line looked at, so choices vary by seed."""
        return float(self._rng.random())

    def trigger(self, line: Line) -> tuple[str, float]:
        """What of the user's line `line` reacts to, and how much that weighs."""
        heard = self.heard
        if line.echo and line.echo not in heard.echoes:
            return "", 0.0
        named = bool(set(line.feelings) & set(heard.feelings))
        if line.feelings and not named:
            return "", 0.0
        loud = {**heard.hints, **heard.triggers}
        best = max(
            ((loud[name], name) for name in line.to if name in loud),
            default=(0.0, ""),
        )
        if line.to and not best[0]:
            return "", 0.0
        weight = max(best[0], 0.72 if named else 0.0)
        return (best[1] or (line.feelings[0] if named else "")), weight

    def allows(self, line: Line) -> bool:
        """The hard filters."""
        memory = self.memory
        return (
            line.id not in self._said
            and (not line.moods or self.mood in line.moods)
            and (not line.moves or self.plan.move in line.moves)
            and (not line.stages or memory.stage in line.stages)
            and (not line.manners or bool(self._manners & set(line.manners)))
            and (not line.echo or line.echo in self.heard.echoes)
            and holds(line.when, memory)
            and not self._said_before(self.fill(line))
        )

    def admits(self, target: Target) -> bool:
        """Whether the move leaves room for this content."""
        if self.plan.move in ("set_limit", "refuse"):
            return target.kind in ("again", "no")
        if self.plan.move == "defend" and target.kind == "fact_tell":
            return True
        if self.plan.move in _HARD:
            return target.kind in ("again", "no", "topic", "answer", "fact_hold")
        return True

    def fill(self, line: Line) -> str:
        """The line's text with its slots filled."""
        values = dict(self._values)
        values["echo"] = self.heard.echoes.get(line.echo or "feeling", "")
        return fill(line.text, values)

    def _said_before(self, text: str) -> bool:
        for sentence in sentences(text):
            words = words_of(sentence)
            if len(words) < 3:
                continue
            if " ".join(words) in self._sentences:
                return True
            stems = frozenset(stem(word) for word in words)
            if len(stems) >= 4 and any(
                len(stems & old) / len(stems | old) >= _NEAR for old in self._stems
            ):
                return True
        return len(words_of(text)) < 3 and " ".join(words_of(text)) in self._sentences

    def judge(self, pieces: tuple[Piece, ...]) -> Reply | None:
        """Score one composition; None when it cannot be said."""
        text = " ".join(piece.text for piece in pieces)
        words, count = len(text.split()), len(sentences(text))
        kinds: dict[str, Piece] = {piece.line.kind: piece for piece in pieces}
        if not self._joins(pieces, kinds, words, count):
            return None
        score, why = self._relevance(kinds)
        score -= 0.07 * max(0, count - 3) + 0.02 * max(0, words - 30)
        first = text.split()[0].lower()
        score -= 0.08 if first in self._first_words else 0.0
        return Reply(pieces, score, why)

    def _joins(
        self,
        pieces: tuple[Piece, ...],
        kinds: Mapping[str, Piece],
        words: int,
        count: int,
    ) -> bool:
        if count > _MAX_SENTENCES or words > _MAX_WORDS:
            return False
        if len(pieces) > 1 and any(piece.line.alone for piece in pieces):
            return False
        if "content" in kinds and any(piece.line.bare for piece in pieces):
            return False
        # One question at a time.
        if any(piece.text.rstrip('”"').endswith("?") for piece in pieces[:-1]):
            return False
        reaction = kinds.get("reaction")
        if (
            reaction is not None
            and "content" not in kinds
            and reaction.trigger in _ASKING
            and not reaction.line.alone
        ):
            return False
        firsts = [piece.text.split()[0].strip(".,?!…").lower() for piece in pieces]
        return len(set(firsts)) == len(firsts) or not set(firsts) & _OPENERS

    def _relevance(self, kinds: Mapping[str, Piece]) -> tuple[float, str]:
        reaction, content = kinds.get("reaction"), kinds.get("content")
        forward = kinds.get("forward")
        taken = self.hears.get(content.line.about, frozenset()) if content else ()
        owed = max(
            (w for name, w in self.heard.triggers.items() if name not in taken),
            default=0.0,
        )
        score, why = 0.0, []
        if content is not None and content.target is not None:
            asked = content.target.question and content.target.kind != "volunteer"
            score += content.score + (0.25 if asked else 0.0)
            why.append(f"{content.target.kind}:{content.target.about}")
        elif self.heard.question:
            score -= 0.25
        if reaction is not None:
            score += 0.55 * reaction.score - (0.12 if content is not None else 0.0)
            score -= 0.12 if reaction.trigger in _PLAIN and content else 0.0
            # Both would answer the same thing.
            score -= 0.4 if reaction.trigger in taken else 0.0
            why.append(f"hears {reaction.trigger}")
        if owed >= _OWED and (reaction is None or reaction.score < owed - 0.25):
            score -= 0.15 if content is not None and content.score >= 0.6 else 0.4
            why.append("owes a reaction")
        if forward is not None:
            score += forward.score + self._forwardness(content)
            score -= 0.2 if reaction is None and content is None else 0.0
            why.append("moves on")
        return score, ", ".join(why)

    def _forwardness(self, content: Piece | None) -> float:
        if self.plan.move in _HARD:
            return -0.4
        if content is not None:
            return -0.25 if content.target and content.target.question else -0.04
        if self.heard.question:
            return -0.3
        return 0.22 if self.plan.move in ("ask", "propose", "soften") else 0.1


_OPENERS = frozenset(
    {"okay", "yeah", "yes", "no", "i", "well", "right", "so", "thank", "thanks"}
    | {"god", "honestly", "maybe"}
)


_ACT_OF = {
    "boundary": "refuse",
    "responsibility": "apologise",
    "appreciation": "thank",
    "validation": "comfort",
    "repair": "comfort",
    "criticism": "blame",
    "request": "request",
}


def _with_acts(hears: tuple[str, ...]) -> frozenset[str]:
    """Skills that a reply reacts to, with the acts that are the same thing."""
    return frozenset(hears) | {_ACT_OF[name] for name in hears if name in _ACT_OF}


def sentences(text: str) -> list[str]:
    """Sentences of a spoken text."""
    return [part for part in re.split(r"(?<=[.!?…])[”\"]?\s+", text) if part]


def _spoken(memory: Memory) -> tuple[set[str], list[frozenset[str]]]:
    plain: set[str] = set()
    stems: list[frozenset[str]] = []
    for text in memory.texts:
        for sentence in sentences(text):
            words = words_of(sentence)
            if words:
                plain.add(" ".join(words))
                if len(words) >= 4:
                    stems.append(frozenset(stem(word) for word in words))
    return plain, stems
