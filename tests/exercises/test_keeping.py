"""What is said of keeping is true for whoever does the exercise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.exercises._catalog import make
from sim.exercises._keeping import KEEP, as_told
from sim.exercises._sitting import Sitting
from sim.exercises._typed import typed
from sim.exercises.base import Before
from sim.session.given import Given
from sim.texts import text
from tests.exercises.players import answer_to
from tests.fakes import FakeClock

ASKING = ("exposure", "functionality", "self_compassion", "sensate_focus")
NO_RECORD = Before(has_record=False)
GIVEN = Before(given=Given("hw1", "p1"))


def at_keep(name: str, before: Before) -> Sitting:
    sitting = Sitting(make(name, before), FakeClock())
    sitting.start()
    while sitting.view.step != KEEP:
        sitting.answer(answer_to(sitting.view, 0))
    return sitting


@pytest.mark.parametrize("name", ASKING)
def test_nothing_is_offered_to_be_kept_where_nothing_is_written_down(name: str) -> None:
    sitting = at_keep(name, NO_RECORD)
    assert [one.id for one in sitting.view.options] == ["nothing"]
    assert sitting.view.lines[-1] == text("exercise.no_record")
    assert len(at_keep(name, Before()).view.options) >= 2


@pytest.mark.parametrize("name", ASKING)
def test_enter_alone_takes_the_one_thing_there_is_to_choose(name: str) -> None:
    sitting = at_keep(name, NO_RECORD)
    assert typed(sitting, "perhaps", None) == text("exercise.enter")
    assert sitting.view.step == KEEP
    assert typed(sitting, "", None) == ""
    assert sitting.view.step != KEEP


def test_who_would_rather_not_say_is_answered_without_a_record_too() -> None:
    sitting = Sitting(make("exposure", NO_RECORD), FakeClock())
    sitting.start()
    sitting.answer("rather_not")
    assert "therapist" in sitting.view.lines[0]
    assert sitting.view.lines[-1] == text("exercise.no_record")


def test_the_first_page_says_what_is_kept_of_this_one() -> None:
    asking, calming = make("exposure").info, make("breathing").info
    assert as_told(asking, Before()) == asking
    assert as_told(asking, NO_RECORD).records == ()
    assert as_told(calming, GIVEN).records == (text("assigned.day_kept"),)
    assert as_told(asking, GIVEN) == asking


def test_what_a_therapist_opened_is_not_locked() -> None:
    locked = make("mirror_exposure").info
    assert as_told(locked, Before()).is_locked
    assert not as_told(locked, replace(GIVEN, is_unlocked=True)).is_locked
