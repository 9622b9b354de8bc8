"""In a real window: asked where nothing is interrupted, answered by keys, ended kindly.

One question in the list, one between two steps of an exercise, two in a talk.
"""

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
    folder = tmp_path_factory.mktemp("pictures")
    done = subprocess.run(
        [GL_RUN, sys.executable, "-m", "tests.comfort.window_play", str(folder)],
        env={**os.environ, "DISPLAY": display, "VISAVIS_HOME": str(folder / "home")},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_nobody_is_asked_at_the_desk(seen):
    assert not seen["asked_at_the_desk"]


def test_two_digits_make_one_number_and_enter_gives_it(seen):
    assert seen["one_digit_gives_nothing_yet"]
    assert seen["list_again"]
    assert [e["rating"] for e in seen["log"] if e["event"] == "discomfort"] == [0, 12]


def test_a_step_of_an_exercise_waits_and_is_there_again(seen):
    assert seen["step_waits"] == "paused"
    assert seen["hears"] == [True, False], "only what is an answer is one"
    assert seen["said_once"]
    assert seen["step_again"] == ["running", True]
    assert not seen["step_panel"]


def test_in_a_talk_it_comes_at_the_users_turn_and_goes_for_a_pause(seen):
    assert seen["asked_in_a_lull"] and seen["aside"]
    assert seen["a_pause_goes_first"] == ["paused", False]


def test_it_ends_kindly_and_goes_on_at_the_desk(seen):
    assert seen["stopped"] == ["paused", True]
    assert seen["goes_on"] == [False, True]
    assert seen["log"][-1]["event"] == "comfort_stopped"
    assert "0 at the start, 12 after" in seen["felt"]
