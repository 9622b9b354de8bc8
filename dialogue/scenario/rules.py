"""Rules for one partner, as a therapist would give them, and how they are checked.

A rule is a plain sentence with a form that can be checked: what is never done, and
until when. No rule can take a no away from the partner.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import get_args

from dialogue.messages import MOVES, Memory
from dialogue.scenario.conditions import Condition, holds
from dialogue.scenario.vocabulary import Role

KEPT_MOVES = ("refuse", "set_limit", "end")
"""Moves that no rule forbids: to say no and to leave stay open to anybody."""
KEPT_ROLES = ("no", "again", "not_now", "hold")
_MOVES = tuple(move for move in MOVES if move not in KEPT_MOVES)
_ROLES = tuple(role for role in get_args(Role) if role and role not in KEPT_ROLES)


@dataclass(frozen=True, slots=True)
class Never:
    """What is never done; all that is given must fit for a line to be held back."""

    moves: tuple[str, ...] = field(
        default=(), metadata={"one_of": _MOVES, "what": "move that a rule may forbid"}
    )
    roles: tuple[str, ...] = field(
        default=(), metadata={"one_of": _ROLES, "what": "role that a rule may forbid"}
    )
    """``tell``, ``more``, ``reply``, and the stances ``yes`` and ``yes_but``."""
    about: tuple[str, ...] = ()
    """Ids of facts, topics, requests or questions."""
    words: tuple[str, ...] = ()
    """Words or phrases that must not be said."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule."""

    text: str
    """The rule in a plain sentence; it is named where it bites."""
    never: Never
    until: tuple[Condition, ...] = ()
    """The rule holds until this does; left out, it always holds."""

    def is_on(self, memory: Memory) -> bool:
        """Whether the rule holds now."""
        return not self.until or not holds(self.until, memory)

    def forbids_move(self, move: str) -> bool:
        """Whether the rule forbids `move` whatever is said with it."""
        never = self.never
        return move in never.moves and not (never.roles or never.about or never.words)

    def forbids(self, move: str, role: str, about: str, text: str) -> bool:
        """Whether `text`, said as `role` on the subject `about`, is against it."""
        never = self.never
        return (
            (not never.moves or move in never.moves)
            and (not never.roles or role in never.roles)
            and (not never.about or about in never.about)
            and (not never.words or says(never.words, text))
        )


def says(words: tuple[str, ...], text: str) -> bool:
    """Whether one of `words` stands in `text` as whole words, in any case."""
    plain = text.lower().replace("’", "'")
    return any(
        re.search(rf"(?<!\w){re.escape(word.lower())}(?!\w)", plain) for word in words
    )


def on(rules: tuple[Rule, ...], memory: Memory) -> tuple[Rule, ...]:
    """The rules that hold now."""
    return tuple(rule for rule in rules if rule.is_on(memory))
