"""Kokoro: a small neural voice, on the processor, with exact timings.

Words become phonemes through gruut's dictionary (no espeak needed), phonemes become
sound and durations through the network. The same text, voice and mood give the same
samples on the same machine.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from avatars.moods import TABLE as MOOD_TABLE
from avatars.performance import Speech, VisemeSpan
from avatars.voices import _phonemes
from avatars.voices._phrases import Phrase, phrases_of
from avatars.voices._session import FRAME, RATE_HZ, Session, known_symbols
from avatars.voices._sound import (
    Sound,
    breath,
    even_out,
    fade,
    resample,
    spoken_part,
    to_pcm,
)
from avatars.voices._visemes import Timed, viseme_spans, word_spans
from avatars.voices.base import VoiceData, VoiceError, delivery, voice_data
from dialogue import registry

_LAG_S = 0.06
"""The sound runs this far ahead of the durations: loudness followed the phonemes' own
best at 60 to 65 ms, over 27 phrases of three voices."""
_MOST_SYMBOLS = 500
_SOFT_MOODS = frozenset({"tender", "hurt", "sad", "withdrawn", "guarded"})
_FILLERS = (("mm", "mm.", 1.2), ("mhm", "əmhˈəm.", 1.2))
"""Name, symbols, the network's speed; about 0.45 and 0.6 s long."""
_FILLER_FORM = 2


class KokoroVoice:
    """One voice; loads at `warm` or at the first phrase."""

    def __init__(
        self, data: VoiceData, path: str | Path | None = None, threads: int = 2
    ) -> None:
        self.data = data
        self._path = path
        self._threads = threads
        self._session: Session | None = None
        self._style: npt.NDArray[np.float32] | None = None

    def warm(self) -> None:
        """Load network and dictionary and speak one word to nobody.

        Raises:
            MissingModel: there are no weights; the message names how to get them.
            VoiceError: the weights are damaged.
        """
        self._load()
        _phonemes.warm()
        for _ in self.synthesize("Well, hello."):
            pass

    def synthesize(
        self, text: str, mood: str = "calm", pace: float = 1.0
    ) -> Iterator[Speech]:
        """Speech of `text`, one phrase after another; yields each when it is ready."""
        manner = delivery(mood)
        mood_pace = MOOD_TABLE[mood].speech_pace if mood in MOOD_TABLE else 1.0
        speed = self.data.speed * mood_pace * pace
        for phrase in phrases_of(text):
            pause_s = phrase.pause_s * manner.pause / pace
            yield self._speak(phrase, speed, manner.gain_db, pause_s)

    def fillers(self, mood: str = "calm") -> tuple[Speech, ...]:
        """Listener responses; made once per voice and kept in the cache folder."""
        kind = "soft" if mood in _SOFT_MOODS else "plain"
        hummed = [self._filler(name, kind) for name, _, _ in _FILLERS]
        return (*hummed, self._breath())

    def _load(self) -> tuple[Session, npt.NDArray[np.float32]]:
        if self._session is None or self._style is None:
            found = registry.resolve("kokoro", self._path)
            self._session = Session(found, self._threads)
            self._style = self._session.style(self.data.styles)
        return self._session, self._style

    def _speak(
        self, phrase: Phrase, speed: float, gain_db: float, pause_s: float
    ) -> Speech:
        symbols, words = _spelled(phrase)
        sound, edges_s = self._sound(symbols, speed)
        start, end = spoken_part(sound, RATE_HZ)
        spoken = even_out(sound[start:end], RATE_HZ, gain_db + self.data.gain_db)
        spoken = fade(spoken, RATE_HZ)
        silence = np.zeros(round(pause_s * RATE_HZ), np.float32)
        samples = to_pcm(np.concatenate([spoken, silence]))
        timed = _timed(symbols, words, edges_s - start / RATE_HZ, len(spoken) / RATE_HZ)
        duration_s = len(samples) / RATE_HZ
        return Speech(
            samples,
            RATE_HZ,
            viseme_spans(timed, duration_s),
            word_spans(timed, [word.written for word in phrase.words], duration_s),
            phrase.text,
        )

    def _sound(
        self, symbols: str, speed: float
    ) -> tuple[Sound, npt.NDArray[np.float64]]:
        """Sound at the voice's pitch, and where each symbol begins and ends."""
        session, style = self._load()
        pitch = self.data.pitch
        network_speed = float(np.clip(speed / pitch, 0.5, 2.0))
        sound, frames = session.run(symbols, style, network_speed)
        edges_s = np.cumsum(frames) * FRAME / RATE_HZ / pitch
        return resample(sound, 1 / pitch), edges_s

    def _filler(self, name: str, kind: str) -> Speech:
        path = self._cached(f"{name}-{kind}")
        if path.is_file():
            samples = np.load(path, allow_pickle=False)
        else:
            symbols, speed = next((s, v) for n, s, v in _FILLERS if n == name)
            slower, gain_db = (0.88, -5.0) if kind == "soft" else (1.0, -3.0)
            sound, _ = self._sound(symbols, speed * slower)
            start, end = spoken_part(sound, RATE_HZ)
            gain_db += self.data.gain_db
            spoken = even_out(sound[start:end], RATE_HZ, gain_db)
            samples = to_pcm(fade(spoken, RATE_HZ, 0.02, 0.08))
            _keep(path, samples)
        duration_s = len(samples) / RATE_HZ
        closed = VisemeSpan("PP", 0.0, duration_s, 0.3)
        return Speech(samples, RATE_HZ, (closed,), (), name)

    def _breath(self) -> Speech:
        # From the id, so that every voice breathes its own breath, every time the same.
        seed = int(hashlib.sha256(self.data.id.encode()).hexdigest()[:8], 16)
        deeper = {"higher": 1.1, "middle": 1.0, "lower": 0.88}[self.data.register]
        samples = to_pcm(breath(RATE_HZ, seed, deeper))
        parted = VisemeSpan("E", 0.0, len(samples) / RATE_HZ, 0.0)
        return Speech(samples, RATE_HZ, (parted,), (), "breath")

    def _cached(self, name: str) -> Path:
        about = (
            f"{_FILLER_FORM} {self.data} {registry.resolve('kokoro', self._path).path}"
        )
        key = hashlib.sha256(about.encode()).hexdigest()[:12]
        return registry.cache_folder() / "voices" / f"{self.data.id}-{key}-{name}.npy"


