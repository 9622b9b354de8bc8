"""What the fixed texts say in an exercise: nobody was across, and nobody is named."""

from __future__ import annotations

import io
from typing import Literal

import pytest
from rich.console import Console

from dialogue.messages import Safety
from dialogue.skills import SAFETY_CATEGORIES
from sim.exercise_terminal import ExerciseTerminal
from sim.exercises._catalog import make
from sim.exercises._sitting import Sitting
from sim.exercises._typed import typed
from sim.exercises.base import Scene, View
from sim.support import fixed_text, help_lines, stop_text
from tests.fakes import FakeClock
from tests.screening.reading import grade

ACTIONS: tuple[Literal["check_in", "stop"], ...] = ("check_in", "stop")
OF_A_SCENE = ("rehears", "scene", "partner was", "{")


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("category", SAFETY_CATEGORIES)
def test_no_fixed_text_of_an_exercise_speaks_of_a_scene(
    category: str, action: Literal["check_in", "stop"]
) -> None:
    flag = Safety(category, "explicit", 0.9, action, "test")
    fixed = fixed_text(flag, "", is_alone=True)
    words = f"{fixed.title}\n{fixed.body}"
    assert not [part for part in OF_A_SCENE if part in words.lower()]
    assert grade(words.replace("\n", " ")) <= 8.0
    # all else is what a rehearsal is told, and what it offers
    told = fixed_text(flag, "Sam")
    assert fixed.choices == told.choices
    assert len(fixed.body.splitlines()) == len(told.body.splitlines())


@pytest.mark.parametrize("category", SAFETY_CATEGORIES)
def test_it_says_first_that_the_exercise_has_stopped(category: str) -> None:
    flag = Safety(category, "explicit", 0.9, "check_in", "test")
    alone, told = stop_text(flag, "", is_alone=True), stop_text(flag, "Sam")
    assert alone.body.startswith("The exercise has stopped.")
    assert told.body.startswith("The rehearsal has ended. Sam was a program")


@pytest.mark.parametrize("category", SAFETY_CATEGORIES)
def test_in_the_list_nothing_has_ended_and_nobody_was_there(category: str) -> None:
    words = stop_text(Safety(category, "explicit", 0.9, "stop", "test"), "")
    whole = f"{words.title}\n{words.body}"
    assert "has ended" not in whole
    assert "has stopped" not in whole
    assert "rehears" not in whole
    assert words.choices == stop_text(Safety(category, action="stop"), "Sam").choices


def test_a_stop_in_an_exercise_in_the_terminal_is_told_so_with_help() -> None:
    out = io.StringIO()
    sitting = Sitting(make("grounding"), FakeClock())
    sitting.observe(ExerciseTerminal(Console(file=out, width=400), "GB"))
    sitting.start()
    typed(sitting, "I am going to kill myself tonight")
    shown = out.getvalue()
    assert "The exercise has stopped." in shown
    assert "The rehearsal has ended" not in shown
    assert all(line.strip() in shown for line in help_lines("GB", "suicidality"))


def test_whoever_is_across_is_still_named_a_program() -> None:
    assert View("one", "next").is_alone
    assert not View("one", "next", scene=Scene(partner="sex_hurts")).is_alone
    assert not View("one", "next", partner_lines=("Hello.",)).is_alone
