"""Which lines fit a turn, and how well a composition answers it.

Hard filters come first (move, mood, stage, conditions, nothing said before, no yes
beside a no), then a score: what answers the line, what it owes a reaction, length,
variety.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from dialogue.messages import Candidate, Memory, Segment
from dialogue.partner.analysis import Heard
from dialogue.partner.matching import stem, words_of
from dialogue.partner.moves import Plan, Target
from dialogue.scenario import Line, holds
from dialogue.slots import fill

FIRM = frozenset({"refuse", "set_limit"})
"""Moves that say no."""
_MAX_SENTENCES = 5
_MAX_WORDS = 48
_OWED = 0.69
"""Triggers this heavy want a reaction (or a content that speaks to them)."""
_HARD = frozenset({"withdraw", "set_limit", "refuse", "counter", "defend", "end"})
_ASKING = frozenset({"ask", "open_question", "closed_question"})
_PLAIN = _ASKING | {"tell", "agree", "answered", "request", "repeats"}
"""Triggers that a content answers by itself."""
_WILLING = frozenset({"negotiation", "agree", "request"})
"""Triggers whose reactions agree, or say that one might."""
_DECLINES = frozenset({"no", "again", "not_now", "hold"})
"""Roles that do not go with a reaction that agrees."""
_YES = re.compile(r"^(?:yes|yeah|sure|deal|of course|i'd like that)\b", re.I)
_NEAR = 0.72


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


@dataclass(frozen=True, slots=True)
class Held:
    """A reply that a rule of the partner holds back."""

    reply: Reply
    rule: str

    def candidate(self) -> Candidate:
        """The reply as the log keeps it, with the rule."""
        return replace(self.reply.candidate(), why=f"held back: {self.rule}")


@dataclass(frozen=True, slots=True)
class Made:
    """Candidates, best first, and what the partner's rules took out."""

    replies: tuple[Reply, ...]
    held: tuple[Held, ...] = ()

    def bitten(self) -> tuple[Held, ...]:
        """For each rule, the best of what would have been said without it."""
        said = self.replies[0] if self.replies else None
        best: dict[str, Held] = {}
        for item in self.held:
            if said is None or _is_safe(said) or item.reply.score > said.score:
                best.setdefault(item.rule, item)
        return tuple(best.values())


def _is_safe(reply: Reply) -> bool:
    """Whether `reply` is one of the lines for when nothing else may be said."""
    return all(
        piece.line.role == "hold" and not piece.line.about for piece in reply.pieces
    )


class Fitting:
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
        self.spoken_for: frozenset[str] = frozenset()
        """Triggers that the best content at hand reacts to by itself."""
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
        return (best[1] or ("feeling" if named else "")), weight

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
        if self.plan.move in ("defend", "counter") and target.kind == "fact_tell":
            # What was asked gets its answer, in anger too.
            return self.plan.move == "defend" or target.question
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
        if reaction is not None and self._disagrees(reaction, kinds.get("content")):
            return False
        if (
            reaction is not None
            and "content" not in kinds
            and reaction.trigger in _ASKING
            and not reaction.line.alone
        ):
            return False
        firsts = [piece.text.split()[0].strip(".,?!…").lower() for piece in pieces]
        return len(set(firsts)) == len(firsts) or not set(firsts) & _OPENERS

    def _disagrees(self, reaction: Piece, content: Piece | None) -> bool:
        """Whether `reaction` says yes or perhaps where the partner declines.

        Also whether it speaks to the same thing as `content` does already.
        """
        agrees = reaction.trigger in _WILLING or _YES.match(reaction.text) is not None
        if content is None:
            return agrees and self.plan.move in FIRM
        if reaction.trigger in self.hears.get(content.line.about, frozenset()):
            return True
        return agrees and content.line.role in _DECLINES

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
            # A reaction for all does not stand in for what was written for this.
            score -= 0.4 if reaction.trigger in self.spoken_for else 0.0
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
