"""In the window: what a therapist has assigned, from the list to its end and back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sim.texts import text

ROOT = Path(__file__).parents[2]
GL_RUN = str(ROOT / "scripts" / "gl-run")
NAMES = ("mirror_exposure", "exposure", "breathing")

pytestmark = pytest.mark.window


@pytest.fixture(scope="module")
def seen(display: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What was played, see `assigned_play`."""
    folder = tmp_path_factory.mktemp("assigned")
    play = [sys.executable, "-m", "tests.exercises.assigned_play", str(folder)]
    done = subprocess.run(
        [GL_RUN, *play],
        env={**os.environ, "DISPLAY": display},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("name", NAMES)
def test_an_assigned_exercise_is_done_to_its_end_and_leads_back(
    seen: dict[str, Any], name: str
) -> None:
    assert seen[name]["phase"] == "done"
    assert seen[name]["is_back"]


def test_a_locked_exercise_opens_and_says_who_opened_it(seen: dict[str, Any]) -> None:
    mirror = seen["mirror_exposure"]
    opened = f"•  {text('assigned.unlocks')}"
    assert opened in mirror["part"] and opened in mirror["info"]
    assert text("exercise.locked") not in mirror["info"]
    assert {"glance", "plain", "stay"} <= set(mirror["steps"])


def test_the_ladder_has_the_steps_that_were_assigned(seen: dict[str, Any]) -> None:
    offered = seen["exposure"]["offered"]
    assert len(offered["template"]) == 2  # theirs, or none
    steps = [one.split(" · ")[0] for one in offered["rung"]]
    assert steps[:2] == ["No to a cup of tea", "No to a plan"]
    assert len(steps) == 4  # and: change it, stop


def test_what_is_said_of_keeping_is_true(seen: dict[str, Any]) -> None:
    info = seen["breathing"]["info"]
    assert text("assigned.day_kept") in info
    assert text("exercise.nothing_kept") not in info
    assert seen["sessions"] == [[f"exercise:{name}", True] for name in NAMES]


def test_each_counts_once_for_the_assignment(seen: dict[str, Any]) -> None:
    assert seen["breathing"]["times"] == {"p1": 1, "p2": 1, "p3": 1}
