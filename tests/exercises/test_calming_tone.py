"""Picture, sound and haptics of a paced breath: one clock, nothing sudden, no drift."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from sim.audio.speaker import RATE_HZ, RecordingSpeaker
from sim.audio.wav import read
from sim.exercises._catalog import make
from sim.exercises._pacing import end_s, fullness, moment, starts_s
from sim.exercises._sitting import Sitting
from sim.exercises._tone import LOUDEST, Tone, sound
from sim.exercises.base import Breath
from tests.fakes import FakeClock

FRAME_S = 1 / 72
"""The slowest rate of a headset."""
IN_STEP_S = 0.05
SIX = Breath(6.0, 0.4, 60.0)


def loudness(heard: np.ndarray, step_s: float = 0.01) -> np.ndarray:
    """Root mean square over 100 ms, every `step_s`, centred."""
    half = int(0.05 * RATE_HZ)
    sums = np.concatenate([[0.0], np.cumsum((heard / 32768.0) ** 2)])
    at = np.arange(0, heard.size, int(step_s * RATE_HZ))
    first, last = np.maximum(at - half, 0), np.minimum(at + half, heard.size)
    return np.sqrt((sums[last] - sums[first]) / (last - first))


def lag_s(curve: np.ndarray, follows: np.ndarray, step_s: float = 0.01) -> float:
    """By how much `follows` comes after `curve`, from the best fit within a second."""
    shifts = range(-100, 101)
    middle = slice(100, len(curve) - 100)
    fits = [
        np.corrcoef(curve[middle], follows[100 + n : len(curve) - 100 + n])[0, 1]
        for n in shifts
    ]
    return shifts[int(np.argmax(fits))] * step_s


@dataclass
class Led:
    """What a minute of breathing left behind."""

    seen: list[tuple[float, float]]
    """When a frame was drawn, and the fullness in it."""
    felt: list[tuple[float, bool]]
    heard: np.ndarray
    began_s: float
    """When the step began, on the clock of the recording."""


def led(path: Path, late_frames: bool = False) -> Led:
    """Lead a minute with a recording speaker, frame by frame."""
    clock = FakeClock()
    speaker = RecordingSpeaker(path, clock)
    speaker.start()
    clock.advance(0.237)
    sitting = Sitting(make("breathing"), clock)
    sitting.set_pacer(Tone(lambda: speaker))
    felt: list[tuple[float, bool]] = []
    sitting.on_breath_turn(lambda is_in: felt.append((clock.monotonic_s(), is_in)))
    sitting.start()
    sitting.answer("now")
    began_s, seen, frame = clock.monotonic_s(), [], 0
    while sitting.view.breath is not None:
        sitting.tick()
        breath = sitting.view.breath
        if breath is not None:
            now = moment(breath, sitting.waited_s)
            seen.append((clock.monotonic_s(), now.fullness))
        frame += 1
        hitch = late_frames and frame % 97 == 0
        clock.advance(0.3 if hitch else FRAME_S)
    clock.advance(0.2)
    speaker.close()
    return Led(seen, felt, read(path, RATE_HZ), began_s)


@pytest.fixture(scope="module", name="smooth")
def smoothly_led(tmp_path_factory: pytest.TempPathFactory) -> Led:
    """A minute in which no frame is late."""
    return led(tmp_path_factory.mktemp("tone") / "heard.wav")


@pytest.mark.parametrize("late_frames", [False, True])
def test_what_is_seen_and_felt_keeps_step_with_what_is_heard(
    smooth, tmp_path, late_frames
):
    made = led(tmp_path / "heard.wav", late_frames=True) if late_frames else smooth
    heard = loudness(made.heard)
    at = np.arange(heard.size) * 0.01
    # it has faded in by then
    inside = (at > made.began_s + 11.0) & (at < made.began_s + 59.0)
    times, drawn = np.array(made.seen).T
    picture = np.interp(at[inside], times, drawn)
    assert abs(lag_s(heard[inside], picture)) <= IN_STEP_S
    assert [is_in for _, is_in in made.felt] == [True, False] * 6
    late_s = lag_s(fullness(SIX, at[inside] - made.began_s), heard[inside])
    turns = np.array([[10.0 * n, 10.0 * n + 4.0] for n in range(6)]).ravel()
    longest_s = 0.3 if late_frames else FRAME_S  # nothing is told while a frame hangs
    felt = np.array([when for when, _ in made.felt])
    apart = felt - (made.began_s + late_s + turns)
    assert np.abs(apart).max() <= max(IN_STEP_S, longest_s + 0.01)


def test_the_sound_is_quiet_and_never_begins_suddenly(smooth):
    heard = smooth.heard / 32768.0
    assert np.abs(heard).max() <= LOUDEST + 1 / 32768
    assert np.abs(heard).max() > 0.4 * LOUDEST
    loud = loudness(heard * 32768.0)
    assert np.abs(np.diff(loud)).max() < 0.002  # of full scale, in 10 ms
    first_second = heard[: int(1.237 * RATE_HZ)]
    assert np.abs(first_second).max() < 0.1 * LOUDEST
    assert np.abs(np.diff(heard)).max() < 0.02  # no click, at seams neither


def test_the_sound_is_soft_without_hiss_or_rumble():
    made = sound(SIX, 10.0, 20.0) / 32768.0
    power = np.abs(np.fft.rfft(made * np.hanning(made.size))) ** 2
    hertz = np.fft.rfftfreq(made.size, 1 / RATE_HZ)
    share = power / power.sum()
    assert share[(hertz > 120) & (hertz < 1500)].sum() > 0.97
    assert share[hertz > 4000].sum() < 0.002


def test_pieces_join_without_a_seam():
    whole = sound(SIX, 0.0, 20.0)
    parts = [sound(SIX, at, at + 1.0) for at in range(20)]
    assert np.array_equal(whole, np.concatenate(parts))


def test_a_pause_silences_it_and_going_on_begins_a_breath_anew(tmp_path):
    clock = FakeClock()
    speaker = RecordingSpeaker(None, clock)
    speaker.start()
    sitting = Sitting(make("breathing"), clock)
    sitting.set_pacer(Tone(lambda: speaker))
    sitting.start()
    sitting.answer("now")
    for _ in range(200):
        sitting.tick()
        clock.advance(FRAME_S)
    assert speaker.is_playing
    sitting.pause()
    clock.advance(0.05)
    assert not speaker.is_playing
    clock.advance(30.0)
    sitting.tick()
    assert not speaker.is_playing
    sitting.resume()
    sitting.tick()
    clock.advance(FRAME_S)
    assert sitting.waited_s < 0.1
    assert speaker.is_playing


def test_a_speaker_that_goes_away_leaves_the_picture_going_on():
    clock = FakeClock()
    speaker = RecordingSpeaker(None, clock)
    speaker.start()
    here: list[RecordingSpeaker | None] = [speaker]
    sitting = Sitting(make("breathing"), clock)
    sitting.set_pacer(Tone(lambda: here[0]))
    sitting.start()
    sitting.answer("now")
    for frame in range(60 * 72 + 200):
        sitting.tick()
        if sitting.view.breath is None:
            break
        if frame == 500:
            before_s, here[0] = sitting.waited_s, None
            assert sitting.waited_s == pytest.approx(before_s, abs=0.02)
        clock.advance(FRAME_S)
    assert sitting.view.step == "after"
    assert clock.monotonic_s() == pytest.approx(60.0, abs=0.1)


@pytest.mark.parametrize("breath", [SIX, Breath(13.0, 0.4, 120.0, 6.0)])
def test_sound_and_picture_are_made_from_the_same_curve(breath):
    at = np.linspace(0.0, end_s(breath) - 0.01, 997)
    drawn = [moment(breath, float(one)).fullness for one in at]
    assert np.allclose(fullness(breath, at), drawn, atol=1e-9)


def test_slowing_down_goes_bit_by_bit_and_no_further_than_asked():
    breaths = np.diff(starts_s(Breath(14.0, 0.4, 300.0, 6.0)))
    assert breaths[0] == pytest.approx(60 / 14)
    assert (np.diff(breaths) >= -1e-9).all()
    assert (breaths[1:] / breaths[:-1]).max() <= 1.05 + 1e-9
    assert breaths[-1] == pytest.approx(10.0)
    assert starts_s(Breath(14.0, 0.4, 300.0, 6.0))[-1] >= 300.0
