"""Angles become places: signs, limbs, eyes."""

import numpy as np
import pytest

from assets.cards import card
from avatars.bodies._skeleton import Rest, Skeleton
from avatars.performance import JOINT_INDEX, Pose


@pytest.fixture
def skeleton():
    with np.load(card("bodies", "maya").data) as file:
        rest = Rest(
            tuple(str(n) for n in file["joint.names"]),
            tuple(int(p) for p in file["joint.parents"]),
            file["joint.heads"],
            file["rest.rotations"],
            file["rest.places"],
        )
    return Skeleton(rest)


def place_of(skeleton, joint, offset=(0, 0, 0), **angles):
    pose = Pose()
    for name, value in angles.items():
        pose.joints[JOINT_INDEX[name]] = value
    skeleton.solve(pose.joints, pose.eyes)
    return skeleton.place(joint, np.array(offset, np.float32))


def test_at_rest_the_person_sits(skeleton):
    head = place_of(skeleton, "head")
    knee, foot = place_of(skeleton, "lowerleg01.L"), place_of(skeleton, "foot.L")
    wrist = place_of(skeleton, "wrist.L")
    assert 1.0 < head[2] < 1.3
    assert abs(head[1]) < 0.25
    assert knee[1] < -0.30
    assert foot[2] < 0.16
    assert abs(wrist[2] - knee[2]) < 0.15, "hands rest on the thighs"
    assert wrist[0] > 0, "left is +x when facing -y"


@pytest.mark.parametrize(
    ("joint", "angles", "axis", "sign"),
    [
        ("head", (0, 10, 0), 1, -1),
        ("chest", (0, 10, 0), 1, -1),
        ("spine", (0, 10, 0), 1, -1),
        ("pelvis", (0, 10, 0), 1, -1),
        ("neck", (0, 0, 10), 0, 1),
    ],
)
def test_positive_angles_bow_forward_and_tilt_left(skeleton, joint, angles, axis, sign):
    top = (0, 0, 0.12)
    rest = place_of(skeleton, "head", top)
    moved = place_of(skeleton, "head", top, **{joint: angles})
    assert (moved - rest)[axis] * sign > 0.005


def test_a_turned_head_looks_to_its_own_left(skeleton):
    nose = (0, -0.12, 0.02)
    rest = place_of(skeleton, "head", nose)
    moved = place_of(skeleton, "head", nose, head=(20, 0, 0))
    assert moved[0] - rest[0] > 0.02


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_lifted_forearm_raises_its_own_hand_only(skeleton, side):
    letter, other = ("L", "R") if side == "left" else ("R", "L")
    rest = {s: place_of(skeleton, f"wrist.{s}") for s in "LR"}
    moved = {
        s: place_of(skeleton, f"wrist.{s}", **{f"forearm_{side}": (0, 30, 0)})
        for s in "LR"
    }
    assert moved[letter][2] - rest[letter][2] > 0.05
    assert np.allclose(moved[other], rest[other])


def test_the_feet_stay_while_the_trunk_leans(skeleton):
    rest = place_of(skeleton, "foot.L")
    moved = place_of(skeleton, "foot.L", pelvis=(5, 12, 3), chest=(0, 8, 0))
    assert np.allclose(moved, rest)


def test_eyes_turn_left_and_up(skeleton):
    pupil = np.array([0, -0.012, 0], np.float32)
    pose = Pose()
    skeleton.solve(pose.joints, pose.eyes)
    rest = skeleton.place("eye.L", pupil)
    pose.eyes[0] = (20, 15)
    skeleton.solve(pose.joints, pose.eyes)
    moved = skeleton.place("eye.L", pupil)
    assert moved[0] - rest[0] > 0.003
    assert moved[2] - rest[2] > 0.002
