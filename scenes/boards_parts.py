"""What boards are made of: ways and angles, their texture, how colours are mixed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from panda3d.core import (
    ColorBlendAttrib,
    NodePath,
    RenderState,
    SamplerState,
    Texture,
    Vec3,
)

POINTER: Final = "pointer"
"""Tag of a dot on a board, which is nothing to be read."""
SHARPER: Final = -0.5
"""Added to the level of detail: words stay crisp in the smaller pictures."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a ray meets a board."""

    u: float
    """From its left edge, 0..1."""
    v: float
    """From its lower edge, 0..1."""
    distance: float
    """Along the ray, metres."""

    def __iter__(self) -> Any:
        return iter((self.u, self.v, self.distance))


def direction(heading_deg: float, pitch_deg: float) -> Vec3:
    """The way that a heading and a pitch lead, of length 1."""
    heading, pitch = math.radians(heading_deg), math.radians(pitch_deg)
    flat_part = math.cos(pitch)
    return Vec3(
        -math.sin(heading) * flat_part, math.cos(heading) * flat_part, math.sin(pitch)
    )


def angles(eye: Sequence[float], point: Sequence[float]) -> tuple[float, float]:
    """Heading and pitch in degrees from `eye` to `point`, as `direction` takes them."""
    x, y, z = (float(b) - float(a) for a, b in zip(eye, point, strict=True))
    heading = math.degrees(math.atan2(-x, y))
    return heading, math.degrees(math.atan2(z, math.hypot(x, y)))


def picture(name: str) -> Texture:
    """The texture of a board, fit to be looked at from a distance and aslant."""
    made = Texture(f"board-{name}")
    made.setWrapU(SamplerState.WM_clamp)
    made.setWrapV(SamplerState.WM_clamp)
    sampler = SamplerState(made.getDefaultSampler())
    sampler.setMinfilter(SamplerState.FT_linear_mipmap_linear)
    sampler.setMagfilter(SamplerState.FT_linear)
    sampler.setAnisotropicDegree(8)
    sampler.setLodBias(SHARPER)
    made.setDefaultSampler(sampler)
    return made


def flat(root: NodePath) -> None:
    """What a scene of flat things needs: order by bins, not by depth."""
    root.setDepthTest(False)
    root.setDepthWrite(False)
    root.setMaterialOff(True)
    root.setTwoSided(True)


def premultiplied() -> RenderState:
    """Lets a picture that begins empty keep its own alpha.

    Panda3D's plain transparency would square it, and darken every edge.
    """
    add = ColorBlendAttrib.MAdd
    rest = ColorBlendAttrib.OOneMinusIncomingAlpha
    own, one = ColorBlendAttrib.OIncomingAlpha, ColorBlendAttrib.OOne
    blend = ColorBlendAttrib.make(add, own, rest, add, one, rest)
    return RenderState.make(blend)


def laid_over() -> ColorBlendAttrib:
    """Lets a picture whose colours are already times their alpha lie over others."""
    return ColorBlendAttrib.make(
        ColorBlendAttrib.MAdd,
        ColorBlendAttrib.OOne,
        ColorBlendAttrib.OOneMinusIncomingAlpha,
    )
