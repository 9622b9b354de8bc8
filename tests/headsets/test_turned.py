"""What is open is found again by who turns round, gets up or lies down."""

from __future__ import annotations

from typing import Any

import pytest

from sim.headsets._turned import AFTER_S, Facing, Turned, lean_of
from sim.viewing import Tracked
from tests.openxr.remote import turned

SEAT = (0.3, -0.2, 1.2)
HOME = Facing(SEAT, 40.0)
FAR_M = 1.05


def head(yaw: float, pitch: float = 0.0, place: Any = SEAT) -> Tracked:
    """A head that looks there; degrees, left and up positive."""
    made = Tracked(is_there=True)
    made.place[:] = place
    made.turn[:] = turned(yaw, pitch)
    return made


def stays(one: Turned, who: Tracked, now: Facing = HOME, until_s: float = 3.0) -> Any:
    """What is said within `until_s` to somebody who keeps looking there."""
    for step in range(round(until_s * 10)):
        if (found := one.tick(step / 10, who, now, HOME, FAR_M)) is not None:
            return step / 10, found
    return None


@pytest.mark.parametrize("yaw", [40.0, 95.0, -15.0])
def test_what_is_in_view_stays_where_it_is(yaw: float) -> None:
    assert stays(Turned(), head(yaw)) is None


@pytest.mark.parametrize("yaw", [110.0, -140.0, -30.0])
def test_who_has_turned_away_finds_it_before_them_after_a_moment(yaw: float) -> None:
    at_s, found = stays(Turned(), head(yaw))
    assert at_s == pytest.approx(AFTER_S)
    assert found.heading_deg == pytest.approx(yaw, abs=1e-3)
    assert found.eye == pytest.approx(SEAT)
    assert found.lift_deg == 0.0


def test_a_glance_over_the_shoulder_moves_nothing() -> None:
    one = Turned()
    assert stays(one, head(180.0), until_s=AFTER_S - 0.1) is None
    assert one.tick(AFTER_S, head(40.0), HOME, HOME, FAR_M) is None
    assert one.tick(AFTER_S + 0.1, head(180.0), HOME, HOME, FAR_M) is None


def test_who_turns_back_finds_it_at_the_seat_again() -> None:
    there = Facing(SEAT, 200.0)
    _, found = stays(Turned(), head(45.0), there)
    assert found is HOME


def test_who_looks_at_their_lap_or_hands_is_left_alone() -> None:
    assert stays(Turned(), head(40.0, -80.0)) is None


def test_who_lies_flat_finds_it_over_them_with_its_foot_at_their_feet() -> None:
    _, found = stays(Turned(), head(60.0, 88.0))
    assert found.lift_deg == pytest.approx(88.0, abs=0.1)
    assert found.heading_deg == pytest.approx(60.0, abs=1.0)


def test_who_sits_up_again_finds_it_at_the_seat() -> None:
    over = Facing(SEAT, 60.0, 80.0)
    _, found = stays(Turned(), head(50.0, -5.0), over)
    assert found is HOME


def test_who_has_walked_past_it_finds_it_where_they_are() -> None:
    place = (-0.9, 1.0, 1.65)  # behind the board, looking on
    _, found = stays(Turned(), head(40.0, place=place))
    assert found.eye == pytest.approx(place)


def test_a_head_that_is_lost_moves_nothing() -> None:
    lost = head(180.0)
    lost.is_there = False
    assert stays(Turned(), lost) is None


def test_only_who_leans_back_has_boards_lifted() -> None:
    assert [lean_of(pitch) for pitch in (-30.0, 10.0, 24.0)] == [0.0, 0.0, 0.0]
    assert lean_of(50.0) == 50.0
