"""An exercise in a window of its own keeps the rules of a headset, too."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest

from sim.beside import LEAVE, Beside
from sim.exercise_alone import Alone
from sim.exercise_reach import InReach
from sim.texts import text

PAUSE, GO_ON = text("talking.pause_short"), text("talking.resume")


@pytest.mark.parametrize("is_careful", [True, False])
def test_nothing_is_felt_in_careful_mode_though_hands_may_tremble(
    is_careful: bool,
) -> None:
    alone = MagicMock()
    alone._app.care.is_careful = is_careful
    Alone._new_frame(alone)
    assert alone._headset.beside.is_discreet is is_careful


class Place:
    """What stands within reach of an exercise that only knows how far it is."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.phase = "running"
        self.is_locked = False
        self.headset: Any = SimpleNamespace(beside=Beside(), recentre=lambda: None)
        base = SimpleNamespace(messenger=SimpleNamespace(send=self.sent.append))
        self.doing: Any = None
        self.reach = InReach(
            base, self.headset, lambda: self.doing, lambda: self.is_locked, bool
        )

    def begin(self) -> None:
        run = SimpleNamespace(phase="running")
        made = SimpleNamespace(sitting=SimpleNamespace(inner=SimpleNamespace(run=run)))
        made.heard = made
        self.doing, self.run = made, run
        self.reach.frame()

    def acts(self, phase: str) -> Any:
        self.run.phase = phase
        self.reach.frame()
        return self.headset.beside.acts


def test_before_an_exercise_there_is_no_pause_and_always_a_way_out() -> None:
    place = Place()
    assert PAUSE not in place.headset.beside.acts
    place.headset.beside.acts[text("talking.leave_short")]()
    assert place.sent == [LEAVE]


def test_in_a_pause_the_button_says_go_on_and_goes_on() -> None:
    place = Place()
    place.begin()
    assert GO_ON not in place.acts("running")
    acts = place.acts("paused")
    assert PAUSE not in acts
    acts[GO_ON]()
    assert place.sent == ["escape"]


def test_two_presses_in_a_hurry_do_not_end_the_pause_they_began() -> None:
    place = Place()
    place.begin()
    place.headset.beside.acts[PAUSE]()
    place.acts("paused")[GO_ON]()
    assert place.sent == ["escape"]


def test_a_controllers_pause_never_goes_on() -> None:
    place = Place()
    place.begin()
    place.acts("paused")
    place.headset.on_intent("pause")
    assert place.sent == []
    place.headset.on_intent("leave")
    assert place.sent == [LEAVE]


def test_below_a_lock_nothing_goes_on() -> None:
    place = Place()
    place.begin()
    place.is_locked = True
    assert GO_ON not in place.acts("paused")
