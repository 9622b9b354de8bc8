from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatars.voices._phrases import FIRST_WORDS, MOST_WORDS, phrases_of
from avatars.voices._text import words_of

SCRAPS = ("I", "you", "and", "but", "never,", "want.", "love?", "—", "…", "so", "25%")


def spoken(text):
    return " ".join(said for word in words_of(text) for said in word.spoken)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("25%", "twenty five percent"),
        ("10:30", "ten thirty"),
        ("7:05", "seven oh five"),
        ("9:00", "nine o'clock"),
        ("7pm", "seven letter:p letter:m"),
        ("the 21st", "the twenty first"),
        ("the 90s", "the nineties"),
        ("in 1999", "in nineteen ninety nine"),
        ("in 2005", "in two thousand and five"),
        ("in 2024", "in twenty twenty four"),
        ("3-4 days", "three to four days"),
        ("$4.50", "four dollars fifty"),
        ("£1", "one pound"),
        ("1,234,567", "one million two hundred and thirty four thousand "
         "five hundred and sixty seven"),
        ("3.14", "three point one four"),
        ("9/10", "nine out of ten"),
        ("24/7", "twenty four seven"),
        ("Dr. May", "doctor may"),
        ("an STI", "an letter:s letter:t letter:i"),
        ("I'm OK", "i'm okay"),
        ("I said NO", "i said no"),
        ("I DON'T KNOW", "i don't know"),
        ("well-being and/or rest", "well being and or rest"),
        ("you—really", "you really"),
        ("don’t", "don't"),
    ],
)  # fmt: skip
def test_numbers_signs_and_short_forms_are_said_as_people_say_them(text, said):
    assert spoken(text) == said


def test_captions_keep_what_was_written():
    words = words_of("It's 25%, Dr. May — “really”?")
    assert [word.written for word in words][:3] == ["It's", "25%,", "Dr."]
    assert [word.mark for word in words] == ["", ",", "", "—", "?"]


@given(st.text(max_size=200))
def test_any_text_can_be_taken_apart(text):
    for phrase in phrases_of(text):
        assert phrase.words
        assert phrase.pause_s >= 0


@given(
    st.lists(
        st.sampled_from(SCRAPS),
        min_size=1,
        max_size=60,
    )
)
def test_phrases_hold_all_words_in_order_and_none_is_long(words):
    text = " ".join(words)
    phrases = phrases_of(text)
    kept = [word.written for phrase in phrases for word in phrase.words]
    expected = [word.written for word in words_of(text) if word.spoken or word.mark]
    assert [w for w in kept if any(c.isalnum() for c in w)] == [
        w for w in expected if any(c.isalnum() for c in w)
    ]
    for phrase in phrases:
        assert len(phrase.words) <= MOST_WORDS
    if phrases:
        assert phrases[-1].pause_s == 0


def test_the_first_phrase_is_short():
    long = (
        "Sometimes I lie there next to you and I wonder whether you still want me and "
        "then I feel stupid for asking."
    )
    first, *rest = phrases_of(long)
    assert len(first.words) <= FIRST_WORDS
    assert rest
    assert phrases_of("Okay, I hear you.")[0].text == "Okay, I hear you."
    assert phrases_of("I know, I know. Go on.")[0].text == "I know,"


def test_nothing_to_say_gives_no_phrase():
    for text in ("", "   ", "…", "— —", '""'):
        assert phrases_of(text) == ()
