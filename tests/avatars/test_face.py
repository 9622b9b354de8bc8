"""Moods can be told apart and are complete."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from avatars.director import Director
from avatars.face import FACES, POSTURES, SHAPES, blend, mood_named, pace_for
from avatars.performance import ARKIT, ARKIT_INDEX
from dialogue.messages import MOODS, Levels
from tests.avatars.acting import LEVELS, record


def test_every_mood_has_a_face():
    assert tuple(FACES) == MOODS


@pytest.mark.parametrize("mood", MOODS)
def test_numbers_of_a_mood_stay_in_their_ranges(mood):
    face = FACES[mood]
    assert 0.85 <= pace_for(mood) <= 1.15
    assert 12.0 <= face.breaths_per_min <= 20.0
    assert 8.0 <= face.blinks_per_min <= 26.0
    assert 0.1 <= face.gaze_speak <= face.gaze_listen <= 0.9
    assert SHAPES[mood].min() >= 0.0
    assert SHAPES[mood].max() <= 1.0
    assert 0.0 <= face.joined <= 1.0
    assert np.abs(POSTURES[mood]).max() <= 10.0
    assert np.abs(POSTURES[mood][:5].sum(axis=0)).max() <= 30.0


def test_any_two_moods_differ_in_face_or_posture():
    for one, other in itertools.combinations(MOODS, 2):
        face = np.linalg.norm(SHAPES[one] - SHAPES[other])
        body = np.linalg.norm(POSTURES[one] - POSTURES[other])
        assert face > 0.3 or body > 6.0, (one, other)


def test_a_smile_reaches_the_eyes():
    for mood in ("warm", "tender", "relieved", "amused"):
        shapes = SHAPES[mood]
        smile = shapes[ARKIT_INDEX["mouthSmileLeft"]]
        assert shapes[ARKIT_INDEX["cheekSquintLeft"]] >= 0.5 * smile


def test_pace_slows_with_sadness_and_quickens_with_nerves():
    assert pace_for("sad") < pace_for("tender") < pace_for("calm") == 1.0
    assert pace_for("nervous") > 1.0


def test_an_unknown_mood_is_named_with_what_is_allowed():
    with pytest.raises(ValueError, match=r'mood "grumpy" is unknown; allowed: calm'):
        mood_named("grumpy")
    with pytest.raises(ValueError, match="grumpy"):
        Director(1).set_mood("grumpy", LEVELS, 0.0)


def test_hurt_shows_through_a_calm_face():
    out = np.zeros(len(ARKIT), np.float32)
    brow = ARKIT_INDEX["browInnerUp"]
    calm = float(blend("calm", Levels(hurt=0.0), out)[brow])
    hurt = float(blend("calm", Levels(hurt=0.9), out)[brow])
    assert hurt - calm > 0.2


def test_the_driving_level_makes_a_mood_stronger():
    out = np.zeros(len(ARKIT), np.float32)
    brow = ARKIT_INDEX["browDownLeft"]
    low = float(blend("angry", Levels(anger=0.1), out)[brow])
    high = float(blend("angry", Levels(anger=0.9), out)[brow])
    assert high > 1.15 * low


@pytest.mark.parametrize("mood", [mood for mood in MOODS if mood != "calm"])
def test_a_mood_comes_within_two_seconds_and_not_at_a_stroke(mood):
    director = Director(3)
    before = record(director, 2.0).shapes[-1]
    director.set_mood(mood, LEVELS, 2.0)
    frames = record(director, 3.0, 2.0).shapes
    gap = np.abs(frames - frames[-90:].mean(axis=0)).sum(axis=1)
    start = np.abs(before - frames[-90:].mean(axis=0)).sum()
    assert gap[4] > 0.6 * start
    assert np.median(gap[120:180]) < 0.45 * start


def test_two_people_do_not_wear_the_same_face():
    faces = []
    for seed in (1, 2):
        director = Director(seed)
        director.set_mood("warm", LEVELS, 0.0)
        faces.append(record(director, 3.0).shapes[-90:].mean(axis=0))
    assert np.abs(faces[0] - faces[1]).max() > 0.02
    smile = [ARKIT_INDEX["mouthSmileLeft"], ARKIT_INDEX["mouthSmileRight"]]
    assert abs(np.diff(faces[0][smile])[0]) > 0.003
