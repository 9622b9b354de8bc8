"""panda3d-openxr's own drawing code, with stand-ins for the runtime behind it."""

from __future__ import annotations

import atexit
import logging
import math
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any


class _Session:
    """Always running, always visible; ends frames without a runtime."""

    def session_active(self) -> bool:
        return True

    def should_render(self) -> bool:
        return True

    def end_frame(self, layer: Any) -> None:
        pass


class _Chain:
    """One image, as a runtime would hand it out."""

    def __init__(self, width: int, height: int) -> None:
        from OpenGL import GL

        self.width, self.height = width, height
        image = int(GL.glGenTextures(1))
        GL.glBindTexture(GL.GL_TEXTURE_2D, image)
        GL.glTexImage2D(
            GL.GL_TEXTURE_2D, 0, GL.GL_SRGB8_ALPHA8, width, height, 0,
            GL.GL_RGBA, GL.GL_UNSIGNED_BYTE, None,
        )  # fmt: skip
        GL.glBindTexture(GL.GL_TEXTURE_2D, 0)
        self._info = SimpleNamespace(image=image)

    def acquire_image_info(self) -> Any:
        return self._info

    def release_image_info(self) -> None:
        pass


class _Layer:
    """Views that a runtime would locate."""

    pose_valid = True

    def __init__(self, bench: Any) -> None:
        from p3dopenxr.projection_view import ProjectionView

        from benchmarks.stereo_scene import TANGENTS

        self._bench = bench
        self._raw = []
        for left, right, up, down in TANGENTS:
            fov = SimpleNamespace(
                angle_left=math.atan(left),
                angle_right=math.atan(right),
                angle_up=math.atan(up),
                angle_down=math.atan(down),
            )
            turn = SimpleNamespace(w=1.0, x=0.0, y=0.0, z=0.0)
            pose = SimpleNamespace(position=(0.0, 0.0, 0.0), orientation=turn)
            self._raw.append(SimpleNamespace(pose=pose, fov=fov))
        self.views = [ProjectionView(k, raw) for k, raw in enumerate(self._raw)]

    def update_views(self, chains: Any) -> None:
        for eye, raw in enumerate(self._raw):
            x, y, z = self._bench.places[eye].tolist()
            raw.pose.position = (x, z, -y)
            w, i, j, k = self._bench.turns[eye].tolist()
            turn = raw.pose.orientation
            turn.w, turn.x, turn.y, turn.z = w, i, k, -j

    def render_swapchain(self, index: int) -> None:
        pass


def peer(bench: Any) -> tuple[Any, Callable[[float], None], str]:
    """Its buffers, cameras, callbacks and matrices; see `benchmarks.stereo.ours`."""
    before = list(logging.getLogger().handlers)
    from p3dopenxr.p3dopenxr import P3DOpenXR

    # it sets up logging for everybody when it is imported
    logging.getLogger().handlers[:] = before
    logging.getLogger().setLevel(logging.WARNING)
    bench.draw()  # a context that its images can be made in
    its = P3DOpenXR(bench.base)
    atexit.unregister(its.destroy)  # it would end a session that there is none of
    its.near, its.far = 0.05, 40.0
    its.session, its.layer = _Session(), _Layer(bench)
    wanted = its.create_default_fb_props()
    wanted.set_alpha_bits(8)  # else no runtime here has its format
    width, height = bench.eye_size
    for eye in (0, 1):
        its.swapchains.append(_Chain(width, height))
        its.cams.append(bench.scene.attach_new_node(its.create_camera(f"cam-{eye}")))
        buffer = its.create_buffer(f"xr-{eye}", width, height, wanted)
        draw = partial(its.render, eye, eye == 1)
        its.create_display_region(buffer, its.cams[eye], callback=draw)
        its.buffers.append(buffer)

    def set_active(is_active: bool) -> None:
        for buffer in its.buffers:
            buffer.set_active(is_active)

    task = SimpleNamespace(cont=1)

    def aim(_: float) -> None:
        its.update_views_task(task)

    set_active(False)
    return SimpleNamespace(set_active=set_active), aim, "panda3d-openxr"
