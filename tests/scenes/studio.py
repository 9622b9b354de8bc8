"""The camera of the picture tests: the product's own, with pictures as floats."""

from __future__ import annotations

from scenes.comfort import View
from scenes.offscreen import Offscreen


class Studio(Offscreen):
    """Draws a scene into an array."""

    def __init__(self, width=640, height=360):
        super().__init__(width, height)

    @property
    def lens(self):
        """The camera's, which `draw` sets anew."""
        return self._lens

    @property
    def texture(self):
        """What is drawn into, as plain bytes, its lowest row first."""
        return self._texture

    def draw(self, view: View, eye="middle"):
        """Picture as (height, width, 3) floats 0..1, row 0 at the top."""
        return super().draw(view, eye) / 255.0
