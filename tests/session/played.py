"""Sessions for tests: real scenario and real appraisal, skills labelled by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dialogue.messages import (
    Levels,
    LineScore,
    Memory,
    PartnerTurn,
    Safety,
    SkillScore,
    SpeechMeasures,
    Utterance,
)
from dialogue.partner import banks
from dialogue.partner.appraisal import appraise
from dialogue.scenario import Scenario
from dialogue.skills import SKILL_IDS
from sim.session import events
from sim.session.events import Event

NONE = Safety()


@dataclass(frozen=True)
class Line:
    """One of the user's lines with its skills, and what the partner answers."""

    text: str
    skills: dict[str, str]
    """Skill id to the words it rests on; "" for the whole line, "?" for a doubt."""
    reply: str
    mood: str = "calm"
    happened: tuple[str, ...] = ()
    reveals: tuple[str, ...] = ()
    flag: Safety = NONE
    speech: SpeechMeasures | None = None


def score(text: str, skills: dict[str, str]) -> LineScore:
    """The labels as the scorers would give them."""
    found = {}
    for skill in SKILL_IDS:
        words = skills.get(skill)
        if words is None:
            found[skill] = SkillScore(0.03, False)
        elif words == "?":
            found[skill] = SkillScore(0.5, None)
        else:
            start = text.index(words)
            span = (start, start + len(words)) if words else (0, len(text))
            found[skill] = SkillScore(0.92, True, (span,))
    return LineScore(found)


def begin(scenario: Scenario, goals: tuple[str, ...], opening: str) -> list[Event]:
    """The start of a session and the partner's opening."""
    name = scenario.persona.name
    memory = Memory(levels=scenario.persona.levels, texts=(opening,))
    turn = _turn(0, opening, scenario.opening_mood, memory, ())
    started = events.started(scenario.id, scenario.title, name, 7, goals, {})
    return [started, *events.answered(turn, memory.levels, None)]


def say(
    scenario: Scenario, log: list[Event], lines: list[Line], first: int = 1
) -> list[Event]:
    """The events of `lines` after `log`, the partner appraised by the real table."""
    table = banks.banks().appraisal
    memory = _memory(log, first - 1)
    out: list[Event] = []
    for number, line in enumerate(lines, first):
        said = Utterance(number, line.text, "typed", line.speech)
        scores = score(line.text, line.skills)
        out.append(events.utterance(said))
        out.append(events.safety(number, "user", line.flag))
        before = memory.levels
        levels, reasons = appraise(
            table, scenario.persona, memory, line.text, scores, line.happened
        )
        memory = _after(memory, levels, line, scores)
        turn = _turn(number, line.reply, line.mood, memory, reasons)
        out += events.answered(turn, before, scores)
    return out


def _memory(log: list[Event], turn: int) -> Memory:
    from dialogue.messages import from_json

    found = [one for one in log if one["event"] == "memory" and one["turn"] == turn]
    return from_json(Memory, found[-1]["memory"])


def _after(memory: Memory, levels: Levels, line: Line, scores: LineScore) -> Memory:
    counts = dict(memory.counts)
    for skill in scores.shown():
        counts[f"heard:{skill}"] = counts.get(f"heard:{skill}", 0) + 1
    if "refuse" in line.mood or line.mood == "guarded":
        counts["move:set_limit"] = 1
    return replace(
        memory,
        turn=memory.turn + 1,
        levels=levels,
        texts=(*memory.texts, line.reply),
        heard=(*memory.heard, line.text),
        revealed=(*memory.revealed, *line.reveals),
        counts=counts,
    )


def _turn(number: int, text: str, mood: str, memory: Memory, reasons) -> PartnerTurn:
    return PartnerTurn(
        turn=number,
        text=text,
        segments=(),
        move="disclose",
        move_why="",
        stage="unfolding",
        mood=mood,
        levels=memory.levels,
        reasons=reasons,
        analysis=None,
        memory=memory,
    )
