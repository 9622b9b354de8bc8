"""What both eyes cost: processor time of a frame in each way of drawing them.

    scripts/gl-run python -m benchmarks.stereo [--frames 400] [--width 1344] [--props 0]

Prints one JSON object. ``modes`` holds milliseconds of the processor, all threads, for
placing the eyes, going through the living room with a partner in it, and handing both
pictures to the driver; ``naive_ms`` the same for two plain cameras; ``peer_ms`` for
panda3d-openxr 0.1.2, whose own code makes buffers, cameras and matrices and draws,
with stand-ins for the runtime that it talks to (so no OpenXR call is counted, for
nobody). Those are middles; ``quiet_ms`` are of the tenth of frames that other programs
on the computer disturbed least, and ``ratio`` is, by these, the mode that ``auto``
takes over the peer, ``ratio_naive`` over two plain cameras. The peer can draw with no
samples; ours and the two cameras have `--samples` of them, and multiview none in Mesa.

Mesa's ``GALLIUM_NOOP`` is set: the driver's front end works and nothing is rasterized,
as a graphics card would do that elsewhere. `--draw` draws in software instead.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np

FRAME_S = 1 / 90
BLOCK = 10
"""Frames of a way before it is the next one's turn."""
WARM = 4
"""Frames of a block that are not counted."""
QUIET = 10
"""In 100 of the frames: those that other programs disturbed least."""
IPD_M = 0.063
TANGENTS = ((-1.0, 0.84, 0.9, -1.05), (-0.84, 1.0, 0.9, -1.05))
"""Edges of a view about as wide as a headset's of today."""
WAYS = ("two", "shared", "instanced", "multiview")
Aim = Callable[[float], None]


class Bench:
    """One scene off screen, and everything that draws it."""

    def __init__(
        self,
        eye_size: tuple[int, int],
        props: int,
        samples: int = 4,
        body: str = "maya",
    ) -> None:
        from panda3d.core import NodePath, Point3

        from avatars.bodies import baked
        from avatars.performance import Pose
        from scenes.room import load_room

        self.eye_size, self.samples = eye_size, samples
        self.base = _base()
        self.scene = NodePath("scene")
        self.room = load_room("living_room")
        self.room.node.reparent_to(self.scene)
        self.body = baked.create({"body": body}) if body else None
        self.bodies: tuple[Any, ...] = ()
        """Nodes of all who sit there."""
        if self.body is not None:
            self.room.sit(self.body.node)
            self.bodies = (self.body.node,)
        self.pose = Pose()
        self.eye = Point3(*self.room.user_eye)
        """Between both eyes, as the head moves."""
        _props(self.room.node, props)
        self.places = np.zeros((2, 3), np.float32)
        self.turns = np.zeros((2, 4), np.float32)
        self.tangents = np.array(TANGENTS, np.float32)

    def live(self, now_s: float) -> None:
        """Partner and head move on; this is the same for all and is not timed."""
        self.pose.shapes[:4] = 0.5 + 0.5 * np.sin(now_s)
        self.pose.joints[3] = 3 * np.sin(now_s)
        if self.body is not None:
            self.body.apply(self.pose)
        self.head(now_s)

    def head(self, now_s: float) -> None:
        """Let the head move on."""
        half = 0.1 * np.sin(now_s) / 2
        turn = np.cos(half), 0.0, 0.0, np.sin(half)
        self.turns[:] = turn
        across = np.array((np.cos(2 * half), np.sin(2 * half), 0)) * IPD_M / 2
        eye = np.array(self.room.user_eye)
        eye[2] += 0.01 * np.sin(2 * now_s)
        self.eye.set(*eye.tolist())
        self.places[0], self.places[1] = eye - across, eye + across

    def draw(self) -> None:
        """One frame of all that is active."""
        self.base.graphicsEngine.render_frame()


def _base() -> Any:
    from panda3d.core import (
        FrameBufferProperties,
        GraphicsEngine,
        GraphicsPipe,
        GraphicsPipeSelection,
        WindowProperties,
        load_prc_file_data,
    )

    from sim.headsets.desktop import PRC

    prc = "gl-version 3 3\nnotify-level-egldisplay fatal"
    load_prc_file_data("stereo", PRC + prc)
    pipe = GraphicsPipeSelection.get_global_ptr().make_module_pipe("p3headlessgl")
    engine = GraphicsEngine(pipe)
    wanted = FrameBufferProperties()
    wanted.set_rgba_bits(8, 8, 8, 8)
    size = WindowProperties.size(16, 16)
    flags = GraphicsPipe.BF_refuse_window
    win: Any = engine.make_output(pipe, "b", 0, wanted, size, flags)
    if win is None:
        raise SystemExit("No OpenGL 3.3 here; try scripts/gl-fetch, scripts/gl-run.")
    engine.open_windows()
    win.set_active(False)
    return SimpleNamespace(graphicsEngine=engine, pipe=pipe, win=win)


