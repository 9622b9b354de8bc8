"""What there is only for a headset: both eyes, boards in the room, hands."""

from __future__ import annotations

import math
import time
from typing import Any, Final

from panda3d.core import (
    Camera,
    NodePath,
    OrthographicLens,
    Point3,
    TextNode,
)

from scenes.boards import Board, Captions, Reach, UiBoard
from scenes.fonts import load_fonts
from scenes.hands import ShownHands
from scenes.pointers import Pointers
from scenes.stereo import Eyes
from sim.beside import Beside
from sim.config import Settings
from sim.headsets._floor import Floor
from sim.openxr import bindings, gaze
from sim.openxr.actions import Actions
from sim.openxr.bindings import HANDS
from sim.openxr.copying import Copying
from sim.openxr.graphics import Graphics
from sim.openxr.hands import Hands
from sim.openxr.haptics import TICK, Pulse
from sim.openxr.instance import Runtime
from sim.openxr.session import Session
from sim.openxr.to_room import ToRoom
from sim.openxr.views import Located
from sim.pointing import Pointing
from sim.pointing_rays import LOOKS, Source
from sim.sight import Sight
from sim.texts import text
from sim.viewing import Viewing

NEAR_M, FAR_M = 0.05, 40.0
MOVED_M: Final = 0.12
"""A face that has moved further is another's; breathing and nods are not followed."""


class Worn:
    """Lives as long as one session."""

    def __init__(
        self,
        xr: Any,
        base: Any,
        runtime: Runtime,
        session: Session,
        graphics: Graphics,
        floor: Floor,
        viewing: Viewing,
        settings: Settings,
        beside: Beside,
    ) -> None:
        """Make everything; nothing is shown before `put_on`."""
        self._base, self._session, self._graphics = base, session, graphics
        self._floor, self._viewing, self._beside = floor, viewing, beside
        self._copying = Copying(graphics)
        self.eyes = Eyes(
            base,
            floor.node,
            session.eye_size,
            mode=settings.stereo,  # type: ignore[arg-type]  # as `one_of` says
            samples=settings.samples,
            near_m=NEAR_M,
            far_m=FAR_M,
            has_depth=session.depth is not None,
        )
        session.set_depth_range(NEAR_M, FAR_M)
        self._set_masks()
        session.on_mask = self._set_mask
        profiles = gaze.agreed(bindings.load(), eye_tracking=settings.eye_tracking)
        self.actions = Actions(xr, runtime, session, profiles)
        self.hands = Hands(xr, runtime, session)
        self.haptics = self.actions.haptics(lambda: settings.haptics)
        fonts = load_fonts(easy=settings.easy_font)
        self.panels = UiBoard(base)
        self.captions = Captions(base, fonts, settings)
        self.reach = Reach(base, fonts, {text("talking.leave_short"): _nothing})
        self.pointing = Pointing(base, self._surfaces, viewing, settings.dwell_s)
        self.pointing.on_press = self._pressed
        self._pointers = Pointers(base.render)
        self._shown_hands = ShownHands(base.render)
        self._companion = _Companion(base, fonts)
        self._sight: Sight | None = None
        self._shade = 0.0
        """Wanted by the program, beside what the floor wants."""
        self._stood: tuple[Any, ...] = ()
        self._face: Point3 | None = None
        self._told = Beside()

    # put on, taken off

    def put_on(self, sight: Sight) -> None:
        """Show the room to the eyes; the window says where it is gone."""
        self._sight = sight
        self._base.cam.node().set_active(False)
        self._companion.show()
        self.panels.show()
        sight.use_eyes(self.eyes.cameras, self.eyes.buffer, self._set_shade)
        self._stood = ()

    def take_off(self, sight: Sight) -> None:
        """Back to the window."""
        self._sight = None
        self.eyes.set_active(False)
        self.panels.hide()
        for board in (self.captions.board, self.reach.board):
            board.hide(at_once=True)
        self._pointers.hide()
        self._shown_hands.hide()
        self._companion.hide()
        self._base.cam.node().set_active(True)
        sight.use_window()

    def darken(self) -> None:
        """Quick exit: nothing of the room is seen any more."""
        for board in (self.panels, self.captions.board, self.reach.board):
            board.hide(at_once=True)
        self.eyes.shade(1.0)

    # a frame

    def see(self, viewing: Viewing, to_room: ToRoom) -> None:
        """Where the hands are, what they do, and what they point at."""
        self.actions.sync(viewing, to_room)
        self.hands.sync(viewing, to_room)
        self.pointing.tick()

    def draw(self, located: Located, dark: float) -> None:
        """Make everything ready to be drawn from where the eyes are."""
        now_s = time.perf_counter()
        self.eyes.place(located.place, located.turn, located.tangents)
        red, green, blue, _ = self._base.win.get_clear_color()
        self.eyes.set_background((red, green, blue))
        self.eyes.shade(max(dark, self._shade))
        self.eyes.set_active(True)
        self._boards(now_s)
        self._point()

    def rest(self) -> None:
        """Nobody sees a picture of this frame."""
        self.eyes.set_active(False)

    def hand_over(self) -> bool:
        """Copy the picture into the runtime's image; whether it is there."""
        session, size = self._session, self._double(self._session.eye_size)
        self._graphics.make_current()
        image = session.colour.acquire()
        if not image:
            return False
        picture = self._graphics.texture_id(self.eyes.texture)
        if picture:
            self._copying.copy(picture, image, size)
        session.colour.release()
        if session.depth is not None and (behind := session.depth.acquire()):
            depths = self._graphics.texture_id(self.eyes.depth_texture)
            if depths:
                self._copying.copy_depth(depths, behind, size)
            session.depth.release()
        return bool(picture)

    @staticmethod
    def _double(eye_size: tuple[int, int]) -> tuple[int, int]:
        return 2 * eye_size[0], eye_size[1]

    # hands

    def pulse(self, pulse: Pulse) -> None:
        """Let both hands feel `pulse`, where the user wants such things."""
        for side in HANDS:
            self.haptics.play(side, pulse)

    def _pressed(self, source: Source) -> None:
        if source == "left" or source == "right":
            self.haptics.play(source, TICK)

    def _surfaces(self) -> tuple[Board, ...]:
        return self.panels, self.reach.board

    def _point(self) -> None:
        """Show the hands, and where somebody points."""
        viewing, spot = self._viewing, self.pointing.spot
        self._shown_hands.follow(viewing.left, viewing.right)
        if spot is None:
            self._pointers.hide()
            return
        origin = None if spot.source in LOOKS else spot.origin
        eye = viewing.head.place.tolist()
        self._pointers.point(spot.place, eye, origin, self.pointing.share)

    # boards

    def _boards(self, now_s: float) -> None:
        beside = self._beside
        self.panels.clear_view(is_clear=beside.is_talking)
        self._tell()
        self._stand()
        self.panels.frame(now_s)
        self.captions.frame(now_s, is_seen=beside.is_talking)
        self.reach.frame(now_s)

    def _tell(self) -> None:
        """Let the captions say what holds now."""
        now, told, captions = self._beside, self._told, self.captions
        if now.caption != told.caption:
            captions.phrase(now.caption, True, now.name)
        if now.heard != told.heard:
            captions.heard(
                f"{text('talking.heard')}:  {now.heard}" if now.heard else ""
            )
        if now.status != told.status:
            captions.status(now.status)
        if now.notices != told.notices and now.notice:
            captions.notice(now.notice)
        if not (now.caption or now.heard or now.status or now.notice):
            captions.clear()
        told.caption, told.heard, told.status = now.caption, now.heard, now.status
        told.notices = now.notices
        if now.acts is not told.acts and now.acts:
            told.acts = now.acts
            self.reach.set_acts(now.acts)

    def _stand(self) -> None:
        """Put the boards where they belong, when the seat or the company changes."""
        eye, heading = self._floor.eye, self._floor.heading_deg
        face = self._sight.face() if self._sight is not None else None
        if not _is_same(face, self._face):
            self._face = face
        where = (*eye, heading, self._face, self._beside.is_talking)
        if where == self._stood:
            return
        self._stood = where
        self.panels.stand(eye, heading, self._face)
        self.reach.place(eye, heading)
        self.captions.place(eye, self._face or _ahead(eye, heading))

    def _set_shade(self, share: float) -> None:
        self._shade = share

    # what the lenses hide

    def _set_masks(self) -> None:
        for eye in (0, 1):
            self._set_mask(eye)

    def _set_mask(self, eye: int) -> None:
        found = self._session.visibility_mask(eye)
        if found is not None:
            vertices, triangles = found
            self.eyes.set_mask(eye, vertices, triangles.reshape(-1))

    def close(self) -> None:
        """Give everything back."""
        self.pointing.close()
        self._pointers.remove()
        self._shown_hands.remove()
        self.actions.close()
        self.hands.close()
        self.captions.remove()
        self.reach.remove()
        self.panels.remove()
        self._companion.remove()
        self._graphics.make_current()
        self._copying.close()
        self.eyes.close()


