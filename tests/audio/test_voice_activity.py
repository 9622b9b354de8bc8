"""Endpointing, with a detector that hears any sound, and with real speech."""

from __future__ import annotations

import numpy as np
import pytest

from sim.audio.microphone import RATE_HZ, WINDOW, SoundMicrophone
from sim.audio.voice_activity import (
    WINDOW_S,
    Endpointer,
    Patience,
    SileroDetector,
    SpeechEnded,
    SpeechPaused,
    SpeechResumed,
    SpeechStarted,
    trails_off,
)
from tests.audio.conftest import silence


def loud(window) -> float:
    """A detector that hears a voice wherever there is sound."""
    return 1.0 if np.abs(window).max() > 100 else 0.0


def run(endpointer, sound, partner=lambda at_s: False):
    """Events of `sound`, with the second at which each was given."""
    events = []
    for place in range(0, len(sound) - WINDOW + 1, WINDOW):
        at_s = place / RATE_HZ
        for event in endpointer.feed(sound[place : place + WINDOW], partner(at_s)):
            events.append(event)
    return events


def voice(seconds: float):
    return np.full(int(seconds * RATE_HZ), 1000, np.int16)


def names(events):
    return [type(event).__name__ for event in events]


def test_a_turn_starts_pauses_and_ends():
    sound = np.concatenate([silence(1), voice(1), silence(2)])
    events = run(Endpointer(loud), sound)
    assert names(events) == ["SpeechStarted", "SpeechPaused", "SpeechEnded"]
    started, paused, ended = events
    assert started.at_s == pytest.approx(1.0, abs=0.1)
    assert paused.at_s == pytest.approx(2.0 + 0.224, abs=2 * WINDOW_S)
    assert ended.at_s == pytest.approx(2.0 + 0.64, abs=2 * WINDOW_S)
    assert ended.last_voice_s == pytest.approx(2.0, abs=2 * WINDOW_S)
    assert np.array_equal(paused.samples, ended.samples)


def test_the_utterance_keeps_sound_from_before_it_was_noticed():
    sound = np.concatenate([silence(1), voice(1), silence(1)])
    ended = run(Endpointer(loud), sound)[-1]
    first = int(np.flatnonzero(ended.samples)[0])
    assert 0.1 * RATE_HZ < first < 0.35 * RATE_HZ
    assert np.count_nonzero(ended.samples) == RATE_HZ


def test_a_click_is_no_speech_and_does_not_end_a_silence():
    assert run(Endpointer(loud), np.concatenate([voice(0.05), silence(1)])) == []
    sound = np.concatenate([voice(1), silence(0.3), voice(0.03), silence(1)])
    events = run(Endpointer(loud), sound)
    assert names(events) == ["SpeechStarted", "SpeechPaused", "SpeechEnded"]
    assert events[-1].at_s < 1.0 + 0.64 + 0.1


def test_hesitant_speech_is_not_cut_in_on_and_gets_more_patience():
    endpointer = Endpointer(loud)
    sound = np.concatenate(
        [voice(0.8), silence(0.5), voice(0.6), silence(0.55), voice(0.5)]
    )
    events = run(endpointer, sound)
    assert names(events) == [
        "SpeechStarted",
        *("SpeechPaused", "SpeechResumed") * 2,
    ]
    assert endpointer.patience_s == pytest.approx(0.64 + 2 * 0.16)
    ended = run(endpointer, silence(2))[-1]
    assert isinstance(ended, SpeechEnded)
    assert len(ended.samples) / RATE_HZ == pytest.approx(2.95 + 0.2, abs=0.1)


def test_words_that_trail_off_are_waited_for():
    patient = Endpointer(loud)
    begun = run(patient, np.concatenate([voice(1), silence(0.3)]))
    assert isinstance(begun[-1], SpeechPaused)
    patient.heard_so_far("I wanted to tell you because")
    assert run(patient, silence(0.8)) == []
    assert isinstance(run(patient, voice(0.3))[0], SpeechResumed)
    ended = run(patient, silence(2))
    assert isinstance(ended[-1], SpeechEnded)


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("I wanted to say that I", True),
        ("And then, um...", True),
        ("I was hurt because", True),
        ("Well,", True),
        ("I was hurt.", False),
        ("Can we talk about it?", False),
        ("No.", False),
        ("I don't want to.", False),
        ("I don't want to", True),
        ("I need you to listen to me.", False),
        ("I like you", False),
        ("", False),
    ],
)
def test_trailing_off_is_told_from_an_end(text, is_open):
    assert trails_off(text) is is_open


