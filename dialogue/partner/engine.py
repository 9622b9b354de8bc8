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
    SkillScore,
)
from dialogue.partner import appraisal, patterns
from dialogue.partner.analysis import Ear, Heard, act_of, is_question
from dialogue.partner.banks import banks
from dialogue.partner.fitting import FIRM, Reply
from dialogue.partner.matching import Matcher, words_of
from dialogue.partner.moves import Plan, Planner
from dialogue.partner.words import KEPT_LOSERS, Writer
from dialogue.scenario import STAGES, Ending, Line, Scenario, holds, placed
from dialogue.skills import HARMFUL
from dialogue.slots import Setting, fill, slot_values

MAX_TURNS = 30
SILENCES_TO_END = 4
"""Silences in a row after which the partner closes gently."""
_SURE_PRESSURE = 0.8
"""Calibrated probability that pressure needs while nothing was declined: on the example
users, false alarms lay at .45 to .75 [judgement, few lines]."""


_FEW_WORDS = 2
_SURE_HARM = 0.9
"""Calibrated probability that harm needs in a line of `_FEW_WORDS` [judgement]."""


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
        self.scenario = scenario
        self.setting = setting or Setting()
        self._seed = abs(seed)
        self._shared = banks()
        self._ear = Ear(scenario, self._shared, matcher)
        self._planner = Planner(scenario, self._shared)
        self._writer = Writer(scenario, self._shared)
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
        score = self._plausible(text, score, memory)
        heard = self._ear.hear(text, score, memory)
        if heard.act == "silence":
            return self.respond_to_silence(memory)
        events = self._events(heard, memory)
        levels, reasons = appraisal.appraise(
            self._shared.appraisal, self.scenario.persona, memory, text, score, events
        )
        after = self._advance(memory, text, heard, events)
        after = dataclasses.replace(after, levels=levels)
        after = self._enter_stage(after)
        rng = self._rng(after.turn, text)
        targets = self._planner.targets(heard, after)
        values = {**self._values, "heard": self._named(heard, reasons)}
        plan = self._planner.choose(heard, after, targets, values, rng)
        mood = appraisal.mood(self._shared.appraisal, after, heard.triggers, plan.move)
        if plan.move == "end":
            return self._end(after, plan, mood, reasons, heard)
        replies = self._writer.compose(plan, heard, after, mood, self._values, rng)
        if not replies and plan.move in FIRM:
            tired = Plan("end", self.fill("{partner} has no new way to say no"), ())
            return self._end(after, tired, mood, reasons, heard)
        if not replies:
            plan = self._planner.wander(after)
            replies = self._writer.compose(plan, heard, after, mood, self._values, rng)
        if not replies:
            # Nothing is left that fits and was not said: close, never repeat.
            tired = Plan("end", self.fill("{partner} has said all there is"), ())
            return self._end(after, tired, mood, reasons, heard)
        return self._turn(after, plan, mood, reasons, heard, replies)

    def respond_to_silence(self, memory: Memory) -> PartnerTurn:
        """What the partner does when the user says nothing.

        Raises:
            SceneEnded: `memory` is from after the end.
        """
        if memory.counts.get("ended", 0):
            raise SceneEnded("the scene has ended; branch from an earlier turn.")
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
        after = self._advance(memory, "", heard, ("silence",))
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
        replies = self._writer.compose(plan, heard, after, mood, self._values, rng)
        quiet = tuple(r for r in replies if len(r.pieces) == 1 and r.pieces[0].line.to)
        if not quiet:
            return self._end(after, plan, mood, reasons, heard)
        turn = self._turn(after, plan, mood, reasons, heard, quiet)
        kept = dataclasses.replace(turn.memory, open_question=memory.open_question)
        return dataclasses.replace(turn, memory=kept)

    def _plausible(self, text: str, score: LineScore, memory: Memory) -> LineScore:
        """`score` without what cannot be: a no taken, or a push, where none was said.

        To be told of pressure when one has only said something hard is the worst fault
        a nervous user can meet, so without an earlier no it needs more certainty.
        """
        skills = _without_guesses(text, score)
        if not self._planner.has_just_declined(memory) and not memory.refused:
            skills.pop("accepts_no", None)
            pressure = skills.get("pressure")
            if pressure is not None and pressure.p < _SURE_PRESSURE:
                skills["pressure"] = dataclasses.replace(pressure, present=False)
        return LineScore(skills)

    def _rng(self, turn: int, text: str) -> np.random.Generator:
        return np.random.default_rng([self._seed, turn, zlib.crc32(text.encode())])

    def _events(self, heard: Heard, memory: Memory) -> tuple[str, ...]:
        events = []
        if heard.act == "change_topic" or (
            heard.matches and heard.matches[0].id in patterns.AROUND
        ):
            events.append("walked_around")
        elif heard.answers and not set(heard.triggers) & HARMFUL:
            events.append("answered")
        if heard.repeats:
            events.append("repeats")
        if memory.refused and "pressure" in heard.triggers:
            events.append("pressure_after_no")
        return tuple(events)

    def _advance(
        self, memory: Memory, text: str, heard: Heard, events: tuple[str, ...]
    ) -> Memory:
        counts = dict(memory.counts)
        for name in heard.triggers:
            if name in self._shared.appraisal.skills:
                _count(counts, f"heard:{name}")
        if "pressure_after_no" in events:
            _count(counts, "pressure_after_no")
        if heard.act == "silence":
            _count(counts, "silences")
            _count(counts, "silent_run")
        else:
            counts["silent_run"] = 0
        return dataclasses.replace(
            memory, turn=memory.turn + 1, heard=(*memory.heard, text), counts=counts
        )

    def _enter_stage(self, memory: Memory) -> Memory:
        now = STAGES.index(memory.stage)
        stage = memory.stage
        for index in range(len(STAGES) - 1, now, -1):
            if holds(self.scenario.stages[index].when, memory):
                stage = STAGES[index]
                break
        counts = dict(memory.counts)
        if stage == "closing":
            _count(counts, "closing_turns")
        return dataclasses.replace(memory, stage=stage, counts=counts)

    def _named(self, heard: Heard, reasons: tuple[Reason, ...]) -> str:
        """What set the move off, in words: 'blame in “you never”'."""
        ranked = sorted(heard.triggers.items(), key=lambda item: -item[1])
        for name, _ in ranked:
            effect = self._shared.appraisal.skills.get(name)
            if effect is not None:
                quote = next((r.quote for r in reasons if r.skill == name), "")
                return effect.heard + (f" in “{quote}”" if quote else "")
        return "what was said"

    def _turn(
        self,
        memory: Memory,
        plan: Plan,
        mood: str,
        reasons: tuple[Reason, ...],
        heard: Heard,
        replies: tuple[Reply, ...],
    ) -> PartnerTurn:
        best = replies[0]
        losers: dict[str, Reply] = {}
        for reply in replies[1:]:
            if reply.text != best.text:
                losers.setdefault(reply.text, reply)
        after = self._remember(memory, plan, best)
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
            ),
        )

    def _remember(self, memory: Memory, plan: Plan, reply: Reply) -> Memory:
        lines = tuple(piece.line for piece in reply.pieces)
        counts = dict(memory.counts)
        _count(counts, f"move:{plan.move}")
        counts["last_n"] = len(lines)
        revealed, agreed, refused = memory.revealed, memory.agreed, memory.refused
        for line in lines:
            if line.asks:
                counts[f"asked:{line.asks}"] = 1
            if line.role == "reply":
                _count(counts, f"told:{line.about}")
            if line.role == "tell":
                revealed = _with(revealed, line.about)
            if line.role in ("yes", "yes_but") and self._is_request(line):
                agreed = _with(agreed, line.about)
            if line.role in ("no", "again") and self._is_request(line):
                refused = _with(
                    tuple(r for r in refused if r != line.about), line.about
                )
                agreed = tuple(item for item in agreed if item != line.about)
        return dataclasses.replace(
            memory,
            said=(*memory.said, *(line.id for line in lines)),
            texts=(*memory.texts, reply.text),
            revealed=revealed,
            agreed=agreed,
            refused=refused,
            open_question=lines[-1].asks,
            counts=counts,
        )

    def _is_request(self, line: Line) -> bool:
        return line.about in self.scenario.requests_by_id

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
            if (not line.moods or mood in line.moods) and holds(line.when, memory)
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

    def ending(self, memory: Memory) -> Ending:
        """The ending that fits `memory`: the first whose condition holds."""
        for ending in self.scenario.endings:
            if holds(ending.when, memory):
                return ending
        return self.scenario.endings[-1]


def _without_guesses(text: str, score: LineScore) -> dict[str, SkillScore]:
    """Skills of `text` without what one or two words cannot show.

    A greeting and a good night show no skill; harm in one or two words ("Pathetic.")
    needs more certainty, for "Jealous?" and "Hey." are read wrongly often.
    """
    if len(words_of(text)) > _FEW_WORDS:
        return dict(score.skills)
    act = act_of(text, LineScore({}), is_question(text))
    return {
        name: skill
        if act not in ("greet", "goodbye")
        and (name not in HARMFUL or skill.p >= _SURE_HARM)
        else dataclasses.replace(skill, present=False)
        for name, skill in score.skills.items()
    }


def _count(counts: dict[str, int], key: str) -> None:
    counts[key] = counts.get(key, 0) + 1


def _with(items: tuple[str, ...], item: str) -> tuple[str, ...]:
    return items if item in items else (*items, item)


def epilogue(partner: Partner, ending_id: str) -> str:
    """The plain sentence after an ending, slots filled; empty for an unknown id."""
    found: Mapping[str, Ending] = {item.id: item for item in partner.scenario.endings}
    return partner.fill(found[ending_id].epilogue) if ending_id in found else ""
