"""What stands behind the panels: the room, the partner, the camera."""

from __future__ import annotations

import math
from typing import Any

from panda3d.core import NodePath, Point3

from assets.cards import cards
from avatars.performance import Pose
from dialogue import dropins
from dialogue.scenario import Scenario
from scenes import comfort
from scenes.room import Room, load_room
from sim.exercises.base import Scene
from sim.performer import Performer

DEFAULT_ROOM = "living_room"


class StageSet:
    """Room and partner in a window."""

    def __init__(self, base: Any) -> None:
        self._base = base
        self._room: Room | None = None
        self._room_name = ""
        self._body: Any = None
        self._body_name = ""
        self._seat: NodePath | None = None
        self._performer: Performer | None = None
        self._aspect = 0.0
        self._enter(DEFAULT_ROOM)

    def _enter(self, name: str) -> None:
        if name not in {item.id for item in cards("rooms")}:
            name = DEFAULT_ROOM
        if name == self._room_name:
            return
        if self._room is not None:
            self._room.node.removeNode()
        self._room, self._room_name = load_room(name), name
        self._room.node.reparentTo(self._base.render)
        self._base.setBackgroundColor(*self._room.background)
        self._aspect = 0.0

    def prepare(self, told: Scenario) -> None:
        """Load room and body while the user reads."""
        self._enter(told.room)
        name = told.persona.body
        if name != self._body_name:
            self._body = dropins.create("avatars.bodies", "baked", {"body": name})
            self._body_name = name

    def set_scene(self, scene: Scene, room: str) -> None:
        """Show what an exercise's step wants: its room, and whoever sits there."""
        self._enter(scene.room or room)
        if not scene.body:
            self._take_away()
            return
        if scene.body != self._body_name:
            self._take_away()
            self._body = dropins.create("avatars.bodies", "baked", {"body": scene.body})
            self._body_name = scene.body
        if self._seat is None and self._room is not None:
            self._seat = self._room.sit(self._body.node)
            self._body.apply(Pose())

    def seat(self, told: Scenario, performer: Performer) -> None:
        """Let the partner sit down and follow `performer`."""
        self.clear()
        self.prepare(told)
        if self._room is None:
            return
        self._seat = self._room.sit(self._body.node)
        self._performer = performer
        performer.show = self._body.apply
        self._body.apply(Pose())

    def clear(self) -> None:
        """Take the partner away: the room is neutral."""
        if self._performer is not None:
            self._performer.show = None
            self._performer = None
        self._take_away()

    def _take_away(self) -> None:
        if self._seat is not None:
            self._seat.detachNode()
            self._seat = None

    def frame(self) -> None:
        """Keep the camera framed and let the partner live."""
        base = self._base
        aspect = base.getAspectRatio()
        if self._room is not None and abs(aspect - self._aspect) > 1e-3:
            self._aspect = aspect
            view = comfort.desktop_view(self._room)
            comfort.frame(base.camera, base.camLens, view, aspect)
        performer = self._performer
        if performer is None or self._room is None:
            return
        self._look(performer, Point3(*self._room.user_eye))
        performer.frame()

    def _look(self, performer: Performer, user_eye: Point3) -> None:
        """Tell the director where the user's eyes are, in the seat's own axes."""
        if performer.director is None or self._seat is None:
            return
        here = self._seat.getRelativePoint(self._base.render, user_eye)
        eyes = self._seat.getRelativePoint(
            self._base.render, self._body.eyes_in_world()
        )
        away = here - eyes
        # the seat faces -y
        yaw_deg = math.degrees(math.atan2(away.x, -away.y))
        flat = math.hypot(away.x, away.y)
        pitch_deg = math.degrees(math.atan2(away.z, flat))
        performer.director.user_eye_in_seat(yaw_deg, pitch_deg, away.length())
