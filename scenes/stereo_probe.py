"""Whether a driver draws both eyes rightly: a small picture whose pixels are known."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from panda3d.core import CardMaker, NodePath

from scenes.lighting import paint

SIZE: Final = (32, 32)
"""Of one eye's picture."""
APART_M: Final = 0.5
"""Of the eyes: far more than a head's, so that a few pixels tell them apart."""
CARDS: Final = ((0, -0.2, 0.2), (2, -3.0, -0.9))
"""Channel of the colour, left and right edge in metres, one metre ahead.

The first is seen by both eyes in different places; the second reaches over the left
edge of the right eye's picture, where a driver that cuts nothing spoils the left one.
"""
ALIKE: Final = 0.94
"""Least share of pixels that are as they must be; those on edges may differ."""


def scene() -> NodePath:
    """What the small picture shows."""
    root = NodePath("probe")
    for channel, left, right in CARDS:
        maker = CardMaker("card")
        maker.set_frame(left, right, -2, 2)
        card = root.attach_new_node(maker.generate())
        card.set_y(1)
        card.set_two_sided(True)
        card.set_color(*(float(k == channel) for k in range(3)), 1)
        paint(card, "flat")
    return root


def fault_of(eyes: Any, base: Any) -> str:
    """Draw `scene` with `eyes`; why the picture is wrong, or nothing if it is right."""
    half = APART_M / 2
    places = np.array([[-half, 0, 0], [half, 0, 0]], np.float32)
    turns = np.array([[1, 0, 0, 0]] * 2, np.float32)
    eyes.place(places, turns, np.array([[-1, 1, 1, -1]] * 2, np.float32))
    eyes.set_background((0, 0, 0))
    eyes.set_active(True)
    engine = base.graphicsEngine
    for _ in range(2):
        engine.render_frame()
    gsg = base.win.get_gsg()
    if not engine.extract_texture_data(eyes.texture, gsg):
        return "its picture cannot be read"
    width, height = SIZE
    raw = np.frombuffer(bytes(eyes.texture.get_ram_image_as("RGB")), np.uint8)
    if raw.size != 2 * width * height * 3:
        return "its picture has another size"
    seen = raw.reshape(height, 2 * width, 3) > 127
    share = float((seen == _wanted()).all(2).mean())
    return "" if share >= ALIKE else f"only {share:.0%} of a picture is right"


def _wanted() -> Any:
    """What `scene` must look like, by plain geometry."""
    width, height = SIZE
    slopes = (np.arange(width) + 0.5) / width * 2 - 1
    out = np.zeros((height, 2 * width, 3), bool)
    for eye, place in enumerate((-APART_M / 2, APART_M / 2)):
        at = place + slopes
        for channel, left, right in CARDS:
            hit = (at > left) & (at < right)
            out[:, eye * width : (eye + 1) * width, channel] |= hit
    return out
