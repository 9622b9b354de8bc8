from __future__ import annotations

import numpy as np
import pytest

from sim.audio.microphone import WINDOW, SoundMicrophone, microphone
from sim.audio.wav import AudioError, Writer
from tests.audio.conftest import tone


def test_a_recording_is_heard_in_real_time_and_then_silence(clock):
    said = tone(1.0)
    device = SoundMicrophone(said, clock)
    assert device.read() == ()
    device.start()
    clock.turn(0.1)
    first = device.read()
    assert len(first) == 3
    clock.turn(1.0)
    heard = np.concatenate([*first, *device.read()])
    assert np.array_equal(heard[: len(said)], said)
    assert not heard[len(said) :].any()
    assert device.is_over
    clock.turn(10)
    assert not np.concatenate(device.read()).any()


def test_more_can_be_said_later(clock):
    device = SoundMicrophone(clock=clock)
    device.start()
    clock.turn(1.0)
    device.read()
    device.say(tone(0.5))
    assert not device.is_over
    clock.turn(1.0)
    heard = np.concatenate(device.read())
    assert np.array_equal(heard[:8000], tone(0.5))
    assert not heard[8000:].any()


def test_a_wav_file_stands_in_for_the_microphone(clock, tmp_path):
    with Writer(tmp_path / "me.wav", 48_000) as writer:
        writer.write(tone(0.5, 48_000))
    device = microphone(str(tmp_path / "me.wav"), clock=clock)
    device.start()
    clock.turn(0.6)
    heard = np.concatenate(device.read())
    assert len(heard) % WINDOW == 0
    assert np.abs(heard[:8000].astype(int) - tone(0.5)[:8000]).max() < 600


def test_a_missing_file_is_named():
    with pytest.raises(AudioError, match=r"nobody\.wav: cannot be read"):
        microphone("nobody.wav")
