"""In the window: from the plan into its talk, and back with what was said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GL_RUN = str(ROOT / "scripts" / "gl-run")

pytestmark = [pytest.mark.window, pytest.mark.soak]  # a whole talk, with its models


@pytest.fixture(scope="module")
def seen(display, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    own = {"DISPLAY": display, "VISAVIS_HOME": str(home / "data"), "HOME": str(home)}
    play = "tests.exercises.closeness_window_play"
    pictures = tmp_path_factory.mktemp("pictures")
    done = subprocess.run(
        [GL_RUN, sys.executable, "-m", play, str(pictures)],
        env={**os.environ, **own},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=560,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_the_step_opens_the_planning_talk_and_the_exercise_waits(seen):
    assert (seen["waits"], seen["told"]) == (True, "planning_touch")


def test_after_the_talk_the_plan_has_what_was_said(seen):
    assert seen["back_at"] == "unkept.time"
    assert "Sunday at three" in seen["so_far"]
    assert seen["plan"] == "Sunday at three"


def test_the_page_is_written_where_it_was_asked_for(seen):
    assert "plan.html" in seen["notes"]
