"""In the window: from a rehearsal to something calming, and back to where one was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GL_RUN = str(ROOT / "scripts" / "gl-run")

pytestmark = pytest.mark.window


@pytest.fixture(scope="module")
def seen(display, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    done = subprocess.run(
        [GL_RUN, sys.executable, "-m", "tests.exercises.calm_window_play"],
        env={**os.environ, "DISPLAY": display, "VISAVIS_HOME": str(home)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_a_pause_offers_all_that_calms_by_name(seen):
    assert seen["offered"] == [
        "Breathe slowly",
        "Five things around you",
        "Tighten and let go",
        "A quiet place",
        "Back",
    ]


def test_what_calms_begins_at_once_while_the_talk_is_paused(seen):
    assert seen["open"] == [True, "paused", True]


def test_the_breath_moves_and_can_be_paused(seen):
    assert seen["swing"] > 0.3
    assert seen["calm_paused"] == "paused"
    assert seen["calm_goes_on"] == "running"


def test_back_comes_to_the_pause_and_going_on_to_the_same_moment(seen):
    assert seen["back"] == [False, "paused", "Go on"]
    assert seen["same_state"]
    assert seen["partner_sits"]


def test_the_space_bar_taps_with_the_breath(seen):
    assert seen["tapped"] == "slower"


def test_leaving_what_calms_leaves_the_talk_too(seen):
    assert seen["left"] == ["closed", False]


def test_a_check_in_leads_to_the_ground_and_a_stop_there_to_help(seen):
    assert seen["from_check_in"] == ["paused", "arrive"]
    assert seen["stopped"] == ["stopped", False]


def test_after_a_stop_the_help_is_there_again_when_the_breath_is_over(seen):
    assert "See help for my country" in seen["help_again"]


def test_the_lock_pauses_an_exercise_that_it_covers(seen):
    assert seen["locked_from"] == "running"
    assert seen["locked"] == [True, "paused"]
    assert seen["unlocked"] == [False, "paused"]


def test_who_only_breathes_is_not_locked_out_and_a_lock_pauses_that_too(seen):
    assert not seen["breathing_is_watched"]
    assert seen["calm_locked"] == "paused"


def test_the_figure_can_be_chosen_anew_from_what_is_kept(seen):
    assert seen["figure_room"] == "changing_room"
    assert seen["figure_changed"]
    assert seen["figure_back"] == [True, "living_room"]
