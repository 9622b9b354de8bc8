"""What can be measured of an utterance: pace, loudness, pauses. Reported, never judged.

Cultures, languages and disabilities differ, so each figure comes with a range that is
common and its source, and the user may switch it off.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dialogue.messages import SpeechMeasures
from sim.audio.microphone import RATE_HZ
from sim.audio.wav import Pcm

PAUSE_S = 0.25
"""Silences inside an utterance from here on count as pauses; shorter ones belong to
articulation (Goldman-Eisler 1968)."""
PACE_RANGE_WPM = (160.0, 230.0)
"""Mean rates of British English conversations and interviews, 160 to 230 words a minute
(Tauroza & Allison 1990). People under strain often speak faster or slower."""
LOUDNESS_RANGE_DB = (-6.0, 6.0)
"""Around the user's own usual level; raised voice is about 6 to 9 dB above normal
(ISO 9921: normal 60, raised 66, loud 72 dB(A) at 1 m)."""
_FRAME = 160
_ACTIVE_RATIO = 0.1
"""Frames within 20 dB of the loudest tenth carry the voice."""
_REMEMBERED = 12

Words = Sequence[tuple[str, float, float]]
"""Word, start and end in seconds from the first sample."""


@dataclass(slots=True)
class Baseline:
    """The user's usual loudness: the median of what was heard before."""

    levels_db: list[float]

    @classmethod
    def empty(cls) -> Baseline:
        """Nothing heard yet."""
        return cls([])

    def relative(self, level_db: float) -> float:
        """`level_db` against the usual level; 0 for the first. Remembers it."""
        usual = statistics.median(self.levels_db) if self.levels_db else level_db
        self.levels_db = [*self.levels_db, level_db][-_REMEMBERED:]
        return level_db - usual


def measure(
    samples: Pcm, words: Words, baseline: Baseline, barge_in: bool = False
) -> SpeechMeasures:
    """Measures of one utterance at 16 kHz with its recognised words.

    Pace counts words from the first to the last, pauses included, as the sources do.
    """
    levels = _levels(samples)
    start_s, end_s = _spoken_span(levels, words)
    duration_s = max(0.0, end_s - start_s)
    pauses = _pauses(levels, start_s, end_s)
    pace = 60 * len(words) / duration_s if duration_s > 0.2 else 0.0
    level_db = _level_db(levels)
    return SpeechMeasures(
        duration_s=round(duration_s, 3),
        pace_wpm=round(pace, 1),
        loudness_db=round(baseline.relative(level_db), 1) if level_db > -90 else 0.0,
        pause_count=len(pauses),
        pause_s=round(sum(pauses), 3),
        barge_in=barge_in,
    )


def _levels(samples: Pcm) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Root mean square per 10 ms."""
    count = samples.size // _FRAME
    frames = samples[: count * _FRAME].reshape(count, _FRAME).astype(np.float64) / 32768
    levels: np.ndarray[tuple[int], np.dtype[np.float64]] = np.sqrt((frames**2).mean(1))
    return levels


def _floor(levels: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    if not levels.size:
        return 1.0
    return float(np.percentile(levels, 90)) * _ACTIVE_RATIO


def _spoken_span(
    levels: np.ndarray[tuple[int], np.dtype[np.float64]], words: Words
) -> tuple[float, float]:
    active = np.flatnonzero(levels > _floor(levels))
    if not active.size:
        return (words[0][1], words[-1][2]) if words else (0.0, 0.0)
    return float(active[0]) / 100, float(active[-1] + 1) / 100


def _pauses(
    levels: np.ndarray[tuple[int], np.dtype[np.float64]], start_s: float, end_s: float
) -> list[float]:
    """Lengths of the silences inside the utterance."""
    pauses: list[float] = []
    run = 0
    floor = _floor(levels)
    for level in levels[round(start_s * 100) : round(end_s * 100)]:
        if level > floor:
            if run / 100 >= PAUSE_S:
                pauses.append(run / 100)
            run = 0
        else:
            run += 1
    return pauses


def _level_db(levels: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    active = levels[levels > _floor(levels)]
    if not active.size:
        return -120.0
    return float(20 * np.log10(np.sqrt((active**2).mean()) + 1e-9))


assert RATE_HZ == 100 * _FRAME
