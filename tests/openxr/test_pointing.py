"""Pointing: who points where, and everything by one hand, or by looking alone."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys

import numpy as np
import pytest

from sim.pointing_rays import BLINK_S, STILL_S, Ray, Rays, ahead
from sim.viewing import Viewing
from tests.openxr.remote import turned
from tests.openxr.rig import GL_RUN, ROOT

# who points


@pytest.fixture
def viewing():
    made = Viewing(is_worn=True, has_focus=True)
    made.head.is_there = True
    return made


def hold(viewing, side, heading=0.0):
    aim = viewing.hand(side).aim
    aim.is_there = True
    aim.turn[:] = turned(heading)


def after(rays, seconds, *intents):
    rays.viewing.time_s += seconds
    rays.viewing.intents[:] = intents
    rays.tick(is_held=False)
    return rays


@pytest.mark.parametrize(
    ("heading", "pitch", "way"),
    [(0, 0, (0, 1, 0)), (90, 0, (-1, 0, 0)), (0, 90, (0, 0, 1)), (-90, 0, (1, 0, 0))],
)
def test_ahead_is_along_y(heading, pitch, way):
    turn = np.array(turned(heading, pitch), np.float32)
    assert ahead(turn) == pytest.approx(way, abs=1e-6)


def test_without_hands_the_head_points_and_the_eyes_before_it(viewing):
    rays = after(Rays(viewing), 0.1)
    assert rays.by_hand() is None
    assert rays.by_look().source == "head"
    viewing.gaze.is_there = True
    assert after(rays, 0.1).by_look().source == "eyes"


def test_a_blink_does_not_move_the_pointer_to_where_the_head_points(viewing):
    viewing.gaze.is_there = True
    viewing.gaze.turn[:] = turned(20)
    rays = after(Rays(viewing), 0.1)
    viewing.gaze.is_there = False
    assert after(rays, BLINK_S / 2).by_look().way == pytest.approx(
        ahead(viewing.gaze.turn)
    )
    assert after(rays, BLINK_S).by_look().source == "head"


def test_one_hand_points_whichever_it_is(viewing):
    hold(viewing, "left")
    assert after(Rays(viewing), 0.1).by_hand().source == "left"


def test_the_hand_that_does_something_takes_over(viewing):
    hold(viewing, "left")
    hold(viewing, "right")
    rays = after(Rays(viewing), 0.1)
    assert rays.by_hand().source == "right"
    assert after(rays, 0.1, ("select", "left")).by_hand().source == "left"
    assert after(rays, 0.1).by_hand().source == "left"
    assert after(rays, 0.1, ("pause", "right")).by_hand().source == "left"


def test_the_other_hand_does_not_take_over_while_something_is_held(viewing):
    hold(viewing, "left")
    hold(viewing, "right")
    rays = after(Rays(viewing), 0.1)
    viewing.intents[:] = [("select", "left")]
    rays.tick(is_held=True)
    assert rays.active == "right"


def test_a_controller_on_the_table_is_not_in_use_until_it_moves(viewing):
    hold(viewing, "right")
    rays = after(Rays(viewing), 0.1)
    assert rays.are_hands_used
    assert not after(rays, STILL_S + 1).are_hands_used
    assert rays.by_hand() is None
    hold(viewing, "right", heading=5)
    assert after(rays, 0.1).are_hands_used


def test_a_hand_that_lies_still_is_replaced_by_one_that_moves(viewing):
    hold(viewing, "right")
    hold(viewing, "left")
    rays = after(Rays(viewing), 0.1)
    viewing.left.aim.place[:] = (0.1, 0, 0)
    after(rays, STILL_S - 1)
    assert after(rays, 2).by_hand().source == "left"


def test_a_ray_knows_what_it_meets():
    ray = Ray("head", (1.0, 0.0, 1.0), (0.0, 1.0, 0.0))
    assert ray.at(2.0) == (1.0, 2.0, 1.0)
    assert ray.meets((1.0, 5.0, 1.0)) == pytest.approx(1.0)
    assert ray.meets((1.0, -5.0, 1.0)) == pytest.approx(-1.0)
    assert ray.meets((2.0, 1.0, 1.0)) == pytest.approx(math.cos(math.pi / 4))


# in a window, with real boards and buttons


@pytest.fixture(scope="module")
def seen(display):
    done = subprocess.run(
        [GL_RUN, sys.executable, "-m", "tests.openxr.pointing_play"],
        env={**os.environ, "DISPLAY": display},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("side", ["left", "right"])
def test_one_hand_presses_drags_and_chooses_an_entry(seen, side):
    hand = seen[side]
    assert hand["panel"] == ["one", "two", "one"]
    assert hand["strip"] == ["Pause", "Leave"]
    assert set(hand["told"]) == {side}
    before, dragged = hand["drag"]
    assert before == 50
    assert 65 < dragged < 85
    assert hand["typed"] == "hello", "the computer's keyboard types as ever"


@pytest.mark.parametrize("side", ["left", "right"])
def test_what_was_not_meant_is_not_pressed(seen, side):
    assert seen[side]["thought better of it"] == 0
    assert seen[side]["pressed by taking off"] == 0
    assert not seen[side]["stays pressed"]


def test_looking_and_resting_alone_presses_everything_once(seen):
    looks = seen["looks"]
    assert looks["too short"] == []
    assert looks["stays"] == ["one"]
    assert looks["panel"] == ["one", "two", "one"]
    assert looks["strip"] == ["Pause", "Leave"]
    assert looks["typed"] == "hello"


def test_a_rested_look_moves_a_scale(seen):
    before, after_it = seen["looks"]["scale"]
    assert after_it > before


def test_a_ring_fills_while_a_look_rests(seen):
    fullest, empties = seen["looks"]["ring"]
    assert fullest > 0.8
    assert empties


def test_what_comes_up_where_one_still_looks_is_not_pressed(seen):
    assert seen["looks"]["came up there"] == [["two"], []]


def test_a_look_presses_nothing_while_a_hand_is_in_use(seen):
    together = seen["together"]
    assert together["a look beside a hand in use"] == []
    assert together["a look beside a hand that lies"] == ["one"]
    # somebody who reads with the controller in the lap agrees to nothing unawares
    before = together["the hand again"]
    assert together["a look beside a hand that has pressed"] == before
    assert together["the hand again"] == ["one", "two"]
    assert together["the other hand"] == ["one", "two", "one"]


def test_a_click_into_the_window_presses_nothing_of_what_is_in_the_headset(seen):
    mouse = seen["together"]["mouse"]
    assert mouse["pointing at nothing"] == 0
    assert mouse["pointing at a button"] == 0
    assert mouse["in the system's menu"] == 0
    assert mouse["taken off"] == 1, "at the desk it must press"


def test_what_the_mouse_held_down_as_the_headset_went_on_is_let_go(seen):
    assert not seen["together"]["mouse"]["stays pressed"]


def test_nothing_is_pointed_at_while_the_systems_menu_is_open(seen):
    assert seen["together"]["system menu"]


def test_with_the_setting_everybody_may_rest_and_each_rest_presses_once(seen):
    settled = seen["settled"]
    assert settled["hand"] == ["one"]
    assert settled["look"] == ["one", "two"]
    assert settled["strip"] == ["Leave"]


def test_with_the_setting_too_what_comes_up_under_a_resting_pointer_is_not_pressed(
    seen,
):
    settled = seen["settled"]
    assert settled["came up there"] == [["one", "two", "one"], []]
    assert settled["then moved"] == ["four"]


@pytest.mark.parametrize("how", ["look", "hand"])
def test_one_writes_without_a_keyboard(seen, how):
    wrote = seen[f"writes by {how}"]
    assert wrote["comes up"]
    assert wrote["line"] == "no I7"
    assert wrote["said"] == ["no I7"]
    assert set(wrote["hidden"]) == {"•"}, "a passphrase is not shown"
    assert not wrote["put away"]


@pytest.mark.parametrize("how", ["look", "hand"])
def test_letters_go_with_their_entry(seen, how):
    assert seen[f"writes by {how}"]["before its end"]
    assert not seen[f"writes by {how}"]["after the entry"]


@pytest.mark.parametrize("how", ["look", "hand"])
def test_in_a_talk_letters_come_only_when_they_are_asked_for(seen, how):
    wrote = seen[f"writes by {how}"]
    assert not wrote["in a talk"]
    assert wrote["asked for"]
    assert not wrote["after a line"], "the partner is seen again"


@pytest.mark.parametrize("screen", ["consent", "paused", "help", "rating"])
def test_every_button_of_a_screen_is_reached_by_a_look_and_by_the_left_hand(
    seen, screen
):
    count, by_look, by_hand = seen["screens"][screen]
    assert count > 0
    assert by_look == by_hand == list(range(count))
