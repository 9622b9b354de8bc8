"""What the window shows while the room is in the headset: nothing of it."""

from __future__ import annotations

from typing import Any

from panda3d.core import Camera, NodePath, OrthographicLens, TextNode

from scenes.fonts import Fonts
from sim.texts import text


class Companion:
    """What the window says while the room is in the headset."""

    def __init__(self, base: Any, fonts: Fonts) -> None:
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
