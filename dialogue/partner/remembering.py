"""What the partner carries from turn to turn; every function returns a new memory."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping

from dialogue.messages import Memory
from dialogue.partner import patterns
from dialogue.partner.analysis import Heard
from dialogue.partner.fitting import Reply
from dialogue.scenario import STAGES, Line, Scenario, holds
from dialogue.skills import HARMFUL, SKILL_IDS


def events_of(heard: Heard, memory: Memory) -> tuple[str, ...]:
    """What the line is beside its skills; `memory` is from before it."""
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


def advance(memory: Memory, text: str, heard: Heard, events: Collection[str]) -> Memory:
    """`memory` one turn on, with what the user has said."""
    counts = dict(memory.counts)
    for name in heard.triggers:
        if name in SKILL_IDS:
            count(counts, f"heard:{name}")
    if "pressure_after_no" in events:
        count(counts, "pressure_after_no")
    if heard.act == "silence":
        count(counts, "silences")
        count(counts, "silent_run")
    else:
        counts["silent_run"] = 0
    return dataclasses.replace(
        memory, turn=memory.turn + 1, heard=(*memory.heard, text), counts=counts
    )


def enter_stage(scenario: Scenario, memory: Memory) -> Memory:
    """`memory` in the furthest stage whose time has come."""
    now = STAGES.index(memory.stage)
    stage = memory.stage
    for index in range(len(STAGES) - 1, now, -1):
        if holds(scenario.stages[index].when, memory):
            stage = STAGES[index]
            break
    counts = dict(memory.counts)
    if stage == "closing":
        count(counts, "closing_turns")
    return dataclasses.replace(memory, stage=stage, counts=counts)


def remember(
    memory: Memory, move: str, reply: Reply, requests: Collection[str]
) -> Memory:
    """`memory` with what the partner says; `requests` are the ids of all requests."""
    lines = tuple(piece.line for piece in reply.pieces)
    counts = dict(memory.counts)
    count(counts, f"move:{move}")
    counts["last_n"] = len(lines)
    revealed, agreed, refused = memory.revealed, memory.agreed, memory.refused
    for line in lines:
        if line.asks:
            counts[f"asked:{line.asks}"] = 1
        if line.role == "reply":
            count(counts, f"told:{line.about}")
        if line.role == "tell":
            revealed = _with(revealed, line.about)
        if line.about in requests:
            agreed, refused = _answered(line, agreed, refused)
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


def forget(memory: Memory, lines: Mapping[str, Line]) -> Memory:
    """`memory` without what the user spoke over, so that it may be said again.

    `lines` are all lines by id. A no that was drowned out is still meant; a yes must
    have been heard. Of the counters only that something was told or asked goes back.
    """
    gone = [lines[name] for name in memory.unheard if name in lines]
    counts = dict(memory.counts)
    counts["last_n"] = max(0, counts.get("last_n", 0) - len(memory.unheard))
    for line in gone:
        counts.pop(f"asked:{line.asks}", None)
        if line.role == "reply" and counts.get(f"told:{line.about}", 0):
            counts[f"told:{line.about}"] -= 1
    untold = {line.about for line in gone if line.role == "tell"}
    unsaid = {line.about for line in gone if line.role in ("yes", "yes_but")}
    asked = {line.asks for line in gone}
    return dataclasses.replace(
        memory,
        said=tuple(name for name in memory.said if name not in memory.unheard),
        revealed=tuple(name for name in memory.revealed if name not in untold),
        agreed=tuple(name for name in memory.agreed if name not in unsaid),
        open_question="" if memory.open_question in asked else memory.open_question,
        counts=counts,
        unheard=(),
    )


def _answered(
    line: Line, agreed: tuple[str, ...], refused: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Requests agreed to and refused after `line`; a no takes a yes back."""
    if line.role in ("yes", "yes_but"):
        agreed = _with(agreed, line.about)
    if line.role in ("no", "again"):
        refused = (*(item for item in refused if item != line.about), line.about)
        agreed = tuple(item for item in agreed if item != line.about)
    return agreed, refused


def count(counts: dict[str, int], key: str) -> None:
    """Count `key` once more."""
    counts[key] = counts.get(key, 0) + 1


def _with(items: tuple[str, ...], item: str) -> tuple[str, ...]:
    return items if item in items else (*items, item)
