"""A change of place that fades to plain and back, so that nothing moves or jumps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from panda3d.core import CardMaker, TransparencyAttrib

from sim.comfort.moving import Fading
from sim.sight import Sight

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
        self._fading = Fading()
        self._show()

    @property
    def share(self) -> float:
        """Of the old or new place that is hidden, 0..1."""
        return self._fading.share

    @property
    def is_on(self) -> bool:
        """Whether a change is under way."""
        return self._fading.is_on

    @property
    def is_planned(self) -> bool:
        """Whether something is still to be done where nothing is seen."""
        return self._fading.is_planned

    def through(self, act: Callable[[], None]) -> None:
        """Fade out, do `act` where nothing is seen, fade in; the last act counts."""
        self._fading.through(act)

    def finish(self) -> None:
        """Forget what was planned; show what is there."""
        self._fading.finish()
        self._show()

    def frame(self, now_s: float) -> None:
        """Go on; call every frame."""
        was_on = self.is_on
        self._fading.tick(now_s)
        if was_on:
            self._show()

    def _show(self) -> None:
        eased = self._fading.level
        if self._sight.shade is not None:
            self._sight.shade(eased)
        self._card.set_color(*COLOUR, eased)
        if eased > 0.0 and self._sight.shade is None:
            self._card.show()
        else:
            self._card.hide()
