"""How the partner takes a line: levels before and after, each change with its reason.

The table is ``assets/banks/appraisal.toml``, with the theory it rests on; this module
only scales: by the persona's sensitivities, by the scorer's probability, by what was
heard before, and by how hurt or angry the partner already is.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dialogue.messages import Levels, LineScore, Memory, Reason
from dialogue.partner.banks import Appraisal, Effect
from dialogue.scenario import Persona, holds
from dialogue.skills import CONSTRUCTIVE, HARMFUL

_NEEDS_A_NO = ("accepts_no",)
"""Skills that mean nothing unless the partner has set a limit."""
_QUOTE_WORDS = 9


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that moves the partner: a skill or an event."""

    name: str
    effect: Effect
    factor: float
    quote: str


def appraise(
    table: Appraisal,
    persona: Persona,
    memory: Memory,
    text: str,
    score: LineScore,
    events: tuple[str, ...] = (),
) -> tuple[Levels, tuple[Reason, ...]]:
    """Levels after `text`, and why; `memory` is from before the line."""
    levels = _faded(table, memory.levels, score)
    reasons: list[Reason] = []
    for cause in _causes(table, persona, memory, text, score, events):
        for level, change in cause.effect.changes.items():
            before = getattr(levels, level)
            after = _moved(before, change * cause.factor)
            levels = dataclasses.replace(levels, **{level: after})
            if abs(after - before) >= table.numbers["told"]:
                reasons.append(
                    _reason(table, persona.name, cause, level, before, after)
                )
    # The largest first: what a reader of the log looks for.
    reasons.sort(key=lambda item: -abs(item.after - item.before))
    return levels, tuple(reasons)


def mood(
    table: Appraisal, memory: Memory, triggers: Mapping[str, float], move: str = ""
) -> str:
    """The mood that shows, from levels and what was just heard."""
    for row in table.moods:
        if row.to and not set(row.to) & set(triggers):
            continue
        if row.moves and move not in row.moves:
            continue
        if holds(row.when, memory):
            return row.mood
    return "calm"


def _faded(table: Appraisal, levels: Levels, score: LineScore) -> Levels:
    if any(score.has(skill) for skill in HARMFUL):
        return levels
    return dataclasses.replace(
        levels,
        anger=round(levels.anger * table.numbers["anger_fades"], 6),
        hurt=round(levels.hurt * table.numbers["hurt_fades"], 6),
    )


def _causes(
    table: Appraisal,
    persona: Persona,
    memory: Memory,
    text: str,
    score: LineScore,
    events: tuple[str, ...],
) -> Iterator[Cause]:
    shown = score.shown()
    # Harm first: it sets how much of the good still arrives.
    for skill in sorted(shown, key=lambda name: name not in HARMFUL):
        if skill not in table.skills:
            continue
        if skill in _NEEDS_A_NO and not _has_said_no(memory):
            continue
        factor = _factor(table, persona, memory, score, skill)
        yield Cause(skill, table.skills[skill], factor, quote(text, score, skill))
    for event in events:
        yield Cause(event, table.events[event], 1.0, "")


def _factor(
    table: Appraisal, persona: Persona, memory: Memory, score: LineScore, skill: str
) -> float:
    numbers = table.numbers
    times = memory.counts.get(f"heard:{skill}", 0)
    factor = persona.sensitivities.get(skill, 1.0)
    factor *= max(0.5, min(1.0, score.skills[skill].p))
    if skill in HARMFUL:
        return factor * min(
            numbers["sensitisation_ceiling"], numbers["sensitisation"] ** times
        )
    factor *= max(numbers["saturation_floor"], numbers["saturation"] ** times)
    heat = max(memory.levels.hurt, memory.levels.anger)
    factor *= 1.0 - numbers["override"] * heat
    if skill in CONSTRUCTIVE and any(score.has(harm) for harm in HARMFUL):
        factor *= numbers["spoiled"]
    return factor


def _has_said_no(memory: Memory) -> bool:
    limits = ("refuse", "set_limit", "hesitate", "deflect", "withdraw")
    return bool(memory.refused) or any(
        memory.counts.get(f"move:{move}", 0) for move in limits
    )


def _moved(before: float, change: float) -> float:
    """`before` moved by `change`; the last stretch to 0 or 1 takes longer."""
    room = (1.0 - before) if change > 0 else before
    return round(min(1.0, max(0.0, before + change * min(1.0, 0.25 + 1.5 * room))), 6)


def quote(text: str, score: LineScore, skill: str) -> str:
    """The first evidence span of `skill`, at most nine words; empty for none."""
    for start, end in score.skills[skill].evidence:
        if 0 <= start < end <= len(text):
            words = text[start:end].strip(" ,.;:!?").split()
            cut = " ".join(words[:_QUOTE_WORDS])
            return cut + ("…" if len(words) > _QUOTE_WORDS else "")
    return ""


def _reason(
    table: Appraisal, name: str, cause: Cause, level: str, before: float, after: float
) -> Reason:
    verbs = table.verbs[level]
    verb = verbs.up if after > before else verbs.down
    shown = f" in “{cause.quote}”" if cause.quote else ""
    title = level.replace("_", " ")
    span = f"{_short(before)} → {_short(after)}"
    return Reason(
        level=level,
        before=before,
        after=after,
        skill=cause.name,
        quote=cause.quote,
        text=f"{name} {verb} ({title} {span}): heard {cause.effect.heard}{shown}.",
    )


def _short(value: float) -> str:
    return f"{value:.2f}".removeprefix("0")
