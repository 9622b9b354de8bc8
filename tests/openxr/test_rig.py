"""The rig itself: Monado starts, its layer watches, and the scripted user moves."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.openxr.remote import RemoteHand, towards, turned
from tests.openxr.user import NOD_DEG, NOD_S, User, Waited


class Hub:
    """Notes what is sent, as `RemoteHub` would send it."""

    def __init__(self) -> None:
        self.head_place, self.head_turn = (0.0, 0.0, 1.2), (1.0, 0.0, 0.0, 0.0)
        self.right = RemoteHand((0.25, 0.35, 0.9))
        self.sent: list[tuple] = []

    def hand(self, side):
        assert side == "right"
        return self.right

    def send(self) -> None:
        self.sent.append((self.head_turn, self.right.trigger, set(self.right.buttons)))


class Frames:
    """A clock that goes on by one frame of 50 ms whenever it is read."""

    seconds = 0.0

    def __call__(self) -> float:
        self.seconds += 0.05
        return self.seconds


@pytest.fixture
def hub():
    return Hub()


@pytest.fixture
def user(hub):
    return User(hub, Frames())


def test_ahead_is_along_y_and_left_is_a_positive_heading():
    assert towards((0, 0, 1), (0, 2, 1)) == (0, 0)
    assert towards((0, 0, 1), (-1, 1, 1))[0] == pytest.approx(45)
    assert towards((0, 0, 1), (0, 1, 2))[1] == pytest.approx(45)
    assert turned(0, 0) == (1, 0, 0, 0)


def test_a_look_ends_at_its_place_and_goes_there_in_small_steps(hub, user):
    list(user.look_at((-1.0, 1.0, 1.2)))
    assert user.heading_deg == pytest.approx(45)
    assert user.pitch_deg == pytest.approx(0)
    assert hub.sent[-1][0] == pytest.approx(turned(45))
    turns = [turn[3] for turn, _, _ in hub.sent]
    assert turns == sorted(turns)
    assert len(turns) > 4


def test_a_nod_goes_down_as_often_as_it_is_asked_and_ends_where_it_began(hub, user):
    list(user.nod(2))
    pitches = [turn[1] for turn, _, _ in hub.sent]
    assert user.pitch_deg == pytest.approx(0, abs=1e-6)
    assert min(pitches) == pytest.approx(turned(0, -NOD_DEG)[1], rel=0.05)
    half = turned(0, -NOD_DEG / 2)[1]
    downs = [now < half <= before for before, now in pairwise(pitches)]
    assert sum(downs) == 2
    assert len(pitches) == pytest.approx(2 * NOD_S / 0.05, abs=2)


def test_a_press_lets_go_again(hub, user):
    list(user.press())
    assert [trigger for _, trigger, _ in hub.sent] == [1.0, 0.0]
    assert hub.sent[0][2] == {"trigger_click", "trigger_touch"}
    assert hub.sent[-1][2] == set()


def test_what_never_comes_is_named(user):
    with pytest.raises(Waited, match="the moon"):
        list(user.until(lambda: False, "the moon", 1.0))


def test_a_button_that_is_not_there_is_refused():
    with pytest.raises(AssertionError, match="no such button"):
        RemoteHand((0, 0, 0), buttons={"z_click"}).packed()


@pytest.mark.monado
def test_a_broken_rule_is_found_by_the_layer(in_headset):
    seen = in_headset("rules_play")
    assert any("xrGetSystem" in complaint for complaint in seen["complaints"])


@pytest.mark.monado
def test_a_kept_rule_is_not_complained_about(in_headset):
    seen = in_headset("rules_play", "--well")
    assert seen["complaints"] == []
    assert seen["headset"]
