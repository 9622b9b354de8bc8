"""A request to stop counts also when it was misheard; ordinary words do not."""

import json

import pytest

from assets import folder
from dialogue.safety import misheard, screen
from dialogue.safety.wording import plain

MISHEARD = [
    "stob the session",
    "stop the season",
    "and the session",
    "and the session please",
    "get mi out of hear",
    "gat me out",
    "get me owt",
    "let me owt",
    "quick the program",
    "stopp the sesion",
    "please sop the session",
    "i want two stop",
    "i wont out",
    "top the session",
    "lee the session",
]
NOT_SAID = [
    "Say please.",
    "I want a hug. Now.",
    "How was the session?",
    "the end of the session was nice",
    "get out of my way",
    "Wait, no to everything?",
    "I want to sleep.",
    "I want a shop nearby.",
    "Let me in.",
    "Take me out on Friday.",
]


@pytest.mark.parametrize("text", MISHEARD)
def test_a_misheard_request_ends_the_session(text):
    found = screen(text)
    assert (found.category, found.action) == ("stop_request", "stop")


@pytest.mark.parametrize("text", ["and the session please", "get mi out of hear"])
def test_a_request_about_the_session_counts_before_the_line_is_over(text):
    assert screen(text, is_final=False).action == "stop"
    assert screen("i wont to stop", is_final=False).action == "none"


@pytest.mark.parametrize("text", NOT_SAID)
def test_words_that_only_sound_alike_are_no_request(text):
    assert misheard.stop_request(plain(text)) is None


def test_no_ordinary_line_of_the_rubrics_sounds_like_a_request():
    path = folder("rubrics") / "lines.jsonl"
    rows = [json.loads(raw) for raw in path.read_text("utf-8").splitlines()]
    texts = sorted({row["user_line"] for row in rows})[::4]
    assert len(texts) > 1000
    assert [text for text in texts if misheard.stop_request(plain(text))] == []


def test_letters_that_sound_alike_cost_less_than_others():
    assert misheard.cost("stob", "stop") < misheard.cost("stor", "stop")
    assert misheard.cost("stop", "stop") == 0
    assert misheard.cost("", "stop") == misheard.cost("stop", "")
