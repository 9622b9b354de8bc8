from __future__ import annotations

import numpy as np
import pytest

from sim.audio.playback import Playback
from sim.audio.speaker import FADE_S, RecordingSpeaker, speaker
from sim.audio.wav import AudioError, read
from tests.audio.conftest import tone

RATE_HZ = 24_000


def ramp(start: int, size: int) -> np.ndarray:
    return np.arange(start, start + size).astype(np.int16)


def test_phrases_play_without_a_gap_between_them():
    playback = Playback(RATE_HZ)
    playback.add(1, 0, ramp(1, 700), RATE_HZ)
    playback.add(1, 1, ramp(701, 500), RATE_HZ)
    heard = np.concatenate([playback.pull(240) for _ in range(6)])
    assert np.array_equal(heard[:1200], ramp(1, 1200))
    assert not heard[1200:].any()


def test_position_names_the_sample_that_is_heard():
    playback = Playback(RATE_HZ)
    playback.pull(480)
    playback.add(3, 0, ramp(1, 2400), RATE_HZ)
    playback.add(3, 1, ramp(1, 2400), RATE_HZ)
    playback.pull(9600)
    assert playback.position_at(479) is None
    assert playback.position_at(480) == (3, 0, 0.0)
    assert playback.position_at(480 + 1200) == (3, 0, pytest.approx(0.05))
    assert playback.position_at(480 + 2400 + 240) == (3, 1, pytest.approx(0.01))
    assert playback.position_at(480 + 4800) is None


def test_a_voice_of_another_rate_keeps_its_length_and_pitch():
    playback = Playback(48_000)
    playback.add(0, 0, tone(0.5, RATE_HZ, 440.0), RATE_HZ)
    heard = playback.pull(24_000)
    assert int(np.abs(np.fft.rfft(heard)).argmax()) == pytest.approx(220, abs=1)


def test_the_recording_is_what_a_user_would_hear_silences_included(clock, tmp_path):
    path = tmp_path / "heard.wav"
    played = RecordingSpeaker(path, clock)
    played.start()
    clock.turn(0.5)
    played.play(1, 0, ramp(1, 2400), RATE_HZ)
    clock.turn(0.3)
    played.poll()
    played.play(1, 1, ramp(5001, 2400), RATE_HZ)
    clock.turn(0.2)
    played.close()
    heard = read(path, RATE_HZ)
    assert len(heard) == 24_000
    assert not heard[:12_000].any()
    assert np.array_equal(heard[12_000:14_400], ramp(1, 2400))
    assert not heard[14_400:19_200].any()
    assert np.array_equal(heard[19_200:21_600], ramp(5001, 2400))


def test_position_follows_the_clock_between_two_polls(clock):
    played = RecordingSpeaker(None, clock)
    played.start()
    played.play(2, 0, tone(1.0, RATE_HZ), RATE_HZ)
    for _ in range(90):
        clock.turn(1 / 90)
        at = played.position()
        if at is not None:
            assert at[:2] == (2, 0)
            assert at[2] == pytest.approx(clock.seconds, abs=1e-6)
    assert clock.seconds == pytest.approx(1.0)


@pytest.mark.parametrize("playing_s", [0.1, 0.345, 0.99])
def test_stop_is_silent_within_50_ms_and_does_not_click(clock, tmp_path, playing_s):
    path = tmp_path / "heard.wav"
    played = RecordingSpeaker(path, clock)
    played.start()
    played.play(1, 0, tone(2.0, RATE_HZ), RATE_HZ)
    played.play(1, 1, tone(2.0, RATE_HZ), RATE_HZ)
    clock.turn(playing_s)
    played.stop()
    clock.turn(1.0)
    assert not played.is_playing
    assert played.position() is None
    played.close()
    heard = read(path, RATE_HZ).astype(int)
    last = int(np.flatnonzero(heard)[-1])
    assert last / RATE_HZ <= playing_s + 0.05
    loudest_step = np.abs(np.diff(tone(0.1, RATE_HZ).astype(int))).max()
    assert np.abs(np.diff(heard)).max() <= loudest_step * 1.2
    assert FADE_S <= 0.03


def test_what_is_queued_after_a_stop_is_heard(clock):
    played = RecordingSpeaker(None, clock)
    played.start()
    played.play(1, 0, tone(1.0, RATE_HZ), RATE_HZ)
    clock.turn(0.2)
    played.stop()
    played.play(2, 0, tone(1.0, RATE_HZ), RATE_HZ)
    clock.turn(0.2)
    at = played.position()
    assert at is not None
    assert at[0] == 2


def test_a_file_that_cannot_be_written_is_refused_with_its_name(clock, tmp_path):
    with pytest.raises(AudioError, match=r"out\.wav: cannot be written"):
        speaker(str(tmp_path / "none" / "out.wav"), clock=clock).start()
