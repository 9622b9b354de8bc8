"""In the window: every exercise to its end, step after step."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.exercises._catalog import guides

ROOT = Path(__file__).parents[2]
GL_RUN = str(ROOT / "scripts" / "gl-run")
OPEN = [guide.id for guide in guides() if not guide.locked]

pytestmark = pytest.mark.window


@pytest.fixture(scope="module")
def seen(display, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    play = [sys.executable, "-m", "tests.exercises.window_play", "-", "--small"]
    done = subprocess.run(
        [GL_RUN, *play],
        env={**os.environ, "DISPLAY": display, "VISAVIS_HOME": str(home)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("name", OPEN)
def test_every_exercise_comes_to_its_end_in_the_window(seen, name):
    assert seen[name]["phase"] == "done"
    assert len(seen[name]["steps"]) >= 3


def test_a_written_exercise_shows_its_steps_in_their_order(seen):
    arrived = seen["grounding"]["steps"]
    assert arrived[0] == "arrive"
    assert list(dict.fromkeys(arrived)) == [
        *("arrive", "see", "touch", "hear", "smell", "taste", "today", "now"),
    ]
