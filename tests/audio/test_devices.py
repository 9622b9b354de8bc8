"""Devices: with PortAudio taken away, and with a device that goes away in mid-speech.

PortAudio itself is replaced by a small stand-in that calls back as PortAudio does; the
code under test is the real one.
"""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from sim.audio import portaudio
from sim.audio.microphone import RATE_HZ, WINDOW, DeviceMicrophone, microphone
from sim.audio.speaker import DeviceSpeaker
from sim.audio.wav import AudioError
from tests.audio.conftest import tone


class PortAudioError(Exception):
    """As sounddevice names it."""


class FakeStream:
    """One open stream; `unplug` stops it the way a driver does."""

    def __init__(self, **options):
        self.options = options
        self.active = False
        self.is_closed = False
        self.time = 0.0

    def start(self):
        self.active = True

    def unplug(self):
        self.active = False

    def abort(self, ignore_errors=True):
        self.active = False

    def close(self, ignore_errors=True):
        self.is_closed = True

    def record(self, samples):
        self.options["callback"](samples.reshape(-1, 1), len(samples), None, None)

    def pull(self):
        count = self.options["blocksize"]
        out = np.zeros((count, 1), np.int16)
        heard_at = SimpleNamespace(outputBufferDacTime=self.time + 0.02)
        self.options["callback"](out, count, heard_at, None)
        self.time += count / self.options["samplerate"]
        return out[:, 0]


@pytest.fixture
def sound(monkeypatch):
    """A stand-in for sounddevice whose devices take the rates in `rates`."""
    module = ModuleType("sounddevice")
    module.PortAudioError = PortAudioError
    module.rates = {16_000, 24_000}
    module.streams = []

    def check(device, channels, dtype, samplerate):
        if samplerate not in module.rates:
            raise PortAudioError("Invalid sample rate")

    def query(device=None, kind=None):
        if device == "nowhere":
            raise ValueError("No input device matching 'nowhere'")
        return {"name": "Stand-in", "default_samplerate": 48_000.0}

    def open_stream(**options):
        module.streams.append(FakeStream(**options))
        return module.streams[-1]

    module.check_input_settings = module.check_output_settings = check
    module.query_devices = query
    module.InputStream = module.OutputStream = open_stream
    monkeypatch.setitem(sys.modules, "sounddevice", module)
    return module


@pytest.fixture
def no_portaudio(monkeypatch):
    class Finder:
        def find_spec(self, name, path=None, target=None):
            if name == "sounddevice":
                raise OSError("PortAudio library not found")

    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Finder(), *sys.meta_path])


@pytest.mark.parametrize("make", [DeviceMicrophone, DeviceSpeaker])
def test_without_portaudio_one_line_says_what_to_install(no_portaudio, make):
    with pytest.raises(AudioError, match="apt install libportaudio2") as caught:
        make().start()
    assert "typing" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "libportaudio2" in portaudio.problem("input")


def test_an_unknown_device_is_named(sound):
    with pytest.raises(AudioError, match="nowhere"):
        microphone("nowhere").start()
    assert portaudio.problem("input") == ""


def test_a_microphone_gives_whole_windows_of_what_was_recorded(sound, clock):
    device = DeviceMicrophone(clock=clock)
    device.start()
    said = tone(0.2)
    for block in np.array_split(said, 7):
        sound.streams[0].record(block)
    heard = np.concatenate(device.read())
    assert len(heard) == len(said) // WINDOW * WINDOW
    assert np.array_equal(heard, said[: len(heard)])
    assert device.read() == ()


def test_a_microphone_of_another_rate_is_heard_at_16_khz(sound, clock):
    sound.rates = {48_000}
    device = DeviceMicrophone(clock=clock)
    device.start()
    assert sound.streams[0].options["samplerate"] == 48_000
    for block in np.array_split(tone(1.0, 48_000, 300.0), 30):
        sound.streams[0].record(block)
    heard = np.concatenate(device.read()).astype(float)
    spectrum = np.abs(np.fft.rfft(heard[2048:12_288]))
    assert int(spectrum.argmax()) * RATE_HZ / 10_240 == pytest.approx(300, abs=2)


@pytest.mark.parametrize("how", ["unplugged", "dead", "callback"])
def test_a_microphone_that_disappears_says_so_once_and_never_raises(sound, clock, how):
    told = []
    device = DeviceMicrophone(on_lost=told.append, clock=clock)
    device.start()
    stream = sound.streams[0]
    stream.record(tone(0.1))
    assert device.read()
    assert not device.lost
    if how == "unplugged":
        stream.unplug()
    elif how == "dead":
        clock.turn(2.5)
    else:
        stream.options["callback"]("not sound at all", 1, None, None)
    device.read()
    device.read()
    assert told == [device.lost]
    assert "go on by typing" in device.lost
    assert stream.is_closed
    assert device.read() == ()


def test_a_speaker_plays_what_is_queued_and_knows_the_device_is_behind(sound, clock):
    device = DeviceSpeaker(clock=clock)
    device.start()
    stream = sound.streams[0]
    said = tone(0.5, 24_000)
    device.play(4, 0, said, 24_000)
    heard = np.concatenate([stream.pull() for _ in range(30)])
    assert np.array_equal(heard, said[: len(heard)])
    # 300 ms were pulled; the device holds 20 ms of it and the newest block
    assert device.position() == (4, 0, pytest.approx(0.3 - 0.02, abs=1e-6))


def test_a_speaker_that_disappears_says_so_once(sound, clock):
    told = []
    device = DeviceSpeaker(on_lost=told.append, clock=clock)
    device.start()
    device.play(1, 0, tone(1.0, 24_000), 24_000)
    sound.streams[0].pull()
    sound.streams[0].unplug()
    device.poll()
    device.poll()
    assert told == [device.lost]
    assert "captions" in device.lost
    assert not device.is_playing
    assert device.position() is None
    device.play(1, 1, tone(1.0, 24_000), 24_000)
    assert not device.is_playing
