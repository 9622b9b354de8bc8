"""A camera without a window: draws a scene into numbers, on any machine with EGL."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
from panda3d.core import (
    ATS_none,
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

Picture = npt.NDArray[np.uint8]

PRC: Final = "gl-version 3 3\nnotify-level-egldisplay fatal\nnotify-level-display error"
SAMPLES: Final = 4
"""Of each pixel, as in the window."""
MOST_PIXELS: Final = 4096
"""On a side; what drivers that draw OpenGL 3.3 are sure to give is 1024 [4096 is what
the software renderer and every card of the last ten years gave; own choice]."""
HALF_PUPILS_M: Final = 0.0315
"""Half the distance between an adult's pupils (63 mm)."""
EYES: Final = {"middle": 0.0, "left": -HALF_PUPILS_M, "right": HALF_PUPILS_M}
"""How far to the right of the view's own place each eye is, metres."""


class OffscreenUnavailable(RuntimeError):
    """Nothing can be drawn here; says what is missing."""


@cache
def _pipe() -> GraphicsPipe | None:
    """The way to EGL, kept to the end of the process.

    A pipe that goes away ends EGL's display, and with it every other picture that
    is drawn in this process.
    """
    return GraphicsPipeSelection.get_global_ptr().make_module_pipe("p3headlessgl")


class Offscreen:
    """Draws `scene` as one eye sees it."""

    def __init__(self, width: int, height: int) -> None:
        """Make a picture of `width` times `height` pixels, each 1 to `MOST_PIXELS`.

        Raises:
            OffscreenUnavailable: there is no EGL, or no OpenGL 3.3 behind it.
        """
        load_prc_file_data("visavis-offscreen", PRC)
        Texture.set_textures_power_2(ATS_none)
        pipe = _pipe()
        if pipe is None:
            raise OffscreenUnavailable(
                "Nothing can be drawn without a display here: EGL is missing. On "
                "Debian: sudo apt install libegl1 libgl1-mesa-dri"
            )
        self.size = (width, height)
        self.engine = GraphicsEngine(pipe)
        self.scene = NodePath("scene")
        self._lens = PerspectiveLens()
        self.camera = self.scene.attach_new_node(Camera("camera", self._lens))
        self.buffer = self._buffer(pipe)
        self._texture = Texture("offscreen")
        how = GraphicsOutput.RTM_copy_ram
        self.buffer.add_render_texture(self._texture, how)
        self.buffer.make_display_region().set_camera(self.camera)
        self.set_background((0.78, 0.84, 0.90))

    def _buffer(self, pipe: GraphicsPipe) -> GraphicsOutput:
        wanted = FrameBufferProperties()
        wanted.set_rgba_bits(8, 8, 8, 8)
        wanted.set_depth_bits(24)
        wanted.set_multisamples(SAMPLES)
        flags = GraphicsPipe.BF_refuse_window
        # a pipe's first picture has no samples; the second one shares its driver
        small = WindowProperties.size(16, 16)
        host = self.engine.make_output(pipe, "host", 0, wanted, small, flags)
        if host is None:
            raise OffscreenUnavailable(
                "Nothing can be drawn here: the graphics driver has no OpenGL 3.3."
            )
        host.set_active(False)
        size = WindowProperties.size(*self.size)
        made = self.engine.make_output(
            pipe, "offscreen", 0, wanted, size, flags, host.get_gsg(), host
        )
        if made is None:
            width, height = self.size
            raise OffscreenUnavailable(
                f"The graphics driver gives no picture of {width}x{height}."
            )
        return made

    @property
    def driver(self) -> str:
        """What draws."""
        return str(self.buffer.get_gsg().driver_renderer)

    def set_background(self, colour: Sequence[float]) -> None:
        """Show sRGB `colour`, 0..1, where nothing is."""
        self.buffer.set_clear_color(LColor(*colour[:3], 1))

    def draw(self, view: View, eye: str = "middle") -> Picture:
        """What `eye`, one of `EYES`, sees: (height, width, 3), the top row first."""
        width, height = self.size
        frame(self.camera, self._lens, view, width / height)
        self.camera.set_pos(self.camera, EYES[eye], 0, 0)
        for _ in range(2):  # the first one brings everything to the driver
            self.engine.render_frame()
        raw = np.frombuffer(bytes(self._texture.get_ram_image_as("RGB")), np.uint8)
        return np.ascontiguousarray(raw.reshape(height, width, 3)[::-1])

    def close(self) -> None:
        """Give everything back."""
        self.engine.remove_all_windows()
