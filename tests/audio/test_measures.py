from __future__ import annotations

import numpy as np
import pytest

from sim.audio.measures import Baseline, measure
from tests.audio.conftest import silence, tone

WORDS = tuple((f"w{i}", i * 0.5, i * 0.5 + 0.4) for i in range(6))


def test_pace_counts_words_from_first_to_last_sound():
    sound = np.concatenate([silence(0.5), tone(2.0), silence(1.0)])
    found = measure(sound, WORDS, Baseline.empty())
    assert found.duration_s == pytest.approx(2.0, abs=0.03)
    assert found.pace_wpm == pytest.approx(180, abs=4)
    assert found.pause_count == 0


def test_only_silences_from_250_ms_inside_the_utterance_count():
    sound = np.concatenate(
        [silence(1), tone(0.5), silence(0.2), tone(0.5), silence(0.4), tone(0.5)]
    )
    found = measure(sound, WORDS, Baseline.empty())
    assert found.pause_count == 1
    assert found.pause_s == pytest.approx(0.4, abs=0.03)


def test_loudness_is_against_the_users_own_usual_level():
    usual = Baseline.empty()
    first = measure(tone(1.0), WORDS, usual)
    second = measure(tone(1.0), WORDS, usual)
    twice = measure((tone(1.0) * 2.0).astype(np.int16), WORDS, usual)
    assert (first.loudness_db, second.loudness_db) == (0.0, 0.0)
    assert twice.loudness_db == pytest.approx(6.0, abs=0.1)


def test_pauses_do_not_make_an_utterance_softer():
    usual = Baseline.empty()
    measure(tone(2.0), WORDS, usual)
    halting = np.concatenate([tone(0.5), silence(1.5), tone(0.5)])
    assert measure(halting, WORDS, usual).loudness_db == pytest.approx(0, abs=0.1)


def test_silence_measures_as_nothing():
    found = measure(silence(1.0), (), Baseline.empty(), barge_in=True)
    assert (found.duration_s, found.pace_wpm, found.pause_count) == (0.0, 0.0, 0)
    assert found.loudness_db == 0.0
    assert found.barge_in
