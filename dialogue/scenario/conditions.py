"""When something may be said, begin or end: conditions on the partner's memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from dialogue.messages import Memory
from dialogue.scenario.vocabulary import LEVEL, STAGE
from dialogue.skills import SKILL_IDS


@dataclass(frozen=True, slots=True)
class Condition:
    """All that is given must hold."""

    turn_min: int = 0
    turn_max: int = 99
    stages: tuple[str, ...] = field(default=(), metadata=STAGE)
    at_least: dict[str, float] = field(default_factory=dict, metadata=LEVEL)
    at_most: dict[str, float] = field(default_factory=dict, metadata=LEVEL)
    revealed: tuple[str, ...] = ()
    """Fact ids that the partner has told."""
    unrevealed: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()
    """Request ids that the partner said yes or yes-but to."""
    refused: tuple[str, ...] = ()
    """Request ids that the partner said no to."""
    heard: dict[str, int] = field(
        default_factory=dict, metadata={"keys": SKILL_IDS, "what": "skill"}
    )
    """Skill id to the least number of the user's lines that showed it."""
    heard_at_most: dict[str, int] = field(
        default_factory=dict, metadata={"keys": SKILL_IDS, "what": "skill"}
    )

    def holds(self, memory: Memory) -> bool:
        """Whether `memory` meets it."""
        levels, counts = memory.levels, memory.counts
        return (
            self.turn_min <= memory.turn <= self.turn_max
            and (not self.stages or memory.stage in self.stages)
            and all(getattr(levels, key) >= low for key, low in self.at_least.items())
            and all(getattr(levels, key) <= top for key, top in self.at_most.items())
            and set(self.revealed) <= set(memory.revealed)
            and not set(self.unrevealed) & set(memory.revealed)
            and set(self.agreed) <= set(memory.agreed)
            and set(self.refused) <= set(memory.refused)
            and all(counts.get(f"heard:{k}", 0) >= n for k, n in self.heard.items())
            and all(
                counts.get(f"heard:{k}", 0) <= n for k, n in self.heard_at_most.items()
            )
        )


def holds(when: tuple[Condition, ...], memory: Memory) -> bool:
    """Whether one of `when` holds; an empty `when` always does."""
    return not when or any(condition.holds(memory) for condition in when)
