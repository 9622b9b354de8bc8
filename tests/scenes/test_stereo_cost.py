"""Both eyes at once are less work than one after the other, counted and not timed.

How long it takes is told by `benchmarks.stereo` and `benchmarks.frame`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from panda3d.core import (
    CallbackNode,
    Camera,
    NodePath,
    OmniBoundingVolume,
    PythonCallbackObject,
)

from tests.scenes.two_eyes import Sitting, poses

ROOT = Path(__file__).parents[2]
GL_RUN = str(ROOT / "scripts" / "gl-run")
AHEAD = (0, 0, 1.2), (0, 1, 1.2)

pytestmark = pytest.mark.gpu


class Counter:
    """A node that counts how often it is come by, and how often it is drawn."""

    def __init__(self, parent):
        node = CallbackNode("counter")
        node.set_bounds(OmniBoundingVolume())
        node.set_cull_callback(PythonCallbackObject(self._come_by))
        node.set_draw_callback(PythonCallbackObject(self._draw))
        self.path = parent.attach_new_node(node)
        self.visits, self.draws = 0, 0

    def _come_by(self, data):
        self.visits += 1
        data.upcall()

    def _draw(self, data):
        self.draws += 1

    def in_a_frame(self, engine):
        """Visits and draws of one frame, after one that brings all to the driver."""
        engine.render_frame()
        self.visits = self.draws = 0
        engine.render_frame()
        return self.visits, self.draws


@pytest.fixture
def counter(studio):
    made = Counter(studio.scene)
    yield made
    made.path.remove_node()


@pytest.mark.parametrize(
    ("mode", "visits", "draws"),
    [("two", 2, 2), ("shared", 1, 2), ("instanced", 1, 1), ("multiview", 1, 1)],
)
def test_the_scene_is_gone_through_and_drawn_as_often_as_the_way_needs(
    studio, counter, mode, visits, draws
):
    sitting = Sitting(studio, mode)
    assert sitting.eyes.mode == mode
    sitting.eyes.place(*poses(*AHEAD))
    sitting.eyes.set_active(True)
    assert counter.in_a_frame(studio.engine) == (visits, draws)
    sitting.close()


def test_two_plain_cameras_need_two_of_both(studio, counter):
    """What the single-pass ways are measured against; and that the counter counts."""
    region = studio.buffer.make_display_region(0.5, 1, 0, 1)
    region.set_camera(studio.scene.attach_new_node(Camera("other")))
    studio.buffer.set_active(True)
    assert counter.in_a_frame(studio.engine) == (2, 2)
    studio.buffer.remove_display_region(region)


def test_the_way_that_both_eyes_share_runs_no_python_while_it_draws(studio, counter):
    """A callback round the drawing made Panda3D set everything anew: 0.02 ms."""
    sitting = Sitting(studio, "instanced")
    buffer = sitting.eyes.buffer
    regions = [
        buffer.get_display_region(k) for k in range(buffer.get_num_display_regions())
    ]
    assert not any(one.get_draw_callback() for one in regions)
    sitting.close()


def test_a_persons_shadows_are_one_draw():
    from scenes.lighting import ground

    made = ground(NodePath("seat"), 0.44)
    nodes = made.find_all_matches("**")
    geoms = [n.node().get_num_geoms() for n in nodes if n.node().is_geom_node()]
    assert sum(geoms) == 1


def told(*command):
    """What a benchmark prints."""
    done = subprocess.run(
        [GL_RUN, sys.executable, "-m", *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.stdout, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_the_stereo_benchmark_measures_every_way_and_its_peers():
    found = told("benchmarks.stereo", "--frames", "20")
    assert set(found["modes"]) == {"two", "shared", "instanced", "multiview"}
    assert found["mode"] == "instanced"
    for name in ("naive_ms", "peer_ms", "one_eye_ms"):
        assert found[name] > 0
    ratio = found["quiet_ms"]["instanced"] / found["quiet_ms"]["peer"]
    assert found["ratio"] == pytest.approx(ratio, abs=2e-3)


def test_a_stage_frame_with_two_people_is_measured_beside_its_peer():
    found = told("benchmarks.frame", "--minutes", "0.03", "--peer-seconds", "1")
    assert found["people"] == 2
    assert set(found["stage_ms"]) == {"p50", "p99", "p999"}
    assert 0 < found["drawing_ms"]["p50"] < found["stage_ms"]["p50"]
    assert found["peer_ms"]["p50"] > 0
    ratio = found["drawing_ms"]["p50"] / found["peer_ms"]["p50"]
    assert found["ratio"] == pytest.approx(ratio, abs=2e-3)
    assert found["frames"] > 20
