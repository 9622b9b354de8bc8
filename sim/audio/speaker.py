"""What the user hears: phrases one after another, and the clock that lips follow.

`position` tells which sample of which phrase is heard now; faces and captions follow
it, never the frame clock. A recording speaker writes to a WAV file exactly what a
device would have played, silences included, in real time.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from sim.audio import portaudio
from sim.audio.playback import Playback, Position
from sim.audio.wav import AudioError, Pcm, Writer
from sim.session.clock import Clock, SystemClock

RATE_HZ = 24_000
"""The voice's own rate; nothing is lost on the way."""
FADE_S = 0.02
_STEP = 240
"""The recording speaker works in steps of 10 ms."""
_SILENT_TOO_LONG_S = 2.0

OnLost = Callable[[str], None]


class Speaker(Protocol):
    """Plays phrases in the order in which they come."""

    lost: str
    """Why it is gone, for a person; empty while it is here."""

    def start(self) -> None:
        """Begin to play.

        Raises:
            AudioError: there is no such device, or the file cannot be made.
        """

    def play(self, turn: int, index: int, samples: Pcm, sample_rate_hz: int) -> None:
        """Queue one phrase behind those that wait."""

    def stop(self) -> None:
        """Fade out within 50 ms and forget what waits."""

    def poll(self) -> None:
        """Do what the clock asks for; call once a frame."""

    def position(self) -> Position | None:
        """Turn, index and seconds of what is heard now; None in silence."""

    @property
    def is_playing(self) -> bool:
        """Whether something is heard or waits."""

    def close(self) -> None:
        """Stop and free the device; a second call does nothing."""


class RecordingSpeaker:
    """Plays into a WAV file, or with no path into nothing, in real time."""

    def __init__(
        self, path: str | Path | None = None, clock: Clock | None = None
    ) -> None:
        self.lost = ""
        self._path = path
        self._clock = clock or SystemClock()
        self._playback = Playback(RATE_HZ)
        self._writer: Writer | None = None
        self._began_s: float | None = None
        self._played = 0

    def start(self) -> None:
        """Begin to play; the file begins now.

        Raises:
            AudioError: the file cannot be made.
        """
        self._writer = Writer(self._path, RATE_HZ) if self._path else None
        self._began_s = self._clock.monotonic_s()

    def play(self, turn: int, index: int, samples: Pcm, sample_rate_hz: int) -> None:
        """Queue one phrase behind those that wait."""
        self.poll()
        self._playback.add(turn, index, samples, sample_rate_hz)

    def stop(self) -> None:
        """Fade out and forget what waits."""
        self.poll()
        self._playback.stop(FADE_S)

    def poll(self) -> None:
        """Write what has been played since the last call."""
        if self._began_s is None:
            return
        due = int((self._clock.monotonic_s() - self._began_s) * RATE_HZ)
        while self._played + _STEP <= due:
            samples = self._playback.pull(_STEP)
            self._played += _STEP
            if self._writer is not None:
                self._writer.write(samples)

    def position(self) -> Position | None:
        """What is heard now, between two steps too."""
        if self._began_s is None:
            return None
        due = (self._clock.monotonic_s() - self._began_s) * RATE_HZ
        self.poll()
        return self._playback.position_at(due)

    @property
    def is_playing(self) -> bool:
        """Whether something is heard or waits."""
        self.poll()
        return self._playback.is_playing

    def close(self) -> None:
        """Write what was played and finish the file."""
        self.poll()
        self._began_s = None
        if self._writer is not None:
            self._writer.close()


class DeviceSpeaker:
    """A loudspeaker or headphones of this computer, through PortAudio."""

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
        self._playback = Playback(RATE_HZ)
        self._stream: Any = None
        self._rate_hz = RATE_HZ
        self._pulled_at_s = 0.0
        self._anchor = (0, 0.0)
        """Samples pulled before the newest block, and when its first one is heard."""
        self._trouble = ""

    def start(self) -> None:
        """Open the device.

        Raises:
            AudioError: there is no PortAudio, no such device, or it is in use.
        """
        found = portaudio.library()
        self._pulled_at_s = self._clock.monotonic_s()
        try:
            self._stream = self._open(found)
            self._stream.start()
        except (found.PortAudioError, ValueError) as error:
            raise AudioError(
                f"the speaker {self._device or 'default'} cannot be used: {error}. "
                "Choose another, or read the captions."
            ) from error

    def play(self, turn: int, index: int, samples: Pcm, sample_rate_hz: int) -> None:
        """Queue one phrase behind those that wait."""
        self._playback.add(turn, index, samples, sample_rate_hz)

    def stop(self) -> None:
        """Fade out and forget what waits."""
        self._playback.stop(FADE_S)

    def poll(self) -> None:
        """Notice a device that went away."""
        if self._stream is None or self.lost:
            return
        reason = self._trouble
        if not reason and not self._stream.active:
            reason = "it was unplugged or switched off"
        waited_s = self._clock.monotonic_s() - self._pulled_at_s
        if not reason and waited_s > _SILENT_TOO_LONG_S:
            reason = f"it has taken no sound for {waited_s:.0f} s"
        if reason:
            self.lost = f"The speaker is gone: {reason}. The captions go on."
            self.close()
            if self._on_lost is not None:
                self._on_lost(self.lost)

    def position(self) -> Position | None:
        """What is heard now: what was pulled, less what the device still holds."""
        stream = self._stream
        if stream is None:
            return None
        pulled, heard_at_s = self._anchor
        return self._playback.position_at(
            pulled + (stream.time - heard_at_s) * self._rate_hz
        )

    @property
    def is_playing(self) -> bool:
        """Whether something is heard or waits."""
        return not self.lost and self._playback.is_playing

    def close(self) -> None:
        """Stop and free the device."""
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.abort(ignore_errors=True)
            stream.close(ignore_errors=True)

    def _open(self, found: Any) -> Any:
        about = found.query_devices(self._device, "output")
        for rate_hz in (RATE_HZ, int(about["default_samplerate"])):
            try:
                found.check_output_settings(
                    self._device, channels=1, dtype="int16", samplerate=rate_hz
                )
            except (found.PortAudioError, ValueError):
                continue
            self._rate_hz = rate_hz
            self._playback = Playback(rate_hz)
            return found.OutputStream(
                samplerate=rate_hz,
                blocksize=rate_hz // 100,
                device=self._device,
                channels=1,
                dtype="int16",
                latency="low",
                callback=self._give,
            )
        raise ValueError(f"{about['name']} takes no 16 bit sound")

    def _give(self, out: Any, count: int, time: Any, status: Any) -> None:
        """Fill a block; runs in the audio thread."""
        try:
            self._pulled_at_s = self._clock.monotonic_s()
            self._anchor = (self._playback.pulled, time.outputBufferDacTime)
            out[:, 0] = self._playback.pull(count)
        except Exception as error:  # nothing may leave the audio thread
            self._trouble = str(error)
            out[:] = np.int16(0)


def speaker(
    name: str, on_lost: OnLost | None = None, clock: Clock | None = None
) -> Speaker:
    """The speaker of the setting: "default", a device's name, "none", or a WAV file."""
    if name == "none":
        return RecordingSpeaker(None, clock)
    if name.lower().endswith(".wav"):
        return RecordingSpeaker(name, clock)
    return DeviceSpeaker(None if name == "default" else name, on_lost, clock)
