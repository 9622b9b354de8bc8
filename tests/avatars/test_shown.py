"""What is shown, measured from outside, is in the range of what people do."""

from __future__ import annotations

import numpy as np
import pytest

from avatars.gaze import SACCADE_BASE_S, SACCADE_S_PER_DEG
from dialogue.messages import MOODS
from tests.avatars import shown

SEEDS = range(3)


@pytest.fixture(scope="module")
def phases():
    """A minute of each phase, three partners."""
    return {
        phase: [shown.in_phase(phase, "calm", seed) for seed in SEEDS]
        for phase in shown.PHASES
    }


@pytest.mark.parametrize(
    ("phase", "low", "high"),
    [("listening", 12, 26), ("speaking", 20, 32.5), ("thinking", 12, 26)],
)
def test_blinks_lie_between_rest_and_conversation(phases, phase, low, high):
    # 17 at rest, 26 in conversation (Bentivoglio 1997); 10.5-32.5 (Doughty 2001).
    rates = [shown.blinks_per_min(frames) for frames in phases[phase]]
    assert low <= np.mean(rates) <= high


def test_who_listens_looks_most_and_who_thinks_least(phases):
    share = {
        phase: np.mean([shown.share_on_user(f) for f in phases[phase]])
        for phase in phases
    }
    assert 0.65 < share["listening"] < 0.88
    assert 0.38 < share["speaking"] < 0.62
    assert 0.25 < share["thinking"] < share["speaking"] < share["listening"] - 0.15


def test_looks_and_glances_away_last_as_long_as_peoples(phases):
    on, off = (
        np.concatenate([shown.looks_s(f)[k] for f in phases["listening"]])
        for k in (0, 1)
    )
    assert 2.5 < on.mean() < 4.2  # 3.3 s preferred (Binetti 2016)
    assert 0.7 < off.mean() < 1.6
    away = np.concatenate([shown.looks_s(f)[1] for f in phases["thinking"]])
    assert 1.5 < away.mean() < 4.0
    assert min(off.min(), away.min()) > 0.25, "no flicker"


def test_saccades_keep_to_the_main_sequence():
    rows = shown.saccades(0, 25.0)
    rows = rows[rows[:, 0] > 1.5]
    size, length, peak = rows.T
    assert len(rows) > 12
    assert np.abs(length - SACCADE_BASE_S - SACCADE_S_PER_DEG * size).max() < 0.015
    assert (peak < 700.0).all()
    assert np.corrcoef(size, peak)[0, 1] > 0.9
    near_ten = peak[(size > 7.0) & (size < 13.0)]
    assert ((near_ten > 250.0) & (near_ten < 450.0)).all()


def test_a_smile_comes_in_half_a_second_and_goes_more_slowly():
    onset, offset = shown.smile_s(range(6))
    assert 0.3 < onset < 0.8
    assert 1.2 * onset < offset < 2.0


@pytest.mark.parametrize("mood", ["calm", "nervous", "sad"])
def test_the_chest_rises_as_often_as_the_mood_says(mood):
    rate = np.mean([shown.breaths_per_min(mood, seed) for seed in SEEDS])
    assert 11.0 < rate < 20.0
    wanted = {"calm": 14.0, "nervous": 19.0, "sad": 12.0}[mood]
    assert abs(rate - wanted) < 1.6


def test_a_nod_follows_the_users_last_sound_within_half_a_second():
    lags = shown.nod_lags_s("warm", range(10))
    assert len(lags) >= 6
    assert min(lags) > 0.12
    assert max(lags) < 0.5


def test_the_hand_is_lowest_on_the_stressed_vowel():
    leads = shown.beat_leads_s(range(12))
    assert len(leads) >= 4
    assert min(leads) > -0.10, "not after the middle of the vowel"
    assert max(leads) < 0.12


@pytest.mark.parametrize("body", ["maya", "samuel"])
@pytest.mark.parametrize("mood", MOODS)
def test_lips_touch_in_every_bilabial(body, mood):
    assert max(shown.bilabial_gaps_mm(body, mood)) < 0.3


def test_the_chin_is_no_faster_than_a_quarter_of_a_metre_a_second():
    assert 60.0 < shown.jaw_peak_mm_s() < 250.0


def test_nothing_pops_when_the_state_changes():
    degrees, weights = shown.jumps(1)
    assert degrees < 60.0
    assert weights < 20.0, "a sound's own lips are the fastest"


def test_idle_does_not_come_back_within_a_minute():
    at_once, later = shown.idle_likeness(8)
    assert at_once > 0.9
    # One channel may swing back by chance; the whole of body and face never does.
    assert later < 0.3
