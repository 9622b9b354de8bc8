"""Choosing by words: what is meant is found, and what is unclear is asked about."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue import scenario
from sim.choosing import find, is_no, is_yes, number_of
from sim.offered import acts, exercises, narrowed, talks

TALKS = talks(sorted(scenario.catalog(), key=lambda one: (one.difficulty, one.title)))
ITEMS = [*TALKS, *exercises(), *acts()]
IDS = [item.id for item in ITEMS]


@pytest.mark.parametrize("item", ITEMS, ids=IDS)
def test_every_title_means_itself_also_in_a_sentence(item):
    assert find(item.title, ITEMS).sure == item
    assert find(f"{item.title.upper()}.", ITEMS).sure == item
    assert find(f"I would like to do {item.title}, please", ITEMS).sure == item


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("7", 7), ("Seven.", 7), ("number twelve", 12), ("twenty one", 21),
        ("Twenty-one", 21), ("the third one", 3), ("I'd like number 4, please", 4),
        ("lights on", None), ("", None), ("no", None), ("seven twelve", None),
    ],
)  # fmt: skip
def test_numbers_are_understood_typed_and_said(words, number):
    assert number_of(words) == number


def test_a_number_means_its_place_in_the_list():
    assert find("two", ITEMS).sure == ITEMS[1]
    assert find("99", ITEMS).sure is None


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("light's on", "lights_on"), ("breath slowly", "breathing"),
        ("hearing an o", "hearing_no"), ("telling him that sex hurt", "sex_hurts"),
        ("the menopause", "menopause"), ("long distance", "long_distance"),
        ("talk about porn", "porn_use"), ("five things", "grounding"),
        ("leave", "leave"), ("I want to leave", "leave"), ("where do I begin", "path"),
        ("leave something out", "limit"), ("help", "people"),
    ],
)  # fmt: skip
def test_what_was_heard_a_little_wrong_or_said_in_short_is_found(heard, meant):
    found = find(heard, ITEMS).sure
    assert found is not None
    assert found.id == meant


def test_no_two_things_have_one_title():
    titles = [item.title for item in ITEMS]
    assert len(set(titles)) == len(titles)


def test_two_of_one_name_are_asked_about():
    twins = [ITEMS[0], replace(ITEMS[1], title=ITEMS[0].title)]
    assert find(ITEMS[0].title, twins).near == tuple(twins)


def test_what_could_be_two_things_is_asked_about_and_not_guessed():
    found = find("no", ITEMS)
    assert found.sure is None
    assert {"hearing_no", "saying_no"} <= {item.id for item in found.near}
    assert len(found.near) <= 3


@pytest.mark.parametrize("words", ["banana bread", "mm", "", "the weather is nice"])
def test_what_is_not_on_the_list_opens_nothing(words):
    assert find(words, ITEMS).sure is None


@given(st.text(max_size=60))
def test_whatever_is_heard_at_most_one_thing_is_taken(words):
    found = find(words, ITEMS)
    assert not (found.sure and found.near)


def test_yes_and_no_are_told_apart():
    assert is_yes("Yes, please.") and not is_yes("no")
    assert is_no("No.") and not is_no("yes") and not is_no("saying no")


def test_typing_narrows_the_list_letter_by_letter():
    assert len(narrowed("", ITEMS)) == len(ITEMS)
    assert [one.id for one in narrowed("meno", ITEMS)] == ["menopause"]
    assert {"sex_hurts", "menopause"} <= {one.id for one in narrowed("pain", TALKS)}
    assert narrowed("zzz", ITEMS) == []
    assert narrowed("12", ITEMS) == [ITEMS[11]]


def test_each_talk_and_exercise_says_how_long_it_takes_and_what_comes_up():
    for item in ITEMS:
        if item.kind != "act":
            assert f"{item.minutes} minutes" in item.under
    porn = next(one for one in TALKS if one.id == "porn_use")
    assert "Porn" in porn.under
