"""The scene that `benchmarks.stereo` and `benchmarks.frame` draw, without a display."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

IPD_M = 0.063
TANGENTS = ((-1.0, 0.84, 0.9, -1.05), (-0.84, 1.0, 0.9, -1.05))
"""Edges of a view about as wide as a headset's of today."""


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
