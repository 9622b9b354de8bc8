"""The seat is where the user is: when that is measured, and else after a while."""

from __future__ import annotations

from sim.headsets._centring import Centring
from sim.headsets._lost import AFTER_S


def due(centring: Centring, times: list[float], *, is_tracked: bool) -> list[float]:
    return [
        now_s
        for now_s in times
        if centring.is_due(now_s, is_there=True, is_tracked=is_tracked)
    ]


def test_it_is_centred_once_as_soon_as_the_head_is_measured() -> None:
    centring = Centring()
    assert not centring.is_due(0.0, is_there=False, is_tracked=False)
    assert due(centring, [0.1, 0.2, 9.0], is_tracked=True) == [0.1]


def test_a_headset_that_follows_turns_only_is_centred_by_its_guess() -> None:
    centring = Centring()
    found = due(centring, [0.0, AFTER_S / 2, AFTER_S, 9.0, 99.0], is_tracked=False)
    assert found == [AFTER_S]


def test_what_is_measured_later_is_better_than_the_guess() -> None:
    centring = Centring()
    due(centring, [0.0, AFTER_S], is_tracked=False)
    assert due(centring, [9.0, 9.1], is_tracked=True) == [9.0]
    assert due(centring, [10.0, 20.0], is_tracked=False) == []


def test_whoever_puts_it_on_again_is_centred_again() -> None:
    centring = Centring()
    due(centring, [0.0], is_tracked=True)
    centring.forget()
    assert due(centring, [5.0], is_tracked=True) == [5.0]
