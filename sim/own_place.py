"""The user's own place in a room with a mirror: body, glass, curtain and view."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

from direct.gui.DirectButton import DirectButton
from panda3d.core import Point3

from assets.cards import cards
from avatars.director import Director
from scenes.comfort import View
from scenes.mirror import Mirror
from scenes.panels import Choice, Fonts, load_fonts, make_button
from scenes.room import Room
from sim.exercises.base import Scene
from sim.fading import Fade
from sim.own_body import RESTING, SEAT, Head, OwnBody
from sim.own_look import Look, Own
from sim.session.clock import SystemClock
from sim.sight import Sight
from sim.standins import StandIns
from sim.texts import text

MIRROR_ROOM: Final = "changing_room"
"""Where a scene with a mirror or a changed seat is, unless it names a room."""
FOV_DEG: Final = {"seated": 42.0, "standing": 50.0}
"""Of a flat window, so that a whole body is in view beside a step's words."""
TOP_DEG: Final = 6.8
"""Of the view above eye height: the top of one's head in the glass is at 3."""
OTHER_EYE: Final = Point3(0.0, -0.084, 1.14)
"""Of whoever sits in the other's chair, in that seat's axes."""
YAW_DEG, PITCH_DEG = 14.0, 8.0
"""How far the mouse turns the head, from the middle of the window to its edge."""
VIEW_SHARE: Final = 0.3
"""Of a turn of the head that the view takes part in; the eyes stay on the glass."""
QUICKNESS: Final = 5.0
"""How fast the head follows the mouse, 1/s."""
KEY: Final = "f9"
"""Covers and uncovers; a letter would be typed instead."""
WIDE: Final = 0.66


