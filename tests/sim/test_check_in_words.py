"""A check-in in the terminal is answered by its words as well as by its numbers."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from dialogue.messages import Safety
from dialogue.skills import SAFETY_CATEGORIES
from sim import terminal
from sim.choosing import named
from sim.exercises import _typed
from sim.exercises._catalog import make
from sim.exercises._sitting import Sitting
from sim.quick_exit import QuickExit
from sim.session.events import event
from sim.support import choice_of, fixed_text
from sim.texts import text
from sim.typed import typed
from tests.fakes import FakeClock
from tests.sim.test_ears import Scene

LABELS = ("I'm okay, go on", "Pause", "Show me help", "Quick exit")


def asked(category="suicidality"):
    """A rehearsal that stands at a check-in."""
    rehearsal = Scene().rehearsal
    said = {"turn": 1, "text": "I can't any more.", "source": "typed", "speech": None}
    flag = {"category": category, "form": "indirect", "p": 0.5, "rule": ""}
    rehearsal.emit(event("utterance", **said))
    rehearsal.emit(event("safety", turn=1, who="user", action="check_in", **flag))
    assert rehearsal.state.phase == "checking_in"
    return rehearsal


def exercise(category="suicidality"):
    """An exercise that stands at a check-in."""
    sitting = Sitting(make("grounding"), FakeClock())
    sitting.start()
    sitting.flagged(Safety(category, "indirect", 0.5, "check_in", ""))
    return sitting


@pytest.mark.parametrize("category", SAFETY_CATEGORIES)
def test_every_label_number_and_plain_name_of_a_check_in_is_taken(category):
    fixed = fixed_text(Safety(category, "indirect", 0.7, "check_in", ""), "Sam")
    for number, one in enumerate(fixed.choices, 1):
        for line in (str(number), one.label, one.label.upper(), one.id):
            assert choice_of(line.replace("_", " "), fixed) == one.id


@pytest.mark.parametrize("line", ["go on", "I'm okay", "I’m okay, go on.", "Go on!"])
def test_a_part_between_commas_is_enough(line):
    assert named(line, [(label,) for label in LABELS]) == 0


@pytest.mark.parametrize(
    "line", ["", "I'm not okay", "I'm", "exit the pause", "0", ","]
)
def test_nothing_is_guessed(line):
    assert named(line, [(label,) for label in LABELS]) is None


def test_two_of_one_name_are_neither():
    assert named("ten", [("Breathe, ten",), ("Rest, ten",)]) is None


@pytest.mark.parametrize(
    ("line", "phase"), [("go on", "talking"), ("Pause", "paused"), ("help", "stopped")]
)
def test_a_rehearsal_goes_on_pauses_or_shows_help(line, phase):
    rehearsal = asked()
    assert typed(rehearsal, line) == ""
    assert rehearsal.state.phase == phase


@pytest.mark.parametrize(
    ("line", "phase"), [("go on", "running"), ("pause", "paused"), ("help", "stopped")]
)
def test_an_exercise_goes_on_pauses_or_shows_help(line, phase):
    sitting = exercise()
    assert _typed.typed(sitting, line) == ""
    assert sitting.run.phase == phase


def test_other_words_are_screened_and_told_what_can_be_typed():
    rehearsal, sitting = asked(), exercise()
    told = text("terminal.choose", most="3")
    assert typed(rehearsal, "the weather is fine") == told
    assert _typed.typed(sitting, "the weather is fine") == told
    typed(rehearsal, "I am going to kill myself tonight")
    _typed.typed(sitting, "I am going to kill myself tonight")
    assert (rehearsal.state.phase, sitting.run.phase) == ("stopped", "stopped")


def test_quick_exit_by_its_words_is_one_act():
    with pytest.raises(QuickExit):
        typed(asked("violence_from_partner"), "Quick exit")


class Lines:
    """A keyboard with these lines."""

    def __init__(self, *lines):
        self._lines = list(lines)

    def wait(self):
        return self._lines.pop(0) if self._lines else None


def test_a_list_of_the_terminal_takes_its_words_and_says_so():
    out = io.StringIO()
    console = Console(file=out, width=200)
    assert terminal.choose(console, Lines("perhaps", "pause"), LABELS) == 1
    assert text("terminal.choose", most="4") in out.getvalue()


def test_the_first_screen_takes_its_words():
    options = [text(f"consent.{key}") for key in ("agree", "young")]
    console = Console(file=io.StringIO())
    assert terminal.choose(console, Lines("I am under 18"), options) == 1
    assert terminal.choose(console, Lines("18", "I am 18 or over"), options) == 0
