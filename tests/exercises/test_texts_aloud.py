"""What the exercises read aloud: sayable, and heard again as it is written."""

from __future__ import annotations

import re

import pytest

from benchmarks import read_aloud
from benchmarks.exercise_texts import spoken

FEWEST = 100
"""Paragraphs that must have been heard for the rate to say something."""


def test_what_is_read_aloud_comes_back_right() -> None:
    """What ``python -m benchmarks.read_aloud`` kept; nothing is spoken here."""
    found = read_aloud.report(spoken(), read_aloud.kept())
    assert found["paragraphs"] >= FEWEST, "run python -m benchmarks.read_aloud"
    assert found["word_error_rate"] <= read_aloud.MOST_WRONG, found["worst"][:5]
    for name, part in found["by_file"].items():
        if part["heard"] >= 10:
            assert part["word_error_rate"] <= read_aloud.MOST_WRONG, name


def test_a_word_that_is_heard_as_another_raises_the_rate() -> None:
    made = spoken()[:2]
    heard = {made[0].as_shown: made[0].as_shown, made[1].as_shown: "potatoes"}
    found = read_aloud.report(made, heard)
    assert found["word_error_rate"] > read_aloud.MOST_WRONG
    assert found["worst"][0]["heard"] == "potatoes"


UNSAYABLE = re.compile(r"[#@&<>*_=/\\|~^%$£€]|\b(e\.g|i\.e|etc|approx|min|vs)\b\.?")


def test_nothing_that_is_read_aloud_has_signs_a_voice_cannot_say() -> None:
    found = [f"{one.file}: {one.as_shown}" for one in spoken()]
    assert not [words for words in found if UNSAYABLE.search(words.partition(": ")[2])]


@pytest.mark.parametrize(
    ("written", "heard", "wrong"),
    [
        ("Sit down, and breathe.", "sit down and breathe", 0),
        ("It’s six o’clock.", "It is 6 o'clock", 0),
        ("A well-known colour, towards 5½.", "a well known color toward 5 1/2", 0),
        ("Five things you see.", "Five things to see.", 1),
        ("Let go.", "", 2),
        ("Let go.", "Let it all go.", 2),
    ],
)
def test_word_errors_are_counted_after_the_usual_normalisation(
    written: str, heard: str, wrong: int
) -> None:
    compared = read_aloud.compared(read_aloud.normal(written), read_aloud.normal(heard))
    assert compared[0] == wrong
