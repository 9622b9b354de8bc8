"""The session's state: one frozen value that replaying the log gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from dialogue.messages import Memory, Safety, Utterance

Phase = Literal["new", "talking", "checking_in", "paused", "stopped", "ended", "closed"]


@dataclass(frozen=True, slots=True)
class SessionState:
    """Where a rehearsal stands."""

    phase: Phase = "new"
    scenario: str = ""
    seed: int = 0
    goals: tuple[str, ...] = ()
    waiting: Literal["", "user", "partner"] = ""
    """Whose turn it is."""
    pending: Utterance | None = None
    """The user's line that the partner has not answered."""
    skipping: bool = False
    """The partner is to move on by itself."""
    memories: tuple[Memory, ...] = ()
    """`memories[k]` is the partner after its turn k; turn 0 opens the scene."""
    lines: tuple[str, ...] = ()
    """What the partner said, by turn."""
    moods: tuple[str, ...] = ()
    branch: int = 0
    """How many times a moment was tried again."""
    ending: str = ""
    flag: Safety | None = None
    before_pause: Phase = "talking"

    @property
    def turn(self) -> int:
        """The partner's last turn; -1 before the opening line."""
        return len(self.lines) - 1

    @property
    def memory(self) -> Memory:
        """The partner as it is now."""
        return self.memories[-1] if self.memories else Memory()

    @property
    def is_over(self) -> bool:
        """Whether nothing more is said in this session."""
        return self.phase in ("stopped", "ended", "closed")


@dataclass(frozen=True, slots=True)
class OpenScene:
    """Ask the partner for the opening line."""


@dataclass(frozen=True, slots=True)
class AskPartner:
    """Ask the partner to answer the user's line."""

    said: Utterance
    memory: Memory


@dataclass(frozen=True, slots=True)
class PassTurn:
    """Ask the partner to move on from a moment the user skipped."""

    memory: Memory


@dataclass(frozen=True, slots=True)
class Hush:
    """Stop the partner's voice now."""


@dataclass(frozen=True, slots=True)
class ShowCheckIn:
    """Ask a short, kind question outside the fiction."""

    flag: Safety


@dataclass(frozen=True, slots=True)
class ShowSupport:
    """End the fiction and show the fixed text and help."""

    flag: Safety


@dataclass(frozen=True, slots=True)
class Restate:
    """Show the partner's line again: the moment is tried anew."""

    text: str
    mood: str


@dataclass(frozen=True, slots=True)
class MakeDebrief:
    """Build, keep and show the debrief."""


Effect = (
    OpenScene
    | AskPartner
    | PassTurn
    | Hush
    | ShowCheckIn
    | ShowSupport
    | Restate
    | MakeDebrief
)


@dataclass(frozen=True, slots=True)
class Step:
    """What one event leads to."""

    state: SessionState
    effects: tuple[Effect, ...] = field(default=())
