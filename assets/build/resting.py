"""Lay both hands on the thighs of the very body that they belong to.

The palm comes down until it touches the cloth, then each finger bends until it does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from assets.build.meshes import unit
from assets.build.parts import Part
from assets.build.posing import Posed, frame, turn_about
from assets.build.source import Bools, Floats
from assets.hands import (
    BONES,
    FINGERS,
    RELAXED,
    SHAPES,
    HandAxes,
    joint_names,
)

SAMPLES = 7
"""Points along each edge of a triangle of cloth."""
GAP_M = 0.0006
"""Between skin and cloth where they touch: pressed flesh has no thinner line."""
SINK_M = 0.0005
"""No skin is deeper in the cloth than this."""
NEAR_M = 0.02
"""As near as this the distance to the plane of the nearest point is the better one."""
KNUCKLE_DEG = (-22.0, 40.0)
"""How far knuckles bend back and forth to find the cloth."""
THUMB_DEG = (-45.0, 25.0)
BESIDE_DEG = 14.0
"""A finger bends at the knuckle no farther than this from its neighbour."""
INWARD = 0.34
"""Hands point so much inwards from the line of the thigh, as a tangent."""
ARCH_DEG = 5.0
"""The knuckles stand so much higher than the heel of the hand."""
FOREARM_TWIST = 0.55
"""Of the forearm's twist that its lower half has."""


@dataclass(frozen=True)
class Cloth:
    """A surface as many points with normals."""

    points: Floats
    normals: Floats
    tree: cKDTree

    @classmethod
    def of(cls, part: Part, pose: Posed) -> Cloth:
        """The posed part, sampled all over its triangles."""
        at = pose.skinned(part.positions, _kept(part.weights))
        corners = at[part.tris]
        share = [
            (a / SAMPLES, b / SAMPLES)
            for a in range(SAMPLES + 1)
            for b in range(SAMPLES + 1 - a)
        ]
        a, b = np.array(share).T
        weights = np.stack([a, b, 1 - a - b], 1)
        points = np.einsum("sk,tkx->tsx", weights, corners).reshape(-1, 3)
        facing = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        normals = np.repeat(unit(facing), len(share), 0)
        return cls(points, normals, cKDTree(points))

    @classmethod
    def joined(cls, cloths: list[Cloth]) -> Cloth:
        """Several surfaces as one."""
        points = np.vstack([cloth.points for cloth in cloths])
        normals = np.vstack([cloth.normals for cloth in cloths])
        return cls(points, normals, cKDTree(points))

    def above(self, points: Floats) -> Floats:
        """How far each of `points` is outside the cloth; negative inside it."""
        far, nearest = self.tree.query(points)
        way = points - self.points[nearest]
        side = (way * self.normals[nearest]).sum(1)
        beyond = np.where(side < 0, -far, far)
        return np.asarray(np.where(far < NEAR_M, side, beyond))


@dataclass(frozen=True)
class Hand:
    """The skin of one hand, and which joint carries what of it."""

    positions: Floats
    weights: Floats
    palm: Bools
    fingers: tuple[Bools, ...]

    @classmethod
    def of(cls, parts: list[Part], pose: Posed, letter: str) -> Hand:
        """From the parts that are skin, or stand for it."""
        skins = [p for p in parts if p.name in ("hands", "prosthesis")]
        weights = _kept(np.vstack([p.weights for p in skins]))
        positions = np.vstack([p.positions for p in skins])
        names = joint_names(letter)
        share = np.stack([weights[:, pose.index(name)] for name in names], 1)
        share = share.reshape(-1, len(FINGERS), BONES).sum(2)
        wrist = weights[:, pose.index(f"wrist.{letter}")]
        mine = share.sum(1) + wrist > 0.55
        weights, share, wrist = weights[mine], share[mine], wrist[mine]
        fingers = tuple(share[:, k] > 0.75 for k in range(len(FINGERS)))
        return cls(positions[mine], weights, wrist > 0.6, fingers)


