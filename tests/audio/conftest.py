"""A clock that tests turn by hand, and speech made once per run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import pytest

from sim.audio.wav import Pcm, resampled, to_pcm


@dataclass
class HandClock:
    """Shows what it is set to."""

    seconds: float = 0.0

    def monotonic_s(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC)

    def turn(self, seconds: float) -> None:
        self.seconds += seconds


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


def tone(seconds: float, rate_hz: int = 16_000, hertz: float = 220.0) -> Pcm:
    time = np.arange(int(seconds * rate_hz)) / rate_hz
    return to_pcm(0.3 * np.sin(2 * np.pi * hertz * time))


def silence(seconds: float, rate_hz: int = 16_000) -> Pcm:
    return np.zeros(int(seconds * rate_hz), np.int16)


@pytest.fixture(scope="session")
def spoken(tmp_path_factory):
    """Says a line at 16 kHz with a real voice; the same line is made once."""
    from avatars.voices import load

    voice = load("sam", threads=1)
    made: dict[str, Pcm] = {}

    def say(text: str) -> Pcm:
        if text not in made:
            phrases = [speech.samples for speech in voice.synthesize(text)]
            sound = np.concatenate(phrases).astype(np.float32) / 32768
            made[text] = to_pcm(resampled(sound, 24_000, 16_000))
        return made[text]

    return say
