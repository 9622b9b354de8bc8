"""A change of place that fades to plain and back, so that nothing moves or jumps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from panda3d.core import CardMaker, TransparencyAttrib

from sim.sight import Sight

OUT_S: Final = 0.45
"""Until the old place is gone, and again until the new one is there."""
COLOUR: Final = (0.16, 0.14, 0.12)
"""Warm and dark, as lids that close."""


class Fade:
    """A plain card between the room and the panels, or what darkens both eyes."""

    def __init__(self, base: Any, sight: Sight | None = None) -> None:
        self._sight = sight or Sight(base)
        maker = CardMaker("fade")
        maker.set_frame_fullscreen_quad()
        self._card = base.render2d.attach_new_node(maker.generate())
        self._card.set_transparency(TransparencyAttrib.M_alpha)
        self._card.set_bin("background", 0)
        self._card.set_depth_test(False)
        self._card.set_depth_write(False)
        self._act: Callable[[], None] | None = None
        self._share = 0.0
        self._last_s: float | None = None
        self._show()

    @property
    def share(self) -> float:
        """Of the old or new place that is hidden, 0..1."""
        return self._share

    @property
    def is_on(self) -> bool:
        """Whether a change is under way."""
        return self._act is not None or self._share > 0.0

    @property
    def is_planned(self) -> bool:
        """Whether something is still to be done where nothing is seen."""
        return self._act is not None

    def through(self, act: Callable[[], None]) -> None:
        """Fade out, do `act` where nothing is seen, fade in; the last act counts."""
        self._act = act

    def finish(self) -> None:
        """Forget what was planned; show what is there."""
        self._act, self._share = None, 0.0
        self._show()

    def frame(self, now_s: float) -> None:
        """Go on; call every frame."""
        # one slow frame, such as of loading a room, must not swallow the fade
        step_s = 0.0 if self._last_s is None else min(max(now_s - self._last_s, 0), 0.1)
        self._last_s = now_s
        if not self.is_on:
            return
        step = step_s / OUT_S
        if self._act is None:
            self._share = max(self._share - step, 0.0)
        else:
            self._share = min(self._share + step, 1.0)
            if self._share >= 1.0:
                act, self._act = self._act, None
                act()
        self._show()

    def _show(self) -> None:
        eased = self._share * self._share * (3.0 - 2.0 * self._share)
        if self._sight.shade is not None:
            self._sight.shade(eased)
        self._card.set_color(*COLOUR, eased)
        if eased > 0.0 and self._sight.shade is None:
            self._card.show()
        else:
            self._card.hide()
