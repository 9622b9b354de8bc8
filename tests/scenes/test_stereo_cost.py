"""Both eyes at once cost the processor less than one after the other."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GL_RUN = str(ROOT / "scripts" / "gl-run")

pytestmark = pytest.mark.gpu


def told(*command):
    """What a benchmark prints; the limits below leave room for a busy computer."""
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


def test_the_way_that_is_taken_costs_less_than_two_cameras_and_than_the_peer():
    """By the frames that were disturbed least; others run tests beside this."""
    found = told("benchmarks.stereo", "--frames", "200")
    assert set(found["modes"]) == {"two", "shared", "instanced", "multiview"}
    assert found["mode"] == "instanced"
    assert found["ratio_naive"] < 0.95
    assert found["ratio"] < 0.9


def test_a_stage_frame_is_measured_beside_its_peer():
    found = told("benchmarks.frame", "--minutes", "0.03", "--peer-seconds", "1")
    assert set(found["stage_ms"]) == {"p50", "p99", "p999"}
    assert 0 < found["drawing_ms"]["p50"] < found["stage_ms"]["p50"]
    assert found["peer_ms"]["p50"] > 0
    assert found["frames"] > 20
