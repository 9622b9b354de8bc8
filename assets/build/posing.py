"""The seated rest pose: feet on the floor, hands resting on the thighs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assets.build.meshes import unit
from assets.build.source import Floats, Rig

SEAT_HEIGHT_M = 0.44
"""Height of the seat that every body is baked for."""
SOLE_M = 0.022
"""Shoe soles below the skin's lowest point."""
FEET_APART_M = 0.038
"""A foot stands at least so much farther out than its hip."""
FEET_FARTHEST_M = 0.075
THIGHS_APART_M = 0.018
"""Half the room between the middles of the thighs, for the cloth."""


def turn(axis: str, degrees: float) -> Floats:
    """Rotation matrix about x, y or z; columns act on column vectors."""
    a = np.radians(degrees)
    c, s = np.cos(a), np.sin(a)
    if axis == "x":
        return np.array([[1, 0, 0], [0, c, -s], [0, s, c]])
    if axis == "y":
        return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])


def frame(along: Floats, across: Floats) -> Floats:
    """Orthonormal frame (columns) with x along `along`, z nearest to `across`."""
    x = along / np.linalg.norm(along)
    z = across - x * (across @ x)
    z = z / np.linalg.norm(z)
    return np.stack([x, np.cross(z, x), z], 1)


@dataclass
class Posed:
    """A rig with local rotations; world values follow from `solve`."""

    rig: Rig
    local: Floats
    root: Floats
    """Where the root joint is moved to, added to its bind place."""

    @classmethod
    def bind(cls, rig: Rig) -> Posed:
        """The bind pose."""
        return cls(rig, np.tile(np.eye(3), (len(rig.names), 1, 1)), np.zeros(3))

    def index(self, name: str) -> int:
        """Number of a joint."""
        return self.rig.names.index(name)

    def solve(self) -> tuple[Floats, Floats]:
        """World rotations and joint places."""
        world = np.zeros_like(self.local)
        places = np.zeros_like(self.rig.heads)
        for joint, parent in enumerate(self.rig.parents):
            if parent < 0:
                world[joint] = self.local[joint]
                places[joint] = self.rig.heads[joint] + self.root
                continue
            bone = self.rig.heads[joint] - self.rig.heads[parent]
            world[joint] = world[parent] @ self.local[joint]
            places[joint] = places[parent] + world[parent] @ bone
        return world, places

    def skinned(self, points: Floats, weights: Floats) -> Floats:
        """Points moved by the joints that carry them."""
        world, places = self.solve()
        shift = places - np.einsum("jab,jb->ja", world, self.rig.heads)
        blend = np.einsum("vj,jab->vab", weights, world)
        return np.asarray(np.einsum("vab,vb->va", blend, points) + weights @ shift)

    def turned(self, normals: Floats, weights: Floats) -> Floats:
        """Normals turned by the joints that carry them."""
        world, _ = self.solve()
        blend = np.einsum("vj,jab->vab", weights, world)
        return unit(np.einsum("vab,vb->va", blend, normals))

    def unturned(self, normals: Floats, weights: Floats) -> Floats:
        """Normals in the bind pose that come out as `normals`."""
        world, _ = self.solve()
        blend = np.einsum("vj,jab->vab", weights, world)
        return unit(np.linalg.solve(blend, normals[..., None])[..., 0])

    def unskinned(self, points: Floats, weights: Floats) -> Floats:
        """Where points must be in the bind pose to end up at `points`."""
        world, places = self.solve()
        shift = places - np.einsum("jab,jb->ja", world, self.rig.heads)
        blend = np.einsum("vj,jab->vab", weights, world)
        rest = points - weights @ shift
        return np.asarray(np.linalg.solve(blend, rest[..., None])[..., 0])

    def set_world(self, name: str, wanted: Floats) -> None:
        """Give a joint a world rotation."""
        world, _ = self.solve()
        joint = self.index(name)
        self.local[joint] = world[self.rig.parents[joint]].T @ wanted

    def reach(self, chain: tuple[str, str, str], goal: Floats, pole: Floats) -> None:
        """Bend a two-bone limb so that its end is at `goal`, elbow towards `pole`."""
        a, b, c = (self.index(n) for n in chain)
        heads = self.rig.heads
        upper, lower = heads[b] - heads[a], heads[c] - heads[b]
        one, two = float(np.linalg.norm(upper)), float(np.linalg.norm(lower))
        start = self.solve()[1][a]
        way = goal - start
        span = min(float(np.linalg.norm(way)), float(one + two) * 0.995)
        way = way / np.linalg.norm(way)
        cosine = float(one**2 + span**2 - two**2) / (2 * one * span)
        side = pole - way * (pole @ way)
        side = side / np.linalg.norm(side)
        bend = max(0.0, 1 - cosine**2) ** 0.5
        elbow = start + one * (cosine * way + bend * side)
        end = start + way * span
        hinge_bind = np.cross(upper, lower)
        hinge = np.cross(elbow - start, end - elbow)
        for name, was, now in (
            (chain[0], upper, elbow - start),
            (chain[1], lower, end - elbow),
        ):
            self.set_world(name, frame(now, hinge) @ frame(was, hinge_bind).T)