class OwnPlace:
    """What a `StageSet` shows of the user; nothing in rooms without a seat for them."""

    def __init__(
        self,
        base: Any,
        own: Own,
        sight: Sight | None = None,
        fonts: Fonts | None = None,
        stand_ins: StandIns | None = None,
    ) -> None:
        self._base, self._own = base, own
        self._stand_ins = stand_ins or StandIns()
        self._sight = sight or Sight(base)
        self._clock = SystemClock()
        self._fade = Fade(base, self._sight)
        self._body = OwnBody(self._stand_ins)
        self._fonts = fonts or load_fonts()
        self._mirror: Mirror | None = None
        self._seen = self._sight.changes
        """Of the cameras that the mirror was made for."""
        self._room: Room | None = None
        self._scene = Scene()
        self._key: tuple[str, ...] = ()
        self._head = Head()
        self._last_s = 0.0
        self._is_open = False
        """Whether the user has uncovered the mirror."""
        self._button: DirectButton | None = None
        self.on_toggle: Callable[[], None] | None = None
        """Called when the user has covered or uncovered the mirror."""

    # what stands there

    def room_of(self, scene: Scene, room: str) -> str:
        """The room that `scene` needs; `room` where it needs none of its own."""
        is_own = scene.mirror or scene.seat == "other"
        return scene.room or (MIRROR_ROOM if is_own else room)

    def change(self, scene: Scene, room: str, act: Callable[[], None]) -> None:
        """Do `act`, which shows `scene` in `room`; through a fade if places change."""
        key = self._place(scene, room)
        is_other = key != self._key and bool(key or self._key)
        self._key = key
        if is_other or self._fade.is_planned:
            self._fade.through(act)
        else:
            act()

    def _place(self, scene: Scene, room: str) -> tuple[str, ...]:
        about = next((item for item in cards("rooms") if item.id == room), None)
        if about is None or SEAT not in about.fields.get("seats", {}):
            return ()
        towards = "mirror" if scene.mirror else "across"
        return (room, scene.seat or towards, self._own.look.stance)

    def show(self, scene: Scene, room: Room) -> None:
        """Sit where `scene` says; call it when `room` and its company are there."""
        if SEAT not in room.seats:
            self.leave()
            return
        if room is not self._room:
            self.leave()
            self._hang(room)
        self._room, self._scene = room, scene
        self._sit()
        self._cover_or_not()

    def _hang(self, room: Room) -> None:
        """Hang the mirror up, for the cameras that there are now."""
        glass = self._stand_ins.glass(room.about)
        self._seen = self._sight.changes
        if glass is not None:
            sight = self._sight
            self._mirror = Mirror(room, glass, sight.host, sight.cameras)

    def _hang_again(self) -> None:
        """A headset was put on or taken off: other eyes look into the mirror."""
        if self._mirror is None or self._room is None:
            return
        self._mirror.remove()
        self._hang(self._room)
        self._cover_or_not()
        self._mirror.settle()

    def _sit(self) -> None:
        if not self.is_there or self._room is None:
            self._body.leave()
            return
        is_changed = self._scene.seat == "other"
        towards = Point3(*self._room.partner_seat.place) if is_changed else None
        self._body.sit(self._room, self._own.look, towards)
        self._body.show_face(is_changed)

    def leave(self) -> None:
        """Be in no such place; what is worn and uncovered stays as it is."""
        self._body.leave()
        if self._mirror is not None:
            self._mirror.remove()
            self._mirror = None
        self._room = None
        self._drop_button()

    def clear(self) -> None:
        """Leave the place, covered and at once."""
        self._fade.finish()
        self.leave()
        self._key, self._is_open, self._head = (), False, Head()
        self.on_toggle = None

    @property
    def is_there(self) -> bool:
        """Whether the user is before the mirror, or in the other's chair.

        Else the room's own view holds, across to where the other sits or could.
        """
        is_own = self._scene.mirror or self._scene.seat == "other"
        return self._room is not None and is_own

    @property
    def director(self) -> Director | None:
        """Of the user's own body, where it says the words back; None elsewhere."""
        is_heard = self._room is not None and self._scene.seat == "other"
        has_body = self._body.node is not None
        return self._body.director if is_heard and has_body else None

    # how one looks

    @property
    def look(self) -> Look:
        """What is worn now."""
        return self._own.look

    @property
    def is_chosen(self) -> bool:
        """Whether the user has said before how they want to look."""
        return self._own.is_chosen

    def wear(self, look: Look) -> None:
        """Show another look at once, while one chooses."""
        self._own.look = look
        self._sit()
        if self._key:
            self._key = (*self._key[:2], look.stance)

    def keep(self) -> None:
        """The look is chosen."""
        self._own.take(self._own.look)

    # covered or not

    @property
    def is_covered(self) -> bool:
        """Whether the curtain is before the mirror, or on its way."""
        return self._mirror is None or self._mirror.is_covered

    def cover(self) -> None:
        """Cover the mirror, until the user uncovers it again."""
        self._is_open = False
        self._cover_or_not()

    def toggle(self) -> None:
        """What the user's key and button do."""
        if self._scene.mirror:
            self._is_open = not self._is_open
            self._cover_or_not()
            if self.on_toggle is not None:
                self.on_toggle()

    def _cover_or_not(self) -> None:
        if self._mirror is None:
            return
        if self._is_open and self._scene.mirror:
            self._mirror.uncover()
        else:
            self._mirror.cover()
        self._drop_button()
        if self._scene.mirror:
            self._make_button()

    @property
    def cover_label(self) -> str:
        """What the button says; with its key, where there are keys."""
        label = text("mirror.uncover" if self.is_covered else "mirror.cover")
        if self._sight.is_worn:
            return label
        return text("mirror.with_key", what=label, press=KEY.upper())

    def _make_button(self) -> None:
        choice = Choice(self.cover_label, self.toggle)
        made, _ = make_button(self._base.aspect2d, self._fonts, choice, WIDE, 0)
        made.setPos(0.05 - self._base.getAspectRatio(), 0, 0.96)
        self._button = made
        self._base.accept(KEY, self.toggle)

    def _drop_button(self) -> None:
        if self._button is not None:
            self._button.destroy()
            self._button = None
            self._base.ignore(KEY)

    # every frame

    def frame(self) -> None:
        """Let time pass: fade, turn the head, live."""
        now_s = self._clock.monotonic_s()
        step_s = min(max(now_s - self._last_s, 0.0), 0.1)
        self._last_s = now_s
        self._fade.frame(now_s)
        is_own = self._scene.seat != "other"
        self._sight.viewing.has_body = is_own and self._body.node is not None
        if self._room is None:
            return
        if self._seen != self._sight.changes:
            self._hang_again()
        self._turn(step_s)
        hands = self._sight.hands(self._heading()) if is_own else RESTING
        self._body.frame(now_s, self._head if is_own else Head(), hands)

    def reflect(self) -> None:
        """Aim the mirror; call it when the camera is where it will be."""
        if self._mirror is not None:
            self._mirror.frame(self._last_s)

    def _turn(self, step_s: float) -> None:
        if self._sight.is_worn and self._room is not None:
            self._head = self._sight.head(self._heading())
            return
        mouse = self._base.mouseWatcherNode
        x, y = (mouse.getMouseX(), mouse.getMouseY()) if mouse.hasMouse() else (0, 0)
        share = 1.0 - math.exp(-QUICKNESS * step_s)
        head = self._head
        self._head = Head(
            head.yaw + (-x * YAW_DEG - head.yaw) * share,
            head.pitch + (y * PITCH_DEG - head.pitch) * share,
        )

    def view(self) -> View:
        """From where the user sees now."""
        assert self._room is not None  # as `is_there` says
        if self._scene.seat == "other":
            return self._from_the_chair()
        # in a headset the head moves the eyes by itself, from a place that stays
        head = Head() if self._sight.is_worn else self._head
        eye = self._body.eye_in_room(head)
        fov = FOV_DEG[self._own.look.stance]
        yaw = math.radians(self._heading() + VIEW_SHARE * head.yaw)
        pitch = math.radians(TOP_DEG - fov / 2 + VIEW_SHARE * head.pitch)
        flat = math.cos(pitch)
        way = Point3(flat * math.sin(yaw), -flat * math.cos(yaw), math.sin(pitch))
        look = eye + way
        return View((eye.x, eye.y, eye.z), (look.x, look.y, look.z), fov)

    def _heading(self) -> float:
        """Of the user's own seat, degrees."""
        assert self._room is not None  # as `is_there` says
        return self._room.seats[SEAT].heading_deg

    def _from_the_chair(self) -> View:
        assert self._room is not None
        seat = self._room.partner_seat
        turn = math.radians(seat.heading_deg)
        x, y, z = seat.place
        ahead = -OTHER_EYE.y
        eye = (x + ahead * math.sin(turn), y - ahead * math.cos(turn), z + OTHER_EYE.z)
        across = self._body.eye_in_room(Head())
        return View(eye, (across.x, across.y, across.z - 0.16))
