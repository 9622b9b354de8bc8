"""Hands lie on their own thighs, join in their own lap, and move alone."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest

pytest.importorskip("scipy", reason="what is near is found with the build extra")
from scipy.spatial import cKDTree

from assets.arrays import read
from assets.cards import card, cards
from assets.hands import FINGERS, SHAPE_INDEX, SHAPES, joint_names, measured
from avatars.bodies import baked
from avatars.bodies._fingers import Fingers
from avatars.bodies._skeleton import Skeleton
from avatars.director import Director
from avatars.hands import CLOSED, FASTEST_PER_S, Hands
from avatars.performance import Pose
from dialogue.messages import Levels

BODIES = [item.id for item in cards("bodies")]
SINK_M = 0.003
"""No skin is deeper in the cloth; flesh and cloth give way by more."""
HOVER_M = 0.004
"""Each palm, and most fingers, come as near to the cloth as this."""
STEP = 6


class Doll:
    """A body that can be posed without a renderer."""

    def __init__(self, body: str) -> None:
        self.arrays = read(card("bodies", body).data)
        rest = baked._rest(self.arrays, False)
        self.names = list(rest.names)
        self.skeleton = Skeleton(rest)
        self.fingers = Fingers(rest, self.arrays, False)
        self.fingers.start(self.skeleton.bind)

    def show(self, pose: Pose) -> None:
        self.fingers.update(pose, self.skeleton.bind)
        self.skeleton.solve(self.fingers.risen(pose), pose.eyes, pose.stays)

    def part(self, name: str) -> np.ndarray:
        """Where the vertices of a part are now."""
        low, span = self.arrays["box"].astype(float)
        at = self.arrays[f"{name}/positions"] / 65535 * span + low
        at = np.c_[at, np.ones(len(at))]
        weights = self.arrays[f"{name}/weights"] / 255
        weights = weights / weights.sum(1, keepdims=True)
        rows = self.skeleton.rows.reshape(-1, 3, 4)[self.arrays[f"{name}/joints"]]
        return np.einsum("vk,vkab,vb->va", weights, rows, at)

    def share(self, name: str, joints: tuple[str, ...]) -> np.ndarray:
        """How much of each vertex of a part these joints carry."""
        numbers = [self.names.index(joint) for joint in joints]
        weights = self.arrays[f"{name}/weights"] / 255
        is_mine = np.isin(self.arrays[f"{name}/joints"], numbers)
        return (weights * is_mine).sum(1) / weights.sum(1)

    def skin(self, joints: tuple[str, ...], least: float) -> np.ndarray:
        """The skin that these joints carry, or what is worn for it."""
        parts = [p for p in ("hands", "prosthesis") if f"{p}/tris" in self.arrays]
        found = [self.part(p)[self.share(p, joints) > least] for p in parts]
        return np.vstack(found)

    def cloth(self) -> tuple[np.ndarray, np.ndarray, cKDTree]:
        """The trousers as many points, and the way out of them."""
        corners = self.part("trousers")[self.arrays["trousers/tris"]]
        share = [
            (a / STEP, b / STEP, 1 - (a + b) / STEP)
            for a in range(STEP + 1)
            for b in range(STEP + 1 - a)
        ]
        points = np.einsum("sk,tkx->tsx", np.array(share), corners).reshape(-1, 3)
        out = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        out /= np.linalg.norm(out, axis=1, keepdims=True) + 1e-12
        return points, np.repeat(out, len(share), 0), cKDTree(points)

    def above_m(self, points: np.ndarray) -> np.ndarray:
        """How far points are out of the trousers; negative in them."""
        at, out, tree = self.cloth()
        far, nearest = tree.query(points)
        side = ((points - at[nearest]) * out[nearest]).sum(1)
        # far from an edge of the cloth the sign says nothing
        return np.where(far > 0.03, far, side)


@cache
def doll(body: str) -> Doll:
    return Doll(body)


def rested(body: str) -> Doll:
    found = doll(body)
    found.show(Pose())
    return found


def hand_joints(side: str) -> tuple[str, ...]:
    return (f"wrist.{side}", *joint_names(side))


@pytest.mark.parametrize("body", BODIES)
def test_hands_lie_on_the_thighs_and_not_in_them(body):
    seated = rested(body)
    for side in "LR":
        above = seated.above_m(seated.skin(hand_joints(side), 0.55))
        assert above.min() > -SINK_M, side
        palm = seated.above_m(seated.skin((f"wrist.{side}",), 0.6))
        assert palm.min() < HOVER_M, side


@pytest.mark.parametrize("body", BODIES)
def test_fingers_touch_the_cloth_and_are_whole(body):
    seated = rested(body)
    for side in "LR":
        names = joint_names(side)
        near = 0
        for finger in range(len(FINGERS)):
            mine = names[finger * 3 : finger * 3 + 3]
            tip = seated.skin(mine[2:], 0.5)
            assert len(tip) > 8, f"{FINGERS[finger]} of {side} has no tip"
            near += seated.above_m(seated.skin(mine, 0.75)).min() < HOVER_M
        assert near >= len(FINGERS) - 1, side


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_hand_that_changes_on_the_thigh_stays_out_of_it(body, shape):
    seated = doll(body)
    for share in (0.3, 0.5, 1.0):
        pose = Pose()
        pose.hands[:, SHAPE_INDEX[shape]] = share
        seated.show(pose)
        for side in "LR":
            above = seated.above_m(seated.skin(hand_joints(side), 0.55))
            assert above.min() > -2 * SINK_M, (side, share)
    seated.show(Pose())


@pytest.mark.parametrize("body", BODIES)
def test_joined_hands_meet_in_the_lap(body):
    seated = doll(body)
    pose = Pose()
    pose.joined = 1.0
    seated.show(pose)
    left, right = (seated.skin(hand_joints(side), 0.55) for side in "LR")
    apart, _ = cKDTree(left).query(right)
    assert apart.min() < 0.012, "one lies on the other"
    assert abs(left[:, 0].mean()) < 0.08
    assert right[:, 2].mean() > left[:, 2].mean(), "the right one lies above"
    for hand in (left, right):
        assert seated.above_m(hand).min() > -2 * SINK_M
    seated.show(Pose())


def in_mood(mood: str, seed: int, *, joined: float) -> Pose:
    """Ten seconds into a mood, wherever the hands would lie."""
    director = Director(seed)
    director.set_mood(mood, Levels(), 0.0)
    for k in range(300):
        pose = director.update(k / 30)
    pose.joined = joined
    pose.hands[:] = 0.0
    return pose


@pytest.mark.parametrize("mood", ["angry", "guarded", "sad", "withdrawn"])
@pytest.mark.parametrize("body", ["leila", "samuel"])
def test_whoever_bows_or_turns_leaves_the_hands_where_they_lie(body, mood):
    seated = doll(body)
    for seed in (0, 1):
        pose = in_mood(mood, seed, joined=1.0)
        assert np.abs(pose.joints[:3]).max() > 3.0, "the trunk does move"
        seated.show(pose)
        left, right = (seated.skin(hand_joints(side), 0.55) for side in "LR")
        apart, _ = cKDTree(left).query(right)
        assert apart.min() < 0.012, "joined hands stay joined"
        assert min(seated.above_m(one).min() for one in (left, right)) > -2 * SINK_M
        pose.joined = 0.0
        seated.show(pose)
        for side in "LR":
            above = seated.above_m(seated.skin(hand_joints(side), 0.55))
            assert above.min() > -2 * SINK_M, side
            assert above.min() < 2 * HOVER_M, side
    seated.show(Pose())


@pytest.mark.parametrize("body", ["leila", "samuel"])
def test_arms_keep_their_length_when_the_shoulders_move(body):
    seated = doll(body)
    names = [f"{one}.{side}" for side in "LR" for one in ("upperarm01", "lowerarm01")]

    def lengths() -> list[float]:
        at = {
            name: seated.skeleton.place(name, np.zeros(3))
            for name in (*names, "wrist.L", "wrist.R")
        }
        ends = ("lowerarm01.L", "wrist.L", "lowerarm01.R", "wrist.R")
        pairs = zip(names, ends, strict=True)
        return [float(np.linalg.norm(at[one] - at[two])) for one, two in pairs]

    seated.show(Pose())
    before = lengths()
    for share in (0.0, 0.4, 1.0):
        pose = in_mood("withdrawn", 1, joined=1.0)
        pose.stays[:] = share
        seated.show(pose)
        assert lengths() == pytest.approx(before, abs=1e-6)
    seated.show(Pose())


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes_of_a_hand_move_the_hand_and_nothing_else(shape):
    seated = rested("maya")
    before = {name: seated.part(name) for name in ("face", "head", "shoes", "trousers")}
    right = seated.skin(hand_joints("R"), 0.55)
    pose = Pose()
    pose.hands[0, SHAPE_INDEX[shape]] = 1.0
    seated.show(pose)
    for name, was in before.items():
        assert np.abs(seated.part(name) - was).max() < 1e-6, name
    assert np.abs(seated.skin(hand_joints("R"), 0.55) - right).max() < 1e-6
    seated.show(Pose())


def test_a_made_hand_keeps_its_shape():
    found = [b for b in BODIES if "prosthesis/tris" in doll(b).arrays]
    assert found
    for body in found:
        seated = rested(body)
        before = seated.skin(hand_joints("L"), 0.55)
        pose = Pose()
        pose.hands[:, SHAPE_INDEX["fist"]] = 1.0
        pose.tracked[:] = 1.0
        pose.fingers[:] = 40.0
        seated.show(pose)
        assert np.abs(seated.skin(hand_joints("L"), 0.55) - before).max() < 1e-6
        seated.show(Pose())


def test_fingers_that_are_tracked_are_shown_as_they_are_bent():
    seated = rested("samuel")
    for side, letter in enumerate("LR"):
        wanted = np.array(
            [(30, 20, 35), (20, 40, 4), (30, 45, -4), (35, 50, -8), (40, 40, -14)],
            float,
        )
        pose = Pose()
        pose.fingers[side], pose.tracked[side] = wanted, 1.0
        seated.show(pose)
        numbers = [seated.names.index(n) for n in hand_joints(letter)]
        rest = seated.skeleton.rest
        places = np.array(
            [seated.skeleton.place(seated.names[n], np.zeros(3)) for n in numbers]
        )
        wrist = seated.names.index(f"wrist.{letter}")
        turn = seated.skeleton.rows.reshape(-1, 3, 4)[wrist, :, :3].astype(float)
        frame = turn @ seated.fingers._hands[side]._axes.frame
        shown = np.zeros((5, 3))
        assert measured(frame, places[1:].reshape(5, 3, 3), shown)
        assert rest.names[wrist] == f"wrist.{letter}"
        assert np.abs(shown[1:] - wanted[1:]).max() < 6.0
    seated.show(Pose())


def test_a_hand_that_is_no_longer_tracked_lies_down_again():
    seated, pose = rested("samuel"), Pose()
    seated.show(pose)
    before = seated.skeleton.rows.copy()
    pose.fingers[:], pose.tracked[:] = 50.0, 1.0
    seated.show(pose)
    assert np.abs(seated.skeleton.rows - before).max() > 0.1
    pose.tracked[:] = 0.0
    seated.show(pose)
    assert np.abs(seated.skeleton.rows - before).max() < 1e-6


def test_points_that_are_no_hand_bend_no_finger():
    out = np.full((5, 3), 7.0)
    assert not measured(np.eye(3), np.zeros((5, 3, 3)), out)
    assert not measured(np.eye(3), np.full((5, 3, 3), math.nan), out)
    assert (out == 7.0).all()


@pytest.mark.parametrize("mood", CLOSED)
def test_tense_moods_close_the_hands_gently_and_calm_opens_them(mood):
    hands, pose, step_s = Hands(), Pose(), 1 / 90
    hands.set_mood(mood, Levels())
    last = pose.hands.copy()
    for _ in range(450):
        hands.step((0.0, 0.0), step_s, pose.hands)
        assert np.abs(pose.hands - last).max() <= FASTEST_PER_S * step_s + 1e-6
        last = pose.hands.copy()
    shape, weight = CLOSED[mood]
    assert 0.6 * weight < pose.hands[0, SHAPE_INDEX[shape]] <= weight
    assert 0 < pose.hands[1, SHAPE_INDEX[shape]] < pose.hands[0, SHAPE_INDEX[shape]]
    hands.set_mood("calm", Levels())
    for _ in range(450):
        hands.step((0.0, 0.0), step_s, pose.hands)
    assert pose.hands.max() < 0.02


def test_a_beat_opens_the_hand_that_is_lifted():
    hands, pose, step_s = Hands(), Pose(), 1 / 90
    hands.set_mood("guarded", Levels())
    for k in range(360):
        lift = 1.0 if k >= 270 else 0.0
        before = pose.hands.copy()
        hands.step((lift, 0.0), step_s, pose.hands)
        assert np.abs(pose.hands - before).max() <= FASTEST_PER_S * step_s + 1e-6
        assert pose.hands.sum(1).max() <= 1.0 + 1e-6
    left, right = pose.hands
    assert left[SHAPE_INDEX["open"]] > 0.7
    assert left[SHAPE_INDEX["fist"]] < 0.15
    assert right[SHAPE_INDEX["open"]] == 0.0


def test_the_partner_in_a_tense_mood_is_seen_to_hold_its_hands_otherwise():
    shown = {}
    for mood in ("calm", "guarded"):
        director = Director(5)
        director.set_mood(mood, Levels(), 0.0)
        for k in range(300):
            pose = director.update(k / 60)
        shown[mood] = pose.hands.max()
    assert shown["calm"] < 0.02 < 0.2 < shown["guarded"]


def test_fingers_cost_little():
    """Both hands in one frame of change, counted in steps, not in time."""
    seated, pose = rested("maya"), Pose()
    written = []
    for hand in seated.fingers._hands:
        write = hand.write
        hand.write = lambda angles, bind, w=write: (written.append(1), w(angles, bind))
    try:
        for _ in range(10):
            seated.show(pose)
        assert not written, "hands at rest are left alone"
        pose.hands[0, SHAPE_INDEX["fist"]] = 0.5
        seated.show(pose)
        seated.show(pose)
        assert len(written) == 1
    finally:
        for hand in seated.fingers._hands:
            del hand.write
        seated.show(Pose())
