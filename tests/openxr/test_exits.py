"""The headset and its window close without a fault, whatever state they are in."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.openxr.rig import GL_RUN, ROOT
from tests.sim.running import events

SOON_S = 3.0
"""For a window, its pictures and a session together, on a machine that is busy."""


@pytest.mark.monado
def test_it_closes_soon_and_without_a_fault_in_every_state(in_headset):
    took_s = in_headset("exits_play", timeout_s=300)["took_s"]
    states = {"before a frame", "worn", "covered", "killed", "lost"}
    assert set(took_s) == states
    for state, seconds in took_s.items():
        assert seconds < SOON_S, state


@pytest.mark.window
def test_without_any_runtime_it_says_so_calmly_and_the_desktop_opens(
    display, tmp_path, home
):
    script = tmp_path / "script.txt"
    script.write_text("Hello.\n")
    nowhere = {"DISPLAY": display, "XR_RUNTIME_JSON": str(tmp_path / "none.json")}
    done = subprocess.run(
        [
            GL_RUN, sys.executable, "-m", "sim", "rehearse", "planning_touch",
            "--headset", "openxr", "--text", "--script", str(script), "--json",
            "--no-save", "--seed", "5",
        ],
        env={**os.environ, **nowhere, "VISAVIS_HOME": str(home)},
        cwd=ROOT, capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert "so the room opens on the screen" in done.stderr
    assert "in this terminal" not in done.stderr
    assert "Traceback" not in done.stderr
    assert events(done.stdout)[-1]["event"] == "debrief"