def _kept(weights: Floats) -> Floats:
    """The four largest of each row, as a file has them."""
    fourth = np.sort(weights, axis=1)[:, -4:-3]
    kept = np.where(weights >= fourth, weights, 0.0)
    return np.asarray(kept / kept.sum(1, keepdims=True))


@dataclass(frozen=True)
class Resting:
    """Both hands as they lie, left and right."""

    angles: Floats
    """(2, 5, 3), see `assets.hands.ANGLES`."""
    rise_m: Floats
    """(2, shapes, 2): how far a hand must rise for its fingers to stay out of the cloth
    when it takes half of, or all of, each of `assets.hands.SHAPES`."""


def rest_hands(pose: Posed, parts: list[Part]) -> Resting:
    """Bend arms and fingers of `pose` so that the hands lie on the trousers."""
    cloth = Cloth.of(next(p for p in parts if p.name == "trousers"), pose)
    angles, rises = [], []
    for letter, sign in (("L", 1), ("R", -1)):
        hand = Hand.of(parts, pose, letter)
        lain = _lay(pose, hand, cloth, letter, sign)
        angles.append(lain)
        rises.append(_rises(pose, hand, cloth, lain, letter))
    return Resting(np.stack(angles), np.array(rises))


def _rises(
    pose: Posed, hand: Hand, cloth: Cloth, rest: Floats, letter: str
) -> list[list[float]]:
    axes = hand_axes(pose, letter)
    out = []
    for shape in SHAPES.values():
        row = []
        for share in (0.5, 1.0):
            bend(pose, axes, rest + share * (shape - rest), letter)
            at = pose.skinned(hand.positions, hand.weights)
            row.append(max(0.0, -SINK_M - float(cloth.above(at).min())))
        out.append(row)
    bend(pose, axes, rest, letter)
    return out


def hand_axes(pose: Posed, letter: str) -> HandAxes:
    """What the fingers of the hand "L" or "R" turn about."""
    heads = pose.rig.heads
    joints = heads[[pose.index(name) for name in joint_names(letter)]]
    side = 1.0 if letter == "L" else -1.0
    return HandAxes(heads[pose.index(f"wrist.{letter}")], joints, side)


def _lay(pose: Posed, hand: Hand, cloth: Cloth, letter: str, sign: int) -> Floats:
    """Lay one hand down; its angles."""
    axes = hand_axes(pose, letter)
    angles = RELAXED.copy()
    bend(pose, axes, angles, letter)
    spot, out, thigh = _spot(pose, cloth, letter, sign)
    along = unit(thigh - out * (thigh @ out))
    across = np.cross(out, along) * sign  # towards the body's middle
    along = unit(along + INWARD * _inwards(across, sign))
    wrist_to_palm = palm_span_m(pose, letter) * 0.55
    lift, arch = 0.03, ARCH_DEG
    for _ in range(9):
        turned = _tilted(along, out, arch)
        wanted = frame(*turned) @ frame(*axes.frame.T[[0, 2]]).T
        place = spot - turned[0] * wrist_to_palm + out * lift
        _hold(pose, letter, sign, place, wanted)
        at = pose.skinned(hand.positions[hand.palm], hand.weights[hand.palm])
        lift -= float(cloth.above(at).min()) - GAP_M
    for _ in range(2):
        for finger in (2, 3, 1, 4, 0):
            touch(pose, hand, cloth, axes, angles, letter, finger)
        at = pose.skinned(hand.positions, hand.weights)
        # skin between two bones comes along with the fingers
        lift -= min(float(cloth.above(at).min()) + SINK_M, 0.0)
        _hold(pose, letter, sign, spot - turned[0] * wrist_to_palm + out * lift, wanted)
    return angles


def _inwards(across: Floats, sign: int) -> Floats:
    return across if across[0] * sign < 0 else -across


def palm_span_m(pose: Posed, letter: str) -> float:
    """From the wrist to the middle knuckle."""
    heads = pose.rig.heads
    a, b = (heads[pose.index(f"{n}.{letter}")] for n in ("wrist", "finger3-1"))
    return float(np.linalg.norm(b - a))


