"""One still picture of a room and whoever sits there, without a window."""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from panda3d.core import Point3

from avatars.director import Director
from avatars.performance import ARKIT_INDEX, Pose
from dialogue.messages import Levels
from scenes.comfort import View, desktop_view
from scenes.offscreen import Offscreen, Picture
from scenes.room import Room
from sim.stage_cast import OTHER_SEATS, PARTNER, TOWARDS_OTHERS, look_at
from sim.standins import StandIns

SEATS: Final = (PARTNER, *OTHER_SEATS)
"""Where people sit, in the order in which they are named."""
CAMERAS: Final = ("face", "seat", "room")
"""The first one's face from less than a metre; what the user sees from their seat, as
in the window; the same place with the whole room in view."""
FACE_M: Final = 0.9
"""From the camera to the eyes."""
FACE_FOV_DEG: Final = 20.0
"""Head and shoulders at `FACE_M`."""
ROOM_FOV_DEG: Final = 62.0
"""Most of a room from inside it; wider, and what is at the edge looks drawn out."""
STEP_S: Final = 1 / 30
SETTLED_S: Final = 4.0
"""By then every mood's face has come: the slowest takes 1.3 s for most of the way."""
MOMENT_S: Final = 3.0
"""Within this time after it, one moment has open lids."""
LIDS: Final = (ARKIT_INDEX["eyeBlinkLeft"], ARKIT_INDEX["eyeBlinkRight"])


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a picture."""

    body: str
    state: str
    """One of `dialogue.messages.MOODS`; empty for a body at rest that nothing moves."""
    seed: int = 0


@dataclass(slots=True)
class Seated:
    """Somebody who sits there now."""

    body: Any
    seat: Any


def places(room: Room) -> tuple[str, ...]:
    """The seats of `room` that others than the user can take."""
    return tuple(name for name in SEATS if name in room.seats)


def seat(
    room: Room, people: tuple[Person, ...], stand_ins: StandIns | None = None
) -> list[Seated]:
    """Let `people` sit down, each in their state and towards the user."""
    made, opener = [], stand_ins or StandIns()
    for person, name in zip(people, places(room), strict=False):
        body = opener.body(person.body)
        one = Seated(body, room.sit(body.node, name))
        if person.state:
            act(one, person, Point3(*room.user_eye))
        made.append(one)
    return made


def act(one: Seated, person: Person, user_eye: Point3) -> None:
    """Show the moment with the most open eyes once the state has come."""
    director = Director(person.seed)
    director.set_mood(person.state, Levels(), 0.0)
    best, best_lids = Pose(), np.inf
    for step in range(int((SETTLED_S + MOMENT_S) / STEP_S)):
        if step % 15 == 0:  # the head moves little, and this is the costly part
            look_at(director, one.seat, one.body, user_eye)
        pose = director.update(step * STEP_S)
        if step % 15 == 14:
            one.body.apply(pose)
        lids = float(pose.shapes[list(LIDS)].sum())
        if step * STEP_S >= SETTLED_S and lids < best_lids:
            best_lids = lids
            best = copy.deepcopy(pose)  # the director goes on with its own
    one.body.apply(best)


def view(camera: str, room: Room, company: list[Seated]) -> View:
    """What `camera`, one of `CAMERAS`, sees; `face` needs somebody there."""
    if camera == "face":
        eyes = Point3(company[0].body.eyes_in_world())
        way = Point3(*room.user_eye) - eyes
        way.normalize()
        here, low = eyes + way * FACE_M, eyes - Point3(0, 0, 0.03)
        return View((here.x, here.y, here.z), (low.x, low.y, low.z), FACE_FOV_DEG)
    if camera == "room":
        return View(room.user_eye, room.user_look, ROOM_FOV_DEG)
    plain = desktop_view(room)
    x, y, z = plain.look
    aside = [Point3(one.body.eyes_in_world()).x - x for one in company[1:]]
    if aside:  # as in an exercise with company
        x += TOWARDS_OTHERS * sum(aside) / len(aside)
    return replace(plain, look=(x, y, z))


def draw(
    camera: Offscreen, room: Room, company: list[Seated], what: str, eye: str
) -> Picture:
    """The picture of `what`, one of `CAMERAS`, as `eye` sees it."""
    room.node.reparent_to(camera.scene)
    camera.set_background(room.background)
    seen = view(what, room, company)
    for one in company:
        one.body.seen_from((one.body.eyes_in_world() - Point3(*seen.eye)).length())
    return camera.draw(seen, eye)


def leave(company: list[Seated]) -> None:
    """Let everybody go."""
    for one in company:
        one.seat.remove_node()
