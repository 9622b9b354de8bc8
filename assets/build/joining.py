"""Lay one hand over the other in the lap of the very body that they belong to.

What is kept are turns of the arms from where the hands rest on the thighs, so that a
body can go from one to the other.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace

import numpy as np

from assets.build import resting
from assets.build.meshes import unit
from assets.build.parts import Part
from assets.build.posing import Posed, frame, turn_about
from assets.build.resting import GAP_M, Cloth, Hand, twist
from assets.build.source import Floats
from assets.hands import RELAXED, joint_names

ARM = ("upperarm01", "lowerarm01", "wrist")
TWIST_SHARE = 0.5
"""Of a forearm's twist that its skin takes from the elbow on."""
BEFORE_BELLY_M = 0.075
"""The lower palm's middle lies so far before the belly."""
LOWER = ((-0.80, -0.10, 0.60), (0.10, 0.95, 0.22))
UPPER = ((0.84, -0.20, 0.50), (0.05, 0.93, 0.36))
"""Where fingers point and where the back of the hand faces: of the left hand, which
lies below, and of the right one, which lies on it."""
UPPER_FROM_LOWER = np.array([-0.022, 0.0, 0.004])
"""From the middle of the lower hand's back to that of the upper palm."""
FLAT_DEG = -14.0
"""How far back knuckles are bent while a hand comes down."""

Ways = tuple[tuple[float, float, float], tuple[float, float, float]]


@dataclass(frozen=True)
class Joined:
    """Both arms with the hands joined, left and right."""

    turns: Floats
    """(2, 3, 3, 3): of upper arm, forearm and hand from rest, each about its joint."""
    angles: Floats
    """(2, 5, 3): the fingers, see `assets.hands.ANGLES`."""


def join_hands(pose: Posed, parts: list[Part], rest: Floats) -> Joined:
    """The joined hands of a body whose hands rest in `pose`, which stays as it is."""
    goal = copy.deepcopy(pose)
    angles = rest.copy()
    lap = Cloth.joined([Cloth.of(part, pose) for part in _lap(parts, pose)])
    spot = _spot(parts, pose)
    _put(goal, Hand.of(parts, pose, "L"), lap, "L", LOWER, spot, angles[0])
    _, places = goal.solve()
    ends = places[[goal.index(name) for name in ("wrist.L", "finger3-1.L")]]
    both = Cloth.joined([lap, *(Cloth.of(p, goal) for p in _hand(parts, goal, "L"))])
    spot = ends.mean(0) + UPPER_FROM_LOWER
    _put(goal, Hand.of(parts, pose, "R"), both, "R", UPPER, spot, angles[1])
    return Joined(np.stack([_turns(pose, goal, x) for x in "LR"]), angles)


def _only(part: Part, pose: Posed, chosen: tuple[str, ...], *, out: bool) -> Part:
    """The triangles of a part that joints named like `chosen` carry, or do not."""
    names = pose.rig.names
    columns = [k for k, name in enumerate(names) if name.startswith(chosen)]
    mine = part.weights[:, columns].sum(1) > 0.3
    kept = ~mine[part.tris].any(1) if out else mine[part.tris].all(1)
    return replace(part, tris=part.tris[kept])


def _lap(parts: list[Part], pose: Posed) -> list[Part]:
    worn = [p for p in parts if p.name in ("trousers", "top", "jacket")]
    arms = ("shoulder", "upperarm", "lowerarm", "wrist", "finger")
    return [_only(part, pose, arms, out=True).compacted() for part in worn]


def _hand(parts: list[Part], pose: Posed, letter: str) -> list[Part]:
    names = (f"wrist.{letter}", *joint_names(letter))
    skins = [p for p in parts if p.name in ("hands", "prosthesis")]
    found = [_only(part, pose, names, out=False) for part in skins]
    return [part for part in found if len(part.tris)]


def _spot(parts: list[Part], pose: Posed) -> Floats:
    """Before the belly, in the middle, above the thighs."""
    _, places = pose.solve()
    low = places[pose.index("upperleg01.L")][1] + 0.06
    worn = [p for p in _lap(parts, pose) if p.name != "trousers"]
    belly = np.vstack([pose.skinned(p.positions, p.weights) for p in worn])
    near = (abs(belly[:, 0]) < 0.07) & (abs(belly[:, 1] - low - 0.06) < 0.06)
    return np.array([0.0, low, belly[near, 2].max() + BEFORE_BELLY_M])


def _put(
    goal: Posed,
    hand: Hand,
    cloth: Cloth,
    letter: str,
    ways: Ways,
    spot: Floats,
    angles: Floats,
) -> None:
    """Lower a hand onto `cloth` and bend its fingers round what they meet."""
    axes = resting.hand_axes(goal, letter)
    along, back = unit(np.array(ways[0])), unit(np.array(ways[1]))
    wanted = frame(along, back) @ frame(*axes.frame.T[[0, 2]]).T
    along, out = wanted @ axes.frame[:, 0], wanted @ axes.frame[:, 2]
    angles[:] = RELAXED
    angles[1:, 0] = FLAT_DEG
    resting.bend(goal, axes, angles, letter)
    place = spot - along * 0.5 * resting.palm_span_m(goal, letter) + out * 0.04
    for _ in range(10):
        _hold(goal, letter, place, wanted)
        at = goal.skinned(hand.positions, hand.weights)
        lift = float(cloth.above(at).min()) - GAP_M
        place = place - np.array([0.0, lift, 0.0])
    for finger in (2, 3, 1, 4, 0):
        resting.touch(goal, hand, cloth, axes, angles, letter, finger)


def _hold(goal: Posed, letter: str, wrist: Floats, wanted: Floats) -> None:
    """As the stage turns an arm: half of the forearm's twist begins at the elbow."""
    sign = 1.0 if letter == "L" else -1.0
    upper, fore, hand = (f"{name}.{letter}" for name in ARM)
    heads = goal.rig.heads
    axis = unit(heads[goal.index(hand)] - heads[goal.index(fore)])
    goal.reach((upper, fore, hand), wrist, np.array([sign * 0.4, -0.75, -0.6]))
    world, _ = goal.solve()
    angle = twist(world[goal.index(f"lowerarm02.{letter}")].T @ wanted, axis)
    lower = world[goal.index(fore)] @ turn_about(axis, TWIST_SHARE * angle)
    goal.set_world(fore, lower)
    goal.set_world(hand, wanted)


def _turns(pose: Posed, goal: Posed, letter: str) -> Floats:
    rest, now = pose.solve()[0], goal.solve()[0]
    out, above = [], np.eye(3)
    for name in ARM:
        joint = pose.index(f"{name}.{letter}")
        whole = now[joint] @ rest[joint].T
        out.append(above.T @ whole)
        above = whole
    return np.stack(out)
