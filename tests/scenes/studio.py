"""An off-screen camera for picture tests: no window, no ShowBase, four samples."""

from __future__ import annotations

import numpy as np
from panda3d.core import (
    Camera,
    FrameBufferProperties,
    GraphicsEngine,
    GraphicsOutput,
    GraphicsPipe,
    GraphicsPipeSelection,
    LColor,
    NodePath,
    PerspectiveLens,
    Texture,
    WindowProperties,
    load_prc_file_data,
)

from scenes.comfort import View, frame

load_prc_file_data("studio", "gl-version 3 3\nnotify-level-egldisplay fatal")


class Studio:
    """Draws a scene into an array."""

    def __init__(self, width=640, height=360):
        pipe = GraphicsPipeSelection.get_global_ptr().make_module_pipe("p3headlessgl")
        assert pipe, "Panda3D has no p3headlessgl here"
        self.engine = GraphicsEngine(pipe)
        wanted = FrameBufferProperties()
        wanted.set_rgba_bits(8, 8, 8, 8)
        wanted.set_depth_bits(24)
        wanted.set_multisamples(4)
        size = WindowProperties.size(width, height)
        flags = GraphicsPipe.BF_refuse_window
        host = self.engine.make_output(
            pipe, "host", 0, wanted, WindowProperties.size(16, 16), flags
        )
        assert host, "no OpenGL 3.3 here; try scripts/gl-fetch and scripts/gl-run"
        host.set_active(False)
        self.buffer = self.engine.make_output(
            pipe, "studio", 0, wanted, size, flags, host.get_gsg(), host
        )
        self.texture = Texture()
        self.buffer.add_render_texture(self.texture, GraphicsOutput.RTM_copy_ram)
        self.size = (width, height)
        self.scene = NodePath("scene")
        self.lens = PerspectiveLens()
        self.camera = self.scene.attach_new_node(Camera("camera", self.lens))
        self.buffer.make_display_region().set_camera(self.camera)
        self.buffer.set_clear_color(LColor(0.78, 0.84, 0.90, 1))

    @property
    def driver(self):
        return self.buffer.get_gsg().driver_renderer

    def draw(self, view: View):
        """Picture as (height, width, 3) floats 0..1, row 0 at the top."""
        width, height = self.size
        frame(self.camera, self.lens, view, width / height)
        for _ in range(2):
            self.engine.render_frame()
        raw = np.frombuffer(bytes(self.texture.get_ram_image_as("RGB")), np.uint8)
        return raw.reshape(height, width, 3)[::-1] / 255.0

    def close(self):
        self.engine.remove_all_windows()
