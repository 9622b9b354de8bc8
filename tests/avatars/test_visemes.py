"""The mouth says what the voice says, on the audio clock."""

from __future__ import annotations

import numpy as np
import pytest

from avatars.director import Director
from avatars.performance import ARKIT, ARKIT_INDEX, VISEMES
from avatars.visemes import TABLE, Phrase
from dialogue.messages import MOODS
from tests.avatars.acting import FPS, JAW, LEVELS, chunk, play, record, speech

PARTED = ("mouthFunnel", "mouthLowerDownLeft", "mouthUpperUpLeft")


def weight(row, name):
    return float(row[ARKIT_INDEX[name]])


def mouth_at(said, position_s):
    out = np.zeros(len(ARKIT), np.float32)
    closed = Phrase(said).at(position_s, out)
    return out, closed


def test_every_viseme_has_a_shape_of_known_names():
    assert set(TABLE) == set(VISEMES)
    for shapes in TABLE.values():
        for name in shapes:
            assert name in ARKIT_INDEX or f"{name}Left" in ARKIT_INDEX


@pytest.mark.parametrize("vowel", ["aa", "E", "ih", "oh", "ou"])
@pytest.mark.parametrize("length_s", [0.05, 0.08, 0.14])
def test_a_bilabial_closes_the_lips_between_any_vowels(vowel, length_s):
    said = speech((vowel, 0.15, 1.0), ("PP", length_s, 0.0), (vowel, 0.15, 1.0))
    out, closed = mouth_at(said, 0.25 + length_s / 2)
    assert closed > 0.95
    assert max(weight(out, name) for name in PARTED) < 0.03
    assert weight(out, "mouthRollLower") > 0.25
    assert weight(out, "mouthClose") == pytest.approx(weight(out, "jawOpen"), abs=0.02)


@pytest.mark.parametrize("mood", MOODS)
def test_lips_meet_on_a_bilabial_in_every_mood(mood):
    director = Director(5)
    director.set_mood(mood, LEVELS, 0.0)
    record(director, 3.0)
    said = speech(("aa", 0.15, 1.0), ("PP", 0.09, 0.0), ("aa", 0.15, 1.0))
    frames = play(director, said, 3.0, mood)
    middle = int((0.25 + 0.045) * FPS)
    row = frames.shapes[middle]
    assert max(weight(row, name) for name in PARTED) < 0.06
    assert weight(row, "jawOpen") - weight(row, "mouthClose") < 0.06
    assert frames.shapes[:, JAW].max() > 0.2


def test_stress_opens_the_mouth_further():
    loud, _ = mouth_at(speech(("aa", 0.15, 1.0)), 0.17)
    soft, _ = mouth_at(speech(("aa", 0.15, 0.0)), 0.17)
    assert loud[JAW] > 1.25 * soft[JAW] > 0.2


def test_lips_are_round_before_the_vowel_they_round_for():
    two = speech(("DD", 0.10, 0.0), ("ou", 0.15, 1.0))
    tea = speech(("DD", 0.10, 0.0), ("ih", 0.15, 1.0))
    assert weight(mouth_at(two, 0.16)[0], "mouthPucker") > 0.25
    assert weight(mouth_at(tea, 0.16)[0], "mouthPucker") < 0.01


def test_a_sound_begins_to_show_60_to_130_ms_before_it_is_heard():
    said = speech(("aa", 0.15, 1.0), lead_s=0.4)
    positions = np.arange(0.1, 0.4, 0.005)
    opening = [mouth_at(said, float(at))[0][JAW] for at in positions]
    first_s = positions[np.argmax(np.array(opening) > 0.01)]
    assert 0.06 <= 0.4 - first_s <= 0.13


