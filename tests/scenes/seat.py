"""A headset's two eyes without a headset: the room drawn at an eye's own resolution."""

from __future__ import annotations

import math

import numpy as np
from panda3d.core import (
    Camera,
    FrameBufferProperties,
    GraphicsOutput,
    GraphicsPipe,
    LColor,
    MouseWatcher,
    NodePath,
    PerspectiveLens,
    Point2,
    Point3,
    Texture,
    VirtualMouse,
    WindowProperties,
    load_prc_file_data,
)

from avatars.bodies import baked
from scenes.room import load_room

FIELD_DEG = 100.0
"""Of an eye, upright and across."""
BETWEEN_M = 0.063
SMALL, LARGE = (1344, 1512), (2064, 2208)
"""Pixels of an eye: an older headset's and a newer one's."""
PRC = """
load-display p3headlessgl
gl-version 3 3
textures-power-2 none
text-minfilter linear_mipmap_linear
audio-library-name null
win-size 1280 720
notify-level-egldisplay fatal
notify-level-device fatal
"""


def offscreen():
    """A ShowBase without a window, with a mouse that tests move."""
    load_prc_file_data("eyes", PRC)
    from direct.showbase.ShowBase import ShowBase

    base = ShowBase(windowType="offscreen")
    watcher = MouseWatcher("mouse")
    mouse = VirtualMouse("virtual")
    mouse.set_window_size(2000, 2000)
    base.mouse = mouse
    base.dataRoot.attach_new_node(mouse).attach_new_node(watcher)
    base.mouseWatcherNode = watcher
    base.aspect2d.node().set_mouse_watcher(watcher)
    base.cam.node().set_active(False)  # nobody looks at a window here
    return base


class Eyes:
    """Two eyes in the living room, with or without somebody across."""

    def __init__(self, base, size=SMALL, room="living_room"):
        self.base, self.size = base, size
        self.room = load_room(room)
        self.room.node.reparent_to(base.render)
        self.body = None
        self.head = base.render.attach_new_node("head")
        self.head.set_pos(*self.room.user_eye)
        self.textures, self.eyes, self.buffers = [], [], []
        for side in (-1, 1):
            self._eye(side)

    def _eye(self, side):
        lens = PerspectiveLens()
        width, height = self.size
        lens.set_film_size(width, height)
        lens.set_focal_length(width / 2 / math.tan(math.radians(FIELD_DEG / 2)))
        lens.set_near_far(0.08, 30)
        eye = self.head.attach_new_node(Camera(f"eye{side}", lens))
        eye.set_x(side * BETWEEN_M / 2)
        wanted = FrameBufferProperties()
        wanted.set_rgba_bits(8, 8, 8, 8)
        wanted.set_depth_bits(24)
        wanted.set_multisamples(4)
        base = self.base
        buffer = base.graphics_engine.make_output(
            base.pipe,
            f"eye{side}",
            -5,
            wanted,
            WindowProperties.size(width, height),
            GraphicsPipe.BF_refuse_window,
            base.win.get_gsg(),
            base.win,
        )
        texture = Texture()
        buffer.add_render_texture(texture, GraphicsOutput.RTM_copy_ram)
        buffer.make_display_region().set_camera(eye)
        buffer.set_clear_color(LColor(*self.room.background, 1))
        buffer.set_active(False)
        self.textures.append(texture)
        self.eyes.append(eye)
        self.buffers.append(buffer)

    @property
    def eye(self):
        return tuple(self.head.get_pos())

    def sit(self, name="maya"):
        self.body = baked.create({"body": name})
        self.room.sit(self.body.node)

    @property
    def face(self):
        return tuple(self.body.eyes_in_world())

    def look_at(self, point):
        self.head.look_at(self.base.render, *point)

    def draw(self):
        """Both pictures as (height, width, 3) of 0..255, row 0 at the top."""
        for buffer in self.buffers:
            buffer.set_active(True)
        self.base.task_mgr.step()
        width, height = self.size
        made = []
        for buffer, texture in zip(self.buffers, self.textures, strict=True):
            buffer.set_active(False)
            raw = np.frombuffer(bytes(texture.get_ram_image_as("RGB")), np.uint8)
            made.append(raw.reshape(height, width, 3)[::-1])
        return made

    def pixel(self, side, point):
        """Column and row of a place of the room in one eye's picture."""
        here = self.eyes[side].get_relative_point(self.base.render, Point3(*point))
        at = Point2()
        assert self.eyes[side].node().get_lens().project(here, at), "not in view"
        width, height = self.size
        return round((at.x + 1) / 2 * width), round((1 - at.y) / 2 * height)

    def part(self, picture, side, places):
        """The part of an eye's picture that has all `places` of the room in it."""
        found = np.array([self.pixel(side, place) for place in places])
        (left, top), (right, low) = found.min(0), found.max(0)
        return picture[max(top, 0) : low + 1, max(left, 0) : right + 1]

    def degrees(self, column, row):
        """Angles of a pixel from the middle of an eye's picture: right and up."""
        width, height = self.size
        focal = width / 2 / math.tan(math.radians(FIELD_DEG / 2))
        right = (column + 0.5 - width / 2) / focal
        up = (height / 2 - row - 0.5) / focal
        return math.degrees(math.atan(right)), math.degrees(math.atan(up))


__all__ = ["LARGE", "SMALL", "Eyes", "NodePath", "offscreen"]
