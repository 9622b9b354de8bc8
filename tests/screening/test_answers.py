"""What an answer means, and when the questions come again."""

from __future__ import annotations

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue import scenario
from sim.screening.answers import (
    ANSWERS,
    Kept,
    from_note,
    is_due,
    outcome_of,
    screen,
    to_note,
)
from sim.screening.care import Care, remember
from tests.screening.conftest import TODAY

IDS = [question.id for question in screen().questions]


def test_one_yes_or_not_sure_is_enough_and_nothing_outvotes_it():
    for answers in itertools.product(ANSWERS, repeat=len(IDS)):
        expected = "clear" if "no" in answers else "skipped"
        if {"yes", "unsure"} & set(answers):
            expected = "careful"
        assert outcome_of(dict(zip(IDS, answers, strict=True))) == expected, answers


def test_every_question_can_be_skipped_and_all_of_it_with_a_reason():
    assert outcome_of(dict.fromkeys(IDS, "skip")) == "skipped"
    assert len(screen().reasons) >= 3
    assert {one.again for one in screen().reasons} == {"next", "later"}


def kept(days_ago, outcome="clear", reason="", version=None):
    version = screen().version if version is None else version
    day = TODAY - datetime.timedelta(days=days_ago)
    return Kept(version, day, outcome, reason)


@pytest.mark.parametrize(
    ("was", "is_asked"),
    [
        (None, True),
        (kept(0), False),
        (kept(screen().weeks * 7 - 1), False),
        (kept(screen().weeks * 7), True),
        (kept(3, "careful"), False),
        (kept(3, "skipped", "rather_not"), False),
        (kept(0, "skipped", "not_alone"), True),
        (kept(1, version=screen().version + 1), True),
        (kept(-400), True),  # the clock was set back
    ],
)
def test_it_is_asked_once_and_again_after_some_weeks_or_when_it_was_put_off(
    was, is_asked
):
    assert is_due(was, TODAY) is is_asked


@given(st.dates(), st.sampled_from(["careful", "clear", "skipped"]))
def test_what_the_vault_keeps_comes_back_as_it_was(day, outcome):
    one = Kept(1, day, outcome)
    assert from_note(to_note(one)) == one


@pytest.mark.parametrize(
    "note", [None, 7, "x", [], {}, {"day": "soon"}, {"day": 3},
             {"version": 1, "day": "2026-11-23", "outcome": "fine"},
             {"version": 1, "day": "2026-11-23", "outcome": "skipped", "reason": "?"}],
)  # fmt: skip
def test_a_note_that_cannot_be_read_only_means_being_asked_again(note):
    assert from_note(note) is None


def test_no_single_answer_is_ever_kept():
    note = to_note(kept(0, "careful"))
    assert set(note) == {"version", "day", "outcome", "reason"}
    assert not set(IDS) & {str(value) for value in note.values()}


def test_a_talk_with_somebody_new_needs_no_question_first():
    told = {one.id: one for one in scenario.catalog()}
    assert not Care().is_due(told["first_date"], TODAY)
    assert Care().is_due(told["saying_no"], TODAY)
    assert Care().is_due(None, TODAY)


def test_skipping_later_leaves_care_as_it_was(vault):
    remember(vault, "careful", TODAY - datetime.timedelta(weeks=40))
    care = Care.of(vault)
    assert care.is_careful
    assert care.is_due(None, TODAY)
    care.settle("skipped")
    assert care.is_careful
    care.settle("clear")
    assert not care.is_careful


def test_a_stop_for_violence_or_coercion_leads_to_the_questions():
    for category, is_asked in (
        ("violence_from_partner", True),
        ("sexual_coercion", True),
        ("stop_request", False),
    ):
        care = Care(is_asked=True)
        care.ask_after(category)
        assert care.is_due(None, TODAY) is is_asked
