"""What stands behind the panels: the room, the partner, the camera."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial
from typing import Any

from panda3d.core import NodePath, Point3

from assets.cards import cards
from avatars.director import Director
from avatars.performance import Pose
from dialogue.scenario import Scenario
from scenes import comfort
from scenes.lighting import EXPOSURE
from scenes.panels import Fonts, Panel
from scenes.room import Room
from sim.exercises.base import Scene
from sim.look_panel import LookChoice
from sim.own_look import Own
from sim.own_place import OwnPlace
from sim.performer import Performer
from sim.sight import Sight
from sim.stage_cast import Cast, look_at
from sim.stage_notice import StageNotice
from sim.standins import StandIns

EVENING_EXPOSURE = 0.45
"""Share of the day's light in an evening scene [judgement, from rendered rooms]."""
EVENING_SKY = (0.10, 0.12, 0.22)
DEFAULT_ROOM = "living_room"
"""Where something takes place whose room there is not."""
LOBBY = "lobby"
"""What stands behind the panels until a room is chosen."""

Act = Callable[[], None]


class StageSet:
    """Room and partner before whatever shows them."""

    def __init__(
        self,
        base: Any,
        own: Own | None = None,
        sight: Sight | None = None,
        fonts: Fonts | None = None,
    ) -> None:
        """Show the lobby.

        Args:
            base: the window's.
            own: how the user looks, where there is a mirror.
            sight: what the room is seen with; `base`'s own camera if it is None.
            fonts: of the button that covers a mirror.
        """
        self._base = base
        self._sight = sight or Sight(base)
        self.notice = StageNotice(base, fonts)
        """Says which file cannot be read, wherever the user is."""
        self._stand_ins = StandIns(self.notice.tell)
        self._place = OwnPlace(base, own or Own(), self._sight, fonts, self._stand_ins)
        self._room: Room | None = None
        self._room_name = ""
        self._body: Any = None
        self._body_name = ""
        self._seat: NodePath | None = None
        self._performer: Performer | None = None
        self._across: Point3 | None = None
        """The partner's eyes at rest, for as long as they sit there."""
        self._aspect = 0.0
        self._cast = Cast(base, self._stand_ins)
        self._distance_m = 0.0
        """From eye to eye in an exercise; 0 for the room's own place."""
        self._is_hidden = False
        self._sight.face = self.partner_eyes
        self._enter(LOBBY)

    @property
    def director(self) -> Director | None:
        """Moves whoever sits across in an exercise's scene; None for nobody."""
        return self._place.director or self._cast.director

    @property
    def room(self) -> str:
        """Id of the room that stands there, or should."""
        return self._room_name

    def _enter(self, name: str) -> None:
        if name not in {item.id for item in cards("rooms")}:
            name = DEFAULT_ROOM
        if name == self._room_name:
            return
        if self._room is not None:
            self._room.node.removeNode()
        self._room, self._room_name = self._stand_ins.room(name), name
        self._room.node.reparentTo(self._base.render)
        self._is_hidden = False
        self._keep_hidden()
        self._base.setBackgroundColor(*self._room.background)
        self._aspect = 0.0

    def prepare(self, told: Scenario) -> None:
        """Load room and body while the user reads."""
        self._enter(told.room)
        name = told.persona.body
        if name != self._body_name:
            self._body = self._stand_ins.body(name)
            self._body_name = name

    def set_scene(self, scene: Scene, room: str) -> None:
        """Show what an exercise's step wants: its room, and whoever sits there.

        To the user's own place before a mirror, and away from it, it fades.
        """
        name = self._place.room_of(scene, room)
        self._place.change(scene, name, partial(self._set, scene, name))

    def _set(self, scene: Scene, room: str) -> None:
        self._take_away()
        if room != self._room_name:
            self._place.leave()
        self._enter(room)
        if self._room is None:
            return
        is_empty = scene.seat == "other"  # the user sits in that chair
        company = dataclasses.replace(scene, body="") if is_empty else scene
        self._cast.show(company, self._room)
        self._place.show(scene, self._room)
        self._distance_m = scene.distance_m if company.body else 0.0
        self._aspect = 0.0  # company turns the view a little, too
        self._light(scene.light)

    def choose_look(
        self, scene: Scene, fonts: Fonts, show: Callable[[Panel], None], done: Act
    ) -> bool:
        """Ask how the user wants to look if `scene` shows it and they never said.

        Returns whether they are asked; `done` is called when they have chosen.
        """
        if self._place.is_chosen or not (scene.mirror or scene.seat):
            return False
        has_mirror = scene.mirror
        LookChoice(self._base, fonts, self._place, show, done, has_mirror=has_mirror)
        return True

    def change_look(
        self, fonts: Fonts, show: Callable[[Panel], None], done: Act
    ) -> None:
        """Let the user choose again how they look; `done` when they have."""
        LookChoice(self._base, fonts, self._place, show, done)

    @property
    def is_worn(self) -> bool:
        """Whether the room is seen in a headset."""
        return self._sight.is_worn

    def cover(self) -> None:
        """Cover the mirror, if there is one."""
        self._place.cover()

    def _light(self, light: str) -> None:
        if self._room is None or not light:
            return
        is_evening = light == "evening"
        exposure = EXPOSURE * (EVENING_EXPOSURE if is_evening else 1.0)
        for node in (self._room.node, *self._cast.nodes):
            node.setShaderInput("exposure", exposure)
        sky = EVENING_SKY if is_evening else self._room.background
        self._base.setBackgroundColor(*sky)

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
        self._across = Point3(self._body.eyes_in_world())
        self._aspect = 0.0  # the user's place may have to go back

    def go_home(self) -> None:
        """Nobody is there any more, and the lobby stands behind the panels again."""
        self.clear()
        self._enter(LOBBY)

    def clear(self) -> None:
        """Take the partner away: the room is neutral."""
        self._cast.clear()
        self._place.clear()
        self._light("day")
        if self._distance_m:
            self._distance_m = self._aspect = 0.0
        if self._performer is not None:
            self._performer.show = None
            self._performer = None
        self._take_away()

    def _take_away(self) -> None:
        if self._seat is not None:
            self._seat.detachNode()
            self._seat = self._across = None

    def frame(self) -> None:
        """Keep the camera framed and let the partner live.

        In a headset the camera is the user's seat: its place and heading are where
        they sit, and the eyes move from there by themselves.
        """
        base = self._base
        aspect = base.getAspectRatio()
        self._keep_hidden()
        self._place.frame()
        if self._place.is_there:
            comfort.frame(base.camera, base.camLens, self._place.view(), aspect)
            self._aspect = 0.0
        elif self._room is not None and abs(aspect - self._aspect) > 1e-3:
            self._aspect = aspect
            view = self._cast.view(self._room, self._distance_m, self._across)
            comfort.frame(base.camera, base.camLens, view, aspect)
        self._place.reflect()
        eye = self._sight.eye()
        self._cast.frame(eye)
        performer = self._performer
        if performer is None or self._room is None:
            return
        is_worn = self._sight.is_worn
        self._look(performer, eye if is_worn else Point3(*self._room.user_eye))
        performer.frame()

    def _keep_hidden(self) -> None:
        """Take our room out of sight while the real one is seen, also a new one."""
        if self._room is not None and self._sight.is_room_hidden != self._is_hidden:
            self._is_hidden = self._sight.is_room_hidden
            (self._room.node.hide if self._is_hidden else self._room.node.show)()

    def partner_eyes(self) -> Point3 | None:
        """Between the eyes of whoever sits across, in the room; None for nobody."""
        if self._seat is not None and self._performer is not None:
            return Point3(self._body.eyes_in_world())
        return self._cast.eyes

    def _look(self, performer: Performer, user_eye: Point3) -> None:
        """Tell the director where the user's eyes are, in the seat's own axes."""
        if performer.director is None or self._seat is None:
            return
        away_m = look_at(performer.director, self._seat, self._body, user_eye)
        self._body.seen_from(away_m)
