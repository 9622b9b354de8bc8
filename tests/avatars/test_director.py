"""The partner listens, answers with the face, and never startles."""

from __future__ import annotations

import numpy as np
import pytest

from avatars.director import MANNERS, Director
from avatars.performance import ARKIT_INDEX, JOINT_INDEX
from avatars.stance import SPEED_LIMIT_DEG_S
from dialogue.messages import MOODS
from dialogue.scenario import MANNERS as WRITTEN_MANNERS
from tests.avatars.acting import (
    FPS,
    LEVELS,
    Recording,
    chunk,
    long_speech,
    play,
    record,
    speech,
)

LIDS = [ARKIT_INDEX["eyeBlinkLeft"], ARKIT_INDEX["eyeBlinkRight"]]
BLINK_MOVES = [
    *LIDS,
    *(ARKIT_INDEX[f"eye{n}{s}"] for n in ("Wide", "Squint") for s in ("Left", "Right")),
]


def eventful(director, start_s, seconds) -> Recording:
    """Everything that can happen, happening often."""
    rng = np.random.default_rng(7)
    said = long_speech(1)
    state = {"turn": 0, "from": start_s}

    def events(now):
        draw = rng.random()
        if draw < 0.004:
            director.set_mood(MOODS[int(rng.integers(11))], LEVELS, now)
        elif draw < 0.007:
            director.user_started(now)
        elif draw < 0.010:
            director.user_stopped(now)
        elif draw < 0.012:
            director.thinking(now)
        elif draw < 0.014:
            director.reaction(MOODS[int(rng.integers(11))], 1.0, now)
        elif draw < 0.015:
            director.stop_speaking(now)
        elif draw < 0.020 and now - state["from"] > said.duration_s:
            state["turn"] += 1
            state["from"] = now
            director.speak(chunk(said, turn=state["turn"]), now)
        elif draw < 0.025:
            director.user_eye(float(rng.uniform(-30, 30)), float(rng.uniform(-15, 15)))
        director.audio_at(state["turn"], 0, now - state["from"])

    return record(director, seconds, start_s, each=events)


def test_weights_and_speeds_stay_within_limits_whatever_happens():
    for seed, manner in enumerate(MANNERS):
        frames = eventful(Director(seed, manner), 0.0, 20.0)
        assert frames.shapes.min() >= 0.0
        assert frames.shapes.max() <= 1.0
        assert np.isfinite(frames.joints).all()
        speed = np.abs(np.diff(frames.joints, axis=0)) * FPS
        assert (speed <= SPEED_LIMIT_DEG_S[:, None] * 1.01).all()
        assert np.abs(frames.eyes[:, :, 0]).max() <= 32.0
        assert np.abs(frames.eyes[:, :, 1]).max() <= 26.0


def test_ordinary_talk_needs_no_more_than_half_of_the_speed_limits():
    director = Director(2)
    said = long_speech(8)
    frames = play(director, said)
    speed = np.abs(np.diff(frames.joints, axis=0)) * FPS
    calm = np.percentile(speed, 99, axis=(0, 2))
    assert (calm <= 0.5 * SPEED_LIMIT_DEG_S).all()


def test_a_stalled_frame_does_not_make_the_body_jump():
    director = Director(2)
    record(director, 2.0)
    director.set_mood("sad", LEVELS, 2.0)
    before = director.update(2.01).joints.copy()
    after = director.update(7.0).joints
    assert np.abs(after - before).max() <= SPEED_LIMIT_DEG_S.max() * 0.1


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_face_changes_visibly_within_200_ms_of_the_users_stop(mood, seed):
    stopped, went_on = Director(seed), Director(seed)
    for director in (stopped, went_on):
        director.set_mood(mood, LEVELS, 0.0)
        director.user_started(0.0)
        record(director, 4.0)
    stopped.user_stopped(4.0)
    stopped.thinking(4.0)
    change = np.abs(
        record(stopped, 0.2, 4.0).shapes[-1] - record(went_on, 0.2, 4.0).shapes[-1]
    )
    change[BLINK_MOVES] *= mood in ("sad", "hurt", "withdrawn", "guarded", "angry")
    assert change.max() > 0.12
    assert change.sum() > 0.25


def test_a_reaction_shows_within_300_ms_and_fades():
    director = Director(4)
    calm = record(director, 2.0).shapes[-1]
    director.reaction("hurt", 0.8, 2.0)
    brow = ARKIT_INDEX["browInnerUp"]
    frames = record(director, 5.0, 2.0).shapes[:, brow] - calm[brow]
    assert frames[int(0.3 * FPS)] > 0.3
    assert abs(frames[-1]) < 0.1


def test_thinking_looks_away_and_breathes_in():
    director = Director(4)
    director.user_started(0.0)
    record(director, 3.0)
    director.user_stopped(3.0)
    director.thinking(3.0)
    frames = record(director, 1.5, 3.0)
    assert director.phase == "thinking"
    away = np.linalg.norm(frames.gaze()[int(0.8 * FPS) : int(1.4 * FPS)], axis=1)
    assert away.min() > 6.0


@pytest.mark.parametrize("mood", ["sad", "hurt", "tender", "withdrawn"])
def test_who_is_low_looks_down_to_think(mood):
    for seed in range(4):
        director = Director(seed)
        director.set_mood(mood, LEVELS, 0.0)
        record(director, 3.0)
        director.thinking(3.0)
        assert record(director, 0.6, 3.0).gaze()[-1, 1] < -6.0


