"""The sound of a paced breath: a quiet tone with some air in it that swells and ebbs.

It is made here as it is needed, a second at a time, and played through the same speaker
as the guide's voice. Where it is heard is the clock of everything that goes with it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final

import numpy as np

from sim.audio.speaker import RATE_HZ, Speaker
from sim.audio.wav import Pcm, to_pcm
from sim.exercises._pacing import Floats, end_s, fullness, starts_s
from sim.exercises.base import Breath

LOUDEST: Final = 0.10
"""Largest sample, of full scale: -20 dBFS, well under the guide's voice."""
PARTS: Final = ((174.0, 0.50), (261.0, 0.22), (348.0, 0.10))
"""Hertz and share of each partial: a soft fifth and octave, low enough to be dull and
high enough for a laptop's speakers."""
AIR: Final = 0.18
"""Share of the breath-like noise."""
AIR_HZ: Final = (250.0, 1400.0)
AIR_LOOP_S: Final = 4.0
PIECE_S: Final = 1.0
AHEAD_S: Final = 4.0
"""How much waits in the speaker: longer than a frame ever takes."""
TURN: Final = -2
"""Turn under which the speaker knows it; voices count from 0, an "mm" is -1."""


def sound(breath: Breath, from_s: float, to_s: float) -> Pcm:
    """What is heard of `breath` from `from_s` to `to_s` seconds after its beginning.

    Loudness follows the fullness and is nothing where a breath begins, so that there
    is no onset to startle; over the first breath it fades in as well.
    """
    at = np.arange(round(from_s * RATE_HZ), round(to_s * RATE_HZ))
    at_s = at / RATE_HZ
    made = sum(share * np.sin(2 * np.pi * hertz * at_s) for hertz, share in PARTS)
    air = _air()
    made = made + AIR * air[at % air.size]
    fading_in = np.clip(at_s / starts_s(breath)[1], 0.0, 1.0)
    loud = fullness(breath, at_s) * np.sin(np.pi / 2 * fading_in) ** 2
    loud[at_s >= end_s(breath)] = 0.0
    return to_pcm((LOUDEST * loud * made).astype(np.float32))


@cache
def _air() -> Floats:
    """A loop of soft noise, largest value 1.

    It has no seam, for it is made of whole waves.
    """
    size = round(AIR_LOOP_S * RATE_HZ)
    hertz = np.fft.rfftfreq(size, 1 / RATE_HZ)
    low, high = AIR_HZ
    # falls off softly outside the band: edges would whistle
    weight = np.exp(-(np.log(np.maximum(hertz, 1.0) / np.sqrt(low * high)) ** 2))
    phase = np.random.default_rng(6).uniform(0.0, 2 * np.pi, hertz.size)
    made: Floats = np.fft.irfft(weight * np.exp(1j * phase), size)
    made /= np.abs(made).max()
    return made


class Tone:
    """Plays the sound of one breath after another; see `_sides.Pacer`."""

    def __init__(self, speaker: Callable[[], Speaker | None]) -> None:
        """`speaker` gives what plays now; None while there is none."""
        self._speaker = speaker
        self._breath: Breath | None = None
        self._piece = 0
        self._heard_s = 0.0

    @property
    def is_on(self) -> bool:
        """Whether a breath sounds now."""
        return self._breath is not None

    def begin(self, breath: Breath) -> None:
        """Begin with `breath`; the first sound is as quiet as none."""
        self._breath, self._piece, self._heard_s = breath, 0, 0.0
        self.tick()

    def stop(self) -> None:
        """Fade out now."""
        speaker, was_on = self._speaker(), self.is_on
        self._breath = None
        if was_on and speaker is not None:
            speaker.stop()

    def tick(self) -> None:
        """Keep the speaker supplied; call every frame."""
        breath, speaker = self._breath, self._speaker()
        if breath is None or speaker is None:
            return
        speaker.poll()
        last_s = end_s(breath)
        while self._piece * PIECE_S < min(self._heard_s + AHEAD_S, last_s):
            begin_s = self._piece * PIECE_S
            samples = sound(breath, begin_s, min(begin_s + PIECE_S, last_s))
            speaker.play(TURN, self._piece, samples, RATE_HZ)
            self._piece += 1

    def at_s(self) -> float | None:
        """Seconds into the breath that are heard now; None where there is no sound."""
        speaker = self._speaker()
        if self._breath is None or speaker is None:
            return None
        heard = speaker.position()
        if heard is not None and heard[0] == TURN:
            self._heard_s = max(self._heard_s, heard[1] * PIECE_S + heard[2])
            return self._heard_s
        # not heard yet: the picture waits for the sound
        is_coming = speaker.is_playing and self._heard_s == 0.0
        return 0.0 if is_coming else None
