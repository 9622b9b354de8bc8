"""WAV files: any of them read as mono 16 bit at the wanted rate, and one written."""

from __future__ import annotations

import struct
import wave
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt

Pcm = npt.NDArray[np.int16]
Sound = npt.NDArray[np.floating[Any]]
"""-1..1."""

_INTEGER, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_LONGEST_S = 3600
_RATES_HZ = (4_000, 384_000)
_MOST_BYTES = 2**30
"""An hour of stereo at 48 kHz and 24 bit; longer ones are refused anyway."""
_MOST_CHUNKS = 10_000


class AudioError(ValueError):
    """A sound file or device cannot be used; the message says what to do."""


def read(path: str | Path, rate_hz: int = 16_000) -> Pcm:
    """Samples of a WAV file, mixed to mono and resampled to `rate_hz`.

    Takes 8, 16, 24 and 32 bit whole numbers and 32 and 64 bit floats, 1 to 16 channels.

    Raises:
        AudioError: the file is missing, cut short, compressed or not a WAV file.
    """
    path = Path(path)
    try:
        if path.exists() and not path.is_file():
            raise AudioError(f"{path}: is no plain file.")
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as error:  # a name with a zero in it, too
        why = getattr(error, "strerror", None) or error
        raise AudioError(f"{path}: cannot be read ({why}).") from error
    if len(data) > _MOST_BYTES:
        raise AudioError(f"{path}: is larger than a gigabyte; cut it into pieces.")
    form, body = _chunks(path, data)
    coding, channels, from_hz, bits = _form(path, form)
    if len(body) > _LONGEST_S * from_hz * channels * max(1, bits // 8):
        raise AudioError(f"{path}: longer than an hour; cut it into pieces.")
    sound = _decoded(path, body, coding, bits)
    sound = sound[: sound.size // channels * channels].reshape(-1, channels).mean(1)
    return to_pcm(resampled(sound, from_hz, rate_hz))


def resampled(sound: Sound, from_hz: int, to_hz: int) -> Sound:
    """The same sound at another sample rate, through the spectrum: nothing aliases."""
    if from_hz == to_hz or not sound.size:
        return sound
    air = max(1, from_hz // 50)  # the spectrum is circular; silence keeps ends apart
    padded = np.pad(sound, air)
    size = round(padded.size * to_hz / from_hz)
    made = np.fft.irfft(_fitted(np.fft.rfft(padded), size // 2 + 1), size)
    made *= size / padded.size
    start = round(air * to_hz / from_hz)
    return made[start : start + round(sound.size * to_hz / from_hz)].astype(np.float32)


class Converter:
    """Changes the rate of sound that comes in blocks; 20 to 80 ms late, seamless."""

    def __init__(self, from_hz: int, to_hz: int) -> None:
        """Prepare for two rates whose 40 ms are whole numbers of samples.

        Raises:
            AudioError: 40 ms at one of the rates are no whole number of samples.
        """
        parts = next((n for n in (100, 50, 25) if not (from_hz % n or to_hz % n)), 0)
        if not parts:
            raise AudioError(
                f"a rate of {from_hz} Hz cannot be turned into {to_hz} Hz."
            )
        self._rates = (from_hz, to_hz)
        self._unit = from_hz // parts
        self._made = to_hz // parts
        self._held = np.zeros(self._unit, np.int16)

    def feed(self, samples: Pcm) -> Pcm:
        """Take samples at the old rate; give what is ready at the new one."""
        self._held = np.concatenate([self._held, samples])
        made = [np.zeros(0, np.int16)]
        # a unit of sound on either side keeps the seams of the spectrum out of earshot
        while self._held.size >= 3 * self._unit:
            sound = self._held[: 3 * self._unit].astype(np.float32) / 32768
            whole = resampled(sound, *self._rates)
            made.append(to_pcm(whole[self._made : 2 * self._made]))
            self._held = self._held[self._unit :]
        return np.concatenate(made)


def to_pcm(sound: Sound) -> Pcm:
    """-1..1 to 16 bit; louder is cut off."""
    return (np.clip(sound, -1, 1) * 32767).round().astype(np.int16)


class Writer:
    """Writes mono 16 bit as it comes; the file is whole after `close`."""

    def __init__(self, path: str | Path, rate_hz: int) -> None:
        """Open `path` for writing.

        Raises:
            AudioError: the file cannot be made.
        """
        try:
            self._target = Path(path).open("wb")  # noqa: SIM115  (until close)
        except OSError as error:
            raise AudioError(
                f"{path}: cannot be written ({error.strerror})."
            ) from error
        self._file = wave.open(self._target, "wb")  # noqa: SIM115  (until close)
        self._file.setnchannels(1)
        self._file.setsampwidth(2)
        self._file.setframerate(rate_hz)

    def write(self, samples: Pcm) -> None:
        """Add samples."""
        self._file.writeframesraw(samples.astype("<i2").tobytes())

    def close(self) -> None:
        """Finish the file; a second call does nothing."""
        if not self._target.closed:
            self._file.close()
            self._target.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _fitted(
    spectrum: npt.NDArray[np.complex128], size: int
) -> npt.NDArray[np.complex128]:
    if spectrum.size >= size:
        return spectrum[:size]
    return np.pad(spectrum, (0, size - spectrum.size))


def _chunks(path: Path, data: bytes) -> tuple[bytes, bytes]:
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise AudioError(
            f"{path}: is not a WAV file. Convert it to WAV, for example with: "
            f"ffmpeg -i {path.name} {path.stem}.wav"
        )
    form = body = b""
    place = 12
    for _ in range(_MOST_CHUNKS):
        if place + 8 > len(data):
            break
        name, size = (
            data[place : place + 4],
            struct.unpack_from("<I", data, place + 4)[0],
        )
        if name == b"fmt ":
            form = data[place + 8 : place + 8 + size]
        elif name == b"data":
            body = data[place + 8 : place + 8 + size]  # a cut file gives what is there
        place += 8 + size + size % 2
    if len(form) < 16:
        raise AudioError(f"{path}: has no format chunk; the file is damaged.")
    if not body:
        raise AudioError(f"{path}: holds no sound.")
    return form, body


def _form(path: Path, form: bytes) -> tuple[int, int, int, int]:
    coding, channels, rate_hz, _, _, bits = struct.unpack_from("<HHIIHH", form)
    if coding == _EXTENSIBLE and len(form) >= 26:
        coding = struct.unpack_from("<H", form, 24)[0]
    if coding not in (_INTEGER, _FLOAT):
        raise AudioError(
            f"{path}: is compressed (format {coding}); save it as plain PCM WAV."
        )
    if not 1 <= channels <= 16:
        raise AudioError(f"{path}: has {channels} channels; 1 to 16 are allowed.")
    if not _RATES_HZ[0] <= rate_hz <= _RATES_HZ[1]:
        raise AudioError(
            f"{path}: has a rate of {rate_hz} Hz; {_RATES_HZ[0]} to {_RATES_HZ[1]} are "
            "allowed."
        )
    return coding, channels, rate_hz, bits


def _decoded(path: Path, body: bytes, coding: int, bits: int) -> Sound:
    width = bits // 8
    if (coding, bits) not in {
        (_INTEGER, 8), (_INTEGER, 16), (_INTEGER, 24), (_INTEGER, 32),
        (_FLOAT, 32), (_FLOAT, 64),
    }:  # fmt: skip
        raise AudioError(
            f"{path}: has samples of {bits} bit; 8, 16, 24 and 32 are allowed."
        )
    body = body[: len(body) // width * width]
    if coding == _FLOAT:
        with np.errstate(over="ignore", invalid="ignore"):
            values = np.frombuffer(body, f"<f{width}").astype(np.float32)
        # a sound is -1..1; a number far from it would spoil all others in the spectrum
        return np.clip(np.nan_to_num(values), -1, 1)
    if bits == 8:
        return (np.frombuffer(body, np.uint8).astype(np.float32) - 128) / 128
    if bits == 24:
        wide = np.zeros((len(body) // 3, 4), np.uint8)
        wide[:, 1:] = np.frombuffer(body, np.uint8).reshape(-1, 3)
        return wide.view("<i4").ravel().astype(np.float32) / np.float32(2**31)
    scale = np.float32(2 ** (bits - 1))
    return np.frombuffer(body, f"<i{width}").astype(np.float32) / scale