def _spot(
    pose: Posed, cloth: Cloth, letter: str, sign: int
) -> tuple[Floats, Floats, Floats]:
    """Where the palm lies, the way out of the cloth there, and along the thigh."""
    _, places = pose.solve()
    hip, knee = (
        places[pose.index(f"{n}.{letter}")] for n in ("upperleg01", "lowerleg01")
    )
    share = 0.60 if sign > 0 else 0.56
    middle = hip + (knee - hip) * share
    flat = np.hypot(*(cloth.points - middle)[:, [0, 2]].T)
    near = cloth.points[(flat < 0.02) & (cloth.normals[:, 1] > 0.3)]
    spot = np.array([middle[0], near[:, 1].max(), middle[2]])
    around = np.linalg.norm(cloth.points - spot, axis=1) < 0.045
    around &= cloth.normals[:, 1] > 0.2
    out = unit(cloth.normals[around].mean(0) + np.array([0.0, 0.35, 0.0]))
    return spot, out, unit(knee - hip)


def _tilted(along: Floats, out: Floats, degrees: float) -> tuple[Floats, Floats]:
    """The palm's way and its back, the knuckles raised by `degrees`."""
    a = np.radians(degrees)
    return along * np.cos(a) + out * np.sin(a), out * np.cos(a) - along * np.sin(a)


def _hold(pose: Posed, letter: str, sign: int, wrist: Floats, wanted: Floats) -> None:
    """Bring a wrist to a place and its hand to a world turn."""
    heads = pose.rig.heads
    chain = (f"upperarm01.{letter}", f"lowerarm01.{letter}", f"wrist.{letter}")
    pose.local[pose.index(f"lowerarm02.{letter}")] = np.eye(3)
    pose.reach(chain, wrist, np.array([sign * 0.28, -0.75, -0.75]))
    elbow, end = (heads[pose.index(name)] for name in chain[1:])
    world, _ = pose.solve()
    forearm = world[pose.index(chain[1])]
    axis = unit(end - elbow)
    angle = twist(forearm.T @ wanted, axis)
    # half of the twist belongs to the lower half of the forearm
    lower = pose.index(f"lowerarm02.{letter}")
    pose.local[lower] = turn_about(axis, angle * FOREARM_TWIST)
    pose.set_world(chain[2], wanted)


def twist(turn: Floats, axis: Floats) -> float:
    """How far `turn` turns about a unit axis, radians."""
    across = unit(np.cross(axis, [0.0, 1.0, 0.0]))
    turned = turn @ across
    return float(np.arctan2(np.cross(across, turned) @ axis, across @ turned))


def bend(pose: Posed, axes: HandAxes, angles: Floats, letter: str) -> None:
    """Give the fingers of a hand these angles."""
    for name, turn in zip(joint_names(letter), axes.turns(angles), strict=True):
        pose.local[pose.index(name)] = turn


def touch(
    pose: Posed,
    hand: Hand,
    cloth: Cloth,
    axes: HandAxes,
    angles: Floats,
    letter: str,
    finger: int,
) -> None:
    """Bend one finger at its knuckle until it touches the cloth, by bisection."""
    low, high = _room(angles, finger)
    chosen = hand.fingers[finger]
    positions, weights = hand.positions[chosen], hand.weights[chosen]
    for _ in range(12):
        angles[finger, 0] = (low + high) / 2
        bend(pose, axes, angles, letter)
        if cloth.above(pose.skinned(positions, weights)).min() > GAP_M:
            low = angles[finger, 0]
        else:
            high = angles[finger, 0]


def _room(angles: Floats, finger: int) -> tuple[float, float]:
    """How far a knuckle may bend, near to the neighbour that is bent already."""
    if finger == 0:
        return THUMB_DEG
    low, high = KNUCKLE_DEG
    if finger == 2:
        return low, high
    beside = float(angles[2 if finger != 4 else 3, 0])
    return max(low, beside - BESIDE_DEG), min(high, beside + BESIDE_DEG)
