"""Resting on a button presses it once, and only where somebody wants that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.config import Config, ConfigError, Settings
from sim.dwell import Dwell


def test_it_is_off_until_it_is_asked_for():
    assert Settings().dwell_s == 0.0
    dwell = Dwell(0.0)
    assert [dwell.at("a", now) for now in (0.0, 5.0, 500.0)] == [0.0, 0.0, 0.0]


def test_it_fills_over_its_time_and_presses_once():
    dwell = Dwell(1.5)
    seen = [dwell.at("a", now) for now in (0.0, 0.75, 1.49, 1.5, 1.6, 9.0)]
    assert seen[:2] == [0.0, 0.5]
    assert seen[2] < 1.0
    assert seen[3:] == [1.0, 0.0, 0.0]


def test_moving_to_another_button_begins_anew():
    dwell = Dwell(1.5)
    dwell.at("a", 0.0)
    dwell.at("a", 1.4)
    assert dwell.at("b", 1.45) == 0.0
    assert dwell.at("b", 2.0) < 1.0
    assert dwell.at("b", 2.95) == 1.0


def test_leaving_a_button_and_coming_back_presses_it_again():
    dwell = Dwell(1.0)
    dwell.at("a", 0.0)
    assert dwell.at("a", 1.0) == 1.0
    assert dwell.at("", 1.2) == 0.0
    assert dwell.at("a", 1.4) == 0.0
    assert dwell.at("a", 2.4) == 1.0


@given(st.lists(st.tuples(st.sampled_from(["", "a", "b"]), st.floats(0.0, 0.4))))
def test_nothing_is_pressed_before_its_time(moves):
    dwell, now, since, last = Dwell(1.0), 0.0, 0.0, ""
    for target, took in moves:
        now += took
        if target != last:
            since, last = now, target
        if dwell.at(target, now) >= 1.0:
            assert target and now - since >= 1.0


@pytest.mark.parametrize("value", [-1, 11, "long"])
def test_a_time_that_makes_no_sense_is_refused(value):
    with pytest.raises(ConfigError, match="dwell-s"):
        Config.load({"dwell_s": value})
