"""What travels between stage and mind; frozen, and nothing else is shared.

Every request has a number. Stage keeps the newest and drops answers to older ones;
mind stops work on a request as soon as a newer one, or its `Discard`, has arrived.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from avatars.performance import PerformanceChunk, Speech
from dialogue.messages import LineScore, Memory, PartnerTurn, Safety
from dialogue.scenario import Overlay
from sim.session.rereading import SaidLine


@dataclass(frozen=True, slots=True)
class Prepare:
    """Load scenario and models."""

    scenario: str
    """Scenario id or path; empty for a voice and ears without a partner."""
    seed: int
    setting: dict[str, str] = field(default_factory=dict)
    """The user's name, pronouns and relationship words."""
    words: str = "authored"
    model: str = ""
    base_url: str = ""
    deadline_s: float = 6.0
    voice: str = ""
    """Engine and voice, ``kokoro:maya``; empty for no voice."""
    recognizer: str = ""
    """Recogniser drop-in; empty for typed input only."""
    scorer: str = "fused"
    source: str = ""
    """The scenario itself, as TOML, where it is no file."""
    overlay: Overlay = field(default_factory=Overlay)
    """What a therapist has laid over it."""
    reader: str = "careful"
    """Scorer that reads the lines once more for the debrief; loaded when asked."""


@dataclass(frozen=True, slots=True)
class Open:
    """Ask for the opening line."""

    request: int


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask for the answer to a line."""

    request: int
    text: str
    memory: Memory


@dataclass(frozen=True, slots=True)
class Pass:
    """Ask the partner to move on by itself."""

    request: int
    memory: Memory


@dataclass(frozen=True, slots=True)
class Recognize:
    """Transcribe an utterance and prepare the answer to it."""

    request: int
    samples: npt.NDArray[np.int16]
    """PCM, mono, 16 kHz."""
    memory: Memory


@dataclass(frozen=True, slots=True)
class Speak:
    """Say a written text aloud; no partner is asked."""

    request: int
    text: str
    turn: int
    """Number that the phrases carry."""
    voice: str = ""
    """Engine and voice, ``kokoro:maya``; empty for the prepared one."""
    mood: str = "calm"


@dataclass(frozen=True, slots=True)
class Reread:
    """Read the user's lines once more, now that the talk is over.

    It voids nothing: the partner's last line is voiced first.
    """

    request: int
    lines: tuple[SaidLine, ...]


@dataclass(frozen=True, slots=True)
class Discard:
    """The user went on speaking, or wants it no more: the request is void."""

    request: int


@dataclass(frozen=True, slots=True)
class Shutdown:
    """End the process."""


ToMind = Prepare | Open | Ask | Pass | Recognize | Speak | Reread | Discard | Shutdown


@dataclass(frozen=True, slots=True)
class Ready:
    """Everything that could be loaded is loaded."""

    parts: dict[str, str]
    """What runs: words, scorer, voice, recognizer ("none" where there is none)."""
    missing: tuple[str, ...]
    """One line for a person per part that is missing."""
    load_s: dict[str, float]
    fillers: tuple[Speech, ...] = ()
    """Listener responses, rendered ahead."""


@dataclass(frozen=True, slots=True)
class Transcribed:
    """What the recogniser heard."""

    request: int
    text: str
    words: tuple[tuple[str, float, float], ...]
    """Word, start and end in seconds from the first sample."""
    took_ms: float
    confidence: float = 1.0
    """How sure the recogniser is of it, 0..1."""


@dataclass(frozen=True, slots=True)
class Flagged:
    """The second reader hears what stage's screen did not; there is no answer."""

    request: int
    found: Safety


@dataclass(frozen=True, slots=True)
class Answered:
    """The partner's answer, before its voice."""

    request: int
    turn: PartnerTurn
    score: LineScore | None
    took_ms: dict[str, float]


@dataclass(frozen=True, slots=True)
class Spoken:
    """One phrase of the answer's voice."""

    request: int
    chunk: PerformanceChunk
    took_ms: float


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """The second reading, all of it at once."""

    request: int
    scores: dict[int, LineScore]
    """By turn; empty when there is no second reader here."""
    missing: str = ""
    """One line for a person on what is missing."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A request could not be answered; the session goes on."""

    request: int
    message: str


FromMind = Ready | Transcribed | Flagged | Answered | Spoken | ReadAgain | Failed