def test_the_jaw_follows_the_audio_clock_and_not_the_frame_clock():
    said = speech(("aa", 0.3, 1.0), ("PP", 0.2, 0.0), ("aa", 0.3, 1.0))
    slow, fast = Director(1), Director(1)
    for director in (slow, fast):
        director.speak(chunk(said), 0.0)
    # The same places of the audio, reached in twice the frame time.
    places = np.arange(0.0, said.duration_s, 1 / FPS)
    fast_jaw, slow_jaw = [], []
    for k, place in enumerate(places):
        fast.audio_at(1, 0, float(place))
        fast_jaw.append(fast.update(k / FPS).shapes[JAW])
        slow.audio_at(1, 0, float(place))
        slow.update((2 * k) / FPS)
        slow_jaw.append(slow.update((2 * k + 1) / FPS).shapes[JAW])
    settled = places > 0.15  # the first opening eases in on the frame clock
    assert np.abs(np.subtract(fast_jaw, slow_jaw))[settled].max() < 0.02


def test_frames_alone_do_not_move_the_lips():
    said = speech(("aa", 0.3, 1.0), ("PP", 0.2, 0.0), ("aa", 0.3, 1.0))
    director = Director(1)
    director.speak(chunk(said), 0.0)
    still = record(director, 1.0)
    assert still.shapes[:, JAW].max() < 0.08


def test_the_mouth_closes_softly_when_the_audio_stands_still():
    said = speech(("aa", 2.0, 1.0))
    director = Director(1)
    director.speak(chunk(said), 0.0)
    record(director, 1.0, each=lambda now: director.audio_at(1, 0, now))
    held = record(director, 1.0, 1.0, each=lambda now: director.audio_at(1, 0, 1.0))
    assert held.shapes[0, JAW] > 0.3
    assert held.shapes[-1, JAW] < 0.06
    again = record(
        director, 0.3, 2.0, each=lambda now: director.audio_at(1, 0, now - 1)
    )
    assert again.shapes[-1, JAW] > 0.3


def test_the_mouth_closes_within_300_ms_of_a_cut_and_without_a_jump():
    said = speech(("aa", 2.0, 1.0))
    director = Director(1)
    director.speak(chunk(said), 0.0)
    spoken = record(director, 1.0, each=lambda now: director.audio_at(1, 0, now))
    director.stop_speaking(1.0)
    cut = record(director, 0.3, 1.0)
    jaw = np.concatenate([spoken.shapes[-1:, JAW], cut.shapes[:, JAW]])
    assert jaw[0] > 0.3
    assert jaw[-1] < 0.06
    assert np.abs(np.diff(jaw)).max() < 0.06


def test_audio_of_a_cut_phrase_moves_nothing():
    said = speech(("aa", 2.0, 1.0))
    director = Director(1)
    director.speak(chunk(said), 0.0)
    director.stop_speaking(0.0)
    late = record(director, 0.5, each=lambda now: director.audio_at(1, 0, now))
    assert late.shapes[:, JAW].max() < 0.08
    assert director.phase == "waiting"


def test_one_phrase_passes_into_the_next_without_a_jump():
    first = speech(("aa", 0.3, 1.0), lead_s=0.0)
    second = speech(("oh", 0.3, 1.0), lead_s=0.0)
    director = Director(1)
    director.speak(chunk(first, index=0, last=False), 0.0)
    director.speak(chunk(second, index=1), 0.0)

    def clock(now):
        if now < 0.3:
            director.audio_at(1, 0, now)
        else:
            director.audio_at(1, 1, now - 0.3)

    frames = record(director, 0.6, each=clock)
    seam = frames.shapes[15:40, JAW]
    assert seam.min() > 0.1
    assert np.abs(np.diff(seam)).max() < 0.08


def test_an_unknown_viseme_is_named():
    with pytest.raises(ValueError, match=r'viseme "XX" is unknown; allowed: sil'):
        Phrase(speech(("XX", 0.1, 0.0)))


def test_a_phrase_without_audio_moves_no_lips():
    director = Director(1)
    director.speak(chunk(None), 0.0)
    assert record(director, 1.0).shapes[:, JAW].max() < 0.08
