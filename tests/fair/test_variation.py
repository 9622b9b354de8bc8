import re

import pytest

from assets.build.scorer_lines import read
from benchmarks import variation
from benchmarks.variation import SAID, SPOKEN, after, misheard, respelled, word_errors

LINES = [record["user_line"] for record in read().records][::13]
NO = re.compile(r"\b(?:no|not|never|\w+n't)\b", re.IGNORECASE)


def test_a_sentence_before_a_line_leaves_the_line_as_it_is():
    for values in SAID.values():
        for sentence in values.values():
            assert after("I miss you.", sentence).endswith(" I miss you.")


def test_every_kind_compares_at_least_five_people_and_none_twice():
    for kind, values in SAID.items():
        assert len(values) >= 5, kind
        assert len(set(values.values())) == len(values), kind


@pytest.mark.parametrize("way", SPOKEN)
def test_every_way_of_speaking_changes_enough_lines_to_say_something(way):
    changed = sum(respelled(line, way) != line for line in LINES)
    assert changed * 13 >= 300


def test_mishearing_neither_loses_nor_makes_a_no():
    for line in LINES:
        assert len(NO.findall(misheard(line))) == len(NO.findall(line)), line


def test_mishearing_is_the_same_each_time_and_hurts():
    errors = [word_errors(line, misheard(line)) for line in LINES]
    wrong = sum(a for a, _ in errors) / sum(b for _, b in errors)
    assert 0.03 < wrong < 0.15
    assert [misheard(line) for line in LINES] == [misheard(line) for line in LINES]


@pytest.mark.parametrize(
    ("said", "heard", "errors"),
    [
        ("I miss you.", "i miss you", 0),
        ("I miss you.", "I missed you", 1),
        ("I miss you so much", "I miss you much", 1),
        ("Stop.", "please do stop", 2),
        ("I won’t", "I won't", 0),
        ("never", "", 1),
    ],
)
def test_words_in_error_are_changed_added_and_lost_ones(said, heard, errors):
    assert word_errors(said, heard) == (errors, len(said.split()))


def test_rules_of_speech_take_no_negation_away():
    for way in SPOKEN:
        for line in LINES:
            had = bool(re.search(r"\bnot\b|n't\b|\bnever\b", line))
            now = respelled(line, way)
            still = re.search(r"\bnot\b|n't\b|\bnever\b|nae\b|\bisn't it\b", now)
            assert bool(still) or not had, (way, line)


def test_nothing_said_of_anybody_is_a_slur_or_a_fault():
    said = " ".join(s for values in SAID.values() for s in values.values()).lower()
    for word in ("but", "only", "sorry", "unfortunately", "suffer", "normal"):
        assert word not in said.split()
    assert variation.SAID["body and age"]["blind"] == "I'm blind."
