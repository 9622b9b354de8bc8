"""A tracked hand takes the body's arm along, as arms go, and never snaps."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest

from assets.arrays import read
from assets.cards import card, cards
from avatars import turns
from avatars.arms import FASTEST_DEG_S, FOUND_S, JUMP_DEG, LOST_S, Arm
from avatars.bodies import _arms, baked
from avatars.bodies._skeleton import Skeleton
from avatars.performance import JOINT_INDEX, Pose
from avatars.reach import PARTS, TIGHTEST_DEG, Palm

STEP_S = 1 / 90
SIDES = ("left", "right")
CHAIN = ("upperarm01", "lowerarm01", "wrist")
BODIES = [
    pytest.param(item.id, stance, id=f"{item.id}-{stance}")
    for item, stance in product(cards("bodies"), ("seated", "standing"))
]


class Doll:
    """A body's skeleton with one arm that follows."""

    def __init__(self, body: str, stance: str, side: str) -> None:
        rest = baked._rest(read(card("bodies", body).data), stance == "standing")
        self.skeleton = Skeleton(rest, hands_stay=stance != "standing")
        self.rest = _arms.at_rest(rest, side)
        self.arm = Arm(self.rest)
        self.letter, self.side = side[0].upper(), side
        self.pose = Pose()
        self.skeleton.solve(self.pose.joints, self.pose.eyes)

    def frame(
        self, palm: Palm, pose: Pose | None = None, step_s: float = STEP_S
    ) -> None:
        """One frame of a pose that has the arm at rest."""
        np.copyto(self.pose.joints, (pose or Pose()).joints)
        chest = self.skeleton.carried(_arms.ABOVE)
        self.arm.follow(self.pose.joints, palm, chest, step_s)
        self.arm.curl(self.pose, palm, step_s)
        self.skeleton.solve(self.pose.joints, self.pose.eyes, self.pose.stays)

    def settle(self, palm: Palm, pose: Pose | None = None) -> None:
        """Until the hand is where it goes, in few and long frames."""
        for _ in range(3):
            self.frame(palm, pose, 0.5 * max(FOUND_S, LOST_S))

    def places(self) -> tuple[np.ndarray, ...]:
        """Shoulder, elbow and wrist as they are drawn."""
        nothing = np.zeros(3, np.float32)
        names = [f"{name}.{self.letter}" for name in CHAIN]
        return tuple(self.skeleton.place(name, nothing) for name in names)

    def palm(self) -> np.ndarray:
        """Half way from the wrist to the middle knuckle."""
        rest, name = self.skeleton.rest, f"wrist.{self.letter}"
        wrist = rest.heads[rest.names.index(name)]
        knuckle = rest.heads[rest.names.index(f"finger3-1.{self.letter}")]
        return self.skeleton.place(name, (knuckle - wrist) * _arms.PALM_SHARE)

    def turned(self) -> np.ndarray:
        """Turns of the arm's joints, from what the pose says."""
        out = np.zeros((len(PARTS), 3, 3))
        for part, turn in zip(PARTS, out, strict=True):
            row = self.pose.joints[JOINT_INDEX[f"{part}_{self.side}"]]
            turns.euler(turn, row[0], -row[1], -row[2])
        return out


def unit(way: np.ndarray) -> np.ndarray:
    return way / np.linalg.norm(way)


def somewhere(doll: Doll, rng: np.random.Generator, near: float, far: float) -> Palm:
    """A palm in front of or beside the body, its fingers roughly away from it.

    The wrist is `near` to `far` arm's lengths from the resting shoulder.
    """
    way = unit(rng.normal(size=3))
    way[1] = -abs(way[1])
    palm = Palm(is_there=True)
    palm.fingers[:] = unit(way + 0.8 * unit(rng.normal(size=3)))
    palm.thumb[:] = unit(np.cross(palm.fingers, unit(rng.normal(size=3))))
    hand_m = np.linalg.norm(doll.rest.palm - doll.rest.wrist)
    wrist = way * rng.uniform(near, far) * doll.rest.length_m
    palm.place[:] = doll.rest.shoulder + wrist + palm.fingers * hand_m
    return palm


def apart_deg(one: np.ndarray, two: np.ndarray) -> float:
    """The largest turn between the same joints of two arms."""
    return max(
        math.degrees(np.linalg.norm(turns.vector(a @ b.T)))
        for a, b in zip(one, two, strict=True)
    )


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(("body", "stance"), BODIES)
def test_the_palm_gets_within_a_centimetre_of_what_it_can_reach(body, stance, side):
    doll, rng = Doll(body, stance, side), np.random.default_rng(4)
    bowed = Pose()
    bowed.joints[JOINT_INDEX["spine"]] = 3.0, 6.0, -2.0
    missed = []
    for k in range(40):
        palm = somewhere(doll, rng, 0.45, 0.92)
        pose = bowed if k % 2 else None
        doll.settle(palm, pose)
        missed.append(float(np.linalg.norm(doll.palm() - palm.place)))
    assert max(missed) < 0.01


