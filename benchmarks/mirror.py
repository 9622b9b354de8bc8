"""What the mirror costs: a frame of the changing room with and without it.

    scripts/gl-run python -m benchmarks.mirror [--frames 30] [--width 1280]

Prints one JSON object: median wall and processor time in ms of a whole stage frame,
drawn off screen, for one eye and for two, with the mirror covered and uncovered, and
of what the program itself does for it (the body's pose and the mirror's aim), once
more with both hands tracked. On a software renderer the first two say little about a
graphics card.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from panda3d.core import (
    Camera,
    FrameBufferProperties,
    GraphicsEngine,
    GraphicsPipe,
    GraphicsPipeSelection,
    NodePath,
    PerspectiveLens,
    WindowProperties,
    load_prc_file_data,
)

from scenes.comfort import View, frame
from scenes.mirror import Mirror, glass_of
from scenes.room import load_room
from sim.own_body import RESTING, Hands, Head, OwnBody
from sim.own_look import Look

APART_M = 0.063
FRAME_S = 1 / 90
WARM = 4
"""Frames before any is counted: shaders are compiled in the first."""


class Stage:
    """The changing room off screen, for one eye or two beside each other."""

    def __init__(self, width: int, height: int, eyes: int) -> None:
        load_prc_file_data("", "gl-version 3 3\nnotify-level-egldisplay fatal")
        pipe = GraphicsPipeSelection.get_global_ptr().make_module_pipe("p3headlessgl")
        self.engine = GraphicsEngine(pipe)
        wanted = FrameBufferProperties()
        wanted.set_rgba_bits(8, 8, 8, 8)
        wanted.set_depth_bits(24)
        wanted.set_multisamples(4)
        size = WindowProperties.size(width * eyes, height)
        flags = GraphicsPipe.BF_refuse_window
        self.window: Any = self.engine.make_output(pipe, "b", 0, wanted, size, flags)
        if self.window is None:
            raise SystemExit(
                "No OpenGL 3.3 here; try scripts/gl-fetch, scripts/gl-run."
            )
        self.room = load_room("changing_room")
        scene = NodePath("scene")
        self.room.node.reparent_to(scene)
        self.body, self._hands = OwnBody(), Hands()
        self.body.sit(self.room, Look())
        self.body.show_face(False)
        self.cameras = [scene.attach_new_node(Camera(f"eye{k}")) for k in range(eyes)]
        at = self.body.eye_in_room(Head())
        view = View((at.x, at.y, at.z), (0.0, 1.425, 0.86), 38.0)
        for k, camera in enumerate(self.cameras):
            lens = PerspectiveLens()
            camera.node().set_lens(lens)
            frame(camera, lens, view, width / height)
            camera.set_x(camera, (k - (eyes - 1) / 2) * APART_M)
            region = self.window.make_display_region(k / eyes, (k + 1) / eyes, 0, 1)
            region.set_camera(camera)
        glass = glass_of(self.room.about)
        assert glass is not None  # this room has one
        self.mirror = Mirror(self.room, glass, self.window, self.cameras)

    @property
    def driver(self) -> str:
        """What draws."""
        return str(self.window.get_gsg().get_driver_renderer())

    def aim(self, now_s: float) -> None:
        """What the program does before a frame is drawn."""
        self._aim(now_s, RESTING)

    def aim_hands(self, now_s: float) -> None:
        """The same with both hands in the air."""
        for palm, side in ((self._hands.left, 1.0), (self._hands.right, -1.0)):
            palm.is_there = True
            palm.place[:] = 0.2 * side, -0.3, -0.25 + 0.1 * np.sin(3.0 * now_s)
        self._aim(now_s, self._hands)

    def _aim(self, now_s: float, hands: Hands) -> None:
        self.body.frame(now_s, Head(yaw=8.0 * np.sin(now_s)), hands)
        self.mirror.frame(now_s)

    def draw(self, now_s: float) -> None:
        """A whole frame."""
        self.aim(now_s)
        self.engine.render_frame()
        self.engine.flip_frame()

    def close(self) -> None:
        """Give everything back."""
        self.mirror.remove()
        self.engine.remove_all_windows()


def measured(act: Callable[[float], None], frames: int) -> dict[str, float]:
    """Median wall and processor time of `act`, ms; all threads count."""
    wall, cpu = [], []
    for k in range(frames + WARM):
        start, used = time.perf_counter(), time.process_time()
        act(k * FRAME_S)
        wall.append((time.perf_counter() - start) * 1e3)
        cpu.append((time.process_time() - used) * 1e3)
    return {
        "wall_ms": round(float(np.median(wall[WARM:])), 2),
        "cpu_ms": round(float(np.median(cpu[WARM:])), 2),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=30)
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=720)
    chosen = parser.parse_args()
    out: dict[str, Any] = {"width": chosen.width, "height": chosen.height}
    for eyes in (1, 2):
        stage = Stage(chosen.width, chosen.height, eyes)
        for name, act in (
            ("covered", stage.mirror.cover),
            ("seen", stage.mirror.uncover),
        ):
            act()
            stage.mirror.settle()
            out[f"{name}_{eyes}_eye"] = measured(stage.draw, chosen.frames)
            out[f"{name}_{eyes}_eye_aim"] = measured(stage.aim, chosen.frames)
            hands = measured(stage.aim_hands, chosen.frames)
            out[f"{name}_{eyes}_eye_aim_hands"] = hands
        out["driver"] = stage.driver
        buffer = stage.mirror._eyes[0].buffer
        region = buffer.get_display_region(buffer.get_num_display_regions() - 1)
        out["mirror_pixels"] = [region.get_pixel_width(), region.get_pixel_height()]
        stage.close()
    json.dump(out, sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
