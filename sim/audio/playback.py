"""The queue behind every speaker: gapless, stoppable, and it knows what is heard."""

from __future__ import annotations

import collections
import threading
from dataclasses import dataclass

import numpy as np

from sim.audio.wav import Pcm, resampled, to_pcm

_REMEMBERED = 64
"""Phrases whose place is kept; a device holds far less than one back."""


Position = tuple[int, int, float]
"""Turn, index of the phrase, and seconds from the start of its audio."""


@dataclass(slots=True)
class _Piece:
    turn: int
    index: int
    samples: Pcm
    taken: int = 0
    start: int = -1
    """Sample of the stream at which it began; -1 before."""


class Playback:
    """Samples for a device at `rate_hz`; every method may be called from any thread."""

    def __init__(self, rate_hz: int) -> None:
        self.rate_hz = rate_hz
        self._lock = threading.Lock()
        self._waiting: collections.deque[_Piece] = collections.deque()
        self._begun: collections.deque[_Piece] = collections.deque(maxlen=_REMEMBERED)
        self._pulled = 0

    @property
    def pulled(self) -> int:
        """Samples given out so far, silence included."""
        return self._pulled

    @property
    def is_playing(self) -> bool:
        """Whether something is left to give out."""
        return bool(self._waiting)

    def add(self, turn: int, index: int, samples: Pcm, rate_hz: int) -> None:
        """Queue the sound of one phrase."""
        if not samples.size:
            return
        if rate_hz != self.rate_hz:
            sound = samples.astype(np.float32) / 32768
            samples = to_pcm(resampled(sound, rate_hz, self.rate_hz))
        with self._lock:
            self._waiting.append(_Piece(turn, index, samples))

    def pull(self, count: int) -> Pcm:
        """The next `count` samples; silence where nothing waits."""
        out = np.zeros(count, np.int16)
        with self._lock:
            place = 0
            while place < count and self._waiting:
                piece = self._waiting[0]
                if piece.start < 0:
                    piece.start = self._pulled + place
                    self._begun.append(piece)
                size = min(count - place, piece.samples.size - piece.taken)
                out[place : place + size] = piece.samples[piece.taken :][:size]
                piece.taken += size
                place += size
                if piece.taken == piece.samples.size:
                    self._waiting.popleft()
            self._pulled += count
        return out

    def stop(self, fade_s: float) -> None:
        """Forget what waits; what sounds fades out over `fade_s`."""
        with self._lock:
            piece = self._waiting[0] if self._waiting else None
            self._waiting.clear()
            if piece is None or not piece.taken:
                return
            size = min(int(fade_s * self.rate_hz), piece.samples.size - piece.taken)
            end = piece.taken + size
            tail = piece.samples[piece.taken : end]
            fading = tail * np.linspace(1, 0, size, dtype=np.float32)
            piece.samples = np.concatenate(
                [piece.samples[: piece.taken], fading.astype(np.int16)]
            )
            if size:
                self._waiting.append(piece)

    def position_at(self, sample: float) -> Position | None:
        """What sample number `sample` of the stream belongs to; None for silence."""
        with self._lock:
            for piece in reversed(self._begun):
                offset = sample - piece.start
                if offset >= 0:
                    if offset >= piece.samples.size:
                        return None
                    return piece.turn, piece.index, offset / self.rate_hz
        return None
