"""The light that reaches people at a place, as a few coefficients."""

from __future__ import annotations

import numpy as np

from assets.build.light import Baked, Lights, Window, from_lamp, visible
from assets.build.solids import Vector
from assets.build.source import Floats


def harmonics(way: Floats) -> Floats:
    """The nine real spherical harmonics of bands 0 to 2 per unit direction."""
    x, y, z = way.T
    return np.stack(
        [
            0.282095 * np.ones_like(x),
            0.488603 * y,
            0.488603 * z,
            0.488603 * x,
            1.092548 * x * y,
            1.092548 * y * z,
            0.315392 * (3 * z * z - 1),
            1.092548 * x * z,
            0.546274 * (x * x - y * y),
        ],
        1,
    )


def probe(place: Vector, baked: Baked, lights: Lights) -> Floats:
    """Irradiance/pi at a place as nine coloured SH coefficients, shape (9, 3).

    Evaluate with `harmonics(normal) @ coefficients`; cosine lobe included
    (Ramamoorthi and Hanrahan 2001).
    """
    count = 6000
    k = np.arange(count) + 0.5
    height = 1 - 2 * k / count
    turn = np.pi * (1 + 5**0.5) * k
    flat = np.sqrt(1 - height**2)
    way = np.c_[flat * np.cos(turn), flat * np.sin(turn), height]
    start = np.tile(np.array(place), (count, 1))
    hit = baked.caster.intersects_first(start, way)
    corners = baked.tris[baked.blocking[np.maximum(hit, 0)]]
    radiance = baked.radiosity[corners].mean(1)
    beyond = lights.window.radiance if lights.sky is None else lights.sky
    radiance = np.where((hit >= 0)[:, None], radiance, np.array(beyond))
    moments = harmonics(way).T @ radiance * (4 * np.pi / count)
    if lights.sky is not None:
        moments += _bright_sky(place, baked, lights.window)
    for lamp in lights.lamps:
        out = np.array(lamp.place) - place
        reach = float(np.linalg.norm(out))
        if visible(start[:1], out[None] / reach, np.array([reach]), baked.caster)[0]:
            arriving = from_lamp(lamp, place)
            moments += harmonics(out[None] / reach).T @ arriving[None]
    bands = np.array([1.0] + [2 / 3] * 3 + [1 / 4] * 5)
    return np.asarray(moments * bands[:, None])


def _bright_sky(place: Vector, baked: Baked, window: Window) -> Floats:
    """What the bright part of the sky adds to a probe outdoors."""
    side = (np.arange(9) + 0.5) / 9
    u, v = (one.ravel()[:, None] for one in np.meshgrid(side, side))
    across, up = np.array(window.across), np.array(window.up)
    way = np.array(window.corner) + u * across + v * up - np.array(place)
    reach = np.linalg.norm(way, axis=1)
    way = way / reach[:, None]
    start = np.tile(np.array(place), (len(way), 1))
    free = visible(start, way, reach, baked.caster)
    area = np.linalg.norm(np.cross(across, up)) / len(way)
    angle = area * np.clip(-(way @ np.array(window.facing)), 0, None) / reach**2
    light = (free * angle)[:, None] * np.array(window.radiance)
    return np.asarray(harmonics(way).T @ light)
