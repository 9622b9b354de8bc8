"""Where a private answer closes an exercise: quiet, and with people to call at once."""

from __future__ import annotations

import pytest

from dialogue.safety import support
from sim.exercises._catalog import make
from sim.exercises._sitting import Sitting
from sim.exercises.base import Before
from tests.fakes import FakeClock

CLOSED = (
    ("exposure", "yes", "therapist", "sexual_assault"),
    ("sensate_focus", "harm", "harm", "sexual_assault"),
    ("sensate_focus", "afraid", "afraid", "domestic_violence"),
    ("functionality", "yes", "elsewhere", "crisis"),
)


def led(name: str, answer: str, country: str) -> Sitting:
    """The exercise `name` after this private answer."""
    sitting = Sitting(make(name, Before(country=country)), FakeClock())
    sitting.start()
    while "private" not in sitting.view.step:
        sitting.answer("")
    assert sitting.view.silent, "somebody else may be in the room"
    assert not sitting.answer(answer)
    return sitting


@pytest.mark.parametrize(("name", "answer", "step", "kind"), CLOSED)
def test_who_can_be_called_stands_there_and_is_not_read_out(
    name: str, answer: str, step: str, kind: str
) -> None:
    sitting = led(name, answer, "GB")
    assert sitting.view.step.endswith(step)
    assert sitting.view.silent
    shown = " ".join(sitting.view.lines)
    wanted = [one for one in support.card("GB").entries if one.kind == kind]
    assert wanted
    assert all(one.name in shown for one in wanted)


@pytest.mark.parametrize(("name", "answer", "step", "kind"), CLOSED)
def test_an_unknown_country_gets_the_directories_and_no_guess(
    name: str, answer: str, step: str, kind: str
) -> None:
    shown = " ".join(led(name, answer, "").view.lines)
    assert "findahelpline.com" in shown
