"""Panels as boards in the room: read from the seat, in both eyes, and in no face."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scenes.boards_parts import angles, direction
from scenes.fonts import SIGNS, load_fonts, with_signs

ROOT = Path(__file__).parents[2]
GL_RUN = str(ROOT / "scripts" / "gl-run")
PLAY = "tests.scenes.boards_play"
PANELS = (
    "consent",
    "calm",
    "lobby",
    "briefing",
    "goals",
    "rating",
    "debrief",
    "paused",
)
NARROWEST_DEG = 0.7
"""Of a capital letter: the least height at which panels are read."""
CAPTION_DEG = 1.3


def _played(folder, size, *screens):
    done = subprocess.run(
        [GL_RUN, sys.executable, "-m", PLAY, folder, size, *screens],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What both eyes of 1344 by 1512 pixels saw."""
    return _played(str(tmp_path_factory.mktemp("boards")), "small")


@pytest.mark.gpu
@pytest.mark.parametrize("name", PANELS)
def test_every_text_of_a_panel_has_capitals_of_at_least_0_7_degrees(seen, name):
    assert seen[name]["caps_deg"][0] >= NARROWEST_DEG


@pytest.mark.gpu
@pytest.mark.parametrize("name", PANELS)
def test_a_panel_is_whole_on_its_board(seen, name):
    left, right, low, high = seen[name]["edges"]
    assert -1 < left < right < 1
    assert -1 < low < high < 1


@pytest.mark.gpu
@pytest.mark.parametrize("name", PANELS)
def test_ink_stands_out_from_paper_in_each_eye(seen, name):
    assert min(seen[name]["contrast"]) > 4.5


@pytest.mark.gpu
@pytest.mark.parametrize("name", ["usual", "larger", "easy"])
def test_captions_have_capitals_of_at_least_1_3_degrees_in_the_picture(seen, name):
    assert seen["captions"]["cap_deg"][name] >= CAPTION_DEG


@pytest.mark.gpu
def test_captions_become_larger_as_set(seen):
    found = seen["captions"]["cap_deg"]
    assert found["larger"] / found["usual"] == pytest.approx(1.5, abs=0.12)


@pytest.mark.gpu
def test_captions_are_as_high_with_more_pixels(tmp_path):
    found = _played(str(tmp_path), "large", "captions")["captions"]
    assert found["cap_deg"]["usual"] >= CAPTION_DEG
    assert found["face"] == 0


@pytest.mark.gpu
@pytest.mark.parametrize("name", ["captions", "paused"])
def test_a_face_is_the_same_with_words_below_it(seen, name):
    assert seen[name]["face"] == 0


@pytest.mark.gpu
def test_a_board_is_drawn_only_when_something_on_it_changes(seen):
    assert seen["captions"]["drawn"] == seen["captions"]["drawn_later"]
    assert seen["pointing"]["rested"] == 0
    assert seen["pointing"]["typed"][0] > 0


@pytest.mark.gpu
def test_what_a_ray_meets_is_pressed_by_the_windows_own_mouse(seen):
    pressed = ["Pause", "Say again", "Leave", "one", "two"]
    assert seen["pointing"]["pressed"] == pressed


@pytest.mark.gpu
def test_the_calm_panel_goes_when_its_button_is_pressed(seen):
    assert seen["error"] == {"pressed": [True], "share": 0.0}


@pytest.mark.gpu
def test_a_board_fades_in(seen):
    shares = seen["window"]["shares"]
    assert 0 < shares[0] < 1
    assert shares == sorted(shares)
    assert shares[-1] == 1


@pytest.mark.gpu
def test_the_window_has_its_panels_back_as_they_were(seen):
    before, meanwhile, after = seen["window"]["states"]
    assert after == before
    assert meanwhile == [1.6, pytest.approx(1 / 1.6), 0.0]


@pytest.mark.parametrize(
    ("heading", "pitch"), [(0, 0), (30, -20), (-75, 40), (170, -60)]
)
def test_a_way_and_its_angles_are_each_others_turn(heading, pitch):
    way = direction(heading, pitch)
    assert angles((1, 2, 3), (1 + way.x, 2 + way.y, 3 + way.z)) == pytest.approx(
        (heading, pitch), abs=1e-4
    )


def test_the_easier_letters_lend_the_signs_that_they_lack():
    easy, usual = load_fonts(easy=True), load_fonts()
    for sign in SIGNS:
        assert sign in with_signs(f"{sign} done", easy.regular)
        assert with_signs(f"{sign} done", easy.bold) != f"{sign} done"
        assert with_signs(f"{sign} done", usual.regular) == f"{sign} done"
    assert with_signs("done", easy.regular) == "done"


def test_the_usual_letters_are_not_the_easier_ones():
    easy, usual = load_fonts(easy=True), load_fonts()
    assert easy.regular is not usual.regular
    assert easy.regular.getPointSize() > usual.regular.getPointSize()
