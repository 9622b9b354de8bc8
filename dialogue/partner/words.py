"""Words for a plan: compose candidates from lines, filter, score, keep the losers.

A reply is a reaction, a content and a forward, any of which may be missing. What a
turn's filters and scores look at is in `dialogue.partner.fitting`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from dialogue.messages import Memory
from dialogue.partner.analysis import Heard
from dialogue.partner.banks import Banks
from dialogue.partner.fitting import FIRM, Fitting, Held, Made, Piece, Reply
from dialogue.partner.moves import Plan
from dialogue.scenario import Line, Rule, Scenario
from dialogue.scenario.rules import on

MAX_CANDIDATES = 200
KEPT_LOSERS = 5
_TOP_REACTIONS, _TOP_CONTENTS, _TOP_FORWARDS = 8, 8, 5
_FAR_BEHIND = 0.16
"""What is this much less the subject than the best target is not spoken to."""


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
        self._plain_no = [
            line for line in lines if line.role == "no" and not line.about
        ]
        self._safe = [line for line in lines if line.role == "hold" and not line.about]
        self._rules = scenario.persona.rules
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
    ) -> Made:
        """Candidates, best first; none when nothing is left to say."""
        scene = Fitting(plan, heard, memory, mood, values, rng, self._manners)
        scene.hears = self._hears
        reactions = self._react(scene)
        contents = self._content(scene)
        if contents:
            scene.spoken_for = self._hears.get(contents[0].line.about, frozenset())
        forwards = self._forward(scene)
        made = [
            reply
            for pieces in _shapes(reactions, contents, forwards)
            if (reply := scene.judge(pieces)) is not None
        ]
        made.sort(key=lambda reply: (-reply.score, reply.text))
        return self._ruled(made, plan.move, memory)

    def _ruled(self, made: list[Reply], move: str, memory: Memory) -> Made:
        """Take out what the partner's rules forbid; keep what it was."""
        rules = on(self._rules, memory)
        replies: list[Reply] = []
        held: list[Held] = []
        for reply in made:
            against = next((r.text for r in rules if _breaks(reply, r, move)), "")
            if against:
                held.append(Held(reply, against))
            else:
                replies.append(reply)
        return Made(tuple(replies[:MAX_CANDIDATES]), tuple(held))

    def safe(
        self,
        plan: Plan,
        heard: Heard,
        memory: Memory,
        mood: str,
        values: Mapping[str, str],
        rng: np.random.Generator,
    ) -> tuple[Reply, ...]:
        """Lines that no rule of the partner forbids, for when nothing else is left."""
        scene = Fitting(plan, heard, memory, mood, values, rng, self._manners)
        pieces = [
            Piece(line, scene.fill(line), scene.jitter())
            for line in self._safe
            if scene.allows(line)
        ]
        made = [Reply((piece,), piece.score, "a safe line") for piece in pieces]
        made.sort(key=lambda reply: (-reply.score, reply.text))
        return self._ruled(made, plan.move, memory).replies

    def _react(self, scene: Fitting) -> list[Piece]:
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

    def _content(self, scene: Fitting) -> list[Piece]:
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
        if not pieces and scene.plan.move in FIRM:
            pieces = self._still_no(scene)
        pieces.sort(key=lambda piece: (-piece.score, piece.line.id))
        return pieces[:_TOP_CONTENTS]

    def _still_no(self, scene: Fitting) -> list[Piece]:
        """A plain no, where the scenario's own are all said: never a may-be."""
        refused = [t for t in scene.plan.targets if t.kind in ("again", "no")]
        if not refused:
            return []
        target = refused[0]
        own = self._contents.get((target.about, "no"), [])
        allowed = [line for line in own if scene.allows(line)] or [
            replace(line, about=target.about)
            for line in self._plain_no
            if scene.allows(line)
        ]
        return [
            Piece(line, scene.fill(line), target.score + 0.1 * scene.jitter(), target)
            for line in allowed
        ]

    def _forward(self, scene: Fitting) -> list[Piece]:
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


def _breaks(reply: Reply, rule: Rule, move: str) -> bool:
    """Whether any part of `reply` is against `rule`."""
    return any(
        rule.forbids(move, piece.line.role, piece.line.about, piece.text)
        and not rule.forbids_move(move)
        for piece in reply.pieces
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
