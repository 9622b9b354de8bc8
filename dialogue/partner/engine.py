"""The partner: a pure function of scenario, seed, setting, memory and the user's line.

Resume from any `Memory`, or branch from an earlier one: the same inputs give the same
turn, byte for byte.
"""

from __future__ import annotations

import dataclasses
import zlib
from collections.abc import Mapping

import numpy as np

from dialogue.messages import (
    LineScore,
    Memory,
    PartnerTurn,
    Reason,
    Segment,
)
from dialogue.partner import appraisal
from dialogue.partner.analysis import Ear, Heard
from dialogue.partner.banks import banks, for_scenario
from dialogue.partner.fitting import FIRM, Made, Reply
from dialogue.partner.matching import Matcher
from dialogue.partner.moves import Plan, Planner
from dialogue.partner.plausible import plausible
from dialogue.partner.remembering import (
    advance,
    enter_stage,
    events_of,
    forget,
    remember,
)
from dialogue.partner.words import KEPT_LOSERS, Writer
from dialogue.scenario import (
    Ending,
    Line,
    Scenario,
    as_told,
    holds,
    placed,
)
from dialogue.scenario.rules import on
from dialogue.slots import Setting, fill, slot_values

MAX_TURNS = 30
SILENCES_TO_END = 4
"""Silences in a row after which the partner closes gently."""


class SceneEnded(ValueError):
    """A line was said after the partner had ended the scene."""


