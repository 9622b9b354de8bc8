"""The turns of a session as the debrief needs them, read from the log."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from dialogue.messages import (
    Levels,
    LineScore,
    Reason,
    SkillScore,
    SpeechMeasures,
    from_json,
)
from sim.session.events import Event

CAREFUL = "careful"
"""Name of the second reading, as ``skills`` events carry it under ``reader``."""

_INNER_QUOTES = str.maketrans("“”", "‘’")
"""For words that will stand in quotation marks of their own."""


def judged(skill: str, turn: int) -> str:
    """Key of the statement that line `turn` shows `skill`."""
    return f"{skill}@{turn}"


@dataclass(frozen=True, slots=True)
class Mark:
    """A statement of the debrief that the user called wrong."""

    statement: str
    """Its key, such as ``criticism@3``."""
    skill: str = ""
    """Empty where the statement is about no skill."""
    turn: int | None = None
    words: str = ""
    """The user's words it was about."""
    says: str = ""
    """What the debrief had said."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: what was heard, said, answered, and what moved."""

    turn: int
    heard: str = ""
    """The partner's line before it."""
    said: str = ""
    """Empty for the opening and for a moment that was skipped."""
    reply: str = ""
    move: str = ""
    after_no: bool = False
    """The partner had said no, or set a limit, just before."""
    mood: str = ""
    levels: Levels | None = None
    reasons: tuple[Reason, ...] = ()
    skills: dict[str, SkillScore] = field(default_factory=dict)
    """The reading that counts: the log's last one, without what the user marked."""
    first: dict[str, SkillScore] = field(default_factory=dict)
    """The reading that the partner answered."""
    reader: str = ""
    """``careful`` where the second reading counts."""
    wrong: frozenset[str] = frozenset()
    """Skills that the user says this line was misread for."""
    revealed: tuple[str, ...] = ()
    """Ids of all facts the partner had told by the end of this turn."""
    is_flagged: bool = False
    """The safety screen had a question about it, so nothing in it is scored."""
    speech: SpeechMeasures | None = None

    @property
    def score(self) -> LineScore:
        """The skills as the scorers gave them."""
        return LineScore(dict(self.skills))

    @property
    def is_scored(self) -> bool:
        """Whether the line counts."""
        return bool(self.said) and bool(self.skills) and not self.is_flagged


@dataclass(frozen=True, slots=True)
class Story:
    """One way the conversation went."""

    scenario: str = ""
    title: str = ""
    partner: str = ""
    setting: dict[str, str] = field(default_factory=dict)
    """Names, pronouns and facts as the user had set them."""
    goals: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = ()
    ending: str = ""
    left: bool = False
    stopped: str = ""
    """The safety category that stopped it."""
    revealed: tuple[str, ...] = ()
    """Ids of the facts that the partner told."""
    marks: dict[str, Mark] = field(default_factory=dict)
    """What the user called wrong, by the key of the statement."""
    transfer: str = ""
    """Where the user wants to use this, in their words."""
    noticed: tuple[dict[str, Any], ...] = ()
    """What was counted with a headset, turn by turn (`sim.sensors`); without turns
    that the safety screen had a question about."""
    reread: str = ""
    """What became of the second reading: done, missing, late or lost; "" for none."""

    @property
    def said(self) -> tuple[Turn, ...]:
        """The turns in which the user said something."""
        return tuple(turn for turn in self.turns if turn.said)


