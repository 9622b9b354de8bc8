"""Events of a session, as they stand in the log.

An event is a JSON object with a ``kind`` under the key ``event``. Everything that
a replay needs is in the events; nothing in them depends on the clock except events
of the kind ``timings``, and the minutes in what is told of a headset (``discomfort``,
``break_offered``, ``comfort_stopped``) or counted with it (``watched``, of
`sim.sensors`), which make no state.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from dialogue.messages import (
    LineScore,
    PartnerTurn,
    Safety,
    Utterance,
    to_json,
)
from sim.session.given import Given

Event = dict[str, Any]


class EventError(ValueError):
    """A recorded event is damaged or of another version; says which kind and why."""


INTERNAL: frozenset[str] = frozenset({"memory"})
"""Kinds kept for replay and left out of ``--json``."""


def event(kind: str, **values: Any) -> Event:
    """One event; `values` are turned into plain JSON values."""
    return {"event": kind, **{key: to_json(item) for key, item in values.items()}}


def started(
    scenario: str,
    title: str,
    partner: str,
    seed: int,
    goals: Sequence[str],
    setting: dict[str, str],
    file: str = "",
    given: Given | None = None,
) -> Event:
    """The first event.

    `file` is the path of a scenario of the user's own; `given` is what a therapist
    has given for this session.
    """
    made = event(
        "session_started",
        scenario=scenario,
        title=title,
        partner=partner,
        seed=seed,
        goals=tuple(goals),
        setting=setting,
        file=file,
    )
    return made if given is None else {**made, "given": to_json(given)}


def utterance(said: Utterance) -> Event:
    """What the user said."""
    return {"event": "utterance", **to_json(said)}


def safety(turn: int, who: str, found: Safety) -> Event:
    """What the screen found in one line of `who` ("user" or "partner")."""
    return {"event": "safety", "turn": turn, "who": who, **to_json(found)}


def answered(turn: PartnerTurn, before: Any, score: LineScore | None) -> list[Event]:
    """The events of one partner turn, in the order in which they explain it."""
    events: list[Event] = []
    if score is not None:
        events.append(event("skills", turn=turn.turn, skills=score.skills))
    events.append(
        event(
            "state",
            turn=turn.turn,
            levels=turn.levels,
            before=before,
            reasons=turn.reasons,
        )
    )
    events.append(
        event(
            "move",
            turn=turn.turn,
            move=turn.move,
            why=turn.move_why,
            stage=turn.stage,
            mood=turn.mood,
            rules=turn.rules,
            analysis=turn.analysis,
        )
    )
    events.append(event("memory", turn=turn.turn, memory=turn.memory))
    events.append(
        event(
            "reply",
            turn=turn.turn,
            text=turn.text,
            mood=turn.mood,
            segments=turn.segments,
            words=turn.words,
            fallback=turn.fallback,
            ending=turn.ending,
            candidates=turn.candidates,
        )
    )
    return events


def cut_off(turn: int, heard: str, unheard: Sequence[str]) -> Event:
    """The user spoke over the partner: what was heard, and which lines were not."""
    return event("cut_off", turn=turn, heard=heard, unheard=tuple(unheard))


def read_again(scores: Mapping[int, LineScore]) -> list[Event]:
    """The second reading of the user's lines, by turn; the log's last one counts."""
    made = [
        event("skills", turn=turn, reader="careful", skills=score.skills)
        for turn, score in sorted(scores.items())
    ]
    return [*made, event("reread", outcome="done")]


def not_read_again(outcome: Literal["missing", "late", "lost"]) -> Event:
    """The debrief rests on the first reading, and why."""
    return event("reread", outcome=outcome)


def transfer(text: str) -> Event:
    """Where the user wants to use what was practised; "" takes it back."""
    return event("transfer", text=" ".join(text.split()))