class _Companion:
    """What the window says while the room is in the headset."""

    def __init__(self, base: Any, fonts: Any) -> None:
        self._root = NodePath("companion")
        self._root.set_depth_test(False)
        lens = OrthographicLens()
        lens.set_film_size(3.2, 2)
        lens.set_near_far(-10, 10)
        camera = self._root.attach_new_node(Camera("companion", lens))
        words = TextNode("companion")
        words.set_font(fonts.regular)
        words.set_align(TextNode.A_center)
        words.set_text(text("headset.in_it"))
        words.set_wordwrap(24)
        words.set_text_color(0.9, 0.88, 0.84, 1)
        node = self._root.attach_new_node(words)
        node.set_scale(0.09)
        node.set_z(0.1)
        self._base = base
        self._region = base.win.make_display_region()
        self._region.set_sort(30)
        self._region.set_camera(camera)
        self._region.set_clear_color_active(True)
        self._region.set_clear_color((0.10, 0.09, 0.08, 1))
        self.hide()

    def show(self) -> None:
        """The room is in the headset now."""
        self._region.set_active(True)

    def hide(self) -> None:
        """The window has the room."""
        self._region.set_active(False)

    def remove(self) -> None:
        """Give everything back."""
        if self._base.win is not None:
            self._base.win.remove_display_region(self._region)
        self._root.remove_node()


def _nothing() -> None:
    return


def _is_same(one: Point3 | None, other: Point3 | None) -> bool:
    if one is None or other is None:
        return one is other
    return bool((one - other).length() < MOVED_M)


def _ahead(eye: tuple[float, float, float], heading_deg: float) -> Point3:
    """Where a face would be."""
    heading = math.radians(heading_deg)
    x, y, z = eye
    return Point3(x - 1.4 * math.sin(heading), y + 1.4 * math.cos(heading), z)