def test_patience_is_the_users_to_set():
    slow = Endpointer(loud, Patience(end_s=1.5))
    events = run(slow, np.concatenate([voice(1), silence(1.4)]))
    assert names(events) == ["SpeechStarted", "SpeechPaused"]
    assert isinstance(run(slow, silence(0.3))[-1], SpeechEnded)


def test_a_short_sound_over_the_partner_does_not_interrupt_but_speech_does():
    endpointer = Endpointer(loud)
    listening = np.concatenate([voice(0.2), silence(1)])
    assert run(endpointer, listening, lambda _: True) == []
    events = run(endpointer, np.concatenate([voice(1), silence(1)]), lambda _: True)
    assert isinstance(events[0], SpeechStarted)
    assert events[0].barge_in
    assert events[-1].barge_in


def test_with_a_loudspeaker_the_partners_own_voice_is_not_taken_for_the_users():
    endpointer = Endpointer(loud, can_interrupt=False)
    partner = np.concatenate([voice(2), voice(0.2), silence(0.5)])
    assert run(endpointer, partner, lambda at_s: at_s < 2.0) == []
    events = run(endpointer, np.concatenate([voice(1), silence(1)]))
    assert names(events) == ["SpeechStarted", "SpeechPaused", "SpeechEnded"]
    assert not events[0].barge_in


def test_a_very_long_turn_is_closed_at_its_next_pause():
    endpointer = Endpointer(loud, Patience(longest_s=5))
    sound = np.concatenate([voice(6), silence(0.4)])
    assert isinstance(run(endpointer, sound)[-1], SpeechEnded)


def test_reset_forgets_an_open_turn():
    endpointer = Endpointer(loud)
    run(endpointer, voice(1))
    assert endpointer.is_speaking
    endpointer.reset()
    assert not endpointer.is_speaking
    assert run(endpointer, silence(2)) == []


@pytest.mark.model
def test_silence_and_noise_are_not_speech():
    endpointer = Endpointer(SileroDetector())
    noise = np.random.default_rng(3).normal(0, 400, 4 * RATE_HZ).astype(np.int16)
    assert run(endpointer, np.concatenate([silence(2), noise])) == []


@pytest.mark.model
def test_a_recording_as_microphone_is_endpointed_where_its_speech_is(clock, spoken):
    line = spoken("I felt alone last night when you turned away.")
    lead, tail = silence(0.7), silence(1.5)
    microphone = SoundMicrophone(np.concatenate([lead, line, tail]), clock)
    endpointer = Endpointer(SileroDetector())
    microphone.start()
    events = []
    for _ in range(round(1.1 * (len(line) / RATE_HZ + 2.2) * 90)):
        clock.turn(1 / 90)
        for window in microphone.read():
            events += endpointer.feed(window)
    assert names(events) == ["SpeechStarted", "SpeechPaused", "SpeechEnded"]
    end_s = 0.7 + len(line) / RATE_HZ
    assert events[0].at_s == pytest.approx(0.7, abs=0.15)
    assert events[-1].last_voice_s == pytest.approx(end_s, abs=0.2)
    assert events[-1].at_s - events[-1].last_voice_s == pytest.approx(0.64, abs=0.04)
    assert microphone.is_over


@pytest.mark.model
def test_a_half_second_gap_in_real_speech_does_not_end_the_turn(spoken):
    first = spoken("I wanted to tell you something.")
    second = spoken("It is not easy for me.")
    sound = np.concatenate([silence(0.5), first, silence(0.4), second, silence(1.5)])
    events = run(Endpointer(SileroDetector()), sound)
    # each line ends in about 0.1 s of quiet, so the gap is half a second
    assert names(events) == [
        "SpeechStarted",
        "SpeechPaused",
        "SpeechResumed",
        "SpeechPaused",
        "SpeechEnded",
    ]
    assert len(events[-1].samples) > len(first) + len(second)
