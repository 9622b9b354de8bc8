"""What is said about comfort: easy to read, kind, and without alarm."""

import tomllib

import pytest

from assets import folder
from tests.screening.reading import grade

TEXTS = tomllib.loads((folder("locales") / "en.toml").read_text("utf-8"))["comfort"]
ALL = [
    (key, one)
    for key, said in TEXTS.items()
    for one in ([said] if isinstance(said, str) else said)
]


@pytest.mark.parametrize(("key", "words"), [one for one in ALL if len(one[1]) > 40])
def test_a_text_is_easy_to_read(key, words):
    assert grade(words.format(**dict.fromkeys(("all", "minutes", "rating"), "3"))) <= 8


def test_nobody_is_told_that_they_failed():
    page = " ".join(words for _, words in ALL).lower()
    for word in ("fail", "abort", "warning", "must", "error", "score", "symptom"):
        assert word not in page, word


def test_the_ends_of_the_scale_are_those_of_its_authors():
    assert (TEXTS["least"], TEXTS["most"]) == ("no sickness at all", "frank sickness")


def test_nerves_are_said_not_to_count():
    assert "nervous" in TEXTS["rate_body"] and "not count" in TEXTS["rate_body"]
