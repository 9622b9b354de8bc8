"""The words that a scenario may use, and how they are checked on reading."""

from __future__ import annotations

from typing import Literal

from dialogue.messages import ACTS, LEVELS, MOODS, MOVES
from dialogue.skills import SKILL_IDS

STAGES: tuple[str, ...] = (
    "opening",
    "unfolding",
    "turning_point",
    "settling",
    "closing",
)
MANNERS: tuple[str, ...] = (
    "plain",
    "wry",
    "gentle",
    "brisk",
    "halting",
    "playful",
    "formal",
)
TRIGGERS: tuple[str, ...] = (*ACTS, *SKILL_IDS, "answered", "repeats", "joke")
"""What a reaction may react to: an act, a skill, or one of three events."""
FEELINGS: tuple[str, ...] = (
    "lonely",
    "rejected",
    "unwanted",
    "hurt",
    "angry",
    "afraid",
    "sad",
    "ashamed",
    "confused",
    "tired",
    "frustrated",
    "guilty",
    "loving",
    "hopeful",
    "jealous",
    "nervous",
    "relieved",
)
"""Families of the feelings a user names; banks/feelings.toml lists their words."""

CONTENT = (
    "turned_down",
    "unwanted",
    "pain",
    "body",
    "betrayal",
    "others",
    "porn",
    "infections",
    "birth",
    "illness",
    "loss",
    "trans_words",
)
"""What a conversation may be about that somebody may not want to meet; the titles
stand in ``assets/locales``."""

Kind = Literal["reaction", "content", "forward"]
Role = Literal[
    "", "tell", "more", "hold", "reply", "yes", "yes_but", "not_now", "no", "again"
]
Stance = Literal["yes", "yes_but", "not_now", "no"]
MOOD = {"one_of": MOODS, "what": "mood"}
MOVE = {"one_of": MOVES, "what": "move"}
STAGE = {"one_of": STAGES, "what": "stage"}
SKILL = {"one_of": SKILL_IDS, "what": "skill"}
LEVEL = {"keys": LEVELS, "what": "level", "range": (0.0, 1.0)}
