"""Other colours for skin, hair and clothes: one factor per part, no new textures."""

from __future__ import annotations

import numpy as np
from panda3d.core import NodePath, Texture, Vec3

Colour = tuple[float, float, float]
"""sRGB, 0..1."""

GAMMA = 2.2
MOST = 24.0
"""A factor beyond this would show the rounding of the picture rather than its look."""


def linear(colour: Colour) -> Vec3:
    """`colour` as the shaders reckon."""
    return Vec3(*(one**GAMMA for one in colour))


def factor(image: Texture, wanted: Colour) -> Vec3:
    """What turns the mean colour of `image` into `wanted`."""
    raw = np.frombuffer(bytes(image.get_ram_image_as("RGB")), np.uint8)
    mean = ((raw.reshape(-1, 3) / 255.0) ** GAMMA).mean(0)
    share = np.array(linear(wanted)) / np.maximum(mean, 1e-3)
    return Vec3(*np.minimum(share, MOST).tolist())


def dye(body: NodePath, wanted: dict[str, Colour]) -> None:
    """Colour a body's ``skin``, ``hair``, ``top`` and ``trousers``.

    What `wanted` lacks goes back to how it was baked.
    """
    for part in body.find_all_matches("**/=material"):
        name, material = part.get_name(), part.get_tag("material")
        chosen = wanted.get("skin" if material == "skin" else name)
        if material not in ("skin", "cloth"):
            continue
        if chosen is None:
            part.set_shader_input("dye", Vec3(1.0))
            continue
        # the head's picture is nearly all skin; the face's has lips, brows and lashes
        source = body.find("**/head") if material == "skin" else part
        image = source.get_shader_input("albedo_map").get_texture()
        part.set_shader_input("dye", factor(image, chosen))
