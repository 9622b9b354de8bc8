"""Frames of the stage leave nothing behind, and make next to nothing on their way."""

import gc
import tracemalloc
from types import SimpleNamespace

import numpy as np
import pytest
from panda3d.core import NodePath, Point3

from benchmarks.frame_people import CYCLE_S, People
from scenes.room import load_room
from scenes.stereo_views import Views

FRAMES = round(CYCLE_S * 90)
"""Of one turn: listening, thinking, speaking."""
SMALL = 16_000
"""Bytes: less than a sixtieth of what was copied when numpy moved the faces."""


class Stage:
    """Two people who talk and live, and both eyes' places; nothing is drawn."""

    def __init__(self):
        root = NodePath("scene")
        room = load_room("living_room")
        room.node.reparent_to(root)
        eye = Point3(*room.user_eye)
        self.people = People(SimpleNamespace(scene=root, room=room, eye=eye))
        self.now_s = 0.0
        clock = SimpleNamespace(monotonic_s=lambda: self.now_s)
        self.people._clock = self.people._cast._clock = clock
        self.people._begin_s = 0.0
        self.views = Views(root, 0.05, 40.0)
        self.places = np.array([[-0.03, 0, 1.2], [0.03, 0, 1.2]], np.float32)
        self.turns = np.array([[1, 0, 0, 0]] * 2, np.float32)
        self.tangents = np.array([[-1, 1, 1, -1]] * 2, np.float32)

    def frame(self):
        self.now_s += 1 / 90
        self.places[:, 2] = 1.2 + 0.01 * np.sin(self.now_s)
        self.people.frame()
        self.views.place(self.places, self.turns, self.tangents)


@pytest.fixture(scope="module")
def stage():
    made = Stage()
    for _ in range(FRAMES):
        made.frame()
    return made


def test_a_turn_of_frames_leaves_no_object_behind(stage):
    """With the collector off, as the program has it: there are no cycles either."""
    gc.collect()
    gc.disable()
    try:
        before = len(gc.get_objects())
        for _ in range(FRAMES):
            stage.frame()
        left = len(gc.get_objects()) - before
    finally:
        gc.enable()
    assert abs(left) < 20, f"{left} objects of {FRAMES} frames"


def test_a_frame_makes_only_small_things(stage):
    """But for one in which a phrase of some seconds comes in."""
    peaks = []
    tracemalloc.start()
    try:
        for _ in range(FRAMES // 3):
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
            stage.frame()
            peaks.append(tracemalloc.get_traced_memory()[1] - before)
    finally:
        tracemalloc.stop()
    assert np.percentile(peaks, 99) < SMALL
    assert sum(one > SMALL for one in peaks) <= 2
