"""The user's hands in a headset: what they do, where they point, how they are seen."""

from __future__ import annotations

import math
from typing import Any

from scenes.hands import ShownHands
from scenes.pointers import Pointers
from sim.beside import Beside
from sim.config import Settings
from sim.headsets._boards import Boards
from sim.openxr import bindings, gaze
from sim.openxr.actions import Actions
from sim.openxr.bindings import HANDS
from sim.openxr.hands import Hands
from sim.openxr.haptics import TICK, Pulse
from sim.openxr.instance import Runtime
from sim.openxr.session import Session
from sim.openxr.to_room import ToRoom
from sim.pointing import Pointing, Spot
from sim.pointing_rays import LOOKS, Source
from sim.viewing import Viewing


class InHand:
    """Fills the hands of a `Viewing`, points for it, and shows both."""

    def __init__(
        self,
        xr: Any,
        base: Any,
        runtime: Runtime,
        session: Session,
        boards: Boards,
        viewing: Viewing,
        settings: Settings,
        beside: Beside,
    ) -> None:
        """Make it; once in the life of a session."""
        self._boards, self._viewing = boards, viewing
        profiles = gaze.agreed(bindings.load(), eye_tracking=settings.eye_tracking)
        self._actions = Actions(xr, runtime, session, profiles)
        self._hands = Hands(xr, runtime, session)
        self._haptics = self._actions.haptics(
            lambda: settings.haptics and not beside.is_discreet
        )
        self._pointing = Pointing(
            base, lambda: boards.pointed_at, viewing, settings.dwell_s
        )
        self._pointing.on_press = self._pressed
        self._pointers = Pointers(base.render)
        self._shown = ShownHands(base.render)

    def see(self, to_room: ToRoom) -> None:
        """Where the hands are, what they do, and what they point at."""
        self._actions.sync(self._viewing, to_room)
        self._hands.sync(self._viewing, to_room)
        self._pointing.tick()

    def show(self) -> None:
        """Show the hands, and where somebody points; before a frame is drawn."""
        viewing, spot = self._viewing, self._pointing.spot
        bare = not viewing.has_body
        self._shown.follow(viewing.left, viewing.right, are_bare=bare)
        if spot is None:
            self._pointers.hide()
        else:
            self._point(spot)

    def hide(self) -> None:
        """Show nothing of them, and let go of what they hold: it is no press."""
        self._pointing.close()
        self._pointers.hide()
        self._shown.hide()

    def pulse(self, pulse: Pulse) -> None:
        """Let both hands feel `pulse`, where the user wants such things."""
        for side in HANDS:
            self._haptics.play(side, pulse)

    def _point(self, spot: Spot) -> None:
        origin = None if spot.source in LOOKS else spot.origin
        eye = self._viewing.head.place.tolist()
        self._pointers.point(spot.place, eye, origin, self._pointing.share)
        sharp = self._boards.sharp
        board = sharp.laid_over(spot.board) if sharp is not None else None
        if board is not None:
            wide_m, tall_m = board.size_m
            x, z = (2 * spot.u - 1) * wide_m / tall_m, 2 * spot.v - 1
            size = 2 * math.dist(spot.place, eye) / tall_m
            self._pointers.draw_on(board.scene, x, z, size)

    def _pressed(self, source: Source) -> None:
        if source == "left" or source == "right":
            self._haptics.play(source, TICK)

    def close(self) -> None:
        """Give everything back."""
        self._pointing.close()
        self._pointers.remove()
        self._shown.remove()
        self._actions.close()
        self._hands.close()