def create(options: Mapping[str, Any]) -> KokoroVoice:
    """Make a voice from ``voice`` (id), ``path`` (own weights) and ``threads``.

    Raises:
        VoiceError: no such voice, or an unknown option.
    """
    known = {"voice", "path", "threads"}
    if unknown := sorted(set(options) - known):
        raise VoiceError(
            f"voices.kokoro: {unknown[0]!r} is not one of {', '.join(sorted(known))}."
        )
    data = voice_data(options.get("voice", "maya"))
    return KokoroVoice(data, options.get("path"), int(options.get("threads", 2)))


def _spelled(phrase: Phrase) -> tuple[str, list[int]]:
    """Symbols of a phrase, and for each the index of its word or -1."""
    symbols: list[str] = []
    words: list[int] = []
    sounds = _phonemes.sounds_of(phrase.words)
    for place, sound in enumerate(sounds):
        if symbols:
            symbols.append(" ")
            words.append(-1)
        known = known_symbols(sound.symbols)
        symbols += known
        words += [sound.word] * len(known)
        is_word_end = place + 1 == len(sounds) or sounds[place + 1].word != sound.word
        mark = phrase.words[sound.word].mark
        if mark and is_word_end:
            symbols.append(mark)
            words.append(-1)
    if symbols and words[-1] != -1:
        symbols.append(",")  # a phrase that goes on is not spoken like one that ends
        words.append(-1)
    return "".join(symbols[:_MOST_SYMBOLS]), words[:_MOST_SYMBOLS]


def _timed(
    symbols: str,
    words: Sequence[int],
    edges_s: npt.NDArray[np.float64],
    spoken_s: float,
) -> list[Timed]:
    """Symbols in the trimmed audio; what lies behind the last sound is cut off."""
    return [
        Timed(
            symbol,
            words[index],
            min(max(0.0, float(edges_s[index]) - _LAG_S), spoken_s),
            min(max(0.0, float(edges_s[index + 1]) - _LAG_S), spoken_s),
        )
        for index, symbol in enumerate(symbols)
    ]


def _keep(path: Path, samples: npt.NDArray[np.int16]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.stem}.{os.getpid()}.new.npy")
    np.save(draft, samples)
    draft.replace(path)
