"""Two eyes before a studio's scene, and their pictures as arrays."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
from panda3d.core import LQuaternionf, Vec3, look_at

from scenes.stereo import Eyes

SIZE = (256, 192)
IPD_M = 0.063
WIDE = ((-0.62, 0.50, 0.40, -0.50), (-0.50, 0.62, 0.40, -0.50))
"""Tangents as a headset has them: each eye sees farther to its own side."""
MODES = ("two", "shared", "instanced", "multiview")


def samples_of(mode):
    """Multiview has samples only where the driver gives layers with samples."""
    return 0 if mode == "multiview" else 4


def poses(eye, look, apart_m=IPD_M, canted_deg=0.0, tangents=WIDE):
    """Arguments of `Eyes.place` for a head at `eye` that looks at `look`."""
    turn = LQuaternionf()
    look_at(turn, Vec3(*look) - Vec3(*eye), Vec3.up())
    across = turn.xform(Vec3(1, 0, 0)) * (apart_m / 2)
    places, turns = [], []
    for side in (-1, 1):
        places.append([*(Vec3(*eye) + across * side)])
        outwards = LQuaternionf()
        outwards.set_from_axis_angle(-side * canted_deg, Vec3(0, 0, 1))
        turns.append([*(outwards * turn)])
    return tuple(np.array(one, np.float32) for one in (places, turns, tangents))


class Sitting:
    """Eyes in a studio."""

    def __init__(self, studio, mode, samples=None, size=SIZE, **more):
        self.studio, self.size = studio, size
        base = SimpleNamespace(
            graphicsEngine=studio.engine,
            pipe=studio.buffer.get_pipe(),
            win=studio.buffer,
        )
        if samples is None:
            samples = samples_of(mode)
        self.eyes = Eyes(base, studio.scene, size, mode=mode, samples=samples, **more)
        studio.buffer.set_active(False)

    def draw(self, texture=None):
        """Both eyes as two arrays (height, width, 3) of 0..255, row 0 at the top."""
        eyes, engine = self.eyes, self.studio.engine
        eyes.set_active(True)
        for _ in range(2):
            engine.render_frame()
        engine.extract_texture_data(eyes.texture, self.studio.buffer.get_gsg())
        raw = np.frombuffer(bytes(eyes.texture.get_ram_image_as("RGB")), np.uint8)
        width, height = self.size
        both = raw.reshape(height, 2 * width, 3)[::-1].astype(int)
        return both[:, :width], both[:, width:]

    def depths(self):
        """Of what `draw` drew, both eyes beside each other, 0..1."""
        texture = self.eyes.depth_texture
        self.studio.engine.extract_texture_data(texture, self.studio.buffer.get_gsg())
        return np.frombuffer(bytes(texture.get_ram_image()), np.uint32) / 2**32

    def close(self):
        self.eyes.close()
        self.studio.buffer.set_active(True)


def is_within_a_pixel(one, other, tones=8):
    """Share of pixels of `one` whose colour `other` has there or beside it."""
    low, high = other.copy(), other.copy()
    for rows in (-1, 0, 1):
        for columns in (-1, 0, 1):
            moved = np.roll(other, (rows, columns), (0, 1))
            low, high = np.minimum(low, moved), np.maximum(high, moved)
    inside = ((one >= low - tones) & (one <= high + tones)).all(2)
    return inside[1:-1, 1:-1].mean()
