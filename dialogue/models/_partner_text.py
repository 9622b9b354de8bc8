"""What our own partner model is told: short, so that reading it costs little.

The same texts are made for training and at run time: who speaks (two lines), the talk
so far, and beside the user's last line how the partner is, what they do, what about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dialogue.messages import Memory, PartnerTurn
from dialogue.models.base import Message
from dialogue.models.prompting import DOES
from dialogue.partner.banks import banks
from dialogue.scenario import Line, Scenario

EXCHANGES: Final = 7
"""Exchanges that the model was trained to see."""
STEP: Final = 4
"""Exchanges that leave its sight together, so that what was read can be kept."""
SILENT: Final = "(says nothing)"
_MANNER_WORDS: Final = 30
_FACT_WORDS: Final = 34


def persona_text(told: Scenario) -> str:
    """Who the partner is, in about 60 pieces."""
    persona = told.persona
    home = _sentence(persona.history)
    return (
        f"{persona.name}, {persona.age}, {persona.relationship}. {home} "
        f"{_cut(persona.manner, _MANNER_WORDS)} About: {told.title}."
    )


def plan_text(mood: str, move: str, about: str) -> str:
    """How the partner is, what they do and what about: "[hurt, says no: the lamp]"."""
    does = f"{mood}, {DOES.get(move, move)}"
    return f"[{does}: {about}]" if about else f"[{does}]"


def about_text(told: Scenario, about: str, fact: str = "") -> str:
    """What `about` is in words, with the `fact` that is told."""
    topic = _topics(told).get(about, "")
    if not fact:
        return topic
    said = _cut(fact, _FACT_WORDS)
    return f"{topic} = {said}" if topic else said


def user_text(text: str) -> str:
    """The user's line as the model reads it."""
    return " ".join(text.replace("<|", "<").split()) or SILENT


def conditioned(user: str, plan: str) -> str:
    """The user's line with what the partner now does."""
    return f"{user_text(user)}\n{plan}" if plan else user_text(user)


def chat_for(
    told: Scenario, turn: PartnerTurn, text: str, memory: Memory, fact: str = ""
) -> tuple[Message, ...]:
    """The chat that `turn` answers; `fact` is what it is to tell."""
    content = _content(told, turn)
    about = about_text(told, content[0].about if content else "", fact)
    plan = plan_text(turn.mood, turn.move, about)
    asked = Message("user", conditioned(text, plan))
    return (*talk_before(told, memory), asked)


def talk_before(told: Scenario, memory: Memory) -> tuple[Message, ...]:
    """Who the partner is, and the talk so far."""
    chat = [Message("system", persona_text(told))]
    said, count = memory.texts, len(memory.heard)
    first = first_seen(count)
    if first == 0 and said:
        chat.append(Message("assistant", said[0]))
    for at in range(first, count):
        chat.append(Message("user", user_text(memory.heard[at])))
        if at + 1 < len(said):
            chat.append(Message("assistant", said[at + 1]))
    return tuple(chat)


def first_seen(count: int) -> int:
    """The first of `count` earlier exchanges that the model still sees."""
    return max(0, -(-(count - EXCHANGES) // STEP) * STEP)


def fact_of(told: Scenario, turn: PartnerTurn) -> str:
    """The words of the fact that `turn` tells; "" when it tells none."""
    content = _content(told, turn)
    return content[1] if content and content[0].role == "tell" else ""


def _content(told: Scenario, turn: PartnerTurn) -> tuple[Line, str] | None:
    """The line that answers, and its words; None for a reaction alone."""
    lines = {line.id: line for line in (*told.every_line, *banks().lines)}
    for item in turn.segments:
        line = lines.get(item.line_id)
        if line is not None and line.kind == "content" and line.about:
            return line, item.text
    return None


def spans(chat: Sequence[Message]) -> list[tuple[str, bool]]:
    """The chat as marked text; true on what the partner says, end mark included."""
    made: list[tuple[str, bool]] = []
    for item in chat:
        made.append((f"<|im_start|>{item.role}\n", False))
        made.append((f"{item.content}<|im_end|>", item.role == "assistant"))
        made.append(("\n", False))
    return made


BEFORE_REPLY: Final = "<|im_start|>assistant\n"
AFTER_REPLY: Final = "<|im_end|>"


def _topics(told: Scenario) -> dict[str, str]:
    shared = {item.id: item.topic for item in banks().topics}
    return {
        **shared,
        **{fact.id: fact.topic for fact in told.facts},
        **{topic.id: topic.topic for topic in told.topics},
        **{request.id: request.topic for request in told.requests},
    }


def _sentence(text: str) -> str:
    return re.split(r"(?<=[.!?…])\s+", text.strip())[0]


def _cut(text: str, most: int) -> str:
    """`text` up to `most` words, whole sentences where there are any."""
    words = text.split()
    if len(words) <= most:
        return text
    short = " ".join(words[:most])
    end = max(short.rfind(mark) for mark in ".!?…")
    return short[: end + 1] if end > 0 else f"{short} …"
