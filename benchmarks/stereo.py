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
``one_eye_ms`` is a single plain camera that draws the left eye alone: no way of drawing
both costs less, so ``least_ratio``, that over the peer, is as low as ``ratio`` can be
with Panda3D 1.10. ``ratio_one_eye`` is the taken mode over it, and
``ratio_of_middles`` is ``ratio`` by the middles.

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
from typing import Any

import numpy as np

from benchmarks.stereo_scene import TANGENTS, Bench

FRAME_S = 1 / 90
BLOCK = 10
"""Frames of a way before it is the next one's turn."""
WARM = 4
"""Frames of a block that are not counted."""
QUIET = 10
"""In 100 of the frames: those that other programs disturbed least."""
WAYS = ("two", "shared", "instanced", "multiview")
Aim = Callable[[float], None]


class Alone:
    """A way whose helping nodes are in the scene only while it draws."""

    def __init__(self, eyes: Any) -> None:
        self._eyes = eyes
        self.set_active(False)

    def set_active(self, is_active: bool) -> None:
        """Draw from the next frame on, or no more."""
        self._eyes.set_active(is_active)
        head = self._eyes._views.head
        (head.show if is_active else head.hide)()


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

    return Alone(eyes), aim, eyes.mode


def naive(bench: Bench, eyes: int = 2) -> tuple[Any, Aim, str]:
    """A plain camera for each eye side by side, and nothing else."""
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
    for eye in range(eyes):
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

    return buffer, aim, "plain cameras"


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
    ways["one_eye"] = naive(bench, 1)
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
        "one_eye_ms": round(middle["one_eye"], 4),
        "ratio": round(quiet[first] / quiet["peer"], 3),
        "ratio_naive": round(quiet[first] / quiet["naive"], 3),
        "ratio_one_eye": round(quiet[first] / quiet["one_eye"], 3),
        "least_ratio": round(quiet["one_eye"] / quiet["peer"], 3),
        "ratio_of_middles": round(middle[first] / middle["peer"], 3),
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