class Partner:
    """Plays one persona in one scenario."""

    def __init__(
        self,
        scenario: Scenario,
        matcher: Matcher,
        seed: int = 0,
        setting: Setting | None = None,
    ) -> None:
        """Prepare wordings with `matcher`; that is the slow part."""
        self.setting = setting or Setting()
        scenario = as_told(scenario, self.setting)
        self.scenario = scenario
        self._seed = abs(seed)
        self._shared = for_scenario(banks(), scenario)
        self._ear = Ear(scenario, self._shared, matcher)
        self._planner = Planner(scenario, self._shared)
        self._writer = Writer(scenario, self._shared)
        self._lines = {
            line.id: line for line in (*scenario.every_line, *self._shared.lines)
        }
        self._silences = tuple(
            line for line in self._shared.lines if line.to == ("silence",)
        )
        persona = scenario.persona
        self._values = slot_values(
            persona.name,
            persona.pronouns,
            persona.relationship,
            scenario.slots,
            self.setting,
        )

    def fill(self, text: str) -> str:
        """Fill slots in a text of the scenario, such as its briefing."""
        return fill(text, self._values)

    def open(self) -> PartnerTurn:
        """The partner's first line, before the user has spoken."""
        rng = self._rng(0, "")
        pick = int(rng.integers(len(self.scenario.opening)))
        text = self.fill(self.scenario.opening[pick])
        line_id = f"opening.{pick + 1}"
        asks = self.scenario.opening_asks
        memory = Memory(
            levels=self.scenario.persona.levels,
            said=(line_id,),
            texts=(text,),
            open_question=asks,
            counts={f"asked:{asks}": 1} if asks else {},
        )
        return PartnerTurn(
            turn=0,
            text=text,
            segments=(Segment("content", line_id, text),),
            move="ask" if text.endswith("?") else "hesitate",
            move_why=self.fill("{partner} begins"),
            stage=memory.stage,
            mood=self.scenario.opening_mood,
            levels=memory.levels,
            reasons=(),
            analysis=None,
            memory=memory,
        )

    def reply(self, memory: Memory, text: str, score: LineScore) -> PartnerTurn:
        """Answer one line of the user.

        Raises:
            SceneEnded: `memory` is from after the end.
        """
        if memory.counts.get("ended", 0):
            raise SceneEnded("the scene has ended; branch from an earlier turn.")
        if memory.unheard:
            memory = forget(memory, self._lines)
        was_declined = self._planner.has_just_declined(memory) or bool(memory.refused)
        score = plausible(text, score, was_declined=was_declined)
        heard = self._ear.hear(text, score, memory)
        if heard.act == "silence":
            return self.respond_to_silence(memory)
        events = events_of(heard, memory)
        levels, reasons = appraisal.appraise(
            self._shared.appraisal, self.scenario.persona, memory, text, score, events
        )
        after = advance(memory, text, heard, events)
        after = dataclasses.replace(after, levels=levels)
        after = enter_stage(self.scenario, after)
        rng = self._rng(after.turn, text)
        targets = self._planner.targets(heard, after)
        values = {**self._values, "heard": self._named(heard, reasons)}
        plan = self._planner.choose(heard, after, targets, values, rng)
        mood = appraisal.mood(self._shared.appraisal, after, heard.triggers, plan.move)
        if plan.move == "end":
            return self._end(after, plan, mood, reasons, heard)
        made = self._writer.compose(plan, heard, after, mood, self._values, rng)
        if not made.replies and made.held:
            plan, made = self._held_back(plan, made, heard, after, mood, rng)
        elif not made.replies and plan.move not in FIRM:
            plan = self._planner.wander(after)
            made = self._writer.compose(plan, heard, after, mood, self._values, rng)
        if not made.replies:
            # Nothing is left that fits and was not said: close, never repeat.
            tired = Plan("end", self.fill("{partner} has said all there is"), ())
            return self._end(after, tired, mood, reasons, heard)
        return self._turn(after, plan, mood, reasons, heard, made)

    def respond_to_silence(self, memory: Memory) -> PartnerTurn:
        """What the partner does when the user says nothing.

        Raises:
            SceneEnded: `memory` is from after the end.
        """
        if memory.counts.get("ended", 0):
            raise SceneEnded("the scene has ended; branch from an earlier turn.")
        if memory.unheard:
            memory = forget(memory, self._lines)
        none = LineScore({})
        levels, reasons = appraisal.appraise(
            self._shared.appraisal,
            self.scenario.persona,
            memory,
            "",
            none,
            ("silence",),
        )
        heard = Heard("", "silence", {"silence": 1.0})
        after = advance(memory, "", heard, ("silence",))
        # A question stays open while the user thinks.
        after = dataclasses.replace(
            after, levels=levels, open_question=memory.open_question
        )
        mood = appraisal.mood(self._shared.appraisal, after, {})
        over = after.counts["silent_run"] >= SILENCES_TO_END
        if over or after.turn >= MAX_TURNS:
            plan = Plan("end", self.fill("silence has said it"), ())
            return self._end(after, plan, mood, reasons, heard)
        plan = Plan("hesitate", self.fill("{partner} waits with the silence"), ())
        rng = self._rng(after.turn, "")
        made = self._writer.compose(plan, heard, after, mood, self._values, rng)
        quiet = tuple(
            r for r in made.replies if len(r.pieces) == 1 and r.pieces[0].line.to
        )
        if not quiet:
            return self._end(after, plan, mood, reasons, heard)
        made = dataclasses.replace(made, replies=quiet)
        turn = self._turn(after, plan, mood, reasons, heard, made)
        kept = dataclasses.replace(turn.memory, open_question=memory.open_question)
        return dataclasses.replace(turn, memory=kept)

    def _rng(self, turn: int, text: str) -> np.random.Generator:
        return np.random.default_rng([self._seed, turn, zlib.crc32(text.encode())])

    def _named(self, heard: Heard, reasons: tuple[Reason, ...]) -> str:
        """What set the move off, in words: 'blame in “you never”'."""
        ranked = sorted(heard.triggers.items(), key=lambda item: -item[1])
        for name, _ in ranked:
            effect = self._shared.appraisal.skills.get(name)
            if effect is not None:
                quote = next((r.quote for r in reasons if r.skill == name), "")
                return effect.heard + (f" in “{quote}”" if quote else "")
        return "what was said"

    def _held_back(
        self,
        plan: Plan,
        made: Made,
        heard: Heard,
        memory: Memory,
        mood: str,
        rng: np.random.Generator,
    ) -> tuple[Plan, Made]:
        """A safe line, where the partner's rules leave nothing else to say."""
        rule = made.held[0].rule
        why = f"{plan.why}; a rule leaves nothing else: {rule}"
        safe = dataclasses.replace(plan, move="hesitate", why=why)
        lines = self._writer.safe(safe, heard, memory, mood, self._values, rng)
        return safe, Made(lines, made.held)

    def _turn(
        self,
        memory: Memory,
        plan: Plan,
        mood: str,
        reasons: tuple[Reason, ...],
        heard: Heard,
        made: Made,
    ) -> PartnerTurn:
        best = made.replies[0]
        losers: dict[str, Reply] = {}
        for reply in made.replies[1:]:
            if reply.text != best.text:
                losers.setdefault(reply.text, reply)
        bitten = made.bitten()
        after = remember(memory, plan.move, best, self.scenario.requests_by_id)
        return PartnerTurn(
            turn=memory.turn,
            text=best.text,
            segments=best.segments(),
            move=plan.move,
            move_why=plan.why,
            stage=memory.stage,
            mood=mood,
            levels=memory.levels,
            reasons=reasons,
            analysis=heard.message(),
            memory=after,
            candidates=tuple(
                reply.candidate()
                for reply in (best, *list(losers.values())[:KEPT_LOSERS])
            )
            + tuple(held.candidate() for held in bitten),
            rules=tuple(dict.fromkeys((*plan.rules, *(held.rule for held in bitten)))),
        )

    def _end(
        self,
        memory: Memory,
        plan: Plan,
        mood: str,
        reasons: tuple[Reason, ...],
        heard: Heard,
    ) -> PartnerTurn:
        ending = self.ending(memory)
        lines = [
            placed(line, f"{ending.id}.last.{index}", "", "")
            for index, line in enumerate(ending.last, 1)
            if (not line.moods or mood in line.moods)
            and holds(line.when, memory)
            and not self._is_against_a_rule(line, memory)
        ] or [placed(ending.last[0], f"{ending.id}.last.1", "", "")]
        line = lines[int(self._rng(memory.turn, heard.text).integers(len(lines)))]
        text = self.fill(line.text)
        counts = {**memory.counts, "ended": 1, "last_n": 1}
        after = dataclasses.replace(
            memory,
            stage="closing",
            said=(*memory.said, line.id),
            texts=(*memory.texts, text),
            open_question="",
            counts=counts,
        )
        return PartnerTurn(
            turn=memory.turn,
            text=text,
            segments=(Segment("content", line.id, text),),
            move="end",
            move_why=plan.why,
            stage="closing",
            mood=mood,
            levels=memory.levels,
            reasons=reasons,
            analysis=heard.message(),
            memory=after,
            ending=ending.id,
        )

    def _is_against_a_rule(self, line: Line, memory: Memory) -> bool:
        text = self.fill(line.text)
        return any(
            rule.forbids("end", line.role, line.about, text)
            for rule in on(self.scenario.persona.rules, memory)
        )

    def ending(self, memory: Memory) -> Ending:
        """The ending that fits `memory`: the first whose condition holds."""
        for ending in self.scenario.endings:
            if holds(ending.when, memory):
                return ending
        return self.scenario.endings[-1]


def epilogue(partner: Partner, ending_id: str) -> str:
    """The plain sentence after an ending, slots filled; empty for an unknown id."""
    found: Mapping[str, Ending] = {item.id: item for item in partner.scenario.endings}
    return partner.fill(found[ending_id].epilogue) if ending_id in found else ""
