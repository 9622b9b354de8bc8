"""One exercise in a window of its own: it begins and locks as the main window does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.support import help_lines
from sim.texts import text

ROOT = Path(__file__).parents[2]
GL_RUN = str(ROOT / "scripts" / "gl-run")

pytestmark = pytest.mark.window


@pytest.fixture(scope="module")
def seen(display, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    own = {"VISAVIS_HOME": str(home / "data"), "VISAVIS_PASSPHRASE": "abcdefgh1234"}
    done = subprocess.run(
        [GL_RUN, sys.executable, "-m", "tests.exercises.alone_play", str(home)],
        env={**os.environ, **own, "DISPLAY": display},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_it_begins_with_the_first_screen_and_its_help(seen):
    assert text("consent.calm_title") in seen["first"]
    answers = [text(f"consent.{key}") for key in ("agree", "young", "leave")]
    assert seen["choices"] == answers
    assert all(line.strip() in seen["first"] for line in help_lines("GB"))
    assert seen["nothing_before"]


def test_somebody_under_18_is_led_out_and_nothing_is_left(seen):
    words, is_gone, is_nothing_done = seen["young"]
    assert text("young.title") in words
    assert is_gone
    assert is_nothing_done
    assert seen["young_over"]


def test_after_idle_minutes_it_is_paused_covered_and_locked(seen):
    words, phase, lock = seen["locked"]
    assert seen["begun"] == "running"
    assert text("lock.title") in words
    assert text("exercise.paused") not in words
    assert (phase, lock) == ("paused", "locked")
    assert seen["keys_do_nothing"] == ["paused", True]


def test_only_the_passphrase_opens_it_and_the_exercise_goes_on(seen):
    assert seen["wrong"]
    assert seen["open"] == [False, "paused", "open"]
    assert seen["on"] == "running"


def test_a_stop_in_the_window_speaks_of_the_exercise(seen):
    assert text("exercise.stopped") in seen["stopped"]
    assert "rehearsal" not in seen["stopped"]


def test_it_can_be_left_while_it_is_locked(seen):
    assert seen["left_locked"]


def test_the_lock_keeps_nothing_of_somebody_under_18(seen):
    assert seen["minor"] == "stopped"
    assert seen["kept_of_minor"] == 0


def test_escape_twice_is_a_quick_exit_while_it_is_careful_only(seen):
    assert not seen["escaped_once"]
    assert seen["escaped False"] == [False, "running"]
    assert seen["escaped True"] == [True, "left"]
    assert seen["escaped_before"]


def test_the_figure_in_the_mirror_can_be_changed_beside_it(seen):
    assert seen["look_asked"] and seen["look_offered"]
    assert seen["at"][1] == "running"
    assert seen["looks_other"]
    assert seen["after_look"] == ["running", seen["at"][0]]


def test_what_this_is_and_who_can_help_are_a_key_or_a_word_away(seen):
    assert text("about.exercise")[:40] in seen["about_before"].replace("\n", " ")
    words, phase = seen["people"]
    assert "116 123" in words
    assert phase == "paused"
    assert {text("about.title"), text("about.people")} <= set(seen["paused"])
    assert text("mirror.change") in seen["paused"]
    assert seen["after_people"] == "running"


def test_a_typed_command_is_no_answer_in_a_window_either(seen):
    assert "/skip" in seen["help"]
    assert seen["left"] == "left"


def test_after_a_pause_a_check_in_stands_there_again(seen):
    assert seen["check_in_again"] == [True, "checking_in"]
