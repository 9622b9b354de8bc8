"""No surprise in loudness: how loud a phrase may be, and how much louder than the last.

It holds for whatever voice is plugged in. Quieter is always allowed, and nothing is
ever made louder.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

LOUDEST_DB = -16.0
"""Most that a phrase may reach, dB re full scale over its spoken part. The shipped
voices lie at -23 (withdrawn) to -17 (angry)."""
STEP_DB = 4.0
"""Most that a phrase may be louder than the one before [own choice: two thirds of the
whole range of the moods, so that a change is heard and nobody is startled]."""
RISE_S = 0.01
"""Every phrase rises from silence over this."""
_WINDOW_S = 0.01
_ACTIVE = 0.1
"""Spoken is what lies above this share of the loudest window, 20 dB below it."""

Pcm = npt.NDArray[np.int16]


class Steps:
    """Lets phrases through, softened where one would startle."""

    def __init__(self) -> None:
        self._last_db: float | None = None

    def let(self, samples: Pcm, sample_rate_hz: int, *, counts: bool = True) -> Pcm:
        """`samples` as they may be heard.

        Args:
            samples: one phrase, 16 bit.
            sample_rate_hz: its rate.
            counts: whether the next phrase is compared with this one; a breath or an
                "mm" does not count, or the words after it would have to whisper.
        """
        level_db = loudness_db(samples, sample_rate_hz)
        if level_db is None:
            return samples
        most_db = LOUDEST_DB
        if self._last_db is not None:
            most_db = min(most_db, self._last_db + STEP_DB)
        if counts:
            self._last_db = min(level_db, most_db)
        return _softened(samples, sample_rate_hz, min(0.0, most_db - level_db))


def loudness_db(samples: Pcm, sample_rate_hz: int) -> float | None:
    """Level of the spoken part, dB re full scale; None for silence."""
    size = max(1, int(sample_rate_hz * _WINDOW_S))
    whole = samples[: samples.size // size * size].astype(np.float64) / 32768
    if not whole.size:
        return None
    levels = np.sqrt((whole.reshape(-1, size) ** 2).mean(1))
    peak = float(levels.max())
    if peak < 1e-5:
        return None
    active = levels[levels > peak * _ACTIVE]
    return float(20 * np.log10(np.sqrt((active**2).mean())))


def _softened(samples: Pcm, sample_rate_hz: int, gain_db: float) -> Pcm:
    sound = samples.astype(np.float32) * np.float32(10 ** (gain_db / 20))
    rise = min(sound.size, int(sample_rate_hz * RISE_S))
    sound[:rise] *= np.linspace(0, 1, rise, endpoint=False, dtype=np.float32)
    return sound.round().astype(np.int16)