def test_a_phrase_brings_its_mood_when_it_is_heard():
    director = Director(1)
    said = long_speech(2)
    director.speak(chunk(said, mood="sad"), 0.0)
    brow = ARKIT_INDEX["browInnerUp"]
    assert record(director, 1.0).shapes[-1, brow] < 0.15
    frames = record(
        director,
        said.duration_s,
        1.0,
        each=lambda now: director.audio_at(1, 0, now - 1.0),
    )
    assert frames.shapes[-1, brow] > 0.4


def test_the_partner_looks_at_the_user_when_the_user_begins():
    for seed in range(5):
        director = Director(seed)
        record(director, 10.0)
        director.user_started(10.0)
        frames = record(director, 1.2, 10.0)
        assert np.linalg.norm(frames.gaze()[-60:], axis=1).max() < 5.0


def test_nods_answer_the_users_pauses():
    nodded = 0
    for seed in range(10):
        director = Director(seed)
        director.set_mood("warm", LEVELS, 0.0)
        director.user_started(0.0)
        record(director, 3.5)
        director.user_stopped(3.5)
        frames = record(director, 1.2, 3.5)
        chain = frames.joints[:, JOINT_INDEX["neck"], 1]
        head = chain + frames.joints[:, JOINT_INDEX["head"], 1]
        nodded += head.max() - min(head[0], head[-1]) > 2.5
    assert nodded >= 6


def test_who_is_withdrawn_hardly_nods():
    def nods(mood):
        director = Director(0)
        director.set_mood(mood, LEVELS, 0.0)
        director.user_started(0.0)
        return len(record(director, 60.0, fps=60.0).nods())

    assert nods("warm") >= 6
    assert nods("withdrawn") <= 0.3 * nods("warm")


def test_pausing_keeps_breath_and_blinks_and_rests_the_mouth():
    director = Director(6)
    director.set_mood("angry", LEVELS, 0.0)
    record(director, 3.0)
    director.pause(3.0)
    frames = record(director, 40.0, 3.0)
    brow = frames.shapes[:, ARKIT_INDEX["browDownLeft"]]
    assert brow[-1] < 0.25 < brow[0]
    assert frames.blinks() >= 4
    chest = frames.joints[:, JOINT_INDEX["chest"], 1]
    assert chest.std() > 0.1
    director.resume(43.0)
    assert record(director, 3.0, 43.0).shapes[-1, ARKIT_INDEX["browDownLeft"]] > 0.4


def test_beats_fall_on_stressed_words():
    director = Director(3)
    director.set_mood("amused", LEVELS, 0.0)
    record(director, 3.0)
    quiet = [("nn", 0.2, 0.0)] * 8
    said = speech(*quiet, ("aa", 0.2, 1.0), *quiet)
    moved = []
    for seed in range(12):
        director = Director(seed)
        frames = play(director, said, mood="amused")
        speed = np.abs(np.diff(frames.joints, axis=0)).max(axis=2) * FPS
        hands = speed[:, [JOINT_INDEX["forearm_left"], JOINT_INDEX["forearm_right"]]]
        moved.append(hands.max(axis=1))
    mean = np.mean(moved, axis=0)
    apex = int((0.1 + 1.6 + 0.08) * FPS)
    near = mean[apex - 60 : apex + 60].mean()
    far = mean[:40].mean()
    assert near > 3.0 * far


def test_the_same_seed_gives_the_same_motion():
    one, same, other = Director(11), Director(11), Director(12)
    a, b, c = (eventful(d, 0.0, 6.0) for d in (one, same, other))
    assert np.array_equal(a.joints, b.joints)
    assert np.array_equal(a.shapes, b.shapes)
    assert np.array_equal(a.eyes, b.eyes)
    assert not np.allclose(a.joints, c.joints)


def test_not_everybody_tilts_and_looks_down_to_the_same_side():
    sides = []
    for seed in (4, 5):
        director = Director(seed)
        director.set_mood("withdrawn", LEVELS, 0.0)
        frames = record(director, 12.0)
        turned = frames.joints[:, :5, 0].sum(axis=1)
        sides.append(float(turned[len(turned) // 2 :].mean()))
    assert sides[0] * sides[1] < 0.0 and min(np.abs(sides)) > 8.0


def test_update_returns_one_pose_and_reuses_it():
    director = Director(1)
    assert director.update(0.0) is director.update(0.1)


def test_idle_movement_is_there_but_small():
    frames = record(Director(8), 60.0, fps=30.0)
    head = frames.joints[:, JOINT_INDEX["head"]]
    assert 0.2 < head.std(axis=0).max() < 4.0


def test_manners_are_those_that_scenarios_may_name():
    assert set(MANNERS) == set(WRITTEN_MANNERS)
    with pytest.raises(ValueError, match=r'manner "loud" is unknown; allowed: plain'):
        Director(1, "loud")


def test_a_filler_moves_the_lips_and_does_not_take_the_turn():
    director = Director(1)
    director.user_started(0.0)
    director.speak(chunk(speech(("PP", 0.3, 0.0)), filler=True), 0.0)
    frames = record(director, 0.4, each=lambda now: director.audio_at(1, 0, now))
    assert frames.shapes[:, ARKIT_INDEX["mouthRollLower"]].max() > 0.25
    assert director.phase == "listening"


def test_the_turn_ends_when_its_voice_has_ended():
    director = Director(1)
    play(director, speech(("aa", 0.5, 1.0)))
    assert director.phase == "speaking"
    record(director, 2.0, 0.75)
    assert director.phase == "waiting"
