"""The private questions, quick exit and the ceiling in a real window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dialogue.scenario import catalog
from sim.quick_exit import NEUTRAL_TITLE, TITLE

ROOT = Path(__file__).parents[2]
GL_RUN = str(ROOT / "scripts" / "gl-run")
AT_ONCE_MS = 300

pytestmark = pytest.mark.window


@pytest.fixture(scope="module")
def seen(display, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    done = subprocess.run(
        [GL_RUN, sys.executable, "-m", "tests.screening.window_before"],
        env={**os.environ, "DISPLAY": display, "VISAVIS_HOME": str(home)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_the_title_is_neutral_from_the_first_moment_of_the_questions(seen):
    assert seen["at_first"] == TITLE
    assert seen["asked"][0] == NEUTRAL_TITLE
    assert seen["careful"][:2] == [NEUTRAL_TITLE, True]
    assert seen["left"][0] == NEUTRAL_TITLE
    assert seen["skipped"][:2] == [TITLE, False]


def test_quick_exit_stands_on_every_page_of_it(seen):
    assert seen["asked"][1][-1] == "Quick exit"
    assert seen["careful"][2][-1] == "Quick exit"


def test_only_what_is_not_with_a_partner_is_left(seen):
    assert sum("Saying what you look for" in label for label in seen["left"][1]) == 1
    with_partner = [one.title for one in catalog() if one.is_with_partner]
    assert len(with_partner) > 10
    offered = " ".join(seen["left"][1])
    assert not [title for title in with_partner if title in offered]


def test_one_escape_does_nothing_and_the_second_closes_the_window_at_once(seen):
    assert seen["once"] is False
    assert seen["twice"] == [True, True]
    assert seen["twice_ms"] < AT_ONCE_MS


def test_f12_closes_the_window_at_once_anywhere(seen):
    assert seen["f12"] == [True, True]
    assert seen["f12_ms"] < AT_ONCE_MS


def test_what_is_marked_leaves_the_list(seen):
    before, after = seen["ruled_out"]
    assert after < before


def test_reading_what_this_is_skips_no_first_screen(seen):
    assert "18" in seen["after_about"]


def test_under_eighteen_there_is_only_the_way_out(seen):
    assert len(seen["young"]) == 1
