"""What is kept of an exercise of somebody who is careful, or who is under 18."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.app import App
from sim.config import Config
from sim.exercises._catalog import make
from sim.exercises._sitting import Sitting
from sim.exercises._typed import typed
from sim.exercises.base import Before
from sim.exercises_kept import keeping_of
from sim.privacy.keys import Cost
from sim.privacy.sources import KeySource
from sim.privacy.vault import Vault
from sim.screening.care import Care
from sim.session.given import Given
from tests.fakes import FakeClock

GIVEN = Given("hw1", "p5")


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    source = KeySource("abcdefgh1234", cost=Cost(1, 64, 1))
    with Vault.create(source, tmp_path / "home") as made:
        yield made


def sat(vault: Vault, name: str, lines: tuple[str, ...], **care: bool) -> Sitting:
    """The exercise `name`, kept as the program keeps it; then `lines` are typed."""
    app = App(Config.load(), vault, care=Care(**care))
    exercise = make(name)
    given = None if exercise.info.records else GIVEN
    keeping = keeping_of(app, exercise.info, Before(given=given))
    assert keeping is not None
    sitting = Sitting(exercise, FakeClock(), keeping.record, given=given)
    sitting.start()
    for line in lines:
        typed(sitting, line)
    sitting.leave()
    keeping.close()
    return sitting


def test_a_careful_users_exercise_is_on_no_list_as_their_talks_are(
    vault: Vault,
) -> None:
    sat(vault, "functionality", (), is_careful=True, keeps_hidden=True)
    assert vault.sessions() == []
    assert [one.scenario for one in vault.sessions(with_hidden=True)] == [
        "exercise:functionality"
    ]


def test_anybody_elses_is_listed(vault: Vault) -> None:
    sat(vault, "functionality", ())
    assert len(vault.sessions()) == 1


@pytest.mark.parametrize("name", ["functionality", "breathing"])
@pytest.mark.parametrize(
    "lines", [("I am 15 years old",), ("I am still at school", "No, I'm under 18")]
)
def test_nothing_is_left_of_somebody_under_18(
    vault: Vault, name: str, lines: tuple[str, ...]
) -> None:
    """Not that it was done, either, where that is all that is kept of it."""
    assert sat(vault, name, lines).run.phase == "stopped"
    assert vault.sessions(with_hidden=True) == []


def test_that_it_was_done_for_a_therapist_is_kept_of_an_adult(vault: Vault) -> None:
    sat(vault, "breathing", ())
    (one,) = vault.sessions()
    assert [event["event"] for event in vault.events(one.id)] == [
        "session_started",
        "left",
    ]
