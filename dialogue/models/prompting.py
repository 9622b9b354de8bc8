"""What a language model is told: who it plays, how they are, what they now do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from dialogue.messages import Levels, Memory, PartnerTurn
from dialogue.models.base import Message
from dialogue.scenario import Persona, Scenario
from dialogue.scenario.rules import on

TURNS = 4
"""Turns of the talk that the model sees; small models lose the thread with more."""

_SYSTEM = """\
You play {name} ({pronouns}, {age}), the user's {relationship}, in a rehearsal of a \
hard conversation between two adults who are close.
About {name}: {history} {name} wants: {wants} {name} fears: {fears}
Limits {name} keeps: {boundaries}
How {name} speaks: {manner}
Already said by {name}: {facts}
Right now {name} is {how}.
Rules: speak only as {name}, one to three short spoken sentences, no stage directions, \
no name in front, no advice like a therapist, nothing explicit. A no stays a no. Say \
nothing new about {name}'s life."""

_TASK = """\
{name} now does this: {move} ({why}). What {name} means to say: "{line}"
Say that in {name}'s own words, as an answer to what was just said."""

DOES: dict[str, str] = {
    "disclose": "tells something true",
    "ask": "asks",
    "soften": "softens",
    "agree": "agrees",
    "propose": "proposes something",
    "hesitate": "hesitates",
    "deflect": "avoids the point",
    "defend": "defends themself",
    "counter": "answers back",
    "withdraw": "pulls back",
    "set_limit": "sets a limit",
    "refuse": "says no",
    "accept_repair": "takes the offered repair",
    "end": "ends the talk for now",
}


@runtime_checkable
class OwnChat(Protocol):
    """A model that was trained on chats of its own."""

    def chat(
        self, told: Scenario, turn: PartnerTurn, text: str, memory: Memory
    ) -> tuple[Message, ...]:
        """What it reads before it words `turn` as an answer to `text`."""

    def ballot(
        self, told: Scenario, turn: PartnerTurn, text: str, memory: Memory
    ) -> tuple[Message, ...]:
        """What it reads before it weighs replies to `text`."""

    def read_ahead(self, told: Scenario, memory: Memory) -> None:
        """Read the talk so far while the user speaks."""


def prompt_for(
    model: object, told: Scenario, turn: PartnerTurn, text: str, memory: Memory
) -> tuple[Message, ...]:
    """The chat in which `model` words `turn`: its own, or that of any model."""
    if isinstance(model, OwnChat):
        return model.chat(told, turn, text, memory)
    return prompt(told, turn, text, memory)


def prompt(
    told: Scenario, turn: PartnerTurn, text: str, memory: Memory
) -> tuple[Message, ...]:
    """The chat that asks a model to word `turn` as an answer to the user's `text`."""
    task = _TASK.format(
        name=told.persona.name,
        move=DOES.get(turn.move, turn.move),
        why=turn.move_why.rstrip("."),
        line=turn.text,
    )
    *before, last = talk(told, turn, text, memory)
    return (*before, Message("user", f"{last.content}\n\n[{task}]"))


def talk(
    told: Scenario, turn: PartnerTurn, text: str, memory: Memory
) -> tuple[Message, ...]:
    """The chat up to the user's `text`: who the partner is, and what was said."""
    chat = [Message("system", _system(told, told.persona, turn, memory))]
    heard, said = memory.heard[-TURNS:], memory.texts[-TURNS - 1 :]
    if said:
        chat.append(Message("user", "(We sit down together.)"))
        chat.append(Message("assistant", said[0]))
    for mine, theirs in zip(heard, said[1:], strict=False):
        chat += [Message("user", mine), Message("assistant", theirs)]
    chat.append(Message("user", text))
    return tuple(chat)


def ballot(
    told: Scenario,
    turn: PartnerTurn,
    text: str,
    memory: Memory,
    replies: Sequence[str],
) -> tuple[Message, ...]:
    """The chat that asks a model which of `replies` is said, by its number."""
    listed = "\n".join(f"{index}. {reply}" for index, reply in enumerate(replies, 1))
    task = (
        f"Which of these does {told.persona.name} say now?\n{listed}\n"
        "Answer with the number alone."
    )
    *before, last = talk(told, turn, text, memory)
    return (*before, Message("user", f"{last.content}\n\n[{task}]"))


def instructions(told: Scenario, turn: PartnerTurn, memory: Memory) -> str:
    """What a model is told beside the talk and the line it words; never to be said."""
    task = _TASK.format(
        name=told.persona.name,
        move=DOES.get(turn.move, turn.move),
        why=turn.move_why.rstrip("."),
        line="",
    )
    return f"{_system(told, told.persona, turn, memory)}\n{task}"


def _system(told: Scenario, persona: Persona, turn: PartnerTurn, memory: Memory) -> str:
    facts = told.facts_by_id
    known = [facts[key].topic for key in memory.revealed if key in facts]
    rules = [rule.text for rule in on(persona.rules, turn.memory)]
    return _SYSTEM.format(
        name=persona.name,
        pronouns=persona.pronouns,
        age=persona.age,
        relationship=persona.relationship,
        history=persona.history,
        wants=persona.wants,
        fears=persona.fears,
        boundaries=" ".join((*persona.boundaries, *rules)),
        manner=persona.manner,
        facts="; ".join(known) or "nothing yet",
        how=f"{turn.mood}; {_levels(turn.levels)}",
    )


def _levels(levels: Levels) -> str:
    def word(value: float) -> str:
        return "very" if value > 0.66 else "somewhat" if value > 0.33 else "not"

    return (
        f"{word(levels.openness)} open, {word(levels.felt_safety)} at ease, "
        f"{word(levels.hurt)} hurt, {word(levels.anger)} angry"
    )
