"""The lobby and the check-in in a window: pointed at, rested on, typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest

from sim.quick_exit import NEUTRAL_TITLE
from tests.audio.conftest import spoken  # noqa: F401  (a fixture)

ROOT = Path(__file__).parents[2]
GL_RUN = str(ROOT / "scripts" / "gl-run")

pytestmark = [pytest.mark.window, pytest.mark.model]


@pytest.fixture(scope="module")
def seen(display, tmp_path_factory, spoken):  # noqa: F811
    """What somebody saw who chose in every way."""
    folder = tmp_path_factory.mktemp("pictures")
    wav = folder / "said.wav"
    pause = np.zeros(16000, np.int16)
    lines = [pause, spoken("Talking about porn."), pause, pause]
    with wave.open(str(wav), "wb") as file:
        file.setparams((1, 2, 16000, 0, "NONE", ""))
        file.writeframes(np.concatenate(lines).astype("<i2").tobytes())
    words = ["-m", "tests.path.window_play", str(folder), f"--wav={wav}"]
    done = subprocess.run(
        [GL_RUN, sys.executable, *words],
        env={**os.environ, "DISPLAY": display, "VISAVIS_HOME": str(folder / "home")},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_every_screen_is_drawn(seen):
    assert len(seen["colours"]) >= 14
    for name, count in seen["colours"].items():
        assert count > 200, name


def test_talks_and_exercises_stand_beside_each_other_with_numbers(seen):
    labels = " ".join(seen["lobby"])
    assert "Lights on" in labels and "Breathe slowly" in labels
    assert seen["lobby"][0].startswith("New here?")
    assert any("Owning an affair" in label for label in seen["steeper"])


def test_typing_a_word_narrows_the_list_and_enter_opens_it(seen):
    assert [one for one in seen["narrowed"] if "porn" in one]
    assert seen["by_word"] == "porn_use"
    assert seen["exercise"] == "grounding"


def test_what_is_asked_back_stands_there_with_numbers_of_its_own(seen):
    assert seen["asked"][1].startswith("2   ")
    assert "None of these" in seen["asked"]
    assert seen["asked_to"] in ("saying_no", "hearing_no", "performance_worry")


def test_typing_a_number_opens_it(seen):
    assert seen["by_number"][0] == seen["by_number"][1]


def test_what_is_not_there_opens_nothing_and_can_be_taken_back(seen):
    assert seen["nothing"] == ["Leave"]
    assert seen["cleared"] == ""
    assert seen["escaped"] == ""


def test_help_lines_are_reached_and_lead_back(seen):
    assert seen["back"]


def test_the_check_in_leads_to_a_talk_by_keys_alone_and_says_why(seen):
    assert seen["steps"] == ["now", "brings", "try", "ceiling", "where"]
    assert any("Because you said that sex hurts" in line for line in seen["because"])
    assert seen["path_to"] == ["sex_hurts", 2, False]
    assert seen["after"][0] == "Where to begin?"


def test_a_mouse_that_rests_presses_the_button_below_it(seen):
    told, took_s = seen["rested"]
    assert told == "contraception_first_time"
    assert took_s >= 0.9


def test_who_is_afraid_sees_a_neutral_title_and_no_talk_with_a_partner(seen):
    assert any("closed for now" in line for line in seen["afraid"])
    assert seen["careful"] == [True, NEUTRAL_TITLE, 0]


def test_a_title_that_is_said_opens_it_and_the_microphone_is_closed_again(seen):
    assert "Say it" in seen["speech"]
    assert "Say it" not in seen["lobby"]  # where one only types and reads
    assert seen["said"] == "porn_use"
    assert seen["is_silent"]