def seated(rig: Rig, skin: Floats, weights: Floats) -> Posed:
    """Sit a body on a seat of SEAT_HEIGHT_M, the hips above the origin."""
    pose = Posed.bind(rig)
    for name, degrees in (
        ("spine05", -7.0),
        ("spine04", -1.0),
        ("spine03", 3.0),
        ("spine02", 4.0),
        ("spine01", 3.0),
        ("neck01", 3.0),
        ("neck02", -2.0),
        ("head", -3.0),
    ):
        pose.local[pose.index(name)] = turn("x", degrees)
    for side, sign in (("L", 1), ("R", -1)):
        pose.local[pose.index(f"clavicle.{side}")] = turn("z", -sign * 3.0)
        pose.local[pose.index(f"shoulder01.{side}")] = turn("z", -sign * 13.0)
    _rest_legs(pose, skin, weights)
    _rest_arms(pose, skin, weights)
    return pose


def _rest_legs(pose: Posed, skin: Floats, weights: Floats) -> None:
    heads, names = pose.rig.heads, pose.rig.names
    hip = heads[pose.index("upperleg01.L")]
    knee, foot = (heads[pose.index(n + ".L")] for n in ("lowerleg01", "foot"))
    floor = skin[:, 1].min()
    ankle = foot[1] - floor + SOLE_M
    thigh, shank = np.linalg.norm(knee - hip), np.linalg.norm(foot - knee)
    seat_bones = weights[:, [names.index(f"upperleg01.{s}") for s in "LR"]].sum(1)
    flesh = skin[(seat_bones > 0.6) & (skin[:, 2] < heads[0][2] + 0.08)]
    padding = float(np.percentile(hip[2] - flesh[:, 2], 97)) * 0.82
    height = SEAT_HEIGHT_M - 0.03 + padding
    pose.root = np.array([0, height - hip[1], -hip[2]])
    rise = np.clip((shank + ankle - height) / thigh, -0.35, 0.35)
    forward = thigh * np.sqrt(1 - rise**2)
    apart = _feet_apart(skin, hip, knee)
    for side, sign in (("L", 1), ("R", -1)):
        goal = np.array([sign * (hip[0] + apart), ankle, forward - 0.015])
        chain = (f"upperleg01.{side}", f"lowerleg01.{side}", f"foot.{side}")
        pose.reach(chain, goal, np.array([sign * 0.07, 1.0, 0.6]))
        pose.set_world(f"foot.{side}", turn("y", sign * 9.0))


def _feet_apart(skin: Floats, hip: Floats, knee: Floats) -> float:
    """How much farther out than the hips the feet stand; thick thighs need room."""
    middle = (hip + knee) / 2
    ring = skin[(abs(skin[:, 1] - middle[1]) < 0.02) & (skin[:, 0] > 0)]
    inner = float(middle[0] - ring[ring[:, 0] < middle[0] + 0.15, 0].min())
    room = 2 * (inner + THIGHS_APART_M - float(hip[0]))
    return min(max(FEET_APART_M, room), FEET_FARTHEST_M)


def _rest_arms(pose: Posed, skin: Floats, weights: Floats) -> None:
    for side, sign in (("L", 1), ("R", -1)):
        posed = pose.skinned(skin, weights)
        _, places = pose.solve()
        hip, knee = (
            places[pose.index(f"{n}.{side}")] for n in ("upperleg01", "lowerleg01")
        )
        share = 0.50 if sign > 0 else 0.44
        middle = hip + (knee - hip) * share - [sign * 0.006, 0, 0]
        legs = [i for i, n in enumerate(pose.rig.names) if "leg0" in n]
        thigh = posed[weights[:, legs].sum(1) > 0.5]
        near = thigh[np.hypot(*(thigh - middle)[:, [0, 2]].T) < 0.03]
        wrist = np.array([middle[0], near[:, 1].max() + 0.036, middle[2]])
        chain = (f"upperarm01.{side}", f"lowerarm01.{side}", f"wrist.{side}")
        pose.reach(chain, wrist, np.array([sign * 0.28, -0.75, -0.75]))
        _lay_hand(pose, side, sign, knee - hip)


def _lay_hand(pose: Posed, side: str, sign: int, thigh: Floats) -> None:
    heads = pose.rig.heads
    wrist, middle, index, little, elbow = (
        heads[pose.index(f"{n}.{side}")]
        for n in ("wrist", "finger3-1", "finger2-1", "finger5-1", "lowerarm01")
    )
    fingers = middle - wrist
    back_of_hand = np.cross(index - little, fingers) * sign
    along = unit(thigh) * [0.9, 1, 1] + np.array([-sign * 0.30, -0.26, 0])
    outward = np.array([sign * 0.22, 1.0, 0.10])
    wanted = frame(along, outward) @ frame(fingers, back_of_hand).T
    # Half of the forearm's twist belongs to the lower half of the forearm.
    world, _ = pose.solve()
    forearm = world[pose.index(f"lowerarm01.{side}")]
    axis = unit(wrist - elbow)
    relative = forearm.T @ wanted
    across = unit(np.cross(axis, [0.0, 1.0, 0.0]))
    turned = relative @ across
    angle = np.arctan2(np.cross(across, turned) @ axis, across @ turned)
    pose.local[pose.index(f"lowerarm02.{side}")] = turn_about(axis, angle * 0.55)
    pose.set_world(f"wrist.{side}", wanted)


def turn_about(axis: Floats, angle: float) -> Floats:
    """Turn about a unit axis by `angle` radians."""
    x, y, z = axis
    skew = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.asarray(
        np.eye(3) + np.sin(angle) * skew + (1 - np.cos(angle)) * skew @ skew
    )
