"""What the user says, in windows of 32 ms: from a device, or a WAV file in real time.

A microphone is polled: `read` gives what has come since the last call, from whatever
thread the device used. A microphone that goes away says so once, through `on_lost` and
`lost`; it never raises in the audio thread.
"""

from __future__ import annotations

import collections
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from sim.audio import portaudio
from sim.audio.wav import AudioError, Converter, Pcm, read
from sim.session.clock import Clock, SystemClock

RATE_HZ = 16_000
WINDOW = 512
"""Samples per window; 32 ms, what voice detection takes."""
_SILENT_TOO_LONG_S = 2.0
"""A device that gives nothing for this long is gone; drivers hiccup for less."""

OnLost = Callable[[str], None]


class Microphone(Protocol):
    """Gives mono 16 bit sound at 16 kHz."""

    lost: str
    """Why it is gone, for a person; empty while it is here."""

    def start(self) -> None:
        """Begin to listen.

        Raises:
            AudioError: there is no such device.
        """

    def read(self) -> tuple[Pcm, ...]:
        """Whole windows that have come since the last call, oldest first."""

    def close(self) -> None:
        """Stop listening; a second call does nothing."""


class SoundMicrophone:
    """A recording instead of a device, heard in real time; silence when it is over.

    `say` adds sound, as if the user began to speak now.
    """

    def __init__(self, sound: Pcm | None = None, clock: Clock | None = None) -> None:
        self.lost = ""
        self._clock = clock or SystemClock()
        self._sound = np.zeros(0, np.int16) if sound is None else sound
        self._began_s: float | None = None
        self._given = 0

    def start(self) -> None:
        """Begin to listen."""
        self._began_s = self._clock.monotonic_s()

    def read(self) -> tuple[Pcm, ...]:
        """Whole windows that are due by the clock."""
        if self._began_s is None:
            return ()
        heard = int((self._clock.monotonic_s() - self._began_s) * RATE_HZ)
        windows = []
        while self._given + WINDOW <= heard:
            windows.append(self._window(self._given))
            self._given += WINDOW
        return tuple(windows)

    def say(self, sound: Pcm) -> None:
        """Let `sound` follow what is still to come, or begin now."""
        gap = np.zeros(max(0, self._given - self._sound.size), np.int16)
        self._sound = np.concatenate([self._sound, gap, sound])

    @property
    def is_over(self) -> bool:
        """Whether all of the recording has been heard."""
        return self._given >= self._sound.size

    @property
    def heard_s(self) -> float:
        """Length of what has been given."""
        return self._given / RATE_HZ

    def close(self) -> None:
        """Stop listening."""
        self._began_s = None

    def _window(self, start: int) -> Pcm:
        window = np.zeros(WINDOW, np.int16)
        part = self._sound[start : start + WINDOW]
        window[: part.size] = part
        return window


class DeviceMicrophone:
    """A microphone of this computer, through PortAudio."""

    def __init__(
        self,
        device: str | int | None = None,
        on_lost: OnLost | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.lost = ""
        self._device = device
        self._on_lost = on_lost
        self._clock = clock or SystemClock()
        self._stream: Any = None
        self._blocks: collections.deque[Pcm] = collections.deque(maxlen=4096)
        self._rest = np.zeros(0, np.int16)
        self._converter: Converter | None = None
        self._heard_at_s = 0.0
        self._trouble = ""

    def start(self) -> None:
        """Open the device.

        Raises:
            AudioError: there is no PortAudio, no such device, or it is in use.
        """
        found = portaudio.library()
        self._heard_at_s = self._clock.monotonic_s()
        try:
            self._stream, rate_hz = self._open(found)
            if rate_hz != RATE_HZ:
                self._converter = Converter(rate_hz, RATE_HZ)
            self._stream.start()
        except (found.PortAudioError, ValueError) as error:
            raise AudioError(
                f"the microphone {self._device or 'default'} cannot be used: {error}. "
                "Choose another, or go on by typing."
            ) from error

    def read(self) -> tuple[Pcm, ...]:
        """Whole windows that have come since the last call."""
        if self._stream is None or self.lost:
            return ()
        blocks = [np.zeros(0, np.int16)]
        while self._blocks:
            blocks.append(self._blocks.popleft())
        sound = np.concatenate(blocks)
        if self._converter is not None:
            sound = self._converter.feed(sound)
        sound = np.concatenate([self._rest, sound])
        count = sound.size // WINDOW
        self._rest = sound[count * WINDOW :]
        self._look_for_loss()
        return tuple(sound[: count * WINDOW].reshape(count, WINDOW))

    def close(self) -> None:
        """Stop listening and free the device."""
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.abort(ignore_errors=True)
            stream.close(ignore_errors=True)

    def _open(self, found: Any) -> tuple[Any, int]:
        about = found.query_devices(self._device, "input")
        for rate_hz in (RATE_HZ, int(about["default_samplerate"])):
            try:
                found.check_input_settings(
                    self._device, channels=1, dtype="int16", samplerate=rate_hz
                )
            except (found.PortAudioError, ValueError):
                continue
            stream = found.InputStream(
                samplerate=rate_hz,
                blocksize=rate_hz * WINDOW // RATE_HZ,
                device=self._device,
                channels=1,
                dtype="int16",
                latency="low",
                callback=self._take,
            )
            return stream, rate_hz
        raise ValueError(f"{about['name']} gives no 16 bit sound")

    def _take(self, data: Any, count: int, time: Any, status: Any) -> None:
        """Keep a block; runs in the audio thread, so it only copies."""
        try:
            self._heard_at_s = self._clock.monotonic_s()
            self._blocks.append(np.array(data, np.int16).ravel())
        except Exception as error:  # nothing may leave the audio thread
            self._trouble = str(error)

    def _look_for_loss(self) -> None:
        waited_s = self._clock.monotonic_s() - self._heard_at_s
        reason = self._trouble
        if not reason and not self._stream.active:
            reason = "it was unplugged or switched off"
        if not reason and waited_s > _SILENT_TOO_LONG_S:
            reason = f"it has given no sound for {waited_s:.0f} s"
        if reason:
            self._lose(f"The microphone is gone: {reason}. You can go on by typing.")

    def _lose(self, message: str) -> None:
        self.lost = message
        self.close()
        if self._on_lost is not None:
            self._on_lost(message)


def microphone(
    name: str, on_lost: OnLost | None = None, clock: Clock | None = None
) -> Microphone:
    """The microphone of the setting: "default", a device's name, or a WAV file.

    Raises:
        AudioError: the WAV file cannot be used.
    """
    if name.lower().endswith(".wav"):
        return SoundMicrophone(read(Path(name), RATE_HZ), clock)
    return DeviceMicrophone(None if name == "default" else name, on_lost, clock)
