"""Pointing at boards in the room, as if with the window's own mouse.

The nearest board that a ray meets gets the pointer of the window's input device: hover,
click, drag and entries of DirectGUI work as ever, and the keyboard stays as it is. The
cursor of the desktop does not move, and while the headset is worn the real mouse moves
and presses nothing: who clicks into the window cannot see what they would press.

Who has no hand or controller in use points by looking and chooses by resting
(`REST_S`). With the setting ``dwell_s`` everybody can choose so, and `sim.dwell`
presses the buttons, as in the window.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol

from sim.dwell import BEFORE_S, Dwell, pressed
from sim.openxr.presses import RELEASED
from sim.pointing_mouse import Mouse
from sim.pointing_rays import LOOKS, Ray, Rays, Source, Three
from sim.viewing import Viewing

REST_S: Final = 2.5
"""How long a look rests on a button to press it, where no setting says otherwise."""
AWAY: Final = 0.04
"""A look that has pressed something must turn so far (radians) before it can press
again: what comes up in the same place is not meant by whoever still looks there."""
KEEP_S: Final = 1.0
"""How long a rested-on scale is kept pressed, so that its knob comes to the pointer."""
STICK: Final = 0.2
"""From here on, fingers that close do not move the pointer…"""
STUCK_M: Final = 0.03
"""… unless by more than this: a pinch pulls the hand along."""


class Surface(Protocol):
    """What can be pointed at: `scenes.boards.Board`."""

    size_m: tuple[float, float]

    def hit(self, origin: Three, way: Three) -> Iterable[float] | None:
        """Where a ray meets it: from left and from below, 0..1, and metres to it."""

    def mouse(self, u: float, v: float) -> tuple[float, float]:
        """Where the mouse points at that place, in half windows."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the pointer is."""

    source: Source
    board: Surface
    u: float
    v: float
    origin: Three
    place: Three
    """In the room."""

    def apart_m(self, other: Spot) -> float:
        """How far two spots of a board are apart; another board is far."""
        if self.board is not other.board:
            return math.inf
        width, height = self.board.size_m
        return math.hypot((self.u - other.u) * width, (self.v - other.v) * height)


