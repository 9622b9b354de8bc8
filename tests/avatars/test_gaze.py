"""Gaze meets the user's eyes, and leaves them, as people do."""

from __future__ import annotations

import numpy as np
import pytest

from avatars.director import Director
from avatars.face import FACES
from avatars.gaze import ON_TARGET_DEG
from tests.avatars.acting import FPS, LEVELS, chunk, long_speech, record


def share_on_user(frames, yaw=0.0, pitch=0.0):
    off = frames.gaze() - np.array([yaw, pitch])
    return float((np.linalg.norm(off, axis=1) < ON_TARGET_DEG).mean())


@pytest.mark.parametrize("mood", ["calm", "warm", "angry", "sad", "withdrawn"])
def test_listeners_look_at_the_user_for_the_share_that_the_mood_says(mood):
    shares = []
    for seed in range(3):
        director = Director(seed)
        director.set_mood(mood, LEVELS, 0.0)
        director.user_started(0.0)
        shares.append(share_on_user(record(director, 150.0, fps=30.0)))
    assert abs(np.mean(shares) - FACES[mood].gaze_listen) < 0.12


def test_speakers_look_less_than_listeners():
    said = long_speech(40)
    shares = []
    for seed in range(3):
        director = Director(seed)
        director.speak(chunk(said, last=False), 0.0)
        frames = record(
            director, 55.0, fps=30.0, each=lambda now, d=director: d.audio_at(1, 0, now)
        )
        shares.append(share_on_user(frames))
    # 41 % (Argyle & Cook 1976) to 60 % (Rogers et al. 2018).
    assert 0.38 < np.mean(shares) < 0.62


def test_looks_last_two_to_five_seconds_while_listening():
    director = Director(3)
    director.user_started(0.0)
    frames = record(director, 180.0, fps=30.0)
    on = np.linalg.norm(frames.gaze(), axis=1) < ON_TARGET_DEG
    starts = np.flatnonzero(np.diff(on.astype(int)) == 1).size
    assert 2.0 < on.sum() / 30.0 / max(starts, 1) < 5.0


def test_the_eyes_are_on_the_user_when_the_turn_ends():
    for seed in range(6):
        director = Director(seed)
        said = long_speech(2)
        director.speak(chunk(said), 0.0)
        frames = record(
            director,
            said.duration_s,
            each=lambda now, d=director: d.audio_at(1, 0, now),
        )
        assert np.linalg.norm(frames.gaze()[-20:], axis=1).max() < ON_TARGET_DEG


def test_gaze_meets_a_user_beside_the_axis():
    director = Director(2, gaze_target=(20.0, 5.0))
    director.user_started(0.0)
    frames = record(director, 1.5)
    assert np.abs(frames.gaze()[-1] - [20.0, 5.0]).max() < 4.0


def test_a_user_seen_from_the_live_head_is_met_by_the_eyes():
    director = Director(2)
    director.set_mood("guarded", LEVELS, 0.0)
    true_yaw, true_pitch = 12.0, 6.0

    def see(now):
        joints = director.update(now - 0.5 / FPS).joints
        heading, down, roll = joints[:5].sum(axis=0)
        across, up = true_yaw - heading, true_pitch + down
        cos, sin = np.cos(np.radians(roll)), np.sin(np.radians(roll))
        yaw, pitch = across * cos - up * sin, up * cos + across * sin
        director.user_eye(float(yaw), float(pitch))

    director.user_started(0.0)
    frames = record(director, 1.8, each=see)
    assert np.abs(frames.gaze()[-1] - [true_yaw, true_pitch]).max() < 4.0


def test_a_user_seen_along_the_seat_is_met_whatever_the_head_does():
    director = Director(2)
    director.set_mood("withdrawn", LEVELS, 0.0)
    record(director, 4.0)
    director.user_eye_in_seat(-10.0, 4.0, 1.5)
    director.user_started(4.0)
    frames = record(director, 0.5, 4.0)
    assert np.abs(frames.gaze()[-1] - [-10.0, 4.0]).max() < 4.0


def test_eyes_converge_on_a_near_user_and_never_diverge():
    director = Director(2)
    director.user_eye(0.0, 0.0, 1.2)
    frames = record(director, 20.0)
    inward = frames.eyes[:, 1, 0] - frames.eyes[:, 0, 0]
    assert np.allclose(inward, 3.0, atol=0.1)
    director.user_eye(0.0, 0.0, 3.0)
    far = record(director, 1.0, 20.0)
    assert 0.0 < (far.eyes[:, 1, 0] - far.eyes[:, 0, 0]).max() < 1.3


def test_a_saccade_of_ten_degrees_takes_under_80_ms():
    frames = record(Director(4), 60.0, fps=250.0)
    speed = np.abs(np.diff(frames.gaze()[:, 0])) * 250.0
    assert 120.0 < speed.max() < 600.0


@pytest.mark.parametrize(("mood", "low", "high"), [("calm", 8, 26), ("angry", 6, 20)])
def test_blinks_per_minute_while_listening_are_in_the_adult_range(mood, low, high):
    counts = []
    for seed in range(4):
        director = Director(seed)
        director.set_mood(mood, LEVELS, 0.0)
        director.user_started(0.0)
        counts.append(record(director, 60.0, fps=60.0).blinks())
    # 8-21 silent gaze, 10.5-32.5 conversation (Doughty 2001).
    assert low <= np.mean(counts) <= high


def test_speaking_raises_the_blink_rate_to_that_of_conversation():
    said = long_speech(45)
    counts = []
    for seed in range(4):
        director = Director(seed)
        director.speak(chunk(said, last=False), 0.0)
        frames = record(
            director, 60.0, fps=60.0, each=lambda now, d=director: d.audio_at(1, 0, now)
        )
        counts.append(frames.blinks())
    assert 18 <= np.mean(counts) <= 32.5


def test_a_blink_is_over_within_350_ms():
    frames = record(Director(1), 60.0, fps=200.0)
    shut = frames.shapes[:, 8] > 0.5
    edges = np.flatnonzero(np.diff(shut.astype(int)))
    starts, ends = edges[::2], edges[1::2]
    lengths = (ends[: len(starts)] - starts[: len(ends)]) / 200.0
    assert lengths.max() < 0.35
