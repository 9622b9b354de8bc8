"""Who sits in an exercise's scene: bodies that look, speak and live, at a distance."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
from panda3d.core import NodePath, Point3

from assets.cards import cards
from avatars.director import Director
from avatars.performance import Pose
from dialogue.messages import Levels
from scenes.comfort import View, desktop_view
from scenes.room import Place, Room
from sim.comfort.space import NEAREST_M, SPARE_M, may_lean_m, moved_back
from sim.exercises.base import Scene
from sim.session.clock import SystemClock
from sim.standins import StandIns

OTHERS_GAZE: Final = 0.6
"""Of the partner's share of gaze: company looks around more [own choice]."""
TOWARDS_OTHERS: Final = 0.35
"""Share of the way from the partner to company that the user's view turns."""
EYES_ABOVE: Final = 0.24
"""Tangent above the middle of the view that the top of a head may have; its edge is at
0.277."""
LEAST_M: Final = NEAREST_M + SPARE_M
"""From eye to eye when both sit still: nods must not bring anybody too near."""
HEAD_M: Final = 0.13
"""From the eyes to the top of a head with hair, metres."""
ASIDE: Final = 1.6
"""Company counts as that much farther away where it is told how finely it is drawn:
one looks at the one across [own choice, from rendered pictures at 1.8 m]."""
PARTNER, OTHER_SEATS = "partner", ("second", "third", "fourth")


@dataclass(slots=True)
class _Actor:
    """One body on its seat."""

    body: Any
    seat: NodePath
    director: Director
    eyes: Point3
    """Between the eyes at rest, in the room: leaning must not move the user."""
    pose: Pose = field(default_factory=Pose)
    """What they were last moved to, shown or not yet."""