class Pointing:
    """Points for the user, frame by frame."""

    def __init__(
        self,
        base: Any,
        boards: Callable[[], Iterable[Surface]],
        viewing: Viewing,
        dwell_s: float = 0.0,
    ) -> None:
        """Point at `boards` in the window of `base`.

        Args:
            base: with an open window.
            boards: all there are now; hidden ones are missed by every ray.
            viewing: what the headset knows of its user.
            dwell_s: the setting; 0 lets only those rest who have no hand in use.
        """
        self._base, self._boards, self._viewing = base, boards, viewing
        self._mouse = Mouse(base)
        self._rays = Rays(viewing)
        self._dwell_s = dwell_s
        self._dwell = Dwell(dwell_s or REST_S)
        self.spot: Spot | None = None
        """Where the pointer is; None where it is on nothing."""
        self.share = 0.0
        """How full the ring round the pointer is to be drawn, 0..1."""
        self.on_press: Callable[[Source], None] = lambda source: None
        """Told when something is pressed: for a soft pulse."""
        self._held: Source | None = None
        """What keeps something pressed."""
        self._is_beside = False
        """Something is held, and what holds it points elsewhere."""
        self._keep_until_s = math.inf
        self._pressed_by: Ray | None = None
        """Where the ray was that pressed something by resting."""

    @property
    def is_by_look(self) -> bool:
        """Whether the user points by looking now."""
        return self.spot is not None and self.spot.source in LOOKS

    def tick(self) -> None:
        """Take this frame; call it after the headset's input, before the panels."""
        viewing, now_s = self._viewing, self._viewing.time_s
        if viewing.is_worn:
            self._mouse.keep_out()
        else:
            self._mouse.let_in()
        self._mouse.settle()
        if not viewing.is_worn or not viewing.has_focus:
            self._let_go()
            if viewing.is_worn:  # nor may the real one hover
                self._mouse.leave()
            return
        self._rays.tick(is_held=self._held is not None)
        self._point(self._find())
        self._press_by_hand()
        self._rest(now_s)

    def close(self) -> None:
        """Let go of the pointer."""
        self._let_go()
        self._mouse.settle()

    # where

    def _find(self) -> Spot | None:
        if self._held is not None:
            # what is dragged stays on its board, and stays held beside it
            ray = self._rays.of(self._held)
            found = self._nearest(ray) if ray is not None else None
            old = self.spot
            is_same = found is not None and old is not None and found.board is old.board
            self._is_beside = not is_same
            return found if is_same else old
        ray = self._rays.by_hand()
        found = self._nearest(ray) if ray is not None else None
        if found is None and self._may_look and (look := self._rays.by_look()):
            found = self._nearest(look)
        return self._steadied(found)

    @property
    def _may_look(self) -> bool:
        return self._dwell_s > 0.0 or not self._rays.are_hands_used

    def _nearest(self, ray: Ray) -> Spot | None:
        """What the ray meets first; of what a hand meets, what is looked at.

        A hand in the lap points through the strip at what stands behind it.
        """
        found = list(self._met(ray))
        if len(found) < 2:
            return found[0][1] if found else None
        look = self._rays.by_look()
        if ray.source in LOOKS or look is None:
            return min(found, key=lambda one: one[0])[1]
        return max((spot for _, spot in found), key=lambda one: look.meets(one.place))

    def _met(self, ray: Ray) -> Iterator[tuple[float, Spot]]:
        for board in self._boards():
            hit = board.hit(ray.origin, ray.way)
            if hit is not None:
                u, v, distance_m = hit
                place = ray.at(distance_m)
                yield distance_m, Spot(ray.source, board, u, v, ray.origin, place)

    def _steadied(self, found: Spot | None) -> Spot | None:
        """Not moved along by fingers that are about to pinch."""
        old, hand = self.spot, self._rays.hand
        if found is None or old is None or not hand.has_joints:
            return found
        is_closing = hand.select > STICK and found.source == old.source
        return old if is_closing and found.apart_m(old) < STUCK_M else found

    def _point(self, spot: Spot | None) -> None:
        self.spot = spot
        if spot is None:
            self._mouse.leave()
        else:
            self._mouse.at(*spot.board.mouse(spot.u, spot.v))

    # pressing

    def _press_by_hand(self) -> None:
        if self._held is not None:
            is_open = self._rays.hand.select < RELEASED
            if is_open and self._keep_until_s == math.inf:
                self._release()
            return
        chosen = ("select", self._rays.active) in self._viewing.intents
        if chosen and self.spot is not None and not self.is_by_look:
            self._press()

    def _rest(self, now_s: float) -> None:
        """Press what the pointer rests on, where resting presses."""
        self.share = 0.0
        if self._held is not None:
            if now_s >= self._keep_until_s:
                self._release()
            return
        is_rest = self._is_armed() and (self._dwell_s > 0.0 or self.is_by_look)
        if self.spot is not None and is_rest:
            self._rest_on(self._target(), now_s)
        else:
            self._dwell.at("", now_s)

    def _is_armed(self) -> bool:
        """Whether what was pressed last by resting has been looked away from."""
        if (last := self._pressed_by) is not None:
            now = self._rays.of(last.source)
            if now is not None and math.dist(now.way, last.way) < AWAY:
                return False
            self._pressed_by = None
        return True

    def _rest_on(self, target: str, now_s: float) -> None:
        done = self._dwell.at(target, now_s)
        is_button = bool(self._base.messenger.whoAccepts(pressed(target)))
        # there `sim.dwell` draws and presses
        is_others = self._dwell_s > 0.0 and is_button
        if done >= 1.0 and not is_others:
            self._press()
            self._keep_until_s = now_s if is_button else now_s + KEEP_S
            self._pressed_by = self._rays.of(self.spot.source) if self.spot else None
        elif done > BEFORE_S / self._dwell.length_s:
            self.share = 0.0 if is_others and self._is_in_window else done

    @property
    def _is_in_window(self) -> bool:
        """Whether the pointer is where the window's own ring can be drawn."""
        watcher = self._base.mouseWatcherNode
        return bool(watcher.hasMouse()) and abs(watcher.getMouseX()) <= 1.0

    def _target(self) -> str:
        """Id of what is under the pointer; "" for nothing."""
        watcher = self._base.mouseWatcherNode
        region = watcher.getOverRegion() if watcher.hasMouse() else None
        return region.getName() if region is not None else ""

    def _press(self) -> None:
        if self.spot is not None:
            self._held, self._keep_until_s = self.spot.source, math.inf
            self._is_beside = False
            self._mouse.press()
            self.on_press(self.spot.source)

    def _release(self) -> None:
        self._held, self._keep_until_s = None, math.inf
        if self._is_beside:
            self._mouse.cancel()
        else:
            self._mouse.release()

    def _let_go(self) -> None:
        if self._held is not None:
            self._is_beside = True  # it is no click
            self._release()
        self._dwell.at("", self._viewing.time_s)
        self.share = 0.0
        if self.spot is not None:
            self._mouse.leave()
        self.spot = None