def tell(events: Iterable[Event]) -> Story:
    """Read one branch of a log (sim.session.recorder.branches)."""
    story = Story()
    marks: dict[str, Mark] = {}
    turns: dict[int, Turn] = {}
    noticed: list[tuple[int, dict[str, Any]]] = []
    for event in events:
        number = event.get("turn")
        if event["event"] == "watched":
            _notice(noticed, event)
            continue
        if number is not None:
            turn = turns.get(number, Turn(number))
            turns[number] = dataclasses.replace(turn, **_of_turn(event))
        if event["event"] == "marked_wrong":
            _mark(marks, event)
        story = dataclasses.replace(story, **_of_story(event))
    heard = before = ""
    ordered = []
    for number in sorted(turns):
        turn = dataclasses.replace(
            turns[number], heard=heard, after_no=before in ("refuse", "set_limit")
        )
        ordered.append(_corrected(turn, marks))
        heard, before = turn.reply or heard, turn.move
    flagged = {turn.turn for turn in ordered if turn.is_flagged}
    return dataclasses.replace(
        story,
        turns=tuple(ordered),
        marks=marks,
        noticed=tuple(one for turn, one in noticed if turn not in flagged),
    )


def _notice(noticed: list[tuple[int, dict[str, Any]]], event: Event) -> None:
    """Take in what was counted in one turn; what is no table is passed over."""
    counted = event.get("noticed")
    if isinstance(counted, dict):
        noticed.append((event.get("turn", 0), counted))


def _mark(marks: dict[str, Mark], event: Event) -> None:
    """Take a mark in, or take it back."""
    key = event["statement"]
    marks.pop(key, None)
    if event.get("is_wrong", True):
        marks[key] = Mark(
            key,
            event.get("skill", ""),
            event.get("turn"),
            event.get("words", ""),
            event.get("says", ""),
            event.get("note", ""),
        )


def _corrected(turn: Turn, marks: dict[str, Mark]) -> Turn:
    """The turn with what the user called wrong counted neither way."""
    wrong = frozenset(one for one in turn.skills if judged(one, turn.turn) in marks)
    if not wrong:
        return turn
    skills = {
        name: dataclasses.replace(score, present=None) if name in wrong else score
        for name, score in turn.skills.items()
    }
    return dataclasses.replace(turn, skills=skills, wrong=wrong)


def _of_turn(event: Event) -> dict[str, Any]:
    """What one event says about its turn."""
    match event["event"]:
        case "utterance":
            speech = event.get("speech")
            return {
                "said": event["text"].strip(),
                "speech": from_json(SpeechMeasures, speech) if speech else None,
            }
        case "safety" if event.get("who", "user") == "user":
            return {"is_flagged": event.get("action", "none") != "none"}
        case "skills":
            found = event["skills"]
            scores = {key: from_json(SkillScore, one) for key, one in found.items()}
            if event.get("reader") == CAREFUL:
                return {"skills": scores, "reader": CAREFUL}
            return {"skills": scores, "first": scores, "reader": ""}
        case "memory":
            return {"revealed": tuple(event["memory"].get("revealed", ()))}
        case "state":
            reasons = tuple(from_json(Reason, one) for one in event["reasons"])
            return {"levels": from_json(Levels, event["levels"]), "reasons": reasons}
        case "move":
            return {"move": event.get("move", "")}
        case "reply" | "partner_spoke":
            words = event["text"].translate(_INNER_QUOTES)
            return {"reply": words, "mood": event.get("mood", "")}
        case "cut_off":
            return {"reply": event["heard"].translate(_INNER_QUOTES)}
    return {}


def _of_story(event: Event) -> dict[str, Any]:
    """What one event says about the whole."""
    match event["event"]:
        case "session_started":
            return {
                "scenario": event.get("scenario", ""),
                "title": event.get("title", ""),
                "partner": event.get("partner", "") or "",
                "setting": dict(event.get("setting") or {}),
                "goals": tuple(event.get("goals", ())),
            }
        case "memory":
            return {"revealed": tuple(event["memory"].get("revealed", ()))}
        case "ended":
            return {"ending": event.get("ending", "")}
        case "left":
            return {"left": True}
        case "transfer":
            return {"transfer": event.get("text", "")}
        case "reread":
            return {"reread": event.get("outcome", "")}
        case "stopped":
            return {"stopped": event.get("category", "") or "stop_request"}
        case "safety" if event.get("who", "user") == "user":
            if event.get("action") == "stop":
                return {"stopped": event["category"]}
    return {}
