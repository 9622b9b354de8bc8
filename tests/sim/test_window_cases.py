"""What may go wrong in the window leaves nobody before a panel that does nothing."""

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
        [GL_RUN, sys.executable, "-m", "tests.sim.window_cases"],
        env={**os.environ, "DISPLAY": display, "VISAVIS_HOME": str(home)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_a_partner_without_a_voice_can_be_read(seen):
    assert seen["caption_without_voice"] == "line 0"


def test_enter_ends_a_line_and_presses_nothing_on_the_panel_that_it_opens(seen):
    assert seen["stopped_by_enter"] == "stopped"
    assert len(seen["stop_panel"]) == 5


def test_a_pause_during_a_check_in_comes_back_to_it(seen):
    assert seen["check_in_after_pause"] == ["checking_in", 4]


@pytest.mark.parametrize("way", ["taken off", "put on"])
def test_what_is_private_is_covered_when_a_headset_comes_or_goes(seen, way):
    """Others may see the screen, or have been handed the headset."""
    assert seen[way]["shown"] == ["lock"]
    assert seen[way]["phase"] == "checking_in", "a key reached what is covered"
    assert seen[way]["after"] == [False, 4], "go on did not bring it back"
    assert seen[way]["locked"] == "open", "no passphrase is asked for"


def test_the_window_is_covered_whole_and_a_headset_has_no_dark_wall(seen):
    assert seen["taken off"]["card"]
    assert not seen["put on"]["card"]
    assert seen["put on"]["card at the desk"], "taken off, all is covered at once"


def test_a_pause_says_nothing_private_and_is_not_covered(seen):
    assert seen["a pause is covered"] is False


def test_a_check_in_can_lead_to_a_pause_that_ends(seen):
    assert seen["pause_from_check_in"] == ["paused", "Go on"]


def test_quick_exit_from_a_check_in_closes_the_window(seen):
    assert seen["quick_exit"] == ["closed", True]


def test_a_line_that_waited_is_not_said_to_the_next_partner(seen):
    assert seen["said_to_the_next_partner"] == 0


def test_what_was_answered_during_a_pause_is_shown_after_it(seen):
    assert seen["caption_after_pause"] == "line 1"


def test_an_ending_during_a_pause_takes_the_pause_away(seen):
    assert seen["ended_in_a_pause"] == ["ended", []]


def test_leaving_by_a_typed_command_leaves(seen):
    assert seen["left_by_typing"] == ["closed", True, True]


def test_after_a_stop_help_and_calm_come_back_to_the_same_choices(seen):
    after = seen["after_stop"]
    assert after["partner_is_gone"]
    assert after["help"] == ["Back"]
    assert after["after_help"]
    for label in ("Breathe for a minute", "Find the room around you"):
        assert after[label], "it did not open"
        assert after[f"after {label}"], "the choices were not there again"
        assert not after[f"partner after {label}"], "the partner came back"


def test_after_a_stop_nothing_is_heard_or_scored_any_more(seen):
    assert seen["after_stop"]["said_after"] == 0
    assert seen["after_stop"]["scored"] == []


def test_after_a_stop_the_start_is_a_choice_away(seen):
    start = seen["after_stop"]["start"]
    assert "Leave out…" in start
    assert not set(start) & {*seen["stop_panel"]} - {"Leave"}