class Cast:
    """Seats people as a `Scene` wants them, and moves them every frame."""

    def __init__(self, base: Any, stand_ins: StandIns | None = None) -> None:
        self._base, self._stand_ins = base, stand_ins or StandIns()
        self._clock = SystemClock()  # the voice's own, which moves the lips
        self._bodies: dict[str, Any] = {}
        self._actors: list[_Actor] = []
        self._names: tuple[str, ...] = ()
        self._room: Room | None = None
        self._frames = 0

    @property
    def director(self) -> Director | None:
        """Of the one across; None where nobody sits."""
        return self._actors[0].director if self._actors else None

    @property
    def eyes(self) -> Point3 | None:
        """Between the eyes of the one across, in the room; None for nobody."""
        return Point3(self._actors[0].body.eyes_in_world()) if self._actors else None

    @property
    def nodes(self) -> tuple[NodePath, ...]:
        """Of every body that sits there, for light."""
        return tuple(actor.body.node for actor in self._actors)

    def show(self, scene: Scene, room: Room) -> None:
        """Seat who is wanted; who sits there already stays."""
        names = self._wanted(scene, room)
        if names != self._names or room is not self._room:
            self.clear()
            self._room, self._names = room, names
            seats = (PARTNER, *OTHER_SEATS)
            self._actors = [
                self._seated(name, seats[place], place)
                for place, name in enumerate(names)
            ]
        now = self._clock.monotonic_s()
        for place, actor in enumerate(self._actors):
            share = scene.gaze if place == 0 else scene.gaze * OTHERS_GAZE
            actor.director.set_gaze_share(share)
            actor.director.set_mood(scene.mood, Levels(), now)

    def _wanted(self, scene: Scene, room: Room) -> tuple[str, ...]:
        if not scene.body:
            return ()
        known = dict.fromkeys((*scene.company, *(item.id for item in cards("bodies"))))
        others = [name for name in known if name != scene.body]
        free = sum(seat in room.seats for seat in OTHER_SEATS)
        return (scene.body, *others[: min(scene.people, free)])

    def _seated(self, name: str, seat: str, place: int) -> _Actor:
        if name not in self._bodies:
            self._bodies[name] = self._stand_ins.body(name)
        body = self._bodies[name]
        assert self._room is not None  # set by `show`
        node = self._room.sit(body.node, seat)
        body.apply(Pose())
        return _Actor(body, node, Director(seed=place), body.eyes_in_world())

    def clear(self) -> None:
        """Let everybody go."""
        for actor in self._actors:
            actor.body.node.detachNode()
            actor.seat.removeNode()
        self._actors, self._names, self._room = [], (), None

    def view(self, room: Room, distance_m: float, across: Point3 | None = None) -> View:
        """From where the user sees: `distance_m` from eye to eye, or `LEAST_M`.

        The user's place moves on the line between the two; the furniture stays. Where
        nobody sits it is the room's own view, further back if it is too near to
        `across`, the eyes of a partner who is not of this cast.
        """
        plain = desktop_view(room)
        if not self._actors:
            return plain if across is None else _back(plain, across)
        eyes = self._actors[0].eyes
        away = Point3(*plain.eye) - eyes
        away.z = 0.0
        away.normalize()
        level = plain.eye[2] - eyes.z
        flat = math.sqrt(max(distance_m, LEAST_M) ** 2 - level**2)
        at = eyes + away * flat
        return View((at.x, at.y, plain.eye[2]), self._look(plain.look, distance_m))

    def _look(self, look: Place, distance_m: float) -> Place:
        """Towards the one across, with head and company in view from near, too."""
        eyes = self._actors[0].eyes
        lowest = eyes.z - (EYES_ABOVE * distance_m - HEAD_M)
        rest = [actor.eyes.x for actor in self._actors[1:]]
        aside = sum(rest) / len(rest) - look[0] if rest else 0.0
        return (look[0] + aside * TOWARDS_OTHERS, look[1], max(look[2], lowest))

    def frame(self, user_eye: Point3) -> None:
        """Move everybody; `user_eye` in the room.

        Company that is drawn from afar acts in one frame and shows it in the next, by
        turns with the next of them: so a frame costs less, and at 45 steps a second
        what they do there moves by less than two pixels of a headset a step.
        """
        now = self._clock.monotonic_s()
        self._frames += 1
        for place, actor in enumerate(self._actors):
            body = actor.body
            is_unhurried = place > 0 and body.is_far
            if is_unhurried and (self._frames + place) % 2:
                body.apply(actor.pose)
                continue
            away_m = look_at(actor.director, actor.seat, body, user_eye)
            body.seen_from(away_m * (ASIDE if place else 1.0))
            actor.pose = actor.director.update(now)
            if not is_unhurried:
                body.apply(actor.pose)


def _back(view: View, across: Point3) -> View:
    """`view` from further back, if its eye is too near to the eyes `across`."""
    moved = moved_back(np.array(view.eye), np.array(across), LEAST_M)
    x, y, z = (float(one) for one in moved)
    return replace(view, eye=(x, y, z))


def look_at(director: Director, seat: NodePath, body: Any, user_eye: Point3) -> float:
    """Say to whoever moves `body` on `seat` where the user's eyes are, in the room.

    Returns how far away they are, metres.
    """
    top = seat.get_top()
    here = seat.get_relative_point(top, user_eye)
    away = here - seat.get_relative_point(top, body.eyes_in_world())
    aim(director, away)
    return float(away.length())


def aim(director: Director, away: Any) -> None:
    """Say where the user's eyes are: `away` in the seat's axes, which faces -y.

    Nobody leans nearer to the user than they would like: see `sim.comfort.space`.
    """
    yaw_deg = math.degrees(math.atan2(away.x, -away.y))
    pitch_deg = math.degrees(math.atan2(away.z, math.hypot(away.x, away.y)))
    director.user_eye_in_seat(yaw_deg, pitch_deg, away.length())
    leaning_m = director.leaning_m
    director.set_forward(may_lean_m(away.length() + leaning_m, leaning_m))
