"""In a headset: every exercise to its end, one after another in one session."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from sim.exercises._catalog import guides
from tests.openxr.rig import GL_RUN, ROOT, missing

IDS = [guide.id for guide in guides()]

pytestmark = [pytest.mark.monado, pytest.mark.soak]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """How each ended, see `eyes_play`."""
    if why := missing():
        pytest.skip(why)
    home = tmp_path_factory.mktemp("home")
    done = subprocess.run(
        [GL_RUN, sys.executable, "-m", "tests.exercises.eyes_play", "-", *IDS],
        env={**os.environ, "VISAVIS_HOME": str(home)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=1200,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("name", IDS)
def test_every_exercise_comes_to_its_end_in_a_headset(
    seen: dict[str, Any], name: str
) -> None:
    assert seen["phases"][name] == "done"
    assert len(seen["steps"][name]) >= 3
