"""No code moves the user's eye without their act: who may place it, and when."""

from __future__ import annotations

import ast
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from panda3d.core import NodePath

from sim.comfort.moving import turn_between
from sim.headsets._floor import Floor

ROOT = Path(__file__).parents[2]
MOVES = {
    *("set_pos", "setPos", "set_hpr", "setHpr", "set_h", "setH", "set_quat", "setQuat"),
    *("set_mat", "setMat", "look_at", "lookAt", "set_x", "setX", "set_y", "setY"),
    *("set_z", "setZ", "set_p", "setP", "set_r", "setR", "set_pos_hpr", "setPosHpr"),
    *("posInterval", "hprInterval", "posHprInterval", "quatInterval"),
}
KNOWN = {
    ("scenes/comfort.py", "camera"): "the window's frame; in a headset, the seat",
    ("scenes/mirror.py", "self.camera"): "what a mirror sees",
    ("scenes/boards_surface.py", "camera"): "what draws a board",
    ("scenes/offscreen.py", "self.camera"): "what draws a still picture",
    ("sim/headsets/_floor.py", "self.node"): "the play space, through `Standing`",
}
"""Every receiver that places a camera or the play space, and why it may."""


def receivers():
    """Each thing that is moved in the program and could be an eye."""
    for folder in ("sim", "scenes", "avatars"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            tree = ast.parse(path.read_text("utf-8"))
            name = path.relative_to(ROOT).as_posix()
            for node in ast.walk(tree):
                if not isinstance(node, ast.Call):
                    continue
                if not isinstance(node.func, ast.Attribute):
                    continue
                if node.func.attr in MOVES:
                    yield name, ast.unparse(node.func.value)


def is_eye(name, receiver):
    last = receiver.lower().rsplit(".", 1)[-1]
    is_floor = name == "sim/headsets/_floor.py"
    return is_floor or last in ("cam", "camera", "cameras", "eyes", "play_space")


def test_only_known_code_places_a_camera_or_the_floor():
    found = {one for one in receivers() if is_eye(*one)}
    assert found == set(KNOWN)


def test_nothing_is_moved_over_time_by_an_interval():
    assert not [one for one in receivers() if "Interval" in one[1]]
    for folder in ("sim", "scenes"):
        for path in (ROOT / folder).rglob("*.py"):
            assert "direct.interval" not in path.read_text("utf-8"), path


@pytest.mark.parametrize("seed", range(5))
def test_the_floor_of_a_headset_moves_only_in_the_dark(seed):
    """Rooms, seats and exercises may put the seat anywhere, at any time."""
    random = np.random.default_rng(seed)
    render = NodePath("render")
    base = SimpleNamespace(render=render, camera=render.attach_new_node("camera"))
    floor = Floor(base)
    floor.sit(0.0, is_seen=True)
    now_s = 0.0
    moved = 0
    for _ in range(400):
        if random.random() < 0.02:
            base.camera.set_pos(*random.uniform(-2, 2, 3))
            base.camera.set_h(float(random.uniform(-180, 180)))
        before, heading = floor.node.get_pos(), floor.node.get_h()
        now_s += 1 / 30
        floor.sit(now_s, is_seen=True)
        is_moved = (floor.node.get_pos() - before).length() > 0.01
        is_turned = turn_between(heading, floor.node.get_h()) > 0.5
        if is_moved or is_turned:
            moved += 1
            assert floor.dark == 1.0
    assert moved >= 3


def test_a_seat_that_stays_leaves_the_floor_where_it_is():
    render = NodePath("render")
    base = SimpleNamespace(render=render, camera=render.attach_new_node("camera"))
    base.camera.set_pos(0.3, -0.1, 1.2)
    floor = Floor(base)
    for frame in range(200):
        floor.sit(frame / 90, is_seen=True)
        assert floor.dark == 0.0
        assert (floor.node.get_pos() - (0.3, -0.1, 1.2)).length() < 1e-5