def _props(room: Any, count: int) -> None:
    """Small cards about the room, for a scene of many parts."""
    from panda3d.core import CardMaker

    from scenes.lighting import paint

    for k in range(count):
        maker = CardMaker(f"prop{k}")
        maker.set_frame(-0.05, 0.05, -0.05, 0.05)
        node = room.attach_new_node(maker.generate())
        node.set_pos(-1.5 + 0.15 * (k % 20), 1.2, 0.3 + 0.12 * (k // 20))
        node.set_color((k % 7) / 7, 0.5, 0.6, 1)
        paint(node, "flat")


def ours(bench: Bench, mode: str) -> tuple[Any, Aim, str]:
    """One of our ways: what is switched on, what places the eyes, what it became."""
    from scenes.stereo import Eyes

    samples = 0 if mode == "multiview" else bench.samples
    eyes = Eyes(
        bench.base,
        bench.scene,
        bench.eye_size,
        mode=mode,  # type: ignore[arg-type]
        samples=samples,
        is_probed=False,
    )

    def aim(_: float) -> None:
        eyes.place(bench.places, bench.turns, bench.tangents)

    return eyes, aim, eyes.mode


def naive(bench: Bench) -> tuple[Any, Aim, str]:
    """Two plain cameras side by side, and nothing else."""
    from panda3d.core import (
        Camera,
        FrameBufferProperties,
        GraphicsOutput,
        GraphicsPipe,
        PerspectiveLens,
        Texture,
        WindowProperties,
    )

    wanted = FrameBufferProperties()
    wanted.set_rgba_bits(8, 8, 8, 8)
    wanted.set_depth_bits(24)
    wanted.set_multisamples(bench.samples)
    base, (width, height) = bench.base, bench.eye_size
    size = WindowProperties.size(2 * width, height)
    flags = GraphicsPipe.BF_refuse_window
    buffer: Any = base.graphicsEngine.make_output(
        base.pipe, "naive", -50, wanted, size, flags, base.win.get_gsg(), base.win
    )
    buffer.add_render_texture(Texture(), GraphicsOutput.RTM_bind_or_copy)
    cameras = []
    for eye in (0, 1):
        lens = PerspectiveLens()
        left, right, up, down = TANGENTS[eye]
        lens.set_focal_length(1)
        lens.set_film_size(right - left, up - down)
        lens.set_film_offset((left + right) / 2, (up + down) / 2)
        lens.set_near_far(0.05, 40)
        camera = bench.scene.attach_new_node(Camera(f"naive{eye}", lens))
        buffer.make_display_region(eye / 2, eye / 2 + 0.5, 0, 1).set_camera(camera)
        cameras.append(camera)

    def aim(_: float) -> None:
        from panda3d.core import LPoint3f, LQuaternionf

        for eye, camera in enumerate(cameras):
            camera.set_pos_quat(
                LPoint3f(*bench.places[eye].tolist()),
                LQuaternionf(*bench.turns[eye].tolist()),
            )

    return buffer, aim, "two plain cameras"


def measured(
    bench: Bench, ways: dict[str, tuple[Any, Aim, str]], frames: int
) -> dict[str, list[float]]:
    """Milliseconds of the processor for each frame."""
    spent: dict[str, list[float]] = {name: [] for name in ways}
    now_s = 0.0
    for block in range(-2, max(frames // BLOCK, 1)):
        for name, (target, aim, _) in ways.items():
            target.set_active(True)
            for k in range(WARM + BLOCK):
                now_s += FRAME_S
                bench.live(now_s)
                start = time.process_time()
                aim(now_s)
                bench.draw()
                used_s = time.process_time() - start
                if block >= 0 and k >= WARM:
                    spent[name].append(1e3 * used_s)
            target.set_active(False)
    return spent


def report(bench: Bench, frames: int) -> dict[str, Any]:
    """Measure all ways by turns."""
    from benchmarks.stereo_peer import peer

    ways = {name: ours(bench, name) for name in WAYS}
    ways["naive"], ways["peer"] = naive(bench), peer(bench)
    gc.collect()
    gc.freeze()
    spent = measured(bench, ways, frames)
    middle = {name: float(np.median(values)) for name, values in spent.items()}
    quiet = {name: float(np.percentile(v, QUIET)) for name, v in spent.items()}
    modes = {name: round(middle[name], 4) for name in WAYS if ways[name][2] == name}
    first = next(name for name in ("instanced", "multiview", *WAYS) if name in modes)
    return {
        "modes": modes,
        "naive_ms": round(middle["naive"], 4),
        "peer_ms": round(middle["peer"], 4),
        "ratio": round(quiet[first] / quiet["peer"], 3),
        "ratio_naive": round(quiet[first] / quiet["naive"], 3),
        "mode": first,
        "quiet_ms": {name: round(value, 4) for name, value in quiet.items()},
        "frames": frames,
        "eye_size": bench.eye_size,
        "driver": str(bench.base.win.get_gsg().get_driver_renderer()),
        "load_average": os.getloadavg()[0],
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=400)
    parser.add_argument("--width", type=int, default=1344)
    parser.add_argument("--height", type=int, default=1512)
    parser.add_argument("--props", type=int, default=0, help="more parts in the room")
    parser.add_argument("--samples", type=int, default=4)
    parser.add_argument("--draw", action="store_true", help="rasterize in software")
    chosen = parser.parse_args()
    if not chosen.draw:
        os.environ["GALLIUM_NOOP"] = "1"
    import OpenGL

    OpenGL.ERROR_CHECKING = False  # as the program does
    bench = Bench((chosen.width, chosen.height), chosen.props, chosen.samples)
    json.dump(
        report(bench, chosen.frames)
        | {"props": chosen.props, "samples": chosen.samples},
        sys.stdout,
    )
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
