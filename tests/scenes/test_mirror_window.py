"""The mirror room in a real window: covered at first, fading, from seat to seat."""

from __future__ import annotations

import json
import math
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
        [GL_RUN, sys.executable, "-m", "tests.scenes.mirror_play"],
        env={**os.environ, "DISPLAY": display, "VISAVIS_HOME": str(home)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_the_mirror_is_covered_until_the_user_uncovers_it(seen):
    assert seen["arrive"][0] is True
    assert seen["covered_first"] is True
    assert seen["uncovered"] == [False, 0.0]


def test_in_a_headset_a_raised_hand_is_raised_and_one_that_is_lost_goes_down(seen):
    assert -0.10 < seen["hand_up"] < 0.15
    assert seen["hand_lost"] < -0.30


def test_one_key_covers_it_and_it_fades(seen):
    assert 0.0 < seen["half"] < 1.0
    assert seen["cover"] == [True, 1.0]


def test_a_look_is_chosen_before_it_is_seen_and_remembered_once(seen):
    words = "hair=black; top=black; trousers=black; stance=standing"
    (kept,) = seen["kept"]
    assert [part for part in kept.split("; ") if "height" not in part] == (
        words.split("; ")
    )
    assert "height=" in kept


def test_every_change_of_place_goes_through_a_full_fade(seen):
    for change in ("fade_in", "to_across", "to_chair", "to_back"):
        assert seen[change] == 1.0, change


def test_the_user_goes_to_the_other_chair_and_back(seen):
    gap = math.dist(seen["across"][1], seen["chair"][1])
    assert gap > 1.5
    assert math.dist(seen["arrive"][1][:2], seen["back"][1][:2]) < 0.05
    assert seen["across"][0] is True, "the mirror is covered meanwhile"
    assert seen["chair"][0] is True
    assert seen["back"][0] is False, "and as the user left it afterwards"


def test_leaving_takes_the_mirror_away(seen):
    assert seen["over"] == [True, True]
