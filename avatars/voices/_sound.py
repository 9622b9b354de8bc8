"""Samples: resampling, trimming, loudness, fades, a breath. float32 in -1..1."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Sound = npt.NDArray[np.float32]

_ACTIVE_DB = -38.0
"""Speech is what lies within this of the loudest part."""
SPEECH_DB = -21.0
"""Loudness all voices come near, dB re full scale over the spoken part."""
_CEILING = 0.89
"""-1 dBFS."""


def resample(samples: Sound, ratio: float) -> Sound:
    """Change the number of samples by `ratio` through the spectrum: nothing aliases.

    Played at the old rate, the result is 1/ratio times as high in pitch.
    """
    if ratio == 1.0 or samples.size == 0:
        return samples
    size = round(samples.size * ratio)
    spectrum = np.fft.rfft(samples)[: size // 2 + 1]
    made = np.fft.irfft(spectrum, size) * (size / samples.size)
    return np.asarray(made, np.float32)


def envelope(samples: Sound, rate_hz: int, window_s: float = 0.01) -> Sound:
    """Root mean square per window of `window_s`."""
    size = max(1, int(rate_hz * window_s))
    count = -(-samples.size // size)
    padded = np.zeros(count * size, np.float32)
    padded[: samples.size] = samples
    levels = np.sqrt((padded.reshape(count, size) ** 2).mean(1))
    return np.asarray(levels, np.float32)


def spoken_part(samples: Sound, rate_hz: int) -> tuple[int, int]:
    """First and last sample of what is not silence, with a little air around it."""
    levels = envelope(samples, rate_hz)
    peak = float(levels.max(initial=0.0))
    if peak < 1e-4:
        return 0, 0
    loud = np.flatnonzero(levels > peak * 10 ** (_ACTIVE_DB / 20))
    size = int(rate_hz * 0.01)
    start = max(0, int(loud[0]) * size - int(0.02 * rate_hz))
    return start, min(samples.size, (int(loud[-1]) + 1) * size + int(0.05 * rate_hz))


def fade(
    samples: Sound, rate_hz: int, in_s: float = 0.005, out_s: float = 0.03
) -> Sound:
    """Raise from and sink to silence, so that no cut clicks."""
    faded = samples.copy()
    rise = min(faded.size, int(in_s * rate_hz))
    sink = min(faded.size, int(out_s * rate_hz))
    if rise:
        faded[:rise] *= np.sin(np.linspace(0, np.pi / 2, rise, dtype=np.float32)) ** 2
    if sink:
        faded[-sink:] *= np.cos(np.linspace(0, np.pi / 2, sink, dtype=np.float32)) ** 2
    return faded


def loudness_db(samples: Sound, rate_hz: int) -> float:
    """Level of the spoken part in dB re full scale; -120 for silence."""
    levels = envelope(samples, rate_hz)
    peak = float(levels.max(initial=0.0))
    if peak < 1e-5:
        return -120.0
    active = levels[levels > peak * 0.1]
    return float(20 * np.log10(np.sqrt((active**2).mean())))


def even_out(samples: Sound, rate_hz: int, gain_db: float) -> Sound:
    """Bring speech halfway to `SPEECH_DB`, add `gain_db`, round off what would clip.

    Halfway: a phrase that was soft stays softer than its neighbours.
    """
    level = loudness_db(samples, rate_hz)
    if level < -100:
        return samples
    change = float(np.clip((SPEECH_DB - level) * 0.5, -6.0, 6.0)) + gain_db
    return soft_limit(samples * np.float32(10 ** (change / 20)))


def soft_limit(samples: Sound) -> Sound:
    """Bend what lies above two thirds of the ceiling; leave the rest alone."""
    knee = _CEILING * 2 / 3
    size = np.abs(samples)
    over = np.maximum(size - knee, 0)
    room = _CEILING - knee
    bent = knee + room * np.tanh(over / room)
    return np.where(size > knee, np.sign(samples) * bent, samples).astype(np.float32)


def to_pcm(samples: Sound) -> npt.NDArray[np.int16]:
    """float32 to 16 bit."""
    return (np.clip(samples, -1, 1) * 32767).round().astype(np.int16)


def breath(rate_hz: int, seed: int, brightness: float = 1.0) -> Sound:
    """A soft audible breath in, about 0.7 s: shaped noise, no model.

    `brightness` moves the resonances; lower for a larger vocal tract.
    """
    size = int(0.7 * rate_hz)
    noise = np.random.default_rng(seed).standard_normal(size)
    spectrum = np.fft.rfft(noise)
    hertz = np.fft.rfftfreq(size, 1 / rate_hz)
    shape = np.zeros_like(hertz)
    # Two broad resonances of an open mouth; measured breaths peak near these.
    for centre, width, weight in ((1100, 500, 1.0), (2600, 900, 0.5)):
        shape += weight * np.exp(-(((hertz - centre * brightness) / width) ** 2))
    sound = np.fft.irfft(spectrum * shape, size)
    time = np.linspace(0, 1, size)
    swell = np.sin(np.pi * time**0.7) ** 2
    sound = sound / np.abs(sound).max() * swell
    return fade((0.06 * sound).astype(np.float32), rate_hz, 0.02, 0.05)
