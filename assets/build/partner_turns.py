"""Turns of a dialogue as the partner model reads them, authored or played."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

import assets
from dialogue.models._partner_text import (
    EXCHANGES,
    STEP,
    about_text,
    conditioned,
    persona_text,
    plan_text,
    user_text,
)
from dialogue.scenario import Scenario, as_told
from dialogue.slots import Setting, fill, slot_values

DIALOGUES: Final = assets.ROOT / "partner" / "dialogues"
PLAIN: Final = 0.4
"""Share of learned replies without a plan: at run time, earlier turns have none."""
NAMES: Final = {
    "she": ("Anna", "Ruth", "Zainab", "Carmen", "Hana", "Bea", "Olga", "Nkechi"),
    "he": ("Peter", "Yusuf", "Tom", "Ravi", "Hiro", "Kofi", "Marco", "Ivan"),
    "they": ("Robin", "Kim", "Ash", "Noa", "Toni", "Jules", "Sascha", "Remy"),
}


@dataclass(frozen=True, slots=True)
class Exchange:
    """A line of the user and the reply to it."""

    user: str
    mood: str
    move: str
    about: str
    fact: str
    """A wording of the fact that is told, other than the reply's own; or empty."""
    reply: str
    learn: bool
    """Whether the reply is one to learn from."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is read at once: a window of one dialogue."""

    scenario: str
    source: str
    """authored or played"""
    split: str
    """train, dev or held_out"""
    chat: tuple[tuple[str, str, bool], ...]
    """(role, text, whether it is learned from)"""
    moves: tuple[str, ...]
    """Moves of the learned replies."""


def authored(scenario: str) -> list[dict[str, Any]]:
    """The authored dialogues of one scenario, as they were written."""
    path = DIALOGUES / f"{scenario}.jsonl"
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def renamed(told: Scenario, rng: np.random.Generator) -> tuple[Scenario, Setting]:
    """`told` with another name for the partner, so that no name is learned."""
    subject = told.persona.pronouns.partition("/")[0]
    names = NAMES.get(subject, NAMES["they"])
    setting = Setting(partner_name=names[int(rng.integers(len(names)))])
    return as_told(told, setting), setting


class Teller:
    """Turns turns of one scenario, told with one name, into exchanges."""

    def __init__(self, plain: Scenario, rng: np.random.Generator) -> None:
        self.told, self.setting = renamed(plain, rng)
        self._rng = rng
        self._name = re.compile(rf"\b{re.escape(plain.persona.name)}\b")
        persona = self.told.persona
        self._values = slot_values(
            persona.name,
            persona.pronouns,
            persona.relationship,
            self.told.slots,
            self.setting,
        )

    def named(self, text: str) -> str:
        """`text` with the new name."""
        return self._name.sub(self.told.persona.name, text)

    def fact(self, about: str, mood: str, said: str) -> str:
        """A wording of the fact `about` that is not what was `said`; or empty."""
        fact = self.told.facts_by_id.get(about)
        if fact is None:
            return ""
        lines = [line for line in fact.tell if not line.moods or mood in line.moods]
        texts = [fill(line.text, self._values) for line in lines or fact.tell]
        texts = [text for text in texts if text not in said]
        return texts[int(self._rng.integers(len(texts)))] if texts else ""

    def written(self, dialogue: dict[str, Any]) -> list[Exchange]:
        """The exchanges of an authored dialogue."""
        told: set[str] = set()
        found = []
        for turn in dialogue["turns"]:
            about, is_new = turn["about"], turn["about"] not in told
            told.add(about)
            fact = self.fact(about, turn["mood"], "") if is_new else ""
            found.append(
                Exchange(
                    self.named(turn["user"]),
                    turn["mood"],
                    turn["move"],
                    about,
                    fact,
                    self.named(turn["reply"]),
                    learn=True,
                )
            )
        return found

    def records(
        self, exchanges: Sequence[Exchange], source: str, split: str, opening: str = ""
    ) -> Iterator[Record]:
        """Windows as the model sees them at run time; each reply is learned once."""
        for first in range(0, max(1, len(exchanges) - STEP), STEP):
            fresh = 0 if first == 0 else first + EXCHANGES + 1 - STEP
            window = exchanges[first : first + EXCHANGES + 1]
            learned = [
                item.learn and first + at >= fresh for at, item in enumerate(window)
            ]
            if not any(learned):
                continue
            chat = [("system", persona_text(self.told), False)]
            if first == 0 and opening:
                chat.append(("assistant", opening, False))
            for item, learn in zip(window, learned, strict=True):
                chat.append(("user", self._heard(item, learn, split), False))
                chat.append(("assistant", item.reply, learn))
            moves = [
                item.move for item, yes in zip(window, learned, strict=True) if yes
            ]
            yield Record(self.told.id, source, split, tuple(chat), tuple(moves))

    def _heard(self, item: Exchange, learn: bool, split: str) -> str:
        if not learn or (split == "train" and self._rng.random() < PLAIN):
            return user_text(item.user)
        about = about_text(self.told, item.about, item.fact)
        return conditioned(item.user, plan_text(item.mood, item.move, about))


def is_dev(at: int, order: int, count: int) -> bool:
    """Whether dialogue `at` of `count` of the `order`-th scenario is for development.

    One of each scenario is, not always by the same kind of user.
    """
    return at == order % count