@pytest.mark.parametrize("side", SIDES)
def test_a_hand_that_can_be_turned_so_is_turned_so(side):
    doll, palm = Doll("ines", "seated", side), Palm(is_there=True)
    out = doll.rest.side
    palm.place[:] = 0.1 * out, -0.35, 0.85
    for fingers, thumb in (
        ((0, -1, 0), (0, 0, 1)),  # to shake hands
        ((0, -1, 0), (-out, 0, 0)),  # palm down
        ((-out, -0.3, 0.2), (0, 0.2, 1)),  # before the chest
    ):
        palm.fingers[:], palm.thumb[:] = fingers, thumb
        doll.settle(palm)
        rest = doll.skeleton.rest
        bones = [
            rest.heads[rest.names.index(f"{name}.{doll.letter}")]
            for name in ("wrist", "finger3-1", "finger2-1", "finger5-1")
        ]
        shown = [
            doll.skeleton.place(f"wrist.{doll.letter}", b - bones[0]) for b in bones
        ]
        assert unit(shown[1] - shown[0]) @ unit(palm.fingers) > 0.99
        assert unit(shown[2] - shown[3]) @ unit(palm.thumb) > 0.9


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(("body", "stance"), BODIES)
def test_an_elbow_never_bends_backwards(body, stance, side):
    doll, rng = Doll(body, stance, side), np.random.default_rng(5)
    for _ in range(60):
        palm = somewhere(doll, rng, 0.05, 1.6)
        palm.place[1] *= rng.choice((1.0, -1.0))
        doll.settle(palm)
        shoulder, elbow, wrist = doll.places()
        axis = doll.skeleton.carried(f"upperarm01.{doll.letter}")[:3, :3]
        axis = unit(axis @ doll.rest.upper_hinge)
        upper, lower = unit(elbow - shoulder), unit(wrist - elbow)
        assert np.cross(upper, lower) @ axis > -1e-4
        assert upper @ lower > -math.cos(math.radians(TIGHTEST_DEG)) - 1e-4


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(("body", "stance"), BODIES)
def test_what_is_too_far_is_pointed_at_with_a_straight_arm(body, stance, side):
    doll, rng = Doll(body, stance, side), np.random.default_rng(6)
    for _ in range(20):
        palm = somewhere(doll, rng, 3.0, 6.0)
        palm.fingers[:] = unit(palm.place - doll.rest.shoulder)
        palm.thumb[:] = unit(np.cross(palm.fingers, (0.3, 0.2, 0.9)))
        doll.settle(palm)
        shoulder, elbow, wrist = doll.places()
        bent = unit(elbow - shoulder) @ unit(wrist - elbow)
        assert math.degrees(math.acos(min(bent, 1.0))) < 5.0
        assert unit(wrist - shoulder) @ unit(palm.place - shoulder) > 0.99


def test_who_is_lost_is_back_at_rest_within_half_a_second_and_without_a_snap():
    doll, rng = Doll("samuel", "seated", "left"), np.random.default_rng(7)
    palm = somewhere(doll, rng, 0.8, 0.9)
    doll.settle(palm)
    assert apart_deg(doll.turned(), np.tile(np.eye(3), (4, 1, 1))) > 40.0
    palm.is_there = False
    before = doll.turned()
    for _ in range(math.ceil(LOST_S / STEP_S)):
        doll.frame(palm)
        assert apart_deg(doll.turned(), before) < 7.0
        before = doll.turned()
    assert doll.arm.is_at_rest
    assert not doll.pose.joints.any(), "exactly as the pose had it"


def test_a_hand_that_is_found_and_lost_and_jumps_never_snaps():
    doll, rng = Doll("maya", "standing", "right"), np.random.default_rng(8)
    palm, before = somewhere(doll, rng, 0.4, 1.2), doll.places()[2]
    fastest = 0.0
    for k in range(900):
        if k % 11 == 0:
            palm = somewhere(doll, rng, 0.4, 1.2)
        palm.is_there = bool(rng.random() < 0.8)
        doll.frame(palm)
        here = doll.places()[2]
        fastest = max(fastest, float(np.linalg.norm(here - before)))
        before = here
    assert fastest < 0.11, "a frame; the arm is 0.45 m long"


def test_a_hand_that_moves_as_hands_do_is_followed_without_delay():
    doll, palm = Doll("maya", "seated", "left"), Palm(is_there=True)
    for k in range(180):
        wave = math.sin(k * STEP_S * 2 * math.pi * 1.5)
        palm.place[:] = 0.22 + 0.12 * wave, -0.30, 0.95 + 0.08 * wave
        doll.frame(palm)
        if k * STEP_S > FOUND_S + 0.05:
            assert np.linalg.norm(doll.palm() - palm.place) < 0.01
    assert 0.12 * 2 * math.pi * 1.5 > 1.0, "metres a second"
    assert FASTEST_DEG_S * STEP_S > JUMP_DEG


def test_an_arm_that_nobody_moves_stays_as_the_pose_has_it():
    doll, pose = Doll("maya", "seated", "left"), Pose()
    pose.joints[:] = np.random.default_rng(9).normal(size=pose.joints.shape)
    doll.settle(Palm(), pose)
    assert np.array_equal(doll.pose.joints, pose.joints)


def test_a_turn_survives_its_angles_and_its_vector():
    rng = np.random.default_rng(10)
    for _ in range(200):
        turn, again = np.eye(3), np.eye(3)
        turns.euler(turn, *rng.uniform(-180, 180, 3))
        turns.euler(again, *turns.angles(turn))
        assert np.allclose(turn, again, atol=1e-9)
        assert np.allclose(turns.about(turns.vector(turn)), turn, atol=1e-9)
    half = np.diag((-1.0, 1.0, -1.0))
    assert np.allclose(turns.about(turns.vector(half)), half, atol=1e-9)
    upright = np.eye(3)
    turns.euler(upright, 30.0, 90.0, 20.0)
    turns.euler(again, *turns.angles(upright))
    assert np.allclose(upright, again, atol=1e-6)
