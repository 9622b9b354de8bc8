"""The window: every screen can be reached, drawn and left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sim.running import events, visavis

ROOT = Path(__file__).parents[2]
GL_RUN = str(ROOT / "scripts" / "gl-run")

pytestmark = pytest.mark.window

SCREENS = (
    "consent", "before", "before_skip", "lobby", "narrowed", "exercise",
    "briefing", "goals", "scene", "answered", "paused", "left", "debrief", "debrief_2",
)  # fmt: skip


@pytest.fixture(scope="module")
def seen(display, tmp_path_factory):
    """What a play of the whole window saw."""
    folder = tmp_path_factory.mktemp("pictures")
    done = subprocess.run(
        [GL_RUN, sys.executable, "-m", "tests.sim.window_play", str(folder)],
        env={**os.environ, "DISPLAY": display, "VISAVIS_HOME": str(folder / "home")},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_is_drawn(seen, screen):
    assert seen["colours"][screen] > 200


def test_keys_reach_every_button(seen):
    assert len(seen["goals"]) == 3
    assert seen["paused"] == "paused"
    assert seen["resumed"] == "talking"
    assert seen["again"] < 2


def test_after_a_talk_the_list_stands_in_the_lobby_again(seen):
    talk, after = seen["rooms"]
    assert talk != "lobby"
    assert after == "lobby"


def test_letters_of_the_real_keyboard_reach_the_list(seen):
    assert seen["typed"] == "breathe"


def test_an_exercise_is_reached_by_keys_and_leads_back(seen):
    assert seen["exercise"] == "how"
    assert seen["exercise_over"]


def test_leaving_takes_one_action_and_less_than_300_ms(seen):
    assert seen["left"] == "closed"
    assert seen["leave_ms"] < 300


def test_the_process_that_draws_loads_no_model_library(seen):
    assert seen["heavy"] == []


def test_without_a_display_it_says_so_in_one_line_and_runs_in_the_terminal(tmp_path):
    script = tmp_path / "script.txt"
    script.write_text("Hello.\n")
    done = visavis(
        "rehearse", "sex_hurts", "--text", "--script", script, "--json", "--no-save",
        env={"DISPLAY": "", "WAYLAND_DISPLAY": ""},
    )  # fmt: skip
    assert done.returncode == 0
    assert "no display" in done.stderr
    assert events(done.stdout)[-1]["event"] == "debrief"
