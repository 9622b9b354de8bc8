"""What there is only for a headset: both eyes, boards in the room, hands."""

from __future__ import annotations

import time
from typing import Any

from scenes.fonts import load_fonts
from scenes.stereo import Eyes
from sim.beside import Beside
from sim.comfort.vignette import Vignette, opening_deg
from sim.config import Settings
from sim.headsets._boards import Boards
from sim.headsets._companion import Companion
from sim.headsets._floor import Floor
from sim.headsets._hands import InHand
from sim.headsets._neutral import Neutral
from sim.openxr.copying import Copying
from sim.openxr.graphics import Graphics
from sim.openxr.haptics import Pulse
from sim.openxr.instance import Runtime
from sim.openxr.session import Session
from sim.openxr.to_room import ToRoom
from sim.openxr.views import Located
from sim.sight import Sight
from sim.viewing import Viewing

NEAR_M, FAR_M = 0.05, 40.0


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
        fonts = load_fonts(easy=settings.easy_font)
        self.boards = Boards(
            base, session, floor, fonts, settings, beside, viewing.head
        )
        self._hand = InHand(
            xr, base, runtime, session, self.boards, viewing, settings, beside
        )
        self._vignette = Vignette(settings.vignette)
        self._companion = Companion(base, fonts)
        self._neutral = Neutral(base)
        self._sight: Sight | None = None
        """What the room is seen with, while it is worn."""
        self._is_real = False
        """The real room is seen instead of ours."""
        self._shade = 0.0
        """Wanted by the program, beside what the floor wants."""

    # put on, taken off

    def put_on(self, sight: Sight) -> None:
        """Show the room to the eyes; the window says where it is gone."""
        self._sight = sight
        self._base.cam.node().set_active(False)
        self._neutral.make_ready()
        self._companion.show()
        self.boards.show(sight)
        sight.use_eyes(self.eyes.cameras, self.eyes.buffer, self._set_shade)

    def take_off(self, sight: Sight) -> None:
        """Back to the window."""
        self.see_through(sight, is_on=False)
        self._neutral.hide()
        self._sight, sight.is_room_hidden = None, False
        self.eyes.set_active(False)
        self.boards.hide()
        self._hand.hide()
        self._companion.hide()
        self._base.cam.node().set_active(True)
        sight.use_window()

    def darken(self) -> None:
        """Quick exit: nothing of the room is seen any more."""
        self.boards.vanish()
        self.eyes.shade(1.0)

    @property
    def can_see_through(self) -> bool:
        """Whether this headset can show the real room."""
        return self._session.passthrough.kind is not None

    def see_through(self, sight: Sight, *, is_on: bool) -> bool:
        """Show the real room in place of ours, or ours again; panels stay.

        Returns whether the real room is seen now: a runtime may refuse.
        """
        if is_on != self._is_real:
            self._is_real = self._session.set_passthrough(is_on)
            sight.is_room_hidden = self._is_real
        return self._is_real

    # a frame

    def see(self, to_room: ToRoom) -> None:
        """Where the hands are, what they do, and what they point at."""
        self._hand.see(to_room)

    def draw(self, located: Located) -> None:
        """Make everything ready to be drawn from where the eyes are."""
        now_s = time.perf_counter()
        self.eyes.place(located.place, located.turn, located.tangents)
        dark = self._keep_neutral(now_s)
        self._set_background()
        self.eyes.shade(max(self._floor.dark, self._shade, dark))
        self._narrow(now_s)
        self.eyes.set_active(True)
        self.boards.frame(now_s, is_tracked=located.is_tracked)
        self._hand.show()

    def _keep_neutral(self, now_s: float) -> float:
        """Below a lock nothing is seen of the room that one was in; how dark it is."""
        is_locked, floor = self._beside.is_locked, self._floor
        is_on = is_locked and not self._is_real
        if self._sight is not None:
            self._sight.is_room_hidden = is_locked or self._is_real
        return self._neutral.frame(now_s, floor.eye, floor.heading_deg, is_on=is_on)

    def _set_background(self) -> None:
        if self._is_real:
            self.eyes.buffer.set_clear_color((0, 0, 0, 0))
            return
        if self._neutral.is_on:
            self.eyes.set_background(self._neutral.background)
            return
        red, green, blue, _ = self._base.win.get_clear_color()
        self.eyes.set_background((red, green, blue))

    def _narrow(self, now_s: float) -> None:
        """Calm the edge of the view while it moves by itself, where that is wanted."""
        if self._vignette.is_on:
            speed_m_s, turn_deg_s = self._floor.speed
            strength = self._vignette.tick(speed_m_s, turn_deg_s, now_s)
            self.eyes.vignette(strength, opening_deg(strength) / 2)

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

    def pulse(self, pulse: Pulse) -> None:
        """Let both hands feel `pulse`, where the user wants such things."""
        self._hand.pulse(pulse)

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
        self._hand.close()
        self._neutral.hide()
        self.boards.remove()
        self._companion.remove()
        self._graphics.make_current()
        self._copying.close()
        self.eyes.close()
