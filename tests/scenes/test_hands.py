"""Hands and pointers are seen where they are, by both eyes, and in no mirror."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from scenes.comfort import View
from scenes.hands import HANDLE, POINTS, ShownHands, _hand_rods
from scenes.mirror import EYE_BITS, MIRROR_BIT
from scenes.pointers import Pointers
from tests.scenes.two_eyes import MODES, Sitting, is_within_a_pixel, poses

EYE, LOOK = (0.0, 0.0, 1.25), (0.0, 0.5, 0.95)
VIEW = View(EYE, LOOK, 62.0)
GROUND = np.array((0.78, 0.84, 0.90))


def pose(place=(0.0, 0.0, 0.0), is_there=True):
    """A `Tracked` that is not turned."""
    turn = np.array((1, 0, 0, 0), np.float32)
    return SimpleNamespace(
        is_there=is_there, place=np.array(place, np.float32), turn=turn
    )


def joints(middle):
    """An open hand, palm down, fingers ahead; `middle` is its palm."""
    made = np.zeros((POINTS, 3), np.float32)
    made[1] = (0, -0.08, 0)
    for finger, first in enumerate((2, 6, 11, 16, 21)):
        count = 4 if first == 2 else 5
        x = -0.06 + 0.025 * finger
        for step in range(count):
            made[first + step] = (x * (0.5 + 0.15 * step), -0.05 + 0.035 * step, 0)
    return made + np.array(middle, np.float32)


def tracked(middle):
    return SimpleNamespace(grip=pose(middle), has_joints=True, joints=joints(middle))


def holding(middle):
    return SimpleNamespace(grip=pose(middle), has_joints=False, joints=None)


def nothing():
    return SimpleNamespace(grip=pose(is_there=False), has_joints=False, joints=None)


@pytest.fixture
def shown(studio):
    hands = ShownHands(studio.scene)
    pointers = Pointers(studio.scene)
    yield SimpleNamespace(hands=hands, pointers=pointers)
    hands.remove()
    pointers.remove()


def drawn(picture):
    """Where something stands before the empty ground."""
    return abs(picture - GROUND).max(2) > 0.05


def columns(mask):
    found = np.nonzero(mask.any(0))[0]
    return found.min() / mask.shape[1], found.max() / mask.shape[1]


def test_every_joint_is_part_of_the_hand():
    rods = _hand_rods()
    assert {end for rod in rods for end in rod[:2]} == set(range(POINTS))
    assert all(0.004 < thick < 0.03 for rod in rods for thick in rod[2:])


def test_nothing_is_seen_before_something_is_known(studio, shown):
    shown.hands.follow(nothing(), nothing())
    assert not drawn(studio.draw(VIEW)).any()


def test_a_tracked_hand_is_seen_where_its_joints_are(studio, shown):
    shown.hands.follow(nothing(), tracked((0.2, 0.5, 0.95)))
    right = drawn(studio.draw(VIEW))
    assert 0.01 < right.mean() < 0.1
    assert columns(right)[0] > 0.5
    shown.hands.follow(tracked((-0.2, 0.5, 0.95)), nothing())
    assert columns(drawn(studio.draw(VIEW)))[1] < 0.5
    shown.hands.hide()
    assert not drawn(studio.draw(VIEW)).any()


def test_a_controller_is_a_plain_handle(studio, shown):
    shown.hands.follow(nothing(), holding((0.2, 0.5, 0.95)))
    handle = drawn(studio.draw(VIEW))
    assert 0.002 < handle.mean() < 0.05
    assert len(HANDLE) == 3


def test_a_body_that_shows_the_hands_leaves_only_what_they_hold(studio, shown):
    both = tracked((0.2, 0.5, 0.95)), tracked((-0.2, 0.5, 0.95))
    shown.hands.follow(*both)
    shown.hands.follow(*both, are_bare=False)
    assert not drawn(studio.draw(VIEW)).any()
    shown.hands.follow(nothing(), holding((0.2, 0.5, 0.95)), are_bare=False)
    assert drawn(studio.draw(VIEW)).any()


def test_hands_are_grey_whoever_they_belong_to(studio, shown):
    shown.hands.follow(nothing(), tracked((0.0, 0.5, 0.95)))
    picture = studio.draw(VIEW)
    inside = picture[drawn(picture)]
    spread = inside.max(1) - inside.min(1)
    assert np.median(spread) < 0.1


def test_a_look_has_a_dot_and_no_ray(studio, shown):
    place = (0.0, 1.0, 0.8)
    shown.pointers.point(place, EYE)
    dot = drawn(studio.draw(VIEW))
    shown.pointers.point(place, EYE, origin=(0.25, 0.3, 0.9))
    ray = drawn(studio.draw(VIEW))
    assert 0 < dot.sum() < ray.sum()
    left, right = columns(dot)
    assert 0.45 < left < right < 0.55
    shown.pointers.hide()
    assert not drawn(studio.draw(VIEW)).any()


def test_the_ring_fills_clockwise_from_its_top(studio, shown):
    shown.pointers.point((0.0, 1.0, 0.8), EYE, share=0.25)
    quarter = drawn(studio.draw(VIEW))
    shown.pointers.point((0.0, 1.0, 0.8), EYE, share=0.0)
    dot = drawn(studio.draw(VIEW))
    ring = quarter & ~dot
    rows, cols = np.nonzero(ring)
    middle_rows, middle_cols = (part.mean() for part in np.nonzero(dot))
    assert rows.mean() < middle_rows
    assert cols.mean() > middle_cols


def test_no_mirror_shows_them(shown):
    shown.pointers.point((0.0, 1.0, 0.8), EYE)
    for node in (shown.hands.node, shown.pointers.node):
        assert node.is_hidden(MIRROR_BIT)
        assert not node.is_hidden(EYE_BITS[0])
        assert not node.is_hidden(EYE_BITS[1])


@pytest.mark.gpu
@pytest.mark.parametrize("mode", MODES)
def test_both_eyes_see_hand_and_pointer_in_every_way(studio, shown, mode):
    shown.hands.follow(holding((-0.2, 0.5, 0.95)), tracked((0.2, 0.5, 0.95)))
    shown.pointers.point((0.0, 1.0, 0.8), EYE, (0.2, 0.6, 0.95), 0.6)

    def seen(how):
        sitting = Sitting(studio, how, samples=0)
        sitting.eyes.set_background(tuple(GROUND))
        sitting.eyes.place(*poses(EYE, LOOK))
        pictures = sitting.draw()
        sitting.close()
        return pictures

    for one, other in zip(seen(mode), seen("two"), strict=True):
        assert is_within_a_pixel(one, other) > 0.999
        assert 0.02 < (abs(one - GROUND * 255).max(2) > 12).mean() < 0.4
